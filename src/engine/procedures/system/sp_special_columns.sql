CREATE PROCEDURE sp_special_columns
  @table_name sysname, @table_owner sysname = NULL, @qualifier sysname = NULL, @col_type char(1) = 'R', @scope char(1) = 'T',
  @nullable char(1) = 'U', @ODBCVer int = 2
AS
IF @qualifier <> '' AND @qualifier <> DB_NAME()
BEGIN
  RAISERROR (15250, -1, -1)
  RETURN
END
IF @col_type NOT IN ('R', 'V')
BEGIN
  RAISERROR (15251, -1, -1, 'col_type', '''R'' or ''V''')
  RETURN
END
DECLARE @table int = OBJECT_ID(QUOTENAME(ISNULL(@table_owner, SCHEMA_NAME())) + N'.' + QUOTENAME(@table_name))
-- The primary key; without one the narrowest unique index whose columns are as wanted.
DECLARE @index int = (
  SELECT TOP (1) i.index_id
  FROM sys.indexes i
  WHERE i.object_id = @table AND i.is_unique = 1 AND i.has_filter = 0 AND i.is_disabled = 0
    AND (@nullable <> 'O' OR NOT EXISTS (
      SELECT 1 FROM sys.index_columns k JOIN sys.columns c ON c.object_id = k.object_id AND c.column_id = k.column_id
      WHERE k.object_id = i.object_id AND k.index_id = i.index_id AND k.is_included_column = 0 AND c.is_nullable = 1))
  ORDER BY i.is_primary_key DESC, i.index_id)
SELECT
  CONVERT(smallint, CASE @col_type WHEN 'V' THEN NULL WHEN 'R' THEN CASE @scope WHEN 'C' THEN 0 ELSE 1 END END) AS SCOPE,
  c.name AS COLUMN_NAME,
  c.data_type AS DATA_TYPE,
  c.type_name AS TYPE_NAME,
  c.precision AS PRECISION,
  c.length AS LENGTH,
  c.scale AS SCALE,
  CONVERT(smallint, 1) AS PSEUDO_COLUMN
FROM sys.spt_columns_odbc_view c
LEFT JOIN sys.index_columns k ON k.object_id = c.object_id AND k.index_id = @index AND k.column_id = c.column_id AND k.is_included_column = 0
WHERE c.object_id = @table AND c.procedure_level = 0 AND c.odbc_version = CASE @ODBCVer WHEN 3 THEN 3 ELSE 2 END
  AND (@col_type = 'R' AND k.key_ordinal > 0 OR @col_type = 'V' AND c.type_name = N'timestamp')
ORDER BY k.key_ordinal
