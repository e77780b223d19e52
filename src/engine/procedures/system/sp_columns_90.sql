CREATE PROCEDURE sp_columns_90
  @table_name nvarchar(384), @table_owner nvarchar(384) = NULL, @table_qualifier sysname = NULL, @column_name nvarchar(384) = NULL,
  @ODBCVer int = 2, @fUsePattern bit = 1
AS
IF @table_qualifier <> '' AND @table_qualifier <> DB_NAME()
BEGIN
  RAISERROR (15250, -1, -1)
  RETURN
END
SELECT
  CONVERT(sysname, DB_NAME()) AS TABLE_QUALIFIER,
  CONVERT(sysname, SCHEMA_NAME(o.schema_id)) AS TABLE_OWNER,
  CONVERT(sysname, o.name) AS TABLE_NAME,
  c.name AS COLUMN_NAME,
  c.data_type AS DATA_TYPE,
  c.type_name AS TYPE_NAME,
  c.precision AS PRECISION,
  c.length AS LENGTH,
  c.scale AS SCALE,
  c.radix AS RADIX,
  CONVERT(smallint, c.is_nullable) AS NULLABLE,
  CONVERT(varchar(254), NULL) AS REMARKS,
  c.default_text AS COLUMN_DEF,
  c.sql_data_type AS SQL_DATA_TYPE,
  c.sql_datetime_sub AS SQL_DATETIME_SUB,
  c.char_octet_length AS CHAR_OCTET_LENGTH,
  CONVERT(int, c.ordinal) AS ORDINAL_POSITION,
  CONVERT(varchar(254), CASE c.is_nullable WHEN 1 THEN 'YES' ELSE 'NO' END) AS IS_NULLABLE,
  CONVERT(sysname, NULL) AS SS_UDT_CATALOG_NAME,
  CONVERT(sysname, NULL) AS SS_UDT_SCHEMA_NAME,
  CONVERT(nvarchar(4000), NULL) AS SS_UDT_ASSEMBLY_TYPE_NAME,
  CONVERT(sysname, NULL) AS SS_XML_SCHEMACOLLECTION_CATALOG_NAME,
  CONVERT(sysname, NULL) AS SS_XML_SCHEMACOLLECTION_SCHEMA_NAME,
  CONVERT(sysname, NULL) AS SS_XML_SCHEMACOLLECTION_NAME,
  c.ss_data_type AS SS_DATA_TYPE
FROM (
  SELECT *, ROW_NUMBER() OVER (PARTITION BY object_id ORDER BY column_id) AS ordinal
  FROM sys.spt_columns_odbc_view
  WHERE procedure_level = 90 AND odbc_version = CASE @ODBCVer WHEN 3 THEN 3 ELSE 2 END
    AND object_id IN (SELECT object_id FROM sys.all_objects WHERE @fUsePattern = 1 AND name LIKE @table_name OR name = @table_name)
) c
JOIN sys.all_objects o ON o.object_id = c.object_id
WHERE (@fUsePattern = 1 AND o.name LIKE @table_name OR o.name = @table_name)
  AND (@table_owner IS NULL OR @fUsePattern = 1 AND SCHEMA_NAME(o.schema_id) LIKE @table_owner OR SCHEMA_NAME(o.schema_id) = @table_owner)
  AND (@column_name IS NULL OR @fUsePattern = 1 AND c.name LIKE @column_name OR c.name = @column_name)
ORDER BY TABLE_QUALIFIER, TABLE_OWNER, TABLE_NAME, ORDINAL_POSITION
