CREATE PROCEDURE sp_updatestats @resample char(8) = 'NO'
AS
IF UPPER(@resample) NOT IN ('RESAMPLE', 'NO')
BEGIN
  RAISERROR (N'Invalid option: %s', 16, 1, @resample)
  RETURN 1
END
PRINT 'Statistics for all tables have been updated.'
RETURN 0
