CREATE PROCEDURE sp_addlogin 
  @loginame sysname, @passwd sysname = NULL, @defdb sysname = N'master', @deflanguage sysname = NULL, @sid varbinary(16) = NULL, @encryptopt varchar(20) = NULL
AS
IF @encryptopt IS NOT NULL
BEGIN
  RAISERROR (15600, -1, -1, 'sp_addlogin')
  RETURN 1
END
-- The old form never asked for a strong password.
DECLARE @text nvarchar(max) = N'CREATE LOGIN ' + QUOTENAME(@loginame) + N' WITH PASSWORD = N''' + REPLACE(COALESCE(@passwd, N''), N'''', N'''''') + N''', DEFAULT_DATABASE = '
  + QUOTENAME(@defdb) + CASE WHEN @deflanguage IS NULL THEN N'' ELSE N', DEFAULT_LANGUAGE = ' + QUOTENAME(@deflanguage) END
  + CASE WHEN @sid IS NULL THEN N'' ELSE N', SID = ' + CONVERT(nvarchar(40), @sid, 1) END + N', CHECK_POLICY = OFF'
EXEC (@text)
RETURN 0
