-- Text: lengths in UTF-16 code units, cutting, padding, and numbers as text. Arguments are text so that sys.string and text both fit.

CREATE FUNCTION sys.units(x text) RETURNS integer IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN octet_length(x) = length(x) THEN length(x)
    ELSE length(x) + length(regexp_replace(x COLLATE "C", '[^\U00010000-\U0010FFFF]', '', 'g')) END;

CREATE FUNCTION sys.cut_long(value text, maximum integer) RETURNS sys.string LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1 AS $$
DECLARE
  shorter text := left(value, maximum);
BEGIN
  WHILE sys.units(shorter) > maximum LOOP
    -- Every character outside the BMP counts twice; half of one cannot be kept.
    shorter := left(shorter, length(shorter) - greatest(1, (sys.units(shorter) - maximum) / 2));
  END LOOP;
  RETURN shorter::sys.string;
END $$;
-- A text of at most n bytes has at most n code units.
CREATE FUNCTION sys.cut(x text, maximum integer) RETURNS sys.string IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN octet_length(x) <= maximum THEN x::sys.string ELSE sys.cut_long(x, maximum) END;

-- Assignment to a column: only trailing spaces may be lost.
CREATE FUNCTION sys.fit_long(value text, maximum integer, table_name text, column_name text)
RETURNS sys.string LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1 AS $$
BEGIN
  IF sys.units(value) <= maximum THEN
    RETURN value::sys.string;
  END IF;
  IF sys.units(rtrim(value COLLATE "C", ' ')) <= maximum THEN
    RETURN sys.cut_long(value, maximum);
  END IF;
  PERFORM sys.raise(2628, 16, 1, format('String or binary data would be truncated in table ''%s'', column ''%s''. Truncated value: ''%s''.',
    table_name, column_name, sys.cut_long(value, maximum)));
END $$;
CREATE FUNCTION sys.fit(x text, maximum integer, table_name text, column_name text) RETURNS sys.string IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN octet_length(x) <= maximum THEN x::sys.string ELSE sys.fit_long(x, maximum, table_name, column_name) END;

CREATE FUNCTION sys.pad(x text, width integer) RETURNS sys.string IMMUTABLE PARALLEL SAFE
  RETURN (x || repeat(' ', width - sys.units(x)))::sys.string;

-- Characters outside code page 1252 become '?'.
CREATE FUNCTION sys.narrow_wide(value text) RETURNS sys.string IMMUTABLE STRICT PARALLEL SAFE COST 1
  RETURN regexp_replace(regexp_replace(value COLLATE "C", '[\U00010000-\U0010FFFF]', '??', 'g'),
    '[^\u0001-\u00ff€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]', '?', 'g')::sys.string;
CREATE FUNCTION sys.narrow(x text) RETURNS sys.string IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN octet_length(x) = length(x) THEN x::sys.string ELSE sys.narrow_wide(x) END;

CREATE FUNCTION sys.fit_integer_long(value text, quiet boolean, source text, target text) RETURNS sys.string LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1 AS $$
BEGIN
  IF source <> 'bigint' AND target IN ('char', 'varchar') THEN
    RETURN '*';
  END IF;
  RETURN sys.fail(NULL::sys.string, value, quiet, 8115, 2, 'Arithmetic overflow error converting expression to data type ' || target || '.');
END $$;
CREATE FUNCTION sys.fit_integer(x text, maximum integer, quiet boolean, source text, target text) RETURNS sys.string IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN octet_length(x) <= maximum THEN x::sys.string ELSE sys.fit_integer_long(x, quiet, source, target) END;

CREATE FUNCTION sys.fit_number_long(value text, quiet boolean, source text, target text) RETURNS sys.string LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1 AS $$
BEGIN
  CASE source
    WHEN 'uniqueidentifier' THEN
      RETURN sys.fail(NULL::sys.string, value, quiet, 8170, 2, 'Insufficient result space to convert uniqueidentifier value to char.');
    WHEN 'money', 'smallmoney' THEN
      RETURN sys.fail(NULL::sys.string, value, quiet, 234, 2, 'There is insufficient result space to convert a money value to ' || target || '.');
    WHEN 'decimal', 'numeric' THEN
      RETURN sys.fail(NULL::sys.string, value, quiet, 8115, 5, 'Arithmetic overflow error converting numeric to data type ' || target || '.');
    ELSE
      RETURN sys.fail(NULL::sys.string, value, quiet, 8115, 2, 'Arithmetic overflow error converting expression to data type ' || target || '.');
  END CASE;
END $$;
CREATE FUNCTION sys.fit_number(x text, maximum integer, quiet boolean, source text, target text) RETURNS sys.string IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN octet_length(x) <= maximum THEN x::sys.string ELSE sys.fit_number_long(x, quiet, source, target) END;

CREATE FUNCTION sys.string_of_guid(x uuid) RETURNS sys.string IMMUTABLE PARALLEL SAFE
  RETURN upper(x::text COLLATE "C")::text COLLATE sys.ci_as::sys.string;

-- Styles: 0 two decimals, 1 with thousands separators, 2 and 126 four decimals.
CREATE FUNCTION sys.string_of_money(x numeric, style integer) RETURNS sys.string IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN style = 1 THEN (CASE WHEN x < 0 AND round(x, 2) <> 0 THEN '-' ELSE '' END || ltrim(to_char(abs(round(x, 2)), '999,999,999,999,990.00')))::sys.string
    WHEN style IN (2, 126) THEN round(x, 4)::sys.string
    WHEN style IS NULL THEN NULL
    ELSE round(x, 2)::sys.string END;

-- Styles: 0 up to 6 digits, 1 always 8, 2 always 16, 3 always 17; three digits of exponent.
CREATE FUNCTION sys.string_of_float(value float8, style integer, single boolean) RETURNS sys.string LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1 AS $$
DECLARE
  digits integer := CASE style WHEN 1 THEN 8 WHEN 2 THEN 16 WHEN 3 THEN CASE WHEN single THEN 9 ELSE 17 END ELSE 6 END;
  scientific text COLLATE "C" := btrim(to_char(value, '9.' || repeat('9', digits - 1) || 'EEEE'));
  mantissa text COLLATE "C" := split_part(scientific, 'e', 1);
  exponent integer := split_part(scientific, 'e', 2)::integer;
  sign text COLLATE "C" := '';
BEGIN
  IF style NOT IN (1, 2, 3) THEN
    IF value = 0 THEN
      RETURN '0';
    END IF;
    IF exponent BETWEEN -5 + 1 AND 5 THEN
      RETURN trim_scale(scientific::numeric)::sys.string;
    END IF;
    mantissa := trim_scale(mantissa::numeric)::text;
  END IF;
  sign := CASE WHEN exponent < 0 THEN '-' ELSE '+' END;
  RETURN (mantissa || 'e' || sign || lpad(abs(exponent)::text, 3, '0'))::text::sys.string;
END $$;
