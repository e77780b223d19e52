CREATE PROCEDURE sp_spaceused
  @objname nvarchar(776) = NULL, @updateusage varchar(5) = false, @mode varchar(11) = 'ALL', @oneresultset bit = 0, @include_total_xtp_storage bit = 0
AS
SET NOCOUNT ON
DECLARE @reserved bigint, @used bigint, @data bigint, @size bigint, @log bigint
IF LOWER(@updateusage) NOT IN ('true', 'false')
BEGIN
  RAISERROR (N'''%s'' is not a valid value for @updateusage. The valid values are TRUE and FALSE.', 16, 1, @updateusage)
  RETURN 1
END
IF @objname IS NOT NULL
BEGIN
  DECLARE @objid int = OBJECT_ID(@objname), @current sysname = DB_NAME()
  IF @objid IS NULL
  BEGIN
    RAISERROR (15009, -1, -1, @objname, @current)
    RETURN 1
  END
  SELECT @reserved = SUM(p.reserved_page_count), @used = SUM(p.used_page_count),
    @data = SUM(CASE WHEN p.index_id < 2 THEN p.in_row_data_page_count + p.lob_used_page_count + p.row_overflow_used_page_count ELSE 0 END)
  FROM sys.dm_db_partition_stats p WHERE p.object_id = @objid
  SELECT CONVERT(nvarchar(128), OBJECT_NAME(@objid)) AS name,
    CONVERT(char(20), COALESCE((SELECT SUM(p.row_count) FROM sys.dm_db_partition_stats p WHERE p.object_id = @objid AND p.index_id < 2), 0)) AS rows,
    CONVERT(varchar(18), LTRIM(STR(COALESCE(@reserved, 0) * 8, 15, 0)) + ' KB') AS reserved,
    CONVERT(varchar(18), LTRIM(STR(COALESCE(@data, 0) * 8, 15, 0)) + ' KB') AS data,
    CONVERT(varchar(18), LTRIM(STR(CASE WHEN @used > @data THEN (@used - @data) * 8 ELSE 0 END, 15, 0)) + ' KB') AS index_size,
    CONVERT(varchar(18), LTRIM(STR(CASE WHEN @reserved > @used THEN (@reserved - @used) * 8 ELSE 0 END, 15, 0)) + ' KB') AS unused
  RETURN 0
END
SELECT @size = SUM(CASE f.type WHEN 0 THEN CONVERT(bigint, f.size) ELSE 0 END), @log = SUM(CASE f.type WHEN 1 THEN CONVERT(bigint, f.size) ELSE 0 END)
FROM sys.database_files f
SELECT @reserved = COALESCE(SUM(p.reserved_page_count), 0), @used = COALESCE(SUM(p.used_page_count), 0),
  @data = COALESCE(SUM(CASE WHEN p.index_id < 2 THEN p.used_page_count ELSE 0 END), 0)
FROM sys.dm_db_partition_stats p
IF @oneresultset = 1
  SELECT CONVERT(nvarchar(128), DB_NAME()) AS database_name, CONVERT(varchar(18), LTRIM(STR(CONVERT(float, @size + @log) / 128, 15, 2)) + ' MB') AS database_size,
    CONVERT(varchar(18), LTRIM(STR(CASE WHEN @size > @reserved THEN CONVERT(float, @size - @reserved) / 128 ELSE 0 END, 15, 2)) + ' MB') AS [unallocated space],
    CONVERT(varchar(18), LTRIM(STR(@reserved * 8, 15, 0)) + ' KB') AS reserved, CONVERT(varchar(18), LTRIM(STR(@data * 8, 15, 0)) + ' KB') AS data,
    CONVERT(varchar(18), LTRIM(STR((@used - @data) * 8, 15, 0)) + ' KB') AS index_size, CONVERT(varchar(18), LTRIM(STR((@reserved - @used) * 8, 15, 0)) + ' KB') AS unused
ELSE
BEGIN
  SELECT CONVERT(nvarchar(128), DB_NAME()) AS database_name, CONVERT(varchar(18), LTRIM(STR(CONVERT(float, @size + @log) / 128, 15, 2)) + ' MB') AS database_size,
    CONVERT(varchar(18), LTRIM(STR(CASE WHEN @size > @reserved THEN CONVERT(float, @size - @reserved) / 128 ELSE 0 END, 15, 2)) + ' MB') AS [unallocated space]
  SELECT CONVERT(varchar(18), LTRIM(STR(@reserved * 8, 15, 0)) + ' KB') AS reserved, CONVERT(varchar(18), LTRIM(STR(@data * 8, 15, 0)) + ' KB') AS data,
    CONVERT(varchar(18), LTRIM(STR((@used - @data) * 8, 15, 0)) + ' KB') AS index_size, CONVERT(varchar(18), LTRIM(STR((@reserved - @used) * 8, 15, 0)) + ' KB') AS unused
END
RETURN 0
