CREATE PROCEDURE sp_helplogins @LoginNamePattern sysname = NULL
AS
IF @LoginNamePattern IS NOT NULL AND NOT EXISTS (SELECT 1 FROM sys.server_principals WHERE name = @LoginNamePattern AND type = 'S')
BEGIN
  RAISERROR (15007, -1, -1, @LoginNamePattern)
  RETURN 1
END
DECLARE @users nvarchar(max) = (
  SELECT STRING_AGG(CONVERT(nvarchar(max), N'SELECT sid, name, N''' + REPLACE(name, N'''', N'''''') + N''' AS db FROM ' + QUOTENAME(name)
    + N'.sys.database_principals WHERE type = ''S'' AND sid IS NOT NULL'), N' UNION ALL ')
  FROM sys.databases WHERE state = 0)
DECLARE @text nvarchar(max) = N'
SELECT CONVERT(sysname, l.name) AS LoginName, CONVERT(varbinary(85), l.sid) AS SID, CONVERT(sysname, l.default_database_name) AS DefDBName,
  CONVERT(sysname, l.default_language_name) AS DefLangName, CONVERT(char(5), CASE WHEN EXISTS (SELECT 1 FROM (' + @users + N') u WHERE u.sid = l.sid) THEN ''yes'' ELSE ''NO'' END) AS AUser,
  CONVERT(char(7), ''no'') AS ARemote
FROM sys.server_principals l WHERE l.type = ''S'' AND (@name IS NULL OR l.name = @name) ORDER BY LoginName
SELECT CONVERT(sysname, l.name) AS LoginName, CONVERT(sysname, u.db) AS DBName, CONVERT(sysname, u.name) AS UserName, CONVERT(char(8), ''User'') AS UserOrAlias
FROM sys.server_principals l JOIN (' + @users + N') u ON u.sid = l.sid
WHERE l.type = ''S'' AND (@name IS NULL OR l.name = @name) ORDER BY LoginName, DBName, UserName'
EXEC sp_executesql @text, N'@name sysname', @LoginNamePattern
RETURN 0
