import {
  SqlError,
  type Deny,
  type Grant,
  type PermissionMeta,
  type Revoke,
  type Securable,
  SERVER,
} from '../../tsql/index.ts';
import type { CatalogChange } from '../catalog/catalog-change.ts';
import type { Frame } from '../execution/frame.ts';
import { unsupported } from '../statements/variables.ts';
import { findLogin, requireServerRole } from './login-statements.ts';
import { findPrincipal, requireDatabaseRole } from './user-statements.ts';

interface Target {
  readonly class: number;
  readonly majorId: number;
  readonly columnId: (name: string) => number;
}

/** What ALL stands for on an object (sql-docs: grant-object-permissions-transact-sql). */
const ALL_OBJECT = ['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'REFERENCES', 'EXECUTE'];
const SERVER_PERMISSION =
  /^(VIEW SERVER STATE|VIEW ANY|ALTER ANY (LOGIN|SERVER ROLE|CONNECTION)|CONTROL SERVER|CONNECT SQL|SHUTDOWN|ALTER SERVER STATE|CREATE ANY DATABASE)/;

/** GRANT, DENY, REVOKE permission ON securable TO principal. */
export function changePermissions(statement: Grant | Deny | Revoke, frame: Frame): CatalogChange[] {
  const { session } = frame;
  const onServer = statement.on === undefined && statement.permissions.some(({ name }) => SERVER_PERMISSION.test(name));
  if (onServer) requireServerRole(frame, 'securityadmin');
  else requireDatabaseRole(frame, 'db_securityadmin');
  const target = onServer ? { class: 100, majorId: 0, columnId: () => 0 } : findTarget(statement.on, frame);
  const changes: CatalogChange[] = [];
  for (const principal of statement.principals) {
    const grantee = onServer ? findLogin(principal.text, frame) : findPrincipal(principal.text, 'principal', frame);
    for (const permission of statement.permissions) {
      const names = permission.name === 'ALL' || permission.name === 'ALL PRIVILEGES' ? ALL_OBJECT : [permission.name];
      const columns = [...permission.columns, ...(statement.on?.columns ?? [])];
      for (const name of names) {
        for (const minorId of columns.length === 0 ? [0] : columns.map((column) => target.columnId(column.text))) {
          const value: PermissionMeta = {
            databaseId: onServer ? SERVER : session.databaseId,
            class: target.class,
            majorId: target.majorId,
            minorId,
            granteeId: grantee.id,
            grantorId: 1,
            permission: name,
            state: stateOf(statement),
          };
          changes.push({ action: statement.kind === 'revoke' ? 'delete' : 'put', what: 'permission', value });
        }
      }
    }
  }
  return changes;
}

function stateOf(statement: Grant | Deny | Revoke): PermissionMeta['state'] {
  if (statement.kind === 'deny') return 'D';
  return statement.kind === 'grant' && statement.withGrantOption ? 'W' : 'G';
}

function findTarget(on: Securable | undefined, frame: Frame): Target {
  const { session } = frame;
  const noColumns = (): number => 0;
  if (on === undefined || on.class === 'DATABASE') return { class: 0, majorId: 0, columnId: noColumns };
  const name = on.name.parts.map((part) => part.text).join('.');
  if (on.class === 'SCHEMA') {
    const schema = session.catalog.view.schema(session.databaseId, name);
    if (schema === undefined) throw notFound('schema', name);
    return { class: 3, majorId: schema.id, columnId: noColumns };
  }
  if (on.class === undefined || on.class === 'OBJECT') {
    const object = session.engine.findObject(on.name, session, frame);
    if (object === undefined) throw notFound('object', name);
    const columnId = (column: string): number => {
      const columns = 'columns' in object ? (object.columns ?? []) : [];
      const found = columns.find((candidate) => candidate.name.toLowerCase() === column.toLowerCase());
      if (found === undefined)
        throw new SqlError(1911, 16, 1, `Column name '${column}' does not exist in the target table or view.`);
      return found.id;
    };
    return { class: 1, majorId: object.id, columnId };
  }
  throw unsupported(`Permissions ON ${on.class}`);
}

function notFound(kind: string, name: string): SqlError {
  return new SqlError(
    15151,
    16,
    1,
    `Cannot find the ${kind} '${name}', because it does not exist or you do not have permission.`,
  );
}
