import { randomBytes } from 'node:crypto';
import {
  SERVER,
  SqlError,
  type AlterLogin,
  type CreateLogin,
  type Option,
  type Password,
  type PrincipalMeta,
} from '../../tsql/index.ts';
import type { CatalogChange } from '../catalog/catalog-change.ts';
import type { Frame } from '../execution/frame.ts';
import { hashPassword } from '../security/password-hash.ts';
import { checkPasswordPolicy } from '../security/password-policy.ts';
import { unsupported } from '../statements/variables.ts';

const SID_BYTES = 16;
const FIRST_USER_LOGIN_ID = 256;

/** CREATE LOGIN name WITH PASSWORD = '...' */
export async function createLogin(statement: CreateLogin, frame: Frame): Promise<CatalogChange[]> {
  const { security } = frame.session.engine;
  const name = statement.name.text;
  if (statement.from !== 'password' || statement.password === undefined)
    throw unsupported(`CREATE LOGIN FROM ${statement.from.toUpperCase()}`);
  requireServerRole(frame, 'securityadmin');
  if (security.principal(SERVER, name) !== undefined) {
    throw new SqlError(15025, 16, 1, `The server principal '${name}' already exists.`);
  }
  requireExpiration(statement.password, wordOption(statement.options, 'CHECK_EXPIRATION'), undefined);
  const now = new Date(frame.session.engine.clock.now()).toISOString();
  const id = security.nextPrincipalId(SERVER, FIRST_USER_LOGIN_ID);
  const principal: PrincipalMeta = {
    databaseId: SERVER,
    id,
    name,
    type: 'S',
    sid: sidOption(statement.options) ?? randomBytes(SID_BYTES).toString('hex').toUpperCase(),
    defaultDatabase: wordOption(statement.options, 'DEFAULT_DATABASE') ?? 'master',
    defaultLanguage: wordOption(statement.options, 'DEFAULT_LANGUAGE') ?? 'us_english',
    policyChecked: wordOption(statement.options, 'CHECK_POLICY')?.toUpperCase() !== 'OFF',
    expirationChecked: wordOption(statement.options, 'CHECK_EXPIRATION')?.toUpperCase() === 'ON',
    mustChange: statement.password.mustChange,
    createdAt: now,
    modifiedAt: now,
  };
  return [
    { action: 'put', what: 'principal', value: principal },
    {
      action: 'put',
      what: 'password',
      principalId: id,
      hash: await hashOf(statement.password, principal.policyChecked === true),
    },
  ];
}

/** ALTER LOGIN name ENABLE | DISABLE | WITH PASSWORD = '...', NAME = x, DEFAULT_DATABASE = y */
export async function alterLogin(statement: AlterLogin, frame: Frame): Promise<CatalogChange[]> {
  const { session } = frame;
  const login = findLogin(statement.name.text, frame);
  const own = login.id === session.identity.loginId;
  const { action } = statement;
  if (action.kind === 'credential') throw unsupported('ALTER LOGIN ... CREDENTIAL');
  if (!own || action.kind !== 'set') requireServerRole(frame, 'securityadmin');
  const modifiedAt = new Date(session.engine.clock.now()).toISOString();
  if (action.kind !== 'set')
    return [{ action: 'put', what: 'principal', value: { ...login, disabled: action.kind === 'disable', modifiedAt } }];
  const { password } = action;
  const expiration = wordOption(action.options, 'CHECK_EXPIRATION');
  if (password !== undefined) requireExpiration(password, expiration, login);
  const changes: CatalogChange[] = [
    {
      action: 'put',
      what: 'principal',
      value: {
        ...login,
        modifiedAt,
        name: wordOption(action.options, 'NAME') ?? login.name,
        defaultDatabase: wordOption(action.options, 'DEFAULT_DATABASE') ?? login.defaultDatabase ?? 'master',
        defaultLanguage: wordOption(action.options, 'DEFAULT_LANGUAGE') ?? login.defaultLanguage ?? 'us_english',
        expirationChecked: expiration === undefined ? login.expirationChecked : expiration.toUpperCase() === 'ON',
        mustChange: password === undefined ? login.mustChange : password.mustChange,
      },
    },
  ];
  if (password !== undefined) {
    const policy = wordOption(action.options, 'CHECK_POLICY')?.toUpperCase() !== 'OFF' && login.policyChecked !== false;
    changes.push({ action: 'put', what: 'password', principalId: login.id, hash: await hashOf(password, policy) });
  }
  return changes;
}

/** MUST_CHANGE is for logins whose passwords expire (sql-docs: t-sql/statements/create-login-transact-sql). */
function requireExpiration(password: Password, option: string | undefined, login: PrincipalMeta | undefined): void {
  const expires = option === undefined ? login?.expirationChecked === true : option.toUpperCase() === 'ON';
  if (!password.mustChange || expires) return;
  throw new SqlError(
    15128,
    16,
    1,
    'The CHECK_POLICY and CHECK_EXPIRATION options cannot be turned OFF when MUST_CHANGE is ON.',
  );
}

export function dropLogin(name: string, frame: Frame): CatalogChange[] {
  requireServerRole(frame, 'securityadmin');
  const login = findLogin(name, frame);
  const inUse = [...frame.session.engine.sessions.values()].some((session) => session.identity.loginId === login.id);
  if (inUse)
    throw new SqlError(15434, 16, 1, `Could not drop login '${login.name}' as the user is currently logged in.`);
  return [
    { action: 'delete', what: 'principal', databaseId: SERVER, id: login.id },
    { action: 'delete', what: 'password', principalId: login.id },
  ];
}

export function findLogin(name: string, frame: Frame): PrincipalMeta {
  const login = frame.session.engine.security.login(name);
  if (login === undefined) {
    throw new SqlError(
      15151,
      16,
      1,
      `Cannot alter the login '${name}', because it does not exist or you do not have permission.`,
    );
  }
  return login;
}

/** Membership of a fixed server role (or of sysadmin). */
export function requireServerRole(frame: Frame, role: string): void {
  const { identity, engine } = frame.session;
  if (identity.isSysadmin || engine.security.serverRoles(identity).includes(role)) return;
  throw new SqlError(15247, 16, 1, 'User does not have permission to perform this action.');
}

async function hashOf(password: Password, policy: boolean): Promise<string> {
  const { value } = password;
  if (password.hashed) throw unsupported('PASSWORD = 0x... HASHED');
  if (value.kind !== 'literal')
    throw new SqlError(15119, 16, 1, 'Password validation failed. The password must be a string.');
  if (policy) checkPasswordPolicy(value.value);
  return hashPassword(value.value);
}

export function wordOption(options: readonly Option[], name: string): string | undefined {
  const value = options.find((option) => option.name === name)?.values[0];
  if (value === undefined) return undefined;
  return value.kind === 'word' ? value.text : value.kind === 'literal' ? value.value : undefined;
}

function sidOption(options: readonly Option[]): string | undefined {
  return wordOption(options, 'SID')?.replace(/^0x/i, '').toUpperCase();
}
