CREATE PROCEDURE sp_addrole @rolename sysname, @ownername sysname = NULL
AS
DECLARE @text nvarchar(max) = N'CREATE ROLE ' + QUOTENAME(@rolename) + CASE WHEN @ownername IS NULL THEN N'' ELSE N' AUTHORIZATION ' + QUOTENAME(@ownername) END
EXEC (@text)
RETURN 0
