import { type SystemView, emptyView, systemView } from './system-view.ts';

// sql-docs, relational-databases/system-catalog-views: sys-database-principals, sys-server-principals, sys-database-permissions

const SID = `decode(COALESCE(p.meta->>'sid', ''), 'hex')`;

const LOGIN_COLUMNS = `
  name                    sysname             p.name
  principal_id            int                 p.id
  sid                     varbinary(85) null  ${SID}
  type                    char(1)             CASE WHEN p.type = 'S' THEN 'S' ELSE 'R' END
  type_desc               nvarchar(60) null   CASE WHEN p.type = 'S' THEN 'SQL_LOGIN' ELSE 'SERVER_ROLE' END
  is_disabled             bit null            COALESCE((p.meta->>'disabled')::boolean, false)
  create_date             datetime            p.meta->>'createdAt'
  modify_date             datetime            p.meta->>'modifiedAt'
  default_database_name   sysname null        CASE WHEN p.type = 'S' THEN COALESCE(p.meta->>'defaultDatabase', 'master') END
  default_language_name   sysname null        CASE WHEN p.type = 'S' THEN COALESCE(p.meta->>'defaultLanguage', 'us_english') END
  credential_id           int null
  owning_principal_id     int null            CASE WHEN p.type = 'R' THEN COALESCE((p.meta->>'ownerId')::int, 1) END
  is_fixed_role           bit                 COALESCE((p.meta->>'fixedRole')::boolean, false)
`;

const PERMISSION_COLUMNS = `
  class                 tinyint             p.class
  class_desc            nvarchar(60) null   holdfast.permission_class_desc(p.class)
  major_id              int                 p.major_id
  minor_id              int                 p.minor_id
  grantee_principal_id  int                 p.grantee_id
  grantor_principal_id  int                 p.grantor_id
  type                  char(4)             rpad(holdfast.permission_code(p.permission), 4)
  permission_name       nvarchar(128) null  p.permission
  state                 char(1)             p.state
  state_desc            nvarchar(60) null   CASE p.state WHEN 'G' THEN 'GRANT' WHEN 'W' THEN 'GRANT_WITH_GRANT_OPTION' ELSE 'DENY' END
`;

export const SECURITY_VIEWS: readonly SystemView[] = [
  systemView('sys.database_principals', {
    database: 'p.database_id',
    from: 'holdfast.principal_rows p WHERE p.database_id > 0',
    columns: `
      name                                 sysname             p.name
      principal_id                         int                 p.id
      type                                 char(1)             p.type
      type_desc                            nvarchar(60) null   CASE p.type WHEN 'S' THEN 'SQL_USER' WHEN 'R' THEN 'DATABASE_ROLE' ELSE 'APPLICATION_ROLE' END
      default_schema_name                  sysname null        p.meta->>'defaultSchema'
      create_date                          datetime            p.meta->>'createdAt'
      modify_date                          datetime            p.meta->>'modifiedAt'
      owning_principal_id                  int null            CASE WHEN p.type <> 'S' THEN COALESCE((p.meta->>'ownerId')::int, 1) END
      sid                                  varbinary(85) null  CASE WHEN p.meta ? 'sid' THEN ${SID} END
      is_fixed_role                        bit                 COALESCE((p.meta->>'fixedRole')::boolean, false)
      authentication_type                  int                 CASE WHEN p.type = 'S' AND p.id NOT IN (2, 3, 4) AND NOT p.meta ? 'withoutLogin' THEN 1 ELSE 0 END
      authentication_type_desc             nvarchar(60) null   CASE WHEN p.type = 'S' AND p.id NOT IN (2, 3, 4) AND NOT p.meta ? 'withoutLogin' THEN 'INSTANCE' ELSE 'NONE' END
      default_language_name                sysname null
      default_language_lcid                int null
      allow_encrypted_value_modifications  bit                 0
    `,
  }),
  systemView('sys.server_principals', {
    from: 'holdfast.principal_rows p WHERE p.database_id = 0',
    columns: LOGIN_COLUMNS,
  }),
  systemView('sys.sql_logins', {
    from: `holdfast.principal_rows p WHERE p.database_id = 0 AND p.type = 'S'`,
    columns: `${LOGIN_COLUMNS.replace(/^.*(owning_principal_id|is_fixed_role).*$/gm, '')}
      is_policy_checked      bit null             COALESCE((p.meta->>'policyChecked')::boolean, false)
      is_expiration_checked  bit null             COALESCE((p.meta->>'expirationChecked')::boolean, false)
      password_hash          varbinary(256) null
    `,
  }),
  systemView('sys.database_role_members', {
    database: 'm.database_id',
    from: 'holdfast.role_members m WHERE m.database_id > 0',
    columns: `
      role_principal_id    int  m.role_id
      member_principal_id  int  m.member_id
    `,
  }),
  systemView('sys.server_role_members', {
    from: 'holdfast.role_members m WHERE m.database_id = 0',
    columns: `
      role_principal_id    int  m.role_id
      member_principal_id  int  m.member_id
    `,
  }),
  systemView('sys.database_permissions', {
    database: 'p.database_id',
    from: 'holdfast.permissions p WHERE p.database_id > 0',
    columns: PERMISSION_COLUMNS,
  }),
  systemView('sys.server_permissions', {
    from: 'holdfast.permissions p WHERE p.database_id = 0',
    columns: PERMISSION_COLUMNS,
  }),
  emptyView(
    'sys.certificates',
    `
    name                           sysname
    certificate_id                 int
    principal_id                   int null
    pvt_key_encryption_type        char(2)
    pvt_key_encryption_type_desc   nvarchar(60) null
    is_active_for_begin_dialog     bit null
    issuer_name                    nvarchar(442) null
    cert_serial_number             nvarchar(64) null
    sid                            varbinary(85) null
    string_sid                     nvarchar(128) null
    subject                        nvarchar(4000) null
    expiry_date                    datetime null
    start_date                     datetime null
    thumbprint                     varbinary(32)
    attested_by                    nvarchar(260) null
    pvt_key_last_backup_date       datetime null
    key_length                     int null
  `,
  ),
  emptyView(
    'sys.symmetric_keys',
    `
    name              sysname
    principal_id      int null
    symmetric_key_id  int
    key_length        int
    key_algorithm     char(2)
    algorithm_desc    nvarchar(60) null
    create_date       datetime
    modify_date       datetime
    key_guid          uniqueidentifier null
    key_thumbprint    sql_variant null
    provider_type     nvarchar(120) null
    cryptographic_provider_guid  uniqueidentifier null
    cryptographic_provider_algid  sql_variant null
  `,
  ),
  emptyView(
    'sys.asymmetric_keys',
    `
    name                 sysname
    principal_id         int null
    asymmetric_key_id    int
    pvt_key_encryption_type  char(2)
    pvt_key_encryption_type_desc  nvarchar(60) null
    thumbprint           varbinary(32)
    algorithm            char(2)
    algorithm_desc       nvarchar(60) null
    key_length           int
    sid                  varbinary(85) null
    string_sid           nvarchar(128) null
    public_key           varbinary(max)
    attested_by          nvarchar(260) null
  `,
  ),
  emptyView(
    'sys.credentials',
    `
    credential_id        int
    name                 sysname
    credential_identity  nvarchar(4000) null
    create_date          datetime
    modify_date          datetime
    target_type          nvarchar(100) null
    target_id            int null
  `,
  ),
  emptyView(
    'sys.database_scoped_credentials',
    `
    name                 sysname
    credential_id        int
    credential_identity  nvarchar(4000) null
    create_date          datetime
    modify_date          datetime
    target_type          nvarchar(100) null
    target_id            int null
  `,
  ),
  emptyView(
    'sys.column_master_keys',
    `
    name                        sysname
    column_master_key_id        int
    create_date                 datetime
    modify_date                 datetime
    key_store_provider_name     sysname null
    key_path                    nvarchar(4000) null
    allow_enclave_computations  bit
    signature                   varbinary(max) null
  `,
  ),
  emptyView(
    'sys.column_encryption_keys',
    `
    name                      sysname
    column_encryption_key_id  int
    create_date               datetime
    modify_date               datetime
  `,
  ),
  emptyView(
    'sys.security_policies',
    `
    name                    sysname
    object_id               int
    principal_id            int null
    schema_id               int
    parent_object_id        int
    type                    varchar(2) null
    type_desc               nvarchar(60) null
    create_date             datetime
    modify_date             datetime
    is_ms_shipped           bit
    is_enabled              bit
    is_not_for_replication  bit
    uses_database_collation  bit null
    is_schema_bound         bit
  `,
  ),
  emptyView(
    'sys.security_predicates',
    `
    object_id             int
    security_predicate_id  int
    target_object_id      int
    predicate_definition  nvarchar(max) null
    predicate_type        int null
    predicate_type_desc   nvarchar(60) null
    operation             int null
    operation_desc        nvarchar(60) null
  `,
  ),
  emptyView(
    'sys.server_audits',
    `
    audit_id          int
    name              sysname
    audit_guid        uniqueidentifier null
    create_date       datetime
    modify_date       datetime
    principal_id      int null
    type              char(2)
    type_desc         nvarchar(60) null
    on_failure        tinyint null
    on_failure_desc   nvarchar(60) null
    is_state_enabled  tinyint null
    queue_delay       int null
    predicate         nvarchar(3000) null
  `,
  ),
];
