-- The carriers of T-SQL types that PostgreSQL has no type for. Run once by a superuser on an empty database.
CREATE SCHEMA IF NOT EXISTS sys;

-- SQL Server's collations by what they tell apart: case (CI/CS) and accents (AI/AS). BIN and BIN2 are PostgreSQL's "C".
CREATE COLLATION sys.ci_as (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
CREATE COLLATION sys.cs_as (provider = icu, locale = 'und-u-ks-level3', deterministic = false);
CREATE COLLATION sys.ci_ai (provider = icu, locale = 'und-u-ks-level1', deterministic = false);
CREATE COLLATION sys.cs_ai (provider = icu, locale = 'und-u-ks-level1-kc-true', deterministic = false);

-- sys.string: every character type and xml. Stored like text; compared like SQL Server compares: by collation, trailing
-- spaces do not count. The C functions are PostgreSQL's own for varchar (I/O) and bpchar (comparison).
CREATE TYPE sys.string;
CREATE FUNCTION sys.string_in(cstring, oid, integer) RETURNS sys.string LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE AS 'varcharin';
CREATE FUNCTION sys.string_out(sys.string) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE AS 'varcharout';
CREATE FUNCTION sys.string_recv(internal, oid, integer) RETURNS sys.string LANGUAGE internal STABLE STRICT PARALLEL SAFE AS 'varcharrecv';
CREATE FUNCTION sys.string_send(sys.string) RETURNS bytea LANGUAGE internal STABLE STRICT PARALLEL SAFE AS 'varcharsend';
CREATE TYPE sys.string (
  INPUT = sys.string_in, OUTPUT = sys.string_out, RECEIVE = sys.string_recv, SEND = sys.string_send,
  LIKE = pg_catalog.text, CATEGORY = 'S', COLLATABLE = true
);
-- Every column, cast and function result of the type gets this collation without a COLLATE clause.
UPDATE pg_catalog.pg_type SET typcollation = 'sys.ci_as'::regcollation WHERE oid = 'sys.string'::regtype;

CREATE CAST (sys.string AS text) WITHOUT FUNCTION AS IMPLICIT;
CREATE CAST (sys.string AS varchar) WITHOUT FUNCTION AS ASSIGNMENT;
CREATE CAST (text AS sys.string) WITHOUT FUNCTION AS ASSIGNMENT;
CREATE CAST (varchar AS sys.string) WITHOUT FUNCTION AS ASSIGNMENT;

CREATE FUNCTION sys.string_eq(sys.string, sys.string) RETURNS boolean LANGUAGE internal IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE AS 'bpchareq';
CREATE FUNCTION sys.string_ne(sys.string, sys.string) RETURNS boolean LANGUAGE internal IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE AS 'bpcharne';
CREATE FUNCTION sys.string_lt(sys.string, sys.string) RETURNS boolean LANGUAGE internal IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE AS 'bpcharlt';
CREATE FUNCTION sys.string_le(sys.string, sys.string) RETURNS boolean LANGUAGE internal IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE AS 'bpcharle';
CREATE FUNCTION sys.string_gt(sys.string, sys.string) RETURNS boolean LANGUAGE internal IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE AS 'bpchargt';
CREATE FUNCTION sys.string_ge(sys.string, sys.string) RETURNS boolean LANGUAGE internal IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE AS 'bpcharge';
CREATE FUNCTION sys.string_cmp(sys.string, sys.string) RETURNS integer LANGUAGE internal IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE AS 'bpcharcmp';
CREATE FUNCTION sys.string_sortsupport(internal) RETURNS void LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE AS 'bpchar_sortsupport';
CREATE FUNCTION sys.string_hash(sys.string) RETURNS integer LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE AS 'hashbpchar';
CREATE FUNCTION sys.string_hash_extended(sys.string, bigint) RETURNS bigint LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE AS 'hashbpcharextended';
CREATE FUNCTION sys.string_larger(sys.string, sys.string) RETURNS sys.string LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE AS 'bpchar_larger';
CREATE FUNCTION sys.string_smaller(sys.string, sys.string) RETURNS sys.string LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE AS 'bpchar_smaller';
CREATE FUNCTION sys.string_concat(sys.string, sys.string) RETURNS sys.string LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE AS 'textcat';

CREATE OPERATOR sys.= (LEFTARG = sys.string, RIGHTARG = sys.string, FUNCTION = sys.string_eq,
  COMMUTATOR = OPERATOR(sys.=), NEGATOR = OPERATOR(sys.<>), RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES);
CREATE OPERATOR sys.<> (LEFTARG = sys.string, RIGHTARG = sys.string, FUNCTION = sys.string_ne,
  COMMUTATOR = OPERATOR(sys.<>), NEGATOR = OPERATOR(sys.=), RESTRICT = neqsel, JOIN = neqjoinsel);
CREATE OPERATOR sys.< (LEFTARG = sys.string, RIGHTARG = sys.string, FUNCTION = sys.string_lt,
  COMMUTATOR = OPERATOR(sys.>), NEGATOR = OPERATOR(sys.>=), RESTRICT = scalarltsel, JOIN = scalarltjoinsel);
CREATE OPERATOR sys.<= (LEFTARG = sys.string, RIGHTARG = sys.string, FUNCTION = sys.string_le,
  COMMUTATOR = OPERATOR(sys.>=), NEGATOR = OPERATOR(sys.>), RESTRICT = scalarlesel, JOIN = scalarlejoinsel);
CREATE OPERATOR sys.> (LEFTARG = sys.string, RIGHTARG = sys.string, FUNCTION = sys.string_gt,
  COMMUTATOR = OPERATOR(sys.<), NEGATOR = OPERATOR(sys.<=), RESTRICT = scalargtsel, JOIN = scalargtjoinsel);
CREATE OPERATOR sys.>= (LEFTARG = sys.string, RIGHTARG = sys.string, FUNCTION = sys.string_ge,
  COMMUTATOR = OPERATOR(sys.<=), NEGATOR = OPERATOR(sys.<), RESTRICT = scalargesel, JOIN = scalargejoinsel);
CREATE OPERATOR sys.|| (LEFTARG = sys.string, RIGHTARG = sys.string, FUNCTION = sys.string_concat);

CREATE OPERATOR CLASS sys.string_ops DEFAULT FOR TYPE sys.string USING btree AS
  OPERATOR 1 sys.<, OPERATOR 2 sys.<=, OPERATOR 3 sys.=, OPERATOR 4 sys.>=, OPERATOR 5 sys.>,
  FUNCTION 1 sys.string_cmp(sys.string, sys.string),
  FUNCTION 2 sys.string_sortsupport(internal),
  FUNCTION 4 btvarstrequalimage(oid);
CREATE OPERATOR CLASS sys.string_hash_ops DEFAULT FOR TYPE sys.string USING hash AS
  OPERATOR 1 sys.=,
  FUNCTION 1 sys.string_hash(sys.string),
  FUNCTION 2 sys.string_hash_extended(sys.string, bigint);

CREATE AGGREGATE sys.max(sys.string) (SFUNC = sys.string_larger, STYPE = sys.string, COMBINEFUNC = sys.string_larger, SORTOP = OPERATOR(sys.>), PARALLEL = SAFE);
CREATE AGGREGATE sys.min(sys.string) (SFUNC = sys.string_smaller, STYPE = sys.string, COMBINEFUNC = sys.string_smaller, SORTOP = OPERATOR(sys.<), PARALLEL = SAFE);

-- datetimeoffset: an instant and the offset it was written with; only the instant is compared.
CREATE TYPE sys.datetimeoffset AS (utc bigint, minutes smallint);
CREATE FUNCTION sys.dto_eq(a sys.datetimeoffset, b sys.datetimeoffset) RETURNS boolean IMMUTABLE PARALLEL SAFE RETURN (a).utc = (b).utc;
CREATE FUNCTION sys.dto_ne(a sys.datetimeoffset, b sys.datetimeoffset) RETURNS boolean IMMUTABLE PARALLEL SAFE RETURN (a).utc <> (b).utc;
CREATE FUNCTION sys.dto_lt(a sys.datetimeoffset, b sys.datetimeoffset) RETURNS boolean IMMUTABLE PARALLEL SAFE RETURN (a).utc < (b).utc;
CREATE FUNCTION sys.dto_le(a sys.datetimeoffset, b sys.datetimeoffset) RETURNS boolean IMMUTABLE PARALLEL SAFE RETURN (a).utc <= (b).utc;
CREATE FUNCTION sys.dto_gt(a sys.datetimeoffset, b sys.datetimeoffset) RETURNS boolean IMMUTABLE PARALLEL SAFE RETURN (a).utc > (b).utc;
CREATE FUNCTION sys.dto_ge(a sys.datetimeoffset, b sys.datetimeoffset) RETURNS boolean IMMUTABLE PARALLEL SAFE RETURN (a).utc >= (b).utc;
CREATE FUNCTION sys.dto_cmp(a sys.datetimeoffset, b sys.datetimeoffset) RETURNS integer IMMUTABLE STRICT PARALLEL SAFE RETURN btint8cmp((a).utc, (b).utc);
CREATE FUNCTION sys.dto_hash(a sys.datetimeoffset) RETURNS integer IMMUTABLE STRICT PARALLEL SAFE RETURN hashint8((a).utc);
CREATE FUNCTION sys.dto_larger(a sys.datetimeoffset, b sys.datetimeoffset) RETURNS sys.datetimeoffset IMMUTABLE STRICT PARALLEL SAFE
  RETURN CASE WHEN (a).utc >= (b).utc THEN a ELSE b END;
CREATE FUNCTION sys.dto_smaller(a sys.datetimeoffset, b sys.datetimeoffset) RETURNS sys.datetimeoffset IMMUTABLE STRICT PARALLEL SAFE
  RETURN CASE WHEN (a).utc <= (b).utc THEN a ELSE b END;

CREATE OPERATOR sys.= (LEFTARG = sys.datetimeoffset, RIGHTARG = sys.datetimeoffset, FUNCTION = sys.dto_eq,
  COMMUTATOR = OPERATOR(sys.=), NEGATOR = OPERATOR(sys.<>), RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES);
CREATE OPERATOR sys.<> (LEFTARG = sys.datetimeoffset, RIGHTARG = sys.datetimeoffset, FUNCTION = sys.dto_ne,
  COMMUTATOR = OPERATOR(sys.<>), NEGATOR = OPERATOR(sys.=), RESTRICT = neqsel, JOIN = neqjoinsel);
CREATE OPERATOR sys.< (LEFTARG = sys.datetimeoffset, RIGHTARG = sys.datetimeoffset, FUNCTION = sys.dto_lt,
  COMMUTATOR = OPERATOR(sys.>), NEGATOR = OPERATOR(sys.>=), RESTRICT = scalarltsel, JOIN = scalarltjoinsel);
CREATE OPERATOR sys.<= (LEFTARG = sys.datetimeoffset, RIGHTARG = sys.datetimeoffset, FUNCTION = sys.dto_le,
  COMMUTATOR = OPERATOR(sys.>=), NEGATOR = OPERATOR(sys.>), RESTRICT = scalarlesel, JOIN = scalarlejoinsel);
CREATE OPERATOR sys.> (LEFTARG = sys.datetimeoffset, RIGHTARG = sys.datetimeoffset, FUNCTION = sys.dto_gt,
  COMMUTATOR = OPERATOR(sys.<), NEGATOR = OPERATOR(sys.<=), RESTRICT = scalargtsel, JOIN = scalargtjoinsel);
CREATE OPERATOR sys.>= (LEFTARG = sys.datetimeoffset, RIGHTARG = sys.datetimeoffset, FUNCTION = sys.dto_ge,
  COMMUTATOR = OPERATOR(sys.<=), NEGATOR = OPERATOR(sys.<), RESTRICT = scalargesel, JOIN = scalargejoinsel);
CREATE OPERATOR CLASS sys.datetimeoffset_ops DEFAULT FOR TYPE sys.datetimeoffset USING btree AS
  OPERATOR 1 sys.<, OPERATOR 2 sys.<=, OPERATOR 3 sys.=, OPERATOR 4 sys.>=, OPERATOR 5 sys.>,
  FUNCTION 1 sys.dto_cmp(sys.datetimeoffset, sys.datetimeoffset);
CREATE OPERATOR CLASS sys.datetimeoffset_hash_ops DEFAULT FOR TYPE sys.datetimeoffset USING hash AS
  OPERATOR 1 sys.=, FUNCTION 1 sys.dto_hash(sys.datetimeoffset);
CREATE AGGREGATE sys.max(sys.datetimeoffset) (SFUNC = sys.dto_larger, STYPE = sys.datetimeoffset, COMBINEFUNC = sys.dto_larger, SORTOP = OPERATOR(sys.>), PARALLEL = SAFE);
CREATE AGGREGATE sys.min(sys.datetimeoffset) (SFUNC = sys.dto_smaller, STYPE = sys.datetimeoffset, COMBINEFUNC = sys.dto_smaller, SORTOP = OPERATOR(sys.<), PARALLEL = SAFE);

-- uniqueidentifier: SQL Server orders by its own layout, in which the first three groups are little-endian: the last six bytes
-- decide first, then 8-9, 6-7, 4-5, 0-3.
CREATE FUNCTION sys.guid_key(g uuid) RETURNS bytea IMMUTABLE PARALLEL SAFE
  RETURN substring(uuid_send(g) FROM 11 FOR 6) || substring(uuid_send(g) FROM 9 FOR 2)
    || substring(uuid_send(g) FROM 8 FOR 1) || substring(uuid_send(g) FROM 7 FOR 1)
    || substring(uuid_send(g) FROM 6 FOR 1) || substring(uuid_send(g) FROM 5 FOR 1)
    || substring(uuid_send(g) FROM 4 FOR 1) || substring(uuid_send(g) FROM 3 FOR 1)
    || substring(uuid_send(g) FROM 2 FOR 1) || substring(uuid_send(g) FROM 1 FOR 1);
CREATE FUNCTION sys.guid_larger(a uuid, b uuid) RETURNS uuid IMMUTABLE STRICT PARALLEL SAFE
  RETURN CASE WHEN sys.guid_key(a) >= sys.guid_key(b) THEN a ELSE b END;
CREATE FUNCTION sys.guid_smaller(a uuid, b uuid) RETURNS uuid IMMUTABLE STRICT PARALLEL SAFE
  RETURN CASE WHEN sys.guid_key(a) <= sys.guid_key(b) THEN a ELSE b END;
CREATE AGGREGATE sys.max(uuid) (SFUNC = sys.guid_larger, STYPE = uuid, COMBINEFUNC = sys.guid_larger, PARALLEL = SAFE);
CREATE AGGREGATE sys.min(uuid) (SFUNC = sys.guid_smaller, STYPE = uuid, COMBINEFUNC = sys.guid_smaller, PARALLEL = SAFE);

-- sql_variant: the base type as T-SQL writes it and the value as canonical text. Its comparison is in 080-variant.sql.
CREATE TYPE sys.sql_variant AS (type text, value text);
