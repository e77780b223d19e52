CREATE PROCEDURE sp_helpdb @dbname sysname = NULL
AS
IF @dbname IS NOT NULL AND DB_ID(@dbname) IS NULL
BEGIN
  RAISERROR (15010, -1, -1, @dbname)
  RETURN 1
END
SELECT CONVERT(sysname, d.name) AS name,
  CONVERT(nvarchar(13), STR(CONVERT(float, (SELECT SUM(CONVERT(bigint, f.size)) FROM sys.master_files f WHERE f.database_id = d.database_id)) / 128, 10, 2) + N' MB') AS db_size,
  CONVERT(sysname, SUSER_SNAME(d.owner_sid)) AS owner, CONVERT(smallint, d.database_id) AS dbid, CONVERT(nvarchar(11), d.create_date) AS created,
  CONVERT(nvarchar(600), N'Status=' + d.state_desc + N', Updateability=' + CASE d.is_read_only WHEN 1 THEN N'READ_ONLY' ELSE N'READ_WRITE' END
    + N', UserAccess=' + d.user_access_desc + N', Recovery=' + d.recovery_model_desc + N', Version=904, Collation=' + d.collation_name
    + N', SQLSortOrder=52' + CASE d.is_auto_close_on WHEN 1 THEN N', IsAutoClose' ELSE N'' END + CASE d.is_auto_shrink_on WHEN 1 THEN N', IsAutoShrink' ELSE N'' END
    + CASE d.is_auto_create_stats_on WHEN 1 THEN N', IsAutoCreateStatistics' ELSE N'' END
    + CASE d.is_auto_update_stats_on WHEN 1 THEN N', IsAutoUpdateStatistics' ELSE N'' END) AS status,
  d.compatibility_level AS compatibility_level
FROM sys.databases d
WHERE @dbname IS NULL OR d.name = @dbname
ORDER BY name
IF @dbname IS NOT NULL
  SELECT CONVERT(sysname, f.name) AS name, CONVERT(smallint, f.file_id) AS fileid, CONVERT(nchar(260), f.physical_name) AS filename,
    CONVERT(sysname, CASE f.type WHEN 0 THEN N'PRIMARY' END) AS filegroup,
    CONVERT(nvarchar(18), CONVERT(nvarchar(15), CONVERT(bigint, f.size) * 8) + N' KB') AS size,
    CONVERT(nvarchar(18), CASE f.max_size WHEN -1 THEN N'Unlimited' ELSE CONVERT(nvarchar(15), CONVERT(bigint, f.max_size) * 8) + N' KB' END) AS maxsize,
    CONVERT(nvarchar(18), CASE f.is_percent_growth WHEN 1 THEN CONVERT(nvarchar(15), f.growth) + N'%' ELSE
      CONVERT(nvarchar(15), CONVERT(bigint, f.growth) * 8) + N' KB' END) AS growth,
    CONVERT(varchar(9), CASE f.type WHEN 0 THEN 'data only' ELSE 'log only' END) AS usage
  FROM sys.master_files f WHERE f.database_id = DB_ID(@dbname) ORDER BY f.file_id
RETURN 0
