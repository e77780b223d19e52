import type { PgConnection } from '../../pg/index.ts';
import type { CatalogChange } from '../catalog/catalog-change.ts';
import { changeSteps } from '../catalog/change-steps.ts';
import type { Engine } from '../engine.ts';
import { hashPassword } from './password-hash.ts';


/** Gives a login its password; in force at once for new connections. */
export async function setLoginPassword(engine: Engine, connection: PgConnection, loginId: number, password: string): Promise<void> {
  const change: CatalogChange = { action: 'put', what: 'password', principalId: loginId, hash: await hashPassword(password) };
  await connection.runSimple(changeSteps([change]).join('; '));
  engine.catalogStore.commit([change]);
}

/** Sets a login's password from outside a session, for the operator who has lost it. */
export async function resetLoginPassword(engine: Engine, loginId: number, password: string): Promise<void> {
  const connection = await engine.pool.acquire();
  try {
    await setLoginPassword(engine, connection, loginId, password);
  } finally {
    engine.pool.release(connection);
  }
}
