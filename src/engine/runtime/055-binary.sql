-- Binary values to and from everything else. varchar is code page 1252, nvarchar UTF-16LE, as clients of SQL Server see them.

CREATE FUNCTION sys.integer_of_binary(value bytea, width integer) RETURNS bigint LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1 AS $$
DECLARE
  result bigint := 0;
  bytes bytea := CASE WHEN length(value) > width THEN substring(value FROM length(value) - width + 1) ELSE value END;
BEGIN
  FOR i IN 0 .. length(bytes) - 1 LOOP
    result := (result << 8) | get_byte(bytes, i);
  END LOOP;
  -- Full width carries a sign; tinyint has none.
  IF width > 1 AND width < 8 AND length(bytes) = width AND get_byte(bytes, 0) >= 128 THEN
    result := result - (1::bigint << (width * 8));
  END IF;
  RETURN result;
END $$;

CREATE FUNCTION sys.binary_of_integer(x bigint, width integer) RETURNS bytea IMMUTABLE PARALLEL SAFE
  RETURN substring(int8send(x) FROM 9 - width);

CREATE FUNCTION sys.pad_binary(x bytea, width integer) RETURNS bytea IMMUTABLE PARALLEL SAFE
  RETURN x || decode(repeat('00', width - length(x)), 'hex');
CREATE FUNCTION sys.pad_binary_left(x bytea, width integer) RETURNS bytea IMMUTABLE PARALLEL SAFE
  RETURN decode(repeat('00', width - length(x)), 'hex') || x;
CREATE FUNCTION sys.binary_key(x bytea) RETURNS bytea IMMUTABLE PARALLEL SAFE
  RETURN rtrim(x, '\x00'::bytea);
CREATE FUNCTION sys.hex_of_binary(x bytea) RETURNS text IMMUTABLE PARALLEL SAFE
  RETURN '0x' || upper(encode(x, 'hex') COLLATE "C");

CREATE FUNCTION sys.fit_binary_long(value bytea, maximum integer, table_name text, column_name text)
RETURNS bytea LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1 AS $$
BEGIN
  PERFORM sys.raise(2628, 16, 1, format('String or binary data would be truncated in table ''%s'', column ''%s''. Truncated value: ''%s''.',
    table_name, column_name, sys.hex_of_binary(substring(value FROM 1 FOR maximum))));
END $$;
CREATE FUNCTION sys.fit_binary(x bytea, maximum integer, table_name text, column_name text) RETURNS bytea IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN length(x) <= maximum THEN x ELSE sys.fit_binary_long(x, maximum, table_name, column_name) END;

CREATE FUNCTION sys.utf16_of_text(value text) RETURNS bytea LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1 AS $$
DECLARE
  hex text COLLATE "C" := '';
  code integer;
  high integer;
  low integer;
BEGIN
  FOR i IN 1 .. length(value) LOOP
    code := ascii(substr(value COLLATE "C", i, 1));
    IF code < 65536 THEN
      hex := hex || lpad(to_hex(code & 255), 2, '0') || lpad(to_hex(code >> 8), 2, '0');
    ELSE
      high := 55296 + ((code - 65536) >> 10);
      low := 56320 + ((code - 65536) & 1023);
      hex := hex || lpad(to_hex(high & 255), 2, '0') || lpad(to_hex(high >> 8), 2, '0')
        || lpad(to_hex(low & 255), 2, '0') || lpad(to_hex(low >> 8), 2, '0');
    END IF;
  END LOOP;
  RETURN decode(hex, 'hex');
END $$;

CREATE FUNCTION sys.text_of_utf16(value bytea) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1 AS $$
DECLARE
  result text COLLATE "C" := '';
  i integer := 0;
  unit integer;
  low integer;
BEGIN
  WHILE i + 1 < length(value) LOOP
    unit := get_byte(value, i) | (get_byte(value, i + 1) << 8);
    i := i + 2;
    IF unit BETWEEN 55296 AND 56319 AND i + 1 < length(value) THEN
      low := get_byte(value, i) | (get_byte(value, i + 1) << 8);
      IF low BETWEEN 56320 AND 57343 THEN
        unit := 65536 + ((unit - 55296) << 10) + (low - 56320);
        i := i + 2;
      END IF;
    END IF;
    IF unit = 0 THEN
      PERFORM sys.raise(49999, 16, 1, 'A character string with the character U+0000 is not supported by Holdfast.');
    END IF;
    -- Half of a surrogate pair cannot be stored.
    result := result || chr(CASE WHEN unit BETWEEN 55296 AND 57343 THEN 65533 ELSE unit END);
  END LOOP;
  RETURN result;
END $$;

CREATE FUNCTION sys.text_of_latin(value bytea) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1 AS $$
DECLARE
  page constant integer[] := ARRAY[8364, 129, 8218, 402, 8222, 8230, 8224, 8225, 710, 8240, 352, 8249, 338, 141, 381, 143,
    144, 8216, 8217, 8220, 8221, 8226, 8211, 8212, 732, 8482, 353, 8250, 339, 157, 382, 376];
  result text COLLATE "C" := '';
  code integer;
BEGIN
  FOR i IN 0 .. length(value) - 1 LOOP
    code := get_byte(value, i);
    IF code = 0 THEN
      PERFORM sys.raise(49999, 16, 1, 'A character string with the character U+0000 is not supported by Holdfast.');
    END IF;
    result := result || chr(CASE WHEN code BETWEEN 128 AND 159 THEN page[code - 127] ELSE code END);
  END LOOP;
  RETURN result;
END $$;

CREATE FUNCTION sys.latin_of_text(value text) RETURNS bytea LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1 AS $$
DECLARE
  page constant integer[] := ARRAY[8364, 129, 8218, 402, 8222, 8230, 8224, 8225, 710, 8240, 352, 8249, 338, 141, 381, 143,
    144, 8216, 8217, 8220, 8221, 8226, 8211, 8212, 732, 8482, 353, 8250, 339, 157, 382, 376];
  hex text COLLATE "C" := '';
  code integer;
  place integer;
BEGIN
  IF octet_length(value) = length(value) THEN
    RETURN convert_to(value, 'UTF8');
  END IF;
  FOR i IN 1 .. length(value) LOOP
    code := ascii(substr(value COLLATE "C", i, 1));
    place := array_position(page, code);
    IF place IS NOT NULL THEN
      code := place + 127;
    ELSIF code > 65535 THEN
      hex := hex || '3f';
      code := 63;
    ELSIF code > 255 OR code BETWEEN 128 AND 159 THEN
      code := 63;
    END IF;
    hex := hex || lpad(to_hex(code), 2, '0');
  END LOOP;
  RETURN decode(hex, 'hex');
END $$;

-- Styles: 0 characters are bytes, 1 hexadecimal digits after 0x, 2 without 0x.
CREATE FUNCTION sys.binary_of_string(value text, style integer, is_unicode boolean, quiet boolean)
RETURNS bytea LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1 AS $$
DECLARE
  digits text COLLATE "C" := value;
BEGIN
  IF style = 0 THEN
    RETURN CASE WHEN is_unicode THEN sys.utf16_of_text(value) ELSE sys.latin_of_text(value) END;
  END IF;
  digits := rtrim(digits, ' ');
  IF style = 1 THEN
    IF digits !~ '^0[xX]' THEN
      RETURN sys.fail(NULL::bytea, value, quiet, 8114, 5, 'Error converting data type ' || CASE WHEN is_unicode THEN 'nvarchar' ELSE 'varchar' END || ' to varbinary.');
    END IF;
    digits := substr(digits, 3);
  END IF;
  IF style NOT IN (1, 2) OR length(digits) % 2 <> 0 OR digits !~ '^[0-9A-Fa-f]*$' THEN
    RETURN sys.fail(NULL::bytea, value, quiet, 8114, 5, 'Error converting data type ' || CASE WHEN is_unicode THEN 'nvarchar' ELSE 'varchar' END || ' to varbinary.');
  END IF;
  RETURN decode(digits, 'hex');
END $$;

CREATE FUNCTION sys.string_of_binary(value bytea, style integer, is_unicode boolean, quiet boolean)
RETURNS sys.string LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1 AS $$
BEGIN
  CASE style
    WHEN 0 THEN RETURN CASE WHEN is_unicode THEN sys.text_of_utf16(value) ELSE sys.text_of_latin(value) END;
    WHEN 1 THEN RETURN sys.hex_of_binary(value);
    WHEN 2 THEN RETURN upper(encode(value, 'hex') COLLATE "C");
    ELSE RETURN sys.fail(NULL::sys.string, style::text, quiet, 281, 1,
      '%s is not a valid style number when converting from varbinary to a character string.');
  END CASE;
END $$;

-- uniqueidentifier: its first three groups are little-endian as bytes.
CREATE FUNCTION sys.binary_of_guid(x uuid) RETURNS bytea LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1 AS $$
DECLARE
  b bytea := uuid_send(x);
BEGIN
  RETURN substr(b, 4, 1) || substr(b, 3, 1) || substr(b, 2, 1) || substr(b, 1, 1) || substr(b, 6, 1) || substr(b, 5, 1)
    || substr(b, 8, 1) || substr(b, 7, 1) || substr(b, 9);
END $$;
CREATE FUNCTION sys.guid_of_binary(value bytea, quiet boolean) RETURNS uuid LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1 AS $$
DECLARE
  b bytea := substring(value || decode(repeat('00', greatest(0, 16 - length(value))), 'hex') FROM 1 FOR 16);
BEGIN
  RETURN encode(substr(b, 4, 1) || substr(b, 3, 1) || substr(b, 2, 1) || substr(b, 1, 1) || substr(b, 6, 1) || substr(b, 5, 1)
    || substr(b, 8, 1) || substr(b, 7, 1) || substr(b, 9), 'hex')::uuid;
END $$;

-- decimal: precision, scale, zero, sign (1 for plus), then the unscaled value, little-endian in whole groups of four bytes.
CREATE FUNCTION sys.binary_of_decimal(value numeric, precision_ integer, scale_ integer) RETURNS bytea LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1 AS $$
DECLARE
  unscaled numeric := abs(trunc(value * 10::numeric ^ scale_));
  result bytea := decode(lpad(to_hex(precision_), 2, '0') || lpad(to_hex(scale_), 2, '0') || '00' || CASE WHEN value < 0 THEN '00' ELSE '01' END, 'hex');
BEGIN
  LOOP
    FOR i IN 1 .. 4 LOOP
      result := result || decode(lpad(to_hex((unscaled % 256)::integer), 2, '0'), 'hex');
      unscaled := div(unscaled, 256);
    END LOOP;
    EXIT WHEN unscaled = 0;
  END LOOP;
  RETURN result;
END $$;
CREATE FUNCTION sys.numeric_of_binary(value bytea) RETURNS numeric LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1 AS $$
DECLARE
  unscaled numeric := 0;
BEGIN
  IF length(value) < 5 THEN
    RETURN sys.integer_of_binary(value, 8);
  END IF;
  FOR i IN REVERSE length(value) - 1 .. 4 LOOP
    unscaled := unscaled * 256 + get_byte(value, i);
  END LOOP;
  RETURN CASE WHEN get_byte(value, 3) = 0 THEN -1 ELSE 1 END * unscaled / 10::numeric ^ get_byte(value, 1);
END $$;
