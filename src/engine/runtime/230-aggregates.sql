-- Aggregates and what windows need beyond PostgreSQL's own.

-- COUNT is an int: more rows are error 8115, as a cast to int4 gives.
CREATE FUNCTION sys.count_int(n bigint) RETURNS integer IMMUTABLE PARALLEL SAFE
  RETURN n::integer;

CREATE FUNCTION sys.string_agg_too_long(s text) RETURNS text IMMUTABLE PARALLEL SAFE LANGUAGE plpgsql COST 1 AS $$
BEGIN
  PERFORM sys.raise(9829, 16, 1, 'STRING_AGG aggregation result exceeded the limit of 8000 bytes. Use LOB types to avoid result truncation.');
  RETURN NULL;
END $$;
CREATE FUNCTION sys.string_agg_result(s text, most integer) RETURNS sys.string IMMUTABLE PARALLEL SAFE
  RETURN (CASE WHEN length(s) > most THEN sys.string_agg_too_long(s) ELSE s END)::sys.string;

-- FIRST_VALUE and LAST_VALUE with IGNORE NULLS: the first and the last value of the frame that is there. The transition
-- functions are strict, so NULLs never reach them and the first value is the state.
CREATE FUNCTION sys.keep_first(state anyelement, value anyelement) RETURNS anyelement IMMUTABLE STRICT PARALLEL SAFE LANGUAGE sql AS 'SELECT $1';
CREATE FUNCTION sys.keep_last(state anyelement, value anyelement) RETURNS anyelement IMMUTABLE STRICT PARALLEL SAFE LANGUAGE sql AS 'SELECT $2';
CREATE AGGREGATE sys.first_known(anyelement) (SFUNC = sys.keep_first, STYPE = anyelement);
CREATE AGGREGATE sys.last_known(anyelement) (SFUNC = sys.keep_last, STYPE = anyelement);
CREATE FUNCTION sys.element_from_end(a anyarray, n integer) RETURNS anyelement IMMUTABLE PARALLEL SAFE LANGUAGE sql AS
  'SELECT a[cardinality(a) - n + 1]';

CREATE FUNCTION sys.percent(p float8) RETURNS float8 IMMUTABLE STRICT PARALLEL SAFE LANGUAGE plpgsql AS $$
BEGIN
  IF p < 0 OR p > 1 THEN
    PERFORM sys.raise(10755, 16, 1, 'The percentile value must be between 0 and 1.');
  END IF;
  RETURN p;
END $$;
CREATE FUNCTION sys.percentile_cont_of(a float8[], p float8) RETURNS float8 IMMUTABLE STRICT PARALLEL SAFE LANGUAGE sql AS
  'SELECT percentile_cont(p) WITHIN GROUP (ORDER BY x) FROM unnest(a) x';
CREATE FUNCTION sys.percentile_disc_of(a anyarray, p float8) RETURNS anyelement IMMUTABLE STRICT PARALLEL SAFE LANGUAGE sql AS
  'SELECT percentile_disc(p) WITHIN GROUP (ORDER BY x) FROM unnest(a) x';
CREATE FUNCTION sys.percentile_disc_down(a anyarray, p float8) RETURNS anyelement IMMUTABLE STRICT PARALLEL SAFE LANGUAGE sql AS
  'SELECT percentile_disc(p) WITHIN GROUP (ORDER BY x DESC) FROM unnest(a) x';
