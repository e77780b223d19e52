CREATE PROCEDURE sp_helprolemember @rolename sysname = NULL
AS
IF @rolename IS NOT NULL AND NOT EXISTS (SELECT 1 FROM sys.database_principals WHERE name = @rolename AND type = 'R')
BEGIN
  RAISERROR (15409, 16, 1, @rolename)
  RETURN 1
END
SELECT CONVERT(sysname, r.name) AS DbRole, CONVERT(sysname, u.name) AS MemberName, CONVERT(varbinary(85), u.sid) AS MemberSID
FROM sys.database_role_members m
JOIN sys.database_principals r ON r.principal_id = m.role_principal_id
JOIN sys.database_principals u ON u.principal_id = m.member_principal_id
WHERE @rolename IS NULL OR r.name = @rolename
ORDER BY DbRole, MemberName
RETURN 0
