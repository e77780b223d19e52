CREATE PROCEDURE sp_dropsrvrolemember @loginame sysname, @rolename sysname
AS
DECLARE @text nvarchar(max) = N'ALTER SERVER ROLE ' + QUOTENAME(@rolename) + N' DROP MEMBER ' + QUOTENAME(@loginame)
EXEC (@text)
RETURN 0
