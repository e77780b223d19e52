-- Text to dates: the same algorithm as src/tsql/values/date-parse.ts, which says where its rules come from.

CREATE FUNCTION sys.day_number(year_ integer, month_ integer, day_ integer) RETURNS integer LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1 AS $$
BEGIN
  IF year_ < 1 OR month_ < 1 OR month_ > 12 OR day_ < 1 OR day_ > (CASE month_ WHEN 2 THEN (CASE WHEN year_ % 4 = 0 AND (year_ % 100 <> 0 OR year_ % 400 = 0) THEN 29 ELSE 28 END)
     WHEN 4 THEN 30 WHEN 6 THEN 30 WHEN 9 THEN 30 WHEN 11 THEN 30 ELSE 31 END) THEN
    RETURN -1;
  END IF;
  RETURN make_date(year_, month_, day_) - '0001-01-01'::date;
END $$;

-- Two-digit years up to 49 are in this century.
CREATE FUNCTION sys.full_year(digits text) RETURNS integer IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN length(digits) > 2 THEN digits::int4 WHEN digits::int4 <= 49 THEN 2000 + digits::int4 ELSE 1900 + digits::int4 END;

-- Ticks since midnight; -1 is a syntax error, -2 a value out of range.
CREATE FUNCTION sys.clock_ticks(hour_ integer, minute_ integer, second_ integer, separator text, fraction text, half text, legacy boolean)
RETURNS bigint LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 1 AS $$
DECLARE
  hours integer := hour_;
  seconds bigint;
BEGIN
  IF length(fraction) > (CASE WHEN legacy OR separator = ':' THEN 3 ELSE 7 END) THEN
    RETURN -1;
  END IF;
  IF half <> '' THEN
    IF hour_ > 12 AND lower(half) <> 'pm' THEN RETURN -2; END IF;
    IF lower(half) = 'pm' AND hour_ < 12 THEN hours := hour_ + 12; END IF;
    IF lower(half) = 'am' AND hour_ = 12 THEN hours := 0; END IF;
  END IF;
  IF hours > 23 OR minute_ > 59 OR second_ > 59 THEN
    RETURN -2;
  END IF;
  seconds := (hours * 3600 + minute_ * 60 + second_)::int8 * 10000000;
  IF fraction = '' THEN
    RETURN seconds;
  END IF;
  RETURN seconds + (CASE WHEN separator = ':' THEN fraction::int8 * 10000 ELSE rpad(fraction, 7, '0')::int8 END);
END $$;

CREATE FUNCTION sys.offset_minutes(sign text, hours integer, minutes integer) RETURNS integer IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN minutes > 59 OR hours * 60 + minutes > 840 THEN NULL WHEN sign = '-' THEN -(hours * 60 + minutes) ELSE hours * 60 + minutes END;

-- Day number of the date part of a text; -1 out of range, -2 a syntax error.
CREATE FUNCTION sys.parse_day(value text, legacy boolean, field_order text) RETURNS integer LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1 AS $$
DECLARE
  t text COLLATE "C" := value;
  parts text[];
  names text;
  others text;
  year_at integer;
  word text;
  month_ integer;
BEGIN
  IF t = '' THEN
    RETURN 693595;
  END IF;
  IF t ~ '^[0-9]+$' THEN
    CASE length(t)
      WHEN 8 THEN RETURN sys.day_number(substr(t, 1, 4)::int4, substr(t, 5, 2)::int4, substr(t, 7)::int4);
      WHEN 6 THEN RETURN sys.day_number(sys.full_year(substr(t, 1, 2)), substr(t, 3, 2)::int4, substr(t, 5)::int4);
      WHEN 4 THEN RETURN sys.day_number(t::int4, 1, 1);
      ELSE RETURN -2;
    END CASE;
  END IF;
  parts := regexp_match(t, '^([0-9]{1,4})\s*([-/.])\s*([0-9]{1,4})\s*\2\s*([0-9]{1,4})$');
  IF parts IS NOT NULL THEN
    parts := ARRAY[parts[1], parts[3], parts[4]];
    IF 3 IN (length(parts[1]), length(parts[2]), length(parts[3]))
       OR (length(parts[1]) = 4)::int4 + (length(parts[2]) = 4)::int4 + (length(parts[3]) = 4)::int4 > 1 THEN
      RETURN -2;
    END IF;
    names := field_order;
    year_at := array_position(ARRAY[length(parts[1]), length(parts[2]), length(parts[3])], 4);
    IF year_at IS NOT NULL THEN
      IF year_at = 1 THEN
        others := CASE WHEN legacy AND strpos(field_order, 'd') < strpos(field_order, 'm') THEN 'dm' ELSE 'md' END;
      ELSE
        others := replace(field_order, 'y', '');
      END IF;
      names := substr(others, 1, year_at - 1) || 'y' || substr(others, year_at);
    END IF;
    RETURN sys.day_number(sys.full_year(parts[strpos(names, 'y')]), parts[strpos(names, 'm')]::int4, parts[strpos(names, 'd')]::int4);
  END IF;
  IF t !~ '^[a-zA-Z0-9\s,./-]*$' OR regexp_count(t, '[a-zA-Z]+') <> 1 THEN
    RETURN -2;
  END IF;
  word := lower(substring(t FROM '[a-zA-Z]+'));
  month_ := coalesce(
    array_position(ARRAY['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'], word),
    array_position(ARRAY['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december'], word));
  SELECT array_agg(m[1]) INTO parts FROM regexp_matches(t, '[0-9]+', 'g') AS m;
  IF month_ IS NULL OR EXISTS (SELECT FROM unnest(parts) AS n WHERE length(n) > 4 OR length(n) = 3) THEN
    RETURN -2;
  END IF;
  IF cardinality(parts) = 1 AND length(parts[1]) = 4 THEN
    RETURN sys.day_number(parts[1]::int4, month_, 1);
  END IF;
  IF parts IS NULL OR cardinality(parts) <> 2 OR (length(parts[1]) = 4 AND length(parts[2]) = 4) THEN
    RETURN -2;
  END IF;
  IF length(parts[1]) = 4 OR (length(parts[2]) <> 4 AND strpos(field_order, 'y') < strpos(field_order, 'd')) THEN
    RETURN sys.day_number(sys.full_year(parts[1]), month_, parts[2]::int4);
  END IF;
  RETURN sys.day_number(sys.full_year(parts[2]), month_, parts[1]::int4);
END $$;

-- Local ticks and offset. A failure is ticks -1 (syntax) or -2 (range).
CREATE FUNCTION sys.parse_date(value text, kind text, style integer, date_format text, OUT ticks bigint, OUT minutes integer)
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1 AS $$
DECLARE
  legacy boolean := kind IN ('datetime', 'smalldatetime');
  t text COLLATE "C" := btrim(value COLLATE "C", E' \t\r\n');
  parts text[];
  clock bigint := 0;
  day_ integer;
  field_order text COLLATE "C" := CASE
    WHEN style IN (1, 101, 7, 107, 10, 110, 22) THEN 'mdy'
    WHEN style IN (3, 103, 4, 104, 5, 105, 6, 106, 13, 113) THEN 'dmy'
    WHEN style IN (2, 102, 11, 111, 12, 112, 20, 120, 21, 25, 121, 23, 126, 127) THEN 'ymd'
    ELSE date_format END;
BEGIN
  minutes := 0;
  -- The common case without a regular expression for each part: yyyy-mm-dd[Thh:mm[:ss[.fff]]] with plain days and order.
  IF t ~ '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])([ T]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,3})?)?)?$'
     AND (NOT legacy OR field_order IN ('mdy' COLLATE "C", 'ymd' COLLATE "C")) AND left(t, 4) <> '0000' THEN
    ticks := (make_date(left(t, 4)::int4, substr(t, 6, 2)::int4, substr(t, 9, 2)::int4) - '0001-01-01'::date)::int8 * 864000000000;
    IF length(t) > 10 THEN
      ticks := ticks + (substr(t, 12, 2)::int8 * 3600 + substr(t, 15, 2)::int8 * 60) * 10000000
        + (CASE WHEN length(t) > 16 THEN (substr(t, 18)::numeric * 10000000)::int8 ELSE 0 END);
    END IF;
    RETURN;
  END IF;
  t := coalesce((regexp_match(t, '^\{\s*(?:d|t|ts)\s*''([^'']*)''\s*\}$', 'i'))[1], t);
  parts := regexp_match(t, '^([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]+))?)?(Z|[+-][0-9]{2}:[0-9]{2})?$', 'i');
  IF parts IS NOT NULL THEN
    clock := sys.clock_ticks(parts[4]::int4, parts[5]::int4, coalesce(parts[6], '0')::int4, '.', coalesce(parts[7], ''), '', legacy);
    IF clock < 0 THEN ticks := clock; RETURN; END IF;
    day_ := sys.day_number(parts[1]::int4, parts[2]::int4, parts[3]::int4);
    IF day_ < 0 THEN ticks := -2; RETURN; END IF;
    IF parts[8] IS NOT NULL AND upper(parts[8]) <> 'Z' THEN
      minutes := sys.offset_minutes(substr(parts[8], 1, 1), substr(parts[8], 2, 2)::int4, substr(parts[8], 5, 2)::int4);
      IF minutes IS NULL OR (legacy AND style <> 127) THEN ticks := -1; RETURN; END IF;
    END IF;
    ticks := day_::int8 * 864000000000 + clock;
    IF legacy THEN
      ticks := ticks - minutes::int8 * 600000000;
      minutes := 0;
    END IF;
    RETURN;
  END IF;
  IF NOT legacy THEN
    parts := regexp_match(t, '^(.*[0-9](?:\s*[ap]m)?)\s*([+-])([0-9]{1,2}):([0-9]{2})$', 'i');
    IF parts IS NOT NULL AND strpos(parts[1], ':') > 0 THEN
      minutes := sys.offset_minutes(parts[2], parts[3]::int4, parts[4]::int4);
      IF minutes IS NULL THEN ticks := -1; RETURN; END IF;
      t := parts[1];
    ELSE
      t := coalesce((regexp_match(t, '^(.*[0-9])\s*Z$', 'i'))[1], t);
    END IF;
  END IF;
  parts := regexp_match(t, '^(.*?)(?:^|\s)([0-9]{1,2}):([0-9]{1,2})(?::([0-9]{1,2})(?:([.:])([0-9]{1,9}))?)?\s*(am|pm)?(?=\s|$)(.*)$', 'i');
  IF parts IS NOT NULL THEN
    clock := sys.clock_ticks(parts[2]::int4, parts[3]::int4, coalesce(parts[4], '0')::int4, coalesce(parts[5], ''), coalesce(parts[6], ''),
      coalesce(parts[7], ''), legacy);
    t := btrim(parts[1] || ' ' || parts[8], E' \t\r\n');
  ELSE
    parts := regexp_match(t, '^(.*?)(?:^|\s)([0-9]{1,2})\s*(am|pm)(?=\s|$)(.*)$', 'i');
    IF parts IS NOT NULL THEN
      clock := sys.clock_ticks(parts[2]::int4, 0, 0, '', '', parts[3], legacy);
      t := btrim(parts[1] || ' ' || parts[4], E' \t\r\n');
    END IF;
  END IF;
  IF clock < 0 THEN ticks := clock; RETURN; END IF;
  day_ := sys.parse_day(t, legacy, field_order);
  ticks := CASE day_ WHEN -1 THEN -2 WHEN -2 THEN -1 ELSE day_::int8 * 864000000000 + clock END;
END $$;

CREATE FUNCTION sys.date_failed(failure bigint, value text, quiet boolean, source text, target text) RETURNS bigint LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1 AS $$
BEGIN
  IF failure = -2 AND target IN ('datetime', 'smalldatetime') THEN
    RETURN sys.fail(NULL::int8, value, quiet, 242, 3, sys.range_message(source, target));
  END IF;
  IF target = 'smalldatetime' THEN
    RETURN sys.fail(NULL::int8, value, quiet, 295, 3, 'Conversion failed when converting character string to smalldatetime data type.');
  END IF;
  RETURN sys.fail(NULL::int8, value, quiet, 241, 1, 'Conversion failed when converting date and/or time from character string.');
END $$;

CREATE FUNCTION sys.date_of_string(value text, style integer, date_format text, quiet boolean, source text) RETURNS date LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1 AS $$
DECLARE
  parsed record := sys.parse_date(value, 'date', style, date_format);
BEGIN
  IF parsed.ticks < 0 THEN PERFORM sys.date_failed(parsed.ticks, value, quiet, source, 'date'); RETURN NULL; END IF;
  RETURN sys.date_of_ticks(parsed.ticks);
END $$;
CREATE FUNCTION sys.time_of_string(value text, scale integer, style integer, date_format text, quiet boolean, source text) RETURNS bigint LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1 AS $$
DECLARE
  parsed record := sys.parse_date(value, 'time', style, date_format);
BEGIN
  IF parsed.ticks < 0 THEN RETURN sys.date_failed(parsed.ticks, value, quiet, source, 'time'); END IF;
  RETURN sys.time_of_ticks(parsed.ticks, scale);
END $$;
CREATE FUNCTION sys.datetime2_of_string(value text, scale integer, style integer, date_format text, quiet boolean, source text) RETURNS bigint LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1 AS $$
DECLARE
  parsed record := sys.parse_date(value, 'datetime2', style, date_format);
BEGIN
  IF parsed.ticks < 0 OR sys.round_ticks(parsed.ticks, scale) >= 3155378976000000000 THEN
    RETURN sys.date_failed(parsed.ticks, value, quiet, source, 'datetime2');
  END IF;
  RETURN sys.round_ticks(parsed.ticks, scale);
END $$;
CREATE FUNCTION sys.datetimeoffset_of_string(value text, scale integer, style integer, date_format text, quiet boolean, source text) RETURNS sys.datetimeoffset LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1 AS $$
DECLARE
  parsed record := sys.parse_date(value, 'datetimeoffset', style, date_format);
  result sys.datetimeoffset;
BEGIN
  IF parsed.ticks >= 0 THEN
    result := sys.datetimeoffset_of_ticks(parsed.ticks, parsed.minutes, scale, true);
  END IF;
  IF (result).utc IS NULL THEN
    PERFORM sys.date_failed(parsed.ticks, value, quiet, source, 'datetimeoffset');
    RETURN NULL;
  END IF;
  RETURN result;
END $$;
CREATE FUNCTION sys.datetime_of_string(value text, style integer, date_format text, quiet boolean, source text) RETURNS bigint LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1 AS $$
DECLARE
  parsed record := sys.parse_date(value, 'datetime', style, date_format);
BEGIN
  IF parsed.ticks < 0 THEN RETURN sys.date_failed(parsed.ticks, value, quiet, source, 'datetime'); END IF;
  RETURN sys.datetime_of_ticks(parsed.ticks, quiet, source);
END $$;
CREATE FUNCTION sys.smalldatetime_of_string(value text, style integer, date_format text, quiet boolean, source text) RETURNS integer LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1 AS $$
DECLARE
  parsed record := sys.parse_date(value, 'smalldatetime', style, date_format);
BEGIN
  IF parsed.ticks < 0 THEN PERFORM sys.date_failed(parsed.ticks, value, quiet, source, 'smalldatetime'); RETURN NULL; END IF;
  RETURN sys.smalldatetime_of_ticks(parsed.ticks, quiet, source);
END $$;
