-- The documents of the catalog as rows, one plain view a concept: what the system views are written over.

-- datetime: 1/300 s ticks since 1900-01-01. Times of the catalog are ISO 8601 texts.
CREATE OR REPLACE FUNCTION holdfast.datetime_ticks(moment text) RETURNS int8
LANGUAGE sql STABLE AS $$
  SELECT round(extract(epoch FROM moment::timestamptz - timestamptz '1900-01-01T00:00:00Z') * 300)::int8
$$;

-- Numbers of sys.types (sql-docs, system-catalog-views/sys-types-transact-sql).
CREATE OR REPLACE VIEW holdfast.system_types (name, system_type_id, user_type_id, max_length, "precision", scale, is_character) AS
VALUES
  ('image', 34, 34, 16, 0, 0, false), ('text', 35, 35, 16, 0, 0, true), ('uniqueidentifier', 36, 36, 16, 0, 0, false),
  ('date', 40, 40, 3, 10, 0, false), ('time', 41, 41, 5, 16, 7, false), ('datetime2', 42, 42, 8, 27, 7, false),
  ('datetimeoffset', 43, 43, 10, 34, 7, false), ('tinyint', 48, 48, 1, 3, 0, false), ('smallint', 52, 52, 2, 5, 0, false),
  ('int', 56, 56, 4, 10, 0, false), ('smalldatetime', 58, 58, 4, 16, 0, false), ('real', 59, 59, 4, 24, 0, false),
  ('money', 60, 60, 8, 19, 4, false), ('datetime', 61, 61, 8, 23, 3, false), ('float', 62, 62, 8, 53, 0, false),
  ('sql_variant', 98, 98, 8016, 0, 0, false), ('ntext', 99, 99, 16, 0, 0, true), ('bit', 104, 104, 1, 1, 0, false),
  ('decimal', 106, 106, 17, 38, 38, false), ('numeric', 108, 108, 17, 38, 38, false), ('smallmoney', 122, 122, 4, 10, 4, false),
  ('bigint', 127, 127, 8, 19, 0, false), ('hierarchyid', 240, 128, 892, 0, 0, false), ('geometry', 240, 129, -1, 0, 0, false),
  ('geography', 240, 130, -1, 0, 0, false), ('varbinary', 165, 165, 8000, 0, 0, false), ('varchar', 167, 167, 8000, 0, 0, true),
  ('binary', 173, 173, 8000, 0, 0, false), ('char', 175, 175, 8000, 0, 0, true), ('timestamp', 189, 189, 8, 0, 0, false),
  ('nvarchar', 231, 231, 8000, 0, 0, true), ('nchar', 239, 239, 8000, 0, 0, true), ('xml', 241, 241, -1, 0, 0, false),
  ('sysname', 231, 256, 256, 0, 0, true);

-- The functions on types are written so that PostgreSQL inlines them: not STRICT, one CASE over the name.
CREATE OR REPLACE FUNCTION holdfast.system_type_id(type jsonb) RETURNS int
LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE type->>'name'
    WHEN 'int' THEN 56 WHEN 'nvarchar' THEN 231 WHEN 'varchar' THEN 167 WHEN 'bit' THEN 104 WHEN 'bigint' THEN 127 WHEN 'smallint' THEN 52
    WHEN 'tinyint' THEN 48 WHEN 'decimal' THEN 106 WHEN 'numeric' THEN 108 WHEN 'datetime' THEN 61 WHEN 'datetime2' THEN 42 WHEN 'date' THEN 40
    WHEN 'time' THEN 41 WHEN 'datetimeoffset' THEN 43 WHEN 'smalldatetime' THEN 58 WHEN 'uniqueidentifier' THEN 36 WHEN 'varbinary' THEN 165
    WHEN 'binary' THEN 173 WHEN 'char' THEN 175 WHEN 'nchar' THEN 239 WHEN 'float' THEN 62 WHEN 'real' THEN 59 WHEN 'money' THEN 60
    WHEN 'smallmoney' THEN 122 WHEN 'text' THEN 35 WHEN 'ntext' THEN 99 WHEN 'image' THEN 34 WHEN 'xml' THEN 241 WHEN 'rowversion' THEN 189
    WHEN 'sql_variant' THEN 98 END
$$;

-- max_length in bytes, as sys.columns shows it.
CREATE OR REPLACE FUNCTION holdfast.type_length(type jsonb) RETURNS int
LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE type->>'name'
    WHEN 'int' THEN 4
    WHEN 'nvarchar' THEN CASE WHEN (type->>'length')::int < 0 THEN -1 ELSE 2 * (type->>'length')::int END
    WHEN 'nchar' THEN 2 * (type->>'length')::int
    WHEN 'varchar' THEN (type->>'length')::int WHEN 'char' THEN (type->>'length')::int
    WHEN 'varbinary' THEN (type->>'length')::int WHEN 'binary' THEN (type->>'length')::int
    WHEN 'bit' THEN 1 WHEN 'tinyint' THEN 1 WHEN 'smallint' THEN 2 WHEN 'bigint' THEN 8 WHEN 'real' THEN 4 WHEN 'float' THEN 8 WHEN 'money' THEN 8
    WHEN 'smallmoney' THEN 4 WHEN 'date' THEN 3 WHEN 'datetime' THEN 8 WHEN 'smalldatetime' THEN 4 WHEN 'rowversion' THEN 8
    WHEN 'sql_variant' THEN 8016 WHEN 'text' THEN 16 WHEN 'ntext' THEN 16 WHEN 'image' THEN 16 WHEN 'uniqueidentifier' THEN 16 WHEN 'xml' THEN -1
    WHEN 'decimal' THEN CASE WHEN (type->>'precision')::int <= 9 THEN 5 WHEN (type->>'precision')::int <= 19 THEN 9
      WHEN (type->>'precision')::int <= 28 THEN 13 ELSE 17 END
    WHEN 'numeric' THEN CASE WHEN (type->>'precision')::int <= 9 THEN 5 WHEN (type->>'precision')::int <= 19 THEN 9
      WHEN (type->>'precision')::int <= 28 THEN 13 ELSE 17 END
    WHEN 'time' THEN CASE WHEN (type->>'scale')::int <= 2 THEN 3 WHEN (type->>'scale')::int <= 4 THEN 4 ELSE 5 END
    WHEN 'datetime2' THEN CASE WHEN (type->>'scale')::int <= 2 THEN 6 WHEN (type->>'scale')::int <= 4 THEN 7 ELSE 8 END
    WHEN 'datetimeoffset' THEN CASE WHEN (type->>'scale')::int <= 2 THEN 8 WHEN (type->>'scale')::int <= 4 THEN 9 ELSE 10 END
    ELSE 0 END
$$;

CREATE OR REPLACE FUNCTION holdfast.type_precision(type jsonb) RETURNS int
LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE type->>'name'
    WHEN 'int' THEN 10 WHEN 'bit' THEN 1 WHEN 'tinyint' THEN 3 WHEN 'smallint' THEN 5 WHEN 'bigint' THEN 19 WHEN 'real' THEN 24
    WHEN 'float' THEN 53 WHEN 'money' THEN 19 WHEN 'smallmoney' THEN 10 WHEN 'date' THEN 10 WHEN 'datetime' THEN 23 WHEN 'smalldatetime' THEN 16
    WHEN 'decimal' THEN (type->>'precision')::int WHEN 'numeric' THEN (type->>'precision')::int
    WHEN 'time' THEN CASE WHEN (type->>'scale')::int = 0 THEN 8 ELSE 9 + (type->>'scale')::int END
    WHEN 'datetime2' THEN CASE WHEN (type->>'scale')::int = 0 THEN 19 ELSE 20 + (type->>'scale')::int END
    WHEN 'datetimeoffset' THEN CASE WHEN (type->>'scale')::int = 0 THEN 26 ELSE 27 + (type->>'scale')::int END
    ELSE 0 END
$$;

CREATE OR REPLACE FUNCTION holdfast.type_scale(type jsonb) RETURNS int
LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE type->>'name'
    WHEN 'decimal' THEN (type->>'scale')::int WHEN 'numeric' THEN (type->>'scale')::int WHEN 'time' THEN (type->>'scale')::int
    WHEN 'datetime2' THEN (type->>'scale')::int WHEN 'datetimeoffset' THEN (type->>'scale')::int
    WHEN 'money' THEN 4 WHEN 'smallmoney' THEN 4 WHEN 'datetime' THEN 3 ELSE 0 END
$$;

CREATE OR REPLACE FUNCTION holdfast.is_character(type jsonb) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $$
  SELECT type->>'name' IN ('char', 'varchar', 'nchar', 'nvarchar', 'text', 'ntext')
$$;

-- The type as INFORMATION_SCHEMA names it.
CREATE OR REPLACE FUNCTION holdfast.type_name(type jsonb) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE type->>'name' WHEN 'rowversion' THEN 'timestamp' ELSE type->>'name' END
$$;

CREATE OR REPLACE VIEW holdfast.database_rows AS
SELECT d.id AS database_id, d.meta->>'name' AS name, d.meta->>'collation' AS collation_name, d.meta->>'createdAt' AS created,
       d.meta->'options' AS options
FROM holdfast.databases d;

-- schema_id is the local one; object rows carry both.
CREATE OR REPLACE VIEW holdfast.schema_rows AS
SELECT s.database_id, s.id AS global_id, s.id & 65535 AS schema_id, s.meta->>'name' AS name, s.meta->>'pg' AS pg,
       COALESCE((s.meta->>'ownerId')::int, 1) AS principal_id
FROM holdfast.schemas s;

-- Tables, views, modules, synonyms, sequences, the objects behind table types: what has a document of its own.
CREATE OR REPLACE VIEW holdfast.main_objects AS
SELECT s.database_id, s.global_id, o.id AS object_id, o.kind, o.meta, s.name AS schema_name, s.pg AS pg_schema, o.name AS given_name,
       CASE WHEN o.namespace = 'type' THEN 4 ELSE s.schema_id END AS schema_id,
       CASE WHEN o.namespace = 'type' THEN 'TT_' || o.name || '_' || upper(lpad(to_hex(o.id), 8, '0')) ELSE o.name END AS name,
       COALESCE((o.meta->>'parentId')::int, 0) AS parent_object_id,
       o.meta->>'createdAt' AS created, o.meta->>'modifiedAt' AS modified,
       CASE o.kind
         WHEN 'table' THEN CASE WHEN o.namespace = 'type' THEN 'TT' ELSE 'U' END
         WHEN 'view' THEN 'V' WHEN 'procedure' THEN 'P'
         WHEN 'function' THEN CASE o.meta->>'form' WHEN 'scalar' THEN 'FN' WHEN 'inline' THEN 'IF' ELSE 'TF' END
         WHEN 'trigger' THEN 'TR' WHEN 'synonym' THEN 'SN' ELSE 'SO' END AS type,
       o.namespace = 'type' AS is_type
FROM holdfast.objects o JOIN holdfast.schema_rows s ON s.global_id = o.schema_id
WHERE o.kind <> 'alias type';

-- One row a table constraint; "document" is the index, foreign key, check or column it comes from.
CREATE OR REPLACE VIEW holdfast.constraint_rows AS
SELECT t.database_id, t.schema_id, t.schema_name, t.object_id AS parent_object_id, t.name AS table_name, t.created, t.modified,
       (i->>'constraintObjectId')::int AS object_id, i->>'name' AS name,
       CASE i->>'constraint' WHEN 'PRIMARY KEY' THEN 'PK' ELSE 'UQ' END AS type, i AS document, t.is_type
FROM holdfast.main_objects t CROSS JOIN LATERAL jsonb_array_elements(t.meta->'indexes') i
WHERE t.kind = 'table' AND i ? 'constraint'
UNION ALL
SELECT t.database_id, t.schema_id, t.schema_name, t.object_id, t.name, t.created, t.modified, (f->>'objectId')::int, f->>'name', 'F', f, t.is_type
FROM holdfast.main_objects t CROSS JOIN LATERAL jsonb_array_elements(t.meta->'foreignKeys') f WHERE t.kind = 'table'
UNION ALL
SELECT t.database_id, t.schema_id, t.schema_name, t.object_id, t.name, t.created, t.modified, (c->>'objectId')::int, c->>'name', 'C', c, t.is_type
FROM holdfast.main_objects t CROSS JOIN LATERAL jsonb_array_elements(t.meta->'checks') c WHERE t.kind = 'table'
UNION ALL
SELECT t.database_id, t.schema_id, t.schema_name, t.object_id, t.name, t.created, t.modified, (c->'default'->>'objectId')::int,
       c->'default'->>'constraint', 'D', c, t.is_type
FROM holdfast.main_objects t CROSS JOIN LATERAL jsonb_array_elements(t.meta->'columns') c
WHERE t.kind = 'table' AND c ? 'default';

-- The built-in views and their columns; filled when the runtime is installed.
CREATE TABLE IF NOT EXISTS holdfast.system_objects (
  object_id int PRIMARY KEY, schema_id int NOT NULL, name text NOT NULL, type text NOT NULL
);
CREATE TABLE IF NOT EXISTS holdfast.system_columns (
  object_id int NOT NULL, column_id int NOT NULL, name text NOT NULL, type jsonb NOT NULL, nullable boolean NOT NULL,
  PRIMARY KEY (object_id, column_id)
);

CREATE OR REPLACE FUNCTION holdfast.type_desc(type text) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE type
    WHEN 'U' THEN 'USER_TABLE' WHEN 'V' THEN 'VIEW' WHEN 'P' THEN 'SQL_STORED_PROCEDURE' WHEN 'FN' THEN 'SQL_SCALAR_FUNCTION'
    WHEN 'IF' THEN 'SQL_INLINE_TABLE_VALUED_FUNCTION' WHEN 'TF' THEN 'SQL_TABLE_VALUED_FUNCTION' WHEN 'TR' THEN 'SQL_TRIGGER'
    WHEN 'SN' THEN 'SYNONYM' WHEN 'SO' THEN 'SEQUENCE_OBJECT' WHEN 'TT' THEN 'TYPE_TABLE' WHEN 'PK' THEN 'PRIMARY_KEY_CONSTRAINT'
    WHEN 'UQ' THEN 'UNIQUE_CONSTRAINT' WHEN 'F' THEN 'FOREIGN_KEY_CONSTRAINT' WHEN 'C' THEN 'CHECK_CONSTRAINT'
    WHEN 'D' THEN 'DEFAULT_CONSTRAINT' WHEN 'S' THEN 'SYSTEM_TABLE' WHEN 'X' THEN 'EXTENDED_STORED_PROCEDURE' END
$$;

CREATE OR REPLACE VIEW holdfast.object_rows AS
SELECT database_id, schema_id, object_id, name, parent_object_id, type, created, modified, false AS is_ms_shipped
FROM holdfast.main_objects
UNION ALL
SELECT database_id, schema_id, object_id, name, parent_object_id, type, created, modified, false FROM holdfast.constraint_rows;

CREATE OR REPLACE VIEW holdfast.all_object_rows AS
SELECT * FROM holdfast.object_rows
UNION ALL
SELECT d.database_id, s.schema_id, s.object_id, s.name, 0, s.type, d.created, d.created, true
FROM holdfast.system_objects s CROSS JOIN holdfast.database_rows d;

-- Columns of tables, table types, views and table-valued functions. "document" is the ColumnMeta.
CREATE OR REPLACE VIEW holdfast.column_rows AS
SELECT o.database_id, o.schema_id, o.schema_name, o.pg_schema, o.object_id, o.name AS object_name, o.type AS object_type,
       o.given_name, o.is_type,
       (c->>'id')::int AS column_id, c->>'name' AS name, c->'type' AS type, (c->>'nullable')::boolean AS nullable,
       CASE WHEN holdfast.is_character(c->'type') THEN COALESCE(c->>'collation', d.collation_name) END AS collation_name,
       (c->>'aliasTypeId')::int AS alias_type_id, c AS document
FROM holdfast.main_objects o
JOIN holdfast.database_rows d ON d.database_id = o.database_id
CROSS JOIN LATERAL jsonb_array_elements(o.meta->'columns') c
WHERE o.kind IN ('table', 'view', 'function') AND jsonb_typeof(o.meta->'columns') = 'array';

CREATE OR REPLACE VIEW holdfast.all_column_rows AS
SELECT database_id, object_id, column_id, name, type, nullable, collation_name, alias_type_id, document, object_type FROM holdfast.column_rows
UNION ALL
SELECT d.database_id, c.object_id, c.column_id, c.name, c.type, c.nullable,
       CASE WHEN holdfast.is_character(c.type) THEN d.collation_name END, NULL, '{}'::jsonb, 'V'
FROM holdfast.system_columns c CROSS JOIN holdfast.database_rows d;

-- Indexes, and the heap (index 0) of a table without a clustered one.
CREATE OR REPLACE VIEW holdfast.index_rows AS
SELECT t.database_id, t.object_id, (i->>'id')::int AS index_id, i->>'name' AS name, t.pg_schema, t.meta->>'pg' AS pg_table, i->>'pg' AS pg_index,
       CASE WHEN i ? 'columnstore' THEN CASE WHEN (i->>'clustered')::boolean THEN 5 ELSE 6 END
            WHEN (i->>'clustered')::boolean THEN 1 ELSE 2 END AS type,
       (i->>'unique')::boolean AS is_unique, i AS document, t.name AS table_name, t.schema_name, t.is_type, t.created, t.modified
FROM holdfast.main_objects t CROSS JOIN LATERAL jsonb_array_elements(t.meta->'indexes') i
WHERE t.kind = 'table' AND NOT i ? 'statisticsOnly'
UNION ALL
SELECT t.database_id, t.object_id, 0, NULL, t.pg_schema, t.meta->>'pg', NULL, 0, false, '{}'::jsonb, t.name, t.schema_name, t.is_type,
       t.created, t.modified
FROM holdfast.main_objects t
WHERE t.kind = 'table' AND NOT jsonb_path_exists(t.meta, '$.indexes[*] ? (@.clustered == true)');

-- Key columns first, in key order; then the included ones with key_ordinal 0.
CREATE OR REPLACE VIEW holdfast.index_column_rows AS
SELECT i.database_id, i.object_id, i.index_id, k.ordinal::int AS index_column_id, k.ordinal::int AS key_ordinal,
       k.item->>'column' AS column_name, (k.item->>'descending')::boolean AS is_descending, false AS is_included
FROM holdfast.index_rows i CROSS JOIN LATERAL jsonb_array_elements(i.document->'columns') WITH ORDINALITY AS k (item, ordinal)
UNION ALL
SELECT i.database_id, i.object_id, i.index_id, (jsonb_array_length(i.document->'columns') + k.ordinal)::int, 0, k.item, false, true
FROM holdfast.index_rows i CROSS JOIN LATERAL jsonb_array_elements_text(i.document->'include') WITH ORDINALITY AS k (item, ordinal);

-- Exact for small tables, an estimate for large ones: counting those would cost a scan for every look at sys.partitions.
CREATE OR REPLACE FUNCTION holdfast.row_count(pg_schema text, pg_table text) RETURNS int8
LANGUAGE plpgsql STABLE STRICT AS $$
DECLARE
  small_bytes CONSTANT int8 := 16777216;
  relation regclass := to_regclass(format('%I.%I', pg_schema, pg_table));
  rows int8;
BEGIN
  IF relation IS NULL THEN
    RETURN 0;
  END IF;
  IF pg_relation_size(relation) <= small_bytes THEN
    EXECUTE format('SELECT count(*) FROM %s', relation) INTO rows;
    RETURN rows;
  END IF;
  RETURN GREATEST(pg_stat_get_live_tuples(relation), (SELECT reltuples::int8 FROM pg_class WHERE oid = relation), 0);
END
$$;

CREATE OR REPLACE FUNCTION holdfast.page_count(pg_schema text, pg_relation text) RETURNS int8
LANGUAGE sql STABLE AS $$
  SELECT COALESCE(pg_relation_size(to_regclass(format('%I.%I', pg_schema, pg_relation))) / 8192, 0)
$$;

-- The value that an identity column or a sequence gave last; NULL when it gave none.
CREATE OR REPLACE FUNCTION holdfast.sequence_last(pg_schema text, pg_sequence text) RETURNS int8
LANGUAGE sql VOLATILE AS $$
  SELECT pg_sequence_last_value(to_regclass(format('%I.%I', pg_schema, pg_sequence)))
$$;

-- Rows that only the running engine knows (sessions, connections, requests, host facts): it hands them over as JSON in a setting of
-- the backend just before a query that reads them, so that no table has to be written for a look at it.
CREATE OR REPLACE FUNCTION holdfast.live(topic text) RETURNS SETOF jsonb
LANGUAGE sql STABLE AS $$
  SELECT jsonb_array_elements(COALESCE(NULLIF(current_setting('holdfast.live_' || topic, true), ''), '[]')::jsonb)
$$;

-- Parameters of procedures and functions; the value a scalar function returns is its parameter 0.
CREATE OR REPLACE VIEW holdfast.parameter_rows AS
SELECT o.database_id, o.object_id, o.name AS object_name, o.schema_name, p.ordinal::int AS parameter_id, p.item->>'name' AS name, p.item->'type' AS type,
       (p.item->>'output')::boolean AS is_output, (p.item->>'readonly')::boolean AS is_readonly,
       (p.item->>'tableTypeId')::int AS table_type_id,
       (SELECT (t.meta->>'userTypeId')::int FROM holdfast.objects t WHERE t.id = (p.item->>'tableTypeId')::int) AS table_user_type_id
FROM holdfast.main_objects o CROSS JOIN LATERAL jsonb_array_elements(o.meta->'parameters') WITH ORDINALITY AS p (item, ordinal)
WHERE o.kind IN ('procedure', 'function')
UNION ALL
SELECT o.database_id, o.object_id, o.name, o.schema_name, 0, '', o.meta->'returns', true, false, NULL, NULL
FROM holdfast.main_objects o WHERE o.kind = 'function' AND o.meta ? 'returns';

-- System types of every database, alias types and table types.
CREATE OR REPLACE VIEW holdfast.type_rows AS
SELECT d.database_id, t.name, t.system_type_id, t.user_type_id, 4 AS schema_id, t.max_length, t."precision", t.scale,
       CASE WHEN t.is_character THEN d.collation_name END AS collation_name, t.name <> 'sysname' AS nullable, false AS is_user_defined,
       NULL::int AS table_object_id, NULL::jsonb AS base
FROM holdfast.system_types t CROSS JOIN holdfast.database_rows d
UNION ALL
SELECT s.database_id, o.name, holdfast.system_type_id(o.meta->'base'), (o.meta->>'userTypeId')::int, s.schema_id,
       holdfast.type_length(o.meta->'base'), holdfast.type_precision(o.meta->'base'), holdfast.type_scale(o.meta->'base'),
       CASE WHEN holdfast.is_character(o.meta->'base') THEN d.collation_name END, (o.meta->>'nullable')::boolean, true, NULL, o.meta->'base'
FROM holdfast.objects o JOIN holdfast.schema_rows s ON s.global_id = o.schema_id JOIN holdfast.database_rows d ON d.database_id = s.database_id
WHERE o.kind = 'alias type'
UNION ALL
SELECT s.database_id, o.name, 243, (o.meta->>'userTypeId')::int, s.schema_id, -1, 0, 0, NULL, false, true, o.id, NULL
FROM holdfast.objects o JOIN holdfast.schema_rows s ON s.global_id = o.schema_id
WHERE o.kind = 'table' AND o.namespace = 'type';

-- Every index has statistics of its name; CREATE STATISTICS makes some without an index.
CREATE OR REPLACE VIEW holdfast.statistics_rows AS
SELECT t.database_id, t.object_id, i->>'name' AS name, (i->>'id')::int AS stats_id, i ? 'statisticsOnly' AS user_created, i AS document
FROM holdfast.main_objects t CROSS JOIN LATERAL jsonb_array_elements(t.meta->'indexes') i
WHERE t.kind = 'table' AND NOT t.is_type;

CREATE OR REPLACE FUNCTION holdfast.referential_action(action text) RETURNS int
LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE action WHEN 'NO ACTION' THEN 0 WHEN 'CASCADE' THEN 1 WHEN 'SET NULL' THEN 2 ELSE 3 END
$$;

-- index_id of the unique index with the columns that a foreign key names.
CREATE OR REPLACE FUNCTION holdfast.referenced_index_id(foreign_key jsonb) RETURNS int
LANGUAGE sql STABLE AS $$
  SELECT (i->>'id')::int
  FROM holdfast.objects o CROSS JOIN LATERAL jsonb_array_elements(o.meta->'indexes') i
  WHERE o.id = (foreign_key->>'referencedObjectId')::int AND (i->>'unique')::boolean
    AND (SELECT array_agg(lower(k->>'column') ORDER BY lower(k->>'column')) FROM jsonb_array_elements(i->'columns') k)
      = (SELECT array_agg(lower(c) ORDER BY lower(c)) FROM jsonb_array_elements_text(foreign_key->'referencedColumns') c)
  ORDER BY 1 LIMIT 1
$$;

CREATE OR REPLACE FUNCTION holdfast.is_history(table_id int) RETURNS boolean
LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM holdfast.objects o WHERE o.kind = 'table' AND (o.meta->'temporal'->>'historyObjectId')::int = table_id)
$$;

CREATE OR REPLACE VIEW holdfast.principal_rows AS
SELECT p.database_id, p.id, p.meta->>'name' AS name, p.meta->>'type' AS type, p.meta FROM holdfast.principals p;

CREATE OR REPLACE FUNCTION holdfast.permission_class_desc(class int) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE class WHEN 0 THEN 'DATABASE' WHEN 1 THEN 'OBJECT_OR_COLUMN' WHEN 3 THEN 'SCHEMA' WHEN 4 THEN 'DATABASE_PRINCIPAL'
    WHEN 6 THEN 'TYPE' WHEN 100 THEN 'SERVER' WHEN 101 THEN 'SERVER_PRINCIPAL' END
$$;

-- Four-letter codes of sys.database_permissions (sql-docs, sys-database-permissions-transact-sql).
CREATE OR REPLACE FUNCTION holdfast.permission_code(permission text) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE permission
    WHEN 'ALTER' THEN 'AL' WHEN 'CONTROL' THEN 'CL' WHEN 'CONNECT' THEN 'CO' WHEN 'CONNECT SQL' THEN 'COSQ' WHEN 'CREATE DATABASE' THEN 'CRDB'
    WHEN 'CREATE FUNCTION' THEN 'CRFN' WHEN 'CREATE PROCEDURE' THEN 'CRPR' WHEN 'CREATE ROLE' THEN 'CRRL' WHEN 'CREATE SCHEMA' THEN 'CRSM'
    WHEN 'CREATE TABLE' THEN 'CRTB' WHEN 'CREATE TYPE' THEN 'CRTY' WHEN 'CREATE VIEW' THEN 'CRVW' WHEN 'DELETE' THEN 'DL' WHEN 'EXECUTE' THEN 'EX'
    WHEN 'IMPERSONATE' THEN 'IM' WHEN 'INSERT' THEN 'IN' WHEN 'RECEIVE' THEN 'RC' WHEN 'REFERENCES' THEN 'RF' WHEN 'SELECT' THEN 'SL'
    WHEN 'TAKE OWNERSHIP' THEN 'TO' WHEN 'UPDATE' THEN 'UP' WHEN 'VIEW DEFINITION' THEN 'VW' WHEN 'VIEW DATABASE STATE' THEN 'VWDS'
    WHEN 'VIEW SERVER STATE' THEN 'VWSS' WHEN 'VIEW ANY DATABASE' THEN 'VWDB' WHEN 'VIEW ANY DEFINITION' THEN 'VWAD' WHEN 'ALTER ANY USER' THEN 'ALUS'
    WHEN 'ALTER ANY SCHEMA' THEN 'ALSM' WHEN 'ALTER ANY ROLE' THEN 'ALRL' WHEN 'ALTER ANY LOGIN' THEN 'ALLG' WHEN 'ALTER ANY DATABASE' THEN 'ALDB'
    WHEN 'CONTROL SERVER' THEN 'CL' WHEN 'SHOWPLAN' THEN 'SPLN' WHEN 'BACKUP DATABASE' THEN 'BADB' WHEN 'BACKUP LOG' THEN 'BALO'
    ELSE upper(left(replace(permission, ' ', ''), 4)) END
$$;

-- Every database looks as if it had a data and a log file; the data's size is that of its tables.
CREATE OR REPLACE VIEW holdfast.file_rows AS
SELECT d.database_id, f.file_id, f.type,
       CASE WHEN d.database_id = 1 THEN CASE f.type WHEN 0 THEN 'master' ELSE 'mastlog' END
            ELSE d.name || CASE f.type WHEN 0 THEN '' ELSE '_log' END END AS name,
       '/var/opt/mssql/data/' || d.name || CASE f.type WHEN 0 THEN '.mdf' ELSE '_log.ldf' END AS physical_name,
       GREATEST(1024, CASE f.type WHEN 0 THEN (
         SELECT COALESCE(sum(pg_relation_size(c.oid)), 0) / 8192 FROM holdfast.schema_rows s
         JOIN pg_namespace n ON n.nspname = s.pg JOIN pg_class c ON c.relnamespace = n.oid WHERE s.database_id = d.database_id) ELSE 1024 END)::int AS size
FROM holdfast.database_rows d CROSS JOIN (VALUES (1, 0), (2, 1)) f (file_id, type);

-- What sp_configure shows; the values a client may look at and that mean something here.
CREATE OR REPLACE VIEW holdfast.configuration_rows AS
SELECT c.configuration_id, c.name, COALESCE((s.value->>'is')::int, c.value) AS value, c.minimum, c.maximum, c.description, c.is_dynamic, c.is_advanced
FROM (VALUES
  (101, 'recovery interval (min)', 0, 0, 32767, 'Maximum recovery interval in minutes', true, true),
  (102, 'allow updates', 0, 0, 1, 'Allow updates to system tables', true, false),
  (103, 'user connections', 0, 0, 32767, 'Number of user connections allowed', false, true),
  (106, 'locks', 0, 5000, 2147483647, 'Number of locks for all users', false, true),
  (109, 'fill factor (%)', 0, 0, 100, 'Default fill factor percentage', false, true),
  (114, 'disallow results from triggers', 0, 0, 1, 'Disallow returning results from triggers', true, true),
  (115, 'nested triggers', 1, 0, 1, 'Allow triggers to be invoked within triggers', true, false),
  (116, 'server trigger recursion', 1, 0, 1, 'Allow recursion for server level triggers', true, false),
  (117, 'remote access', 1, 0, 1, 'Allow remote access', false, false),
  (124, 'default language', 0, 0, 9999, 'default language', true, false),
  (400, 'cross db ownership chaining', 0, 0, 1, 'Allow cross db ownership chaining', true, false),
  (503, 'max worker threads', 0, 128, 65535, 'Maximum worker threads', true, true),
  (505, 'network packet size (B)', 4096, 512, 32767, 'Network packet size', true, true),
  (518, 'show advanced options', 0, 0, 1, 'show advanced options', true, false),
  (542, 'remote proc trans', 0, 0, 1, 'Create DTC transaction for remote procedures', true, false),
  (544, 'c2 audit mode', 0, 0, 1, 'c2 audit mode', false, true),
  (1126, 'default full-text language', 1033, 0, 2147483647, 'default full-text language', true, true),
  (1127, 'two digit year cutoff', 2049, 1753, 9999, 'two digit year cutoff', true, true),
  (1505, 'index create memory (KB)', 0, 704, 2147483647, 'Memory for index create sorts (kBytes)', true, true),
  (1517, 'priority boost', 0, 0, 1, 'Priority boost', false, true),
  (1519, 'remote login timeout (s)', 10, 0, 2147483647, 'remote login timeout', true, false),
  (1520, 'remote query timeout (s)', 600, 0, 2147483647, 'remote query timeout', true, false),
  (1531, 'cursor threshold', -1, -1, 2147483647, 'cursor threshold', true, true),
  (1534, 'user options', 0, 0, 32767, 'user options', true, false),
  (1535, 'affinity mask', 0, -2147483648, 2147483647, 'affinity mask', true, true),
  (1536, 'max text repl size (B)', 65536, -1, 2147483647, 'Maximum size of a text field in replication.', true, false),
  (1538, 'cost threshold for parallelism', 5, 0, 32767, 'cost threshold for parallelism', true, true),
  (1539, 'max degree of parallelism', 0, 0, 32767, 'maximum degree of parallelism', true, true),
  (1540, 'min memory per query (KB)', 1024, 512, 2147483647, 'minimum memory per query (kBytes)', true, true),
  (1541, 'query wait (s)', -1, -1, 2147483647, 'maximum time to wait for query memory (s)', true, true),
  (1543, 'min server memory (MB)', 0, 0, 2147483647, 'Minimum size of server memory (MB)', true, true),
  (1544, 'max server memory (MB)', 2147483647, 128, 2147483647, 'Maximum size of server memory (MB)', true, true),
  (1545, 'query governor cost limit', 0, 0, 2147483647, 'Maximum estimated cost allowed by query governor', true, true),
  (1562, 'clr enabled', 0, 0, 1, 'CLR user code execution enabled in the server', true, false),
  (1568, 'default trace enabled', 0, 0, 1, 'Enable or disable the default trace', true, true),
  (1569, 'blocked process threshold (s)', 0, 0, 86400, 'Blocked process reporting threshold', true, true),
  (1576, 'remote admin connections', 0, 0, 1, 'Dedicated Admin Connections are allowed from remote clients', true, false),
  (1579, 'backup compression default', 0, 0, 1, 'Enable compression of backups by default', true, false),
  (1581, 'optimize for ad hoc workloads', 0, 0, 1, 'When this option is set, plan cache size is further reduced for single-use adhoc OLTP workload.', true, true),
  (16384, 'Agent XPs', 0, 0, 1, 'Enable or disable Agent XPs', true, true),
  (16386, 'Database Mail XPs', 0, 0, 1, 'Enable or disable Database Mail XPs', true, true),
  (16388, 'Ole Automation Procedures', 0, 0, 1, 'Enable or disable Ole Automation Procedures', true, true),
  (16390, 'xp_cmdshell', 0, 0, 1, 'Enable or disable command shell', true, true),
  (16391, 'Ad Hoc Distributed Queries', 0, 0, 1, 'Enable or disable Ad Hoc Distributed Queries', true, true),
  (16393, 'contained database authentication', 0, 0, 1, 'Enables contained databases and contained authentication', true, false)
) c (configuration_id, name, value, minimum, maximum, description, is_dynamic, is_advanced)
LEFT JOIN holdfast.settings s ON s.name = 'configuration ' || c.name;

-- Names that COLLATE takes: the families below in every sensitivity that Holdfast tells apart.
CREATE OR REPLACE VIEW holdfast.collation_rows AS
SELECT f.family || s.suffix || v.suffix AS name, f.family || ', ' || s.description || v.description AS description
FROM (VALUES ('SQL_Latin1_General_CP1'), ('Latin1_General'), ('Latin1_General_100'), ('French'), ('German_PhoneBook'), ('Modern_Spanish'),
             ('Cyrillic_General'), ('Greek'), ('Turkish'), ('Japanese'), ('Chinese_PRC'), ('Korean_Wansung'), ('Polish'), ('Czech'),
             ('Finnish_Swedish'), ('Danish_Norwegian'), ('Hebrew'), ('Arabic'), ('Thai'), ('Vietnamese')) f (family)
CROSS JOIN (VALUES ('_CI_AS', 'case-insensitive, accent-sensitive'), ('_CS_AS', 'case-sensitive, accent-sensitive'),
                   ('_CI_AI', 'case-insensitive, accent-insensitive'), ('_CS_AI', 'case-sensitive, accent-insensitive'),
                   ('_BIN', 'binary sort'), ('_BIN2', 'binary code point comparison sort')) s (suffix, description)
CROSS JOIN (VALUES ('', ''), ('_SC', ', supplementary characters'), ('_SC_UTF8', ', supplementary characters, UTF8')) v (suffix, description)
WHERE (v.suffix = '' OR (f.family = 'Latin1_General_100' AND s.suffix NOT LIKE '\_BIN%'))
  AND NOT (f.family = 'SQL_Latin1_General_CP1' AND s.suffix IN ('_BIN', '_BIN2', '_CS_AI'));

CREATE OR REPLACE VIEW holdfast.time_zone_rows AS
SELECT z.name, CASE WHEN z.offset_now < interval '0' THEN '-' ELSE '+' END
         || to_char(GREATEST(z.offset_now, -z.offset_now), 'HH24:MI') AS current_utc_offset,
       z.offset_now > z.offset_standard AS is_currently_dst
FROM (
  SELECT w.name, (now() AT TIME ZONE w.zone) - (now() AT TIME ZONE 'UTC') AS offset_now,
         LEAST((winter AT TIME ZONE w.zone) - (winter AT TIME ZONE 'UTC'), (summer AT TIME ZONE w.zone) - (summer AT TIME ZONE 'UTC')) AS offset_standard
  FROM sys.windows_zone w
  CROSS JOIN LATERAL (SELECT date_trunc('year', now()) AS winter, date_trunc('year', now()) + interval '6 months' AS summer) t
) z;

CREATE OR REPLACE FUNCTION holdfast.is_number(type jsonb) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $$
  SELECT type->>'name' IN ('tinyint', 'smallint', 'int', 'bigint', 'decimal', 'numeric', 'money', 'smallmoney', 'real', 'float')
$$;

-- CHARACTER_MAXIMUM_LENGTH and CHARACTER_OCTET_LENGTH of INFORMATION_SCHEMA, for character and binary types.
CREATE OR REPLACE FUNCTION holdfast.character_length(type jsonb) RETURNS int
LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN type->>'name' IN ('char', 'varchar', 'nchar', 'nvarchar', 'binary', 'varbinary') THEN (type->>'length')::int
    WHEN type->>'name' IN ('text', 'image') THEN 2147483647 WHEN type->>'name' = 'ntext' THEN 1073741823
    WHEN type->>'name' = 'xml' THEN -1 WHEN type->>'name' = 'sql_variant' THEN 0 END
$$;
CREATE OR REPLACE FUNCTION holdfast.octet_length(type jsonb) RETURNS int
LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN type->>'name' IN ('nchar', 'nvarchar') AND (type->>'length')::int > 0 THEN 2 * (type->>'length')::int
    WHEN type->>'name' = 'ntext' THEN 2147483646 ELSE holdfast.character_length(type) END
$$;

-- Columns of keys and foreign keys, in order.
CREATE OR REPLACE VIEW holdfast.key_column_rows AS
SELECT c.object_id AS constraint_id, k.item->>'column' AS column_name, k.ordinal::int AS ordinal
FROM holdfast.constraint_rows c CROSS JOIN LATERAL jsonb_array_elements(c.document->'columns') WITH ORDINALITY AS k (item, ordinal)
WHERE c.type IN ('PK', 'UQ')
UNION ALL
SELECT c.object_id, k.item, k.ordinal::int
FROM holdfast.constraint_rows c CROSS JOIN LATERAL jsonb_array_elements_text(c.document->'columns') WITH ORDINALITY AS k (item, ordinal)
WHERE c.type = 'F';

-- The same and the columns that checks name: stored conditions write them in brackets.
CREATE OR REPLACE VIEW holdfast.constraint_column_rows AS
SELECT c.database_id, c.schema_name, c.table_name, c.name, c.is_type, k.column_name
FROM holdfast.constraint_rows c JOIN holdfast.key_column_rows k ON k.constraint_id = c.object_id
UNION ALL
SELECT c.database_id, c.schema_name, c.table_name, c.name, c.is_type, k.name
FROM holdfast.constraint_rows c JOIN holdfast.column_rows k ON k.object_id = c.parent_object_id
WHERE c.type = 'C' AND strpos(lower(c.document->>'text'), '[' || lower(replace(k.name, ']', ']]')) || ']') > 0;

CREATE OR REPLACE VIEW holdfast.privilege_rows AS
SELECT p.database_id, p.major_id, p.minor_id, p.permission, p.state, o.schema_name, o.name AS table_name, grantor.name AS grantor, grantee.name AS grantee
FROM holdfast.permissions p
JOIN holdfast.main_objects o ON o.object_id = p.major_id AND o.kind IN ('table', 'view')
LEFT JOIN holdfast.principal_rows grantor ON grantor.database_id = p.database_id AND grantor.id = p.grantor_id
LEFT JOIN holdfast.principal_rows grantee ON grantee.database_id = p.database_id AND grantee.id = p.grantee_id
WHERE p.class = 1 AND p.state IN ('G', 'W') AND p.permission IN ('SELECT', 'INSERT', 'UPDATE', 'DELETE', 'REFERENCES');
