import { type SystemView, systemView } from './system-view.ts';

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
];
