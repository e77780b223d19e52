CREATE PROCEDURE sp_MSforeachtable
  @command1 nvarchar(2000), @replacechar nchar(1) = N'?', @command2 nvarchar(2000) = NULL, @command3 nvarchar(2000) = NULL,
  @whereand nvarchar(2000) = NULL, @precommand nvarchar(2000) = NULL, @postcommand nvarchar(2000) = NULL
AS
SET NOCOUNT ON
DECLARE @names TABLE (number int IDENTITY, name nvarchar(517))
DECLARE @at int = 1, @last int, @name nvarchar(517), @text nvarchar(max)
SET @text = N'SELECT QUOTENAME(SCHEMA_NAME(syso.schema_id)) + N''.'' + QUOTENAME(o.name) FROM sys.sysobjects o
  JOIN sys.all_objects syso ON o.id = syso.object_id WHERE syso.type = ''U'' ' + COALESCE(@whereand, N'')
INSERT @names (name) EXEC (@text)
SET @last = (SELECT COUNT(*) FROM @names)
SET NOCOUNT OFF
IF @precommand IS NOT NULL EXEC (@precommand)
WHILE @at <= @last
BEGIN
  SET @name = (SELECT name FROM @names WHERE number = @at)
  SET @text = REPLACE(@command1, @replacechar, @name)
  EXEC (@text)
  SET @text = REPLACE(@command2, @replacechar, @name)
  IF @text IS NOT NULL EXEC (@text)
  SET @text = REPLACE(@command3, @replacechar, @name)
  IF @text IS NOT NULL EXEC (@text)
  SET @at += 1
END
IF @postcommand IS NOT NULL EXEC (@postcommand)
RETURN 0
