CREATE PROCEDURE sp_dboption @dbname sysname = NULL, @optname varchar(35) = NULL, @optvalue varchar(10) = NULL
AS
SET NOCOUNT ON
DECLARE @options TABLE (optname varchar(35), setting nvarchar(60), shown nvarchar(60))
INSERT @options VALUES ('ANSI null default', N'ANSI_NULL_DEFAULT', N'IsAnsiNullDefault'), ('ANSI nulls', N'ANSI_NULLS', N'IsAnsiNullsEnabled'),
  ('ANSI padding', N'ANSI_PADDING', N'IsAnsiPaddingEnabled'), ('ANSI warnings', N'ANSI_WARNINGS', N'IsAnsiWarningsEnabled'),
  ('arithabort', N'ARITHABORT', N'IsArithmeticAbortEnabled'), ('auto create statistics', N'AUTO_CREATE_STATISTICS', N'IsAutoCreateStatistics'),
  ('auto update statistics', N'AUTO_UPDATE_STATISTICS', N'IsAutoUpdateStatistics'), ('autoclose', N'AUTO_CLOSE', N'IsAutoClose'),
  ('autoshrink', N'AUTO_SHRINK', N'IsAutoShrink'), ('concat null yields null', N'CONCAT_NULL_YIELDS_NULL', N'IsNullConcat'),
  ('cursor close on commit', N'CURSOR_CLOSE_ON_COMMIT', N'IsCloseCursorsOnCommitEnabled'), ('quoted identifier', N'QUOTED_IDENTIFIER', N'IsQuotedIdentifiersEnabled'),
  ('recursive triggers', N'RECURSIVE_TRIGGERS', N'IsRecursiveTriggersEnabled'), ('read only', N'READ_ONLY', NULL), ('single user', N'SINGLE_USER', NULL),
  ('dbo use only', N'RESTRICTED_USER', NULL), ('offline', N'OFFLINE', NULL)
IF @dbname IS NULL
BEGIN
  SELECT CONVERT(nvarchar(35), optname) AS [Settable database options:] FROM @options ORDER BY 1
  RETURN 0
END
IF DB_ID(@dbname) IS NULL
BEGIN
  RAISERROR (15010, -1, -1, @dbname)
  RETURN 1
END
DECLARE @setting nvarchar(60) = (SELECT MAX(setting) FROM @options WHERE optname = @optname)
IF @optname IS NOT NULL AND @setting IS NULL
BEGIN
  RAISERROR (N'The database option ''%s'' does not exist.', 16, 1, @optname)
  RETURN 1
END
IF @optvalue IS NULL
BEGIN
  SELECT CONVERT(nvarchar(35), o.optname) AS OptionName,
    CONVERT(varchar(3), CASE WHEN DATABASEPROPERTYEX(@dbname, o.shown) = 1 THEN 'ON' ELSE 'OFF' END) AS CurrentSetting
  FROM @options o WHERE @optname IS NULL OR o.optname = @optname ORDER BY 1
  RETURN 0
END
IF LOWER(@optvalue) NOT IN ('true', 'false', 'on', 'off')
BEGIN
  RAISERROR (15600, -1, -1, 'sp_dboption')
  RETURN 1
END
DECLARE @on bit = CASE WHEN LOWER(@optvalue) IN ('true', 'on') THEN 1 ELSE 0 END
DECLARE @text nvarchar(max) = N'ALTER DATABASE ' + QUOTENAME(@dbname) + N' SET ' + CASE
  WHEN @setting = N'READ_ONLY' AND @on = 0 THEN N'READ_WRITE' WHEN @setting = N'OFFLINE' AND @on = 0 THEN N'ONLINE'
  WHEN @setting IN (N'SINGLE_USER', N'RESTRICTED_USER') AND @on = 0 THEN N'MULTI_USER'
  WHEN @setting IN (N'READ_ONLY', N'OFFLINE', N'SINGLE_USER', N'RESTRICTED_USER') THEN @setting
  WHEN @on = 1 THEN @setting + N' ON' ELSE @setting + N' OFF' END
EXEC (@text)
RETURN 0
