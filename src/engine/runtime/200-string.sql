-- String functions. SQL Server counts UTF-16 code units in nvarchar unless the collation has supplementary characters (_SC);
-- PostgreSQL counts characters. The functions that end in _u count code units: where a string has characters beyond the
-- BMP, each of those gets a marker (U+FFFF, no character) behind it, so that positions are code units; what a cut leaves of a
-- torn pair becomes U+FFFD, as PostgreSQL cannot hold half a pair.

CREATE FUNCTION sys.has_astral(s text) RETURNS boolean IMMUTABLE PARALLEL SAFE
  RETURN octet_length(s) > length(s) AND (s COLLATE "C") ~ '[\U00010000-\U0010FFFF]';

CREATE FUNCTION sys.to_units(s text) RETURNS text IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN sys.has_astral(s) THEN regexp_replace(s COLLATE "C", '([\U00010000-\U0010FFFF])', E'\\1\uFFFF', 'g') ELSE s END;

CREATE FUNCTION sys.from_units(s text) RETURNS text IMMUTABLE PARALLEL SAFE
  RETURN replace(
    regexp_replace(
      regexp_replace(s COLLATE "C", '[\U00010000-\U0010FFFF](?!\uFFFF)', E'\uFFFD', 'g'),
      '(?<![\U00010000-\U0010FFFF])\uFFFF', E'\uFFFD', 'g'),
    E'\uFFFF', '');

-- What a collation does not tell apart, made equal character by character (one to one, so that positions stay).
CREATE FUNCTION sys.fold_ci(s text) RETURNS text IMMUTABLE PARALLEL SAFE
  RETURN casefold(s COLLATE "pg_c_utf8") COLLATE "C";
CREATE FUNCTION sys.strip_accents(s text) RETURNS text IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN octet_length(s) = length(s) THEN s COLLATE "C"
    ELSE normalize(regexp_replace(normalize(s COLLATE "C", NFD), '[\u0300-\u036F]', '', 'g'), NFC) END;
CREATE FUNCTION sys.fold_ai(s text) RETURNS text IMMUTABLE PARALLEL SAFE
  RETURN sys.strip_accents(s) COLLATE "C";
CREATE FUNCTION sys.fold_ci_ai(s text) RETURNS text IMMUTABLE PARALLEL SAFE
  RETURN casefold(sys.strip_accents(s) COLLATE "pg_c_utf8") COLLATE "C";

-- Simple mapping, one character for one, as SQL Server's tables map. Functions, so that the collation inside stays inside.
CREATE FUNCTION sys.lower_(s text) RETURNS sys.string IMMUTABLE PARALLEL SAFE
  RETURN lower(s COLLATE "pg_c_utf8")::sys.string;
CREATE FUNCTION sys.upper_(s text) RETURNS sys.string IMMUTABLE PARALLEL SAFE
  RETURN upper(s COLLATE "pg_c_utf8")::sys.string;

CREATE FUNCTION sys.len(s text) RETURNS integer IMMUTABLE PARALLEL SAFE
  RETURN length(rtrim(s, ' '));
CREATE FUNCTION sys.len_units(s text) RETURNS integer IMMUTABLE STRICT PARALLEL SAFE
  RETURN length(s) + CASE WHEN octet_length(s) = length(s) THEN 0 ELSE regexp_count(s COLLATE "C", '[\U00010000-\U0010FFFF]') END;
CREATE FUNCTION sys.len_u(s text) RETURNS integer IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN octet_length(s) = length(s) THEN length(rtrim(s, ' ')) ELSE sys.len_units(rtrim(s, ' ')) END;

-- 537 and 536 as values, so that the functions that may raise them stay inlined. They take the string, so that PostgreSQL
-- does not evaluate them while planning.
CREATE FUNCTION sys.bad_length(s text, which text) RETURNS text IMMUTABLE PARALLEL SAFE LANGUAGE plpgsql COST 1 AS $$
BEGIN
  IF which = 'right' THEN
    PERFORM sys.raise(536, 16, 1, 'Invalid length parameter passed to the right function.');
  END IF;
  PERFORM sys.raise(537, 16, CASE which WHEN 'left' THEN 2 ELSE 3 END, 'Invalid length parameter passed to the LEFT or SUBSTRING function.');
  RETURN NULL;
END $$;

CREATE FUNCTION sys.left_(s text, n bigint) RETURNS sys.string IMMUTABLE PARALLEL SAFE
  RETURN (CASE WHEN n >= 0 THEN substr(s, 1, least(n, 2147483647)::integer)
    WHEN n < 0 AND s IS NOT NULL THEN sys.bad_length(s, 'left') END)::sys.string;
CREATE FUNCTION sys.left_u(s text, n bigint) RETURNS sys.string IMMUTABLE PARALLEL SAFE
  RETURN (CASE WHEN NOT sys.has_astral(s) THEN sys.left_(s, n)::text ELSE sys.from_units(sys.left_(sys.to_units(s), n)) END)::sys.string;
CREATE FUNCTION sys.right_(s text, n bigint) RETURNS sys.string IMMUTABLE PARALLEL SAFE
  RETURN (CASE WHEN n >= length(s) THEN s WHEN n >= 0 THEN substr(s, length(s) - n::integer + 1)
    WHEN n < 0 AND s IS NOT NULL THEN sys.bad_length(s, 'right') END)::sys.string;
CREATE FUNCTION sys.right_u(s text, n bigint) RETURNS sys.string IMMUTABLE PARALLEL SAFE
  RETURN (CASE WHEN NOT sys.has_astral(s) THEN sys.right_(s, n)::text ELSE sys.from_units(sys.right_(sys.to_units(s), n)) END)::sys.string;

-- A start before 1 eats from the length: SUBSTRING('abc', 0, 2) is 'a'.
CREATE FUNCTION sys.substring_(s text, start bigint, n bigint) RETURNS sys.string IMMUTABLE PARALLEL SAFE
  RETURN (CASE WHEN n < 0 AND s IS NOT NULL AND start IS NOT NULL THEN sys.bad_length(s, 'substring')
    WHEN n >= 0 AND start IS NOT NULL
    THEN substr(s, least(greatest(start, 1), 2147483647)::integer, least(greatest(start + n - greatest(start, 1), 0), 2147483647)::integer) END)::sys.string;
CREATE FUNCTION sys.substring_u(s text, start bigint, n bigint) RETURNS sys.string IMMUTABLE PARALLEL SAFE
  RETURN (CASE WHEN NOT sys.has_astral(s) THEN sys.substring_(s, start, n)::text
    ELSE sys.from_units(sys.substring_(sys.to_units(s), start, n)) END)::sys.string;
CREATE FUNCTION sys.substring_b(s bytea, start bigint, n bigint) RETURNS bytea IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN n < 0 AND s IS NOT NULL AND start IS NOT NULL THEN sys.bad_length(encode(s, 'hex'), 'substring')::bytea
    WHEN n >= 0 AND start IS NOT NULL
    THEN substr(s, least(greatest(start, 1), 2147483647)::integer, least(greatest(start + n - greatest(start, 1), 0), 2147483647)::integer) END;

CREATE FUNCTION sys.stuff(s text, start bigint, n bigint, new text) RETURNS sys.string IMMUTABLE PARALLEL SAFE
  RETURN (CASE WHEN start <= 0 OR start > length(s) OR n < 0 THEN NULL
    WHEN s IS NOT NULL AND start IS NOT NULL AND n IS NOT NULL
    THEN substr(s, 1, start::integer - 1) || coalesce(new, '') || substr(s, least(start + n, 2147483647)::integer) END)::sys.string;
CREATE FUNCTION sys.stuff_u(s text, start bigint, n bigint, new text) RETURNS sys.string IMMUTABLE PARALLEL SAFE
  RETURN (CASE WHEN NOT sys.has_astral(s) THEN sys.stuff(s, start, n, new)::text
    ELSE sys.from_units(sys.stuff(sys.to_units(s), start, n, sys.to_units(new))) END)::sys.string;
CREATE FUNCTION sys.stuff_b(s bytea, start bigint, n bigint, new bytea) RETURNS bytea IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN start <= 0 OR start > length(s) OR n < 0 THEN NULL
    WHEN s IS NOT NULL AND start IS NOT NULL AND n IS NOT NULL
    THEN substr(s, 1, start::integer - 1) || coalesce(new, '') || substr(s, least(start + n, 2147483647)::integer) END;

CREATE FUNCTION sys.reverse_u(s text) RETURNS sys.string IMMUTABLE PARALLEL SAFE
  RETURN (CASE WHEN NOT sys.has_astral(s) THEN reverse(s) ELSE sys.from_units(reverse(sys.to_units(s))) END)::sys.string;

-- `find` and `s` are folded by the caller (sys.fold_*); the result is a position in characters.
CREATE FUNCTION sys.charindex(find text, s text, start bigint) RETURNS integer IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN start <= 1 THEN CASE WHEN find = '' COLLATE "C" THEN 0 ELSE strpos(s COLLATE "C", find COLLATE "C") END
    WHEN find = '' COLLATE "C" OR start > length(s) THEN CASE WHEN s IS NOT NULL AND find IS NOT NULL THEN 0 END
    WHEN start IS NOT NULL THEN CASE strpos(substr(s, start::integer) COLLATE "C", find COLLATE "C") WHEN 0 THEN 0
      ELSE strpos(substr(s, start::integer) COLLATE "C", find COLLATE "C") + start::integer - 1 END END;
CREATE FUNCTION sys.charindex_u(find text, s text, start bigint) RETURNS integer IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN NOT sys.has_astral(s) THEN sys.charindex(find, s, start) ELSE sys.charindex(sys.to_units(find), sys.to_units(s), start) END;
CREATE FUNCTION sys.charindex_b(find bytea, s bytea, start bigint) RETURNS integer IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN start IS NULL THEN NULL WHEN find = '' THEN 0 WHEN position(find in substr(s, greatest(start, 1)::integer)) = 0 THEN 0
    ELSE position(find in substr(s, greatest(start, 1)::integer)) + greatest(start, 1)::integer - 1 END;

CREATE FUNCTION sys.fold(s text, mode text) RETURNS text IMMUTABLE PARALLEL SAFE
  RETURN CASE mode WHEN 'ci' THEN sys.fold_ci(s) WHEN 'ci_ai' THEN sys.fold_ci_ai(s) WHEN 'ai' THEN sys.fold_ai(s) ELSE s END;

-- REPLACE as the collation sees it: the positions are found in folded copies, which are as long as the originals (an
-- accent written as a mark of its own is put together first).
CREATE FUNCTION sys.replace_(s text, find text, new text, mode text) RETURNS sys.string IMMUTABLE STRICT PARALLEL SAFE LANGUAGE plpgsql AS $$
DECLARE
  s_folded text COLLATE "C" := sys.fold(s, mode);
  find_folded text COLLATE "C" := sys.fold(find, mode);
  pieces text[] COLLATE "C" := '{}';
  done integer := 1;
  at integer;
  width integer := length(find_folded);
BEGIN
  IF width = 0 OR strpos(s_folded COLLATE "C", find_folded COLLATE "C") = 0 THEN
    RETURN s::sys.string;
  END IF;
  IF mode = 'cs' COLLATE "C" THEN
    RETURN replace(s COLLATE "C", find, new)::sys.string;
  END IF;
  IF length(s) <> length(s_folded) THEN
    s := normalize(s COLLATE "C", NFC);
  END IF;
  LOOP
    at := strpos(substr(s_folded, done) COLLATE "C", find_folded COLLATE "C");
    EXIT WHEN at = 0;
    pieces := pieces || substr(s, done, at - 1);
    done := done + at - 1 + width;
  END LOOP;
  RETURN (array_to_string(pieces || substr(s, done), new))::sys.string;
END $$;

-- PATINDEX: a T-SQL pattern as a regular expression. Folded by the caller, as the string is.
CREATE FUNCTION sys.pattern_regex(pattern text) RETURNS text IMMUTABLE STRICT PARALLEL SAFE LANGUAGE plpgsql AS $$
DECLARE
  answer text COLLATE "C" := '';
  i integer := 1;
  n integer := length(pattern);
  c text COLLATE "C";
  closing integer;
  set_text text COLLATE "C";
BEGIN
  WHILE i <= n LOOP
    c := substr(pattern, i, 1) COLLATE "C";
    IF c = '%' THEN
      answer := answer || '.*';
    ELSIF c = '_' THEN
      answer := answer || '.';
    ELSIF c = '[' THEN
      -- A bracket right after the opening one is a member of the set.
      closing := strpos(substr(pattern, i + CASE WHEN substr(pattern, i + 1, 1) = '^' COLLATE "C" THEN 3 ELSE 2 END) COLLATE "C", ']');
      IF closing = 0 THEN
        RETURN '(?!)';
      END IF;
      closing := closing + i + CASE WHEN substr(pattern, i + 1, 1) = '^' COLLATE "C" THEN 2 ELSE 1 END;
      set_text := substr(pattern, i + 1, closing - i - 1);
      answer := answer || '[' || CASE WHEN left(set_text, 1) = '^' COLLATE "C"
        THEN '^' || regexp_replace(substr(set_text, 2) COLLATE "C", '([\\\[\]^])', '\\\1', 'g')
        ELSE regexp_replace(set_text COLLATE "C", '([\\\[\]^])', '\\\1', 'g') END || ']';
      i := closing;
    ELSIF c ~ '[[:alnum:][:space:]]' OR ascii(c) > 127 THEN
      answer := answer || c;
    ELSE
      answer := answer || '\' || c;
    END IF;
    i := i + 1;
  END LOOP;
  RETURN answer;
END $$;
CREATE FUNCTION sys.patindex(pattern text, s text) RETURNS integer IMMUTABLE STRICT PARALLEL SAFE LANGUAGE plpgsql AS $$
DECLARE
  body text COLLATE "C" := ltrim(pattern, '%');
  floating boolean := left(pattern, 1) = '%' COLLATE "C";
  open_end boolean := right(pattern, 1) = '%' COLLATE "C";
BEGIN
  IF body = '' COLLATE "C" THEN
    RETURN CASE WHEN floating OR s = '' COLLATE "C" THEN CASE WHEN s = '' COLLATE "C" AND floating THEN 0 ELSE 1 END ELSE 0 END;
  END IF;
  body := sys.pattern_regex(CASE WHEN open_end THEN rtrim(body, '%') ELSE body END);
  RETURN regexp_instr(s COLLATE "C", CASE WHEN floating THEN '' ELSE '^' END || '(?:' || body || ')' || CASE WHEN open_end THEN '' ELSE ' *$' END);
END $$;
CREATE FUNCTION sys.patindex_u(pattern text, s text) RETURNS integer IMMUTABLE PARALLEL SAFE
  RETURN sys.patindex(sys.to_units(pattern), sys.to_units(s));

-- SQL Server cuts REPLICATE at 8000 bytes unless its argument is (max).
CREATE FUNCTION sys.replicate(s text, n bigint, most integer) RETURNS sys.string IMMUTABLE PARALLEL SAFE
  RETURN (CASE WHEN n < 0 OR n IS NULL THEN NULL WHEN most IS NULL OR length(s) = 0 THEN repeat(s, n::integer)
    ELSE left(repeat(s, least(n, most / greatest(length(s), 1) + 1)::integer), most) END)::sys.string;

CREATE FUNCTION sys.translate_(s text, from_ text, to_ text, mode text) RETURNS sys.string IMMUTABLE STRICT PARALLEL SAFE LANGUAGE plpgsql AS $$
DECLARE
  s_folded text COLLATE "C" := sys.fold(s, mode);
  from_folded text COLLATE "C" := sys.fold(from_, mode);
  answer text COLLATE "C" := '';
  at integer;
BEGIN
  IF sys.len_units(from_) <> sys.len_units(to_) THEN
    PERFORM sys.raise(9828, 16, 1, 'The second and third arguments of the TRANSLATE built-in function must contain an equal number of characters.');
  END IF;
  FOR i IN 1 .. length(s) LOOP
    at := strpos(from_folded COLLATE "C", substr(s_folded, i, 1) COLLATE "C");
    answer := answer || substr(CASE WHEN at = 0 THEN s ELSE to_ END, CASE WHEN at = 0 THEN i ELSE at END, 1);
  END LOOP;
  RETURN answer::sys.string;
END $$;

CREATE FUNCTION sys.quotename(s text, quote text) RETURNS sys.string IMMUTABLE STRICT PARALLEL SAFE LANGUAGE plpgsql AS $$
DECLARE
  opening text COLLATE "C" := left(quote, 1) COLLATE "C";
  closing text COLLATE "C";
BEGIN
  IF sys.len_units(s) > 128 THEN
    RETURN NULL;
  END IF;
  closing := CASE opening
    WHEN '' THEN ']' WHEN '[' THEN ']' WHEN ']' THEN ']' WHEN '(' THEN ')' WHEN ')' THEN ')' WHEN '<' THEN '>' WHEN '>' THEN '>'
    WHEN '{' THEN '}' WHEN '}' THEN '}' WHEN '"' THEN '"' WHEN '''' THEN '''' WHEN '`' THEN '`' END;
  IF closing IS NULL THEN
    RETURN NULL;
  END IF;
  opening := CASE closing WHEN ']' THEN '[' WHEN ')' THEN '(' WHEN '>' THEN '<' WHEN '}' THEN '{' ELSE closing END;
  RETURN (opening || replace(s COLLATE "C", closing, closing || closing) || closing)::sys.string;
END $$;

-- STR: right-aligned, rounded half away from zero; asterisks when the integer part does not fit; at most 16 decimals.
CREATE FUNCTION sys.str_(x double precision, width integer, decimals integer) RETURNS sys.string IMMUTABLE STRICT PARALLEL SAFE LANGUAGE plpgsql AS $$
DECLARE
  places integer := least(greatest(decimals, 0), 16);
  digits numeric := x::text::numeric;
  shown text COLLATE "C";
BEGIN
  IF width <= 0 OR width > 8000 OR decimals < 0 THEN
    RETURN NULL;
  END IF;
  shown := round(digits)::text;
  IF length(shown) > width THEN
    RETURN repeat('*', width)::sys.string;
  END IF;
  -- Decimals give way to the width.
  shown := trunc(digits)::text;
  places := least(places, greatest(width - length(shown) - CASE WHEN digits < 0 AND trunc(digits) = 0 THEN 1 ELSE 0 END - 1, 0));
  shown := round(digits, places)::text;
  IF length(shown) > width THEN
    shown := left(shown, width);
  END IF;
  RETURN lpad(shown, width)::sys.string;
END $$;

CREATE FUNCTION sys.soundex_code(c text) RETURNS text IMMUTABLE PARALLEL SAFE
  RETURN translate(c COLLATE "C", 'BFPVCGJKQSXZDTLMNR', '111122222222334556');

-- SQL Server's SOUNDEX (compatibility level 110 and later): H and W do not separate equal codes, vowels do.
CREATE FUNCTION sys.soundex(s text) RETURNS sys.string IMMUTABLE STRICT PARALLEL SAFE LANGUAGE plpgsql AS $$
DECLARE
  word text COLLATE "C" := upper(s COLLATE "C");
  answer text COLLATE "C";
  last text COLLATE "C";
  c text COLLATE "C";
  code text COLLATE "C";
BEGIN
  IF word !~ '^[A-Z]' THEN
    RETURN '0000'::sys.string;
  END IF;
  answer := left(word, 1);
  last := sys.soundex_code(answer);
  FOR i IN 2 .. length(word) LOOP
    c := substr(word, i, 1);
    EXIT WHEN c !~ '[A-Z]';
    CONTINUE WHEN c IN ('H', 'W');
    code := sys.soundex_code(c);
    IF code ~ '[1-6]' THEN
      IF code <> last THEN
        answer := answer || code;
        EXIT WHEN length(answer) = 4;
      END IF;
      last := code;
    ELSE
      last := '';
    END IF;
  END LOOP;
  RETURN rpad(answer, 4, '0')::sys.string;
END $$;

CREATE FUNCTION sys.difference(a text, b text) RETURNS integer IMMUTABLE STRICT PARALLEL SAFE LANGUAGE plpgsql AS $$
DECLARE
  x text COLLATE "C" := sys.soundex(a);
  y text COLLATE "C" := sys.soundex(b);
  same integer := 0;
BEGIN
  FOR i IN 1 .. 4 LOOP
    IF substr(x, i, 1) = substr(y, i, 1) COLLATE "C" THEN
      same := same + 1;
    END IF;
  END LOOP;
  RETURN same;
END $$;

CREATE FUNCTION sys.unicode(s text) RETURNS integer IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN s = '' COLLATE "C" THEN NULL WHEN ascii(s) < 65536 THEN ascii(s) ELSE 55296 + ((ascii(s) - 65536) >> 10) END;
CREATE FUNCTION sys.unicode_sc(s text) RETURNS integer IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN s = '' COLLATE "C" THEN NULL ELSE ascii(s) END;

CREATE FUNCTION sys.null_character(n integer) RETURNS text IMMUTABLE PARALLEL SAFE LANGUAGE plpgsql COST 1 AS $$
BEGIN
  PERFORM sys.raise(49999, 16, 1, 'A character string with the character U+0000 is not supported by Holdfast.');
  RETURN NULL;
END $$;

-- SQL Server's code page 1252: 0x80-0x9F are printable signs there. Positions 129, 141, 143, 144, 157 stay control characters.
CREATE FUNCTION sys.ascii(s text) RETURNS integer IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN s = '' COLLATE "C" THEN NULL WHEN ascii(s) < 256 THEN ascii(s)
    ELSE coalesce(nullif(strpos('€�‚ƒ„…†‡ˆ‰Š‹Œ�Ž��‘’“”•–—˜™š›œ�žŸ' COLLATE "C", left(s, 1)), 0) + 127, 63) END;
CREATE FUNCTION sys.char_(n integer) RETURNS sys.string IMMUTABLE PARALLEL SAFE
  RETURN (CASE WHEN n < 0 OR n > 255 THEN NULL WHEN n = 0 THEN sys.null_character(n)
    WHEN n BETWEEN 128 AND 159 AND n NOT IN (129, 141, 143, 144, 157)
    THEN substr('€�‚ƒ„…†‡ˆ‰Š‹Œ�Ž��‘’“”•–—˜™š›œ�žŸ', n - 127, 1) ELSE chr(n) END)::sys.string;
CREATE FUNCTION sys.nchar_(n integer) RETURNS sys.string IMMUTABLE PARALLEL SAFE
  RETURN (CASE WHEN n < 0 OR n > 65535 THEN NULL WHEN n = 0 THEN sys.null_character(n)
    WHEN n BETWEEN 55296 AND 57343 THEN chr(65533) ELSE chr(n) END)::sys.string;
CREATE FUNCTION sys.nchar_sc(n integer) RETURNS sys.string IMMUTABLE PARALLEL SAFE
  RETURN (CASE WHEN n < 0 OR n > 1114111 THEN NULL WHEN n = 0 THEN sys.null_character(n)
    WHEN n BETWEEN 55296 AND 57343 THEN chr(65533) ELSE chr(n) END)::sys.string;

CREATE FUNCTION sys.json_escape(s text) RETURNS text IMMUTABLE STRICT PARALLEL SAFE LANGUAGE plpgsql AS $$
DECLARE
  escaped text COLLATE "C" := replace(replace(replace(s COLLATE "C", '\', '\\'), '"', '\"'), '/', '\/');
BEGIN
  IF escaped ~ '[\u0001-\u001F]' THEN
    escaped := replace(replace(replace(replace(replace(escaped, E'\b', '\b'), E'\f', '\f'), E'\n', '\n'), E'\r', '\r'), E'\t', '\t');
    FOR code IN 1 .. 31 LOOP
      escaped := replace(escaped, chr(code), '\u00' || lpad(to_hex(code), 2, '0'));
    END LOOP;
  END IF;
  RETURN escaped;
END $$;
CREATE FUNCTION sys.string_escape(s text, kind text) RETURNS sys.string IMMUTABLE STRICT PARALLEL SAFE LANGUAGE plpgsql AS $$
BEGIN
  IF lower(kind COLLATE "C") <> 'json' THEN
    PERFORM sys.raise(13577, 16, 1, 'An invalid type value was specified for argument 2 of STRING_ESCAPE. The only supported type is ''json''.');
  END IF;
  RETURN sys.json_escape(s)::sys.string;
END $$;
