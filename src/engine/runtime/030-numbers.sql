-- Range checks and conversions of numbers. The checks are SQL expressions, which PostgreSQL inlines; only their error branch is a call.

-- Arithmetic whose carrier is wider than its type.
CREATE FUNCTION sys.tinyint_arith(x integer) RETURNS smallint IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN x < 0 OR x > 255
    THEN sys.fail(NULL::int2, x::text, false, 8115, 2, 'Arithmetic overflow error converting expression to data type tinyint.')
    ELSE x::int2 END;
CREATE FUNCTION sys.money_arith(x numeric) RETURNS numeric IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN x < -922337203685477.5808 OR x > 922337203685477.5807
    THEN sys.fail(NULL::numeric, x::text, false, 8115, 2, 'Arithmetic overflow error converting expression to data type money.')
    ELSE x END;
CREATE FUNCTION sys.smallmoney_arith(x numeric) RETURNS numeric IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN x < -214748.3648 OR x > 214748.3647
    THEN sys.fail(NULL::numeric, x::text, false, 8115, 2, 'Arithmetic overflow error converting expression to data type smallmoney.')
    ELSE x END;
CREATE FUNCTION sys.decimal_arith(x numeric, bound numeric) RETURNS numeric IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN x <= -bound OR x >= bound
    THEN sys.fail(NULL::numeric, x::text, false, 8115, 2, 'Arithmetic overflow error converting expression to data type numeric.')
    ELSE x END;

-- Between integers.
CREATE FUNCTION sys.tinyint_of_bigint(x bigint, quiet boolean) RETURNS smallint IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN x < 0 OR x > 255
    THEN sys.fail(NULL::int2, x::text, quiet, 220, 2, 'Arithmetic overflow error for data type tinyint, value = %s.')
    ELSE x::int2 END;
CREATE FUNCTION sys.smallint_of_bigint(x bigint, quiet boolean) RETURNS smallint IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN x < -32768 OR x > 32767
    THEN sys.fail(NULL::int2, x::text, quiet, 220, 1, 'Arithmetic overflow error for data type smallint, value = %s.')
    ELSE x::int2 END;
CREATE FUNCTION sys.int_of_bigint(x bigint, quiet boolean) RETURNS integer IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN x < -2147483648 OR x > 2147483647
    THEN sys.fail(NULL::int4, x::text, quiet, 8115, 2, 'Arithmetic overflow error converting expression to data type int.')
    ELSE x::int4 END;

-- decimal, money and the days of a datetime to integers: what is left of the point (callers round first where T-SQL does).
CREATE FUNCTION sys.tinyint_of_numeric(x numeric, quiet boolean, source text) RETURNS smallint IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN x <= -1 OR x >= 256
    THEN sys.fail(NULL::int2, x::text, quiet, 8115, 6, 'Arithmetic overflow error converting ' || source || ' to data type tinyint.')
    ELSE trunc(x)::int2 END;
CREATE FUNCTION sys.smallint_of_numeric(x numeric, quiet boolean, source text) RETURNS smallint IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN x <= -32769 OR x >= 32768
    THEN sys.fail(NULL::int2, x::text, quiet, 8115, 6, 'Arithmetic overflow error converting ' || source || ' to data type smallint.')
    ELSE trunc(x)::int2 END;
CREATE FUNCTION sys.int_of_numeric(x numeric, quiet boolean, source text) RETURNS integer IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN x <= -2147483649 OR x >= 2147483648
    THEN sys.fail(NULL::int4, x::text, quiet, 8115, 2, 'Arithmetic overflow error converting expression to data type int.')
    ELSE trunc(x)::int4 END;
CREATE FUNCTION sys.bigint_of_numeric(x numeric, quiet boolean, source text) RETURNS bigint IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN x <= -9223372036854775809 OR x >= 9223372036854775808
    THEN sys.fail(NULL::int8, x::text, quiet, 8115, 2, 'Arithmetic overflow error converting expression to data type bigint.')
    ELSE trunc(x)::int8 END;

-- A float as a decimal of 17 significant digits, which is how SQL Server converts it.
CREATE FUNCTION sys.numeric_of_float(x float8) RETURNS numeric IMMUTABLE PARALLEL SAFE
  RETURN to_char(x, '9.9999999999999999EEEE')::numeric;

CREATE FUNCTION sys.fixed_point(x float8) RETURNS text IMMUTABLE PARALLEL SAFE
  RETURN round(sys.numeric_of_float(x), 6)::text;
CREATE FUNCTION sys.tinyint_of_float(x float8, quiet boolean) RETURNS smallint IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN x <= -1 OR x >= 256
    THEN sys.fail(NULL::int2, sys.fixed_point(x), quiet, 232, 1, 'Arithmetic overflow error for type tinyint, value = %s.')
    ELSE trunc(x)::int2 END;
CREATE FUNCTION sys.smallint_of_float(x float8, quiet boolean) RETURNS smallint IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN x <= -32769 OR x >= 32768
    THEN sys.fail(NULL::int2, sys.fixed_point(x), quiet, 232, 2, 'Arithmetic overflow error for type smallint, value = %s.')
    ELSE trunc(x)::int2 END;
CREATE FUNCTION sys.int_of_float(x float8, quiet boolean) RETURNS integer IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN x <= -2147483649 OR x >= 2147483648
    THEN sys.fail(NULL::int4, sys.fixed_point(x), quiet, 232, 3, 'Arithmetic overflow error for type int, value = %s.')
    ELSE trunc(x)::int4 END;
CREATE FUNCTION sys.bigint_of_float(x float8, quiet boolean) RETURNS bigint IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN x < -9223372036854775808 OR x >= 9223372036854775808
    THEN sys.fail(NULL::int8, x::text, quiet, 8115, 2, 'Arithmetic overflow error converting expression to data type bigint.')
    ELSE trunc(x)::int8 END;
CREATE FUNCTION sys.real_of_float(x float8, quiet boolean) RETURNS real IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN abs(x) >= 3.4028235677973366e+38
    THEN sys.fail(NULL::float4, sys.fixed_point(x), quiet, 232, 2, 'Arithmetic overflow error for type real, value = %s.')
    WHEN abs(x) <= 7.006492321624085e-46 THEN 0::float4
    ELSE x::float4 END;

-- To decimal(p, s): `bound` is ten to the power p - s.
CREATE FUNCTION sys.decimal_of_numeric(x numeric, scale integer, bound numeric, quiet boolean, source text) RETURNS numeric IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN abs(round(x, scale)) >= bound
    THEN sys.fail(NULL::numeric, x::text, quiet, 8115, 8, 'Arithmetic overflow error converting ' || source || ' to data type numeric.')
    ELSE round(x, scale) END;
CREATE FUNCTION sys.decimal_of_float(x float8, scale integer, bound numeric, quiet boolean, source text) RETURNS numeric IMMUTABLE PARALLEL SAFE
  RETURN sys.decimal_of_numeric(sys.numeric_of_float(x), scale, bound, quiet, source);
CREATE FUNCTION sys.money_of_numeric(x numeric, quiet boolean) RETURNS numeric IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN x < -922337203685477.58085 OR x >= 922337203685477.58075
    THEN sys.fail(NULL::numeric, x::text, quiet, 8115, 2, 'Arithmetic overflow error converting expression to data type money.')
    ELSE round(x, 4) END;
CREATE FUNCTION sys.smallmoney_of_numeric(x numeric, quiet boolean) RETURNS numeric IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN x < -214748.36485 OR x >= 214748.36475
    THEN sys.fail(NULL::numeric, x::text, quiet, 8115, 2, 'Arithmetic overflow error converting expression to data type smallmoney.')
    ELSE round(x, 4) END;
