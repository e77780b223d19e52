import type { SecurityStatement, Statement } from '../../tsql/index.ts';
import type { CatalogChange } from '../catalog/catalog-change.ts';
import type { Frame } from '../execution/frame.ts';
import { unsupported } from '../statements/variables.ts';
import { alterLogin, createLogin, dropLogin } from './login-statements.ts';
import { changePermissions } from './permission-statements.ts';
import { alterRole, alterUser, createRole, createUser, dropPrincipal } from './user-statements.ts';

const KINDS = new Set<string>([
  'grant',
  'deny',
  'revoke',
  'create-login',
  'alter-login',
  'create-user',
  'alter-user',
  'create-role',
  'alter-role',
  'create-application-role',
  'alter-application-role',
  'execute-as',
  'revert',
  'authorization',
  'security-object',
  'add-signature',
]);
const DROPPED = new Set(['LOGIN', 'USER', 'ROLE']);

export function isSecurityStatement(statement: Statement): boolean {
  return KINDS.has(statement.kind) || (statement.kind === 'drop' && DROPPED.has(statement.class));
}

/** What a statement about logins, users, roles and permissions changes. Checks that the session may do it. */
export async function securityChanges(statement: Statement, frame: Frame): Promise<CatalogChange[]> {
  if (statement.kind === 'drop') return dropChanges(statement, frame);
  const security = statement as SecurityStatement;
  switch (security.kind) {
    case 'grant':
    case 'deny':
    case 'revoke':
      return changePermissions(security, frame);
    case 'create-login':
      return createLogin(security, frame);
    case 'alter-login':
      return alterLogin(security, frame);
    case 'create-user':
      return createUser(security, frame);
    case 'alter-user':
      return alterUser(security, frame);
    case 'create-role':
      return createRole(security, frame);
    case 'alter-role':
      return alterRole(security, frame);
    default:
      throw unsupported(security.kind.replaceAll('-', ' ').toUpperCase());
  }
}

function dropChanges(statement: Extract<Statement, { kind: 'drop' }>, frame: Frame): CatalogChange[] {
  const { security } = frame.session.engine;
  return statement.names.flatMap((name) => {
    const text = name.parts.at(-1)?.text ?? '';
    const databaseId = statement.class === 'LOGIN' ? 0 : frame.session.databaseId;
    if (statement.ifExists && security.principal(databaseId, text) === undefined) return [];
    if (statement.class === 'LOGIN') return dropLogin(text, frame);
    return dropPrincipal(statement.class === 'USER' ? 'user' : 'role', text, frame);
  });
}
