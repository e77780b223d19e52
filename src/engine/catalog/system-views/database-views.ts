import { type SystemView, emptyView, systemView } from './system-view.ts';

// sql-docs, relational-databases/system-catalog-views: sys-databases, sys-schemas, sys-master-files, sys-filegroups

const option = (name: string, otherwise: boolean): string => `COALESCE((d.options->>'${name}')::boolean, ${otherwise})`;

const FILE_COLUMNS = `
  file_id                        int                  f.file_id
  file_guid                      uniqueidentifier null
  type                           tinyint              f.type
  type_desc                      nvarchar(60) null    CASE f.type WHEN 0 THEN 'ROWS' ELSE 'LOG' END
  data_space_id                  int                  CASE f.type WHEN 0 THEN 1 ELSE 0 END
  name                           sysname              f.name
  physical_name                  nvarchar(260)        f.physical_name
  state                          tinyint null         0
  state_desc                     nvarchar(60) null    'ONLINE'
  size                           int                  f.size
  max_size                       int                  -1
  growth                         int                  8192
  is_media_read_only             bit                  0
  is_read_only                   bit                  0
  is_sparse                      bit                  0
  is_percent_growth              bit                  0
  is_name_reserved               bit                  0
  is_persistent_log_buffer       bit                  0
  create_lsn                     numeric(25,0) null
  drop_lsn                       numeric(25,0) null
  read_only_lsn                  numeric(25,0) null
  read_write_lsn                 numeric(25,0) null
  differential_base_lsn          numeric(25,0) null
  differential_base_guid         uniqueidentifier null
  differential_base_time         datetime null
  redo_start_lsn                 numeric(25,0) null
  redo_start_fork_guid           uniqueidentifier null
  redo_target_lsn                numeric(25,0) null
  redo_target_fork_guid          uniqueidentifier null
  backup_lsn                     numeric(25,0) null
`;

const DATA_SPACE_COLUMNS = `
  name           sysname            'PRIMARY'
  data_space_id  int                1
  type           char(2)            'FG'
  type_desc      nvarchar(60) null  'ROWS_FILEGROUP'
  is_default     bit null           1
  is_system      bit null           0
`;

export const DATABASE_VIEWS: readonly SystemView[] = [
  systemView('sys.databases', {
    from: 'holdfast.database_rows d',
    columns: `
      name                                      sysname            d.name
      database_id                               int                d.database_id
      source_database_id                        int null
      owner_sid                                 varbinary(85) null '\\x01'
      create_date                               datetime           d.created
      compatibility_level                       tinyint            COALESCE((d.options->>'COMPATIBILITY_LEVEL')::int, 150)
      collation_name                            sysname null       d.collation_name
      user_access                               tinyint null       CASE WHEN ${option('SINGLE_USER', false)} THEN 1 WHEN ${option('RESTRICTED_USER', false)} THEN 2 ELSE 0 END
      user_access_desc                          nvarchar(60) null  CASE WHEN ${option('SINGLE_USER', false)} THEN 'SINGLE_USER' WHEN ${option('RESTRICTED_USER', false)} THEN 'RESTRICTED_USER' ELSE 'MULTI_USER' END
      is_read_only                              bit null           ${option('READ_ONLY', false)}
      is_auto_close_on                          bit                ${option('AUTO_CLOSE', false)}
      is_auto_shrink_on                         bit null           ${option('AUTO_SHRINK', false)}
      state                                     tinyint null       CASE WHEN ${option('OFFLINE', false)} THEN 6 WHEN ${option('EMERGENCY', false)} THEN 5 ELSE 0 END
      state_desc                                nvarchar(60) null  CASE WHEN ${option('OFFLINE', false)} THEN 'OFFLINE' WHEN ${option('EMERGENCY', false)} THEN 'EMERGENCY' ELSE 'ONLINE' END
      is_in_standby                             bit null           0
      is_cleanly_shutdown                       bit null           0
      is_supplemental_logging_enabled           bit null           0
      snapshot_isolation_state                  tinyint null       ${option('ALLOW_SNAPSHOT_ISOLATION', false)}::int
      snapshot_isolation_state_desc             nvarchar(60) null  CASE WHEN ${option('ALLOW_SNAPSHOT_ISOLATION', false)} THEN 'ON' ELSE 'OFF' END
      is_read_committed_snapshot_on             bit null           ${option('READ_COMMITTED_SNAPSHOT', false)}
      recovery_model                            tinyint null       CASE d.options->>'RECOVERY' WHEN 'FULL' THEN 1 WHEN 'BULK_LOGGED' THEN 2 ELSE 3 END
      recovery_model_desc                       nvarchar(60) null  COALESCE(d.options->>'RECOVERY', 'SIMPLE')
      page_verify_option                        tinyint null       CASE d.options->>'PAGE_VERIFY' WHEN 'NONE' THEN 0 WHEN 'TORN_PAGE_DETECTION' THEN 1 ELSE 2 END
      page_verify_option_desc                   nvarchar(60) null  COALESCE(d.options->>'PAGE_VERIFY', 'CHECKSUM')
      is_auto_create_stats_on                   bit null           ${option('AUTO_CREATE_STATISTICS', true)}
      is_auto_create_stats_incremental_on       bit null           0
      is_auto_update_stats_on                   bit null           ${option('AUTO_UPDATE_STATISTICS', true)}
      is_auto_update_stats_async_on             bit null           ${option('AUTO_UPDATE_STATISTICS_ASYNC', false)}
      is_ansi_null_default_on                   bit null           ${option('ANSI_NULL_DEFAULT', false)}
      is_ansi_nulls_on                          bit null           ${option('ANSI_NULLS', false)}
      is_ansi_padding_on                        bit null           ${option('ANSI_PADDING', false)}
      is_ansi_warnings_on                       bit null           ${option('ANSI_WARNINGS', false)}
      is_arithabort_on                          bit null           ${option('ARITHABORT', false)}
      is_concat_null_yields_null_on             bit null           ${option('CONCAT_NULL_YIELDS_NULL', false)}
      is_numeric_roundabort_on                  bit null           ${option('NUMERIC_ROUNDABORT', false)}
      is_quoted_identifier_on                   bit null           ${option('QUOTED_IDENTIFIER', false)}
      is_recursive_triggers_on                  bit null           ${option('RECURSIVE_TRIGGERS', false)}
      is_cursor_close_on_commit_on              bit null           ${option('CURSOR_CLOSE_ON_COMMIT', false)}
      is_local_cursor_default                   bit null           COALESCE(d.options->>'CURSOR_DEFAULT' = 'LOCAL', false)
      is_fulltext_enabled                       bit null           0
      is_trustworthy_on                         bit null           ${option('TRUSTWORTHY', false)}
      is_db_chaining_on                         bit null           ${option('DB_CHAINING', false)}
      is_parameterization_forced                bit null           COALESCE(d.options->>'PARAMETERIZATION' = 'FORCED', false)
      is_master_key_encrypted_by_server         bit                0
      is_query_store_on                         bit null           ${option('QUERY_STORE', false)}
      is_published                              bit                0
      is_subscribed                             bit                0
      is_merge_published                        bit                0
      is_distributor                            bit                0
      is_sync_with_backup                       bit                0
      service_broker_guid                       uniqueidentifier   '00000000-0000-0000-0000-000000000000'
      is_broker_enabled                         bit                0
      log_reuse_wait                            tinyint null       0
      log_reuse_wait_desc                       nvarchar(60) null  'NOTHING'
      is_date_correlation_on                    bit                0
      is_cdc_enabled                            bit                0
      is_encrypted                              bit null           0
      is_honor_broker_priority_on               bit null           0
      replica_id                                uniqueidentifier null
      group_database_id                         uniqueidentifier null
      resource_pool_id                          int null
      default_language_lcid                     smallint null
      default_language_name                     nvarchar(128) null
      default_fulltext_language_lcid            int null
      default_fulltext_language_name            nvarchar(128) null
      is_nested_triggers_on                     bit null
      is_transform_noise_words_on               bit null
      two_digit_year_cutoff                     smallint null
      containment                               tinyint null       0
      containment_desc                          nvarchar(60) null  'NONE'
      target_recovery_time_in_seconds           int null           60
      delayed_durability                        int null           CASE d.options->>'DELAYED_DURABILITY' WHEN 'ALLOWED' THEN 1 WHEN 'FORCED' THEN 2 ELSE 0 END
      delayed_durability_desc                   nvarchar(60) null  COALESCE(d.options->>'DELAYED_DURABILITY', 'DISABLED')
      is_memory_optimized_elevate_to_snapshot_on  bit null         0
      is_federation_member                      bit null           0
      is_remote_data_archive_enabled            bit null           0
      is_mixed_page_allocation_on               bit null           0
      is_temporal_history_retention_enabled     bit null           ${option('TEMPORAL_HISTORY_RETENTION', true)}
      catalog_collation_type                    int                0
      catalog_collation_type_desc               nvarchar(60) null  'DATABASE_DEFAULT'
      physical_database_name                    nvarchar(128) null d.name
      is_result_set_caching_on                  bit null           0
      is_accelerated_database_recovery_on       bit null           ${option('ACCELERATED_DATABASE_RECOVERY', false)}
      is_tempdb_spill_to_remote_store           bit null           0
      is_stale_page_detection_on                bit null           0
      is_memory_optimized_enabled               bit null           0
      is_data_retention_enabled                 bit null           ${option('DATA_RETENTION', false)}
    `,
  }),
  systemView('sys.schemas', {
    database: 's.database_id',
    from: 'holdfast.schema_rows s',
    columns: `
      name          sysname   s.name
      schema_id     int       s.schema_id
      principal_id  int null  s.principal_id
    `,
  }),
  systemView('sys.master_files', {
    from: 'holdfast.file_rows f',
    columns: `
      database_id  int  f.database_id
      ${FILE_COLUMNS}
      credential_id  int null
    `,
  }),
  systemView('sys.database_files', { database: 'f.database_id', from: 'holdfast.file_rows f', columns: FILE_COLUMNS }),
  systemView('sys.data_spaces', { from: '(SELECT 1) one', columns: DATA_SPACE_COLUMNS }),
  systemView('sys.filegroups', {
    from: '(SELECT 1) one',
    columns: `${DATA_SPACE_COLUMNS}
      filegroup_guid        uniqueidentifier null
      log_filegroup_id      int null
      is_read_only          bit null  0
      is_autogrow_all_files  bit null  0
    `,
  }),
  systemView('sys.extended_properties', {
    database: 'e.database_id',
    from: 'holdfast.extended_properties e',
    columns: `
      class       tinyint            e.class
      class_desc  nvarchar(60) null  CASE e.class WHEN 0 THEN 'DATABASE' WHEN 1 THEN 'OBJECT_OR_COLUMN' WHEN 2 THEN 'PARAMETER' WHEN 3 THEN 'SCHEMA' WHEN 6 THEN 'TYPE' WHEN 7 THEN 'INDEX' END
      major_id    int                e.major_id
      minor_id    int                e.minor_id
      name        sysname            e.name
      value       sql_variant null   CASE WHEN e.value_type IS NOT NULL THEN ROW(e.value_type, e.value_text)::sys.sql_variant END
    `,
  }),
  systemView('sys.database_scoped_configurations', {
    database: 'd.database_id',
    from: `holdfast.database_rows d CROSS JOIN LATERAL jsonb_each_text(d.options) AS o (name, value) WHERE o.name LIKE 'SCOPED %'`,
    columns: `
      configuration_id     int                1
      name                 nvarchar(60) null  substring(o.name FROM 8)
      value                sql_variant null   ROW('nvarchar(60)', o.value)
      value_for_secondary  sql_variant null
      is_value_default     bit null           0
    `,
  }),
  systemView('sys.database_recovery_status', {
    from: 'holdfast.database_rows d',
    columns: `
      database_id             int               d.database_id
      database_guid           uniqueidentifier null  md5(d.name)
      family_guid             uniqueidentifier null  md5(d.name)
      last_log_backup_lsn     numeric(25,0) null
      recovery_fork_guid      uniqueidentifier null  md5(d.name)
      first_recovery_fork_guid  uniqueidentifier null
      fork_point_lsn          numeric(25,0) null
    `,
  }),
  systemView('sys.change_tracking_databases', {
    columns: `
      database_id                 int
      is_auto_cleanup_on          tinyint
      retention_period            int null
      retention_period_units      tinyint null
      retention_period_units_desc  nvarchar(60) null
      max_cleanup_version         bigint null
    `,
  }),
  emptyView(
    'sys.change_tracking_tables',
    `
    object_id                   int
    is_track_columns_updated_on  bit
    min_valid_version           bigint null
    begin_version               bigint null
    cleanup_version             bigint null
  `,
  ),
  emptyView(
    'sys.database_mirroring',
    `
    database_id             int
    mirroring_guid          uniqueidentifier null
    mirroring_state         tinyint null
    mirroring_state_desc    nvarchar(60) null
    mirroring_role          tinyint null
    mirroring_role_desc     nvarchar(60) null
    mirroring_role_sequence  int null
    mirroring_safety_level  tinyint null
    mirroring_safety_level_desc  nvarchar(60) null
    mirroring_partner_name  nvarchar(128) null
    mirroring_partner_instance  nvarchar(128) null
    mirroring_witness_name  nvarchar(128) null
    mirroring_witness_state  tinyint null
    mirroring_witness_state_desc  nvarchar(60) null
    mirroring_connection_timeout  int null
  `,
  ),
  emptyView(
    'sys.database_query_store_options',
    `
    desired_state                      smallint
    desired_state_desc                 nvarchar(60) null
    actual_state                       smallint
    actual_state_desc                  nvarchar(60) null
    readonly_reason                    int null
    current_storage_size_mb            bigint null
    flush_interval_seconds             bigint null
    interval_length_minutes            bigint null
    max_storage_size_mb                bigint null
    stale_query_threshold_days         bigint null
    max_plans_per_query                bigint null
    query_capture_mode                 smallint
    query_capture_mode_desc            nvarchar(60) null
    size_based_cleanup_mode            smallint
    size_based_cleanup_mode_desc       nvarchar(60) null
    wait_stats_capture_mode            smallint
    wait_stats_capture_mode_desc       nvarchar(60) null
    actual_state_additional_info       nvarchar(4000) null
  `,
  ),
];
