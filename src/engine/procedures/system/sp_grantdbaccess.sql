CREATE PROCEDURE sp_grantdbaccess @loginame sysname, @name_in_db sysname = NULL
AS
SET @name_in_db = COALESCE(@name_in_db, @loginame)
DECLARE @text nvarchar(max) = N'CREATE USER ' + QUOTENAME(@name_in_db) + N' FOR LOGIN ' + QUOTENAME(@loginame)
EXEC (@text)
RETURN 0
