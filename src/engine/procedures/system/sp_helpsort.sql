CREATE PROCEDURE sp_helpsort
AS
SELECT CONVERT(nvarchar(1000), COALESCE((SELECT MAX(c.description) FROM sys.fn_helpcollations() c
  WHERE c.name = CONVERT(sysname, SERVERPROPERTY('Collation'))), CONVERT(sysname, SERVERPROPERTY('Collation')))) AS [Server default collation]
RETURN 0
