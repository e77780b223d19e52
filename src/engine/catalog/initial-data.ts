import { type PrincipalMeta, type SchemaMeta, globalSchemaId } from '../../tsql/index.ts';
import type { DatabaseMeta, PermissionMeta } from '../../tsql/index.ts';
import type { CatalogChange } from './catalog-change.ts';
import { pgSchemaName } from './pg-name.ts';

/** Roles that every database has, by principal_id (sql-docs, system-catalog-views/sys-database-principals). */
const FIXED_DATABASE_ROLES: readonly (readonly [number, string])[] = [
  [16384, 'db_owner'],
  [16385, 'db_accessadmin'],
  [16386, 'db_securityadmin'],
  [16387, 'db_ddladmin'],
  [16389, 'db_backupoperator'],
  [16390, 'db_datareader'],
  [16391, 'db_datawriter'],
  [16392, 'db_denydatareader'],
  [16393, 'db_denydatawriter'],
];

const FIXED_SERVER_ROLES: readonly (readonly [number, string])[] = [
  [3, 'sysadmin'],
  [4, 'securityadmin'],
  [5, 'serveradmin'],
  [6, 'setupadmin'],
  [7, 'processadmin'],
  [8, 'diskadmin'],
  [9, 'dbcreator'],
  [10, 'bulkadmin'],
];

/** In these two every schema belongs to the server itself: no PostgreSQL schema stands behind them. */
const SYSTEM_SCHEMAS: readonly (readonly [number, string])[] = [
  [3, 'INFORMATION_SCHEMA'],
  [4, 'sys'],
];

export const SYSTEM_DATABASES: readonly (readonly [number, string])[] = [
  [1, 'master'],
  [2, 'tempdb'],
  [3, 'model'],
  [4, 'msdb'],
];

export const isSystemDatabase = (id: number): boolean => id <= SYSTEM_DATABASES.length;

/** What a database has from its first moment on: its schemas, principals and permissions; and the PostgreSQL for them. */
export function newDatabase(database: DatabaseMeta): { readonly sql: string[]; readonly changes: CatalogChange[] } {
  const schemas = databaseSchemas(database);
  const pg = schemas.filter((schema) => schema.pg !== 'sys').map((schema) => schema.pg);
  return {
    sql: pg.map((name) => `CREATE SCHEMA "${name.replaceAll('"', '""')}"`),
    changes: [
      { action: 'put', what: 'database', value: database },
      ...schemas.map((value): CatalogChange => ({ action: 'put', what: 'schema', value })),
      ...databasePrincipals(database).map((value): CatalogChange => ({ action: 'put', what: 'principal', value })),
      ...databasePermissions(database).map((value): CatalogChange => ({ action: 'put', what: 'permission', value })),
    ],
  };
}

function databaseSchemas(database: DatabaseMeta): SchemaMeta[] {
  const make = (localId: number, name: string, ownerId: number, pg: string): SchemaMeta => ({
    id: globalSchemaId(database.id, localId),
    databaseId: database.id,
    name,
    ownerId,
    pg,
  });
  return [
    make(1, 'dbo', 1, pgSchemaName(database.name, 'dbo')),
    make(2, 'guest', 2, pgSchemaName(database.name, 'guest')),
    ...SYSTEM_SCHEMAS.map(([id, name]) => make(id, name, id, 'sys')),
    ...FIXED_DATABASE_ROLES.map(([id, name]) => make(id, name, id, pgSchemaName(database.name, name))),
  ];
}

const SA_SID = '01';
const GUEST_SID = '00';

function databasePrincipals(database: DatabaseMeta): PrincipalMeta[] {
  const times = { databaseId: database.id, createdAt: database.createdAt, modifiedAt: database.createdAt };
  return [
    { ...times, id: 0, name: 'public', type: 'R', ownerId: 1 },
    { ...times, id: 1, name: 'dbo', type: 'S', sid: SA_SID, defaultSchema: 'dbo' },
    { ...times, id: 2, name: 'guest', type: 'S', sid: GUEST_SID, defaultSchema: 'guest' },
    { ...times, id: 3, name: 'INFORMATION_SCHEMA', type: 'S' },
    { ...times, id: 4, name: 'sys', type: 'S' },
    ...FIXED_DATABASE_ROLES.map(([id, name]): PrincipalMeta => ({
      ...times,
      id,
      name,
      type: 'R',
      fixedRole: true,
      ownerId: 1,
    })),
  ];
}

/** CONNECT of dbo; of guest where SQL Server lets every login in. */
function databasePermissions(database: DatabaseMeta): PermissionMeta[] {
  const connect = (granteeId: number): PermissionMeta => ({
    databaseId: database.id,
    class: 0,
    majorId: 0,
    minorId: 0,
    granteeId,
    grantorId: 1,
    permission: 'CONNECT',
    state: 'G',
  });
  const guestsWelcome = isSystemDatabase(database.id) && database.name !== 'model';
  return guestsWelcome ? [connect(1), connect(2)] : [connect(1)];
}

/** Logins and server roles. The password of sa is another change: only a hash is ever stored. */
export function serverPrincipals(createdAt: string): CatalogChange[] {
  const times = { databaseId: 0, createdAt, modifiedAt: createdAt };
  const principals: PrincipalMeta[] = [
    {
      ...times,
      id: 1,
      name: 'sa',
      type: 'S',
      sid: SA_SID,
      defaultDatabase: 'master',
      defaultLanguage: 'us_english',
      policyChecked: true,
    },
    { ...times, id: 2, name: 'public', type: 'R', sid: '02', ownerId: 1 },
    ...FIXED_SERVER_ROLES.map(([id, name]): PrincipalMeta => ({
      ...times,
      id,
      name,
      type: 'R',
      sid: id.toString(16).padStart(2, '0'),
      fixedRole: true,
      ownerId: 1,
    })),
  ];
  const server = { databaseId: 0, class: 100, majorId: 0, minorId: 0, grantorId: 1, state: 'G' } as const;
  return [
    ...principals.map((value): CatalogChange => ({ action: 'put', what: 'principal', value })),
    { action: 'put', what: 'role member', value: { databaseId: 0, roleId: 3, memberId: 1 } },
    { action: 'put', what: 'permission', value: { ...server, granteeId: 1, permission: 'CONNECT SQL' } },
    { action: 'put', what: 'permission', value: { ...server, granteeId: 2, permission: 'VIEW ANY DATABASE' } },
  ];
}

/** Options of a new database, by the name ALTER DATABASE SET gives them. */
export const NEW_DATABASE_OPTIONS: DatabaseMeta['options'] = Object.freeze({
  COMPATIBILITY_LEVEL: 150,
  RECOVERY: 'FULL',
  PAGE_VERIFY: 'CHECKSUM',
  AUTO_CREATE_STATISTICS: true,
  AUTO_UPDATE_STATISTICS: true,
  READ_COMMITTED_SNAPSHOT: false,
  ALLOW_SNAPSHOT_ISOLATION: false,
  CURSOR_DEFAULT: 'GLOBAL',
  MULTI_USER: true,
  READ_ONLY: false,
});

export function initialCatalog(
  collation: string,
  createdAt: string,
): { readonly sql: string[]; readonly changes: CatalogChange[] } {
  const sql: string[] = [];
  const changes: CatalogChange[] = serverPrincipals(createdAt);
  for (const [id, name] of SYSTEM_DATABASES) {
    const options =
      name === 'model'
        ? NEW_DATABASE_OPTIONS
        : { ...NEW_DATABASE_OPTIONS, RECOVERY: 'SIMPLE', ALLOW_SNAPSHOT_ISOLATION: name !== 'tempdb' };
    const made = newDatabase({ id, name, collation, createdAt, options });
    sql.push(...made.sql);
    changes.push(...made.changes);
  }
  return { sql, changes };
}
