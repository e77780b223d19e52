CREATE PROCEDURE sp_addsrvrolemember @loginame sysname, @rolename sysname
AS
DECLARE @text nvarchar(max) = N'ALTER SERVER ROLE ' + QUOTENAME(@rolename) + N' ADD MEMBER ' + QUOTENAME(@loginame)
EXEC (@text)
RETURN 0
