-- FORMAT (sql-docs, t-sql/functions/format-transact-sql): .NET Framework's standard and custom format strings. A format that
-- is none gives NULL. Money and percent patterns are .NET's: n the number, $ the currency, % the sign.
CREATE TABLE sys.culture (
  name text COLLATE "C" PRIMARY KEY, point text NOT NULL, separator text NOT NULL, currency text NOT NULL, money text NOT NULL, negative_money text NOT NULL,
  short_date text NOT NULL, long_date text NOT NULL, short_time text NOT NULL, long_time text NOT NULL, month_day text NOT NULL, year_month text NOT NULL,
  am text NOT NULL, pm text NOT NULL, months text[] NOT NULL, short_months text[] NOT NULL, days text[] NOT NULL, short_days text[] NOT NULL
);
INSERT INTO sys.culture VALUES
  ('en-us', '.', ',', '$', '$n', '($n)', 'M/d/yyyy', 'dddd, MMMM d, yyyy', 'h:mm tt', 'h:mm:ss tt', 'MMMM d', 'MMMM yyyy', 'AM', 'PM',
    '{January,February,March,April,May,June,July,August,September,October,November,December}', '{Jan,Feb,Mar,Apr,May,Jun,Jul,Aug,Sep,Oct,Nov,Dec}',
    '{Monday,Tuesday,Wednesday,Thursday,Friday,Saturday,Sunday}', '{Mon,Tue,Wed,Thu,Fri,Sat,Sun}'),
  ('en-gb', '.', ',', '£', '$n', '-$n', 'dd/MM/yyyy', 'dd MMMM yyyy', 'HH:mm', 'HH:mm:ss', 'd MMMM', 'MMMM yyyy', 'AM', 'PM',
    '{January,February,March,April,May,June,July,August,September,October,November,December}', '{Jan,Feb,Mar,Apr,May,Jun,Jul,Aug,Sep,Oct,Nov,Dec}',
    '{Monday,Tuesday,Wednesday,Thursday,Friday,Saturday,Sunday}', '{Mon,Tue,Wed,Thu,Fri,Sat,Sun}'),
  ('de-de', ',', '.', '€', 'n $', '-n $', 'dd.MM.yyyy', 'dddd, d. MMMM yyyy', 'HH:mm', 'HH:mm:ss', 'd. MMMM', 'MMMM yyyy', '', '',
    '{Januar,Februar,März,April,Mai,Juni,Juli,August,September,Oktober,November,Dezember}', '{Jan,Feb,Mrz,Apr,Mai,Jun,Jul,Aug,Sep,Okt,Nov,Dez}',
    '{Montag,Dienstag,Mittwoch,Donnerstag,Freitag,Samstag,Sonntag}', '{Mo,Di,Mi,Do,Fr,Sa,So}'),
  ('fr-fr', ',', U&'\00A0', '€', 'n $', '-n $', 'dd/MM/yyyy', 'dddd d MMMM yyyy', 'HH:mm', 'HH:mm:ss', 'd MMMM', 'MMMM yyyy', '', '',
    '{janvier,février,mars,avril,mai,juin,juillet,août,septembre,octobre,novembre,décembre}', '{janv.,févr.,mars,avr.,mai,juin,juil.,août,sept.,oct.,nov.,déc.}',
    '{lundi,mardi,mercredi,jeudi,vendredi,samedi,dimanche}', '{lun.,mar.,mer.,jeu.,ven.,sam.,dim.}'),
  ('es-es', ',', '.', '€', 'n $', '-n $', 'dd/MM/yyyy', 'dddd, d "de" MMMM "de" yyyy', 'H:mm', 'H:mm:ss', 'd "de" MMMM', 'MMMM "de" yyyy', '', '',
    '{enero,febrero,marzo,abril,mayo,junio,julio,agosto,septiembre,octubre,noviembre,diciembre}', '{ene.,feb.,mar.,abr.,may.,jun.,jul.,ago.,sep.,oct.,nov.,dic.}',
    '{lunes,martes,miércoles,jueves,viernes,sábado,domingo}', '{lu.,ma.,mi.,ju.,vi.,sá.,do.}'),
  ('it-it', ',', '.', '€', 'n $', '-n $', 'dd/MM/yyyy', 'dddd d MMMM yyyy', 'HH:mm', 'HH:mm:ss', 'd MMMM', 'MMMM yyyy', '', '',
    '{gennaio,febbraio,marzo,aprile,maggio,giugno,luglio,agosto,settembre,ottobre,novembre,dicembre}', '{gen,feb,mar,apr,mag,giu,lug,ago,set,ott,nov,dic}',
    '{lunedì,martedì,mercoledì,giovedì,venerdì,sabato,domenica}', '{lun,mar,mer,gio,ven,sab,dom}'),
  ('nl-nl', ',', '.', '€', '$ n', '$ -n', 'd-M-yyyy', 'dddd d MMMM yyyy', 'HH:mm', 'HH:mm:ss', 'd MMMM', 'MMMM yyyy', '', '',
    '{januari,februari,maart,april,mei,juni,juli,augustus,september,oktober,november,december}', '{jan,feb,mrt,apr,mei,jun,jul,aug,sep,okt,nov,dec}',
    '{maandag,dinsdag,woensdag,donderdag,vrijdag,zaterdag,zondag}', '{ma,di,wo,do,vr,za,zo}'),
  ('pt-br', ',', '.', 'R$', '$ n', '-$ n', 'dd/MM/yyyy', 'dddd, d "de" MMMM "de" yyyy', 'HH:mm', 'HH:mm:ss', 'd "de" MMMM', 'MMMM "de" yyyy', '', '',
    '{janeiro,fevereiro,março,abril,maio,junho,julho,agosto,setembro,outubro,novembro,dezembro}', '{jan,fev,mar,abr,mai,jun,jul,ago,set,out,nov,dez}',
    '{segunda-feira,terça-feira,quarta-feira,quinta-feira,sexta-feira,sábado,domingo}', '{seg,ter,qua,qui,sex,sáb,dom}'),
  ('sv-se', ',', U&'\00A0', 'kr', 'n $', '-n $', 'yyyy-MM-dd', '"den "d MMMM yyyy', 'HH:mm', 'HH:mm:ss', '"den "d MMMM', 'MMMM yyyy', '', '',
    '{januari,februari,mars,april,maj,juni,juli,augusti,september,oktober,november,december}', '{jan,feb,mar,apr,maj,jun,jul,aug,sep,okt,nov,dec}',
    '{måndag,tisdag,onsdag,torsdag,fredag,lördag,söndag}', '{mån,tis,ons,tor,fre,lör,sön}'),
  ('ja-jp', '.', ',', '¥', '$n', '-$n', 'yyyy/MM/dd', 'yyyy"年"M"月"d"日"', 'H:mm', 'H:mm:ss', 'M"月"d"日"', 'yyyy"年"M"月"', '午前', '午後',
    '{1月,2月,3月,4月,5月,6月,7月,8月,9月,10月,11月,12月}', '{1,2,3,4,5,6,7,8,9,10,11,12}', '{月曜日,火曜日,水曜日,木曜日,金曜日,土曜日,日曜日}', '{月,火,水,木,金,土,日}'),
  ('zh-cn', '.', ',', '¥', '$n', '$-n', 'yyyy/M/d', 'yyyy"年"M"月"d"日"', 'H:mm', 'H:mm:ss', 'M"月"d"日"', 'yyyy"年"M"月"', '上午', '下午',
    '{一月,二月,三月,四月,五月,六月,七月,八月,九月,十月,十一月,十二月}', '{1月,2月,3月,4月,5月,6月,7月,8月,9月,10月,11月,12月}',
    '{星期一,星期二,星期三,星期四,星期五,星期六,星期日}', '{周一,周二,周三,周四,周五,周六,周日}');

CREATE FUNCTION sys.culture_named(culture text) RETURNS sys.culture STABLE PARALLEL SAFE LANGUAGE plpgsql AS $$
DECLARE
  answer sys.culture;
BEGIN
  SELECT * INTO answer FROM sys.culture c WHERE c.name = coalesce(lower(culture COLLATE "C"), 'en-us');
  IF NOT FOUND THEN
    -- A language alone stands for its first country.
    SELECT * INTO answer FROM sys.culture c WHERE split_part(c.name, '-', 1) = lower(culture COLLATE "C")
    ORDER BY c.name <> 'en-us' LIMIT 1;
  END IF;
  IF answer.name IS NULL THEN
    PERFORM sys.raise(9818, 16, 1, format('The culture parameter ''%s'' provided in the function call is not supported.', culture));
  END IF;
  RETURN answer;
END $$;

CREATE FUNCTION sys.group_digits(digits text, separator text) RETURNS text IMMUTABLE PARALLEL SAFE
  RETURN reverse(regexp_replace(reverse(digits) COLLATE "C", '(\d{3})(?=\d)', '\1' || reverse(separator), 'g'));
-- x is not negative.
CREATE FUNCTION sys.format_fixed(x numeric, places integer, grouped boolean, c sys.culture) RETURNS text IMMUTABLE PARALLEL SAFE LANGUAGE plpgsql AS $$
DECLARE
  digits text COLLATE "C" := round(x, places)::text;
  whole text COLLATE "C" := split_part(digits, '.', 1);
BEGIN
  RETURN CASE WHEN grouped THEN sys.group_digits(whole, c.separator) ELSE whole END
    || CASE WHEN places > 0 THEN c.point || rpad(split_part(digits, '.', 2), places, '0') ELSE '' END;
END $$;
CREATE FUNCTION sys.format_exponent(x numeric, places integer, letter text, width integer, plus boolean, c sys.culture) RETURNS text IMMUTABLE PARALLEL SAFE LANGUAGE plpgsql AS $$
DECLARE
  power integer := CASE WHEN x = 0 THEN 0 ELSE floor(log(x))::integer END;
  mantissa numeric := round(CASE WHEN power >= 0 THEN x / (10::numeric ^ power) ELSE x * (10::numeric ^ -power) END, places);
BEGIN
  IF mantissa >= 10 THEN
    power := power + 1;
    mantissa := round(mantissa / 10, places);
  ELSIF mantissa < 1 AND x <> 0 THEN
    power := power - 1;
    mantissa := round(mantissa * 10, places);
  END IF;
  RETURN sys.format_fixed(mantissa, places, false, c) || letter || CASE WHEN power < 0 THEN '-' WHEN plus THEN '+' ELSE '' END || lpad(abs(power)::text, width, '0');
END $$;

CREATE FUNCTION sys.format_number(x numeric, format text, culture text, integral boolean) RETURNS sys.string STABLE PARALLEL SAFE LANGUAGE plpgsql AS $$
DECLARE
  c sys.culture := sys.culture_named(culture);
  standard text[] COLLATE "C" := regexp_match(format COLLATE "C", '^([A-Za-z])(\d{0,2})$');
  letter text COLLATE "C" := standard[1];
  places integer := nullif(standard[2], '')::integer;
  body text COLLATE "C";
BEGIN
  IF x IS NULL OR format IS NULL THEN
    RETURN NULL;
  END IF;
  IF standard IS NULL THEN
    RETURN CASE WHEN format = '' THEN sys.format_number(x, 'G', culture, integral) ELSE sys.format_custom(x, format, c)::sys.string END;
  END IF;
  CASE upper(letter)
    WHEN 'C' THEN
      body := sys.format_fixed(abs(x), coalesce(places, CASE c.name WHEN 'ja-jp' THEN 0 ELSE 2 END), true, c);
      RETURN replace(replace(CASE WHEN round(x, coalesce(places, 2)) < 0 THEN c.negative_money ELSE c.money END, 'n', body), '$', c.currency)::sys.string;
    WHEN 'P' THEN
      RETURN (CASE WHEN x < 0 THEN '-' ELSE '' END || sys.format_fixed(abs(x) * 100, coalesce(places, 2), true, c) || ' %')::sys.string;
    WHEN 'N' THEN body := sys.format_fixed(abs(x), coalesce(places, 2), true, c);
    WHEN 'F' THEN body := sys.format_fixed(abs(x), coalesce(places, 2), false, c);
    WHEN 'E' THEN body := sys.format_exponent(abs(x), coalesce(places, 6), letter, 3, true, c);
    WHEN 'D' THEN
      IF NOT integral THEN
        RETURN NULL;
      END IF;
      body := lpad(abs(x)::text, greatest(coalesce(places, 0), length(abs(x)::text)), '0');
    WHEN 'X' THEN
      IF NOT integral THEN
        RETURN NULL;
      END IF;
      body := CASE WHEN x >= 0 THEN to_hex(x::bigint) WHEN x >= -2147483648 THEN to_hex(x::integer) ELSE to_hex(x::bigint) END;
      body := CASE letter WHEN 'X' THEN upper(body) ELSE body END;
      RETURN lpad(body, greatest(coalesce(places, 0), length(body)), '0')::sys.string;
    WHEN 'G', 'R' THEN body := replace(trim_scale(abs(x))::text, '.', c.point);
    ELSE RETURN NULL;
  END CASE;
  RETURN (CASE WHEN x < 0 AND body ~ '[1-9]' THEN '-' ELSE '' END || body)::sys.string;
END $$;

-- A custom format: what stands in quotes or behind a backslash is itself.
CREATE FUNCTION sys.format_sections(format text) RETURNS text[] IMMUTABLE PARALLEL SAFE
  RETURN (SELECT array_agg(m[1]) FROM regexp_matches(format COLLATE "C" || ';', '((?:''[^'']*''|"[^"]*"|\\.|[^;''"\\])*);', 'g') AS t (m));
CREATE FUNCTION sys.format_custom(x numeric, format text, c sys.culture) RETURNS text IMMUTABLE PARALLEL SAFE LANGUAGE plpgsql AS $$
DECLARE
  sections text[] COLLATE "C" := sys.format_sections(format);
  section text COLLATE "C";
  tokens text[] COLLATE "C";
  bare text COLLATE "C";
  whole_places text COLLATE "C";
  fraction_places text COLLATE "C";
  value numeric := abs(x);
  digits text COLLATE "C";
  whole text COLLATE "C";
  fraction text COLLATE "C";
  exponent text[] COLLATE "C";
  answer text COLLATE "C" := '';
  token text COLLATE "C";
  seen integer := 0;
  behind integer := 0;
  negative boolean := x < 0;
BEGIN
  section := CASE WHEN x = 0 AND cardinality(sections) >= 3 THEN sections[3] WHEN x < 0 AND cardinality(sections) >= 2 AND sections[2] <> '' THEN sections[2] ELSE sections[1] END;
  negative := negative AND (cardinality(sections) < 2 OR sections[2] = '');
  SELECT array_agg(m[1]) INTO tokens FROM regexp_matches(section, '(''[^'']*''|"[^"]*"|\\.|[eE][+-]?0+|.)', 'g') AS t (m);
  SELECT string_agg(t, '') INTO bare FROM unnest(tokens) t WHERE t ~ '^([0#.,%‰]|[eE][+-]?0+)$';
  bare := coalesce(bare, '');
  exponent := regexp_match(bare, '([eE])([+-]?)(0+)');
  bare := regexp_replace(bare, '[eE][+-]?0+', '');
  IF strpos(bare, '%') > 0 THEN value := value * 100; END IF;
  IF strpos(bare, '‰') > 0 THEN value := value * 1000; END IF;
  bare := translate(bare, '%‰', '');
  -- Commas right before the point divide by a thousand each; elsewhere among the digits they group.
  whole_places := split_part(bare, '.', 1);
  value := value / (1000::numeric ^ length(substring(whole_places FROM ',*$')));
  whole_places := rtrim(whole_places, ',');
  fraction_places := replace(substr(bare, length(split_part(bare, '.', 1)) + 2), '.', '');
  fraction_places := replace(fraction_places, ',', '');
  IF exponent IS NOT NULL THEN
    digits := sys.format_exponent(value, length(fraction_places), exponent[1], length(exponent[3]), exponent[2] = '+', c);
    RETURN CASE WHEN negative THEN '-' ELSE '' END || digits;
  END IF;
  digits := round(value, length(fraction_places))::text;
  whole := ltrim(split_part(digits, '.', 1), '0');
  fraction := split_part(digits, '.', 2);
  -- Digits that # may leave away.
  WHILE fraction <> '' AND right(fraction, 1) = '0' AND substr(fraction_places, length(fraction), 1) = '#' LOOP
    fraction := left(fraction, -1);
  END LOOP;
  whole := lpad(whole, greatest(length(whole), length(substring(replace(whole_places, ',', '') FROM '0[0#]*$'))), '0');
  IF whole = '' AND fraction = '' AND x <> 0 AND sections[3] IS NOT NULL AND round(value, length(fraction_places)) = 0 THEN
    RETURN sys.format_custom(0, format, c);
  END IF;
  -- The places of the format, from the first on; more digits than places go before the first.
  fraction_places := rpad(fraction, length(fraction_places));
  seen := 0;
  FOREACH token IN ARRAY coalesce(tokens, '{}') LOOP
    IF token IN ('0', '#') AND behind = 0 THEN
      seen := seen + 1;
      answer := answer || sys.format_place(whole, seen, length(replace(whole_places, ',', '')), strpos(whole_places, ',') > 0, c.separator);
    ELSIF token IN ('0', '#') THEN
      answer := answer || rtrim(substr(fraction_places, behind, 1));
      behind := behind + 1;
    ELSIF token = '.' AND behind = 0 THEN
      behind := 1;
      answer := answer || CASE WHEN fraction <> '' THEN c.point ELSE '' END;
    ELSIF token IN ('.', ',') THEN
      NULL;
    ELSIF left(token, 1) IN ('''', '"') AND length(token) > 1 THEN
      answer := answer || substr(token, 2, length(token) - 2);
    ELSIF left(token, 1) = '\' THEN
      answer := answer || substr(token, 2);
    ELSE
      answer := answer || token;
    END IF;
  END LOOP;
  RETURN CASE WHEN negative AND digits ~ '[1-9]' THEN '-' ELSE '' END || answer;
END $$;
-- What stands in place number `place` of `places`: one digit, the first place also all that have no place of their own.
CREATE FUNCTION sys.format_place(whole text, place integer, places integer, grouped boolean, separator text) RETURNS text IMMUTABLE PARALLEL SAFE LANGUAGE plpgsql AS $$
DECLARE
  first integer := CASE WHEN place = 1 THEN 1 ELSE length(whole) - places + place END;
  last integer := length(whole) - places + place;
  answer text COLLATE "C" := '';
BEGIN
  FOR i IN greatest(first, 1) .. last LOOP
    answer := answer || substr(whole, i, 1) || CASE WHEN grouped AND i < length(whole) AND (length(whole) - i) % 3 = 0 THEN separator ELSE '' END;
  END LOOP;
  RETURN answer;
END $$;

-- `minutes` is NULL for types without an offset. `t` are ticks of local time.
CREATE FUNCTION sys.format_datetime(t bigint, minutes integer, format text, culture text) RETURNS sys.string STABLE PARALLEL SAFE LANGUAGE plpgsql AS $$
DECLARE
  c sys.culture := sys.culture_named(culture);
  pattern text COLLATE "C" := format;
  answer text COLLATE "C" := '';
  token text COLLATE "C";
  day date := sys.date_from_ticks(t);
  ticks bigint := t % 864000000000;
  hour integer := ticks / 36000000000;
BEGIN
  IF t IS NULL OR format IS NULL THEN
    RETURN NULL;
  END IF;
  IF format = '' THEN
    pattern := 'G';
  END IF;
  IF length(pattern) = 1 THEN
    pattern := CASE pattern
      WHEN 'd' THEN c.short_date WHEN 'D' THEN c.long_date WHEN 't' THEN c.short_time WHEN 'T' THEN c.long_time
      WHEN 'f' THEN c.long_date || ' ' || c.short_time WHEN 'F' THEN c.long_date || ' ' || c.long_time
      WHEN 'g' THEN c.short_date || ' ' || c.short_time WHEN 'G' THEN c.short_date || ' ' || c.long_time
      WHEN 'm' THEN c.month_day WHEN 'M' THEN c.month_day WHEN 'y' THEN c.year_month WHEN 'Y' THEN c.year_month
      WHEN 's' THEN 'yyyy''-''MM''-''dd''T''HH'':''mm'':''ss' WHEN 'u' THEN 'yyyy''-''MM''-''dd HH'':''mm'':''ss''Z'''
      WHEN 'o' THEN 'yyyy''-''MM''-''dd''T''HH'':''mm'':''ss''.''fffffffK' WHEN 'O' THEN 'yyyy''-''MM''-''dd''T''HH'':''mm'':''ss''.''fffffffK'
      WHEN 'r' THEN 'ddd, dd MMM yyyy HH'':''mm'':''ss ''GMT''' WHEN 'R' THEN 'ddd, dd MMM yyyy HH'':''mm'':''ss ''GMT''' END;
    IF pattern IS NULL THEN
      RETURN NULL;
    END IF;
  END IF;
  FOR token IN SELECT m[1] FROM regexp_matches(pattern, '(''[^'']*''|"[^"]*"|\\.|%|d+|f+|F+|g+|h+|H+|K|m+|M+|s+|t+|y+|z+|.)', 'g') AS x (m) LOOP
    answer := answer || CASE
      WHEN left(token, 1) IN ('''', '"') AND length(token) > 1 THEN substr(token, 2, length(token) - 2)
      WHEN left(token, 1) = '\' THEN substr(token, 2)
      WHEN token = '%' THEN ''
      WHEN token = 'd' THEN extract(day FROM day)::text WHEN token = 'dd' THEN to_char(day, 'DD')
      WHEN token = 'ddd' THEN c.short_days[extract(isodow FROM day)::integer] WHEN token ~ '^dddd' THEN c.days[extract(isodow FROM day)::integer]
      WHEN token ~ '^f{1,7}$' THEN left(lpad((ticks % 10000000)::text, 7, '0'), length(token))
      WHEN token ~ '^F{1,7}$' THEN rtrim(left(lpad((ticks % 10000000)::text, 7, '0'), length(token)), '0')
      WHEN token ~ '^g' THEN 'A.D.'
      WHEN token = 'h' THEN ((hour + 11) % 12 + 1)::text WHEN token ~ '^h' THEN lpad(((hour + 11) % 12 + 1)::text, 2, '0')
      WHEN token = 'H' THEN hour::text WHEN token ~ '^H' THEN lpad(hour::text, 2, '0')
      WHEN token = 'K' THEN CASE WHEN minutes IS NULL THEN '' ELSE sys.offset_name(minutes)::text END
      WHEN token = 'm' THEN (ticks / 600000000 % 60)::text WHEN token ~ '^m' THEN lpad((ticks / 600000000 % 60)::text, 2, '0')
      WHEN token = 'M' THEN extract(month FROM day)::text WHEN token = 'MM' THEN to_char(day, 'MM')
      WHEN token = 'MMM' THEN c.short_months[extract(month FROM day)::integer] WHEN token ~ '^MMMM' THEN c.months[extract(month FROM day)::integer]
      WHEN token = 's' THEN (ticks / 10000000 % 60)::text WHEN token ~ '^s' THEN lpad((ticks / 10000000 % 60)::text, 2, '0')
      WHEN token = 't' THEN left(CASE WHEN hour < 12 THEN c.am ELSE c.pm END, 1) WHEN token ~ '^t' THEN CASE WHEN hour < 12 THEN c.am ELSE c.pm END
      WHEN token = 'y' THEN (extract(year FROM day)::integer % 100)::text WHEN token = 'yy' THEN lpad((extract(year FROM day)::integer % 100)::text, 2, '0')
      WHEN token ~ '^y' THEN lpad(extract(year FROM day)::text, length(token), '0')
      WHEN token = 'z' THEN CASE WHEN coalesce(minutes, 0) < 0 THEN '-' ELSE '+' END || (abs(coalesce(minutes, 0)) / 60)::text
      WHEN token = 'zz' THEN left(sys.offset_name(coalesce(minutes, 0)), 3) WHEN token ~ '^z' THEN sys.offset_name(coalesce(minutes, 0))::text
      WHEN token = '/' THEN CASE c.name WHEN 'de-de' THEN '.' WHEN 'nl-nl' THEN '-' WHEN 'sv-se' THEN '-' ELSE '/' END
      ELSE token END;
  END LOOP;
  RETURN answer::sys.string;
END $$;

-- time is a TimeSpan to .NET: signs between the parts must be quoted or escaped, or there is no result.
CREATE FUNCTION sys.format_time(t bigint, format text, culture text) RETURNS sys.string STABLE PARALLEL SAFE LANGUAGE plpgsql AS $$
DECLARE
  pattern text COLLATE "C" := CASE WHEN format IN ('c', 't', 'T', '') THEN CASE WHEN t % 10000000 = 0 THEN 'hh\:mm\:ss' ELSE 'hh\:mm\:ss\.fffffff' END
    WHEN format = 'g' COLLATE "C" THEN 'h\:mm\:ss' WHEN format = 'G' COLLATE "C" THEN '''0''\:hh\:mm\:ss\.fffffff' ELSE format END;
BEGIN
  IF regexp_replace(pattern, '''[^'']*''|"[^"]*"|\\.|%|d{1,8}|h{1,2}|m{1,2}|s{1,2}|f{1,7}|F{1,7}', '', 'g') <> '' THEN
    RETURN NULL;
  END IF;
  RETURN sys.format_datetime(599266080000000000 + t, NULL, regexp_replace(pattern, 'h', 'H', 'g'), culture);
END $$;
