-- Mathematics. PostgreSQL's float functions fail where SQL Server's give 0 (underflow); domain errors are 3623.
CREATE FUNCTION sys.domain_error(x float8) RETURNS float8 IMMUTABLE PARALLEL SAFE LANGUAGE plpgsql COST 1 AS $$
BEGIN
  PERFORM sys.raise(3623, 16, 1, 'An invalid floating point operation occurred.');
  RETURN NULL;
END $$;
CREATE FUNCTION sys.acos_(x float8) RETURNS float8 IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN x BETWEEN -1 AND 1 THEN acos(x) WHEN x IS NOT NULL THEN sys.domain_error(x) END;
CREATE FUNCTION sys.asin_(x float8) RETURNS float8 IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN x BETWEEN -1 AND 1 THEN asin(x) WHEN x IS NOT NULL THEN sys.domain_error(x) END;
CREATE FUNCTION sys.atn2(y float8, x float8) RETURNS float8 IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN x = 0 AND y = 0 THEN sys.domain_error(x) ELSE atan2(y, x) END;
CREATE FUNCTION sys.cot_(x float8) RETURNS float8 IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN x = 0 THEN sys.domain_error(x) ELSE cot(x) END;
CREATE FUNCTION sys.sqrt_(x float8) RETURNS float8 IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN x < 0 THEN sys.domain_error(x) ELSE sqrt(x) END;
CREATE FUNCTION sys.log_(x float8) RETURNS float8 IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN x <= 0 THEN sys.domain_error(x) ELSE ln(x) END;
CREATE FUNCTION sys.log_base(x float8, base float8) RETURNS float8 IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN base <= 0 OR base = 1 OR x <= 0 THEN sys.domain_error(x) ELSE ln(x) / ln(base) END;
CREATE FUNCTION sys.log10_(x float8) RETURNS float8 IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN x <= 0 THEN sys.domain_error(x) ELSE log10(x) END;
-- Below e^-745.2 a float is 0.
CREATE FUNCTION sys.exp_(x float8) RETURNS float8 IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN x < -745 THEN 0 ELSE exp(x) END;
CREATE FUNCTION sys.power_(x float8, y float8) RETURNS float8 IMMUTABLE STRICT PARALLEL SAFE LANGUAGE plpgsql AS $$
BEGIN
  IF x = 0 THEN
    RETURN CASE WHEN y < 0 THEN sys.domain_error(x) WHEN y = 0 THEN 1 ELSE 0 END;
  ELSIF x < 0 AND y <> trunc(y) THEN
    RETURN sys.domain_error(x);
  ELSIF y * ln(abs(x)) < -745 THEN
    RETURN 0;
  END IF;
  RETURN power(x, y);
END $$;
CREATE FUNCTION sys.round_float(x float8, places integer) RETURNS float8 IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN places > 30 THEN x ELSE round(x::numeric, places)::float8 END;
CREATE FUNCTION sys.trunc_float(x float8, places integer) RETURNS float8 IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN places > 30 THEN x ELSE trunc(x::numeric, places)::float8 END;
-- RAND(seed): the first number of L'Ecuyer's combined generator whose second half starts as SQL Server's does.
CREATE FUNCTION sys.rand_of_seed(seed integer) RETURNS float8 IMMUTABLE PARALLEL SAFE
  RETURN mod(mod(abs(seed::bigint) * 40014, 2147483563) - 615096481 + 2147483562, 2147483562)::float8 * 4.656613e-10;

-- ISNUMERIC: what one of the numeric types would take: int, decimal, money (with its signs and commas), float.
CREATE FUNCTION sys.isnumeric(s text) RETURNS integer IMMUTABLE STRICT PARALLEL SAFE LANGUAGE plpgsql AS $$
DECLARE
  t text COLLATE "C" := btrim(s COLLATE "C", E' \t\n\r\f\v\u00A0');
BEGIN
  IF t ~ '^[+-]?(\d+\.?\d*|\.\d+)([eEdD][+-]?\d{1,3})?$' THEN
    RETURN 1;
  END IF;
  -- money: a sign and a currency in any order, commas anywhere among the digits; a sign alone is a number, too.
  IF t ~ '^[+-]?\s*[$¢£¤¥৲৳฿៛₠-₱﷼﹩＄￠￡￥￦€]?\s*[+-]?\s*[\d,]*\.?\d*$' AND t <> '' AND t !~ '^[+-].*[+-]' THEN
    RETURN 1;
  END IF;
  RETURN CASE WHEN t IN ('.', '+', '-', ',', '+.', '-.') THEN 1 ELSE 0 END;
END $$;

-- SQL Server's CHECKSUM and BINARY_CHECKSUM are not published. Ours keep what is known of them: an int is its own checksum,
-- NULL is 0x7FFFFFFF, bytes and columns mix by a rotation by 4 bits and XOR.
CREATE FUNCTION sys.rotate4(h integer) RETURNS integer IMMUTABLE PARALLEL SAFE
  RETURN (h << 4) | ((h >> 28) & 15);
CREATE FUNCTION sys.mix_checksum(h integer, x integer) RETURNS integer IMMUTABLE PARALLEL SAFE
  RETURN sys.rotate4(h) # coalesce(x, 2147483647);
CREATE FUNCTION sys.checksum_bytes(b bytea) RETURNS integer IMMUTABLE STRICT PARALLEL SAFE LANGUAGE plpgsql AS $$
DECLARE
  h integer := 0;
BEGIN
  FOR i IN 0 .. length(b) - 1 LOOP
    h := sys.rotate4(h) # get_byte(b, i);
  END LOOP;
  RETURN h;
END $$;
CREATE FUNCTION sys.checksum_bigint(x bigint) RETURNS integer IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN x BETWEEN -2147483648 AND 2147483647 THEN x::integer ELSE ((x >> 32) # (x & 4294967295))::bit(32)::integer END;
CREATE FUNCTION sys.checksum_text(s text, mode text) RETURNS integer IMMUTABLE PARALLEL SAFE
  RETURN sys.checksum_bytes(convert_to(rtrim(sys.fold(s, mode), ' '), 'UTF8'));

CREATE EXTENSION IF NOT EXISTS pgcrypto SCHEMA sys;
CREATE FUNCTION sys.hashbytes(algorithm text, input bytea) RETURNS bytea IMMUTABLE STRICT PARALLEL SAFE LANGUAGE plpgsql AS $$
BEGIN
  CASE upper(algorithm COLLATE "C")
    WHEN 'SHA2_256' THEN RETURN sha256(input);
    WHEN 'SHA2_512' THEN RETURN sha512(input);
    WHEN 'SHA', 'SHA1' THEN RETURN sys.digest(input, 'sha1');
    WHEN 'MD5' THEN RETURN decode(md5(input), 'hex');
    WHEN 'MD2', 'MD4' THEN
      PERFORM sys.raise(49999, 16, 1, format('HASHBYTES with %s is not supported by Holdfast.', upper(algorithm)));
    ELSE NULL;
  END CASE;
  RETURN NULL;
END $$;
CREATE FUNCTION sys.crypt_gen_random(n integer) RETURNS bytea VOLATILE STRICT PARALLEL SAFE LANGUAGE plpgsql AS $$
DECLARE
  answer bytea := '';
BEGIN
  IF n < 1 OR n > 8000 THEN
    RETURN NULL;
  END IF;
  WHILE length(answer) < n LOOP
    answer := answer || sys.gen_random_bytes(least(1024, n - length(answer)));
  END LOOP;
  RETURN answer;
END $$;
-- NEWSEQUENTIALID: grows in SQL Server's order, where the last six bytes count most: the clock goes there.
CREATE FUNCTION sys.newsequentialid() RETURNS uuid VOLATILE PARALLEL SAFE LANGUAGE plpgsql AS $$
DECLARE
  ordered bytea := uuid_send(uuidv7());
BEGIN
  RETURN encode(substr(ordered, 13, 4) || substr(ordered, 11, 2) || substr(ordered, 9, 2) || substr(ordered, 7, 2) || substr(ordered, 1, 6), 'hex')::uuid;
END $$;
