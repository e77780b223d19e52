-- What lowered queries call beside operators and functions.

-- OPTION (MAXRECURSION n): the number of the next round, or error 530.
CREATE FUNCTION sys.recursion_level(level integer, most integer) RETURNS integer IMMUTABLE LANGUAGE plpgsql AS $$
BEGIN
  IF level >= most THEN
    PERFORM sys.raise(530, 16, 1, format('The statement terminated. The maximum recursion %s has been exhausted before statement completion.', most));
  END IF;
  RETURN level + 1;
END $$;

-- IDENTITY_INSERT ON: the user's value is stored, and the identity moves on when the value lies beyond it.
CREATE FUNCTION sys.identity_insert(sequence text, value numeric, upwards boolean) RETURNS numeric VOLATILE LANGUAGE plpgsql AS $$
DECLARE
  seen bigint;
  called boolean;
BEGIN
  EXECUTE format('SELECT last_value, is_called FROM %s', sequence::regclass) INTO seen, called;
  IF NOT called OR (upwards AND value > seen) OR (NOT upwards AND value < seen) THEN
    PERFORM setval(sequence::regclass, value::bigint);
  END IF;
  RETURN value;
END $$;

-- column.WRITE(text, offset, length): offset and length in characters; a NULL text cuts off at the offset, a NULL offset appends.
CREATE FUNCTION sys.write_string(old sys.string, new sys.string, start bigint, count bigint) RETURNS sys.string IMMUTABLE LANGUAGE plpgsql AS $$
BEGIN
  IF old IS NULL THEN
    PERFORM sys.raise(6851, 16, 0, 'Cannot use .WRITE on a NULL value.');
  END IF;
  IF start IS NULL THEN RETURN (old::text || new::text)::sys.string; END IF;
  IF new IS NULL THEN RETURN left(old::text, start::integer)::sys.string; END IF;
  RETURN (left(old::text, start::integer) || new::text
    || CASE WHEN count IS NULL THEN '' ELSE substring(old::text FROM (start + count + 1)::integer) END)::sys.string;
END $$;
CREATE FUNCTION sys.write_binary(old bytea, new bytea, start bigint, count bigint) RETURNS bytea IMMUTABLE LANGUAGE plpgsql AS $$
BEGIN
  IF old IS NULL THEN
    PERFORM sys.raise(6851, 16, 0, 'Cannot use .WRITE on a NULL value.');
  END IF;
  IF start IS NULL THEN RETURN old || new; END IF;
  IF new IS NULL THEN RETURN substring(old FROM 1 FOR start::integer); END IF;
  RETURN substring(old FROM 1 FOR start::integer) || new
    || CASE WHEN count IS NULL THEN ''::bytea ELSE substring(old FROM (start + count + 1)::integer) END;
END $$;

-- STRING_SPLIT: no row for NULL, one empty row for the empty string.
CREATE FUNCTION sys.string_split(s sys.string, separator sys.string) RETURNS SETOF sys.string IMMUTABLE PARALLEL SAFE LANGUAGE sql AS $$
  SELECT part::sys.string FROM unnest(string_to_array(s::text, separator::text)) part
  WHERE s IS NOT NULL AND separator IS NOT NULL AND s::text <> ''
  UNION ALL SELECT ''::sys.string WHERE s::text = '' COLLATE "C"
$$;

-- FOR XML: characters that would be markup.
CREATE FUNCTION sys.xml_text(s sys.string) RETURNS text IMMUTABLE STRICT PARALLEL SAFE
  RETURN replace(replace(replace(replace(s::text COLLATE "C", '&', '&amp;'), '<', '&lt;'), '>', '&gt;'), E'\r', '&#x0D;');
CREATE FUNCTION sys.xml_attribute(s sys.string) RETURNS text IMMUTABLE STRICT PARALLEL SAFE
  RETURN replace(replace(replace(sys.xml_text(s), '"', '&quot;'), E'\n', '&#x0A;'), E'\t', '&#x09;');

-- OPENJSON without WITH: key, value and type of every member or element at the path (0 null, 1 string, 2 number, 3 true/false, 4 array, 5 object).
CREATE FUNCTION sys.json_kind(value json) RETURNS integer IMMUTABLE STRICT PARALLEL SAFE
  RETURN CASE json_typeof(value) WHEN 'null' THEN 0 WHEN 'string' THEN 1 WHEN 'number' THEN 2 WHEN 'boolean' THEN 3 WHEN 'array' THEN 4 ELSE 5 END;
CREATE FUNCTION sys.openjson(s sys.string, path sys.string) RETURNS TABLE (key sys.string, value sys.string, type integer) IMMUTABLE PARALLEL SAFE ROWS 20 LANGUAGE plpgsql AS $$
DECLARE
  steps text[] := sys.json_path(path::text);
  found json := sys.json_walk(s::text, steps);
BEGIN
  CASE json_typeof(found)
    WHEN 'object' THEN
      RETURN QUERY SELECT e.key::sys.string, (e.value #>> '{}')::sys.string, sys.json_kind(e.value) FROM json_each(found) e;
    WHEN 'array' THEN
      RETURN QUERY SELECT (e.place - 1)::text::sys.string, (e.value #>> '{}')::sys.string, sys.json_kind(e.value)
        FROM json_array_elements(found) WITH ORDINALITY e(value, place);
    ELSE
      IF steps[2] = 'strict' AND found IS NOT NULL THEN
        PERFORM sys.raise(13611, 16, 1, 'Value referenced by JSON path is not an array or object and cannot be opened with OPENJSON.');
      END IF;
  END CASE;
END $$;

-- OPENJSON with WITH: an array gives its elements, anything else itself.
CREATE FUNCTION sys.openjson_rows(s sys.string, path sys.string) RETURNS SETOF sys.string IMMUTABLE PARALLEL SAFE ROWS 20 LANGUAGE plpgsql AS $$
DECLARE
  found json := sys.json_walk(s::text, sys.json_path(path::text));
BEGIN
  IF json_typeof(found) = 'array' THEN
    RETURN QUERY SELECT e.value::text::sys.string FROM json_array_elements(found) e(value);
  ELSIF json_typeof(found) = 'object' THEN
    RETURN NEXT found::text::sys.string;
  END IF;
END $$;
