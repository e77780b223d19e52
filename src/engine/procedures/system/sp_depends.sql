CREATE PROCEDURE sp_depends @objname nvarchar(776)
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
-- Which names a module holds is read from its text, as whole words.
DECLARE @any bit = 0
IF EXISTS (SELECT 1 FROM sys.sql_modules m CROSS JOIN sys.objects o WHERE m.object_id = @objid AND o.object_id <> @objid AND o.type IN ('U', 'V', 'P', 'FN', 'IF', 'TF')
  AND N' ' + m.definition + N' ' LIKE N'%[^a-z0-9_@#$]' + REPLACE(REPLACE(o.name, N'[', N'[[]'), N'_', N'[_]') + N'[^a-z0-9_@#$]%')
BEGIN
  SET @any = 1
  RAISERROR (15460, -1, -1)
  SELECT CONVERT(nvarchar(257), SCHEMA_NAME(o.schema_id) + N'.' + o.name) AS name, CONVERT(varchar(16), CASE o.type WHEN 'U' THEN N'user table' WHEN 'V' THEN N'view' WHEN 'P' THEN N'stored procedure' WHEN 'FN' THEN N'scalar function'
    WHEN 'IF' THEN N'inline function' WHEN 'TF' THEN N'table function' WHEN 'TR' THEN N'trigger' WHEN 'PK' THEN N'primary key cns'
    WHEN 'UQ' THEN N'unique cns' WHEN 'F' THEN N'foreign key cns' WHEN 'C' THEN N'check cns' WHEN 'D' THEN N'default (maybe cns)'
    WHEN 'SN' THEN N'synonym' WHEN 'SO' THEN N'sequence object' WHEN 'S' THEN N'system table' ELSE N'object' END) AS type,
    CONVERT(varchar(7), 'no') AS updated, CONVERT(varchar(8), CASE WHEN o.type IN ('U', 'V') THEN 'yes' ELSE 'no' END) AS selected, CONVERT(sysname, NULL) AS [column]
  FROM sys.sql_modules m CROSS JOIN sys.objects o
  WHERE m.object_id = @objid AND o.object_id <> @objid AND o.type IN ('U', 'V', 'P', 'FN', 'IF', 'TF')
    AND N' ' + m.definition + N' ' LIKE N'%[^a-z0-9_@#$]' + REPLACE(REPLACE(o.name, N'[', N'[[]'), N'_', N'[_]') + N'[^a-z0-9_@#$]%'
  ORDER BY name
END
IF EXISTS (SELECT 1 FROM sys.sql_modules m WHERE m.object_id <> @objid
  AND N' ' + m.definition + N' ' LIKE N'%[^a-z0-9_@#$]' + REPLACE(REPLACE(OBJECT_NAME(@objid), N'[', N'[[]'), N'_', N'[_]') + N'[^a-z0-9_@#$]%')
BEGIN
  SET @any = 1
  RAISERROR (15459, -1, -1)
  SELECT CONVERT(nvarchar(257), SCHEMA_NAME(o.schema_id) + N'.' + o.name) AS name, CONVERT(varchar(16), CASE o.type WHEN 'U' THEN N'user table' WHEN 'V' THEN N'view' WHEN 'P' THEN N'stored procedure' WHEN 'FN' THEN N'scalar function'
    WHEN 'IF' THEN N'inline function' WHEN 'TF' THEN N'table function' WHEN 'TR' THEN N'trigger' WHEN 'PK' THEN N'primary key cns'
    WHEN 'UQ' THEN N'unique cns' WHEN 'F' THEN N'foreign key cns' WHEN 'C' THEN N'check cns' WHEN 'D' THEN N'default (maybe cns)'
    WHEN 'SN' THEN N'synonym' WHEN 'SO' THEN N'sequence object' WHEN 'S' THEN N'system table' ELSE N'object' END) AS type
  FROM sys.sql_modules m JOIN sys.objects o ON o.object_id = m.object_id
  WHERE m.object_id <> @objid
    AND N' ' + m.definition + N' ' LIKE N'%[^a-z0-9_@#$]' + REPLACE(REPLACE(OBJECT_NAME(@objid), N'[', N'[[]'), N'_', N'[_]') + N'[^a-z0-9_@#$]%'
  ORDER BY name
END
IF @any = 0 RAISERROR (15461, -1, -1)
RETURN 0
