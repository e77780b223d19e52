CREATE PROCEDURE sp_help @objname nvarchar(776) = NULL
AS
IF @objname IS NULL
BEGIN
  SELECT CONVERT(nvarchar(128), o.name) AS Name, CONVERT(nvarchar(128), SCHEMA_NAME(o.schema_id)) AS Owner,
    CONVERT(nvarchar(31), CASE o.type WHEN 'U' THEN N'user table' WHEN 'V' THEN N'view' WHEN 'P' THEN N'stored procedure' WHEN 'FN' THEN N'scalar function'
    WHEN 'IF' THEN N'inline function' WHEN 'TF' THEN N'table function' WHEN 'TR' THEN N'trigger' WHEN 'PK' THEN N'primary key cns'
    WHEN 'UQ' THEN N'unique cns' WHEN 'F' THEN N'foreign key cns' WHEN 'C' THEN N'check cns' WHEN 'D' THEN N'default (maybe cns)'
    WHEN 'SN' THEN N'synonym' WHEN 'SO' THEN N'sequence object' WHEN 'S' THEN N'system table' ELSE N'object' END) AS Object_type
  FROM sys.all_objects o
  ORDER BY Owner, Object_type DESC, Name
  SELECT CONVERT(nvarchar(128), y.name) AS User_type, CONVERT(nvarchar(128), TYPE_NAME(y.system_type_id)) AS Storage_type,
    CONVERT(smallint, y.max_length) AS Length, CONVERT(int, y.precision) AS Prec, CONVERT(int, y.scale) AS Scale,
    CONVERT(varchar(35), CASE y.is_nullable WHEN 1 THEN 'yes' ELSE 'no' END) AS Nullable, CONVERT(nvarchar(128), 'none') AS Default_name,
    CONVERT(nvarchar(128), 'none') AS Rule_name, CONVERT(sysname, y.collation_name) AS Collation
  FROM sys.types y
  WHERE y.is_user_defined = 1
  ORDER BY User_type
  RETURN 0
END
DECLARE @dbname sysname = PARSENAME(@objname, 3), @objid int, @current sysname = DB_NAME(), @type char(2)
IF @dbname IS NOT NULL AND @dbname <> @current
BEGIN
  RAISERROR (15250, -1, -1)
  RETURN 1
END
SET @objid = OBJECT_ID(@objname)
IF @objid IS NULL
BEGIN
  DECLARE @typeid int = TYPE_ID(@objname)
  IF @typeid IS NULL
  BEGIN
    RAISERROR (15009, -1, -1, @objname, @current)
    RETURN 1
  END
  SELECT CONVERT(nvarchar(128), y.name) AS Type_name, CONVERT(nvarchar(128), TYPE_NAME(y.system_type_id)) AS Storage_type,
    CONVERT(smallint, y.max_length) AS Length, CONVERT(int, y.precision) AS Prec, CONVERT(int, y.scale) AS Scale,
    CONVERT(varchar(35), CASE y.is_nullable WHEN 1 THEN 'yes' ELSE 'no' END) AS Nullable, CONVERT(nvarchar(128), 'none') AS Default_name,
    CONVERT(nvarchar(128), 'none') AS Rule_name, CONVERT(sysname, y.collation_name) AS Collation
  FROM sys.types y WHERE y.user_type_id = @typeid
  RETURN 0
END
SET @type = (SELECT type FROM sys.all_objects WHERE object_id = @objid)
SELECT CONVERT(nvarchar(128), o.name) AS Name, CONVERT(nvarchar(128), SCHEMA_NAME(o.schema_id)) AS Owner,
  CONVERT(nvarchar(31), CASE o.type WHEN 'U' THEN N'user table' WHEN 'V' THEN N'view' WHEN 'P' THEN N'stored procedure' WHEN 'FN' THEN N'scalar function'
    WHEN 'IF' THEN N'inline function' WHEN 'TF' THEN N'table function' WHEN 'TR' THEN N'trigger' WHEN 'PK' THEN N'primary key cns'
    WHEN 'UQ' THEN N'unique cns' WHEN 'F' THEN N'foreign key cns' WHEN 'C' THEN N'check cns' WHEN 'D' THEN N'default (maybe cns)'
    WHEN 'SN' THEN N'synonym' WHEN 'SO' THEN N'sequence object' WHEN 'S' THEN N'system table' ELSE N'object' END) AS Type,
  o.create_date AS Created_datetime
FROM sys.all_objects o WHERE o.object_id = @objid
IF @type IN ('U', 'V', 'S', 'TF', 'IF')
BEGIN
  SELECT CONVERT(nvarchar(128), c.name) AS Column_name, CONVERT(nvarchar(128), TYPE_NAME(c.user_type_id)) AS Type,
    CONVERT(varchar(35), CASE c.is_computed WHEN 1 THEN 'yes' ELSE 'no' END) AS Computed, CONVERT(int, c.max_length) AS Length,
    CONVERT(char(5), CASE WHEN TYPE_NAME(c.system_type_id) IN ('tinyint', 'smallint', 'int', 'bigint', 'decimal', 'numeric', 'float', 'real', 'money',
      'smallmoney', 'date', 'time', 'datetime2', 'datetimeoffset') THEN CONVERT(varchar(5), c.precision) ELSE '     ' END) AS Prec,
    CONVERT(char(5), CASE WHEN TYPE_NAME(c.system_type_id) IN ('tinyint', 'smallint', 'int', 'bigint', 'decimal', 'numeric', 'money', 'smallmoney',
      'time', 'datetime2', 'datetimeoffset') THEN CONVERT(varchar(5), c.scale) ELSE '     ' END) AS Scale,
    CONVERT(varchar(35), CASE c.is_nullable WHEN 1 THEN 'yes' ELSE 'no' END) AS Nullable,
    CONVERT(varchar(35), CASE WHEN TYPE_NAME(c.system_type_id) IN ('char', 'varchar', 'binary', 'varbinary') THEN 'no' ELSE '(n/a)' END)
      AS TrimTrailingBlanks,
    CONVERT(varchar(35), CASE WHEN TYPE_NAME(c.system_type_id) IN ('char', 'varchar', 'binary', 'varbinary') THEN
      CASE c.is_nullable WHEN 1 THEN 'yes' ELSE 'no' END ELSE '(n/a)' END) AS FixedLenNullInSource,
    CONVERT(sysname, c.collation_name) AS Collation
  FROM sys.all_columns c WHERE c.object_id = @objid ORDER BY c.column_id
END
IF @type IN ('U', 'V', 'S', 'TF')
BEGIN
  SELECT CONVERT(nvarchar(128), COALESCE(i.name, N'No identity column defined.')) AS [Identity], CONVERT(numeric(38,0), i.seed_value) AS Seed,
    CONVERT(numeric(38,0), i.increment_value) AS Increment, CONVERT(int, i.is_not_for_replication) AS [Not For Replication]
  FROM (SELECT 1 AS one) o LEFT JOIN sys.identity_columns i ON i.object_id = @objid
  SELECT CONVERT(sysname, COALESCE((SELECT MAX(c.name) FROM sys.all_columns c WHERE c.object_id = @objid AND c.is_rowguidcol = 1),
    N'No rowguidcol column defined.')) AS [RowGuidCol]
END
IF @type IN ('P', 'FN', 'IF', 'TF')
  SELECT CONVERT(nvarchar(128), p.name) AS Parameter_name, CONVERT(nvarchar(128), TYPE_NAME(p.user_type_id)) AS Type,
    CONVERT(smallint, p.max_length) AS Length,
    CONVERT(int, CASE TYPE_NAME(p.system_type_id) WHEN 'uniqueidentifier' THEN 16
      ELSE COALESCE(NULLIF(p.precision, 0), CASE WHEN TYPE_NAME(p.system_type_id) LIKE 'n%char' THEN p.max_length / 2 ELSE p.max_length END) END) AS Prec,
    CONVERT(int, CASE WHEN p.precision > 0 THEN p.scale END) AS Scale, CONVERT(smallint, p.parameter_id) AS Param_order,
    CONVERT(sysname, CASE WHEN TYPE_NAME(p.system_type_id) LIKE '%char' OR TYPE_NAME(p.system_type_id) LIKE '%text' THEN
      DATABASEPROPERTYEX(DB_NAME(), 'Collation') END) AS Collation
  FROM sys.parameters p WHERE p.object_id = @objid ORDER BY p.parameter_id
IF @type IN ('U', 'S')
  SELECT CONVERT(nvarchar(128), N'PRIMARY') AS Data_located_on_filegroup
IF @type IN ('U', 'V', 'S')
  EXEC sp_helpindex @objname
IF @type IN ('U', 'S')
  EXEC sp_helpconstraint @objname, 'nomsg'
RETURN 0
