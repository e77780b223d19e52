-- Dates and times convert through local 100 ns ticks since 0001-01-01. 693595 days lie between that and 1900-01-01.

CREATE FUNCTION sys.ticks_of_date(d date) RETURNS bigint IMMUTABLE PARALLEL SAFE
  RETURN (d - '0001-01-01'::date)::int8 * 864000000000;
CREATE FUNCTION sys.ticks_of_time(t bigint) RETURNS bigint IMMUTABLE PARALLEL SAFE
  RETURN t + 599266080000000000;
-- 1/300 s to the nearest 100 ns; split so that nothing overflows.
CREATE FUNCTION sys.ticks_of_datetime(t bigint) RETURNS bigint IMMUTABLE PARALLEL SAFE
  RETURN (t + 17977982400000) / 3 * 100000 + ((t + 17977982400000) % 3 * 100000 + 1) / 3;
CREATE FUNCTION sys.ticks_of_smalldatetime(m integer) RETURNS bigint IMMUTABLE PARALLEL SAFE
  RETURN m::int8 * 600000000 + 599266080000000000;
CREATE FUNCTION sys.ticks_of_dto(d sys.datetimeoffset) RETURNS bigint IMMUTABLE PARALLEL SAFE
  RETURN (d).utc + (d).minutes::int8 * 600000000;

CREATE FUNCTION sys.tick_unit(scale integer) RETURNS bigint IMMUTABLE PARALLEL SAFE
  RETURN CASE scale WHEN 7 THEN 1 WHEN 6 THEN 10 WHEN 5 THEN 100 WHEN 4 THEN 1000 WHEN 3 THEN 10000 WHEN 2 THEN 100000
    WHEN 1 THEN 1000000 ELSE 10000000 END;
CREATE FUNCTION sys.round_ticks(t bigint, scale integer) RETURNS bigint IMMUTABLE PARALLEL SAFE
  RETURN (t + sys.tick_unit(scale) / 2) / sys.tick_unit(scale) * sys.tick_unit(scale);

-- %s is not used: the message has no value, but sys.fail must depend on one (see 020-errors.sql).
CREATE FUNCTION sys.range_message(source text, target text) RETURNS text IMMUTABLE PARALLEL SAFE
  RETURN 'The conversion of a ' || source || ' data type to a ' || target || ' data type resulted in an out-of-range value.';

CREATE FUNCTION sys.date_of_ticks(t bigint) RETURNS date IMMUTABLE PARALLEL SAFE
  RETURN '0001-01-01'::date + (t / 864000000000)::int4;
-- Rounding up past midnight starts again at midnight.
CREATE FUNCTION sys.time_of_ticks(t bigint, scale integer) RETURNS bigint IMMUTABLE PARALLEL SAFE
  RETURN sys.round_ticks(t % 864000000000, scale) % 864000000000;
CREATE FUNCTION sys.datetime2_of_ticks(t bigint, scale integer, quiet boolean, source text DEFAULT 'datetime2') RETURNS bigint IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN t >= 3155378976000000000 - sys.tick_unit(scale) / 2 AND sys.round_ticks(t, scale) >= 3155378976000000000
    THEN sys.fail(NULL::int8, t::text, quiet, 242, 3, sys.range_message(source, 'datetime2'))
    ELSE sys.round_ticks(t, scale) END;

-- 1/300 s of local ticks, rounded half up.
CREATE FUNCTION sys.thirds(t bigint) RETURNS bigint IMMUTABLE PARALLEL SAFE
  RETURN (t / 864000000000 - 693595) * 25920000 + (t % 864000000000 * 3 + 50000) / 100000;
CREATE FUNCTION sys.datetime_of_ticks(t bigint, quiet boolean, source text) RETURNS bigint IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN sys.thirds(t) < -1391644800000 OR sys.thirds(t) > 76683386879999
    THEN sys.fail(NULL::int8, t::text, quiet, 242, 3, sys.range_message(source, 'datetime'))
    ELSE sys.thirds(t) END;
-- Minutes are rounded from 1/300 s: 29.998 s down, 29.999 s up.
CREATE FUNCTION sys.minutes_of_thirds(t bigint) RETURNS bigint IMMUTABLE PARALLEL SAFE
  RETURN (t + 9000 + 1391644800000) / 18000 - 77313600;
CREATE FUNCTION sys.smalldatetime_of_ticks(t bigint, quiet boolean, source text) RETURNS integer IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN t < 599266080000000000 - 300000000 OR sys.minutes_of_thirds(sys.thirds(t)) < 0 OR sys.minutes_of_thirds(sys.thirds(t)) > 94371839
    THEN sys.fail(NULL::int4, t::text, quiet, 242, 3, sys.range_message(source, 'smalldatetime'))
    ELSE sys.minutes_of_thirds(sys.thirds(t))::int4 END;

CREATE FUNCTION sys.datetimeoffset_of_ticks(t bigint, minutes integer, scale integer, quiet boolean, source text DEFAULT 'datetimeoffset')
RETURNS sys.datetimeoffset LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1 AS $$
DECLARE
  local_ticks bigint := sys.round_ticks(t, scale);
  utc bigint := local_ticks - minutes::int8 * 600000000;
BEGIN
  IF local_ticks >= 3155378976000000000 OR utc < 0 OR utc >= 3155378976000000000 THEN
    RETURN sys.fail(NULL::sys.datetimeoffset, t::text, quiet, 242, 3, sys.range_message(source, 'datetimeoffset'));
  END IF;
  RETURN ROW(utc, minutes::int2)::sys.datetimeoffset;
END $$;
CREATE FUNCTION sys.dto_rescale(d sys.datetimeoffset, scale integer, quiet boolean) RETURNS sys.datetimeoffset LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1 AS $$
BEGIN
  RETURN sys.datetimeoffset_of_ticks(sys.ticks_of_dto(d), (d).minutes, scale, quiet);
END $$;

-- Arithmetic and numbers: days since 1900-01-01.
CREATE FUNCTION sys.datetime_check(t bigint, quiet boolean) RETURNS bigint IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN t < -1391644800000 OR t > 76683386879999
    THEN sys.fail(NULL::int8, t::text, quiet, 8115, 2, 'Arithmetic overflow error converting expression to data type datetime.')
    ELSE t END;
CREATE FUNCTION sys.datetime_arith(t bigint) RETURNS bigint IMMUTABLE PARALLEL SAFE
  RETURN sys.datetime_check(t, false);
CREATE FUNCTION sys.smalldatetime_arith(m integer) RETURNS integer IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN m < 0 OR m > 94371839
    THEN sys.fail(NULL::int4, m::text, false, 8115, 2, 'Arithmetic overflow error converting expression to data type smalldatetime.')
    ELSE m END;
CREATE FUNCTION sys.datetime_of_numeric(x numeric, quiet boolean) RETURNS bigint LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1 AS $$
BEGIN
  IF abs(x) > 10000000 THEN
    RETURN sys.fail(NULL::int8, x::text, quiet, 8115, 2, 'Arithmetic overflow error converting expression to data type datetime.');
  END IF;
  RETURN sys.datetime_check(round(x * 25920000)::int8, quiet);
END $$;
CREATE FUNCTION sys.smalldatetime_of_numeric(x numeric, quiet boolean) RETURNS integer LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1 AS $$
DECLARE
  minutes numeric := floor((round(x * 25920000) + 9000) / 18000);
BEGIN
  IF minutes < 0 OR minutes > 94371839 THEN
    RETURN sys.fail(NULL::int4, x::text, quiet, 8115, 2, 'Arithmetic overflow error converting expression to data type smalldatetime.');
  END IF;
  RETURN minutes::int4;
END $$;

-- Binary layouts. datetime: four bytes of days and four of 1/300 s; smalldatetime: two of days and two of minutes; the others are
-- little-endian: scale, time, date, offset.
CREATE FUNCTION sys.binary_of_datetime(t bigint) RETURNS bytea IMMUTABLE PARALLEL SAFE
  RETURN int4send(((t + 17977982400000) / 25920000 - 693595)::int4) || int4send(((t + 17977982400000) % 25920000)::int4);
CREATE FUNCTION sys.binary_of_smalldatetime(m integer) RETURNS bytea IMMUTABLE PARALLEL SAFE
  RETURN substring(int4send(m / 1440) FROM 3) || substring(int4send(m % 1440) FROM 3);
CREATE FUNCTION sys.little_endian(x bigint, width integer) RETURNS bytea LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1 AS $$
DECLARE
  big bytea := int8send(x);
  result bytea := ''::bytea;
BEGIN
  FOR i IN 0 .. width - 1 LOOP
    result := result || substring(big FROM 8 - i FOR 1);
  END LOOP;
  RETURN result;
END $$;
CREATE FUNCTION sys.binary_of_ticks(t bigint, kind text, scale integer) RETURNS bytea LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1 AS $$
DECLARE
  day_bytes bytea := sys.little_endian(t / 864000000000, 3);
  time_bytes bytea;
BEGIN
  IF kind = 'date' THEN
    RETURN day_bytes;
  END IF;
  time_bytes := decode(lpad(to_hex(scale), 2, '0'), 'hex')
    || sys.little_endian(t % 864000000000 / sys.tick_unit(scale), CASE WHEN scale < 3 THEN 3 WHEN scale < 5 THEN 4 ELSE 5 END);
  RETURN CASE WHEN kind = 'time' THEN time_bytes ELSE time_bytes || day_bytes END;
END $$;
CREATE FUNCTION sys.binary_of_dto(d sys.datetimeoffset, scale integer) RETURNS bytea LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1 AS $$
BEGIN
  RETURN sys.binary_of_ticks((d).utc, 'datetimeoffset', scale) || sys.little_endian((d).minutes, 2);
END $$;
CREATE FUNCTION sys.datetime_of_binary(value bytea, quiet boolean) RETURNS bigint LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1 AS $$
DECLARE
  bytes bytea := substring(decode(repeat('00', 8), 'hex') || value FROM length(value) + 1);
BEGIN
  RETURN sys.datetime_check(sys.integer_of_binary(substring(bytes FROM 1 FOR 4), 4) * 25920000
    + (sys.integer_of_binary(substring(bytes FROM 5), 4) & 4294967295), quiet);
END $$;
CREATE FUNCTION sys.smalldatetime_of_binary(value bytea, quiet boolean) RETURNS integer LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1 AS $$
DECLARE
  bytes bytea := substring(decode(repeat('00', 4), 'hex') || value FROM length(value) + 1);
BEGIN
  RETURN ((sys.integer_of_binary(substring(bytes FROM 1 FOR 2), 8)) * 1440 + (sys.integer_of_binary(substring(bytes FROM 3), 8)))::int4;
END $$;
CREATE FUNCTION sys.binary_date_error(value bytea, target text, quiet boolean) RETURNS void LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1 AS $$
BEGIN
  IF NOT quiet THEN
    PERFORM sys.raise(9803, 16, 1, 'Invalid data for type "' || target || '".');
  END IF;
END $$;
CREATE FUNCTION sys.date_of_binary(value bytea, quiet boolean) RETURNS date LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1 AS $$
BEGIN PERFORM sys.binary_date_error(value, 'date', quiet); RETURN NULL; END $$;
CREATE FUNCTION sys.time_of_binary(value bytea, quiet boolean) RETURNS bigint LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1 AS $$
BEGIN PERFORM sys.binary_date_error(value, 'time', quiet); RETURN NULL; END $$;
CREATE FUNCTION sys.datetime2_of_binary(value bytea, quiet boolean) RETURNS bigint LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1 AS $$
BEGIN PERFORM sys.binary_date_error(value, 'datetime2', quiet); RETURN NULL; END $$;
CREATE FUNCTION sys.datetimeoffset_of_binary(value bytea, quiet boolean) RETURNS sys.datetimeoffset LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1 AS $$
BEGIN PERFORM sys.binary_date_error(value, 'datetimeoffset', quiet); RETURN NULL; END $$;
