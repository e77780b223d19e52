import { type SystemView, systemView } from './system-view.ts';

// sql-docs, relational-databases/system-compatibility-views: the system tables of SQL Server 2000, which old tools still read.

export const COMPATIBILITY_VIEWS: readonly SystemView[] = [
  systemView('sys.sysobjects', {
    database: 'o.database_id',
    from: 'holdfast.all_object_rows o',
    columns: `
      name            sysname         o.name
      id              int             o.object_id
      xtype           char(2)         rpad(o.type, 2)
      uid             smallint null   o.schema_id
      info            smallint null   0
      status          int null        0
      base_schema_ver  int null       0
      replinfo        int null        0
      parent_obj      int             o.parent_object_id
      crdate          datetime        o.created
      ftcatid         smallint null   0
      schema_ver      int null        0
      stats_schema_ver  int null      0
      type            char(2) null    rpad(CASE o.type WHEN 'PK' THEN 'K' WHEN 'UQ' THEN 'K' ELSE o.type END, 2)
      userstat        smallint null   CASE WHEN o.type = 'U' THEN 1 ELSE 0 END
      sysstat         smallint null   0
      indexdel        smallint null   0
      refdate         datetime        o.created
      version         int null        0
      deltrig         int null        0
      instrig         int null        0
      updtrig         int null        0
      seltrig         int null        0
      category        int null        CASE WHEN o.is_ms_shipped THEN 2 ELSE 0 END
      cache           smallint null   0
    `,
  }),
  systemView('sys.syscolumns', {
    database: 'c.database_id',
    from: 'holdfast.all_column_rows c',
    columns: `
      name          sysname null       c.name
      id            int                c.object_id
      xtype         tinyint            holdfast.system_type_id(c.type)
      typestat      tinyint null       0
      xusertype     smallint null      COALESCE(c.alias_type_id, holdfast.system_type_id(c.type))
      length        smallint           holdfast.type_length(c.type)
      xprec         tinyint            holdfast.type_precision(c.type)
      xscale        tinyint            holdfast.type_scale(c.type)
      colid         smallint null      c.column_id
      xoffset       smallint           0
      bitpos        tinyint null       0
      reserved      tinyint null       0
      colstat       smallint null      CASE WHEN c.document ? 'identity' THEN 1 ELSE 0 END
      cdefault      int                COALESCE((c.document->'default'->>'objectId')::int, 0)
      domain        int                0
      number        smallint           0
      colorder      smallint null      c.column_id
      autoval       varbinary(8000) null
      offset        smallint null      0
      collationid   int null
      language      int null           0
      status        tinyint null       CASE WHEN c.nullable THEN 8 ELSE 0 END + CASE WHEN c.document ? 'identity' THEN 128 ELSE 0 END
      type          tinyint            holdfast.system_type_id(c.type)
      usertype      smallint null      COALESCE(c.alias_type_id, holdfast.system_type_id(c.type))
      printfmt      varchar(255) null
      prec          smallint null      CASE WHEN holdfast.is_character(c.type) THEN (c.type->>'length')::int ELSE holdfast.type_precision(c.type) END
      scale         int null           NULLIF(holdfast.type_scale(c.type), 0)
      iscomputed    int null           CASE WHEN c.document ? 'computed' THEN 1 ELSE 0 END
      isoutparam    int null           0
      isnullable    int null           CASE WHEN c.nullable THEN 1 ELSE 0 END
      collation     sysname null       c.collation_name
    `,
  }),
  systemView('sys.sysindexes', {
    database: 'i.database_id',
    from: 'holdfast.index_rows i',
    columns: `
      id            int              i.object_id
      status        int null         CASE WHEN i.is_unique THEN 2 ELSE 0 END + CASE WHEN i.index_id = 1 THEN 16 ELSE 0 END + CASE WHEN i.document->>'constraint' = 'PRIMARY KEY' THEN 2048 ELSE 0 END + CASE WHEN i.document->>'constraint' = 'UNIQUE' THEN 4096 ELSE 0 END
      first         binary(6) null
      indid         smallint null    i.index_id
      root          binary(6) null
      minlen        smallint null    0
      keycnt        smallint null    COALESCE(jsonb_array_length(i.document->'columns'), 0)
      groupid       smallint null    1
      dpages        int null         holdfast.page_count(i.pg_schema, COALESCE(i.pg_index, i.pg_table))
      reserved      int null         holdfast.page_count(i.pg_schema, COALESCE(i.pg_index, i.pg_table))
      used          int null         holdfast.page_count(i.pg_schema, COALESCE(i.pg_index, i.pg_table))
      rowcnt        bigint null      holdfast.row_count(i.pg_schema, i.pg_table)
      rowmodctr     int null         0
      xmaxlen       smallint null    0
      maxirow       smallint null    0
      OrigFillFactor  tinyint null   COALESCE((i.document->>'fillFactor')::int, 0)
      StatVersion   tinyint null     0
      FirstIAM      binary(6) null
      impid         smallint null    0
      lockflags     smallint null    0
      pgmodctr      int null         0
      keys          varbinary(1088) null
      name          sysname null     i.name
      statblob      varbinary(max) null
      maxlen        int null         8000
      rows          int null         LEAST(holdfast.row_count(i.pg_schema, i.pg_table), 2147483647)
    `,
  }),
  systemView('sys.sysindexkeys', {
    database: 'k.database_id',
    from: 'holdfast.index_column_rows k',
    columns: `
      id     int            k.object_id
      indid  smallint null  k.index_id
      colid  smallint null  (SELECT c.column_id FROM holdfast.column_rows c WHERE c.object_id = k.object_id AND lower(c.name) = lower(k.column_name))
      keyno  smallint null  k.key_ordinal
    `,
  }),
  systemView('sys.sysusers', {
    database: 'p.database_id',
    from: 'holdfast.principal_rows p WHERE p.database_id > 0',
    columns: `
      uid          smallint null        p.id
      status       smallint null        0
      name         sysname              p.name
      sid          varbinary(85) null   CASE WHEN p.meta ? 'sid' THEN decode(p.meta->>'sid', 'hex') END
      roles        varbinary(2048) null
      createdate   datetime             p.meta->>'createdAt'
      updatedate   datetime             p.meta->>'modifiedAt'
      altuid       smallint null        1
      password     varbinary(256) null
      gid          smallint null        CASE WHEN p.type = 'R' THEN p.id ELSE 0 END
      environ      varchar(255) null
      hasdbaccess  int null             CASE WHEN p.type = 'S' THEN 1 ELSE 0 END
      islogin      int null             CASE WHEN p.type = 'S' THEN 1 ELSE 0 END
      isntname     int null             0
      isntgroup    int null             0
      isntuser     int null             0
      issqluser    int null             CASE WHEN p.type = 'S' THEN 1 ELSE 0 END
      isaliased    int null             0
      issqlrole    int null             CASE WHEN p.type = 'R' THEN 1 ELSE 0 END
      isapprole    int null             CASE WHEN p.type = 'A' THEN 1 ELSE 0 END
    `,
  }),
  systemView('sys.syslogins', {
    from: `holdfast.principal_rows p WHERE p.database_id = 0 AND p.type = 'S'`,
    columns: `
      sid            varbinary(85) null  decode(COALESCE(p.meta->>'sid', ''), 'hex')
      status         smallint null       9
      createdate     datetime            p.meta->>'createdAt'
      updatedate     datetime            p.meta->>'modifiedAt'
      accdate        datetime            p.meta->>'createdAt'
      totcpu         int null            0
      totio          int null            0
      spacelimit     int null            0
      timelimit      int null            0
      resultlimit    int null            0
      name           sysname             p.name
      dbname         sysname null        COALESCE(p.meta->>'defaultDatabase', 'master')
      password       sysname null
      language       sysname null        COALESCE(p.meta->>'defaultLanguage', 'us_english')
      denylogin      int null            CASE WHEN (p.meta->>'disabled')::boolean THEN 1 ELSE 0 END
      hasaccess      int null            1
      isntname       int null            0
      isntgroup      int null            0
      isntuser       int null            0
      sysadmin       int null            CASE WHEN EXISTS (SELECT FROM holdfast.role_members m WHERE m.database_id = 0 AND m.role_id = 3 AND m.member_id = p.id) THEN 1 ELSE 0 END
      securityadmin  int null            0
      serveradmin    int null            0
      setupadmin     int null            0
      processadmin   int null            0
      diskadmin      int null            0
      dbcreator      int null            0
      bulkadmin      int null            0
      loginname      sysname null        p.name
    `,
  }),
  systemView('sys.systypes', {
    database: 't.database_id',
    from: 'holdfast.type_rows t',
    columns: `
      name          sysname         t.name
      xtype         tinyint         t.system_type_id
      status        tinyint null    CASE WHEN t.nullable THEN 0 ELSE 1 END
      xusertype     smallint null   t.user_type_id
      length        smallint        t.max_length
      xprec         tinyint         t.precision
      xscale        tinyint         t.scale
      tdefault      int             0
      domain        int             0
      uid           smallint null   t.schema_id
      reserved      smallint null   0
      collationid   int null
      usertype      smallint null   t.user_type_id
      variable      bit null        t.name IN ('varchar', 'nvarchar', 'varbinary', 'sysname')
      allownulls    bit null        t.nullable
      type          tinyint         t.system_type_id
      printfmt      varchar(255) null
      prec          smallint null   t.precision
      scale         tinyint null    t.scale
      collation     sysname null    t.collation_name
    `,
  }),
  systemView('sys.sysdatabases', {
    from: 'holdfast.database_rows d',
    columns: `
      name       sysname             d.name
      dbid       smallint null       d.database_id
      sid        varbinary(85) null  '\\x01'
      mode       smallint null       0
      status     int null            65536
      status2    int null            0
      crdate     datetime            d.created
      reserved   datetime null
      category   int null            0
      cmptlevel  tinyint             COALESCE((d.options->>'COMPATIBILITY_LEVEL')::int, 150)
      filename   nvarchar(260) null  '/var/opt/mssql/data/' || d.name || '.mdf'
      version    smallint null       904
    `,
  }),
  systemView('sys.sysprocesses', {
    from: `holdfast.live('sessions') s`,
    live: true,
    columns: `
      spid            smallint         (s->>'sessionId')::int
      kpid            smallint         0
      blocked         smallint         COALESCE((s->>'blockedBy')::int, 0)
      waittype        binary(2)        '\\x0000'
      waittime        bigint           0
      lastwaittype    nchar(32)        rpad('MISCELLANEOUS', 32)
      waitresource    nchar(256)       rpad('', 256)
      dbid            smallint         (s->>'databaseId')::int
      uid             smallint null    1
      cpu             int              COALESCE((s->>'cpuTime')::int, 0)
      physical_io     bigint           0
      memusage        int              0
      login_time      datetime         s->>'loginTime'
      last_batch      datetime         COALESCE(s->>'lastRequestStart', s->>'loginTime')
      ecid            smallint         0
      open_tran       smallint         (s->>'openTransactions')::int
      status          nchar(30)        rpad(s->>'status', 30)
      sid             binary(86)       rpad(s->>'sid', 172, '0')::bytea
      hostname        nchar(128)       rpad(COALESCE(s->>'hostName', ''), 128)
      program_name    nchar(128)       rpad(COALESCE(s->>'programName', ''), 128)
      hostprocess     nchar(10)        rpad(COALESCE(s->>'hostProcessId', ''), 10)
      cmd             nchar(26)        rpad(COALESCE(s->>'command', 'AWAITING COMMAND'), 26)
      nt_domain       nchar(128)       rpad('', 128)
      nt_username     nchar(128)       rpad('', 128)
      net_address     nchar(12)        rpad('', 12)
      net_library     nchar(12)        rpad('TCP/IP', 12)
      loginame        nchar(128)       rpad(s->>'loginName', 128)
      context_info    binary(128)      COALESCE(decode(s->>'contextInfo', 'hex'), decode(repeat('00', 128), 'hex'))
      sql_handle      binary(20)       decode(repeat('00', 20), 'hex')
      stmt_start      int              0
      stmt_end        int              0
      request_id      int              0
    `,
  }),
  systemView('sys.syscomments', {
    database: 'o.database_id',
    from: `holdfast.main_objects o WHERE o.kind IN ('view', 'procedure', 'function', 'trigger')`,
    columns: `
      id          int                  o.object_id
      number      smallint null        CASE o.kind WHEN 'procedure' THEN 1 ELSE 0 END
      colid       smallint             1
      status      smallint             0
      ctext       varbinary(8000) null
      texttype    smallint null        2
      language    smallint null        0
      encrypted   bit                  0
      compressed  bit                  0
      text        nvarchar(4000) null  o.meta->>'definition'
    `,
  }),
  systemView('sys.sysreferences', {
    database: 'o.database_id',
    from: `holdfast.constraint_rows o WHERE o.type = 'F'`,
    columns: `
      constid   int            o.object_id
      fkeyid    int            o.parent_object_id
      rkeyid    int            (o.document->>'referencedObjectId')::int
      rkeyindid  smallint null  COALESCE(holdfast.referenced_index_id(o.document), 1)
      keycnt    smallint null  jsonb_array_length(o.document->'columns')
      forkeys   varbinary(32) null
      refkeys   varbinary(32) null
      fkeydbid  smallint null  0
      rkeydbid  smallint null  0
    `,
  }),
  systemView('sys.sysforeignkeys', {
    database: 'o.database_id',
    from: `holdfast.constraint_rows o CROSS JOIN LATERAL ROWS FROM (
      jsonb_array_elements_text(o.document->'columns'), jsonb_array_elements_text(o.document->'referencedColumns')
    ) WITH ORDINALITY AS k (parent_name, referenced_name, ordinal) WHERE o.type = 'F'`,
    columns: `
      constid  int            o.object_id
      fkeyid   int            o.parent_object_id
      rkeyid   int            (o.document->>'referencedObjectId')::int
      fkey     smallint null  (SELECT c.column_id FROM holdfast.column_rows c WHERE c.object_id = o.parent_object_id AND lower(c.name) = lower(k.parent_name))
      rkey     smallint null  (SELECT c.column_id FROM holdfast.column_rows c WHERE c.object_id = (o.document->>'referencedObjectId')::int AND lower(c.name) = lower(k.referenced_name))
      keyno    smallint null  k.ordinal
    `,
  }),
  systemView('sys.sysconstraints', {
    database: 'o.database_id',
    from: 'holdfast.constraint_rows o',
    columns: `
      constid   int            o.object_id
      id        int            o.parent_object_id
      colid     smallint null  CASE WHEN o.type = 'D' THEN (o.document->>'id')::int ELSE 0 END
      spare1    tinyint null   0
      status    int null       CASE o.type WHEN 'PK' THEN 1 WHEN 'UQ' THEN 2 WHEN 'F' THEN 3 WHEN 'C' THEN 4 ELSE 5 END
      actions   int null       0
      error     int null       0
    `,
  }),
  systemView('sys.sysfiles', {
    database: 'f.database_id',
    from: 'holdfast.file_rows f',
    columns: `
      fileid    smallint null  f.file_id
      groupid   smallint null  CASE f.type WHEN 0 THEN 1 ELSE 0 END
      size      int            f.size
      maxsize   int            -1
      growth    int            8192
      status    int null       2
      perf      int null       0
      name      sysname        f.name
      filename  nvarchar(260)  f.physical_name
    `,
  }),
  systemView('sys.sysconfigures', {
    from: 'holdfast.configuration_rows c',
    columns: `
      value    int null       c.value
      config   int            c.configuration_id
      comment  nvarchar(255)  c.description
      status   smallint null  0
    `,
  }),
  systemView('sys.syscurconfigs', {
    from: 'holdfast.configuration_rows c',
    columns: `
      value    int null       c.value
      config   smallint null  c.configuration_id
      comment  nvarchar(255)  c.description
      status   smallint null  0
    `,
  }),
  systemView('sys.sysmembers', {
    database: 'm.database_id',
    from: 'holdfast.role_members m WHERE m.database_id > 0',
    columns: `
      memberuid  smallint null  m.member_id
      groupuid   smallint null  m.role_id
    `,
  }),
  systemView('sys.sysservers', {
    from: `holdfast.live('host') h`,
    live: true,
    columns: `
      srvid            smallint null        0
      srvstatus        smallint null        1089
      srvname          sysname              h->>'serverName'
      srvproduct       nvarchar(128)        'SQL Server'
      providername     nvarchar(128)        'SQLOLEDB'
      datasource       nvarchar(4000) null  h->>'serverName'
      location         nvarchar(4000) null
      providerstring   nvarchar(4000) null
      schemadate       datetime             h->>'startedAt'
      catalog          sysname null
      srvcollation     sysname null
      connecttimeout   int                  0
      querytimeout     int                  0
      srvnetname       char(30) null        h->>'serverName'
      isremote         bit null             1
      rpc              bit null             1
      rpcout           bit null             1
    `,
  }),
];
