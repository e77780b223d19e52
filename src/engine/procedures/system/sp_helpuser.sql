CREATE PROCEDURE sp_helpuser @name_in_db sysname = NULL
AS
IF @name_in_db IS NOT NULL AND USER_ID(@name_in_db) IS NULL
BEGIN
  RAISERROR (15198, -1, -1, @name_in_db)
  RETURN 1
END
IF EXISTS (SELECT 1 FROM sys.database_principals WHERE name = @name_in_db AND type = 'R')
  SELECT CONVERT(sysname, r.name) AS Role_name, CONVERT(smallint, r.principal_id) AS Role_id, CONVERT(sysname, u.name) AS Users_in_role,
    CONVERT(smallint, u.principal_id) AS Userid
  FROM sys.database_principals r
  LEFT JOIN sys.database_role_members m ON m.role_principal_id = r.principal_id
  LEFT JOIN sys.database_principals u ON u.principal_id = m.member_principal_id
  WHERE r.name = @name_in_db ORDER BY 1, 3
ELSE
  SELECT CONVERT(sysname, u.name) AS UserName, CONVERT(sysname, COALESCE(r.name, N'public')) AS RoleName, CONVERT(sysname, l.name) AS LoginName,
    CONVERT(sysname, l.default_database_name) AS DefDBName, CONVERT(sysname, u.default_schema_name) AS DefSchemaName,
    CONVERT(char(10), u.principal_id) AS UserID, CONVERT(varbinary(85), u.sid) AS SID
  FROM sys.database_principals u
  LEFT JOIN sys.database_role_members m ON m.member_principal_id = u.principal_id
  LEFT JOIN sys.database_principals r ON r.principal_id = m.role_principal_id
  LEFT JOIN sys.server_principals l ON l.sid = u.sid AND l.type = 'S'
  WHERE u.type = 'S' AND (@name_in_db IS NULL OR u.name = @name_in_db)
  ORDER BY UserName, RoleName
RETURN 0
