CREATE PROCEDURE sp_tables
  @table_name nvarchar(384) = NULL, @table_owner nvarchar(384) = NULL, @table_qualifier sysname = NULL,
  @table_type varchar(100) = NULL, @fUsePattern bit = 1
AS
DECLARE @types varchar(102) = UPPER(@table_type)
-- ODBC, SQLTables: '%' alone, with the others empty, asks for the databases, the schemas or the types of tables.
IF @table_qualifier = '%' AND @table_owner = '' AND @table_name = ''
BEGIN
  SELECT CONVERT(sysname, d.name) AS TABLE_QUALIFIER, CONVERT(sysname, NULL) AS TABLE_OWNER, CONVERT(sysname, NULL) AS TABLE_NAME,
    CONVERT(varchar(32), NULL) AS TABLE_TYPE, CONVERT(varchar(254), NULL) AS REMARKS
  FROM sys.databases d ORDER BY 1
  RETURN
END
IF @table_owner = '%' AND ISNULL(@table_qualifier, '') = '' AND @table_name = ''
BEGIN
  SELECT CONVERT(sysname, NULL) AS TABLE_QUALIFIER, CONVERT(sysname, s.name) AS TABLE_OWNER, CONVERT(sysname, NULL) AS TABLE_NAME,
    CONVERT(varchar(32), NULL) AS TABLE_TYPE, CONVERT(varchar(254), NULL) AS REMARKS
  FROM sys.schemas s ORDER BY 2
  RETURN
END
IF @table_type = '%' AND ISNULL(@table_qualifier, '') = '' AND @table_owner = '' AND @table_name = ''
BEGIN
  SELECT CONVERT(sysname, NULL) AS TABLE_QUALIFIER, CONVERT(sysname, NULL) AS TABLE_OWNER, CONVERT(sysname, NULL) AS TABLE_NAME,
    CONVERT(varchar(32), t.name) AS TABLE_TYPE, CONVERT(varchar(254), NULL) AS REMARKS
  FROM (VALUES ('SYSTEM TABLE'), ('TABLE'), ('VIEW')) t (name) ORDER BY 4
  RETURN
END
IF @table_qualifier <> '' AND @table_qualifier <> DB_NAME()
BEGIN
  RAISERROR (15250, -1, -1)
  RETURN
END
SELECT
  CONVERT(sysname, DB_NAME()) AS TABLE_QUALIFIER,
  CONVERT(sysname, SCHEMA_NAME(o.schema_id)) AS TABLE_OWNER,
  CONVERT(sysname, o.name) AS TABLE_NAME,
  CONVERT(varchar(32), CASE o.type WHEN 'V' THEN 'VIEW' WHEN 'S' THEN 'SYSTEM TABLE' ELSE 'TABLE' END) AS TABLE_TYPE,
  CONVERT(varchar(254), NULL) AS REMARKS
FROM sys.all_objects o
WHERE o.type IN ('U', 'V', 'S')
  AND (@table_name IS NULL OR @fUsePattern = 1 AND o.name LIKE @table_name OR o.name = @table_name)
  AND (@table_owner IS NULL OR @fUsePattern = 1 AND SCHEMA_NAME(o.schema_id) LIKE @table_owner OR SCHEMA_NAME(o.schema_id) = @table_owner)
  AND (@types IS NULL OR CHARINDEX(CASE o.type WHEN 'V' THEN '''VIEW''' WHEN 'S' THEN '''SYSTEM TABLE''' ELSE '''TABLE''' END, @types) > 0)
ORDER BY TABLE_TYPE, TABLE_QUALIFIER, TABLE_OWNER, TABLE_NAME
