import { OBJECT_COLUMNS } from './object-views.ts';
import { type SystemView, emptyView, systemView } from './system-view.ts';

// sql-docs, relational-databases/system-catalog-views: sys-indexes, sys-key-constraints, sys-foreign-keys, sys-stats, sys-partitions

const INDEX_COLUMNS = `
  object_id                    int                i.object_id
  name                         sysname null       i.name
  index_id                     int                i.index_id
  type                         tinyint            i.type
  type_desc                    nvarchar(60) null  CASE i.type WHEN 0 THEN 'HEAP' WHEN 1 THEN 'CLUSTERED' WHEN 2 THEN 'NONCLUSTERED' WHEN 5 THEN 'CLUSTERED COLUMNSTORE' ELSE 'NONCLUSTERED COLUMNSTORE' END
  is_unique                    bit null           i.is_unique
  data_space_id                int null           1
  ignore_dup_key               bit null           COALESCE((i.document->>'ignoreDupKey')::boolean, false)
  is_primary_key               bit null           COALESCE(i.document->>'constraint' = 'PRIMARY KEY', false)
  is_unique_constraint         bit null           COALESCE(i.document->>'constraint' = 'UNIQUE', false)
  fill_factor                  tinyint            COALESCE((i.document->>'fillFactor')::int, 0)
  is_padded                    bit null           0
  is_disabled                  bit null           COALESCE((i.document->>'disabled')::boolean, false)
  is_hypothetical              bit null           0
  is_ignored_in_optimization   bit null           0
  allow_row_locks              bit null           1
  allow_page_locks             bit null           1
  has_filter                   bit null           i.document ? 'where'
  filter_definition            nvarchar(max) null  i.document->>'where'
  compression_delay            int null
  suppress_dup_key_messages    bit null           0
  auto_created                 bit null           0
  optimize_for_sequential_key  bit null           0
`;

/** Constraints are objects: sys.objects' columns over holdfast.constraint_rows. */
const CONSTRAINT = OBJECT_COLUMNS.replace('o.is_ms_shipped', '0');

const constraints = (name: string, types: string, columns: string, joins = ''): SystemView =>
  systemView(name, {
    database: 'o.database_id',
    from: `holdfast.constraint_rows o ${joins} WHERE o.type IN (${types})`,
    columns: CONSTRAINT + columns,
  });

const columnId = (table: string, column: string): string =>
  `(SELECT c.column_id FROM holdfast.column_rows c WHERE c.object_id = ${table} AND lower(c.name) = lower(${column}))`;

export const INDEX_VIEWS: readonly SystemView[] = [
  systemView('sys.indexes', { database: 'i.database_id', from: 'holdfast.index_rows i', columns: INDEX_COLUMNS }),
  systemView('sys.index_columns', {
    database: 'k.database_id',
    from: 'holdfast.index_column_rows k',
    columns: `
      object_id                    int       k.object_id
      index_id                     int       k.index_id
      index_column_id              int       k.index_column_id
      column_id                    int       ${columnId('k.object_id', 'k.column_name')}
      key_ordinal                  tinyint   k.key_ordinal
      partition_ordinal            tinyint   0
      is_descending_key            bit null  k.is_descending
      is_included_column           bit null  k.is_included
      column_store_order_ordinal   tinyint   0
    `,
  }),
  constraints(
    'sys.key_constraints',
    `'PK', 'UQ'`,
    `
    unique_index_id   int null  (o.document->>'id')::int
    is_system_named   bit       COALESCE((o.document->>'systemNamed')::boolean, false)
    is_enforced       bit null  1
  `,
  ),
  constraints(
    'sys.check_constraints',
    `'C'`,
    `
    is_disabled              bit                 COALESCE((o.document->>'disabled')::boolean, false)
    is_not_for_replication   bit                 0
    is_not_trusted           bit                 COALESCE((o.document->>'notTrusted')::boolean, false)
    parent_column_id         int                 COALESCE(${columnId('o.parent_object_id', `o.document->>'column'`)}, 0)
    definition               nvarchar(max) null  o.document->>'text'
    uses_database_collation  bit null            1
    is_system_named          bit                 COALESCE((o.document->>'systemNamed')::boolean, false)
  `,
  ),
  constraints(
    'sys.default_constraints',
    `'D'`,
    `
    parent_column_id  int                 (o.document->>'id')::int
    definition        nvarchar(max) null  o.document->'default'->>'text'
    is_system_named   bit                 COALESCE((o.document->'default'->>'systemNamed')::boolean, false)
  `,
  ),
  constraints(
    'sys.foreign_keys',
    `'F'`,
    `
    referenced_object_id            int null           (o.document->>'referencedObjectId')::int
    key_index_id                    int null           COALESCE(holdfast.referenced_index_id(o.document), 1)
    is_disabled                     bit                COALESCE((o.document->>'disabled')::boolean, false)
    is_not_for_replication          bit                0
    is_not_trusted                  bit                COALESCE((o.document->>'notTrusted')::boolean, false)
    delete_referential_action       tinyint null       holdfast.referential_action(o.document->>'onDelete')
    delete_referential_action_desc  nvarchar(60) null  replace(o.document->>'onDelete', ' ', '_')
    update_referential_action       tinyint null       holdfast.referential_action(o.document->>'onUpdate')
    update_referential_action_desc  nvarchar(60) null  replace(o.document->>'onUpdate', ' ', '_')
    is_system_named                 bit                COALESCE((o.document->>'systemNamed')::boolean, false)
  `,
  ),
  systemView('sys.foreign_key_columns', {
    database: 'o.database_id',
    from: `holdfast.constraint_rows o CROSS JOIN LATERAL ROWS FROM (
      jsonb_array_elements_text(o.document->'columns'), jsonb_array_elements_text(o.document->'referencedColumns')
    ) WITH ORDINALITY AS k (parent_name, referenced_name, ordinal) WHERE o.type = 'F'`,
    columns: `
      constraint_object_id   int  o.object_id
      constraint_column_id   int  k.ordinal
      parent_object_id       int  o.parent_object_id
      parent_column_id       int  ${columnId('o.parent_object_id', 'k.parent_name')}
      referenced_object_id   int  (o.document->>'referencedObjectId')::int
      referenced_column_id   int  ${columnId(`(o.document->>'referencedObjectId')::int`, 'k.referenced_name')}
    `,
  }),
  systemView('sys.stats', {
    database: 's.database_id',
    from: 'holdfast.statistics_rows s',
    columns: `
      object_id                     int                 s.object_id
      name                          sysname null        s.name
      stats_id                      int                 s.stats_id
      auto_created                  bit null            0
      user_created                  bit null            s.user_created
      no_recompute                  bit null            0
      has_filter                    bit null            s.document ? 'where'
      filter_definition             nvarchar(max) null  s.document->>'where'
      is_temporary                  bit null            0
      is_incremental                bit null            0
      has_persisted_sample          bit null            0
      stats_generation_method       int                 1
      stats_generation_method_desc  varchar(80)         'Sort based statistics'
    `,
  }),
  systemView('sys.stats_columns', {
    database: 's.database_id',
    from: `holdfast.statistics_rows s CROSS JOIN LATERAL jsonb_array_elements(s.document->'columns') WITH ORDINALITY AS k (item, ordinal)`,
    columns: `
      object_id        int       s.object_id
      stats_id         int       s.stats_id
      stats_column_id  int null  k.ordinal
      column_id        int null  ${columnId('s.object_id', `k.item->>'column'`)}
    `,
  }),
  systemView('sys.partitions', {
    database: 'i.database_id',
    from: 'holdfast.index_rows i WHERE NOT i.is_type',
    columns: `
      partition_id                 bigint             i.object_id::int8 * 65536 + i.index_id
      object_id                    int                i.object_id
      index_id                     int                i.index_id
      partition_number             int                1
      hobt_id                      bigint             i.object_id::int8 * 65536 + i.index_id
      rows                         bigint null        holdfast.row_count(i.pg_schema, i.pg_table)
      filestream_filegroup_id      smallint           0
      data_compression             tinyint            0
      data_compression_desc        nvarchar(60) null  'NONE'
      xml_compression              bit null           0
      xml_compression_desc         varchar(3) null    'OFF'
    `,
  }),
  systemView('sys.allocation_units', {
    database: 'i.database_id',
    from: `(SELECT r.*, holdfast.page_count(r.pg_schema, COALESCE(r.pg_index, r.pg_table)) AS pages FROM holdfast.index_rows r WHERE NOT r.is_type) i`,
    columns: `
      allocation_unit_id  bigint             i.object_id::int8 * 65536 + i.index_id
      type                tinyint            1
      type_desc           nvarchar(60) null  'IN_ROW_DATA'
      container_id        bigint             i.object_id::int8 * 65536 + i.index_id
      data_space_id       int null           1
      total_pages         bigint             i.pages
      used_pages          bigint             i.pages
      data_pages          bigint             i.pages
    `,
  }),
  systemView('sys.dm_db_partition_stats', {
    database: 'i.database_id',
    from: `(SELECT r.*, holdfast.page_count(r.pg_schema, COALESCE(r.pg_index, r.pg_table)) AS pages FROM holdfast.index_rows r WHERE NOT r.is_type) i`,
    columns: `
      partition_id                        bigint null  i.object_id::int8 * 65536 + i.index_id
      object_id                           int          i.object_id
      index_id                            int          i.index_id
      partition_number                    int          1
      in_row_data_page_count              bigint null  i.pages
      in_row_used_page_count              bigint null  i.pages
      in_row_reserved_page_count          bigint null  i.pages
      lob_used_page_count                 bigint null  0
      lob_reserved_page_count             bigint null  0
      row_overflow_used_page_count        bigint null  0
      row_overflow_reserved_page_count    bigint null  0
      used_page_count                     bigint null  i.pages
      reserved_page_count                 bigint null  i.pages
      row_count                           bigint null  holdfast.row_count(i.pg_schema, i.pg_table)
    `,
  }),
  systemView('sys.dm_db_index_usage_stats', {
    database: 'i.database_id',
    from: `(SELECT r.*, s.idx_scan, s.last_idx_scan FROM holdfast.index_rows r
            LEFT JOIN pg_stat_user_indexes s ON s.schemaname = r.pg_schema AND s.indexrelname = r.pg_index WHERE NOT r.is_type) i`,
    columns: `
      database_id         smallint       i.database_id
      object_id           int            i.object_id
      index_id            int            i.index_id
      user_seeks          bigint         COALESCE(i.idx_scan, 0)
      user_scans          bigint         0
      user_lookups        bigint         0
      user_updates        bigint         0
      last_user_seek      datetime null  i.last_idx_scan
      last_user_scan      datetime null
      last_user_lookup    datetime null
      last_user_update    datetime null
      system_seeks        bigint         0
      system_scans        bigint         0
      system_lookups      bigint         0
      system_updates      bigint         0
      last_system_seek    datetime null
      last_system_scan    datetime null
      last_system_lookup  datetime null
      last_system_update  datetime null
    `,
  }),
  emptyView(
    'sys.xml_indexes',
    `${INDEX_COLUMNS}
    using_xml_index_id       int null
    secondary_type           char(1) null
    secondary_type_desc      nvarchar(60) null
    xml_index_type           tinyint null
    xml_index_type_description  nvarchar(60) null
    path_id                  int null
  `,
  ),
  emptyView(
    'sys.spatial_indexes',
    `${INDEX_COLUMNS}
    spatial_index_type        tinyint
    spatial_index_type_desc   nvarchar(60) null
    tessellation_scheme       sysname null
  `,
  ),
  emptyView(
    'sys.hash_indexes',
    `${INDEX_COLUMNS}
    bucket_count  int
  `,
  ),
  emptyView(
    'sys.fulltext_indexes',
    `
    object_id                int
    unique_index_id          int null
    fulltext_catalog_id      int null
    is_enabled               bit
    change_tracking_state    char(1) null
    change_tracking_state_desc  nvarchar(60) null
    has_crawl_completed      bit
    crawl_type               char(1)
    crawl_type_desc          nvarchar(60) null
    crawl_start_date         datetime null
    crawl_end_date           datetime null
    incremental_timestamp    binary(8) null
    stoplist_id              int null
    data_space_id            int
    property_list_id         int null
  `,
  ),
  emptyView(
    'sys.fulltext_index_columns',
    `
    object_id              int
    column_id              int
    type_column_id         int null
    language_id            int
    statistical_semantics  int
  `,
  ),
  emptyView(
    'sys.fulltext_catalogs',
    `
    fulltext_catalog_id   int
    name                  sysname
    path                  nvarchar(260) null
    is_default            bit
    is_accent_sensitivity_on  bit
    data_space_id         int null
    file_id               int null
    principal_id          int null
    is_importing          bit
  `,
  ),
  emptyView(
    'sys.column_store_segments',
    `
    partition_id              bigint
    hobt_id                   bigint
    column_id                 int
    segment_id                int
    version                   int
    encoding_type             int
    row_count                 int
    has_nulls                 int
    on_disk_size              bigint
  `,
  ),
  emptyView(
    'sys.column_store_row_groups',
    `
    object_id          int
    index_id           int
    partition_number   int
    row_group_id       int
    delta_store_hobt_id  bigint null
    state              tinyint
    state_description  nvarchar(60)
    total_rows         bigint
    deleted_rows       bigint null
    size_in_bytes      bigint
  `,
  ),
  emptyView(
    'sys.index_resumable_operations',
    `
    object_id         int
    index_id          int
    name              sysname
    sql_text          nvarchar(max) null
    last_max_dop_used  smallint
    partition_number  int null
    state             tinyint
    state_desc        nvarchar(60) null
    start_time        datetime
    last_pause_time   datetime null
    total_execution_time  int
    percent_complete  real
    page_count        bigint
  `,
  ),
];
