-- Numbers from text. Text arrives with a nondeterministic collation, on which regular expressions do not work: "C" everywhere.

CREATE FUNCTION sys.integer_of_text(value text, quiet boolean, source text, target text, low bigint, high bigint)
RETURNS bigint LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1 AS $$
DECLARE
  parts text[] := regexp_match(value COLLATE "C", '^[ \t\r\n]*([+-]?)[ \t\r\n]*([0-9]*)[ \t\r\n]*$');
  number numeric;
BEGIN
  IF parts IS NULL THEN
    IF target = 'bigint' THEN
      RETURN sys.fail(NULL::int8, value, quiet, 8114, 5, 'Error converting data type ' || source || ' to bigint.');
    END IF;
    RETURN sys.fail(NULL::int8, value, quiet, 245, 1,
      'Conversion failed when converting the ' || source || ' value ''%s'' to data type ' || target || '.');
  END IF;
  number := CASE WHEN parts[2] = '' THEN 0 ELSE (parts[1] || parts[2])::numeric END;
  IF number >= low AND number <= high THEN
    RETURN number::bigint;
  END IF;
  CASE target
    WHEN 'bigint' THEN
      RETURN sys.fail(NULL::int8, value, quiet, 8115, 2, 'Arithmetic overflow error converting expression to data type bigint.');
    WHEN 'int' THEN
      RETURN sys.fail(NULL::int8, value, quiet, 248, 1,
        'The conversion of the ' || source || ' value ''%s'' overflowed an int column.');
    ELSE
      RETURN sys.fail(NULL::int8, value, quiet, 244, CASE WHEN target = 'tinyint' THEN 1 ELSE 2 END,
        'The conversion of the ' || source || ' value ''%s'' overflowed an ' || CASE WHEN target = 'tinyint' THEN 'INT1' ELSE 'INT2' END
        || ' column. Use a larger integer column.');
  END CASE;
END $$;
CREATE FUNCTION sys.tinyint_of_string(x text, quiet boolean, source text) RETURNS smallint IMMUTABLE PARALLEL SAFE
  RETURN sys.integer_of_text(x, quiet, source, 'tinyint', 0, 255)::int2;
CREATE FUNCTION sys.smallint_of_string(x text, quiet boolean, source text) RETURNS smallint IMMUTABLE PARALLEL SAFE
  RETURN sys.integer_of_text(x, quiet, source, 'smallint', -32768, 32767)::int2;
CREATE FUNCTION sys.int_of_string(x text, quiet boolean, source text) RETURNS integer IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN x COLLATE "C" ~ '^-?[0-9]{1,9}$' THEN (x COLLATE "C")::int4
    ELSE sys.integer_of_text(x, quiet, source, 'int', -2147483648, 2147483647)::int4 END;
CREATE FUNCTION sys.bigint_of_string(x text, quiet boolean, source text) RETURNS bigint IMMUTABLE PARALLEL SAFE
  RETURN sys.integer_of_text(x, quiet, source, 'bigint', -9223372036854775808, 9223372036854775807);

CREATE FUNCTION sys.bit_of_string(value text, quiet boolean, source text) RETURNS smallint LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1 AS $$
DECLARE
  trimmed text COLLATE "C" := lower(btrim(value COLLATE "C", E' \t\r\n'));
BEGIN
  IF trimmed = 'true' THEN RETURN 1; END IF;
  IF trimmed = 'false' THEN RETURN 0; END IF;
  IF trimmed ~ '^[+-]?[0-9]*$' THEN
    RETURN CASE WHEN trimmed ~ '[1-9]' THEN 1 ELSE 0 END;
  END IF;
  RETURN sys.fail(NULL::int2, value, quiet, 245, 1, 'Conversion failed when converting the ' || source || ' value ''%s'' to data type bit.');
END $$;

CREATE FUNCTION sys.decimal_of_string(value text, scale integer, bound numeric, quiet boolean, source text)
RETURNS numeric LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1 AS $$
DECLARE
  parts text[] := regexp_match(value COLLATE "C", '^[ \t\r\n]*([+-]?)[ \t\r\n]*([0-9]+\.?[0-9]*|\.[0-9]+)[ \t\r\n]*$');
  number numeric;
BEGIN
  IF parts IS NULL THEN
    RETURN sys.fail(NULL::numeric, value, quiet, 8114, 5, 'Error converting data type ' || source || ' to numeric.');
  END IF;
  number := round((parts[1] || parts[2])::numeric, scale);
  IF abs(number) >= bound THEN
    RETURN sys.fail(NULL::numeric, value, quiet, 8115, 8, 'Arithmetic overflow error converting ' || source || ' to data type numeric.');
  END IF;
  RETURN number;
END $$;

CREATE FUNCTION sys.float_of_string(value text, quiet boolean, source text, target text)
RETURNS float8 LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1 AS $$
DECLARE
  parts text[] := regexp_match(value COLLATE "C", '^[ \t\r\n]*([+-]?)[ \t\r\n]*([0-9]+\.?[0-9]*|\.[0-9]+)(?:[eEdD]([+-]?[0-9]+))?[ \t\r\n]*$');
  exponent integer;
BEGIN
  IF btrim(value COLLATE "C", E' \t\r\n') = '' THEN
    RETURN 0;
  END IF;
  IF parts IS NULL THEN
    RETURN sys.fail(NULL::float8, value, quiet, 8114, 5, 'Error converting data type ' || source || ' to ' || target || '.');
  END IF;
  BEGIN
    RETURN (parts[1] || parts[2] || 'e' || coalesce(parts[3], '0'))::float8;
  EXCEPTION WHEN numeric_value_out_of_range THEN
    exponent := CASE WHEN length(parts[3]) > 6 THEN CASE WHEN left(parts[3], 1) = '-' THEN -99999 ELSE 99999 END ELSE coalesce(parts[3], '0')::integer END;
    -- Too small is zero, too large is an error.
    IF exponent < 0 AND length(parts[2]) < -exponent THEN
      RETURN 0;
    END IF;
    RETURN sys.fail(NULL::float8, value, quiet, 8115, 2, 'Arithmetic overflow error converting expression to data type ' || target || '.');
  END;
END $$;

-- money accepts a sign, one currency sign, and thousands separators anywhere.
CREATE FUNCTION sys.money_of_string(value text, small boolean, quiet boolean) RETURNS numeric LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1 AS $$
DECLARE
  target text := CASE WHEN small THEN 'smallmoney' ELSE 'money' END;
  parts text[] := regexp_match(value COLLATE "C",
    '^[ \t\r\n]*([+-]?)[ \t\r\n]*[$€£¥¢₩₪₫₭₮₱]?[ \t\r\n]*([+-]?)[ \t\r\n]*([0-9,]*\.?[0-9]*)[ \t\r\n]*$');
  digits text;
  number numeric;
BEGIN
  digits := replace(parts[3], ',', '');
  IF parts IS NULL OR digits = '.' OR (parts[1] <> '' AND parts[2] <> '') THEN
    IF small THEN
      RETURN sys.fail(NULL::numeric, value, quiet, 293, 1, 'Cannot convert char value to smallmoney. The char value has incorrect syntax.');
    END IF;
    RETURN sys.fail(NULL::numeric, value, quiet, 235, 0, 'Cannot convert a char value to money. The char value has incorrect syntax.');
  END IF;
  number := CASE WHEN digits = '' THEN 0 ELSE round((parts[1] || parts[2] || digits)::numeric, 4) END;
  IF number < (CASE WHEN small THEN -214748.3648 ELSE -922337203685477.5808 END)
     OR number > (CASE WHEN small THEN 214748.3647 ELSE 922337203685477.5807 END) THEN
    RETURN sys.fail(NULL::numeric, value, quiet, 8115, 2, 'Arithmetic overflow error converting expression to data type ' || target || '.');
  END IF;
  RETURN number;
END $$;

CREATE FUNCTION sys.guid_of_string(value text, quiet boolean) RETURNS uuid LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1 AS $$
DECLARE
  -- What follows the 36th character is ignored.
  parts text[] := regexp_match(value COLLATE "C",
    '^(?:\{([0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12})\}|([0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}))');
BEGIN
  IF parts IS NULL THEN
    RETURN sys.fail(NULL::uuid, value, quiet, 8169, 2, 'Conversion failed when converting from a character string to uniqueidentifier.');
  END IF;
  RETURN coalesce(parts[1], parts[2])::uuid;
END $$;
