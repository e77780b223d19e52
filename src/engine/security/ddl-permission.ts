import { SqlError } from '../../tsql/index.ts';
import type { Frame } from '../execution/frame.ts';
import type { RunnableStatement } from '../program/instruction.ts';

const DDL_ROLES = ['db_owner', 'db_ddladmin'];

/** Statements about the server and its databases, with the server role that allows each. */
const SERVER_STATEMENTS: Readonly<Record<string, string>> = {
  'create-database': 'dbcreator',
  'alter-database': 'dbcreator',
};

/**
 * Refuses DDL to a session without the right to it (262, 3701 and their like; sql-docs: security/permissions-database-engine). Temporary
 * tables are everybody's.
 */
export function requireDdlPermission(statement: RunnableStatement, frame: Frame): void {
  const { session } = frame;
  if (session.isSysadmin || isTemporary(statement)) return;
  const { security } = session.engine;
  const role =
    SERVER_STATEMENTS[statement.kind] ??
    (statement.kind === 'drop' && statement.class === 'DATABASE' ? 'dbcreator' : undefined);
  if (role !== undefined) {
    if (security.serverRoles(session.identity).includes(role)) return;
    throw denied(statement, 'master');
  }
  const roles = security.databaseRoles(session.identity, session.databaseId);
  if (roles.some((name) => DDL_ROLES.includes(name))) return;
  if (security.hasDatabasePermission(session.identity, session.databaseId, permissionOf(statement))) return;
  throw denied(statement, session.database);
}

function isTemporary(statement: RunnableStatement): boolean {
  if (statement.kind === 'drop') return statement.names.every((name) => name.parts.at(-1)?.text.startsWith('#'));
  const named = 'name' in statement ? statement.name : 'table' in statement ? statement.table : undefined;
  const parts = typeof named === 'object' && named !== null && 'parts' in named ? named.parts : undefined;
  return parts?.at(-1)?.text.startsWith('#') ?? false;
}

/** `create-table` needs CREATE TABLE; ALTER and DROP of what is there need CONTROL of it, here of the database. */
function permissionOf(statement: RunnableStatement): string {
  return statement.kind.startsWith('create-') ? words(statement) : 'CONTROL';
}

const words = (statement: RunnableStatement): string =>
  (statement.kind === 'drop' ? `DROP ${statement.class}` : statement.kind.replaceAll('-', ' ')).toUpperCase();

function denied(statement: RunnableStatement, database: string): SqlError {
  if (statement.kind === 'drop' && statement.class !== 'DATABASE') {
    const name = statement.names[0]?.parts.at(-1)?.text ?? '';
    const kind = statement.class.toLowerCase();
    return new SqlError(
      3701,
      14,
      20,
      `Cannot drop the ${kind} '${name}', because it does not exist or you do not have permission.`,
    );
  }
  return new SqlError(262, 14, 1, `${words(statement)} permission denied in database '${database}'.`);
}
