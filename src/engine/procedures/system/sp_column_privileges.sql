CREATE PROCEDURE sp_column_privileges
  @table_name sysname, @table_owner sysname = NULL, @table_qualifier sysname = NULL, @column_name nvarchar(384) = NULL
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
  CONVERT(sysname, COL_NAME(o.object_id, p.column_id)) AS COLUMN_NAME,
  CONVERT(sysname, p.grantor) AS GRANTOR,
  CONVERT(sysname, p.grantee) AS GRANTEE,
  CONVERT(varchar(32), p.permission_name) AS PRIVILEGE,
  CONVERT(varchar(3), p.is_grantable) AS IS_GRANTABLE
FROM sys.objects o
JOIN (
  -- The owner may do everything, by himself.
  SELECT t.object_id, c.column_id, USER_NAME(1) AS grantor, USER_NAME(1) AS grantee, a.name AS permission_name, 'YES' AS is_grantable
  FROM sys.objects t JOIN sys.columns c ON c.object_id = t.object_id CROSS JOIN (VALUES ('INSERT'), ('REFERENCES'), ('SELECT'), ('UPDATE')) a (name)
  WHERE t.type IN ('U', 'V')
  UNION ALL
  SELECT d.major_id, c.column_id, USER_NAME(d.grantor_principal_id), USER_NAME(d.grantee_principal_id), d.permission_name,
    CASE d.state WHEN 'W' THEN 'YES' ELSE 'NO' END
  FROM sys.database_permissions d JOIN sys.columns c ON c.object_id = d.major_id AND d.minor_id IN (0, c.column_id)
  WHERE d.class = 1 AND d.state IN ('G', 'W') AND d.permission_name IN ('INSERT', 'REFERENCES', 'SELECT', 'UPDATE')
) p ON p.object_id = o.object_id
WHERE o.name = @table_name AND SCHEMA_NAME(o.schema_id) = ISNULL(@table_owner, SCHEMA_NAME())
  AND (@column_name IS NULL OR COL_NAME(o.object_id, p.column_id) LIKE @column_name)
ORDER BY TABLE_QUALIFIER, TABLE_OWNER, TABLE_NAME, COLUMN_NAME, PRIVILEGE
