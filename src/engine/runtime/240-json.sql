-- JSON functions. SQL Server keeps JSON as text: what JSON_QUERY and JSON_MODIFY do not touch stays as it was written, spaces,
-- order and doubled keys included. Reading goes through PostgreSQL's json (which keeps text, too), changing through tokens.

-- Error 13609 with the first place where the text stops being JSON: behind the longest beginning that is JSON cut short.
CREATE FUNCTION sys.json_incomplete(s text) RETURNS boolean IMMUTABLE PARALLEL SAFE LANGUAGE plpgsql AS $$
DECLARE
  detail text COLLATE "C";
BEGIN
  PERFORM s::json;
  RETURN true;
EXCEPTION WHEN invalid_text_representation OR untranslatable_character THEN
  GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL;
  RETURN detail ~ 'ended unexpectedly' OR detail ~ '^Token "".*" is invalid'
    OR detail ~ '^Token "(t|tr|tru|f|fa|fal|fals|n|nu|nul|-|-?\d+\.|-?\d[\d.]*[eE][+-]?)" is invalid';
END $$;
CREATE FUNCTION sys.json_error(s text) RETURNS void IMMUTABLE PARALLEL SAFE LANGUAGE plpgsql AS $$
DECLARE
  low integer := 0;
  high integer := length(s);
  middle integer;
BEGIN
  WHILE low < high LOOP
    middle := (low + high + 1) / 2;
    IF sys.json_incomplete(left(s, middle)) THEN
      low := middle;
    ELSE
      high := middle - 1;
    END IF;
  END LOOP;
  PERFORM sys.raise(13609, 16, 4, format('JSON text is not properly formatted. Unexpected character ''%s'' is found at position %s.',
    CASE WHEN low < length(s) THEN substr(s, low + 1, 1) ELSE '.' END, low));
END $$;

CREATE FUNCTION sys.isjson(s text) RETURNS integer IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN s IS JSON OBJECT OR s IS JSON ARRAY THEN 1 WHEN s IS NOT NULL THEN 0 END;

-- A path as an array: 'append' or '', 'lax' or 'strict', then the steps: '.key' or '#index'.
CREATE FUNCTION sys.json_path(path text) RETURNS text[] IMMUTABLE STRICT PARALLEL SAFE LANGUAGE plpgsql AS $$
DECLARE
  rest text COLLATE "C" := path COLLATE "C";
  answer text[] COLLATE "C";
  head text[] COLLATE "C" := regexp_match(path COLLATE "C", '^\s*((append)\s+)?((lax|strict)\s+)?\$', 'i');
  step text[] COLLATE "C";
BEGIN
  IF head IS NULL THEN
    PERFORM sys.raise(13607, 16, 4, format('JSON path is not properly formatted. Unexpected character ''%s'' is found at position %s.',
      left(ltrim(path), 1), length(path) - length(ltrim(path))));
  END IF;
  answer := ARRAY[coalesce(lower(head[2]), ''), coalesce(lower(head[4]), 'lax')];
  rest := regexp_replace(rest, '^[^$]*\$', '');
  WHILE rest <> '' LOOP
    step := regexp_match(rest, '^(?:\.("(?:[^"\\]|\\.)*")|\.([A-Za-z_0-9\u0080-\uFFFF]+)|\[\s*(\d+)\s*\])');
    IF step IS NULL THEN
      EXIT WHEN rest ~ '^\s*$';
      PERFORM sys.raise(13607, 16, 4, format('JSON path is not properly formatted. Unexpected character ''%s'' is found at position %s.',
        left(rest, 1), length(path) - length(rest)));
    END IF;
    answer := answer || CASE WHEN step[1] IS NOT NULL THEN '.' || (step[1]::json #>> '{}') WHEN step[2] IS NOT NULL THEN '.' || step[2] ELSE '#' || step[3] END;
    rest := regexp_replace(rest, '^(?:\."(?:[^"\\]|\\.)*"|\.[A-Za-z_0-9\u0080-\uFFFF]+|\[\s*\d+\s*\])', '');
  END LOOP;
  RETURN answer;
END $$;

CREATE FUNCTION sys.json_walk(s text, path text[]) RETURNS json IMMUTABLE STRICT PARALLEL SAFE LANGUAGE plpgsql AS $$
DECLARE
  value json;
  step text COLLATE "C";
BEGIN
  IF s IS NOT JSON THEN
    PERFORM sys.json_error(s);
  END IF;
  value := s::json;
  FOR i IN 3 .. cardinality(path) LOOP
    step := path[i];
    value := CASE WHEN left(step, 1) = '.' THEN CASE WHEN json_typeof(value) = 'object' THEN value -> substr(step, 2) END
      WHEN json_typeof(value) = 'array' THEN value -> substr(step, 2)::integer END;
    EXIT WHEN value IS NULL;
  END LOOP;
  IF value IS NULL AND path[2] = 'strict' THEN
    PERFORM sys.raise(13608, 16, 2, 'Property cannot be found on the specified JSON path.');
  END IF;
  RETURN value;
END $$;

-- nvarchar(4000): longer values are NULL, or error 13625 in strict mode.
CREATE FUNCTION sys.json_value(s text, path text[]) RETURNS sys.string IMMUTABLE STRICT PARALLEL SAFE LANGUAGE plpgsql AS $$
DECLARE
  value json := sys.json_walk(s, path);
  found text COLLATE "C" := value #>> '{}';
BEGIN
  IF json_typeof(value) IN ('object', 'array') THEN
    IF path[2] = 'strict' THEN
      PERFORM sys.raise(13623, 16, 2, 'Scalar value cannot be found in the specified JSON path.');
    END IF;
    RETURN NULL;
  END IF;
  IF length(found) > 4000 THEN
    IF path[2] = 'strict' THEN
      PERFORM sys.raise(13625, 16, 1, 'String value in the specified JSON path would be truncated.');
    END IF;
    RETURN NULL;
  END IF;
  RETURN found::sys.string;
END $$;

CREATE FUNCTION sys.json_query(s text, path text[]) RETURNS sys.string IMMUTABLE STRICT PARALLEL SAFE LANGUAGE plpgsql AS $$
DECLARE
  value json := sys.json_walk(s, path);
BEGIN
  IF json_typeof(value) NOT IN ('object', 'array') THEN
    IF path[2] = 'strict' THEN
      PERFORM sys.raise(13624, 16, 2, 'Object or array cannot be found in the specified JSON path.');
    END IF;
    RETURN NULL;
  END IF;
  RETURN btrim(value::text, E' \t\r\n')::sys.string;
END $$;

CREATE FUNCTION sys.json_path_exists(s text, path text[]) RETURNS integer IMMUTABLE STRICT PARALLEL SAFE LANGUAGE plpgsql AS $$
BEGIN
  IF s IS NOT JSON THEN
    RETURN 0;
  END IF;
  RETURN CASE WHEN sys.json_walk(s, ARRAY['', 'lax'] || path[3:]) IS NULL THEN 0 ELSE 1 END;
END $$;

CREATE FUNCTION sys.json_string(s text) RETURNS text IMMUTABLE PARALLEL SAFE
  RETURN '"' || sys.json_escape(s) || '"';
CREATE FUNCTION sys.json_member(name text, value text) RETURNS text IMMUTABLE PARALLEL SAFE
  RETURN sys.json_string(name) || ':' || value;

CREATE FUNCTION sys.json_tokens(s text) RETURNS text[] IMMUTABLE PARALLEL SAFE LANGUAGE sql AS
$$ SELECT array_agg(m[1] ORDER BY n) FROM regexp_matches(s COLLATE "C", '("(?:[^"\\]|\\.)*"|[][{},:]|\s+|[^][{},:"\s]+)', 'g') WITH ORDINALITY AS t (m, n) $$;
CREATE FUNCTION sys.json_skip_space(tokens text[], at integer) RETURNS integer IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN tokens[at] ~ '^\s' THEN at + 1 ELSE at END;
-- The last token of the value that begins at `at`.
CREATE FUNCTION sys.json_value_end(tokens text[], at integer) RETURNS integer IMMUTABLE PARALLEL SAFE LANGUAGE plpgsql AS $$
DECLARE
  depth integer := 0;
BEGIN
  FOR i IN at .. cardinality(tokens) LOOP
    IF tokens[i] IN ('{', '[') THEN
      depth := depth + 1;
    ELSIF tokens[i] IN ('}', ']') THEN
      depth := depth - 1;
    END IF;
    IF depth = 0 THEN
      RETURN i;
    END IF;
  END LOOP;
END $$;

-- One step down from the value at `at`. `first` is the first token of the member (its key) or element; `value` 0 when there is
-- none; `closing` is the container's last token, 0 when the value is no container of the right kind; `count` its members.
CREATE FUNCTION sys.json_step(tokens text[], at integer, step text, OUT first integer, OUT value integer, OUT closing integer, OUT count integer)
IMMUTABLE PARALLEL SAFE LANGUAGE plpgsql AS $$
DECLARE
  p integer;
  start integer;
  key text COLLATE "C";
BEGIN
  first := 0;
  value := 0;
  closing := 0;
  count := 0;
  IF tokens[at] IS DISTINCT FROM (CASE WHEN left(step, 1) = '.' THEN '{' ELSE '[' END) THEN
    RETURN;
  END IF;
  closing := sys.json_value_end(tokens, at);
  p := sys.json_skip_space(tokens, at + 1);
  WHILE p < closing LOOP
    start := p;
    IF left(step, 1) = '.' THEN
      key := tokens[p]::json #>> '{}';
      -- The colon, and what follows it.
      p := sys.json_skip_space(tokens, sys.json_skip_space(tokens, p + 1) + 1);
    END IF;
    IF value = 0 AND (key = substr(step, 2) COLLATE "C" OR '#' || count = step) THEN
      first := start;
      value := p;
    END IF;
    count := count + 1;
    p := sys.json_skip_space(tokens, sys.json_value_end(tokens, p) + 1);
    IF p < closing THEN
      p := sys.json_skip_space(tokens, p + 1);
    END IF;
  END LOOP;
END $$;

CREATE FUNCTION sys.json_splice(tokens text[], from_ integer, to_ integer, new text) RETURNS sys.string IMMUTABLE PARALLEL SAFE
  RETURN (array_to_string(tokens[: from_ - 1], '') || new || array_to_string(tokens[to_ + 1 :], ''))::sys.string;

-- `new` is JSON text already, NULL for NULL.
CREATE FUNCTION sys.json_modify(s text, path text[], new text) RETURNS sys.string IMMUTABLE PARALLEL SAFE LANGUAGE plpgsql AS $$
DECLARE
  tokens text[] COLLATE "C";
  at integer;
  step record;
  last integer := cardinality(path);
  strictly boolean := path[2] = 'strict';
BEGIN
  IF s IS NULL OR path IS NULL THEN
    RETURN NULL;
  END IF;
  IF s IS NOT JSON THEN
    PERFORM sys.json_error(s);
  END IF;
  tokens := sys.json_tokens(s);
  at := sys.json_skip_space(tokens, 1);
  FOR i IN 3 .. last LOOP
    step := sys.json_step(tokens, at, path[i]);
    IF step.value = 0 THEN
      IF strictly THEN
        PERFORM sys.raise(13608, 16, 2, 'Property cannot be found on the specified JSON path.');
      END IF;
      IF i < last OR step.closing = 0 OR new IS NULL OR left(path[i], 1) <> '.' THEN
        RETURN s::sys.string;
      END IF;
      RETURN sys.json_insert(tokens, step.closing, step.count > 0, sys.json_member(substr(path[i], 2),
        CASE WHEN path[1] = 'append' THEN '[' || new || ']' ELSE new END));
    END IF;
    at := step.value;
  END LOOP;
  IF path[1] = 'append' THEN
    step := sys.json_step(tokens, at, '#-');
    IF step.closing = 0 THEN
      IF strictly THEN
        PERFORM sys.raise(13621, 16, 2, 'Array cannot be found in the specified JSON path.');
      END IF;
      RETURN s::sys.string;
    END IF;
    RETURN sys.json_insert(tokens, step.closing, step.count > 0, coalesce(new, 'null'));
  END IF;
  IF new IS NULL AND NOT strictly AND last > 2 AND left(path[last], 1) = '.' THEN
    RETURN sys.json_remove(tokens, step.first, sys.json_value_end(tokens, at));
  END IF;
  RETURN sys.json_splice(tokens, at, sys.json_value_end(tokens, at), coalesce(new, 'null'));
END $$;
-- Behind the last member, before the space in front of the closing bracket.
CREATE FUNCTION sys.json_insert(tokens text[], closing integer, separate boolean, new text) RETURNS sys.string IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN tokens[closing - 1] ~ '^\s' THEN sys.json_splice(tokens, closing - 1, closing - 2, CASE WHEN separate THEN ',' ELSE '' END || new)
    ELSE sys.json_splice(tokens, closing, closing - 1, CASE WHEN separate THEN ',' ELSE '' END || new) END;
-- A member goes with the comma behind it, or, the last one, with the comma before it.
CREATE FUNCTION sys.json_remove(tokens text[], from_ integer, to_ integer) RETURNS sys.string IMMUTABLE PARALLEL SAFE LANGUAGE plpgsql AS $$
DECLARE
  next integer := sys.json_skip_space(tokens, to_ + 1);
BEGIN
  IF tokens[next] = ',' THEN
    RETURN sys.json_splice(tokens, from_, sys.json_skip_space(tokens, next + 1) - 1, '');
  END IF;
  IF tokens[from_ - 1] ~ '^\s' THEN
    from_ := from_ - 1;
  END IF;
  IF tokens[from_ - 1] = ',' THEN
    from_ := from_ - 1;
  END IF;
  RETURN sys.json_splice(tokens, from_, to_, '');
END $$;
