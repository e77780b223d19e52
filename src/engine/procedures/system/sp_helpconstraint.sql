CREATE PROCEDURE sp_helpconstraint @objname nvarchar(776), @nomsg varchar(5) = 'msg'
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
IF @nomsg <> 'nomsg'
  SELECT CONVERT(nvarchar(776), @objname) AS [Object Name]
IF NOT EXISTS (SELECT 1 FROM sys.objects WHERE parent_object_id = @objid AND type IN ('C', 'PK', 'UQ', 'F', 'D'))
  RAISERROR (15469, -1, -1, @objname)
ELSE
  SELECT CONVERT(nvarchar(146), c.kind) AS constraint_type, CONVERT(nvarchar(128), c.shown) AS constraint_name,
    CONVERT(nvarchar(11), c.on_delete) AS delete_action, CONVERT(nvarchar(11), c.on_update) AS update_action,
    CONVERT(varchar(8), c.enabled) AS status_enabled, CONVERT(varchar(19), c.replicated) AS status_for_replication,
    CONVERT(nvarchar(2126), c.keys) AS constraint_keys
  FROM (
    SELECT CASE k.type WHEN 'PK' THEN N'PRIMARY KEY' ELSE N'UNIQUE' END + CASE i.type WHEN 1 THEN N' (clustered)' ELSE N' (non-clustered)' END AS kind,
      k.name, k.name AS shown, N'(n/a)' AS on_delete, N'(n/a)' AS on_update, '(n/a)' AS enabled, '(n/a)' AS replicated, 1 AS line,
      (SELECT STRING_AGG(COL_NAME(x.object_id, x.column_id) + CASE x.is_descending_key WHEN 1 THEN N'(-)' ELSE N'' END, N', ')
        WITHIN GROUP (ORDER BY x.key_ordinal) FROM sys.index_columns x
        WHERE x.object_id = i.object_id AND x.index_id = i.index_id AND x.key_ordinal > 0) AS keys
    FROM sys.key_constraints k JOIN sys.indexes i ON i.object_id = k.parent_object_id AND i.index_id = k.unique_index_id
    WHERE k.parent_object_id = @objid
    UNION ALL
    SELECT CASE WHEN c.parent_column_id = 0 THEN N'CHECK Table Level ' ELSE N'CHECK on column ' + COL_NAME(@objid, c.parent_column_id) END, c.name, c.name,
      N'(n/a)', N'(n/a)', CASE c.is_disabled WHEN 1 THEN 'Disabled' ELSE 'Enabled' END,
      CASE c.is_not_for_replication WHEN 1 THEN 'Not_For_Replication' ELSE 'Is_For_Replication' END, 1, c.definition
    FROM sys.check_constraints c WHERE c.parent_object_id = @objid
    UNION ALL
    SELECT N'DEFAULT on column ' + COL_NAME(@objid, d.parent_column_id), d.name, d.name, N'(n/a)', N'(n/a)', '(n/a)', '(n/a)', 1, d.definition
    FROM sys.default_constraints d WHERE d.parent_object_id = @objid
    UNION ALL
    SELECT CASE l.line WHEN 1 THEN N'FOREIGN KEY' ELSE N' ' END, f.name, CASE l.line WHEN 1 THEN f.name ELSE N' ' END,
      CASE l.line WHEN 1 THEN CASE f.delete_referential_action WHEN 0 THEN N'No Action' WHEN 1 THEN N'Cascade' WHEN 2 THEN N'Set Null' ELSE N'Set Default' END ELSE N' ' END,
      CASE l.line WHEN 1 THEN CASE f.update_referential_action WHEN 0 THEN N'No Action' WHEN 1 THEN N'Cascade' WHEN 2 THEN N'Set Null' ELSE N'Set Default' END ELSE N' ' END,
      CASE l.line WHEN 1 THEN CASE f.is_disabled WHEN 1 THEN 'Disabled' ELSE 'Enabled' END ELSE ' ' END,
      CASE l.line WHEN 1 THEN 'Is_For_Replication' ELSE ' ' END, l.line,
      CASE l.line WHEN 1 THEN g.here
        ELSE N'REFERENCES ' + DB_NAME() + N'.' + OBJECT_SCHEMA_NAME(f.referenced_object_id) + N'.' + OBJECT_NAME(f.referenced_object_id) + N' (' + g.there + N')' END
    FROM sys.foreign_keys f
    JOIN (
      SELECT x.constraint_object_id,
        STRING_AGG(COL_NAME(x.parent_object_id, x.parent_column_id), N', ') WITHIN GROUP (ORDER BY x.constraint_column_id) AS here,
        STRING_AGG(COL_NAME(x.referenced_object_id, x.referenced_column_id), N', ') WITHIN GROUP (ORDER BY x.constraint_column_id) AS there
      FROM sys.foreign_key_columns x WHERE x.parent_object_id = @objid GROUP BY x.constraint_object_id
    ) g ON g.constraint_object_id = f.object_id
    CROSS JOIN (VALUES (1), (2)) l (line)
    WHERE f.parent_object_id = @objid
  ) c
  ORDER BY CASE WHEN c.kind = N' ' THEN N'FOREIGN KEY' ELSE c.kind END, c.name, c.line
IF EXISTS (SELECT 1 FROM sys.foreign_keys WHERE referenced_object_id = @objid)
  SELECT CONVERT(nvarchar(516), DB_NAME() + N'.' + SCHEMA_NAME(f.schema_id) + N'.' + OBJECT_NAME(f.parent_object_id) + N': ' + f.name) AS [Table is referenced by]
  FROM sys.foreign_keys f WHERE f.referenced_object_id = @objid ORDER BY 1
ELSE
  RAISERROR (15470, -1, -1, @objname)
RETURN 0
