import { randomBytes } from 'node:crypto';
import {
  DBO_ID,
  SA_ID,
  SERVER,
  SqlError,
  convertValue,
  nvarchar,
  varbinary,
  type ExecuteAs,
  type ExecuteAsStatement,
  type Revert,
} from '../../tsql/index.ts';
import { evaluate } from '../execution/expression.ts';
import type { Frame } from '../execution/frame.ts';
import type { ClientSession, Identity } from '../session/client-session.ts';
import { assign } from '../statements/variables.ts';

const NAME_LENGTH = 128;
const COOKIE_BYTES = 100;

/** EXECUTE AS LOGIN | USER | CALLER: another identity until REVERT, or until the module ends that says it. */
export async function runExecuteAs(statement: ExecuteAsStatement, frame: Frame): Promise<void> {
  const { session } = frame;
  if (statement.type === 'caller') session.impersonate(frame.callerIdentity);
  else if (statement.name !== undefined) {
    const { type, value } = await evaluate(statement.name, frame);
    const name = (convertValue(value, type, nvarchar(NAME_LENGTH), { mode: 'cast' }) as string | null) ?? '';
    session.impersonate(statement.type === 'login' ? loginIdentity(name, session) : userIdentity(name, session));
  }
  if (statement.cookieInto !== undefined) {
    assign(frame, statement.cookieInto.toLowerCase(), {
      type: varbinary(COOKIE_BYTES),
      value: randomBytes(COOKIE_BYTES),
    });
  }
  session.counters.lastError = 0;
}

/** REVERT: back to who the session was before the last EXECUTE AS of this scope. */
export function runRevert(_statement: Revert, frame: Frame): void {
  frame.session.revert(frame.impersonations);
  frame.session.counters.lastError = 0;
}

/** EXECUTE AS of a module's header; undefined: it runs as its caller. */
export function moduleIdentity(as: ExecuteAs | undefined, session: ClientSession): Identity | undefined {
  switch (as?.kind) {
    case undefined:
    case 'caller':
      return undefined;
    case 'self':
    case 'owner':
      return {
        loginId: SA_ID,
        loginName: session.engine.security.principalById(SERVER, SA_ID)?.name ?? 'sa',
        isSysadmin: true,
        user: { databaseId: session.databaseId, id: DBO_ID },
      };
    case 'name':
      return userIdentity(as.name, session);
  }
}

/** EXEC ('...') AS LOGIN | USER = 'name'. */
export function stringIdentity(
  as: { readonly type: 'login' | 'user'; readonly name: string },
  session: ClientSession,
): Identity {
  return as.type === 'login' ? loginIdentity(as.name, session) : userIdentity(as.name, session);
}

function loginIdentity(name: string, session: ClientSession): Identity {
  const { security } = session.engine;
  const login = security.login(name);
  if (login === undefined || (!session.isSysadmin && login.id !== session.identity.loginId)) {
    throw new SqlError(
      15406,
      16,
      1,
      `Cannot execute as the server principal because the principal "${name}" does not exist, this type of principal cannot be impersonated, or you do not have permission.`,
    );
  }
  return { loginId: login.id, loginName: login.name, isSysadmin: security.isSysadmin(login.id) };
}

function userIdentity(name: string, session: ClientSession): Identity {
  const {
    databaseId,
    identity,
    engine: { security },
  } = session;
  const user = security.principal(databaseId, name);
  const own = security.user(identity, databaseId);
  const allowed =
    session.isSysadmin ||
    own?.id === DBO_ID ||
    own?.id === user?.id ||
    security.databaseRoles(identity, databaseId).includes('db_owner');
  if (user?.type !== 'S' || !allowed) {
    throw new SqlError(
      15517,
      16,
      1,
      `Cannot execute as the database principal because the principal "${name}" does not exist, this type of principal cannot be impersonated, or you do not have permission.`,
    );
  }
  const login = user.sid === undefined ? undefined : security.userWithSid(SERVER, user.sid);
  const isDbo = user.id === DBO_ID;
  return {
    loginId: isDbo ? SA_ID : (login?.id ?? 0),
    loginName: isDbo ? 'sa' : (login?.name ?? user.name),
    isSysadmin: isDbo,
    user: { databaseId, id: user.id },
  };
}
