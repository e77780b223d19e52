CREATE PROCEDURE sp_droprole @rolename sysname
AS
DECLARE @text nvarchar(max) = N'DROP ROLE ' + QUOTENAME(@rolename)
EXEC (@text)
RETURN 0
