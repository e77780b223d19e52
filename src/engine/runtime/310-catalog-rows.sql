-- The documents of the catalog as rows, one plain view a concept: what the system views are written over.

-- datetime: 1/300 s ticks since 1900-01-01. Times of the catalog are ISO 8601 texts.
CREATE OR REPLACE FUNCTION holdfast.datetime_ticks(moment text) RETURNS int8
LANGUAGE sql STABLE STRICT AS $$
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

CREATE OR REPLACE FUNCTION holdfast.system_type_id(type jsonb) RETURNS int
LANGUAGE sql STABLE STRICT AS $$
  SELECT t.system_type_id FROM holdfast.system_types t
  WHERE t.name = CASE type->>'name' WHEN 'rowversion' THEN 'timestamp' ELSE type->>'name' END
$$;

-- max_length in bytes, as sys.columns shows it.
CREATE OR REPLACE FUNCTION holdfast.type_length(type jsonb) RETURNS int
LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT CASE
    WHEN type->>'name' IN ('char', 'varchar', 'binary', 'varbinary') THEN (type->>'length')::int
    WHEN type->>'name' IN ('nchar', 'nvarchar') THEN CASE WHEN (type->>'length')::int < 0 THEN -1 ELSE 2 * (type->>'length')::int END
    WHEN type->>'name' IN ('text', 'ntext', 'image', 'uniqueidentifier') THEN 16
    WHEN type->>'name' = 'xml' THEN -1
    WHEN type->>'name' IN ('decimal', 'numeric') THEN
      CASE WHEN (type->>'precision')::int <= 9 THEN 5 WHEN (type->>'precision')::int <= 19 THEN 9
           WHEN (type->>'precision')::int <= 28 THEN 13 ELSE 17 END
    WHEN type->>'name' IN ('time', 'datetime2', 'datetimeoffset') THEN
      CASE WHEN (type->>'scale')::int <= 2 THEN 3 WHEN (type->>'scale')::int <= 4 THEN 4 ELSE 5 END
      + CASE type->>'name' WHEN 'time' THEN 0 WHEN 'datetime2' THEN 3 ELSE 5 END
    ELSE CASE type->>'name'
      WHEN 'bit' THEN 1 WHEN 'tinyint' THEN 1 WHEN 'smallint' THEN 2 WHEN 'int' THEN 4 WHEN 'bigint' THEN 8 WHEN 'real' THEN 4
      WHEN 'float' THEN 8 WHEN 'money' THEN 8 WHEN 'smallmoney' THEN 4 WHEN 'date' THEN 3 WHEN 'datetime' THEN 8
      WHEN 'smalldatetime' THEN 4 WHEN 'rowversion' THEN 8 WHEN 'sql_variant' THEN 8016 ELSE 0 END
  END
$$;

CREATE OR REPLACE FUNCTION holdfast.type_precision(type jsonb) RETURNS int
LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT CASE
    WHEN type->>'name' IN ('decimal', 'numeric') THEN (type->>'precision')::int
    WHEN type->>'name' IN ('time', 'datetime2', 'datetimeoffset') THEN
      CASE type->>'name' WHEN 'time' THEN 8 WHEN 'datetime2' THEN 19 ELSE 26 END
      + CASE WHEN (type->>'scale')::int = 0 THEN 0 ELSE 1 + (type->>'scale')::int END
    ELSE CASE type->>'name'
      WHEN 'bit' THEN 1 WHEN 'tinyint' THEN 3 WHEN 'smallint' THEN 5 WHEN 'int' THEN 10 WHEN 'bigint' THEN 19 WHEN 'real' THEN 24
      WHEN 'float' THEN 53 WHEN 'money' THEN 19 WHEN 'smallmoney' THEN 10 WHEN 'date' THEN 10 WHEN 'datetime' THEN 23
      WHEN 'smalldatetime' THEN 16 ELSE 0 END
  END
$$;

CREATE OR REPLACE FUNCTION holdfast.type_scale(type jsonb) RETURNS int
LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT CASE
    WHEN type->>'name' IN ('decimal', 'numeric', 'time', 'datetime2', 'datetimeoffset') THEN (type->>'scale')::int
    WHEN type->>'name' IN ('money', 'smallmoney') THEN 4
    WHEN type->>'name' = 'datetime' THEN 3
    ELSE 0
  END
$$;

CREATE OR REPLACE FUNCTION holdfast.is_character(type jsonb) RETURNS boolean
LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT type->>'name' IN ('char', 'varchar', 'nchar', 'nvarchar', 'text', 'ntext')
$$;

-- The type as INFORMATION_SCHEMA names it.
CREATE OR REPLACE FUNCTION holdfast.type_name(type jsonb) RETURNS text
LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT CASE type->>'name' WHEN 'rowversion' THEN 'timestamp' ELSE type->>'name' END
$$;

-- sql_variant of a number that T-SQL keeps as text (identity seeds, sequence bounds).
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
LANGUAGE sql IMMUTABLE STRICT AS $$
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
LANGUAGE sql IMMUTABLE STRICT AS $$
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
