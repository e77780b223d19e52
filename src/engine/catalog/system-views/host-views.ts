import { type SystemView, emptyView, systemView } from './system-view.ts';

// sql-docs, relational-databases/system-dynamic-management-views: the machine, the process, and statistics that nobody keeps here.

export const HOST_VIEWS: readonly SystemView[] = [
  systemView('sys.dm_os_host_info', {
    from: `holdfast.live('host') h`,
    live: true,
    columns: `
      host_platform             nvarchar(256)        'Linux'
      host_distribution         nvarchar(256)        h->>'distribution'
      host_release              nvarchar(256)        h->>'release'
      host_service_pack_level   nvarchar(256)        ''
      host_sku                  int null
      os_language_version       int                  0
      host_architecture         nvarchar(256)        h->>'architecture'
    `,
  }),
  systemView('sys.dm_os_windows_info', {
    from: `holdfast.live('host') h`,
    live: true,
    columns: `
      windows_release             nvarchar(256)  ''
      windows_service_pack_level  nvarchar(256)  ''
      windows_sku                 int null
      os_language_version         int            0
    `,
  }),
  systemView('sys.dm_os_sys_info', {
    from: `holdfast.live('host') h`,
    live: true,
    columns: `
      cpu_ticks                        bigint             (h->>'uptimeMs')::numeric * 1000
      ms_ticks                         bigint             (h->>'uptimeMs')::numeric
      cpu_count                        int                (h->>'cpuCount')::int
      hyperthread_ratio                int                (h->>'cpuCount')::int
      physical_memory_kb               bigint             (h->>'memoryBytes')::int8 / 1024
      virtual_memory_kb                bigint             (h->>'memoryBytes')::int8 / 1024
      committed_kb                     bigint             (h->>'usedBytes')::int8 / 1024
      committed_target_kb              bigint             (h->>'memoryBytes')::int8 / 1024
      visible_target_kb                bigint             (h->>'memoryBytes')::int8 / 1024
      stack_size_in_bytes              int                2093056
      os_quantum                       bigint             4
      os_error_mode                    int                5
      os_priority_class                int null           32
      max_workers_count                int                512
      scheduler_count                  int                (h->>'cpuCount')::int
      scheduler_total_count            int                (h->>'cpuCount')::int
      deadlock_monitor_serial_number   int                0
      sqlserver_start_time_ms_ticks    bigint             0
      sqlserver_start_time             datetime           h->>'startedAt'
      affinity_type                    int                2
      affinity_type_desc               nvarchar(60)       'AUTO'
      process_kernel_time_ms           bigint             0
      process_user_time_ms             bigint             (h->>'cpuMs')::numeric
      time_source                      int                0
      time_source_desc                 nvarchar(60)       'QUERY_PERFORMANCE_COUNTER'
      virtual_machine_type             int                1
      virtual_machine_type_desc        nvarchar(60)       'HYPERVISOR'
      softnuma_configuration           int                0
      softnuma_configuration_desc      nvarchar(60)       'OFF'
      process_physical_affinity        nvarchar(3072)     ''
      sql_memory_model                 int                1
      sql_memory_model_desc            nvarchar(60)       'CONVENTIONAL'
      socket_count                     int                1
      cores_per_socket                 int                (h->>'cpuCount')::int
      numa_node_count                  int                1
      container_type                   int                1
      container_type_desc              nvarchar(60)       'CONTAINER'
    `,
  }),
  systemView('sys.dm_os_sys_memory', {
    from: `holdfast.live('host') h`,
    live: true,
    columns: `
      total_physical_memory_kb         bigint             (h->>'memoryBytes')::int8 / 1024
      available_physical_memory_kb     bigint             (h->>'freeBytes')::int8 / 1024
      total_page_file_kb               bigint             (h->>'memoryBytes')::int8 / 1024
      available_page_file_kb           bigint             (h->>'freeBytes')::int8 / 1024
      system_cache_kb                  bigint             0
      kernel_paged_pool_kb             bigint             0
      kernel_nonpaged_pool_kb          bigint             0
      system_high_memory_signal_state  bit                1
      system_low_memory_signal_state   bit                0
      system_memory_state_desc         nvarchar(256)      'Available physical memory is high'
    `,
  }),
  systemView('sys.dm_os_process_memory', {
    from: `holdfast.live('host') h`,
    live: true,
    columns: `
      physical_memory_in_use_kb           bigint  (h->>'usedBytes')::int8 / 1024
      large_page_allocations_kb           bigint  0
      locked_page_allocations_kb          bigint  0
      total_virtual_address_space_kb      bigint  (h->>'memoryBytes')::int8 / 1024
      virtual_address_space_reserved_kb   bigint  (h->>'usedBytes')::int8 / 1024
      virtual_address_space_committed_kb  bigint  (h->>'usedBytes')::int8 / 1024
      virtual_address_space_available_kb  bigint  (h->>'freeBytes')::int8 / 1024
      page_fault_count                    bigint  0
      memory_utilization_percentage       int     100
      available_commit_limit_kb           bigint  (h->>'freeBytes')::int8 / 1024
      process_physical_memory_low         bit     0
      process_virtual_memory_low          bit     0
    `,
  }),
  systemView('sys.dm_server_services', {
    from: `holdfast.live('host') h`,
    live: true,
    columns: `
      servicename             nvarchar(256)        'SQL Server (MSSQLSERVER)'
      startup_type            int null             2
      startup_type_desc       nvarchar(256) null   'Automatic'
      status                  int null             4
      status_desc             nvarchar(256) null   'Running'
      process_id              int null             (h->>'processId')::int
      last_startup_time       datetimeoffset(7) null
      service_account         nvarchar(256)        'mssql'
      filename                nvarchar(256) null   'holdfast'
      is_clustered            nvarchar(1)          'N'
      cluster_nodename        nvarchar(256) null
      instant_file_initialization_enabled  nvarchar(1)  'Y'
    `,
  }),
  systemView('sys.dm_db_file_space_usage', {
    database: 'd.database_id',
    from: 'holdfast.database_rows d',
    columns: `
      database_id                          int null       d.database_id
      file_id                              smallint null  1
      filegroup_id                         smallint null  1
      total_page_count                     bigint null    pg_database_size(current_database()) / 8192
      allocated_extent_page_count          bigint null    pg_database_size(current_database()) / 8192
      unallocated_extent_page_count        bigint null    0
      version_store_reserved_page_count    bigint null    0
      user_object_reserved_page_count      bigint null    0
      internal_object_reserved_page_count  bigint null    0
      mixed_extent_page_count              bigint null    0
      modified_extent_page_count           bigint         0
    `,
  }),
  emptyView(
    'sys.dm_os_performance_counters',
    `
    object_name    nchar(128)
    counter_name   nchar(128)
    instance_name  nchar(128) null
    cntr_value     bigint
    cntr_type      int
  `,
  ),
  emptyView(
    'sys.dm_os_wait_stats',
    `
    wait_type            nvarchar(60)
    waiting_tasks_count  bigint
    wait_time_ms         bigint
    max_wait_time_ms     bigint
    signal_wait_time_ms  bigint
  `,
  ),
  emptyView(
    'sys.dm_os_waiting_tasks',
    `
    waiting_task_address     varbinary(8)
    session_id               smallint null
    exec_context_id          int null
    wait_duration_ms         bigint null
    wait_type                nvarchar(60) null
    resource_address         varbinary(8) null
    blocking_task_address    varbinary(8) null
    blocking_session_id      smallint null
    blocking_exec_context_id  int null
    resource_description     nvarchar(3072) null
  `,
  ),
  emptyView(
    'sys.dm_os_schedulers',
    `
    scheduler_address  varbinary(8)
    parent_node_id     int
    scheduler_id       int
    cpu_id             smallint
    status             nvarchar(60)
    is_online          bit
    is_idle            bit
    current_tasks_count  int
    runnable_tasks_count  int
    current_workers_count  int
    active_workers_count  int
  `,
  ),
  emptyView(
    'sys.dm_exec_query_stats',
    `
    sql_handle                varbinary(64)
    statement_start_offset    int
    statement_end_offset      int
    plan_generation_num       bigint
    plan_handle               varbinary(64)
    creation_time             datetime null
    last_execution_time       datetime null
    execution_count           bigint
    total_worker_time         bigint
    last_worker_time          bigint
    min_worker_time           bigint
    max_worker_time           bigint
    total_physical_reads      bigint
    total_logical_writes      bigint
    total_logical_reads       bigint
    total_elapsed_time        bigint
    last_elapsed_time         bigint
    min_elapsed_time          bigint
    max_elapsed_time          bigint
    query_hash                binary(8) null
    query_plan_hash           binary(8) null
    total_rows                bigint null
  `,
  ),
  emptyView(
    'sys.dm_exec_cached_plans',
    `
    bucketid              int
    refcounts             int
    usecounts             int
    size_in_bytes         int
    memory_object_address  varbinary(8)
    cacheobjtype          nvarchar(34)
    objtype               nvarchar(16)
    plan_handle           varbinary(64)
    pool_id               int
    parent_plan_handle    varbinary(64) null
  `,
  ),
  emptyView(
    'sys.dm_db_missing_index_details',
    `
    index_handle        int
    database_id         smallint
    object_id           int
    equality_columns    nvarchar(4000) null
    inequality_columns  nvarchar(4000) null
    included_columns    nvarchar(4000) null
    statement           nvarchar(4000) null
  `,
  ),
  emptyView(
    'sys.dm_xe_sessions',
    `
    address      varbinary(8)
    name         nvarchar(256)
    create_time  datetime
  `,
  ),
  emptyView(
    'sys.dm_exec_procedure_stats',
    `
    database_id          int
    object_id            int
    type                 char(2) null
    type_desc            nvarchar(60) null
    sql_handle           varbinary(64)
    plan_handle          varbinary(64)
    cached_time          datetime null
    last_execution_time  datetime null
    execution_count      bigint
    total_worker_time    bigint
    total_elapsed_time   bigint
  `,
  ),
];
