CREATE PROCEDURE sp_helpsrvrole @srvrolename sysname = NULL
AS
IF @srvrolename IS NOT NULL AND NOT EXISTS (SELECT 1 FROM sys.server_principals WHERE name = @srvrolename AND type = 'R')
BEGIN
  RAISERROR (15412, -1, -1, @srvrolename)
  RETURN 1
END
SELECT CONVERT(sysname, r.name) AS ServerRole, CONVERT(varchar(35), CASE r.name WHEN 'sysadmin' THEN 'System Administrators'
  WHEN 'securityadmin' THEN 'Security Administrators' WHEN 'serveradmin' THEN 'Server Administrators' WHEN 'setupadmin' THEN 'Setup Administrators'
  WHEN 'processadmin' THEN 'Process Administrators' WHEN 'diskadmin' THEN 'Disk Administrators' WHEN 'dbcreator' THEN 'Database Creators'
  WHEN 'bulkadmin' THEN 'Bulk Insert Administrators' ELSE r.name END) AS Description
FROM sys.server_principals r
WHERE r.type = 'R' AND r.name <> 'public' AND (@srvrolename IS NULL OR r.name = @srvrolename)
ORDER BY r.principal_id
RETURN 0
