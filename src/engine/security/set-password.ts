import type { PgConnection } from '../../pg/index.ts';
import { SERVER } from '../../tsql/index.ts';
import type { CatalogChange } from '../catalog/catalog-change.ts';
import { changeSteps } from '../catalog/change-steps.ts';
import type { Engine } from '../engine.ts';
import { hashPassword } from './password-hash.ts';

/** Gives a login its password; in force at once for new connections. */
export async function setLoginPassword(
  engine: Engine,
  connection: PgConnection,
  loginId: number,
  password: string,
): Promise<void> {
  const changes: CatalogChange[] = [
    { action: 'put', what: 'password', principalId: loginId, hash: await hashPassword(password) },
  ];
  const login = engine.security.principalById(SERVER, loginId);
  // A password of the login's own choice is what MUST_CHANGE waited for.
  if (login?.mustChange === true)
    changes.push({ action: 'put', what: 'principal', value: { ...login, mustChange: false } });
  await connection.runSimple(changeSteps(changes).join('; '));
  engine.catalogStore.commit(changes);
}

/** Sets a login's password outside any session: for the operator who has lost it, for the login that changes it as it logs in. */
export async function resetLoginPassword(engine: Engine, loginId: number, password: string): Promise<void> {
  const connection = await engine.pool.acquire();
  try {
    await setLoginPassword(engine, connection, loginId, password);
  } finally {
    engine.pool.release(connection);
  }
}
