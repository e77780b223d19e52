import { type SystemView, systemView } from './system-view.ts';

/** What sp_columns and its like tell of a type (see runtime/320-odbc-types.sql), one row for each version of procedure and ODBC. */
const ODBC_COLUMNS = `
  procedure_level     int            l.level
  odbc_version        int            l.version
  data_type           smallint       t.data_type
  precision           int null       t."precision"
  length              int null       t.length
  scale               smallint null  t.scale
  radix               smallint null  t.radix
  sql_data_type       smallint       t.sql_data_type
  sql_datetime_sub    smallint null  t.datetime_sub
  char_octet_length   int null       t.octets
`;

const ODBC_TYPES = (row: string): string =>
  `CROSS JOIN holdfast.odbc_levels l CROSS JOIN LATERAL holdfast.odbc_type(${row}.type, l.level, l.version) t`;

const aliasName = (row: string): string =>
  `(SELECT a.name FROM holdfast.objects a WHERE a.kind = 'alias type' AND (a.meta->>'userTypeId')::int = ${row}.alias_type_id LIMIT 1)`;

/** Behind the catalog procedures, like SQL Server's views of the same kind: not documented, and nothing else reads them. */
export const CATALOG_PROCEDURE_VIEWS: readonly SystemView[] = [
  systemView('sys.spt_columns_odbc_view', {
    database: 'c.database_id',
    from: `holdfast.all_column_rows c ${ODBC_TYPES('c')}`,
    columns: `
      object_id          int                 c.object_id
      column_id          int                 c.column_id
      name               sysname             c.name
      type_name          sysname             COALESCE(${aliasName('c')}, t.type_name) || CASE WHEN c.document ? 'identity' THEN CASE WHEN t.type_name IN ('decimal', 'numeric') THEN '() identity' ELSE ' identity' END ELSE '' END
      is_nullable        bit                 c.nullable
      default_text       nvarchar(4000) null  c.document->'default'->>'text'
      is_sparse          bit                 COALESCE((c.document->>'sparse')::boolean, false)
      is_computed        bit                 c.document ? 'computed'
      is_identity        bit                 c.document ? 'identity'
      ss_data_type       tinyint             CASE WHEN c.nullable THEN t.ss_type_nullable ELSE t.ss_type END
      ${ODBC_COLUMNS}
    `,
  }),
  systemView('sys.spt_sproc_columns_odbc_view', {
    database: 'p.database_id',
    from: `holdfast.parameter_rows p ${ODBC_TYPES('p')}`,
    columns: `
      object_id          int      p.object_id
      parameter_id       int      p.parameter_id
      name               sysname  p.name
      type_name          sysname  t.type_name
      is_output          bit      p.is_output
      ss_data_type       tinyint  t.ss_type_nullable
      table_type_id      int null  p.table_user_type_id
      ${ODBC_COLUMNS}
    `,
  }),
  systemView('sys.spt_datatype_info_view', {
    from: 'holdfast.odbc_type_info i CROSS JOIN holdfast.odbc_levels l WHERE i.from_level <= l.level',
    columns: `
      procedure_level     int                l.level
      odbc_version        int                l.version
      TYPE_NAME           sysname            i.type_name
      DATA_TYPE           smallint           CASE WHEN l.level < 100 AND i.type_name IN ('date', 'time', 'datetime2', 'datetimeoffset') THEN -9 WHEN i.code = 93 AND l.version = 2 THEN 11 WHEN i.code = 91 AND l.version = 2 THEN 9 ELSE i.code END
      PRECISION           int null           CASE WHEN i.code = 6 AND l.version = 2 THEN 15 WHEN i.code = 7 AND l.version = 2 THEN 7 ELSE i."precision" END
      LITERAL_PREFIX      varchar(32) null   i.prefix
      LITERAL_SUFFIX      varchar(32) null   i.suffix
      CREATE_PARAMS       varchar(32) null   i.parameters
      NULLABLE            smallint           CASE WHEN i.auto_increment = 1 OR i.type_name IN ('sysname', 'timestamp') THEN 0 ELSE 1 END
      CASE_SENSITIVE      smallint           i.case_sensitive
      SEARCHABLE          smallint           i.searchable
      UNSIGNED_ATTRIBUTE  smallint null      i.is_unsigned
      MONEY               smallint           i.is_money
      AUTO_INCREMENT      smallint null      i.auto_increment
      LOCAL_TYPE_NAME     sysname            i.type_name
      MINIMUM_SCALE       smallint null      i.minimum_scale
      MAXIMUM_SCALE       smallint null      i.maximum_scale
      SQL_DATA_TYPE       smallint           CASE WHEN l.level < 100 AND i.type_name IN ('date', 'time', 'datetime2', 'datetimeoffset') THEN -9 ELSE i.sql_data_type END
      SQL_DATETIME_SUB    smallint null      CASE WHEN l.level >= 100 OR i.type_name IN ('datetime', 'smalldatetime') THEN i.datetime_sub END
      NUM_PREC_RADIX      int null           CASE WHEN i.code IN (6, 7) AND l.version = 2 THEN 10 ELSE i.radix END
      USERTYPE            smallint null      i.user_type
    `,
  }),
];
