CREATE PROCEDURE sp_addrolemember @rolename sysname, @membername sysname
AS
DECLARE @text nvarchar(max) = N'ALTER ROLE ' + QUOTENAME(@rolename) + N' ADD MEMBER ' + QUOTENAME(@membername)
EXEC (@text)
RETURN 0
