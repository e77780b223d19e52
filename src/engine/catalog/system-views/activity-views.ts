import { type SystemView, emptyView, systemView } from './system-view.ts';

// sql-docs, relational-databases/system-dynamic-management-views. The rows come from the running engine: see live-topics.ts.

export const ACTIVITY_VIEWS: readonly SystemView[] = [
  systemView('sys.dm_exec_sessions', {
    from: `holdfast.live('sessions') s`,
    live: true,
    columns: `
      session_id                    smallint             (s->>'sessionId')::int
      login_time                    datetime             s->>'loginTime'
      host_name                     nvarchar(128) null   s->>'hostName'
      program_name                  nvarchar(128) null   s->>'programName'
      host_process_id               int null             (s->>'hostProcessId')::int
      client_version                int null             (s->>'clientVersion')::int
      client_interface_name         nvarchar(32) null    s->>'clientInterfaceName'
      security_id                   varbinary(85)        decode(s->>'sid', 'hex')
      login_name                    nvarchar(128)        s->>'loginName'
      nt_domain                     nvarchar(128) null
      nt_user_name                  nvarchar(128) null
      status                        nvarchar(30)         s->>'status'
      context_info                  varbinary(128) null  decode(s->>'contextInfo', 'hex')
      cpu_time                      int                  COALESCE((s->>'cpuTime')::int, 0)
      memory_usage                  int                  COALESCE((s->>'memoryUsage')::int, 0)
      total_scheduled_time          int                  COALESCE((s->>'cpuTime')::int, 0)
      total_elapsed_time            int                  COALESCE((s->>'elapsedTime')::int, 0)
      endpoint_id                   int                  4
      last_request_start_time       datetime             COALESCE(s->>'lastRequestStart', s->>'loginTime')
      last_request_end_time         datetime null        s->>'lastRequestEnd'
      reads                         bigint               0
      writes                        bigint               0
      logical_reads                 bigint               0
      is_user_process               bit                  1
      text_size                     int                  (s->>'textSize')::int
      language                      nvarchar(128) null   s->>'language'
      date_format                   nvarchar(3) null     s->>'dateFormat'
      date_first                    smallint             (s->>'dateFirst')::int
      quoted_identifier             bit                  (s->>'quotedIdentifier')::boolean
      arithabort                    bit                  (s->>'arithAbort')::boolean
      ansi_null_dflt_on             bit                  (s->>'ansiNullDefaultOn')::boolean
      ansi_defaults                 bit                  (s->>'ansiDefaults')::boolean
      ansi_warnings                 bit                  (s->>'ansiWarnings')::boolean
      ansi_padding                  bit                  (s->>'ansiPadding')::boolean
      ansi_nulls                    bit                  (s->>'ansiNulls')::boolean
      concat_null_yields_null       bit                  (s->>'concatNullYieldsNull')::boolean
      transaction_isolation_level   smallint             (s->>'isolationLevel')::int
      lock_timeout                  int                  (s->>'lockTimeout')::int
      deadlock_priority             int                  COALESCE((s->>'deadlockPriority')::int, 0)
      row_count                     bigint               (s->>'rowCount')::int8
      prev_error                    int                  (s->>'lastError')::int
      original_security_id          varbinary(85)        decode(s->>'sid', 'hex')
      original_login_name           nvarchar(128)        s->>'originalLoginName'
      last_successful_logon         datetime null
      last_unsuccessful_logon       datetime null
      unsuccessful_logons           bigint null
      group_id                      int                  2
      database_id                   smallint             (s->>'databaseId')::int
      authenticating_database_id    int null             1
      open_transaction_count        int                  (s->>'openTransactions')::int
      page_server_reads             bigint               0
    `,
  }),
  systemView('sys.dm_exec_connections', {
    from: `holdfast.live('sessions') s`,
    live: true,
    columns: `
      session_id             int null             (s->>'sessionId')::int
      most_recent_session_id  int null            (s->>'sessionId')::int
      connect_time           datetime             s->>'loginTime'
      net_transport          nvarchar(40)         'TCP'
      protocol_type          nvarchar(40) null    'TSQL'
      protocol_version       int null             (s->>'tdsVersion')::int
      endpoint_id            int null             4
      encrypt_option         nvarchar(40)         CASE WHEN (s->>'encrypted')::boolean THEN 'TRUE' ELSE 'FALSE' END
      auth_scheme            nvarchar(40)         'SQL'
      node_affinity          smallint             0
      num_reads              int null             0
      num_writes             int null             0
      last_read              datetime null        COALESCE(s->>'lastRequestStart', s->>'loginTime')
      last_write             datetime null        COALESCE(s->>'lastRequestEnd', s->>'loginTime')
      net_packet_size        int null             (s->>'packetSize')::int
      client_net_address     varchar(48) null     s->>'clientAddress'
      client_tcp_port        int null             (s->>'clientPort')::int
      local_net_address      varchar(48) null     s->>'localAddress'
      local_tcp_port         int null             (s->>'localPort')::int
      connection_id          uniqueidentifier     md5((s->>'sessionId') || (s->>'loginTime'))
      parent_connection_id   uniqueidentifier null
      most_recent_sql_handle  varbinary(64) null
    `,
  }),
  systemView('sys.dm_exec_requests', {
    from: `holdfast.live('sessions') s WHERE s->>'status' = 'running'`,
    live: true,
    columns: `
      session_id                    smallint             (s->>'sessionId')::int
      request_id                    int                  0
      start_time                    datetime             COALESCE(s->>'lastRequestStart', s->>'loginTime')
      status                        nvarchar(30)         'running'
      command                       nvarchar(32)         COALESCE(s->>'command', 'SELECT')
      sql_handle                    varbinary(64) null
      statement_start_offset        int null             0
      statement_end_offset          int null             -1
      plan_handle                   varbinary(64) null
      database_id                   smallint             (s->>'databaseId')::int
      user_id                       int                  1
      connection_id                 uniqueidentifier null  md5((s->>'sessionId') || (s->>'loginTime'))
      blocking_session_id           smallint null        COALESCE((s->>'blockedBy')::int, 0)
      wait_type                     nvarchar(60) null    s->>'waitType'
      wait_time                     int                  0
      last_wait_type                nvarchar(60)         COALESCE(s->>'waitType', 'MISCELLANEOUS')
      wait_resource                 nvarchar(256)        ''
      open_transaction_count        int                  (s->>'openTransactions')::int
      open_resultset_count          int                  1
      transaction_id                bigint               COALESCE((s->>'transactionId')::int8, 0)
      context_info                  varbinary(128) null  decode(s->>'contextInfo', 'hex')
      percent_complete              real                 0
      estimated_completion_time     bigint               0
      cpu_time                      int                  COALESCE((s->>'cpuTime')::int, 0)
      total_elapsed_time            int                  COALESCE((s->>'elapsedTime')::int, 0)
      scheduler_id                  int null             0
      reads                         bigint               0
      writes                        bigint               0
      logical_reads                 bigint               0
      text_size                     int                  (s->>'textSize')::int
      language                      nvarchar(128) null   s->>'language'
      date_format                   nvarchar(3) null     s->>'dateFormat'
      date_first                    smallint             (s->>'dateFirst')::int
      quoted_identifier             bit                  (s->>'quotedIdentifier')::boolean
      arithabort                    bit                  (s->>'arithAbort')::boolean
      ansi_null_dflt_on             bit                  (s->>'ansiNullDefaultOn')::boolean
      ansi_defaults                 bit                  (s->>'ansiDefaults')::boolean
      ansi_warnings                 bit                  (s->>'ansiWarnings')::boolean
      ansi_padding                  bit                  (s->>'ansiPadding')::boolean
      ansi_nulls                    bit                  (s->>'ansiNulls')::boolean
      concat_null_yields_null       bit                  (s->>'concatNullYieldsNull')::boolean
      transaction_isolation_level   smallint             (s->>'isolationLevel')::int
      lock_timeout                  int                  (s->>'lockTimeout')::int
      deadlock_priority             int                  0
      row_count                     bigint               (s->>'rowCount')::int8
      prev_error                    int                  (s->>'lastError')::int
      nest_level                    int                  0
      granted_query_memory          int                  0
      executing_managed_code        bit                  0
      group_id                      int                  2
      query_hash                    binary(8) null
      query_plan_hash               binary(8) null
    `,
  }),
  systemView('sys.dm_tran_session_transactions', {
    from: `holdfast.live('sessions') s WHERE (s->>'openTransactions')::int > 0`,
    live: true,
    columns: `
      session_id              int        (s->>'sessionId')::int
      transaction_id          bigint     COALESCE((s->>'transactionId')::int8, 0)
      transaction_descriptor  binary(8)  int8send(COALESCE((s->>'transactionId')::int8, 0))
      enlist_count            int        0
      is_user_transaction     bit        1
      is_local                bit        1
      is_enlisted             bit        0
      is_bound                bit        0
      open_transaction_count  int        (s->>'openTransactions')::int
    `,
  }),
  systemView('sys.dm_tran_active_transactions', {
    from: `holdfast.live('sessions') s WHERE (s->>'openTransactions')::int > 0`,
    live: true,
    columns: `
      transaction_id                bigint             COALESCE((s->>'transactionId')::int8, 0)
      name                          nvarchar(32)       COALESCE(s->>'transactionName', 'user_transaction')
      transaction_begin_time        datetime           COALESCE(s->>'transactionStart', s->>'loginTime')
      transaction_type              int                1
      transaction_uow               uniqueidentifier null
      transaction_state             int                2
      transaction_status            int                0
      transaction_status2           int                0
      dtc_state                     int                0
      dtc_status                    int                0
      dtc_isolation_level           int                -1
    `,
  }),
  systemView('sys.dm_tran_current_transaction', {
    from: `(SELECT 1) one`,
    columns: `
      transaction_id                       bigint  COALESCE(pg_current_xact_id_if_assigned()::text::int8, 0)
      transaction_sequence_num             bigint  0
      transaction_is_snapshot              bit     0
      first_snapshot_sequence_num          bigint null
      last_transaction_sequence_num        bigint null
      first_useful_sequence_num            bigint null
    `,
  }),
  systemView('sys.dm_tran_database_transactions', {
    from: `holdfast.live('sessions') s WHERE (s->>'openTransactions')::int > 0`,
    live: true,
    columns: `
      transaction_id                                 bigint         COALESCE((s->>'transactionId')::int8, 0)
      database_id                                    int            (s->>'databaseId')::int
      database_transaction_begin_time                datetime null  s->>'transactionStart'
      database_transaction_type                      int            1
      database_transaction_state                     int            4
      database_transaction_status                    int            0
      database_transaction_status2                   int            0
      database_transaction_log_record_count          bigint         0
      database_transaction_log_bytes_used            bigint         0
      database_transaction_log_bytes_reserved        bigint         0
    `,
  }),
  systemView('sys.dm_tran_locks', {
    from: `pg_locks l JOIN pg_class c ON c.oid = l.relation JOIN pg_namespace n ON n.oid = c.relnamespace
      JOIN holdfast.main_objects o ON o.pg_schema = n.nspname AND o.meta->>'pg' = c.relname AND o.kind = 'table'`,
    columns: `
      resource_type                  nvarchar(60)         CASE l.locktype WHEN 'relation' THEN 'OBJECT' WHEN 'tuple' THEN 'RID' ELSE upper(l.locktype) END
      resource_subtype               nvarchar(60)         ''
      resource_database_id           int                  o.database_id
      resource_description           nvarchar(256)        ''
      resource_associated_entity_id  bigint null          o.object_id
      resource_lock_partition        int                  0
      request_mode                   nvarchar(60)         CASE l.mode WHEN 'AccessShareLock' THEN 'Sch-S' WHEN 'RowShareLock' THEN 'IS' WHEN 'RowExclusiveLock' THEN 'IX' WHEN 'ShareLock' THEN 'S' WHEN 'ExclusiveLock' THEN 'X' WHEN 'AccessExclusiveLock' THEN 'Sch-M' ELSE 'U' END
      request_type                   nvarchar(60)         'LOCK'
      request_status                 nvarchar(60)         CASE WHEN l.granted THEN 'GRANT' ELSE 'WAIT' END
      request_reference_count        smallint             1
      request_lifetime               int                  0
      request_session_id             int                  COALESCE((SELECT (s->>'sessionId')::int FROM holdfast.live('sessions') s WHERE (s->>'backendPid')::int = l.pid LIMIT 1), 0)
      request_exec_context_id        int                  0
      request_request_id             int                  0
      request_owner_type             nvarchar(60)         'TRANSACTION'
      request_owner_id               bigint null          l.pid
      request_owner_guid             uniqueidentifier null
      request_owner_lockspace_id     nvarchar(32)         ''
      lock_owner_address             varbinary(8)         '\\x0000000000000000'
    `,
    live: true,
  }),
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
  emptyView('sys.dm_os_performance_counters', `
    object_name    nchar(128)
    counter_name   nchar(128)
    instance_name  nchar(128) null
    cntr_value     bigint
    cntr_type      int
  `),
  emptyView('sys.dm_os_wait_stats', `
    wait_type            nvarchar(60)
    waiting_tasks_count  bigint
    wait_time_ms         bigint
    max_wait_time_ms     bigint
    signal_wait_time_ms  bigint
  `),
  emptyView('sys.dm_os_waiting_tasks', `
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
  `),
  emptyView('sys.dm_os_schedulers', `
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
  `),
  emptyView('sys.dm_exec_query_stats', `
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
  `),
  emptyView('sys.dm_exec_cached_plans', `
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
  `),
  emptyView('sys.dm_db_missing_index_details', `
    index_handle        int
    database_id         smallint
    object_id           int
    equality_columns    nvarchar(4000) null
    inequality_columns  nvarchar(4000) null
    included_columns    nvarchar(4000) null
    statement           nvarchar(4000) null
  `),
  emptyView('sys.dm_xe_sessions', `
    address      varbinary(8)
    name         nvarchar(256)
    create_time  datetime
  `),
  emptyView('sys.dm_exec_procedure_stats', `
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
  `),
];
