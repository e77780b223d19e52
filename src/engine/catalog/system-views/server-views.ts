import { type SystemView, emptyView, systemView } from './system-view.ts';

// sql-docs, relational-databases/system-catalog-views and system-dynamic-management-views

export const SERVER_VIEWS: readonly SystemView[] = [
  systemView('sys.configurations', {
    from: 'holdfast.configuration_rows c',
    columns: `
      configuration_id  int                 c.configuration_id
      name              nvarchar(35)        c.name
      value             sql_variant null    ROW('int', c.value::text)
      minimum           sql_variant null    ROW('int', c.minimum::text)
      maximum           sql_variant null    ROW('int', c.maximum::text)
      value_in_use      sql_variant null    ROW('int', c.value::text)
      description       nvarchar(255)       c.description
      is_dynamic        bit                 c.is_dynamic
      is_advanced       bit                 c.is_advanced
    `,
  }),
  systemView('sys.servers', {
    from: `holdfast.live('host') h`,
    live: true,
    columns: `
      server_id                          int                  0
      name                               sysname              h->>'serverName'
      product                            sysname              'SQL Server'
      provider                           sysname              'SQLNCLI'
      data_source                        nvarchar(4000) null  h->>'serverName'
      location                           nvarchar(4000) null
      provider_string                    nvarchar(4000) null
      catalog                            sysname null
      connect_timeout                    int null             0
      query_timeout                      int null             0
      is_linked                          bit                  0
      is_remote_login_enabled            bit                  1
      is_rpc_out_enabled                 bit                  1
      is_data_access_enabled             bit                  0
      is_collation_compatible            bit                  0
      uses_remote_collation              bit                  1
      collation_name                     sysname null
      lazy_schema_validation             bit                  0
      is_system                          bit                  0
      is_publisher                       bit                  0
      is_subscriber                      bit null             0
      is_distributor                     bit null             0
      is_nonsql_subscriber               bit null             0
      is_remote_proc_transaction_promotion_enabled  bit null  0
      modify_date                        datetime             h->>'startedAt'
      is_rda_server                      bit null             0
    `,
  }),
  systemView('sys.syslanguages', {
    from: `(VALUES (0, 'mdy', 7, 'us_english', 'English', 1033)) l (langid, dateformat, datefirst, name, alias, lcid)`,
    columns: `
      langid        smallint             l.langid
      dateformat    nchar(3)             l.dateformat
      datefirst     tinyint              l.datefirst
      upgrade       int null             0
      name          sysname              l.name
      alias         sysname              l.alias
      months        nvarchar(372) null   'January,February,March,April,May,June,July,August,September,October,November,December'
      shortmonths   nvarchar(132) null   'Jan,Feb,Mar,Apr,May,Jun,Jul,Aug,Sep,Oct,Nov,Dec'
      days          nvarchar(217) null   'Monday,Tuesday,Wednesday,Thursday,Friday,Saturday,Sunday'
      lcid          int                  l.lcid
      msglangid     smallint             1033
    `,
  }),
  systemView('sys.syscharsets', {
    from: `(VALUES (1, 'iso_1', 'ISO 8859-1 (Latin-1) - Western European 8-bit character set.')) c (id, name, description)`,
    columns: `
      type         smallint              1001
      id           tinyint               c.id
      csid         tinyint               0
      status       smallint null         0
      name         sysname               c.name
      description  nvarchar(255) null    c.description
      binarydefinition  varbinary(6000) null
      definition   image null
    `.replace('image null', 'varbinary(max) null'),
  }),
  systemView('sys.fn_helpcollations', {
    from: 'holdfast.collation_rows c',
    columns: `
      name         sysname               c.name
      description  nvarchar(1000) null   c.description
    `,
  }),
  systemView('sys.time_zone_info', {
    from: 'holdfast.time_zone_rows z',
    columns: `
      name                sysname      z.name
      current_utc_offset  nvarchar(6)  z.current_utc_offset
      is_currently_dst    bit          z.is_currently_dst
    `,
  }),
  systemView('sys.messages', {
    from: `(SELECT 208, 16, 'Invalid object name ''%.*ls''.' UNION ALL SELECT substring(s.name FROM 9)::int, (s.value->'is'->>'severity')::int, s.value->'is'->>'text' FROM holdfast.settings s WHERE s.name LIKE 'message %') m (message_id, severity, text)`,
    columns: `
      message_id       int             m.message_id
      language_id      smallint        1033
      severity         tinyint null    m.severity
      is_event_logged  bit             0
      text             nvarchar(2048)  m.text
    `,
  }),
  emptyView(
    'sys.linked_logins',
    `
    server_id             int
    local_principal_id    int null
    uses_self_credential  bit
    remote_name           sysname null
    modify_date           datetime
  `,
  ),
  emptyView(
    'sys.endpoints',
    `
    name                 sysname
    endpoint_id          int
    principal_id         int null
    protocol             tinyint
    protocol_desc        nvarchar(60) null
    type                 tinyint
    type_desc            nvarchar(60) null
    state                tinyint null
    state_desc           nvarchar(60) null
    is_admin_endpoint    bit
  `,
  ),
  emptyView(
    'sys.backup_devices',
    `
    name           sysname
    type           tinyint null
    type_desc      nvarchar(60) null
    physical_name  nvarchar(260) null
  `,
  ),
  emptyView(
    'sys.traces',
    `
    id                  int
    status              int
    path                nvarchar(260) null
    max_size            bigint null
    stop_time           datetime null
    max_files           int null
    is_rowset           bit null
    is_rollover         bit null
    is_shutdown         bit null
    is_default          bit null
    start_time          datetime null
    last_event_time     datetime null
    event_count         bigint null
    dropped_event_count  int null
  `,
  ),
  emptyView(
    'sys.assemblies',
    `
    name                 sysname
    principal_id         int null
    assembly_id          int
    clr_name             nvarchar(4000) null
    permission_set       tinyint null
    permission_set_desc  nvarchar(60) null
    is_visible           bit
    create_date          datetime
    modify_date          datetime
    is_user_defined      bit null
  `,
  ),
  emptyView(
    'sys.assembly_files',
    `
    assembly_id  int
    name         nvarchar(260) null
    file_id      int
    content      varbinary(max) null
  `,
  ),
  emptyView(
    'sys.xml_schema_collections',
    `
    xml_collection_id  int
    schema_id          int
    principal_id       int null
    name               sysname
    create_date        datetime
    modify_date        datetime
  `,
  ),
  emptyView(
    'sys.xml_schema_namespaces',
    `
    xml_collection_id  int
    name               nvarchar(4000)
    xml_namespace_id   int
  `,
  ),
  emptyView(
    'sys.column_xml_schema_collection_usages',
    `
    object_id          int
    column_id          int
    xml_collection_id  int
  `,
  ),
  emptyView(
    'sys.parameter_xml_schema_collection_usages',
    `
    object_id          int
    parameter_id       int
    xml_collection_id  int
  `,
  ),
  emptyView(
    'sys.plan_guides',
    `
    plan_guide_id      int
    name               sysname
    create_date        datetime
    modify_date        datetime
    is_disabled        bit
    query_text         nvarchar(max) null
    scope_type         tinyint
    scope_type_desc    nvarchar(60) null
    scope_object_id    int null
    scope_batch        nvarchar(max) null
    parameters         nvarchar(max) null
    hints              nvarchar(max) null
  `,
  ),
  emptyView(
    'sys.availability_groups',
    `
    group_id                 uniqueidentifier
    name                     sysname null
    resource_id              nvarchar(40) null
    resource_group_id        nvarchar(40) null
    failure_condition_level  int null
    health_check_timeout     int null
    automated_backup_preference  tinyint null
    automated_backup_preference_desc  nvarchar(60) null
    is_contained             bit null
  `,
  ),
  emptyView(
    'sys.availability_replicas',
    `
    replica_id           uniqueidentifier null
    group_id             uniqueidentifier null
    replica_metadata_id  int null
    replica_server_name  nvarchar(256) null
    owner_sid            varbinary(85) null
    endpoint_url         nvarchar(128) null
    availability_mode    tinyint null
    failover_mode        tinyint null
  `,
  ),
  emptyView(
    'sys.dm_hadr_database_replica_states',
    `
    database_id               int
    group_id                  uniqueidentifier
    replica_id                uniqueidentifier
    is_local                  bit null
    is_primary_replica        bit null
    synchronization_state     tinyint null
    synchronization_state_desc  nvarchar(60) null
    synchronization_health    tinyint null
    synchronization_health_desc  nvarchar(60) null
    database_state            tinyint null
    database_state_desc       nvarchar(60) null
    is_suspended              bit null
  `,
  ),
  emptyView(
    'sys.external_data_sources',
    `
    data_source_id          int
    name                    sysname
    location                nvarchar(4000)
    type_desc               nvarchar(255) null
    type                    tinyint
    resource_manager_location  nvarchar(4000) null
    credential_id           int
    database_name           sysname null
    shard_map_name          sysname null
    connection_options      nvarchar(4000) null
    pushdown                nvarchar(256)
  `,
  ),
  emptyView(
    'sys.external_file_formats',
    `
    file_format_id    int
    name              sysname
    format_type       tinyint
    field_terminator  nvarchar(10) null
    string_delimiter  nvarchar(10) null
    date_format       nvarchar(50) null
    use_type_default  bit
    serde_method      nvarchar(255) null
    row_terminator    nvarchar(10) null
    encoding          nvarchar(10) null
    data_compression  nvarchar(255) null
    first_row         int null
  `,
  ),
  emptyView(
    'sys.external_tables',
    `
    name              sysname
    object_id         int
    principal_id      int null
    schema_id         int
    parent_object_id  int
    type              char(2)
    type_desc         nvarchar(60) null
    create_date       datetime
    modify_date       datetime
    is_ms_shipped     bit
    is_published      bit
    is_schema_published  bit
    max_column_id_used  int
    uses_ansi_nulls   bit null
    data_source_id    int
    file_format_id    int null
    location          nvarchar(4000) null
    reject_type       nvarchar(20) null
    reject_value      real null
    reject_sample_value  real null
    distribution_type  tinyint null
    distribution_desc  nvarchar(120) null
    sharding_col_id   int null
    remote_schema_name  sysname null
    remote_object_name  sysname null
    rejected_row_location  nvarchar(4000) null
    table_options     nvarchar(4000) null
  `,
  ),
  emptyView(
    'sys.external_libraries',
    `
    external_library_id  int
    name                 sysname
    principal_id         int null
    language             sysname
    scope                int
    scope_desc           varchar(7) null
  `,
  ),
  emptyView(
    'sys.external_languages',
    `
    external_language_id  int
    language              sysname null
    create_date           datetime
    principal_id          int null
  `,
  ),
  emptyView(
    'sys.service_queues',
    `
    name              sysname
    object_id         int
    principal_id      int null
    schema_id         int
    parent_object_id  int
    type              char(2)
    type_desc         nvarchar(60) null
    create_date       datetime
    modify_date       datetime
    is_ms_shipped     bit
    is_published      bit
    is_schema_published  bit
    max_readers       smallint null
    activation_procedure  nvarchar(776) null
    execute_as_principal_id  int null
    is_activation_enabled  bit
    is_receive_enabled  bit
    is_enqueue_enabled  bit
    is_retention_enabled  bit
    is_poison_message_handling_enabled  bit null
  `,
  ),
  emptyView(
    'sys.services',
    `
    name              sysname null
    service_id        int
    principal_id      int null
    service_queue_id  int
  `,
  ),
];
