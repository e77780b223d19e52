CREATE PROCEDURE sp_droprolemember @rolename sysname, @membername sysname
AS
DECLARE @text nvarchar(max) = N'ALTER ROLE ' + QUOTENAME(@rolename) + N' DROP MEMBER ' + QUOTENAME(@membername)
EXEC (@text)
RETURN 0
