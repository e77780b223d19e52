CREATE PROCEDURE sp_autostats @tblname nvarchar(776), @flagc varchar(10) = NULL, @indname sysname = NULL
AS
DECLARE @dbname sysname = PARSENAME(@tblname, 3), @objid int, @current sysname = DB_NAME()
IF @dbname IS NOT NULL AND @dbname <> @current
BEGIN
  RAISERROR (15250, -1, -1)
  RETURN 1
END
SET @objid = OBJECT_ID(@tblname)
IF @objid IS NULL
BEGIN
  RAISERROR (15009, -1, -1, @tblname, @current)
  RETURN 1
END
IF @flagc IS NOT NULL
BEGIN
  IF UPPER(@flagc) NOT IN ('ON', 'OFF')
  BEGIN
    RAISERROR (N'Invalid value for parameter @flagc: it must be ON or OFF.', 16, 1)
    RETURN 1
  END
  RETURN 0
END
SELECT CONVERT(sysname, s.name) AS [Index Name], CONVERT(varchar(3), 'ON') AS AUTOSTATS, CONVERT(datetime, NULL) AS [Last Updated]
FROM sys.stats s WHERE s.object_id = @objid AND (@indname IS NULL OR s.name = @indname) ORDER BY s.name
RETURN 0
