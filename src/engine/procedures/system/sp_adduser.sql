CREATE PROCEDURE sp_adduser @loginame sysname, @name_in_db sysname = NULL, @grpname sysname = NULL
AS
SET @name_in_db = COALESCE(@name_in_db, @loginame)
DECLARE @text nvarchar(max) = N'CREATE USER ' + QUOTENAME(@name_in_db) + N' FOR LOGIN ' + QUOTENAME(@loginame)
EXEC (@text)
IF @grpname IS NOT NULL
BEGIN
  SET @text = N'ALTER ROLE ' + QUOTENAME(@grpname) + N' ADD MEMBER ' + QUOTENAME(@name_in_db)
  EXEC (@text)
END
RETURN 0
