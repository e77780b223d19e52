CREATE PROCEDURE sp_droplogin @loginame sysname
AS
DECLARE @text nvarchar(max) = N'DROP LOGIN ' + QUOTENAME(@loginame)
EXEC (@text)
RETURN 0
