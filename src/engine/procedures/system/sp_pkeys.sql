CREATE PROCEDURE sp_pkeys @table_name sysname, @table_owner sysname = NULL, @table_qualifier sysname = NULL
AS
IF @table_qualifier <> '' AND @table_qualifier <> DB_NAME()
BEGIN
  RAISERROR (15250, -1, -1)
  RETURN
END
SELECT
  CONVERT(sysname, DB_NAME()) AS TABLE_QUALIFIER,
  CONVERT(sysname, SCHEMA_NAME(t.schema_id)) AS TABLE_OWNER,
  CONVERT(sysname, t.name) AS TABLE_NAME,
  CONVERT(sysname, c.name) AS COLUMN_NAME,
  CONVERT(smallint, k.key_ordinal) AS KEY_SEQ,
  CONVERT(sysname, i.name) AS PK_NAME
FROM sys.indexes i
JOIN sys.tables t ON t.object_id = i.object_id
JOIN sys.index_columns k ON k.object_id = i.object_id AND k.index_id = i.index_id AND k.key_ordinal > 0
JOIN sys.columns c ON c.object_id = k.object_id AND c.column_id = k.column_id
WHERE i.is_primary_key = 1 AND t.name = @table_name AND SCHEMA_NAME(t.schema_id) = ISNULL(@table_owner, SCHEMA_NAME())
ORDER BY TABLE_QUALIFIER, TABLE_OWNER, TABLE_NAME, KEY_SEQ
