CREATE PROCEDURE sp_statistics
  @table_name sysname, @table_owner sysname = NULL, @table_qualifier sysname = NULL, @index_name sysname = '%', @is_unique char(1) = 'N',
  @accuracy char(1) = 'Q'
AS
IF @table_qualifier <> '' AND @table_qualifier <> DB_NAME()
BEGIN
  RAISERROR (15250, -1, -1)
  RETURN
END
DECLARE @table int = OBJECT_ID(QUOTENAME(ISNULL(@table_owner, SCHEMA_NAME())) + N'.' + QUOTENAME(@table_name))
SELECT
  CONVERT(sysname, DB_NAME()) AS TABLE_QUALIFIER,
  CONVERT(sysname, OBJECT_SCHEMA_NAME(@table)) AS TABLE_OWNER,
  CONVERT(sysname, OBJECT_NAME(@table)) AS TABLE_NAME,
  CONVERT(smallint, NULL) AS NON_UNIQUE,
  CONVERT(sysname, NULL) AS INDEX_QUALIFIER,
  CONVERT(sysname, NULL) AS INDEX_NAME,
  CONVERT(smallint, 0) AS TYPE,
  CONVERT(smallint, NULL) AS SEQ_IN_INDEX,
  CONVERT(sysname, NULL) AS COLUMN_NAME,
  CONVERT(char(1), NULL) AS COLLATION,
  CONVERT(int, (SELECT SUM(p.rows) FROM sys.partitions p WHERE p.object_id = @table AND p.index_id IN (0, 1))) AS CARDINALITY,
  CONVERT(int, (SELECT SUM(p.used_page_count) FROM sys.dm_db_partition_stats p WHERE p.object_id = @table AND p.index_id IN (0, 1))) AS PAGES,
  CONVERT(varchar(128), NULL) AS FILTER_CONDITION
FROM sys.objects o
WHERE o.object_id = @table AND o.type IN ('U', 'V')
UNION ALL
SELECT
  CONVERT(sysname, DB_NAME()), CONVERT(sysname, OBJECT_SCHEMA_NAME(@table)), CONVERT(sysname, OBJECT_NAME(@table)),
  CONVERT(smallint, CASE i.is_unique WHEN 1 THEN 0 ELSE 1 END), CONVERT(sysname, OBJECT_NAME(@table)), i.name,
  CONVERT(smallint, CASE i.type WHEN 1 THEN 1 ELSE 3 END), CONVERT(smallint, k.key_ordinal), COL_NAME(@table, k.column_id),
  CONVERT(char(1), CASE k.is_descending_key WHEN 1 THEN 'D' ELSE 'A' END),
  CONVERT(int, CASE i.type WHEN 1 THEN (SELECT SUM(p.rows) FROM sys.partitions p WHERE p.object_id = @table AND p.index_id = i.index_id) END),
  CONVERT(int, CASE i.type WHEN 1 THEN
    (SELECT SUM(p.used_page_count) FROM sys.dm_db_partition_stats p WHERE p.object_id = @table AND p.index_id = i.index_id) END),
  CONVERT(varchar(128), NULL)
FROM sys.indexes i
JOIN sys.index_columns k ON k.object_id = i.object_id AND k.index_id = i.index_id
WHERE i.object_id = @table AND i.type IN (1, 2) AND i.is_hypothetical = 0 AND k.key_ordinal > 0
  AND (@is_unique <> 'Y' OR i.is_unique = 1) AND (@index_name IS NULL OR i.name LIKE @index_name)
ORDER BY NON_UNIQUE, TYPE, INDEX_NAME, SEQ_IN_INDEX
