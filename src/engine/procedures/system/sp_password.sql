CREATE PROCEDURE sp_password @old sysname = NULL, @new sysname, @loginame sysname = NULL
AS
DECLARE @text nvarchar(max) = N'ALTER LOGIN ' + QUOTENAME(COALESCE(@loginame, SUSER_SNAME())) + N' WITH PASSWORD = N''' + REPLACE(@new, N'''', N'''''') + N''''
  + CASE WHEN @old IS NULL THEN N'' ELSE N' OLD_PASSWORD = N''' + REPLACE(@old, N'''', N'''''') + N'''' END
EXEC (@text)
RETURN 0
