CREATE PROCEDURE sp_sproc_columns_90
  @procedure_name nvarchar(390) = N'%', @procedure_owner nvarchar(384) = NULL, @procedure_qualifier sysname = NULL,
  @column_name nvarchar(384) = NULL, @ODBCVer int = 2, @fUsePattern bit = 1
AS
IF @procedure_qualifier <> '' AND @procedure_qualifier <> DB_NAME()
BEGIN
  RAISERROR (15250, -1, -1)
  RETURN
END
DECLARE @version int = CASE @ODBCVer WHEN 3 THEN 3 ELSE 2 END, @group int = CHARINDEX(N';', @procedure_name)
IF @group > 0 SET @procedure_name = LEFT(@procedure_name, @group - 1)
-- A procedure's return value is no parameter of it in the catalog.
SELECT
  CONVERT(sysname, DB_NAME()) AS PROCEDURE_QUALIFIER,
  CONVERT(sysname, SCHEMA_NAME(o.schema_id)) AS PROCEDURE_OWNER,
  CONVERT(nvarchar(134), o.name + CASE o.type WHEN 'P' THEN N';1' ELSE N';0' END) AS PROCEDURE_NAME,
  CONVERT(sysname, CASE p.parameter_id WHEN 0 THEN N'@RETURN_VALUE' ELSE p.name END) AS COLUMN_NAME,
  CONVERT(smallint, CASE WHEN p.parameter_id = 0 THEN 5 WHEN p.is_output = 1 THEN 2 ELSE 1 END) AS COLUMN_TYPE,
  CONVERT(smallint, CASE WHEN p.table_type_id IS NULL THEN p.data_type ELSE -153 END) AS DATA_TYPE,
  CONVERT(sysname, CASE WHEN p.table_type_id IS NULL THEN p.type_name ELSE y.name END) AS TYPE_NAME,
  CASE WHEN p.table_type_id IS NULL THEN p.precision ELSE 0 END AS PRECISION,
  CASE WHEN p.table_type_id IS NULL THEN p.length ELSE 2147483647 END AS LENGTH,
  CONVERT(smallint, p.scale) AS SCALE,
  CONVERT(smallint, p.radix) AS RADIX,
  CONVERT(smallint, CASE WHEN p.parameter_id = 0 AND o.type = 'P' THEN 0 ELSE 1 END) AS NULLABLE,
  CONVERT(varchar(254), NULL) AS REMARKS,
  CONVERT(nvarchar(4000), NULL) AS COLUMN_DEF,
  CONVERT(smallint, CASE WHEN p.table_type_id IS NULL THEN p.sql_data_type ELSE -153 END) AS SQL_DATA_TYPE,
  p.sql_datetime_sub AS SQL_DATETIME_SUB,
  p.char_octet_length AS CHAR_OCTET_LENGTH,
  p.parameter_id AS ORDINAL_POSITION,
  CONVERT(varchar(254), CASE WHEN p.parameter_id = 0 AND o.type = 'P' THEN 'NO' ELSE 'YES' END) AS IS_NULLABLE,
  CONVERT(sysname, NULL) AS SS_XML_SCHEMACOLLECTION_CATALOG_NAME,
  CONVERT(sysname, NULL) AS SS_XML_SCHEMACOLLECTION_SCHEMA_NAME,
  CONVERT(sysname, NULL) AS SS_XML_SCHEMACOLLECTION_NAME,
  CONVERT(sysname, NULL) AS SS_UDT_CATALOG_NAME,
  CONVERT(sysname, NULL) AS SS_UDT_SCHEMA_NAME,
  CONVERT(nvarchar(4000), NULL) AS SS_UDT_ASSEMBLY_TYPE_NAME,
  CONVERT(tinyint, p.ss_data_type) AS SS_DATA_TYPE
FROM sys.objects o
JOIN (
  SELECT object_id, parameter_id, name, type_name, is_output, ss_data_type, table_type_id, data_type, precision, length, scale, radix,
    sql_data_type, sql_datetime_sub, char_octet_length
  FROM sys.spt_sproc_columns_odbc_view
  WHERE procedure_level = 90 AND odbc_version = @version
  UNION ALL
  SELECT object_id, 0, N'', N'int', 1, 56, NULL, 4, 10, 4, 0, 10, 4, NULL, NULL FROM sys.procedures
) p ON p.object_id = o.object_id
LEFT JOIN sys.table_types y ON y.user_type_id = p.table_type_id
WHERE o.type IN ('P', 'FN', 'IF', 'TF')
  AND (@procedure_name IS NULL OR @fUsePattern = 1 AND o.name LIKE @procedure_name OR o.name = @procedure_name)
  AND (@procedure_owner IS NULL OR @fUsePattern = 1 AND SCHEMA_NAME(o.schema_id) LIKE @procedure_owner
    OR SCHEMA_NAME(o.schema_id) = @procedure_owner)
  AND (@column_name IS NULL OR @fUsePattern = 1 AND CASE p.parameter_id WHEN 0 THEN N'@RETURN_VALUE' ELSE p.name END LIKE @column_name
    OR CASE p.parameter_id WHEN 0 THEN N'@RETURN_VALUE' ELSE p.name END = @column_name)
ORDER BY PROCEDURE_QUALIFIER, PROCEDURE_OWNER, PROCEDURE_NAME, ORDINAL_POSITION
