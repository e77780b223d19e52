CREATE PROCEDURE sp_who2 @loginame sysname = NULL
AS
SELECT CONVERT(char(5), s.session_id) AS SPID, CONVERT(nchar(30), CASE s.status WHEN 'running' THEN 'RUNNABLE' ELSE s.status END) AS Status,
  CONVERT(nvarchar(128), s.login_name) AS Login, CONVERT(nvarchar(128), COALESCE(s.host_name, N'  .')) AS HostName,
  CONVERT(char(5), CASE WHEN r.blocking_session_id > 0 THEN CONVERT(char(5), r.blocking_session_id) ELSE '  .' END) AS BlkBy,
  CONVERT(nvarchar(128), DB_NAME(s.database_id)) AS DBName, CONVERT(nvarchar(26), COALESCE(r.command, N'AWAITING COMMAND')) AS Command,
  CONVERT(varchar(11), s.cpu_time) AS CPUTime, CONVERT(varchar(11), s.reads + s.writes) AS DiskIO,
  CONVERT(varchar(14), CONVERT(char(5), s.last_request_start_time, 1) + ' ' + CONVERT(char(8), s.last_request_start_time, 108)) AS LastBatch,
  CONVERT(nvarchar(128), s.program_name) AS ProgramName, CONVERT(char(5), s.session_id) AS SPID, CONVERT(char(5), 0) AS REQUESTID
FROM sys.dm_exec_sessions s
LEFT JOIN sys.dm_exec_requests r ON r.session_id = s.session_id
WHERE (@loginame IS NULL OR s.login_name = @loginame OR CONVERT(varchar(10), s.session_id) = @loginame
  OR UPPER(@loginame) = 'ACTIVE' AND (s.status = 'running' OR s.session_id = @@SPID))
ORDER BY s.session_id
RETURN 0
