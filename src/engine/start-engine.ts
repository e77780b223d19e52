import { hostname } from 'node:os';
import { type Clock, type Log, type Random, systemClock } from '../base/index.ts';
import { PgConnection, PgPool, type PgConnectOptions } from '../pg/index.ts';
import { bootstrapDatabase } from './catalog/bootstrap.ts';
import { loadCatalog } from './catalog/load-catalog.ts';
import { pgCollationOf } from './catalog/server-collation.ts';
import { SYSTEM_VIEW_METAS } from './catalog/system-views/generate.ts';
import { Engine } from './engine.ts';
import { setLoginPassword } from './security/set-password.ts';

/** What SERVERPROPERTY('ProductVersion') and @@VERSION say: clients choose their dialect by it. */
export const PRODUCT_VERSION = '15.0.2000.1559';

export interface StartEngineOptions {
  readonly connect: PgConnectOptions;
  /** Connections to PostgreSQL: the most statements and open transactions at one time. */
  readonly poolSize: number;
  /** SQL Server collation name; only the first start of a data directory decides. */
  readonly collation: string;
  /** The password of sa for a data directory that has none yet. */
  readonly initialPassword: string;
  readonly serverName?: string;
  readonly localAddress: string;
  readonly localPort: number;
  readonly productName: string;
  readonly log: Log;
  readonly clock?: Clock;
  readonly random?: Random;
}

/** Installs or upgrades what the database needs, loads the catalog, and answers an engine that is ready for logins. */
export async function startEngine(options: StartEngineOptions): Promise<Engine> {
  const clock = options.clock ?? systemClock;
  // Operators on sys.string are found before text's own only with our schema in the path.
  const connect = { ...options.connect, parameters: { ...options.connect.parameters, search_path: 'pg_catalog, sys' } };
  const pool = new PgPool({ connect: () => PgConnection.connect(connect), size: options.poolSize });
  const machineName = hostname();
  const connection = await pool.acquire();
  try {
    const now = new Date(clock.now()).toISOString();
    const outcome = await bootstrapDatabase(connection, {
      collation: options.collation,
      pgCollation: pgCollationOf(options.collation),
      now,
    });
    const loaded = await loadCatalog(connection, SYSTEM_VIEW_METAS);
    const engine = new Engine({
      pool,
      loaded,
      clock,
      random: options.random ?? Math.random,
      log: options.log,
      serverName: options.serverName ?? machineName,
      machineName,
      collation:
        typeof loaded.settings.get('collation') === 'string'
          ? (loaded.settings.get('collation') as string)
          : options.collation,
      edition: 'Azure SQL Edge Developer (64-bit)',
      versionText: versionText(options.productName),
      localAddress: options.localAddress,
      localPort: options.localPort,
    });
    if (engine.security.passwordHash(1) === undefined)
      await setLoginPassword(engine, connection, 1, options.initialPassword);
    options.log.info({ outcome, databases: [...loaded.catalog.databases()].length }, 'catalog loaded');
    return engine;
  } catch (error) {
    await pool.close();
    throw error;
  } finally {
    pool.release(connection);
  }
}

function versionText(productName: string): string {
  return `Microsoft Azure SQL Edge Developer (RTM) - ${PRODUCT_VERSION} (compatible: ${productName} over PostgreSQL 18)\n\tLinux (X64) <Linux>`;
}
