-- Dates to text in the styles of CONVERT: the same algorithm as src/tsql/values/date-format.ts.

-- The Kuwaiti algorithm: 30-year cycles of 10631 days; day 227014 is 1 Muharram of the year 1.
CREATE FUNCTION sys.hijri_text(days integer, style integer) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1 AS $$
DECLARE
  names constant text[] := ARRAY['محرم', 'صفر', 'ربيع الاول', 'ربيع الثاني', 'جمادى الاولى', 'جمادى الثانية', 'رجب', 'شعبان', 'رمضان',
    'شوال', 'ذو القعدة', 'ذو الحجة'];
  elapsed integer := days - 227014;
  year_ integer := floor((30 * elapsed::numeric + 10646) / 10631);
  in_year integer := elapsed - (year_ - 1) * 354 - floor((3 + 11 * year_::numeric) / 30)::integer;
  month_ integer := least(12, in_year * 2 / 59 + 1);
  day_ integer := in_year - ceil(29.5 * (month_ - 1))::integer + 1;
BEGIN
  IF style = 130 THEN
    RETURN lpad(day_::text, 2) || ' ' || names[month_] || ' ' || year_;
  END IF;
  RETURN lpad(day_::text, 2) || '/' || lpad(month_::text, 2, '0') || '/' || year_;
END $$;

-- '' for styles without a date, NULL for unknown styles.
CREATE FUNCTION sys.date_text(days integer, style integer) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1 AS $$
DECLARE
  value date := '0001-01-01'::date + days;
  iso text COLLATE "C" := to_char(value, 'YYYY-MM-DD');
  y text COLLATE "C";
  m text COLLATE "C";
  d text COLLATE "C";
  mon text COLLATE "C";
  yy text COLLATE "C";
BEGIN
  IF style IN (20, 120, 21, 25, 121, 23, 126, 127) THEN
    RETURN iso;
  END IF;
  y := left(iso, 4);
  m := substr(iso, 6, 2);
  d := right(iso, 2);
  mon := to_char(value, 'Mon');
  yy := right(y, 2);
  RETURN CASE
    WHEN style IN (130, 131) THEN sys.hijri_text(days, style)
    WHEN style IN (0, 100, 9, 109) THEN mon || ' ' || lpad(ltrim(d, '0'), 2) || ' ' || y
    WHEN style = 1 THEN m || '/' || d || '/' || yy
    WHEN style = 101 THEN m || '/' || d || '/' || y
    WHEN style = 2 THEN yy || '.' || m || '.' || d
    WHEN style = 102 THEN y || '.' || m || '.' || d
    WHEN style = 3 THEN d || '/' || m || '/' || yy
    WHEN style = 103 THEN d || '/' || m || '/' || y
    WHEN style = 4 THEN d || '.' || m || '.' || yy
    WHEN style = 104 THEN d || '.' || m || '.' || y
    WHEN style = 5 THEN d || '-' || m || '-' || yy
    WHEN style = 105 THEN d || '-' || m || '-' || y
    WHEN style = 6 THEN d || ' ' || mon || ' ' || yy
    WHEN style IN (106, 13, 113) THEN d || ' ' || mon || ' ' || y
    WHEN style = 7 THEN mon || ' ' || d || ', ' || yy
    WHEN style = 107 THEN mon || ' ' || d || ', ' || y
    WHEN style IN (8, 24, 108, 14, 114) THEN ''
    WHEN style = 10 THEN m || '-' || d || '-' || yy
    WHEN style = 110 THEN m || '-' || d || '-' || y
    WHEN style = 11 THEN yy || '/' || m || '/' || d
    WHEN style = 111 THEN y || '/' || m || '/' || d
    WHEN style = 12 THEN yy || m || d
    WHEN style = 112 THEN y || m || d
    WHEN style = 22 THEN m || '/' || d || '/' || yy
  END;
END $$;

-- '' for styles without a time.
CREATE FUNCTION sys.clock_text(rest bigint, kind text, scale integer, style integer) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1 AS $$
DECLARE
  hour_ integer := rest / 36000000000;
  mi text COLLATE "C" := lpad((rest / 600000000 % 60)::text, 2, '0');
  ss text COLLATE "C" := lpad((rest / 10000000 % 60)::text, 2, '0');
  clock text COLLATE "C" := lpad(hour_::text, 2, '0') || ':' || mi || ':' || ss;
  noon text COLLATE "C" := CASE WHEN hour_ < 12 THEN 'AM' ELSE 'PM' END;
  twelve text COLLATE "C" := CASE WHEN hour_ % 12 = 0 THEN 12 ELSE hour_ % 12 END;
  part bigint := rest % 10000000;
  legacy boolean := kind IN ('datetime', 'smalldatetime');
  fraction text := CASE WHEN legacy THEN lpad(((part + 5000) / 10000)::text, 3, '0')
    WHEN scale = 0 THEN '' ELSE left(lpad(part::text, 7, '0'), scale) END;
  pointed text := CASE WHEN fraction = '' THEN '' ELSE '.' || fraction END;
  coloned text := CASE WHEN legacy THEN ':' || fraction ELSE pointed END;
BEGIN
  IF style IN (21, 25, 121) THEN
    RETURN clock || pointed;
  END IF;
  IF kind <> 'time' THEN
    twelve := lpad(twelve, 2);
  END IF;
  RETURN CASE
    WHEN style IN (0, 100) THEN twelve || ':' || mi || noon
    WHEN style IN (9, 109, 130, 131) THEN twelve || ':' || mi || ':' || ss || coloned || noon
    WHEN style = 22 THEN twelve || ':' || mi || ':' || ss || ' ' || noon
    WHEN style IN (8, 24, 108, 20, 120) THEN clock
    WHEN style IN (13, 113, 14, 114) THEN clock || coloned
    WHEN style IN (126, 127) THEN CASE WHEN part = 0 THEN clock ELSE clock || pointed END
    ELSE ''
  END;
END $$;

CREATE FUNCTION sys.string_of_ticks(ticks bigint, kind text, scale integer, minutes integer, style integer)
RETURNS sys.string LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1 AS $$
DECLARE
  days integer;
  rest bigint;
  date_part text;
  time_part text;
  ending text := '';
BEGIN
  IF style = 127 AND kind = 'datetimeoffset' THEN
    ticks := ticks - minutes::int8 * 600000000;
  END IF;
  days := ticks / 864000000000;
  rest := ticks % 864000000000;
  date_part := sys.date_text(days, style);
  IF date_part IS NULL THEN
    PERFORM sys.raise(281, 16, 1, style || ' is not a valid style number when converting from ' || kind || ' to a character string.');
  END IF;
  IF kind = 'time' THEN date_part := ''; END IF;
  time_part := CASE WHEN kind = 'date' THEN '' ELSE sys.clock_text(rest, kind, scale, style) END;
  IF date_part = '' AND time_part = '' THEN
    PERFORM sys.raise(8114, 16, 5, 'Error converting data type ' || kind || ' to varchar.');
  END IF;
  IF kind = 'datetimeoffset' AND time_part <> '' THEN
    ending := CASE WHEN style = 127 THEN 'Z'
      ELSE CASE WHEN style = 126 THEN '' ELSE ' ' END || CASE WHEN minutes < 0 THEN '-' ELSE '+' END
        || lpad((abs(minutes) / 60)::text, 2, '0') || ':' || lpad((abs(minutes) % 60)::text, 2, '0') END;
  END IF;
  RETURN date_part || CASE WHEN date_part = '' OR time_part = '' THEN '' WHEN style IN (126, 127) THEN 'T' ELSE ' ' END || time_part || ending;
END $$;
CREATE FUNCTION sys.string_of_dto(value sys.datetimeoffset, scale integer, style integer) RETURNS sys.string LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1 AS $$
BEGIN
  RETURN sys.string_of_ticks(sys.ticks_of_dto(value), 'datetimeoffset', scale, (value).minutes, style);
END $$;
