import { SqlError, type DatabaseMeta, type PrincipalMeta } from '../../tsql/index.ts';
import type { Engine } from '../engine.ts';
import { passwordWeakness } from '../security/password-policy.ts';
import { resetLoginPassword } from '../security/set-password.ts';
import type { LoginRequest } from '../session-api.ts';
import type { Identity } from './client-session.ts';

/** A hash of no password: an unknown login costs as much time as a known one. */
const DECOY_HASH = `scrypt$16384$8$1$${Buffer.alloc(16).toString('base64')}$${Buffer.alloc(32).toString('base64')}`;
const MASTER_ID = 1;

/** Checks name and password. One message for every failure: which part was wrong is for the log alone (18456). */
export async function authenticate(engine: Engine, request: LoginRequest): Promise<Identity> {
  const { userName, clientAddress } = request;
  const delay = engine.throttle.delay(userName, clientAddress);
  if (delay > 0) await engine.sleep(delay).done;
  const login = engine.security.login(userName);
  const hash = login === undefined ? undefined : engine.security.passwordHash(login.id);
  const right = await engine.verifier.verify(request.password, hash ?? DECOY_HASH);
  if (login === undefined || hash === undefined || !right || login.disabled === true) {
    engine.throttle.failed(userName, clientAddress);
    engine.log.warn({ login: userName, address: clientAddress, reason: failure(login, hash, right) }, 'login failed');
    throw new SqlError(18456, 14, 1, `Login failed for user '${userName}'.`);
  }
  engine.throttle.succeeded(userName, clientAddress);
  if (request.newPassword !== undefined) await changePassword(engine, login, request.newPassword);
  else if (login.mustChange === true) {
    throw new SqlError(
      18488,
      14,
      1,
      `Login failed for user '${userName}'.  Reason: The password of the account must be changed.`,
    );
  }
  return { loginId: login.id, loginName: login.name, isSysadmin: engine.security.isSysadmin(login.id) };
}

/** The old password was right: the new one is in force from now on, whatever becomes of this login. */
async function changePassword(engine: Engine, login: PrincipalMeta, password: string): Promise<void> {
  const weakness = login.policyChecked === false ? undefined : passwordWeakness(password);
  if (weakness !== undefined) {
    const number = weakness === 'too short' ? 18464 : 18466;
    throw new SqlError(
      number,
      14,
      1,
      `Login failed for user '${login.name}'.  Reason: Password change failed. The password does not meet the operating system policy requirements because it is ${weakness}.`,
    );
  }
  await resetLoginPassword(engine, login.id, password);
  engine.log.info({ login: login.name }, 'password changed at login');
}

function failure(login: PrincipalMeta | undefined, hash: string | undefined, right: boolean): string {
  if (login === undefined) return 'no such login';
  if (hash === undefined) return 'login without password';
  return right ? 'login is disabled' : 'wrong password';
}

/** The database of the login packet, else the login's default, else master. 4060 when it cannot be opened. */
export function initialDatabase(engine: Engine, request: LoginRequest, identity: Identity): number {
  const catalog = engine.catalogStore.committed;
  const wanted = request.database || engine.security.login(request.userName)?.defaultDatabase || 'master';
  const database = catalog.database(wanted);
  if (database !== undefined && mayOpen(engine, identity, database)) return database.id;
  if (request.database === '') return MASTER_ID;
  throw new SqlError(
    4060,
    11,
    1,
    `Cannot open database "${request.database}" requested by the login. The login failed.`,
  );
}

export function requireDatabaseAccess(engine: Engine, identity: Identity, database: DatabaseMeta): void {
  if (mayOpen(engine, identity, database)) return;
  throw new SqlError(
    916,
    14,
    2,
    `The server principal "${identity.loginName}" is not able to access the database "${database.name}" under the current security context.`,
  );
}

function mayOpen(engine: Engine, identity: Identity, database: DatabaseMeta): boolean {
  return identity.isSysadmin || engine.security.user(identity, database.id) !== undefined;
}
