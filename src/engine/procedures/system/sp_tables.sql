CREATE PROCEDURE sp_tables
  @table_name nvarchar(384) = NULL, @table_owner nvarchar(384) = NULL, @table_qualifier sysname = NULL,
  @table_type varchar(100) = NULL, @fUsePattern bit = 1
AS
SELECT
  CONVERT(sysname, DB_NAME()) AS TABLE_QUALIFIER,
  CONVERT(sysname, SCHEMA_NAME(o.schema_id)) AS TABLE_OWNER,
  CONVERT(sysname, o.name) AS TABLE_NAME,
  CONVERT(varchar(32), CASE WHEN o.schema_id IN (3, 4) THEN CASE o.type WHEN 'V' THEN 'VIEW' ELSE 'SYSTEM TABLE' END
    WHEN o.type = 'V' THEN 'VIEW' ELSE 'TABLE' END) AS TABLE_TYPE,
  CONVERT(varchar(254), NULL) AS REMARKS
FROM sys.all_objects o
WHERE o.type IN ('U', 'V', 'S')
  AND (@table_name IS NULL OR (@fUsePattern = 1 AND o.name LIKE @table_name) OR (@fUsePattern = 0 AND o.name = @table_name))
  AND (@table_owner IS NULL OR (@fUsePattern = 1 AND SCHEMA_NAME(o.schema_id) LIKE @table_owner)
    OR (@fUsePattern = 0 AND SCHEMA_NAME(o.schema_id) = @table_owner))
  AND (@table_type IS NULL OR CHARINDEX(CASE WHEN o.type = 'V' THEN '''VIEW''' ELSE '''TABLE''' END, UPPER(@table_type)) > 0)
ORDER BY 4, 1, 2, 3
