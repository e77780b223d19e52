CREATE PROCEDURE sp_table_privileges
  @table_name nvarchar(384), @table_owner nvarchar(384) = NULL, @table_qualifier sysname = NULL, @fUsePattern bit = 1
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
  CONVERT(sysname, p.grantor) AS GRANTOR,
  CONVERT(sysname, p.grantee) AS GRANTEE,
  CONVERT(varchar(32), p.permission_name) AS PRIVILEGE,
  CONVERT(varchar(3), p.is_grantable) AS IS_GRANTABLE
FROM sys.objects o
JOIN (
  -- The owner may do everything, by himself.
  SELECT t.object_id, USER_NAME(1) AS grantor, USER_NAME(1) AS grantee, a.name AS permission_name, 'YES' AS is_grantable
  FROM sys.objects t CROSS JOIN (VALUES ('DELETE'), ('INSERT'), ('REFERENCES'), ('SELECT'), ('UPDATE')) a (name)
  WHERE t.type IN ('U', 'V')
  UNION ALL
  SELECT d.major_id, USER_NAME(d.grantor_principal_id), USER_NAME(d.grantee_principal_id), d.permission_name,
    CASE d.state WHEN 'W' THEN 'YES' ELSE 'NO' END
  FROM sys.database_permissions d
  WHERE d.class = 1 AND d.state IN ('G', 'W') AND d.permission_name IN ('DELETE', 'INSERT', 'REFERENCES', 'SELECT', 'UPDATE') AND d.minor_id = 0
) p ON p.object_id = o.object_id
WHERE (@fUsePattern = 1 AND o.name LIKE @table_name OR o.name = @table_name)
  AND (@table_owner IS NULL OR @fUsePattern = 1 AND SCHEMA_NAME(o.schema_id) LIKE @table_owner OR SCHEMA_NAME(o.schema_id) = @table_owner)
ORDER BY TABLE_QUALIFIER, TABLE_OWNER, TABLE_NAME, PRIVILEGE, GRANTEE
