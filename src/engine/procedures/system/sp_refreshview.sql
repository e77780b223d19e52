CREATE PROCEDURE sp_refreshview @viewname nvarchar(776), @namespace nvarchar(20) = NULL
AS
-- The definition is read anew wherever it is used: there is nothing to refresh.
IF OBJECT_ID(@viewname) IS NULL
BEGIN
  RAISERROR (15165, -1, -1, @viewname)
  RETURN 1
END
RETURN 0
