import { unreachable } from '../../base/index.ts';
import { type ObjectMeta, foldName, quoteText } from '../../tsql/index.ts';
import { type CatalogChange, namespaceOf } from './catalog-change.ts';

/** Grows the catalog's version; a sequence takes no lock. */
const BUMP = `SELECT nextval('holdfast.catalog_version')`;

/** The statements that keep the changes, to run in the transaction of the DDL they belong to. */
export function changeSteps(changes: readonly CatalogChange[]): string[] {
  if (changes.length === 0) return [];
  const highest = changes.reduce(
    (id, change) =>
      change.action === 'put' && change.what === 'object' ? Math.max(id, highestObjectId(change.value)) : id,
    0,
  );
  const keepIds =
    highest === 0
      ? []
      : [
          `SELECT setval('holdfast.object_ids', GREATEST(${highest}::int8, (SELECT last_value FROM holdfast.object_ids)))`,
        ];
  return [...changes.flatMap(stepsOf), ...keepIds, BUMP];
}

/** The highest object_id in a document: constraints and defaults have ids too. */
export function highestObjectId(meta: ObjectMeta): number {
  if (meta.kind !== 'table') return meta.id;
  return Math.max(
    meta.id,
    ...meta.columns.map((column) => column.default?.objectId ?? 0),
    ...meta.indexes.map((index) => index.constraintObjectId ?? 0),
    ...meta.foreignKeys.map((key) => key.objectId),
    ...meta.checks.map((check) => check.objectId),
  );
}

function stepsOf(change: CatalogChange): string[] {
  switch (change.what) {
    case 'database':
      return change.action === 'put'
        ? [
            upsert('databases', ['id'], {
              id: change.value.id,
              folded: foldName(change.value.name),
              meta: change.value,
            }),
          ]
        : deleteDatabase(change.id);
    case 'schema':
      if (change.action === 'delete') return [remove('schemas', { id: change.id })];
      return [
        upsert('schemas', ['id'], {
          id: change.value.id,
          database_id: change.value.databaseId,
          folded: foldName(change.value.name),
          meta: change.value,
        }),
      ];
    case 'object':
      if (change.action === 'delete') return [deleteObject(change.id)];
      return [
        upsert('objects', ['id'], {
          id: change.value.id,
          schema_id: change.value.schemaId,
          namespace: namespaceOf(change.value),
          kind: change.value.kind,
          name: change.value.name,
          folded: foldName(change.value.name),
          meta: change.value,
        }),
      ];
    case 'password':
      return [
        change.action === 'put'
          ? upsert('logins', ['principal_id'], {
              principal_id: change.principalId,
              password_hash: change.hash,
              changed_at: 'now',
            })
          : remove('logins', { principal_id: change.principalId }),
      ];
    case 'setting':
      return [
        change.action === 'put'
          ? upsert('settings', ['name'], { name: change.name, value: { is: change.value } })
          : remove('settings', { name: change.name }),
      ];
    case 'principal':
    case 'role member':
    case 'permission':
      return securitySteps(change);
    default:
      return unreachable(change, 'changeSteps');
  }
}

function securitySteps(change: Extract<CatalogChange, { what: 'principal' | 'role member' | 'permission' }>): string[] {
  switch (change.what) {
    case 'principal':
      if (change.action === 'put') {
        const { databaseId, id, name } = change.value;
        return [
          upsert('principals', ['database_id', 'id'], {
            database_id: databaseId,
            id,
            folded: foldName(name),
            meta: change.value,
          }),
        ];
      }
      return [
        remove('principals', { database_id: change.databaseId, id: change.id }),
        remove('permissions', { database_id: change.databaseId, grantee_id: change.id }),
        `DELETE FROM holdfast.role_members WHERE database_id = ${change.databaseId} AND ${change.id} IN (role_id, member_id)`,
      ];
    case 'role member': {
      const { databaseId, roleId, memberId } = change.value;
      const key = { database_id: databaseId, role_id: roleId, member_id: memberId };
      return [change.action === 'put' ? upsert('role_members', Object.keys(key), key) : remove('role_members', key)];
    }
    case 'permission': {
      const p = change.value;
      const key = {
        database_id: p.databaseId,
        class: p.class,
        major_id: p.majorId,
        minor_id: p.minorId,
        grantee_id: p.granteeId,
        grantor_id: p.grantorId,
        permission: p.permission,
      };
      return [
        change.action === 'put'
          ? upsert('permissions', Object.keys(key), { ...key, state: p.state })
          : remove('permissions', key),
      ];
    }
    default:
      return unreachable(change, 'changeSteps');
  }
}

/** With what was said about it: permissions and extended properties (class 1 object or column, 2 parameter, 7 index). */
function deleteObject(id: number): string {
  return (
    `WITH p AS (DELETE FROM holdfast.permissions WHERE class = 1 AND major_id = ${id}), ` +
    `e AS (DELETE FROM holdfast.extended_properties WHERE class IN (1, 2, 7) AND major_id = ${id}) ` +
    `DELETE FROM holdfast.objects WHERE id = ${id}`
  );
}

function deleteDatabase(id: number): string[] {
  return [
    `DELETE FROM holdfast.objects WHERE schema_id IN (SELECT id FROM holdfast.schemas WHERE database_id = ${id})`,
    ...['schemas', 'principals', 'role_members', 'permissions', 'extended_properties'].map((table) =>
      remove(table, { database_id: id }),
    ),
    remove('databases', { id }),
  ];
}

type Row = Readonly<Record<string, string | number | object | null>>;

function upsert(table: string, key: readonly string[], row: Row): string {
  const columns = Object.keys(row);
  const rest = columns.filter((column) => !key.includes(column));
  const assign = rest.map((column) => `${column} = EXCLUDED.${column}`).join(', ');
  return (
    `INSERT INTO holdfast.${table} (${columns.join(', ')}) VALUES (${Object.values(row).map(literal).join(', ')}) ` +
    `ON CONFLICT (${key.join(', ')}) DO ${assign ? `UPDATE SET ${assign}` : 'NOTHING'}`
  );
}

function remove(table: string, key: Row): string {
  const where = Object.entries(key).map(([column, value]) => `${column} = ${literal(value)}`);
  return `DELETE FROM holdfast.${table} WHERE ${where.join(' AND ')}`;
}

/** Objects become JSON. */
function literal(value: string | number | object | null): string {
  if (value === null) return 'NULL';
  if (typeof value === 'number') return String(value);
  return quoteText(typeof value === 'string' ? value : JSON.stringify(value));
}
