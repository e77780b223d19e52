-- What the catalog procedures (sp_columns, sp_sproc_columns, sp_special_columns) tell of a type. "level" is the version of the procedure
-- (0 for sp_columns, 90, 100), "version" that of ODBC (2 or 3). sql-docs: odbc/reference/appendixes/sql-data-types,
-- relational-databases/native-client-odbc-date-time/metadata-catalog, native-client/features/using-large-value-types:
-- before level 90 a max type looks like text, before level 100 date, time, datetime2 and datetimeoffset look like nvarchar.
CREATE OR REPLACE FUNCTION holdfast.odbc_type(type jsonb, level int, version int)
RETURNS TABLE (
  data_type int, type_name text, "precision" int, length int, scale int, radix int, sql_data_type int, datetime_sub int, octets int,
  ss_type int, ss_type_nullable int
)
LANGUAGE sql IMMUTABLE AS $$
  SELECT
    CASE
      WHEN level < 100 AND t.name IN ('date', 'time', 'datetime2', 'datetimeoffset') THEN -9
      WHEN t.name IN ('datetime', 'smalldatetime', 'datetime2') THEN CASE WHEN version = 3 THEN 93 ELSE 11 END
      WHEN t.name = 'date' THEN CASE WHEN version = 3 THEN 91 ELSE 9 END
      ELSE t.code END,
    CASE t.name WHEN 'rowversion' THEN 'timestamp' ELSE t.name END,
    CASE
      WHEN t.name IN ('decimal', 'numeric') THEN t.digits
      WHEN t.name IN ('char', 'nchar', 'varchar', 'nvarchar', 'binary', 'varbinary') THEN GREATEST(t.size, 0)
      WHEN t.name = 'time' THEN CASE t.scale WHEN 0 THEN 8 ELSE 9 + t.scale END
      WHEN t.name = 'datetime2' THEN CASE t.scale WHEN 0 THEN 19 ELSE 20 + t.scale END
      WHEN t.name = 'datetimeoffset' THEN CASE t.scale WHEN 0 THEN 26 ELSE 27 + t.scale END
      WHEN t.name = 'float' THEN CASE WHEN version = 3 THEN 53 ELSE 15 END
      WHEN t.name = 'real' THEN CASE WHEN version = 3 THEN 24 ELSE 7 END
      ELSE t."precision" END,
    CASE
      WHEN t.name IN ('decimal', 'numeric') THEN t.digits + 2
      WHEN t.name IN ('char', 'varchar', 'binary', 'varbinary') THEN GREATEST(t.size, 0)
      WHEN t.name IN ('nchar', 'nvarchar') THEN 2 * GREATEST(t.size, 0)
      WHEN t.name = 'date' THEN CASE WHEN level < 100 THEN 20 ELSE 6 END
      WHEN t.name = 'time' THEN CASE WHEN level < 100 THEN 2 * CASE t.scale WHEN 0 THEN 8 ELSE 9 + t.scale END ELSE 12 END
      WHEN t.name = 'datetime2' THEN CASE WHEN level < 100 THEN 2 * CASE t.scale WHEN 0 THEN 19 ELSE 20 + t.scale END ELSE 16 END
      WHEN t.name = 'datetimeoffset' THEN CASE WHEN level < 100 THEN 2 * CASE t.scale WHEN 0 THEN 26 ELSE 27 + t.scale END ELSE 20 END
      ELSE t.length END,
    CASE
      WHEN t.name IN ('decimal', 'numeric') THEN t.scale
      WHEN t.name IN ('time', 'datetime2', 'datetimeoffset') AND level >= 100 THEN t.scale
      ELSE t.fixed_scale END,
    CASE WHEN t.name IN ('float', 'real') AND version = 3 THEN 2 ELSE t.radix END,
    CASE
      WHEN t.name IN ('datetime', 'smalldatetime') THEN 9
      WHEN t.name IN ('date', 'time', 'datetime2', 'datetimeoffset') AND level < 100 THEN -9
      WHEN t.name IN ('date', 'datetime2') THEN 9
      ELSE t.code END,
    CASE
      WHEN t.name IN ('datetime', 'smalldatetime') THEN 3
      WHEN level < 100 THEN NULL WHEN t.name = 'date' THEN 1 WHEN t.name = 'datetime2' THEN 3 END,
    CASE
      WHEN t.name IN ('char', 'varchar', 'binary', 'varbinary') THEN GREATEST(t.size, 0)
      WHEN t.name IN ('nchar', 'nvarchar') THEN 2 * GREATEST(t.size, 0)
      WHEN t.name IN ('text', 'ntext', 'image', 'xml') THEN t.length
      WHEN t.name IN ('rowversion', 'sql_variant') THEN t.length END,
    t.ss_type, t.ss_type_nullable
  FROM (
    SELECT o.*, (given.type->>'length')::int AS size, (given.type->>'precision')::int AS digits, (given.type->>'scale')::int AS scale
    FROM (SELECT type) AS given
    JOIN (VALUES
      ('bigint', -5, 19, 8, 0, 10, 63, 108), ('binary', -2, NULL, NULL, NULL, NULL, 45, 37), ('bit', -7, 1, 1, NULL, NULL, 50, 50),
      ('char', 1, NULL, NULL, NULL, NULL, 47, 39), ('date', 91, 10, 6, NULL, NULL, 0, 0), ('datetime', 93, 23, 16, 3, NULL, 61, 111),
      ('datetime2', 93, 27, 16, NULL, NULL, 0, 0), ('datetimeoffset', -155, 34, 20, NULL, NULL, 0, 0),
      ('decimal', 3, NULL, NULL, NULL, 10, 55, 106), ('float', 6, 15, 8, NULL, 10, 62, 109),
      ('image', -4, 2147483647, 2147483647, NULL, NULL, 34, 34), ('int', 4, 10, 4, 0, 10, 56, 38), ('money', 3, 19, 21, 4, 10, 60, 110),
      ('nchar', -8, NULL, NULL, NULL, NULL, 47, 39), ('ntext', -10, 1073741823, 2147483646, NULL, NULL, 35, 35),
      ('numeric', 2, NULL, NULL, NULL, 10, 63, 108), ('nvarchar', -9, NULL, NULL, NULL, NULL, 39, 39), ('real', 7, 7, 4, NULL, 10, 59, 109),
      ('smalldatetime', 93, 16, 16, 0, NULL, 58, 111), ('smallint', 5, 5, 2, 0, 10, 52, 38), ('smallmoney', 3, 10, 12, 4, 10, 122, 110),
      ('sql_variant', -150, 8000, 8000, NULL, NULL, 39, 39), ('text', -1, 2147483647, 2147483647, NULL, NULL, 35, 35),
      ('time', -154, 16, 12, NULL, NULL, 0, 0), ('rowversion', -2, 8, 8, NULL, NULL, 45, 37), ('tinyint', -6, 3, 1, 0, 10, 48, 38),
      ('uniqueidentifier', -11, 36, 16, NULL, NULL, 37, 37), ('varbinary', -3, NULL, NULL, NULL, NULL, 37, 37),
      ('varchar', 12, NULL, NULL, NULL, NULL, 39, 39), ('xml', -152, 0, 0, NULL, NULL, 0, 0)
    ) o (name, code, "precision", length, fixed_scale, radix, ss_type, ss_type_nullable)
    ON o.name = CASE
      WHEN level >= 90 THEN given.type->>'name'
      WHEN given.type->>'name' = 'xml' THEN 'ntext'
      WHEN (given.type->>'length')::int >= 0 THEN given.type->>'name'
      ELSE CASE given.type->>'name' WHEN 'varchar' THEN 'text' WHEN 'nvarchar' THEN 'ntext' WHEN 'varbinary' THEN 'image' ELSE given.type->>'name' END
    END
  ) t
$$;

-- Every level of the procedures with every version of ODBC that they are told.
CREATE OR REPLACE VIEW holdfast.odbc_levels (level, version) AS VALUES (0, 2), (0, 3), (90, 2), (90, 3), (100, 2), (100, 3);

-- sp_datatype_info, in its order. "from_level": the version of the procedure from which the row stands for itself.
CREATE OR REPLACE VIEW holdfast.odbc_type_info (
  type_name, code, "precision", prefix, suffix, parameters, case_sensitive, searchable, is_unsigned, is_money, auto_increment, minimum_scale,
  maximum_scale, sql_data_type, datetime_sub, radix, user_type, from_level
) AS VALUES
  ('sql_variant', -150, 8000, NULL, NULL, NULL, 0, 2, NULL, 0, NULL, 0, 0, -150, NULL, 10, 0, 0),
  ('uniqueidentifier', -11, 36, '''', '''', NULL, 0, 2, NULL, 0, NULL, NULL, NULL, -11, NULL, NULL, 0, 0),
  ('ntext', -10, 1073741823, 'N''', '''', NULL, 0, 1, NULL, 0, NULL, NULL, NULL, -10, NULL, NULL, 0, 0),
  ('xml', -152, 0, 'N''', '''', NULL, 1, 0, NULL, 0, NULL, NULL, NULL, -152, NULL, NULL, 0, 90),
  ('nvarchar', -9, 4000, 'N''', '''', 'max length', 0, 3, NULL, 0, NULL, NULL, NULL, -9, NULL, NULL, 0, 0),
  ('sysname', -9, 128, 'N''', '''', NULL, 0, 3, NULL, 0, NULL, NULL, NULL, -9, NULL, NULL, 18, 0),
  ('nchar', -8, 4000, 'N''', '''', 'length', 0, 3, NULL, 0, NULL, NULL, NULL, -8, NULL, NULL, 0, 0),
  ('bit', -7, 1, NULL, NULL, NULL, 0, 2, NULL, 0, NULL, 0, 0, -7, NULL, NULL, 16, 0),
  ('tinyint', -6, 3, NULL, NULL, NULL, 0, 2, 1, 0, 0, 0, 0, -6, NULL, 10, 5, 0),
  ('tinyint identity', -6, 3, NULL, NULL, NULL, 0, 2, 1, 0, 1, 0, 0, -6, NULL, 10, 5, 0),
  ('bigint', -5, 19, NULL, NULL, NULL, 0, 2, 0, 0, 0, 0, 0, -5, NULL, 10, 0, 0),
  ('bigint identity', -5, 19, NULL, NULL, NULL, 0, 2, 0, 0, 1, 0, 0, -5, NULL, 10, 0, 0),
  ('image', -4, 2147483647, '0x', NULL, NULL, 0, 0, NULL, 0, NULL, NULL, NULL, -4, NULL, NULL, 20, 0),
  ('varbinary', -3, 8000, '0x', NULL, 'max length', 0, 2, NULL, 0, NULL, NULL, NULL, -3, NULL, NULL, 4, 0),
  ('binary', -2, 8000, '0x', NULL, 'length', 0, 2, NULL, 0, NULL, NULL, NULL, -2, NULL, NULL, 3, 0),
  ('timestamp', -2, 8, '0x', NULL, NULL, 0, 2, NULL, 0, NULL, NULL, NULL, -2, NULL, NULL, 80, 0),
  ('text', -1, 2147483647, '''', '''', NULL, 0, 1, NULL, 0, NULL, NULL, NULL, -1, NULL, NULL, 19, 0),
  ('char', 1, 8000, '''', '''', 'length', 0, 3, NULL, 0, NULL, NULL, NULL, 1, NULL, NULL, 1, 0),
  ('numeric', 2, 38, NULL, NULL, 'precision,scale', 0, 2, 0, 0, 0, 0, 38, 2, NULL, 10, 10, 0),
  ('numeric() identity', 2, 38, NULL, NULL, 'precision', 0, 2, 0, 0, 1, 0, 0, 2, NULL, 10, 10, 0),
  ('decimal', 3, 38, NULL, NULL, 'precision,scale', 0, 2, 0, 0, 0, 0, 38, 3, NULL, 10, 24, 0),
  ('money', 3, 19, '$', NULL, NULL, 0, 2, 0, 1, 0, 4, 4, 3, NULL, 10, 11, 0),
  ('smallmoney', 3, 10, '$', NULL, NULL, 0, 2, 0, 1, 0, 4, 4, 3, NULL, 10, 21, 0),
  ('decimal() identity', 3, 38, NULL, NULL, 'precision', 0, 2, 0, 0, 1, 0, 0, 3, NULL, 10, 24, 0),
  ('int', 4, 10, NULL, NULL, NULL, 0, 2, 0, 0, 0, 0, 0, 4, NULL, 10, 7, 0),
  ('int identity', 4, 10, NULL, NULL, NULL, 0, 2, 0, 0, 1, 0, 0, 4, NULL, 10, 7, 0),
  ('smallint', 5, 5, NULL, NULL, NULL, 0, 2, 0, 0, 0, 0, 0, 5, NULL, 10, 6, 0),
  ('smallint identity', 5, 5, NULL, NULL, NULL, 0, 2, 0, 0, 1, 0, 0, 5, NULL, 10, 6, 0),
  ('float', 6, 53, NULL, NULL, NULL, 0, 2, 0, 0, 0, NULL, NULL, 6, NULL, 2, 8, 0),
  ('real', 7, 24, NULL, NULL, NULL, 0, 2, 0, 0, 0, NULL, NULL, 7, NULL, 2, 23, 0),
  ('varchar', 12, 8000, '''', '''', 'max length', 0, 3, NULL, 0, NULL, NULL, NULL, 12, NULL, NULL, 2, 0),
  ('date', 91, 10, '''', '''', NULL, 0, 3, NULL, 0, NULL, NULL, 0, 9, 1, NULL, 0, 0),
  ('time', -154, 16, '''', '''', 'scale', 0, 3, NULL, 0, NULL, 0, 7, -154, 0, NULL, 0, 0),
  ('datetime2', 93, 27, '''', '''', 'scale', 0, 3, NULL, 0, NULL, 0, 7, 9, 3, NULL, 0, 0),
  ('datetimeoffset', -155, 34, '''', '''', 'scale', 0, 3, NULL, 0, NULL, 0, 7, -155, 0, NULL, 0, 0),
  ('datetime', 93, 23, '''', '''', NULL, 0, 3, NULL, 0, NULL, 3, 3, 9, 3, NULL, 12, 0),
  ('smalldatetime', 93, 16, '''', '''', NULL, 0, 3, NULL, 0, NULL, 0, 0, 9, 3, NULL, 22, 0);
