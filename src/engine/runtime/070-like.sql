-- T-SQL's LIKE. PostgreSQL's own serves unless the pattern has a character class or an escape character.

CREATE FUNCTION sys.like_class(value text, pattern text, escape_character text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 10 AS $$
DECLARE
  -- A variable has the collation of the arguments: does it tell case apart?
  upper_case text := 'A';
  lower_case text := 'a';
  p text COLLATE "C" := pattern;
  escaping text COLLATE "C" := escape_character;
  expression text COLLATE "C" := '';
  body text COLLATE "C";
  c text COLLATE "C";
  i integer := 1;
  closing integer;
  negated boolean;
BEGIN
  IF length(escaping) > 1 THEN
    PERFORM sys.raise(506, 16, 1, 'The invalid escape character "' || escaping || '" was specified in a LIKE predicate.');
  END IF;
  WHILE i <= length(p) LOOP
    c := substr(p, i, 1);
    IF escaping <> '' AND c = escaping THEN
      i := i + 1;
      IF i > length(p) THEN
        RETURN false;
      END IF;
      expression := expression || regexp_replace(substr(p, i, 1), '([^[:alnum:]])', '\\\1');
    ELSIF c = '%' THEN
      expression := expression || '.*';
    ELSIF c = '_' THEN
      expression := expression || '.';
    ELSIF c = '[' THEN
      negated := substr(p, i + 1, 1) = '^';
      closing := i + CASE WHEN negated THEN 2 ELSE 1 END;
      body := '';
      WHILE closing <= length(p) AND NOT (substr(p, closing, 1) = ']') LOOP
        c := substr(p, closing, 1);
        IF escaping <> '' AND c = escaping THEN
          closing := closing + 1;
          c := substr(p, closing, 1);
          body := body || CASE WHEN c ~ '[\\\]\[^-]' THEN '\' || c ELSE c END;
        ELSE
          body := body || CASE WHEN c ~ '[\\\[^]' THEN '\' || c ELSE c END;
        END IF;
        closing := closing + 1;
      END LOOP;
      -- A class that nothing closes, or an empty one, matches nothing.
      IF closing > length(p) OR (body = '' AND NOT negated) THEN
        RETURN false;
      END IF;
      IF body LIKE '-%' THEN body := '\' || body; END IF;
      IF body LIKE '%-' AND body <> '\-' THEN body := left(body, -1) || '\-'; END IF;
      expression := expression || CASE WHEN body = '' THEN '.' WHEN negated THEN '[^' || body || ']' ELSE '[' || body || ']' END;
      i := closing;
    ELSE
      expression := expression || regexp_replace(c, '([^[:alnum:]])', '\\\1');
    END IF;
    i := i + 1;
  END LOOP;
  BEGIN
    RETURN (value COLLATE "pg_c_utf8") ~ (CASE WHEN upper_case = lower_case THEN '(?is)' ELSE '(?s)' END || '^(?:' || expression || ')$');
  EXCEPTION WHEN invalid_regular_expression THEN
    -- A range that runs backwards matches nothing.
    RETURN false;
  END;
END $$;

-- A body between $$ is parsed where it is inlined, with the collation of the arguments; a RETURN body has been parsed with the
-- database's. So whatever compares text must not be a RETURN body.
CREATE FUNCTION sys.like(value text, pattern text, escape_character text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN escape_character = '' COLLATE "C" AND strpos(pattern COLLATE "C", '[') = 0 AND strpos(pattern COLLATE "C", '\') = 0
    THEN value LIKE pattern
    ELSE sys.like_class(value, pattern, escape_character) END
$$;
-- char and varchar: trailing spaces of the value may be left unmatched.
CREATE FUNCTION sys.like_padded(value text, pattern text, escape_character text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT sys.like(value, pattern, escape_character) OR (value COLLATE "C" LIKE '% ' AND sys.like(rtrim(value), pattern, escape_character))
$$;
