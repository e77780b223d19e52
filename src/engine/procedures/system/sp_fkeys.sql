CREATE PROCEDURE sp_fkeys
  @pktable_name sysname = NULL, @pktable_owner sysname = NULL, @pktable_qualifier sysname = NULL,
  @fktable_name sysname = NULL, @fktable_owner sysname = NULL, @fktable_qualifier sysname = NULL
AS
IF @pktable_name IS NULL AND @fktable_name IS NULL
BEGIN
  RAISERROR (15252, -1, -1)
  RETURN
END
IF @pktable_qualifier <> '' AND @pktable_qualifier <> DB_NAME() OR @fktable_qualifier <> '' AND @fktable_qualifier <> DB_NAME()
BEGIN
  RAISERROR (15250, -1, -1)
  RETURN
END
SELECT
  CONVERT(sysname, DB_NAME()) AS PKTABLE_QUALIFIER,
  CONVERT(sysname, SCHEMA_NAME(p.schema_id)) AS PKTABLE_OWNER,
  CONVERT(sysname, p.name) AS PKTABLE_NAME,
  CONVERT(sysname, COL_NAME(k.referenced_object_id, k.referenced_column_id)) AS PKCOLUMN_NAME,
  CONVERT(sysname, DB_NAME()) AS FKTABLE_QUALIFIER,
  CONVERT(sysname, SCHEMA_NAME(t.schema_id)) AS FKTABLE_OWNER,
  CONVERT(sysname, t.name) AS FKTABLE_NAME,
  CONVERT(sysname, COL_NAME(k.parent_object_id, k.parent_column_id)) AS FKCOLUMN_NAME,
  CONVERT(smallint, k.constraint_column_id) AS KEY_SEQ,
  CONVERT(smallint, CASE f.update_referential_action WHEN 1 THEN 0 WHEN 0 THEN 1 ELSE f.update_referential_action END) AS UPDATE_RULE,
  CONVERT(smallint, CASE f.delete_referential_action WHEN 1 THEN 0 WHEN 0 THEN 1 ELSE f.delete_referential_action END) AS DELETE_RULE,
  CONVERT(sysname, f.name) AS FK_NAME,
  CONVERT(sysname, i.name) AS PK_NAME,
  CONVERT(smallint, 7) AS DEFERRABILITY
FROM sys.foreign_keys f
JOIN sys.foreign_key_columns k ON k.constraint_object_id = f.object_id
JOIN sys.tables t ON t.object_id = f.parent_object_id
JOIN sys.tables p ON p.object_id = f.referenced_object_id
LEFT JOIN sys.indexes i ON i.object_id = f.referenced_object_id AND i.index_id = f.key_index_id
WHERE (@pktable_name IS NULL OR p.name = @pktable_name) AND (@pktable_owner IS NULL OR SCHEMA_NAME(p.schema_id) = @pktable_owner)
  AND (@fktable_name IS NULL OR t.name = @fktable_name) AND (@fktable_owner IS NULL OR SCHEMA_NAME(t.schema_id) = @fktable_owner)
ORDER BY FKTABLE_QUALIFIER, FKTABLE_OWNER, FKTABLE_NAME, FK_NAME, KEY_SEQ
