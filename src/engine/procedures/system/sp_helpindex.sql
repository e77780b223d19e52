CREATE PROCEDURE sp_helpindex @objname nvarchar(776)
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
IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE object_id = @objid AND index_id > 0)
BEGIN
  RAISERROR (15472, -1, -1, @objname)
  RETURN 0
END
SELECT CONVERT(sysname, i.name) AS index_name,
  CONVERT(varchar(210), CASE WHEN i.type IN (1, 5) THEN 'clustered' ELSE 'nonclustered' END
    + CASE i.ignore_dup_key WHEN 1 THEN ', ignore duplicate keys' ELSE '' END + CASE i.is_unique WHEN 1 THEN ', unique' ELSE '' END
    + CASE i.is_primary_key WHEN 1 THEN ', primary key' ELSE '' END + CASE i.is_unique_constraint WHEN 1 THEN ', unique key' ELSE '' END
    + CASE WHEN i.type IN (5, 6) THEN ' columnstore' ELSE '' END + ' located on PRIMARY') AS index_description,
  CONVERT(nvarchar(2078), k.keys) AS index_keys
FROM sys.indexes i
LEFT JOIN (
  SELECT x.index_id, STRING_AGG(COL_NAME(x.object_id, x.column_id) + CASE x.is_descending_key WHEN 1 THEN N'(-)' ELSE N'' END, N', ')
    WITHIN GROUP (ORDER BY x.key_ordinal) AS keys
  FROM sys.index_columns x WHERE x.object_id = @objid AND x.key_ordinal > 0 GROUP BY x.index_id
) k ON k.index_id = i.index_id
WHERE i.object_id = @objid AND i.index_id > 0
ORDER BY index_name
RETURN 0
