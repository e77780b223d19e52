CREATE PROCEDURE sp_databases
AS
SELECT
  CONVERT(sysname, d.name) AS DATABASE_NAME,
  CONVERT(int, (SELECT SUM(CONVERT(bigint, f.size)) * 8 FROM sys.master_files f WHERE f.database_id = d.database_id)) AS DATABASE_SIZE,
  CONVERT(varchar(254), NULL) AS REMARKS
FROM sys.databases d
WHERE d.state = 0
ORDER BY d.name
