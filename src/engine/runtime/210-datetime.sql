-- Date and time functions. Everything is computed on ticks: 100 ns since 0001-01-01T00:00, in local time of the value (for
-- datetimeoffset: its own offset). 864000000000 ticks a day; 599266080000000000 ticks (693595 days) to 1900-01-01.

CREATE FUNCTION sys.ticks_from_date(d date) RETURNS bigint IMMUTABLE PARALLEL SAFE
  RETURN (d - date '0001-01-01')::bigint * 864000000000;
CREATE FUNCTION sys.ticks_from_datetime(x bigint) RETURNS bigint IMMUTABLE PARALLEL SAFE
  RETURN 552877920000000000 + ((x + 1391644800000) * 100000 + 1) / 3;
CREATE FUNCTION sys.ticks_from_smalldatetime(x integer) RETURNS bigint IMMUTABLE PARALLEL SAFE
  RETURN 599266080000000000 + x::bigint * 600000000;
CREATE FUNCTION sys.ticks_from_time(x bigint) RETURNS bigint IMMUTABLE PARALLEL SAFE
  RETURN 599266080000000000 + x;
CREATE FUNCTION sys.ticks_from_dto(x sys.datetimeoffset) RETURNS bigint IMMUTABLE PARALLEL SAFE
  RETURN (x).utc + (x).minutes::bigint * 600000000;

CREATE FUNCTION sys.date_from_ticks(t bigint) RETURNS date IMMUTABLE PARALLEL SAFE
  RETURN date '0001-01-01' + (t / 864000000000)::integer;
CREATE FUNCTION sys.datetime_from_ticks(t bigint) RETURNS bigint IMMUTABLE PARALLEL SAFE
  RETURN ((t - 552877920000000000) * 3 + 50000) / 100000 - 1391644800000;
CREATE FUNCTION sys.smalldatetime_from_ticks(t bigint) RETURNS integer IMMUTABLE PARALLEL SAFE
  RETURN ((t - 599266080000000000 + 300000000) / 600000000)::integer;
CREATE FUNCTION sys.dto_from_ticks(t bigint, minutes integer) RETURNS sys.datetimeoffset IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN t IS NOT NULL AND minutes IS NOT NULL THEN ROW(t - minutes::bigint * 600000000, minutes::smallint)::sys.datetimeoffset END;
-- Rounded to a scale: `unit` is 10^(7 - scale).
CREATE FUNCTION sys.round_ticks(t bigint, unit bigint) RETURNS bigint IMMUTABLE PARALLEL SAFE
  RETURN (t + unit / 2) / unit * unit;

CREATE FUNCTION sys.weekday(d date, datefirst integer) RETURNS integer IMMUTABLE PARALLEL SAFE
  RETURN (extract(isodow from d)::integer - datefirst + 7) % 7 + 1;
-- Week 1 holds 1 January, weeks begin on DATEFIRST.
CREATE FUNCTION sys.week(d date, datefirst integer) RETURNS integer IMMUTABLE PARALLEL SAFE
  RETURN (extract(doy from d)::integer - 2 + sys.weekday(date_trunc('year', d::timestamp)::date, datefirst)) / 7 + 1;

CREATE FUNCTION sys.month_name(d date) RETURNS sys.string IMMUTABLE PARALLEL SAFE
  RETURN (ARRAY['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November',
    'December'])[extract(month from d)::integer]::sys.string;
CREATE FUNCTION sys.weekday_name(d date) RETURNS sys.string IMMUTABLE PARALLEL SAFE
  RETURN (ARRAY['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'])[extract(isodow from d)::integer]::sys.string;
CREATE FUNCTION sys.offset_name(minutes integer) RETURNS sys.string IMMUTABLE PARALLEL SAFE
  RETURN (CASE WHEN minutes < 0 THEN '-' ELSE '+' END || lpad((abs(minutes) / 60)::text, 2, '0') || ':'
    || lpad((abs(minutes) % 60)::text, 2, '0'))::sys.string;

-- Errors as values; they take the operand, so that PostgreSQL does not evaluate them while planning.
CREATE FUNCTION sys.overflow_517(t bigint, type_name text) RETURNS bigint IMMUTABLE PARALLEL SAFE LANGUAGE plpgsql COST 1 AS $$
BEGIN
  PERFORM sys.raise(517, 16, 1, format('Adding a value to a ''%s'' column caused an overflow.', type_name));
  RETURN NULL;
END $$;
CREATE FUNCTION sys.overflow_535(n bigint, function_name text) RETURNS bigint IMMUTABLE PARALLEL SAFE LANGUAGE plpgsql COST 1 AS $$
BEGIN
  PERFORM sys.raise(535, 16, 0, format('The %1$s function resulted in an overflow. The number of dateparts separating two date/time '
    'instances is too large. Try to use %1$s with a less precise datepart.', function_name));
  RETURN NULL;
END $$;

-- `low` and `high` bound the type's range (high is outside).
CREATE FUNCTION sys.in_range(t bigint, low bigint, high bigint, type_name text) RETURNS bigint IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN t >= low AND t < high THEN t WHEN t IS NOT NULL THEN sys.overflow_517(t, type_name) END;
CREATE FUNCTION sys.add_ticks(t bigint, n bigint, unit bigint, low bigint, high bigint, type_name text) RETURNS bigint IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN n BETWEEN -9000000000000000000 / unit AND 6000000000000000000 / unit
    THEN sys.in_range(t + n * unit, low, high, type_name)
    WHEN t IS NOT NULL AND n IS NOT NULL THEN sys.overflow_517(t, type_name) END;
-- A day that the new month does not have becomes its last one.
CREATE FUNCTION sys.add_months(t bigint, n bigint, low bigint, high bigint, type_name text) RETURNS bigint IMMUTABLE STRICT PARALLEL SAFE
  LANGUAGE plpgsql AS $$
DECLARE
  day date := sys.date_from_ticks(t);
  months bigint := extract(year from day)::integer * 12 + extract(month from day)::integer - 1 + n;
BEGIN
  IF months < 12 OR months >= 120000 THEN
    RETURN sys.overflow_517(t, type_name);
  END IF;
  RETURN sys.in_range(sys.ticks_from_date((day + make_interval(months => n::integer))::date) + t % 864000000000, low, high, type_name);
END $$;

CREATE FUNCTION sys.months_of(t bigint) RETURNS integer IMMUTABLE PARALLEL SAFE
  RETURN extract(year from sys.date_from_ticks(t))::integer * 12 + extract(month from sys.date_from_ticks(t))::integer - 1;
CREATE FUNCTION sys.to_int_535(n bigint) RETURNS integer IMMUTABLE PARALLEL SAFE
  RETURN (CASE WHEN n BETWEEN -2147483648 AND 2147483647 THEN n WHEN n IS NOT NULL THEN sys.overflow_535(n, 'datediff') END)::integer;
-- DATEDIFF in nanoseconds may pass bigint.
CREATE FUNCTION sys.ticks_to_ns(n bigint, function_name text) RETURNS bigint IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN n BETWEEN -92233720368547758 AND 92233720368547758 THEN n * 100 WHEN n IS NOT NULL THEN sys.overflow_535(n, function_name) END;

CREATE FUNCTION sys.bad_parts(type_name text) RETURNS bigint IMMUTABLE PARALLEL SAFE LANGUAGE plpgsql AS $$
BEGIN
  PERFORM sys.raise(289, 16, 1, format('Cannot construct data type %s, some of the arguments have values which are not valid.', type_name));
END $$;
CREATE FUNCTION sys.date_from_parts(y integer, m integer, d integer, type_name text, least_year integer) RETURNS date IMMUTABLE STRICT PARALLEL SAFE
  LANGUAGE plpgsql AS $$
BEGIN
  IF y < least_year OR y > 9999 OR m < 1 OR m > 12 OR d < 1
    OR d > extract(day from make_date(y, m, 1) + interval '1 month - 1 day')::integer THEN
    PERFORM sys.bad_parts(type_name);
  END IF;
  RETURN make_date(y, m, d);
END $$;
-- Ticks since midnight; `fraction` counts units of 10^-scale seconds.
CREATE FUNCTION sys.time_from_parts(h integer, m integer, s integer, fraction integer, scale integer, type_name text) RETURNS bigint IMMUTABLE STRICT PARALLEL SAFE
  LANGUAGE plpgsql AS $$
BEGIN
  IF h NOT BETWEEN 0 AND 23 OR m NOT BETWEEN 0 AND 59 OR s NOT BETWEEN 0 AND 59 OR fraction < 0 OR fraction >= (10 ^ scale)::integer THEN
    PERFORM sys.bad_parts(type_name);
  END IF;
  RETURN ((h * 60 + m) * 60 + s)::bigint * 10000000 + fraction * (10 ^ (7 - scale))::bigint;
END $$;
CREATE FUNCTION sys.smalldatetime_from_parts(y integer, mo integer, d integer, h integer, mi integer) RETURNS integer IMMUTABLE STRICT PARALLEL SAFE
  LANGUAGE plpgsql AS $$
DECLARE
  minutes bigint := (sys.date_from_parts(y, mo, d, 'smalldatetime', 1900) - date '1900-01-01')::bigint * 1440
    + sys.time_from_parts(h, mi, 0, 0, 0, 'smalldatetime') / 600000000;
BEGIN
  IF minutes > 94371839 THEN
    PERFORM sys.bad_parts('smalldatetime');
  END IF;
  RETURN minutes;
END $$;
CREATE FUNCTION sys.offset_from_parts(h integer, m integer) RETURNS integer IMMUTABLE STRICT PARALLEL SAFE LANGUAGE plpgsql AS $$
BEGIN
  IF abs(h) > 14 OR abs(m) > 59 OR h * m < 0 OR abs(h * 60 + m) > 840 THEN
    PERFORM sys.bad_parts('datetimeoffset');
  END IF;
  RETURN h * 60 + m;
END $$;

CREATE FUNCTION sys.eomonth(d date, months integer) RETURNS date IMMUTABLE STRICT PARALLEL SAFE LANGUAGE plpgsql AS $$
DECLARE
  n bigint := extract(year from d)::bigint * 12 + extract(month from d)::integer - 1 + months;
BEGIN
  IF n < 12 OR n >= 120000 THEN
    PERFORM sys.overflow_517(n, 'date');
  END IF;
  RETURN make_date((n / 12)::integer, (n % 12)::integer + 1, 1) + interval '1 month - 1 day';
END $$;

CREATE FUNCTION sys.parse_offset(zone text, function_name text) RETURNS integer IMMUTABLE STRICT PARALLEL SAFE LANGUAGE plpgsql AS $$
DECLARE
  parts text[] COLLATE "C" := regexp_match(zone COLLATE "C", '^([+-])(\d\d):(\d\d)$');
  minutes integer;
BEGIN
  minutes := parts[2]::integer * 60 + parts[3]::integer;
  IF parts IS NULL OR minutes > 840 OR parts[3]::integer > 59 THEN
    PERFORM sys.raise(9812, 16, 0, format('The timezone provided to builtin function %s is invalid.', function_name));
  END IF;
  RETURN CASE parts[1] WHEN '-' THEN -minutes ELSE minutes END;
END $$;
CREATE FUNCTION sys.check_offset(minutes integer, function_name text) RETURNS integer IMMUTABLE STRICT PARALLEL SAFE LANGUAGE plpgsql AS $$
BEGIN
  IF abs(minutes) > 840 THEN
    PERFORM sys.raise(9812, 16, 0, format('The timezone provided to builtin function %s is invalid.', function_name));
  END IF;
  RETURN minutes;
END $$;

-- DATE_BUCKET: the bucket of `width` units that holds t, counted from the origin, also backwards.
CREATE FUNCTION sys.bucket_width(n bigint) RETURNS bigint IMMUTABLE STRICT PARALLEL SAFE LANGUAGE plpgsql AS $$
BEGIN
  IF n <= 0 THEN
    PERFORM sys.raise(9834, 16, 1, 'Invalid bucket width value passed to date_bucket function. Only positive values are allowed.');
  END IF;
  RETURN n;
END $$;
CREATE FUNCTION sys.bucket_ticks(t bigint, n bigint, unit bigint, origin bigint) RETURNS bigint IMMUTABLE STRICT PARALLEL SAFE LANGUAGE plpgsql AS $$
DECLARE
  width bigint;
  behind bigint;
BEGIN
  IF sys.bucket_width(n) > 9000000000000000000 / unit THEN
    -- One bucket spans more than the calendar: t lies in the first before or the first after the origin.
    RETURN CASE WHEN t >= origin THEN origin ELSE sys.overflow_517(t, 'datetime2') END;
  END IF;
  width := n * unit;
  behind := (t - origin) % width;
  RETURN sys.in_range(t - CASE WHEN behind < 0 THEN behind + width ELSE behind END, 0, 3155378976000000000, 'datetime2');
END $$;
CREATE FUNCTION sys.bucket_months(t bigint, n bigint, origin bigint) RETURNS bigint IMMUTABLE STRICT PARALLEL SAFE LANGUAGE plpgsql AS $$
DECLARE
  months bigint := sys.months_of(t) - sys.months_of(origin);
  behind bigint;
BEGIN
  PERFORM sys.bucket_width(n);
  behind := months % n;
  months := months - CASE WHEN behind < 0 THEN behind + n ELSE behind END;
  IF sys.add_months(origin, months, 0, 3155378976000000000, 'datetime2') > t THEN
    months := months - n;
  END IF;
  RETURN sys.add_months(origin, months, 0, 3155378976000000000, 'datetime2');
END $$;
-- A leap day or the 31st as origin makes the start of the month that PostgreSQL's date_trunc gives: whole months only.
CREATE FUNCTION sys.trunc_months(t bigint, unit text) RETURNS bigint IMMUTABLE PARALLEL SAFE
  RETURN sys.ticks_from_date(date_trunc(unit, sys.date_from_ticks(t)::timestamp)::date);
CREATE FUNCTION sys.trunc_week(t bigint, datefirst integer) RETURNS bigint IMMUTABLE PARALLEL SAFE
  RETURN sys.in_range(t - t % 864000000000 - (sys.weekday(sys.date_from_ticks(t), datefirst) - 1) * 864000000000, 0, 3155378976000000000, 'datetime2');

-- AT TIME ZONE.
CREATE FUNCTION sys.zone_named(name text) RETURNS text STABLE STRICT PARALLEL SAFE LANGUAGE plpgsql AS $$
DECLARE
  found_zone text COLLATE "C";
BEGIN
  SELECT zone INTO found_zone FROM sys.windows_zone w WHERE w.folded = lower(zone_named.name COLLATE "C");
  IF NOT FOUND THEN
    PERFORM sys.raise(9820, 16, 1, format('The time zone parameter ''%s'' provided to AT TIME ZONE clause is invalid.', name));
  END IF;
  RETURN found_zone;
END $$;
-- Minutes east of UTC at an instant (utc ticks), or of a local time (where the clock was put back: standard time).
CREATE FUNCTION sys.offset_at(utc bigint, zone text) RETURNS integer STABLE STRICT PARALLEL SAFE LANGUAGE plpgsql AS $$
DECLARE
  instant timestamptz := timezone('UTC', timestamp '0001-01-01' + make_interval(days => (utc / 864000000000)::integer, secs => (utc % 864000000000 / 10000000)::double precision));
BEGIN
  RETURN round(extract(epoch from timezone(zone, instant) - timezone('UTC', instant)) / 60);
END $$;
CREATE FUNCTION sys.local_at_zone(t bigint, name text) RETURNS sys.datetimeoffset STABLE STRICT PARALLEL SAFE LANGUAGE plpgsql AS $$
DECLARE
  zone text COLLATE "C" := sys.zone_named(name);
  local timestamp := timestamp '0001-01-01' + make_interval(days => (t / 864000000000)::integer, secs => (t % 864000000000 / 10000000)::double precision);
  utc bigint := t - round(extract(epoch from local - timezone('UTC', timezone(zone, local))) / 60)::bigint * 600000000;
BEGIN
  RETURN ROW(utc, sys.offset_at(utc, zone))::sys.datetimeoffset;
END $$;
CREATE FUNCTION sys.dto_at_zone(x sys.datetimeoffset, name text) RETURNS sys.datetimeoffset STABLE STRICT PARALLEL SAFE LANGUAGE plpgsql AS $$
BEGIN
  RETURN ROW((x).utc, sys.offset_at((x).utc, sys.zone_named(name)))::sys.datetimeoffset;
END $$;

-- DATEADD. Of a datetimeoffset: the instant moves, the offset stays; months count in local time.
CREATE FUNCTION sys.dto_add(x sys.datetimeoffset, n bigint, unit bigint) RETURNS sys.datetimeoffset IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN x IS NOT NULL AND n IS NOT NULL
    THEN ROW(sys.add_ticks((x).utc, n, unit, 0, 3155378976000000000, 'datetimeoffset'), (x).minutes)::sys.datetimeoffset END;
CREATE FUNCTION sys.dto_add_months(x sys.datetimeoffset, n bigint) RETURNS sys.datetimeoffset IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN x IS NOT NULL AND n IS NOT NULL
    THEN sys.dto_from_ticks(sys.add_months(sys.ticks_from_dto(x), n, 0, 3155378976000000000, 'datetimeoffset'), (x).minutes) END;
CREATE FUNCTION sys.dto_round(x sys.datetimeoffset, unit bigint) RETURNS sys.datetimeoffset IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN x IS NOT NULL THEN ROW(sys.round_ticks((x).utc, unit), (x).minutes)::sys.datetimeoffset END;
-- time wraps around midnight. `unit` divides the day.
CREATE FUNCTION sys.time_add(t bigint, n bigint, unit bigint) RETURNS bigint IMMUTABLE PARALLEL SAFE
  RETURN ((t + n % (864000000000 / unit) * unit) % 864000000000 + 864000000000) % 864000000000;
-- smalldatetime: -30 to 29 seconds add nothing.
CREATE FUNCTION sys.minutes_of(n bigint, per_minute bigint) RETURNS bigint IMMUTABLE PARALLEL SAFE
  RETURN floor((n + per_minute / 2)::numeric / per_minute)::bigint;
-- Nanoseconds: 50 and more make a tick.
CREATE FUNCTION sys.ns_to_ticks(n bigint) RETURNS bigint IMMUTABLE PARALLEL SAFE
  RETURN (n + sign(n)::bigint * 50) / 100;
CREATE FUNCTION sys.with_offset(utc bigint, minutes integer) RETURNS sys.datetimeoffset IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN utc IS NOT NULL AND minutes IS NOT NULL THEN ROW(utc, minutes::smallint)::sys.datetimeoffset END;
