-- The collations of a table's columns as TDS writes them (MS-TDS 2.2.5.1.2): bulk-copy clients ask before INSERT BULK. Not documented;
-- the shape is what they read.
CREATE PROCEDURE sp_tablecollations_100 @object nvarchar(4000)
AS
DECLARE @id int = OBJECT_ID(CASE LEFT(@object, 1) WHEN '.' THEN SUBSTRING(@object, 2, 4000) ELSE @object END)
SELECT
  c.column_id AS colid,
  c.name AS name,
  CASE WHEN c.collation_name IS NOT NULL THEN CAST(
    0x0904
    + CAST(CASE WHEN c.collation_name LIKE '%[_]BIN%' THEN 0 ELSE
        CASE WHEN c.collation_name LIKE '%[_]CI%' THEN 16 ELSE 0 END + CASE WHEN c.collation_name LIKE '%[_]AI%' THEN 32 ELSE 0 END
        + CASE WHEN c.collation_name LIKE '%[_]KS%' THEN 0 ELSE 64 END + CASE WHEN c.collation_name LIKE '%[_]WS%' THEN 0 ELSE 128 END
      END AS binary(1))
    + CAST(CASE WHEN c.collation_name LIKE '%[_]BIN2%' THEN 2 WHEN c.collation_name LIKE '%[_]BIN%' THEN 1 ELSE 0 END
        + CASE WHEN c.collation_name LIKE '%[_]UTF8' THEN 4 ELSE 0 END
        + 16 * CAST(COLLATIONPROPERTY(c.collation_name, 'Version') AS int) AS binary(1))
    + CAST(CASE c.collation_name WHEN 'SQL_Latin1_General_CP1_CS_AS' THEN 51 WHEN 'SQL_Latin1_General_CP1_CI_AS' THEN 52
        WHEN 'SQL_Latin1_General_CP1_CI_AI' THEN 54 ELSE 0 END AS binary(1))
    AS binary(5)) END AS tds_collation_100,
  c.collation_name AS collation_100
FROM sys.all_columns c
WHERE c.object_id = @id
ORDER BY c.column_id
