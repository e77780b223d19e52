import { type SystemView, emptyView, systemView } from './system-view.ts';

// sql-docs, relational-databases/system-catalog-views: sys-columns, sys-identity-columns, sys-computed-columns, sys-types

const COLUMN_COLUMNS = `
  object_id                            int                c.object_id
  name                                 sysname null       c.name
  column_id                            int                c.column_id
  system_type_id                       tinyint            holdfast.system_type_id(c.type)
  user_type_id                         int                COALESCE(c.alias_type_id, holdfast.system_type_id(c.type))
  max_length                           smallint           holdfast.type_length(c.type)
  precision                            tinyint            holdfast.type_precision(c.type)
  scale                                tinyint            holdfast.type_scale(c.type)
  collation_name                       sysname null       c.collation_name
  is_nullable                          bit null           c.nullable
  is_ansi_padded                       bit                c.type->>'name' IN ('char', 'varchar', 'nchar', 'nvarchar', 'binary', 'varbinary', 'text', 'ntext', 'image')
  is_rowguidcol                        bit                COALESCE((c.document->>'rowguidcol')::boolean, false)
  is_identity                          bit                c.document ? 'identity'
  is_computed                          bit null           c.document ? 'computed'
  is_filestream                        bit                0
  is_replicated                        bit null           0
  is_non_sql_subscribed                bit null           0
  is_merge_published                   bit null           0
  is_dts_replicated                    bit null           0
  is_xml_document                      bit                0
  xml_collection_id                    int                0
  default_object_id                    int                COALESCE((c.document->'default'->>'objectId')::int, 0)
  rule_object_id                       int                0
  is_sparse                            bit null           COALESCE((c.document->>'sparse')::boolean, false)
  is_column_set                        bit null           0
  generated_always_type                tinyint null       CASE c.document->>'generatedAlways' WHEN 'row start' THEN 1 WHEN 'row end' THEN 2 ELSE 0 END
  generated_always_type_desc           nvarchar(60) null  CASE c.document->>'generatedAlways' WHEN 'row start' THEN 'AS_ROW_START' WHEN 'row end' THEN 'AS_ROW_END' ELSE 'NOT_APPLICABLE' END
  encryption_type                      int null
  encryption_type_desc                 nvarchar(64) null
  encryption_algorithm_name            sysname null
  column_encryption_key_id             int null
  column_encryption_key_database_name  sysname null
  is_hidden                            bit null           COALESCE((c.document->>'hidden')::boolean, false)
  is_masked                            bit                0
  graph_type                           int null
  graph_type_desc                      nvarchar(60) null
  is_data_deletion_filter_column       bit null           0
`;

const IDENTITY_COLUMNS = `
  seed_value              sql_variant null  ROW(c.type->>'name', c.document->'identity'->>'seed')
  increment_value         sql_variant null  ROW(c.type->>'name', c.document->'identity'->>'increment')
  last_value              sql_variant null  CASE WHEN holdfast.sequence_last(c.pg_schema, c.document->'identity'->>'pgSequence') IS NOT NULL THEN ROW(c.type->>'name', holdfast.sequence_last(c.pg_schema, c.document->'identity'->>'pgSequence')::text)::sys.sql_variant END
  is_not_for_replication  bit null          COALESCE((c.document->'identity'->>'notForReplication')::boolean, false)
`;

const COMPUTED_COLUMNS = `
  definition               nvarchar(max) null  c.document->'computed'->>'text'
  uses_database_collation  bit                 1
  is_persisted             bit                 (c.document->'computed'->>'persisted')::boolean
`;

/** The columns that inherit from sys.columns show fewer of its own. */
const withoutLast = (columns: string): string => columns.replace(/^.*is_data_deletion_filter_column.*$/m, '');

const TYPE_COLUMNS = `
  name                sysname       t.name
  system_type_id      tinyint       t.system_type_id
  user_type_id        int           t.user_type_id
  schema_id           int           t.schema_id
  principal_id        int null
  max_length          smallint      t.max_length
  precision           tinyint       t.precision
  scale               tinyint       t.scale
  collation_name      sysname null  t.collation_name
  is_nullable         bit null      t.nullable
  is_user_defined     bit           t.is_user_defined
  is_assembly_type    bit           t.user_type_id IN (128, 129, 130)
  default_object_id   int           0
  rule_object_id      int           0
  is_table_type       bit           t.table_object_id IS NOT NULL
`;

export const COLUMN_VIEWS: readonly SystemView[] = [
  systemView('sys.columns', { database: 'c.database_id', from: 'holdfast.column_rows c', columns: COLUMN_COLUMNS }),
  systemView('sys.all_columns', {
    database: 'c.database_id',
    from: 'holdfast.all_column_rows c',
    columns: COLUMN_COLUMNS,
  }),
  systemView('sys.system_columns', {
    database: 'c.database_id',
    from: 'holdfast.all_column_rows c WHERE c.object_id < 0',
    columns: COLUMN_COLUMNS,
  }),
  systemView('sys.identity_columns', {
    database: 'c.database_id',
    from: `holdfast.column_rows c WHERE c.document ? 'identity'`,
    columns: withoutLast(COLUMN_COLUMNS) + IDENTITY_COLUMNS,
  }),
  systemView('sys.computed_columns', {
    database: 'c.database_id',
    from: `holdfast.column_rows c WHERE c.document ? 'computed'`,
    columns: withoutLast(COLUMN_COLUMNS) + COMPUTED_COLUMNS,
  }),
  emptyView(
    'sys.masked_columns',
    `${withoutLast(COLUMN_COLUMNS)}
    masking_function  nvarchar(4000) null
  `,
  ),
  systemView('sys.types', { database: 't.database_id', from: 'holdfast.type_rows t', columns: TYPE_COLUMNS }),
  systemView('sys.table_types', {
    database: 't.database_id',
    from: 'holdfast.type_rows t WHERE t.table_object_id IS NOT NULL',
    columns: `${TYPE_COLUMNS}
      type_table_object_id  int       t.table_object_id
      is_memory_optimized   bit null  0
    `,
  }),
  emptyView(
    'sys.assembly_types',
    `${TYPE_COLUMNS}
    assembly_id               int
    assembly_class            sysname null
    is_binary_ordered         bit null
    is_fixed_length           bit null
    prog_id                   nvarchar(40) null
    assembly_qualified_name   nvarchar(4000) null
  `,
  ),
  emptyView(
    'sys.column_type_usages',
    `
    object_id     int
    column_id     int
    user_type_id  int
  `,
  ),
  emptyView(
    'sys.column_store_dictionaries',
    `
    partition_id      bigint
    hobt_id           bigint
    column_id         int
    dictionary_id     int
    version           int
    type              int
    last_id           int
    entry_count       bigint
    on_disk_size      bigint
  `,
  ),
];
