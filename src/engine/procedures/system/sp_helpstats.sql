CREATE PROCEDURE sp_helpstats @objname nvarchar(776), @results nvarchar(5) = 'STATS'
AS
DECLARE @dbname sysname = PARSENAME(@objname, 3), @objid int, @current sysname = DB_NAME()
IF @dbname IS NOT NULL AND @dbname <> @current
BEGIN
  RAISERROR (15250, -1, -1)
  RETURN 1
END
SET @objid = OBJECT_ID(@objname)
IF @objid IS NULL
BEGIN
  RAISERROR (15009, -1, -1, @objname, @current)
  RETURN 1
END
IF NOT EXISTS (SELECT 1 FROM sys.stats s WHERE s.object_id = @objid AND (UPPER(@results) = 'ALL' OR s.user_created = 1 OR s.auto_created = 1))
BEGIN
  RAISERROR (15574, -1, -1)
  RETURN 0
END
SELECT CONVERT(sysname, s.name) AS statistics_name,
  CONVERT(nvarchar(2078), (SELECT STRING_AGG(COL_NAME(k.object_id, k.column_id), N', ') WITHIN GROUP (ORDER BY k.stats_column_id)
    FROM sys.stats_columns k WHERE k.object_id = s.object_id AND k.stats_id = s.stats_id)) AS statistics_keys
FROM sys.stats s
WHERE s.object_id = @objid AND (UPPER(@results) = 'ALL' OR s.user_created = 1 OR s.auto_created = 1)
ORDER BY statistics_name
RETURN 0
