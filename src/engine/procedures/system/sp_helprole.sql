CREATE PROCEDURE sp_helprole @rolename sysname = NULL
AS
IF @rolename IS NOT NULL AND NOT EXISTS (SELECT 1 FROM sys.database_principals WHERE name = @rolename AND type IN ('R', 'A'))
BEGIN
  RAISERROR (15409, 16, 1, @rolename)
  RETURN 1
END
SELECT CONVERT(sysname, p.name) AS RoleName, CONVERT(smallint, p.principal_id) AS RoleId, CONVERT(int, CASE p.type WHEN 'A' THEN 1 ELSE 0 END) AS IsAppRole
FROM sys.database_principals p
WHERE p.type IN ('R', 'A') AND (@rolename IS NULL OR p.name = @rolename)
ORDER BY RoleId
RETURN 0
