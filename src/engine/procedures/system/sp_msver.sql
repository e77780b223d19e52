CREATE PROCEDURE sp_msver @optname nvarchar(100) = NULL
AS
SELECT CONVERT(smallint, v.id) AS [Index], CONVERT(nvarchar(32), v.name) AS Name, CONVERT(int, v.number) AS Internal_Value,
  CONVERT(nvarchar(512), v.text) AS Character_Value
FROM (VALUES
  (1, N'ProductName', NULL, N'Microsoft SQL Server'),
  (2, N'ProductVersion', 983040, CONVERT(nvarchar(128), SERVERPROPERTY('ProductVersion'))),
  (3, N'Language', 1033, N'English (United States)'),
  (4, N'Platform', NULL, N'Linux'),
  (5, N'Comments', NULL, N'SQL'),
  (6, N'CompanyName', NULL, N'Holdfast'),
  (7, N'FileDescription', NULL, N'SQL Server compatible edge database'),
  (8, N'FileVersion', NULL, CONVERT(nvarchar(128), SERVERPROPERTY('ProductVersion'))),
  (9, N'InternalName', NULL, N'HOLDFAST'),
  (10, N'LegalCopyright', NULL, N''),
  (11, N'LegalTrademarks', NULL, N''),
  (12, N'OriginalFilename', NULL, N''),
  (13, N'PrivateBuild', NULL, NULL),
  (14, N'SpecialBuild', NULL, NULL),
  (15, N'WindowsVersion', 0, N''),
  (16, N'ProcessorCount', (SELECT MAX(i.cpu_count) FROM sys.dm_os_sys_info i), (SELECT CONVERT(nvarchar(10), MAX(i.cpu_count)) FROM sys.dm_os_sys_info i)),
  (17, N'ProcessorActiveMask', NULL, NULL),
  (18, N'ProcessorType', NULL, NULL),
  (19, N'PhysicalMemory', (SELECT MAX(i.physical_memory_kb) / 1024 FROM sys.dm_os_sys_info i),
    (SELECT CONVERT(nvarchar(20), MAX(i.physical_memory_kb) / 1024) FROM sys.dm_os_sys_info i)),
  (20, N'Product ID', NULL, NULL)
) v (id, name, number, text)
WHERE @optname IS NULL OR v.name = @optname
ORDER BY 1
RETURN 0
