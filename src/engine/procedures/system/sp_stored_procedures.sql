CREATE PROCEDURE sp_stored_procedures
  @sp_name nvarchar(390) = NULL, @sp_owner nvarchar(384) = NULL, @sp_qualifier sysname = NULL, @fUsePattern bit = 1
AS
IF @sp_qualifier <> '' AND @sp_qualifier <> DB_NAME()
BEGIN
  RAISERROR (15250, -1, -1)
  RETURN
END
SELECT
  CONVERT(sysname, DB_NAME()) AS PROCEDURE_QUALIFIER,
  CONVERT(sysname, SCHEMA_NAME(o.schema_id)) AS PROCEDURE_OWNER,
  CONVERT(nvarchar(134), o.name + CASE o.type WHEN 'P' THEN N';1' ELSE N';0' END) AS PROCEDURE_NAME,
  CONVERT(int, -1) AS NUM_INPUT_PARAMS,
  CONVERT(int, -1) AS NUM_OUTPUT_PARAMS,
  CONVERT(int, -1) AS NUM_RESULT_SETS,
  CONVERT(varchar(254), NULL) AS REMARKS,
  CONVERT(smallint, 2) AS PROCEDURE_TYPE
FROM sys.all_objects o
WHERE o.type IN ('P', 'FN', 'IF', 'TF')
  AND (@sp_name IS NULL OR @fUsePattern = 1 AND o.name LIKE @sp_name OR o.name = @sp_name)
  AND (@sp_owner IS NULL OR @fUsePattern = 1 AND SCHEMA_NAME(o.schema_id) LIKE @sp_owner OR SCHEMA_NAME(o.schema_id) = @sp_owner)
ORDER BY PROCEDURE_QUALIFIER, PROCEDURE_OWNER, PROCEDURE_NAME
