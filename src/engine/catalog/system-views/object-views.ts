import { type SystemView, emptyView, systemView } from './system-view.ts';

// sql-docs, relational-databases/system-catalog-views: sys-objects, sys-tables, sys-views, sys-procedures, sys-triggers, ...

/** What sys.objects and all that inherits from it have, over a row source `o` with these names. */
export const OBJECT_COLUMNS = `
  name                  sysname            o.name
  object_id             int                o.object_id
  principal_id          int null
  schema_id             int                o.schema_id
  parent_object_id      int                o.parent_object_id
  type                  char(2)            rpad(o.type, 2)
  type_desc             nvarchar(60) null  holdfast.type_desc(o.type)
  create_date           datetime           o.created
  modify_date           datetime           o.modified
  is_ms_shipped         bit                o.is_ms_shipped
  is_published          bit                0
  is_schema_published   bit                0
`;

/** The same over holdfast.main_objects, which knows user objects only. */
const USER_OBJECT_COLUMNS = OBJECT_COLUMNS.replace('o.is_ms_shipped', '0');

const objects = (name: string, from: string): SystemView =>
  systemView(name, { database: 'o.database_id', from, columns: OBJECT_COLUMNS });

const VIEW_COLUMNS = `
  is_replicated                 bit null  0
  has_replication_filter        bit null  0
  has_opaque_metadata           bit       0
  has_unchecked_assembly_data   bit       0
  with_check_option             bit       COALESCE(o.with_check_option, false)
  is_date_correlation_view      bit       0
  is_tracked_by_cdc             bit null  0
`;

const MODULE_COLUMNS = `
  object_id                   int                 o.object_id
  definition                  nvarchar(max) null  CASE WHEN o.meta->>'encrypted' IS NULL THEN o.meta->>'definition' END
  uses_ansi_nulls             bit null            COALESCE((o.meta->>'ansiNulls')::boolean, true)
  uses_quoted_identifier      bit null            COALESCE((o.meta->>'quotedIdentifier')::boolean, true)
  is_schema_bound             bit null            COALESCE((o.meta->>'schemaBound')::boolean, false)
  uses_database_collation     bit null            0
  is_recompiled               bit null            0
  null_on_null_input          bit null            COALESCE((o.meta->>'returnsNullOnNull')::boolean, false)
  execute_as_principal_id     int null
  uses_native_compilation     bit null            0
  inline_type                 bit null            0
  is_inlineable               bit null            0
`;

const MODULES = `holdfast.main_objects o WHERE o.kind IN ('view', 'procedure', 'function', 'trigger')`;

const PARAMETER_COLUMNS = `
  object_id                            int                 p.object_id
  name                                 sysname null        p.name
  parameter_id                         int                 p.parameter_id
  system_type_id                       tinyint             CASE WHEN p.table_type_id IS NULL THEN holdfast.system_type_id(p.type) ELSE 243 END
  user_type_id                         int                 COALESCE(p.table_user_type_id, holdfast.system_type_id(p.type))
  max_length                           smallint            CASE WHEN p.table_type_id IS NULL THEN holdfast.type_length(p.type) ELSE -1 END
  precision                            tinyint             holdfast.type_precision(p.type)
  scale                                tinyint             holdfast.type_scale(p.type)
  is_output                            bit                 p.is_output
  is_cursor_ref                        bit                 0
  has_default_value                    bit                 0
  is_xml_document                      bit                 0
  default_value                        sql_variant null
  xml_collection_id                    int                 0
  is_readonly                          bit                 p.is_readonly
  is_nullable                          bit null            1
  encryption_type                      int null
  encryption_type_desc                 nvarchar(64) null
  encryption_algorithm_name            sysname null
  column_encryption_key_id             int null
  column_encryption_key_database_name  sysname null
`;

const TRIGGER_COLUMNS = `
  name                      sysname            o.name
  object_id                 int                o.object_id
  parent_class              tinyint            1
  parent_class_desc         nvarchar(60) null  'OBJECT_OR_COLUMN'
  parent_id                 int                o.parent_object_id
  type                      char(2)            'TR'
  type_desc                 nvarchar(60) null  'SQL_TRIGGER'
  create_date               datetime           o.created
  modify_date               datetime           o.modified
  is_ms_shipped             bit                0
  is_disabled               bit                (o.meta->>'disabled')::boolean
  is_not_for_replication    bit                0
  is_instead_of_trigger     bit                (o.meta->>'insteadOf')::boolean
`;

export const OBJECT_VIEWS: readonly SystemView[] = [
  objects('sys.objects', 'holdfast.object_rows o'),
  objects('sys.all_objects', 'holdfast.all_object_rows o'),
  objects('sys.system_objects', 'holdfast.all_object_rows o WHERE o.is_ms_shipped'),
  systemView('sys.tables', {
    database: 'o.database_id',
    from: `holdfast.main_objects o WHERE o.kind = 'table' AND NOT o.is_type`,
    columns: `${USER_OBJECT_COLUMNS}
      lob_data_space_id                   int                0
      filestream_data_space_id            int null
      max_column_id_used                  int                (o.meta->>'nextColumnId')::int - 1
      lock_on_bulk_load                   bit                0
      uses_ansi_nulls                     bit null           1
      is_replicated                       bit null           0
      has_replication_filter              bit null           0
      is_merge_published                  bit null           0
      is_sync_tran_subscribed             bit null           0
      has_unchecked_assembly_data         bit                0
      text_in_row_limit                   int null           0
      large_value_types_out_of_row        bit null           0
      is_tracked_by_cdc                   bit null           0
      lock_escalation                     tinyint null       0
      lock_escalation_desc                nvarchar(60) null  'TABLE'
      is_filetable                        bit null           0
      is_memory_optimized                 bit null           0
      durability                          tinyint null       0
      durability_desc                     nvarchar(60) null  'SCHEMA_AND_DATA'
      temporal_type                       tinyint null       CASE WHEN o.meta ? 'temporal' THEN 2 WHEN holdfast.is_history(o.object_id) THEN 1 ELSE 0 END
      temporal_type_desc                  nvarchar(60) null  CASE WHEN o.meta ? 'temporal' THEN 'SYSTEM_VERSIONED_TEMPORAL_TABLE' WHEN holdfast.is_history(o.object_id) THEN 'HISTORY_TABLE' ELSE 'NON_TEMPORAL_TABLE' END
      history_table_id                    int null           (o.meta->'temporal'->>'historyObjectId')::int
      is_remote_data_archive_enabled      bit null           0
      is_external                         bit                0
      history_retention_period            int null           CASE WHEN o.meta ? 'temporal' THEN -1 END
      history_retention_period_unit       int null           CASE WHEN o.meta ? 'temporal' THEN -1 END
      history_retention_period_unit_desc  nvarchar(10) null  CASE WHEN o.meta ? 'temporal' THEN 'INFINITE' END
      is_node                             bit null           0
      is_edge                             bit null           0
      data_retention_period               int null           COALESCE((o.meta->'dataRetention'->>'period')::int, -1)
      data_retention_period_unit          int null           CASE o.meta->'dataRetention'->>'unit' WHEN 'DAY' THEN 3 WHEN 'WEEK' THEN 4 WHEN 'MONTH' THEN 5 WHEN 'YEAR' THEN 6 ELSE -1 END
      data_retention_period_unit_desc     nvarchar(10) null  COALESCE(o.meta->'dataRetention'->>'unit', 'INFINITE')
    `,
  }),
  systemView('sys.views', {
    database: 'o.database_id',
    from: `(SELECT m.*, (m.meta->>'checkOption')::boolean AS with_check_option FROM holdfast.main_objects m WHERE m.kind = 'view') o`,
    columns: USER_OBJECT_COLUMNS + VIEW_COLUMNS,
  }),
  systemView('sys.all_views', {
    database: 'o.database_id',
    from: `(SELECT a.*, false AS with_check_option FROM holdfast.all_object_rows a WHERE a.type = 'V') o`,
    columns: OBJECT_COLUMNS + VIEW_COLUMNS,
  }),
  systemView('sys.system_views', {
    database: 'o.database_id',
    from: `(SELECT a.*, false AS with_check_option FROM holdfast.all_object_rows a WHERE a.type = 'V' AND a.is_ms_shipped) o`,
    columns: OBJECT_COLUMNS + VIEW_COLUMNS,
  }),
  systemView('sys.procedures', {
    database: 'o.database_id',
    from: `holdfast.main_objects o WHERE o.kind = 'procedure'`,
    columns: `${USER_OBJECT_COLUMNS}
      is_auto_executed                  bit       0
      is_execution_replicated           bit null  0
      is_repl_serializable_only         bit null  0
      skips_repl_constraints            bit null  0
    `,
  }),
  systemView('sys.synonyms', {
    database: 'o.database_id',
    from: `holdfast.main_objects o WHERE o.kind = 'synonym'`,
    columns: `${USER_OBJECT_COLUMNS}
      base_object_name  nvarchar(1035) null  o.meta->>'target'
    `,
  }),
  systemView('sys.sequences', {
    database: 'o.database_id',
    from: `(SELECT m.*, m.meta->'type' AS seq_type, COALESCE(holdfast.sequence_last(m.pg_schema, m.meta->>'pg'), (m.meta->>'start')::int8) AS current
            FROM holdfast.main_objects m WHERE m.kind = 'sequence') o`,
    columns: `${USER_OBJECT_COLUMNS}
      start_value        sql_variant       ROW(o.seq_type->>'name', o.meta->>'start')
      increment          sql_variant       ROW(o.seq_type->>'name', o.meta->>'increment')
      minimum_value      sql_variant null  ROW(o.seq_type->>'name', o.meta->>'minimum')
      maximum_value      sql_variant null  ROW(o.seq_type->>'name', o.meta->>'maximum')
      is_cycling         bit null          (o.meta->>'cycle')::boolean
      is_cached          bit null          o.meta->>'cache' IS NOT NULL
      cache_size         int null          (o.meta->>'cache')::int
      system_type_id     tinyint           holdfast.system_type_id(o.seq_type)
      user_type_id       int               holdfast.system_type_id(o.seq_type)
      precision          tinyint           holdfast.type_precision(o.seq_type)
      scale              tinyint null      holdfast.type_scale(o.seq_type)
      current_value      sql_variant       ROW(o.seq_type->>'name', o.current::text)
      is_exhausted       bit               0
      last_used_value    sql_variant null  CASE WHEN holdfast.sequence_last(o.pg_schema, o.meta->>'pg') IS NOT NULL THEN ROW(o.seq_type->>'name', o.current::text)::sys.sql_variant END
    `,
  }),
  systemView('sys.triggers', {
    database: 'o.database_id',
    from: `holdfast.main_objects o WHERE o.kind = 'trigger'`,
    columns: TRIGGER_COLUMNS,
  }),
  systemView('sys.trigger_events', {
    database: 'o.database_id',
    from: `holdfast.main_objects o CROSS JOIN LATERAL jsonb_array_elements_text(o.meta->'events') WITH ORDINALITY AS e (event, ordinal) WHERE o.kind = 'trigger'`,
    columns: `
      object_id              int                o.object_id
      type                   int                CASE e.event WHEN 'INSERT' THEN 1 WHEN 'UPDATE' THEN 2 ELSE 3 END
      type_desc              nvarchar(60)       e.event
      is_first               bit null           COALESCE(o.meta->>'order' = 'first', false)
      is_last                bit null           COALESCE(o.meta->>'order' = 'last', false)
      event_group_type       int null
      event_group_type_desc  nvarchar(60) null
      is_trigger_event       bit null           1
    `,
  }),
  systemView('sys.sql_modules', { database: 'o.database_id', from: MODULES, columns: MODULE_COLUMNS }),
  systemView('sys.all_sql_modules', { database: 'o.database_id', from: MODULES, columns: MODULE_COLUMNS }),
  systemView('sys.parameters', {
    database: 'p.database_id',
    from: 'holdfast.parameter_rows p',
    columns: PARAMETER_COLUMNS,
  }),
  systemView('sys.all_parameters', {
    database: 'p.database_id',
    from: 'holdfast.parameter_rows p',
    columns: PARAMETER_COLUMNS,
  }),
  emptyView('sys.system_sql_modules', MODULE_COLUMNS),
  emptyView('sys.server_triggers', TRIGGER_COLUMNS),
  emptyView(
    'sys.sql_expression_dependencies',
    `
    referencing_id               int
    referencing_minor_id         int
    referencing_class            tinyint null
    referencing_class_desc       nvarchar(60) null
    is_schema_bound_reference    bit
    referenced_class             tinyint null
    referenced_class_desc        nvarchar(60) null
    referenced_server_name       sysname null
    referenced_database_name     sysname null
    referenced_schema_name       sysname null
    referenced_entity_name       sysname null
    referenced_id                int null
    referenced_minor_id          int
    is_caller_dependent          bit
    is_ambiguous                 bit
  `,
  ),
  emptyView(
    'sys.sql_dependencies',
    `
    class                       tinyint
    class_desc                  nvarchar(60) null
    object_id                   int
    column_id                   int
    referenced_major_id         int
    referenced_minor_id         int
    is_selected                 bit
    is_updated                  bit
    is_select_all               bit
  `,
  ),
  emptyView(
    'sys.numbered_procedures',
    `
    object_id         int
    procedure_number  smallint null
    definition        nvarchar(max) null
  `,
  ),
  emptyView(
    'sys.assembly_modules',
    `
    object_id                 int
    assembly_id               int
    assembly_class            sysname null
    assembly_method           sysname null
    null_on_null_input        bit null
    execute_as_principal_id   int null
  `,
  ),
  emptyView(
    'sys.extended_procedures',
    `${OBJECT_COLUMNS}
    dll_name  nvarchar(260) null
  `,
  ),
];
