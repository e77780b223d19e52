CREATE PROCEDURE sp_helptrigger @tabname nvarchar(776), @triggertype char(6) = NULL
AS
DECLARE @dbname sysname = PARSENAME(@tabname, 3), @objid int, @current sysname = DB_NAME()
IF @dbname IS NOT NULL AND @dbname <> @current
BEGIN
  RAISERROR (15250, -1, -1)
  RETURN 1
END
SET @objid = OBJECT_ID(@tabname)
IF @objid IS NULL
BEGIN
  RAISERROR (15009, -1, -1, @tabname, @current)
  RETURN 1
END
IF @triggertype IS NOT NULL AND UPPER(@triggertype) NOT IN ('UPDATE', 'DELETE', 'INSERT')
BEGIN
  RAISERROR (N'The @TriggerType parameter value must be ''insert'', ''update'', or ''delete''.', 16, 1)
  RETURN 1
END
SELECT CONVERT(sysname, t.name) AS trigger_name, CONVERT(sysname, USER_NAME(OBJECTPROPERTY(t.object_id, 'OwnerId'))) AS trigger_owner,
  CONVERT(int, e.is_update) AS isupdate, CONVERT(int, e.is_delete) AS isdelete, CONVERT(int, e.is_insert) AS isinsert,
  CONVERT(int, CASE t.is_instead_of_trigger WHEN 1 THEN 0 ELSE 1 END) AS isafter, CONVERT(int, t.is_instead_of_trigger) AS isinsteadof,
  CONVERT(sysname, OBJECT_SCHEMA_NAME(t.parent_id)) AS trigger_schema
FROM sys.triggers t
JOIN (
  SELECT object_id, MAX(CASE type WHEN 1 THEN 1 ELSE 0 END) AS is_insert, MAX(CASE type WHEN 2 THEN 1 ELSE 0 END) AS is_update,
    MAX(CASE type WHEN 3 THEN 1 ELSE 0 END) AS is_delete
  FROM sys.trigger_events GROUP BY object_id
) e ON e.object_id = t.object_id
WHERE t.parent_id = @objid AND (@triggertype IS NULL OR UPPER(@triggertype) = 'UPDATE' AND e.is_update = 1 OR UPPER(@triggertype) = 'DELETE' AND e.is_delete = 1
  OR UPPER(@triggertype) = 'INSERT' AND e.is_insert = 1)
ORDER BY trigger_name
RETURN 0
