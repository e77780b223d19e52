CREATE PROCEDURE sp_defaultlanguage @loginame sysname, @language sysname = NULL
AS
DECLARE @text nvarchar(max) = N'ALTER LOGIN ' + QUOTENAME(@loginame) + N' WITH DEFAULT_LANGUAGE = ' + QUOTENAME(COALESCE(@language, N'us_english'))
EXEC (@text)
RETURN 0
