import { type SystemView, systemView } from './system-view.ts';

// sql-docs, relational-databases/system-information-schema-views

const IS_CHARACTER = `holdfast.is_character(c.type)`;
const CATALOG = `(SELECT d.name FROM holdfast.database_rows d WHERE d.database_id = c.database_id)`;

/** character_maximum_length, numeric_precision, ... of a row `c` with a type: the same in COLUMNS, PARAMETERS and ROUTINES. */
const TYPE_FACTS = (prefix = ''): string => `
  ${prefix}CHARACTER_MAXIMUM_LENGTH   int null       holdfast.character_length(c.type)
  ${prefix}CHARACTER_OCTET_LENGTH     int null       holdfast.octet_length(c.type)
`;
const NUMBER_FACTS = `
  NUMERIC_PRECISION          tinyint null   CASE WHEN holdfast.is_number(c.type) THEN holdfast.type_precision(c.type) END
  NUMERIC_PRECISION_RADIX    smallint null  CASE WHEN c.type->>'name' IN ('real', 'float') THEN 2 WHEN holdfast.is_number(c.type) THEN 10 END
  NUMERIC_SCALE              int null       CASE WHEN holdfast.is_number(c.type) AND c.type->>'name' NOT IN ('real', 'float') THEN holdfast.type_scale(c.type) END
  DATETIME_PRECISION         smallint null  CASE WHEN c.type->>'name' IN ('time', 'datetime2', 'datetimeoffset') THEN (c.type->>'scale')::int WHEN c.type->>'name' = 'datetime' THEN 3 WHEN c.type->>'name' IN ('date', 'smalldatetime') THEN 0 END
`;
const CHARACTER_SET = `CASE WHEN c.type->>'name' IN ('nchar', 'nvarchar', 'ntext') THEN 'UNICODE' WHEN ${IS_CHARACTER} THEN 'iso_1' END`;

const KEYED = `holdfast.constraint_rows c JOIN holdfast.key_column_rows k ON k.constraint_id = c.object_id`;

export const INFORMATION_SCHEMA_VIEWS: readonly SystemView[] = [
  systemView('INFORMATION_SCHEMA.TABLES', {
    database: 'c.database_id',
    from: `holdfast.main_objects c WHERE (c.kind = 'table' AND NOT c.is_type) OR c.kind = 'view'`,
    columns: `
      TABLE_CATALOG  nvarchar(128) null  ${CATALOG}
      TABLE_SCHEMA   sysname null        c.schema_name
      TABLE_NAME     sysname             c.name
      TABLE_TYPE     varchar(10) null    CASE c.kind WHEN 'table' THEN 'BASE TABLE' ELSE 'VIEW' END
    `,
  }),
  systemView('INFORMATION_SCHEMA.COLUMNS', {
    database: 'c.database_id',
    from: `holdfast.column_rows c WHERE c.object_type IN ('U', 'V')`,
    columns: `
      TABLE_CATALOG             nvarchar(128) null   ${CATALOG}
      TABLE_SCHEMA              nvarchar(128) null   c.schema_name
      TABLE_NAME                sysname              c.object_name
      COLUMN_NAME               sysname null         c.name
      ORDINAL_POSITION          int null             c.column_id
      COLUMN_DEFAULT            nvarchar(4000) null  c.document->'default'->>'text'
      IS_NULLABLE               varchar(3) null      CASE WHEN c.nullable THEN 'YES' ELSE 'NO' END
      DATA_TYPE                 nvarchar(128) null   holdfast.type_name(c.type)
      ${TYPE_FACTS()}
      ${NUMBER_FACTS}
      CHARACTER_SET_CATALOG     sysname null
      CHARACTER_SET_SCHEMA      sysname null
      CHARACTER_SET_NAME        sysname null         ${CHARACTER_SET}
      COLLATION_CATALOG         sysname null
      COLLATION_SCHEMA          sysname null
      COLLATION_NAME            sysname null         c.collation_name
      DOMAIN_CATALOG            sysname null         CASE WHEN c.alias_type_id > 256 THEN ${CATALOG} END
      DOMAIN_SCHEMA             sysname null         (SELECT s.name FROM holdfast.type_rows t JOIN holdfast.schema_rows s ON s.database_id = t.database_id AND s.schema_id = t.schema_id WHERE t.database_id = c.database_id AND t.user_type_id = c.alias_type_id AND t.is_user_defined)
      DOMAIN_NAME               sysname null         (SELECT t.name FROM holdfast.type_rows t WHERE t.database_id = c.database_id AND t.user_type_id = c.alias_type_id AND t.is_user_defined)
    `,
  }),
  systemView('INFORMATION_SCHEMA.VIEWS', {
    database: 'c.database_id',
    from: `holdfast.main_objects c WHERE c.kind = 'view'`,
    columns: `
      TABLE_CATALOG    nvarchar(128) null   ${CATALOG}
      TABLE_SCHEMA     nvarchar(128) null   c.schema_name
      TABLE_NAME       sysname              c.name
      VIEW_DEFINITION  nvarchar(4000) null  CASE WHEN length(c.meta->>'definition') <= 4000 THEN c.meta->>'definition' END
      CHECK_OPTION     varchar(7) null      CASE WHEN (c.meta->>'checkOption')::boolean THEN 'CASCADE' ELSE 'NONE' END
      IS_UPDATABLE     varchar(2)           'NO'
    `,
  }),
  systemView('INFORMATION_SCHEMA.SCHEMATA', {
    database: 'c.database_id',
    from: `holdfast.schema_rows c LEFT JOIN holdfast.principal_rows p ON p.database_id = c.database_id AND p.id = c.principal_id`,
    columns: `
      CATALOG_NAME                   sysname null        ${CATALOG}
      SCHEMA_NAME                    nvarchar(128) null  c.name
      SCHEMA_OWNER                   nvarchar(128) null  p.name
      DEFAULT_CHARACTER_SET_CATALOG  varchar(6) null
      DEFAULT_CHARACTER_SET_SCHEMA   varchar(3) null
      DEFAULT_CHARACTER_SET_NAME     sysname null        'iso_1'
    `,
  }),
  systemView('INFORMATION_SCHEMA.TABLE_CONSTRAINTS', {
    database: 'c.database_id',
    from: `holdfast.constraint_rows c WHERE c.type <> 'D' AND NOT c.is_type`,
    columns: `
      CONSTRAINT_CATALOG  nvarchar(128) null  ${CATALOG}
      CONSTRAINT_SCHEMA   nvarchar(128) null  c.schema_name
      CONSTRAINT_NAME     sysname             c.name
      TABLE_CATALOG       nvarchar(128) null  ${CATALOG}
      TABLE_SCHEMA        nvarchar(128) null  c.schema_name
      TABLE_NAME          sysname null        c.table_name
      CONSTRAINT_TYPE     varchar(11) null    CASE c.type WHEN 'PK' THEN 'PRIMARY KEY' WHEN 'UQ' THEN 'UNIQUE' WHEN 'F' THEN 'FOREIGN KEY' ELSE 'CHECK' END
      IS_DEFERRABLE       varchar(2)          'NO'
      INITIALLY_DEFERRED  varchar(2)          'NO'
    `,
  }),
  systemView('INFORMATION_SCHEMA.KEY_COLUMN_USAGE', {
    database: 'c.database_id',
    from: `${KEYED} WHERE NOT c.is_type`,
    columns: `
      CONSTRAINT_CATALOG  nvarchar(128) null  ${CATALOG}
      CONSTRAINT_SCHEMA   nvarchar(128) null  c.schema_name
      CONSTRAINT_NAME     nvarchar(128) null  c.name
      TABLE_CATALOG       nvarchar(128) null  ${CATALOG}
      TABLE_SCHEMA        nvarchar(128) null  c.schema_name
      TABLE_NAME          nvarchar(128) null  c.table_name
      COLUMN_NAME         nvarchar(128) null  k.column_name
      ORDINAL_POSITION    int                 k.ordinal
    `,
  }),
  systemView('INFORMATION_SCHEMA.REFERENTIAL_CONSTRAINTS', {
    database: 'c.database_id',
    from: `holdfast.constraint_rows c LEFT JOIN holdfast.constraint_rows u
      ON u.parent_object_id = (c.document->>'referencedObjectId')::int AND u.type IN ('PK', 'UQ') AND (u.document->>'id')::int = holdfast.referenced_index_id(c.document)
      WHERE c.type = 'F'`,
    columns: `
      CONSTRAINT_CATALOG         nvarchar(128) null  ${CATALOG}
      CONSTRAINT_SCHEMA          nvarchar(128) null  c.schema_name
      CONSTRAINT_NAME            sysname             c.name
      UNIQUE_CONSTRAINT_CATALOG  nvarchar(128) null  CASE WHEN u.name IS NOT NULL THEN ${CATALOG} END
      UNIQUE_CONSTRAINT_SCHEMA   nvarchar(128) null  u.schema_name
      UNIQUE_CONSTRAINT_NAME     sysname null        u.name
      MATCH_OPTION               varchar(7) null     'SIMPLE'
      UPDATE_RULE                varchar(11) null    c.document->>'onUpdate'
      DELETE_RULE                varchar(11) null    c.document->>'onDelete'
    `,
  }),
  systemView('INFORMATION_SCHEMA.CONSTRAINT_COLUMN_USAGE', {
    database: 'c.database_id',
    from: `holdfast.constraint_column_rows c WHERE NOT c.is_type`,
    columns: `
      TABLE_CATALOG       nvarchar(128) null  ${CATALOG}
      TABLE_SCHEMA        nvarchar(128) null  c.schema_name
      TABLE_NAME          nvarchar(128) null  c.table_name
      COLUMN_NAME         nvarchar(128) null  c.column_name
      CONSTRAINT_CATALOG  nvarchar(128) null  ${CATALOG}
      CONSTRAINT_SCHEMA   nvarchar(128) null  c.schema_name
      CONSTRAINT_NAME     sysname             c.name
    `,
  }),
  systemView('INFORMATION_SCHEMA.CONSTRAINT_TABLE_USAGE', {
    database: 'c.database_id',
    from: `holdfast.constraint_rows c WHERE c.type <> 'D' AND NOT c.is_type`,
    columns: `
      TABLE_CATALOG       nvarchar(128) null  ${CATALOG}
      TABLE_SCHEMA        nvarchar(128) null  c.schema_name
      TABLE_NAME          sysname             c.table_name
      CONSTRAINT_CATALOG  nvarchar(128) null  ${CATALOG}
      CONSTRAINT_SCHEMA   nvarchar(128) null  c.schema_name
      CONSTRAINT_NAME     sysname             c.name
    `,
  }),
  systemView('INFORMATION_SCHEMA.CHECK_CONSTRAINTS', {
    database: 'c.database_id',
    from: `holdfast.constraint_rows c WHERE c.type = 'C'`,
    columns: `
      CONSTRAINT_CATALOG  nvarchar(128) null   ${CATALOG}
      CONSTRAINT_SCHEMA   nvarchar(128) null   c.schema_name
      CONSTRAINT_NAME     sysname              c.name
      CHECK_CLAUSE        nvarchar(4000) null  c.document->>'text'
    `,
  }),
  systemView('INFORMATION_SCHEMA.ROUTINES', {
    database: 'c.database_id',
    from: `(SELECT m.database_id, m.object_id, m.kind, m.meta, m.schema_name, m.name, m.created, m.modified, m.meta->'returns' AS type FROM holdfast.main_objects m WHERE m.kind IN ('procedure', 'function')) c`,
    columns: `
      SPECIFIC_CATALOG         nvarchar(128) null   ${CATALOG}
      SPECIFIC_SCHEMA          nvarchar(128) null   c.schema_name
      SPECIFIC_NAME            sysname              c.name
      ROUTINE_CATALOG          nvarchar(128) null   ${CATALOG}
      ROUTINE_SCHEMA           nvarchar(128) null   c.schema_name
      ROUTINE_NAME             sysname              c.name
      ROUTINE_TYPE             nvarchar(20) null    upper(c.kind)
      MODULE_CATALOG           sysname null
      MODULE_SCHEMA            sysname null
      MODULE_NAME              sysname null
      UDT_CATALOG              sysname null
      UDT_SCHEMA               sysname null
      UDT_NAME                 sysname null
      DATA_TYPE                sysname null         CASE WHEN c.kind = 'function' THEN COALESCE(holdfast.type_name(c.type), 'TABLE') END
      ${TYPE_FACTS()}
      COLLATION_CATALOG        sysname null
      COLLATION_SCHEMA         sysname null
      COLLATION_NAME           sysname null         CASE WHEN ${IS_CHARACTER} THEN (SELECT d.collation_name FROM holdfast.database_rows d WHERE d.database_id = c.database_id) END
      CHARACTER_SET_CATALOG    sysname null
      CHARACTER_SET_SCHEMA     sysname null
      CHARACTER_SET_NAME       sysname null         ${CHARACTER_SET}
      ${NUMBER_FACTS}
      INTERVAL_TYPE            nvarchar(30) null
      INTERVAL_PRECISION       smallint null
      TYPE_UDT_CATALOG         sysname null
      TYPE_UDT_SCHEMA          sysname null
      TYPE_UDT_NAME            sysname null
      SCOPE_CATALOG            sysname null
      SCOPE_SCHEMA             sysname null
      SCOPE_NAME               sysname null
      MAXIMUM_CARDINALITY      bigint null
      DTD_IDENTIFIER           sysname null
      ROUTINE_BODY             nvarchar(30) null    'SQL'
      ROUTINE_DEFINITION       nvarchar(4000) null  left(c.meta->>'definition', 4000)
      EXTERNAL_NAME            sysname null
      EXTERNAL_LANGUAGE        nvarchar(30) null
      PARAMETER_STYLE          nvarchar(30) null
      IS_DETERMINISTIC         nvarchar(10) null    'NO'
      SQL_DATA_ACCESS          nvarchar(30) null    CASE c.kind WHEN 'procedure' THEN 'MODIFIES' ELSE 'READS' END
      IS_NULL_CALL             nvarchar(10) null    CASE WHEN c.kind = 'function' THEN 'NO' END
      SCHEMA_LEVEL_ROUTINE     nvarchar(10) null    'YES'
      MAX_DYNAMIC_RESULT_SETS  smallint null        CASE c.kind WHEN 'procedure' THEN -1 ELSE 0 END
      IS_USER_DEFINED_CAST     nvarchar(10) null    'NO'
      IS_IMPLICITLY_INVOCABLE  nvarchar(10) null    'NO'
      CREATED                  datetime null        c.created
      LAST_ALTERED             datetime null        c.modified
    `,
  }),
  systemView('INFORMATION_SCHEMA.ROUTINE_COLUMNS', {
    database: 'c.database_id',
    from: `holdfast.column_rows c WHERE c.object_type IN ('IF', 'TF')`,
    columns: `
      TABLE_CATALOG     nvarchar(128) null   ${CATALOG}
      TABLE_SCHEMA      nvarchar(128) null   c.schema_name
      TABLE_NAME        nvarchar(128) null   c.object_name
      COLUMN_NAME       nvarchar(128) null   c.name
      ORDINAL_POSITION  int null             c.column_id
      COLUMN_DEFAULT    nvarchar(4000) null
      IS_NULLABLE       varchar(3) null      CASE WHEN c.nullable THEN 'YES' ELSE 'NO' END
      DATA_TYPE         nvarchar(128) null   holdfast.type_name(c.type)
      ${TYPE_FACTS()}
      ${NUMBER_FACTS}
      COLLATION_NAME    sysname null         c.collation_name
    `,
  }),
  systemView('INFORMATION_SCHEMA.PARAMETERS', {
    database: 'c.database_id',
    from: 'holdfast.parameter_rows c',
    columns: `
      SPECIFIC_CATALOG          nvarchar(128) null  ${CATALOG}
      SPECIFIC_SCHEMA           nvarchar(128) null  c.schema_name
      SPECIFIC_NAME             sysname             c.object_name
      ORDINAL_POSITION          int                 c.parameter_id
      PARAMETER_MODE            nvarchar(10) null   CASE WHEN c.parameter_id = 0 THEN 'OUT' WHEN c.is_output THEN 'INOUT' ELSE 'IN' END
      IS_RESULT                 nvarchar(10) null   CASE WHEN c.parameter_id = 0 THEN 'YES' ELSE 'NO' END
      AS_LOCATOR                nvarchar(10) null   'NO'
      PARAMETER_NAME            sysname null        c.name
      DATA_TYPE                 nvarchar(128) null  CASE WHEN c.table_type_id IS NULL THEN holdfast.type_name(c.type) ELSE 'table type' END
      ${TYPE_FACTS()}
      COLLATION_CATALOG         sysname null
      COLLATION_SCHEMA          sysname null
      COLLATION_NAME            sysname null        CASE WHEN ${IS_CHARACTER} THEN (SELECT d.collation_name FROM holdfast.database_rows d WHERE d.database_id = c.database_id) END
      CHARACTER_SET_CATALOG     sysname null
      CHARACTER_SET_SCHEMA      sysname null
      CHARACTER_SET_NAME        sysname null        ${CHARACTER_SET}
      ${NUMBER_FACTS}
      INTERVAL_TYPE             nvarchar(30) null
      INTERVAL_PRECISION        smallint null
      USER_DEFINED_TYPE_CATALOG  sysname null       CASE WHEN c.table_type_id IS NOT NULL THEN ${CATALOG} END
      USER_DEFINED_TYPE_SCHEMA  sysname null        (SELECT s.name FROM holdfast.objects o JOIN holdfast.schema_rows s ON s.global_id = o.schema_id WHERE o.id = c.table_type_id)
      USER_DEFINED_TYPE_NAME    sysname null        (SELECT o.name FROM holdfast.objects o WHERE o.id = c.table_type_id)
      SCOPE_CATALOG             sysname null
      SCOPE_SCHEMA              sysname null
      SCOPE_NAME                sysname null
    `,
  }),
  systemView('INFORMATION_SCHEMA.DOMAINS', {
    database: 'c.database_id',
    from: `(SELECT t.*, t.base AS type, s.name AS schema_name FROM holdfast.type_rows t JOIN holdfast.schema_rows s ON s.database_id = t.database_id AND s.schema_id = t.schema_id WHERE t.base IS NOT NULL) c`,
    columns: `
      DOMAIN_CATALOG            nvarchar(128) null   ${CATALOG}
      DOMAIN_SCHEMA             nvarchar(128) null   c.schema_name
      DOMAIN_NAME               sysname              c.name
      DATA_TYPE                 sysname null         holdfast.type_name(c.type)
      ${TYPE_FACTS()}
      COLLATION_CATALOG         varchar(6) null
      COLLATION_SCHEMA          varchar(3) null
      COLLATION_NAME            sysname null         c.collation_name
      CHARACTER_SET_CATALOG     varchar(6) null
      CHARACTER_SET_SCHEMA      varchar(3) null
      CHARACTER_SET_NAME        sysname null         ${CHARACTER_SET}
      ${NUMBER_FACTS}
      DOMAIN_DEFAULT            nvarchar(4000) null
    `,
  }),
  systemView('INFORMATION_SCHEMA.SEQUENCES', {
    database: 'c.database_id',
    from: `(SELECT m.database_id, m.object_id, m.kind, m.meta, m.schema_name, m.name, m.created, m.modified, m.meta->'type' AS type FROM holdfast.main_objects m WHERE m.kind = 'sequence') c`,
    columns: `
      SEQUENCE_CATALOG            nvarchar(128) null  ${CATALOG}
      SEQUENCE_SCHEMA             nvarchar(128) null  c.schema_name
      SEQUENCE_NAME               sysname             c.name
      DATA_TYPE                   nvarchar(128) null  holdfast.type_name(c.type)
      NUMERIC_PRECISION           tinyint null        holdfast.type_precision(c.type)
      NUMERIC_PRECISION_RADIX     smallint null       10
      NUMERIC_SCALE               int null            holdfast.type_scale(c.type)
      START_VALUE                 sql_variant         ROW(c.type->>'name', c.meta->>'start')
      MINIMUM_VALUE               sql_variant null    ROW(c.type->>'name', c.meta->>'minimum')
      MAXIMUM_VALUE               sql_variant null    ROW(c.type->>'name', c.meta->>'maximum')
      INCREMENT                   sql_variant         ROW(c.type->>'name', c.meta->>'increment')
      CYCLE_OPTION                int null            CASE WHEN (c.meta->>'cycle')::boolean THEN 1 ELSE 0 END
      DECLARED_DATA_TYPE          int null
      DECLARED_NUMERIC_PRECISION  int null
      DECLARED_NUMERIC_SCALE      int null
    `,
  }),
  systemView('INFORMATION_SCHEMA.TABLE_PRIVILEGES', {
    database: 'c.database_id',
    from: 'holdfast.privilege_rows c WHERE c.minor_id = 0',
    columns: `
      GRANTOR         nvarchar(128) null  c.grantor
      GRANTEE         nvarchar(128) null  c.grantee
      TABLE_CATALOG   nvarchar(128) null  ${CATALOG}
      TABLE_SCHEMA    nvarchar(128) null  c.schema_name
      TABLE_NAME      sysname             c.table_name
      PRIVILEGE_TYPE  varchar(10) null    c.permission
      IS_GRANTABLE    varchar(3) null     CASE c.state WHEN 'W' THEN 'YES' ELSE 'NO' END
    `,
  }),
  systemView('INFORMATION_SCHEMA.COLUMN_PRIVILEGES', {
    database: 'c.database_id',
    from: `holdfast.privilege_rows c JOIN holdfast.column_rows k ON k.object_id = c.major_id AND (c.minor_id = 0 OR c.minor_id = k.column_id)`,
    columns: `
      GRANTOR         nvarchar(128) null  c.grantor
      GRANTEE         nvarchar(128) null  c.grantee
      TABLE_CATALOG   nvarchar(128) null  ${CATALOG}
      TABLE_SCHEMA    nvarchar(128) null  c.schema_name
      TABLE_NAME      sysname             c.table_name
      COLUMN_NAME     sysname null        k.name
      PRIVILEGE_TYPE  varchar(10) null    c.permission
      IS_GRANTABLE    varchar(3) null     CASE c.state WHEN 'W' THEN 'YES' ELSE 'NO' END
    `,
  }),
  systemView('INFORMATION_SCHEMA.VIEW_COLUMN_USAGE', {
    columns: `
      VIEW_CATALOG   nvarchar(128) null
      VIEW_SCHEMA    nvarchar(128) null
      VIEW_NAME      sysname
      TABLE_CATALOG  nvarchar(128) null
      TABLE_SCHEMA   nvarchar(128) null
      TABLE_NAME     sysname
      COLUMN_NAME    sysname null
    `,
  }),
  systemView('INFORMATION_SCHEMA.VIEW_TABLE_USAGE', {
    columns: `
      VIEW_CATALOG   nvarchar(128) null
      VIEW_SCHEMA    nvarchar(128) null
      VIEW_NAME      sysname
      TABLE_CATALOG  nvarchar(128) null
      TABLE_SCHEMA   nvarchar(128) null
      TABLE_NAME     sysname
    `,
  }),
  systemView('INFORMATION_SCHEMA.COLUMN_DOMAIN_USAGE', {
    database: 'c.database_id',
    from: `holdfast.column_rows c JOIN holdfast.type_rows t ON t.database_id = c.database_id AND t.user_type_id = c.alias_type_id AND t.is_user_defined
      JOIN holdfast.schema_rows s ON s.database_id = t.database_id AND s.schema_id = t.schema_id`,
    columns: `
      DOMAIN_CATALOG  nvarchar(128) null  ${CATALOG}
      DOMAIN_SCHEMA   nvarchar(128) null  s.name
      DOMAIN_NAME     sysname             t.name
      TABLE_CATALOG   nvarchar(128) null  ${CATALOG}
      TABLE_SCHEMA    nvarchar(128) null  c.schema_name
      TABLE_NAME      sysname             c.object_name
      COLUMN_NAME     sysname null        c.name
    `,
  }),
  systemView('INFORMATION_SCHEMA.DOMAIN_CONSTRAINTS', {
    columns: `
      CONSTRAINT_CATALOG  nvarchar(128) null
      CONSTRAINT_SCHEMA   nvarchar(128) null
      CONSTRAINT_NAME     sysname
      DOMAIN_CATALOG      nvarchar(128) null
      DOMAIN_SCHEMA       nvarchar(128) null
      DOMAIN_NAME         sysname
      IS_DEFERRABLE       varchar(2)
      INITIALLY_DEFERRED  varchar(2)
    `,
  }),
];
