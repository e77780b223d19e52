CREATE PROCEDURE sp_revokedbaccess @name_in_db sysname
AS
DECLARE @text nvarchar(max) = N'DROP USER ' + QUOTENAME(@name_in_db)
EXEC (@text)
RETURN 0
