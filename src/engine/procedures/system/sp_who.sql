CREATE PROCEDURE sp_who @loginame sysname = NULL
AS
SELECT CONVERT(smallint, s.session_id) AS spid, CONVERT(smallint, 0) AS ecid, CONVERT(nchar(30), s.status) AS status,
  CONVERT(nchar(128), s.login_name) AS loginame, CONVERT(nchar(128), s.host_name) AS hostname, CONVERT(char(5), COALESCE(r.blocking_session_id, 0)) AS blk,
  CONVERT(nchar(128), DB_NAME(s.database_id)) AS dbname, CONVERT(nchar(26), COALESCE(r.command, N'AWAITING COMMAND')) AS cmd,
  CONVERT(int, 0) AS request_id
FROM sys.dm_exec_sessions s
LEFT JOIN sys.dm_exec_requests r ON r.session_id = s.session_id
WHERE (@loginame IS NULL OR s.login_name = @loginame OR CONVERT(varchar(10), s.session_id) = @loginame
  OR UPPER(@loginame) = 'ACTIVE' AND (s.status = 'running' OR s.session_id = @@SPID))
ORDER BY spid
RETURN 0
