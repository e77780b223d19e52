-- sql_variant: the base type as T-SQL writes it and the value as canonical text (dates in style 121, binary as 0x..., money with four
-- decimals, float with all its digits).

CREATE FUNCTION sys.variant_of(value text, type text) RETURNS sys.sql_variant IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN value IS NOT NULL THEN ROW(type, value)::sys.sql_variant END;
CREATE FUNCTION sys.variant_base(v sys.sql_variant) RETURNS text IMMUTABLE PARALLEL SAFE
  RETURN split_part((v).type, '(', 1);

-- Families in order of precedence: values of different families compare by family (sql-docs, data-types/sql-variant-transact-sql).
CREATE FUNCTION sys.variant_family(base text) RETURNS integer IMMUTABLE PARALLEL SAFE
  RETURN CASE
    WHEN base IN ('datetime2', 'datetimeoffset', 'datetime', 'smalldatetime', 'date', 'time') THEN 6
    WHEN base IN ('float', 'real') THEN 5
    WHEN base IN ('decimal', 'numeric', 'money', 'smallmoney', 'bigint', 'int', 'smallint', 'tinyint', 'bit') THEN 4
    WHEN base IN ('nvarchar', 'nchar', 'varchar', 'char') THEN 3
    WHEN base IN ('varbinary', 'binary') THEN 2
    ELSE 1 END;

CREATE FUNCTION sys.variant_ticks(v sys.sql_variant) RETURNS bigint LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1 AS $$
DECLARE
  parsed record := sys.parse_date((v).value, 'datetimeoffset', 121, 'ymd');
BEGIN
  RETURN parsed.ticks - parsed.minutes::int8 * 600000000;
END $$;
CREATE FUNCTION sys.variant_bytes(v sys.sql_variant) RETURNS bytea IMMUTABLE PARALLEL SAFE
  RETURN decode(substr((v).value, 3), 'hex');

CREATE FUNCTION sys.variant_cmp(a sys.sql_variant, b sys.sql_variant) RETURNS integer LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 10 AS $$
DECLARE
  family integer := sys.variant_family(sys.variant_base(a));
  other integer := sys.variant_family(sys.variant_base(b));
BEGIN
  IF family <> other THEN
    RETURN CASE WHEN family < other THEN -1 ELSE 1 END;
  END IF;
  CASE family
    WHEN 6 THEN RETURN btint8cmp(sys.variant_ticks(a), sys.variant_ticks(b));
    WHEN 5 THEN RETURN btfloat8cmp((a).value::float8, (b).value::float8);
    WHEN 4 THEN RETURN numeric_cmp((a).value::numeric, (b).value::numeric);
    WHEN 3 THEN RETURN sys.string_cmp((a).value::sys.string COLLATE sys.ci_as, (b).value::sys.string COLLATE sys.ci_as);
    WHEN 2 THEN RETURN byteacmp(sys.binary_key(sys.variant_bytes(a)), sys.binary_key(sys.variant_bytes(b)));
    ELSE RETURN byteacmp(sys.guid_key((a).value::uuid), sys.guid_key((b).value::uuid));
  END CASE;
END $$;
CREATE FUNCTION sys.variant_hash(v sys.sql_variant) RETURNS integer LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 10 AS $$
BEGIN
  CASE sys.variant_family(sys.variant_base(v))
    WHEN 6 THEN RETURN hashint8(sys.variant_ticks(v));
    WHEN 5 THEN RETURN hashfloat8((v).value::float8);
    WHEN 4 THEN RETURN hash_numeric((v).value::numeric);
    WHEN 3 THEN RETURN sys.string_hash((v).value::sys.string COLLATE sys.ci_as);
    WHEN 2 THEN RETURN hashvarlena(sys.binary_key(sys.variant_bytes(v)));
    ELSE RETURN uuid_hash((v).value::uuid);
  END CASE;
END $$;
CREATE FUNCTION sys.variant_eq(a sys.sql_variant, b sys.sql_variant) RETURNS boolean IMMUTABLE PARALLEL SAFE RETURN sys.variant_cmp(a, b) = 0;
CREATE FUNCTION sys.variant_ne(a sys.sql_variant, b sys.sql_variant) RETURNS boolean IMMUTABLE PARALLEL SAFE RETURN sys.variant_cmp(a, b) <> 0;
CREATE FUNCTION sys.variant_lt(a sys.sql_variant, b sys.sql_variant) RETURNS boolean IMMUTABLE PARALLEL SAFE RETURN sys.variant_cmp(a, b) < 0;
CREATE FUNCTION sys.variant_le(a sys.sql_variant, b sys.sql_variant) RETURNS boolean IMMUTABLE PARALLEL SAFE RETURN sys.variant_cmp(a, b) <= 0;
CREATE FUNCTION sys.variant_gt(a sys.sql_variant, b sys.sql_variant) RETURNS boolean IMMUTABLE PARALLEL SAFE RETURN sys.variant_cmp(a, b) > 0;
CREATE FUNCTION sys.variant_ge(a sys.sql_variant, b sys.sql_variant) RETURNS boolean IMMUTABLE PARALLEL SAFE RETURN sys.variant_cmp(a, b) >= 0;
CREATE OPERATOR sys.= (LEFTARG = sys.sql_variant, RIGHTARG = sys.sql_variant, FUNCTION = sys.variant_eq,
  COMMUTATOR = OPERATOR(sys.=), NEGATOR = OPERATOR(sys.<>), RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES);
CREATE OPERATOR sys.<> (LEFTARG = sys.sql_variant, RIGHTARG = sys.sql_variant, FUNCTION = sys.variant_ne,
  COMMUTATOR = OPERATOR(sys.<>), NEGATOR = OPERATOR(sys.=), RESTRICT = neqsel, JOIN = neqjoinsel);
CREATE OPERATOR sys.< (LEFTARG = sys.sql_variant, RIGHTARG = sys.sql_variant, FUNCTION = sys.variant_lt,
  COMMUTATOR = OPERATOR(sys.>), NEGATOR = OPERATOR(sys.>=));
CREATE OPERATOR sys.<= (LEFTARG = sys.sql_variant, RIGHTARG = sys.sql_variant, FUNCTION = sys.variant_le,
  COMMUTATOR = OPERATOR(sys.>=), NEGATOR = OPERATOR(sys.>));
CREATE OPERATOR sys.> (LEFTARG = sys.sql_variant, RIGHTARG = sys.sql_variant, FUNCTION = sys.variant_gt,
  COMMUTATOR = OPERATOR(sys.<), NEGATOR = OPERATOR(sys.<=));
CREATE OPERATOR sys.>= (LEFTARG = sys.sql_variant, RIGHTARG = sys.sql_variant, FUNCTION = sys.variant_ge,
  COMMUTATOR = OPERATOR(sys.<=), NEGATOR = OPERATOR(sys.<));
CREATE OPERATOR CLASS sys.variant_ops DEFAULT FOR TYPE sys.sql_variant USING btree AS
  OPERATOR 1 sys.<, OPERATOR 2 sys.<=, OPERATOR 3 sys.=, OPERATOR 4 sys.>=, OPERATOR 5 sys.>,
  FUNCTION 1 sys.variant_cmp(sys.sql_variant, sys.sql_variant);
CREATE OPERATOR CLASS sys.variant_hash_ops DEFAULT FOR TYPE sys.sql_variant USING hash AS
  OPERATOR 1 sys.=, FUNCTION 1 sys.variant_hash(sys.sql_variant);
CREATE FUNCTION sys.variant_larger(a sys.sql_variant, b sys.sql_variant) RETURNS sys.sql_variant IMMUTABLE STRICT PARALLEL SAFE
  RETURN CASE WHEN sys.variant_cmp(a, b) >= 0 THEN a ELSE b END;
CREATE FUNCTION sys.variant_smaller(a sys.sql_variant, b sys.sql_variant) RETURNS sys.sql_variant IMMUTABLE STRICT PARALLEL SAFE
  RETURN CASE WHEN sys.variant_cmp(a, b) <= 0 THEN a ELSE b END;
CREATE AGGREGATE sys.max(sys.sql_variant) (SFUNC = sys.variant_larger, STYPE = sys.sql_variant, SORTOP = OPERATOR(sys.>));
CREATE AGGREGATE sys.min(sys.sql_variant) (SFUNC = sys.variant_smaller, STYPE = sys.sql_variant, SORTOP = OPERATOR(sys.<));

-- Out of sql_variant: the base type of each value decides which conversion is done.
CREATE FUNCTION sys.variant_refused(v sys.sql_variant, target text, quiet boolean) RETURNS void LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1 AS $$
BEGIN
  IF NOT quiet THEN
    PERFORM sys.raise(529, 16, 2, 'Explicit conversion from data type ' || sys.variant_base(v) || ' to ' || target || ' is not allowed.');
  END IF;
END $$;

CREATE FUNCTION sys.variant_days(v sys.sql_variant) RETURNS numeric LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1 AS $$
BEGIN
  RETURN sys.datetime_of_string((v).value, 121, 'ymd', false, 'varchar')::numeric / 25920000;
END $$;

CREATE FUNCTION sys.variant_to_integer(v sys.sql_variant, target text, quiet boolean) RETURNS bigint LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 10 AS $$
DECLARE
  base text := sys.variant_base(v);
  value text := (v).value;
  number numeric;
BEGIN
  CASE sys.variant_family(base)
    WHEN 3 THEN
      RETURN CASE target
        WHEN 'bit' THEN sys.bit_of_string(value, quiet, base)
        WHEN 'tinyint' THEN sys.tinyint_of_string(value, quiet, base)
        WHEN 'smallint' THEN sys.smallint_of_string(value, quiet, base)
        WHEN 'int' THEN sys.int_of_string(value, quiet, base)
        ELSE sys.bigint_of_string(value, quiet, base) END;
    WHEN 5 THEN
      RETURN CASE target
        WHEN 'bit' THEN (value::float8 <> 0)::int4
        WHEN 'tinyint' THEN sys.tinyint_of_float(value::float8, quiet)
        WHEN 'smallint' THEN sys.smallint_of_float(value::float8, quiet)
        WHEN 'int' THEN sys.int_of_float(value::float8, quiet)
        ELSE sys.bigint_of_float(value::float8, quiet) END;
    WHEN 2 THEN
      RETURN CASE target
        WHEN 'bit' THEN (sys.integer_of_binary(sys.variant_bytes(v), 8) <> 0)::int4
        ELSE sys.integer_of_binary(sys.variant_bytes(v), CASE target WHEN 'tinyint' THEN 1 WHEN 'smallint' THEN 2 WHEN 'int' THEN 4 ELSE 8 END) END;
    WHEN 4 THEN
      number := value::numeric;
      IF base IN ('money', 'smallmoney') AND target <> 'bit' THEN number := round(number); END IF;
      IF base IN ('bit', 'tinyint', 'smallint', 'int', 'bigint') AND target IN ('tinyint', 'smallint') THEN
        RETURN CASE target WHEN 'tinyint' THEN sys.tinyint_of_bigint(number::bigint, quiet) ELSE sys.smallint_of_bigint(number::bigint, quiet) END;
      END IF;
    ELSE
      IF base NOT IN ('datetime', 'smalldatetime') THEN
        PERFORM sys.variant_refused(v, target, quiet);
        RETURN NULL;
      END IF;
      number := CASE WHEN target = 'bit' THEN sys.variant_days(v) ELSE round(sys.variant_days(v)) END;
  END CASE;
  RETURN CASE target
    WHEN 'bit' THEN (number <> 0)::int4
    WHEN 'tinyint' THEN sys.tinyint_of_numeric(number, quiet, 'numeric')
    WHEN 'smallint' THEN sys.smallint_of_numeric(number, quiet, 'numeric')
    WHEN 'int' THEN sys.int_of_numeric(number, quiet, 'numeric')
    ELSE sys.bigint_of_numeric(number, quiet, 'numeric') END;
END $$;
CREATE FUNCTION sys.variant_to_int2(v sys.sql_variant, target text, quiet boolean) RETURNS smallint IMMUTABLE PARALLEL SAFE
  RETURN sys.variant_to_integer(v, target, quiet)::int2;
CREATE FUNCTION sys.variant_to_ticks(v sys.sql_variant, target text, quiet boolean) RETURNS bigint LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 10 AS $$
DECLARE
  base text := sys.variant_base(v);
  parsed record;
BEGIN
  IF sys.variant_family(base) NOT IN (3, 6) OR (base = 'date' AND target = 'time') OR (base = 'time' AND target = 'date') THEN
    PERFORM sys.variant_refused(v, target, quiet);
    RETURN NULL;
  END IF;
  parsed := sys.parse_date((v).value, CASE WHEN sys.variant_family(base) = 6 THEN 'datetimeoffset' ELSE target END, 0, 'mdy');
  IF parsed.ticks < 0 THEN
    RETURN sys.date_failed(parsed.ticks, (v).value, quiet, base, target);
  END IF;
  -- A datetime in canonical text has lost its thirds of a tick.
  RETURN CASE WHEN base = 'datetime' THEN sys.ticks_of_datetime(sys.thirds(parsed.ticks)) ELSE parsed.ticks END;
END $$;
CREATE FUNCTION sys.variant_to_number(v sys.sql_variant, target text, quiet boolean) RETURNS numeric LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 10 AS $$
DECLARE
  base text := sys.variant_base(v);
BEGIN
  CASE sys.variant_family(base)
    WHEN 5 THEN RETURN sys.numeric_of_float((v).value::float8);
    WHEN 4 THEN RETURN (v).value::numeric;
    WHEN 2 THEN RETURN sys.numeric_of_binary(sys.variant_bytes(v));
    ELSE
      IF base NOT IN ('datetime', 'smalldatetime') THEN
        PERFORM sys.variant_refused(v, target, quiet);
        RETURN NULL;
      END IF;
      RETURN sys.variant_days(v);
  END CASE;
END $$;
-- int and smalldatetime share a carrier, as do bigint and datetime.
CREATE FUNCTION sys.variant_to_int4(v sys.sql_variant, target text, quiet boolean) RETURNS integer LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 10 AS $$
BEGIN
  IF target = 'int' THEN
    RETURN sys.variant_to_integer(v, target, quiet);
  END IF;
  IF sys.variant_family(sys.variant_base(v)) IN (4, 5) THEN
    RETURN sys.smalldatetime_of_numeric(sys.variant_to_number(v, target, quiet), quiet);
  END IF;
  RETURN sys.smalldatetime_of_ticks(sys.variant_to_ticks(v, target, quiet), quiet, sys.variant_base(v));
END $$;
CREATE FUNCTION sys.variant_to_int8(v sys.sql_variant, target text, quiet boolean) RETURNS bigint LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 10 AS $$
BEGIN
  IF target = 'bigint' THEN
    RETURN sys.variant_to_integer(v, target, quiet);
  END IF;
  IF sys.variant_family(sys.variant_base(v)) IN (4, 5) THEN
    RETURN sys.datetime_of_numeric(sys.variant_to_number(v, target, quiet), quiet);
  END IF;
  RETURN sys.datetime_of_ticks(sys.variant_to_ticks(v, target, quiet), quiet, sys.variant_base(v));
END $$;
CREATE FUNCTION sys.variant_to_int8(v sys.sql_variant, target text, scale integer, quiet boolean) RETURNS bigint LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 10 AS $$
DECLARE
  ticks bigint := sys.variant_to_ticks(v, target, quiet);
BEGIN
  RETURN CASE WHEN target = 'time' THEN sys.time_of_ticks(ticks, scale) ELSE sys.datetime2_of_ticks(ticks, scale, quiet) END;
END $$;
CREATE FUNCTION sys.variant_to_date(v sys.sql_variant, target text, quiet boolean) RETURNS date LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 10 AS $$
BEGIN
  RETURN sys.date_of_ticks(sys.variant_to_ticks(v, target, quiet));
END $$;
CREATE FUNCTION sys.variant_to_datetimeoffset(v sys.sql_variant, target text, scale integer, quiet boolean) RETURNS sys.datetimeoffset LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 10 AS $$
DECLARE
  base text := sys.variant_base(v);
  ticks bigint := sys.variant_to_ticks(v, target, quiet);
  parsed record;
BEGIN
  IF ticks IS NULL THEN
    RETURN NULL;
  END IF;
  parsed := sys.parse_date((v).value, 'datetimeoffset', 0, 'mdy');
  RETURN sys.datetimeoffset_of_ticks(ticks, parsed.minutes, scale, quiet);
END $$;
CREATE FUNCTION sys.variant_to_numeric(v sys.sql_variant, target text, precision_ integer, scale_ integer, quiet boolean) RETURNS numeric LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 10 AS $$
BEGIN
  IF sys.variant_family(sys.variant_base(v)) = 3 THEN
    RETURN sys.decimal_of_string((v).value, scale_, 10::numeric ^ (precision_ - scale_), quiet, sys.variant_base(v));
  END IF;
  RETURN sys.decimal_of_numeric(sys.variant_to_number(v, target, quiet), scale_, 10::numeric ^ (precision_ - scale_), quiet,
    CASE WHEN sys.variant_base(v) = 'decimal' THEN 'numeric' ELSE sys.variant_base(v) END);
END $$;
CREATE FUNCTION sys.variant_to_numeric(v sys.sql_variant, target text, quiet boolean) RETURNS numeric LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 10 AS $$
DECLARE
  number numeric;
BEGIN
  CASE sys.variant_family(sys.variant_base(v))
    WHEN 3 THEN RETURN sys.money_of_string((v).value, target = 'smallmoney', quiet);
    WHEN 2 THEN RETURN sys.integer_of_binary(sys.variant_bytes(v), CASE WHEN target = 'money' THEN 8 ELSE 4 END)::numeric / 10000;
    ELSE number := sys.variant_to_number(v, target, quiet);
  END CASE;
  RETURN CASE WHEN target = 'money' THEN sys.money_of_numeric(number, quiet) ELSE sys.smallmoney_of_numeric(number, quiet) END;
END $$;
CREATE FUNCTION sys.variant_to_float8(v sys.sql_variant, target text, quiet boolean) RETURNS float8 LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 10 AS $$
DECLARE
  family integer := sys.variant_family(sys.variant_base(v));
BEGIN
  IF family = 3 THEN
    RETURN sys.float_of_string((v).value, quiet, sys.variant_base(v), target);
  ELSIF family = 5 THEN
    RETURN (v).value::float8;
  ELSIF family = 2 THEN
    PERFORM sys.variant_refused(v, target, quiet);
    RETURN NULL;
  END IF;
  RETURN sys.variant_to_number(v, target, quiet)::float8;
END $$;
CREATE FUNCTION sys.variant_to_float4(v sys.sql_variant, target text, quiet boolean) RETURNS real IMMUTABLE PARALLEL SAFE
  RETURN sys.real_of_float(sys.variant_to_float8(v, target, quiet), quiet);
CREATE FUNCTION sys.variant_to_string(v sys.sql_variant, target text, style integer, quiet boolean) RETURNS sys.string LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 10 AS $$
DECLARE
  base text := sys.variant_base(v);
  chosen integer := CASE WHEN style >= 0 THEN style WHEN base IN ('date', 'time', 'datetime2', 'datetimeoffset') THEN 121 ELSE 0 END;
  places integer := coalesce(substring((v).type COLLATE "C" FROM '\(([0-9]+)\)')::integer, 0);
  parsed record;
BEGIN
  CASE
    WHEN base IN ('float', 'real') THEN RETURN sys.string_of_float((v).value::float8, chosen, base = 'real');
    WHEN base IN ('money', 'smallmoney') THEN RETURN sys.string_of_money((v).value::numeric, chosen);
    WHEN base IN ('binary', 'varbinary') THEN RETURN sys.string_of_binary(sys.variant_bytes(v), chosen, target IN ('nchar', 'nvarchar'), quiet);
    WHEN sys.variant_family(base) = 6 THEN
      parsed := sys.parse_date((v).value, 'datetimeoffset', 121, 'ymd');
      RETURN sys.string_of_ticks(parsed.ticks, base, places, parsed.minutes, chosen);
    ELSE RETURN (v).value::sys.string COLLATE sys.ci_as;
  END CASE;
END $$;
CREATE FUNCTION sys.variant_to_uuid(v sys.sql_variant, target text, quiet boolean) RETURNS uuid LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 10 AS $$
BEGIN
  CASE sys.variant_family(sys.variant_base(v))
    WHEN 1 THEN RETURN (v).value::uuid;
    WHEN 2 THEN RETURN sys.guid_of_binary(sys.variant_bytes(v), quiet);
    WHEN 3 THEN RETURN sys.guid_of_string((v).value, quiet);
    ELSE
      PERFORM sys.variant_refused(v, target, quiet);
      RETURN NULL;
  END CASE;
END $$;
CREATE FUNCTION sys.variant_to_bytea(v sys.sql_variant, target text, length_ integer, quiet boolean) RETURNS bytea LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 10 AS $$
DECLARE
  base text := sys.variant_base(v);
  value text := (v).value;
  at_left boolean := true;
  result bytea;
BEGIN
  CASE
    WHEN base IN ('binary', 'varbinary') THEN result := sys.variant_bytes(v);
    WHEN base IN ('varchar', 'char') THEN result := sys.latin_of_text(value);
    WHEN base IN ('nvarchar', 'nchar') THEN result := sys.utf16_of_text(value);
    WHEN base = 'uniqueidentifier' THEN result := sys.binary_of_guid(value::uuid);
    WHEN base IN ('decimal', 'numeric') THEN
      result := sys.binary_of_decimal(value::numeric, split_part(split_part((v).type, '(', 2), ',', 1)::integer, scale(value::numeric));
    ELSE
      at_left := false;
      CASE base
        WHEN 'bit', 'tinyint' THEN result := sys.binary_of_integer(value::bigint, 1);
        WHEN 'smallint' THEN result := sys.binary_of_integer(value::bigint, 2);
        WHEN 'int' THEN result := sys.binary_of_integer(value::bigint, 4);
        WHEN 'bigint' THEN result := sys.binary_of_integer(value::bigint, 8);
        WHEN 'money' THEN result := sys.binary_of_integer((value::numeric * 10000)::bigint, 8);
        WHEN 'smallmoney' THEN result := sys.binary_of_integer((value::numeric * 10000)::bigint, 4);
        WHEN 'float' THEN result := float8send(value::float8);
        WHEN 'real' THEN result := float4send(value::float4);
        WHEN 'datetime' THEN result := sys.binary_of_datetime(sys.variant_to_int8(v, 'datetime', quiet));
        WHEN 'smalldatetime' THEN result := sys.binary_of_smalldatetime(sys.variant_to_int4(v, 'smalldatetime', quiet));
        ELSE
          at_left := true;
          result := CASE WHEN base = 'datetimeoffset'
            THEN sys.binary_of_dto(sys.variant_to_datetimeoffset(v, base, 7, quiet), substring((v).type COLLATE "C" FROM '[0-9]')::integer)
            ELSE sys.binary_of_ticks(sys.variant_to_ticks(v, base, quiet), base, coalesce(substring((v).type COLLATE "C" FROM '\(([0-9])\)')::integer, 0)) END;
      END CASE;
  END CASE;
  IF length_ > 0 AND length(result) > length_ THEN
    result := CASE WHEN at_left THEN substring(result FROM 1 FOR length_) ELSE substring(result FROM length(result) - length_ + 1) END;
  END IF;
  IF target = 'binary' THEN
    RETURN CASE WHEN at_left THEN sys.pad_binary(result, length_) ELSE sys.pad_binary_left(result, length_) END;
  END IF;
  RETURN result;
END $$;

-- xml: kept as text once it is known to be well-formed content.
CREATE FUNCTION sys.xml_of_string(value text, quiet boolean) RETURNS sys.string LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 10 AS $$
BEGIN
  IF NOT xml_is_well_formed_content(value COLLATE "C") THEN
    RETURN sys.fail(NULL::sys.string, value, quiet, 9400, 1, 'XML parsing: unexpected end of input or malformed markup');
  END IF;
  RETURN regexp_replace(value COLLATE "C", '^\s*<\?xml[^>]*\?>\s*', '')::sys.string;
END $$;
