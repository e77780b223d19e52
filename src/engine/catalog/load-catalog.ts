import {
  type DatabaseMeta,
  MemoryCatalog,
  type ObjectMeta,
  type PermissionMeta,
  type PrincipalMeta,
  type RoleMember,
  type SchemaMeta,
  type SystemViewMeta,
} from '../../tsql/index.ts';
import { highestObjectId } from './change-steps.ts';
import { type CatalogIds, createIds } from './ids.ts';

/** What loading and installing need of a connection: PgConnection has it. */
export interface SqlRunner {
  runSimple(sql: string): Promise<readonly { readonly rows: readonly (readonly (string | null)[])[] }[]>;
}

export interface LoadedCatalog {
  readonly catalog: MemoryCatalog;
  readonly security: SecurityData;
  readonly settings: ReadonlyMap<string, unknown>;
  readonly ids: CatalogIds;
}

export interface SecurityData {
  readonly principals: readonly PrincipalMeta[];
  readonly roleMembers: readonly RoleMember[];
  readonly permissions: readonly PermissionMeta[];
  /** By principal_id of the login. */
  readonly passwordHashes: ReadonlyMap<number, string>;
}

const LOAD = [
  'SELECT meta FROM holdfast.databases ORDER BY id',
  'SELECT meta FROM holdfast.schemas ORDER BY id',
  'SELECT meta FROM holdfast.objects ORDER BY id',
  'SELECT meta FROM holdfast.principals ORDER BY database_id, id',
  'SELECT database_id, role_id, member_id FROM holdfast.role_members',
  'SELECT database_id, class, major_id, minor_id, grantee_id, grantor_id, permission, state FROM holdfast.permissions',
  'SELECT principal_id, password_hash FROM holdfast.logins',
  'SELECT name, value FROM holdfast.settings',
  'SELECT last_value FROM holdfast.object_ids',
  'SELECT last_value FROM holdfast.catalog_version',
];

/** Reads the whole catalog; once, when the server starts. */
export async function loadCatalog(runner: SqlRunner, systemViews: Iterable<SystemViewMeta>): Promise<LoadedCatalog> {
  const results = (await runner.runSimple(LOAD.join('; '))).map((result) => result.rows);
  const [databases, schemas, objects, principals, members, permissions, logins, settings, lastId, version] = results;
  const putObjects = documents<ObjectMeta>(objects);
  const catalog = MemoryCatalog.create(systemViews, {
    version: Number(version?.[0]?.[0] ?? 0),
    putDatabases: documents<DatabaseMeta>(databases),
    putSchemas: documents<SchemaMeta>(schemas),
    putObjects,
  });
  return {
    catalog,
    security: {
      principals: documents<PrincipalMeta>(principals),
      roleMembers: (members ?? []).map(([databaseId, roleId, memberId]) => ({
        databaseId: Number(databaseId),
        roleId: Number(roleId),
        memberId: Number(memberId),
      })),
      permissions: (permissions ?? []).map(toPermission),
      passwordHashes: new Map((logins ?? []).map(([id, hash]) => [Number(id), hash ?? ''])),
    },
    settings: new Map(
      (settings ?? []).map(([name, value]) => [name ?? '', (JSON.parse(value ?? '{}') as { is: unknown }).is]),
    ),
    ids: createIds(
      putObjects.reduce((highest, meta) => Math.max(highest, highestObjectId(meta)), Number(lastId?.[0]?.[0] ?? 0)),
      putObjects.reduce((highest, meta) => Math.max(highest, userTypeId(meta)), 0),
    ),
  };
}

function userTypeId(meta: ObjectMeta): number {
  if (meta.kind === 'alias type') return meta.userTypeId;
  return meta.kind === 'table' ? (meta.userTypeId ?? 0) : 0;
}

function documents<T>(rows: readonly (readonly (string | null)[])[] | undefined): T[] {
  return (rows ?? []).map((row) => JSON.parse(row[0] ?? 'null') as T);
}

function toPermission(row: readonly (string | null)[]): PermissionMeta {
  const [databaseId = 0, classId = 0, majorId = 0, minorId = 0, granteeId = 0, grantorId = 0] = row
    .slice(0, 6)
    .map(Number);
  return {
    databaseId,
    class: classId,
    majorId,
    minorId,
    granteeId,
    grantorId,
    permission: row[6] ?? '',
    state: (row[7] ?? 'G') as 'G' | 'W' | 'D',
  };
}
