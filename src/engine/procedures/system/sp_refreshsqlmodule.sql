CREATE PROCEDURE sp_refreshsqlmodule @name nvarchar(776), @namespace nvarchar(20) = NULL
AS
-- The definition is read anew wherever it is used: there is nothing to refresh.
IF OBJECT_ID(@name) IS NULL
BEGIN
  RAISERROR (15165, -1, -1, @name)
  RETURN 1
END
RETURN 0
