import {
  SqlError,
  type AlterRole,
  type AlterUser,
  type CreateRole,
  type CreateUser,
  type PrincipalMeta,
  SERVER,
} from '../../tsql/index.ts';
import type { CatalogChange } from '../catalog/catalog-change.ts';
import type { Frame } from '../execution/frame.ts';
import { unsupported } from '../statements/variables.ts';
import { requireServerRole, wordOption } from './login-statements.ts';

const FIRST_USER_ID = 5;

/** CREATE USER name [FOR LOGIN l | WITHOUT LOGIN] [WITH DEFAULT_SCHEMA = s] */
export function createUser(statement: CreateUser, frame: Frame): CatalogChange[] {
  const { session } = frame;
  const { security } = session.engine;
  requireDatabaseRole(frame, 'db_accessadmin');
  const name = statement.name.text;
  refuseTaken(name, frame);
  const now = nowText(frame);
  const id = security.nextPrincipalId(session.databaseId, FIRST_USER_ID);
  const defaultSchema = wordOption(statement.options, 'DEFAULT_SCHEMA') ?? 'dbo';
  const user: PrincipalMeta = {
    databaseId: session.databaseId,
    id,
    name,
    type: 'S',
    defaultSchema,
    createdAt: now,
    modifiedAt: now,
  };
  const connect: CatalogChange = {
    action: 'put',
    what: 'permission',
    value: {
      databaseId: session.databaseId,
      class: 0,
      majorId: 0,
      minorId: 0,
      granteeId: id,
      grantorId: 1,
      permission: 'CONNECT',
      state: 'G',
    },
  };
  switch (statement.source.kind) {
    case 'without login':
      return [{ action: 'put', what: 'principal', value: { ...user, withoutLogin: true } }];
    case 'default':
    case 'login': {
      const loginName = statement.source.kind === 'login' ? statement.source.name.text : name;
      const login = security.login(loginName);
      if (login === undefined) {
        throw new SqlError(15007, 16, 1, `'${loginName}' is not a valid login or you do not have permission.`);
      }
      const existing = security.userWithSid(session.databaseId, login.sid);
      if (existing !== undefined) {
        throw new SqlError(15063, 16, 1, `The login already has an account under a different user name.`);
      }
      return [
        {
          action: 'put',
          what: 'principal',
          value: { ...user, ...(login.sid === undefined ? {} : { sid: login.sid }) },
        },
        connect,
      ];
    }
    default:
      throw unsupported(`CREATE USER ${statement.source.kind.toUpperCase()}`);
  }
}

export function alterUser(statement: AlterUser, frame: Frame): CatalogChange[] {
  requireDatabaseRole(frame, 'db_accessadmin');
  const { security } = frame.session.engine;
  const user = findPrincipal(statement.name.text, 'user', frame);
  const login = wordOption(statement.options, 'LOGIN');
  const sid = login === undefined ? user.sid : security.login(login)?.sid;
  return [
    {
      action: 'put',
      what: 'principal',
      value: {
        ...user,
        name: wordOption(statement.options, 'NAME') ?? user.name,
        defaultSchema: wordOption(statement.options, 'DEFAULT_SCHEMA') ?? user.defaultSchema ?? 'dbo',
        ...(sid === undefined ? {} : { sid }),
        modifiedAt: nowText(frame),
      },
    },
  ];
}

export function createRole(statement: CreateRole, frame: Frame): CatalogChange[] {
  const { session } = frame;
  if (statement.server) throw unsupported('CREATE SERVER ROLE');
  requireDatabaseRole(frame, 'db_securityadmin');
  refuseTaken(statement.name.text, frame);
  const now = nowText(frame);
  return [
    {
      action: 'put',
      what: 'principal',
      value: {
        databaseId: session.databaseId,
        id: session.engine.security.nextPrincipalId(session.databaseId, FIRST_USER_ID),
        name: statement.name.text,
        type: 'R',
        ownerId: 1,
        createdAt: now,
        modifiedAt: now,
      },
    },
  ];
}

export function alterRole(statement: AlterRole, frame: Frame): CatalogChange[] {
  const { session } = frame;
  const { security } = session.engine;
  const databaseId = statement.server ? SERVER : session.databaseId;
  if (statement.server) requireServerRole(frame, 'securityadmin');
  else requireDatabaseRole(frame, 'db_securityadmin');
  const role = security.principal(databaseId, statement.name.text);
  if (role === undefined || role.type !== 'R') {
    throw new SqlError(
      15151,
      16,
      1,
      `Cannot alter the role '${statement.name.text}', because it does not exist or you do not have permission.`,
    );
  }
  if (statement.action === 'rename')
    return [
      {
        action: 'put',
        what: 'principal',
        value: { ...role, name: statement.argument.text, modifiedAt: nowText(frame) },
      },
    ];
  const member = security.principal(databaseId, statement.argument.text);
  if (member === undefined) {
    throw new SqlError(
      15151,
      16,
      1,
      `Cannot add the principal '${statement.argument.text}', because it does not exist or you do not have permission.`,
    );
  }
  const value = { databaseId, roleId: role.id, memberId: member.id };
  return [{ action: statement.action === 'add member' ? 'put' : 'delete', what: 'role member', value }];
}

export function dropPrincipal(kind: 'user' | 'role', name: string, frame: Frame): CatalogChange[] {
  requireDatabaseRole(frame, kind === 'user' ? 'db_accessadmin' : 'db_securityadmin');
  const principal = findPrincipal(name, kind, frame);
  if (principal.id < FIRST_USER_ID || principal.fixedRole === true) {
    throw new SqlError(15150, 16, 1, `Cannot drop the ${kind} '${principal.name}'.`);
  }
  if (kind === 'role' && frame.session.engine.security.hasMembers(principal.databaseId, principal.id)) {
    throw new SqlError(15144, 16, 1, 'The role has members. It must be empty before it can be dropped.');
  }
  return [{ action: 'delete', what: 'principal', databaseId: principal.databaseId, id: principal.id }];
}

export function findPrincipal(name: string, kind: 'user' | 'role' | 'principal', frame: Frame): PrincipalMeta {
  const found = frame.session.engine.security.principal(frame.session.databaseId, name);
  if (found === undefined || (kind === 'user' && found.type !== 'S') || (kind === 'role' && found.type !== 'R')) {
    throw new SqlError(
      15151,
      16,
      1,
      `Cannot find the ${kind} '${name}', because it does not exist or you do not have permission.`,
    );
  }
  return found;
}

export function requireDatabaseRole(frame: Frame, role: string): void {
  const { identity, databaseId, engine } = frame.session;
  if (identity.isSysadmin) return;
  const roles = engine.security.databaseRoles(identity, databaseId);
  if (roles.includes('db_owner') || roles.includes(role)) return;
  throw new SqlError(15247, 16, 1, 'User does not have permission to perform this action.');
}

function refuseTaken(name: string, frame: Frame): void {
  if (frame.session.engine.security.principal(frame.session.databaseId, name) === undefined) return;
  throw new SqlError(15023, 16, 1, `User, group, or role '${name}' already exists in the current database.`);
}

const nowText = (frame: Frame): string => new Date(frame.session.engine.clock.now()).toISOString();
