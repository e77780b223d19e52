CREATE PROCEDURE sp_recompile @objname nvarchar(776)
AS
IF OBJECT_ID(@objname) IS NULL
BEGIN
  RAISERROR (15165, -1, -1, @objname)
  RETURN 1
END
PRINT 'Object ''' + @objname + ''' was successfully marked for recompilation.'
RETURN 0
