CREATE PROCEDURE sp_MSforeachdb
  @command1 nvarchar(2000), @replacechar nchar(1) = N'?', @command2 nvarchar(2000) = NULL, @command3 nvarchar(2000) = NULL,
  @precommand nvarchar(2000) = NULL, @postcommand nvarchar(2000) = NULL
AS
SET NOCOUNT ON
DECLARE @names TABLE (number int, name nvarchar(517))
DECLARE @at int = 1, @last int, @name nvarchar(517), @text nvarchar(max)
INSERT @names SELECT ROW_NUMBER() OVER (ORDER BY database_id), name FROM sys.databases WHERE state = 0
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
