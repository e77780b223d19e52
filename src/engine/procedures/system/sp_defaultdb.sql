CREATE PROCEDURE sp_defaultdb @loginame sysname, @defdb sysname
AS
IF DB_ID(@defdb) IS NULL
BEGIN
  RAISERROR (15010, -1, -1, @defdb)
  RETURN 1
END
DECLARE @text nvarchar(max) = N'ALTER LOGIN ' + QUOTENAME(@loginame) + N' WITH DEFAULT_DATABASE = ' + QUOTENAME(@defdb)
EXEC (@text)
RETURN 0
