CREATE PROCEDURE sp_configure @configname varchar(35) = NULL, @configvalue int = NULL
AS
-- Without an option: those that are not advanced, or all of them where the advanced ones are shown.
DECLARE @all bit = (SELECT CONVERT(bit, CONVERT(int, c.value)) FROM sys.configurations c WHERE c.configuration_id = 518)
DECLARE @found int = (SELECT COUNT(*) FROM sys.configurations c WHERE @configname IS NULL OR c.name LIKE '%' + @configname + '%' AND (@all = 1 OR c.is_advanced = 0))
DECLARE @exact int = (SELECT COUNT(*) FROM sys.configurations c WHERE c.name = @configname AND (@all = 1 OR c.is_advanced = 0))
IF @configname IS NOT NULL AND @found = 0
BEGIN
  RAISERROR (15123, -1, -1, @configname)
  RETURN 1
END
IF @configname IS NOT NULL AND @found > 1 AND @exact = 0
BEGIN
  RAISERROR (15124, -1, -1, @configname)
  RETURN 1
END
SELECT CONVERT(nvarchar(35), c.name) AS name, CONVERT(int, c.minimum) AS minimum, CONVERT(int, c.maximum) AS maximum,
  CONVERT(int, c.value) AS config_value, CONVERT(int, c.value_in_use) AS run_value
FROM sys.configurations c
WHERE (@all = 1 OR c.is_advanced = 0) AND (@configname IS NULL OR @exact = 1 AND c.name = @configname OR @exact = 0 AND c.name LIKE '%' + @configname + '%')
ORDER BY name
RETURN 0
