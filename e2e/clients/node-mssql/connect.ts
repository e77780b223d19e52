import sql from 'mssql';
import { DATABASE, HOST, PASSWORD, PORT, USER } from '../node/environment.ts';

export interface Changes {
  readonly user?: string;
  readonly password?: string;
  readonly database?: string;
  readonly requestTimeout?: number;
  readonly encrypt?: boolean;
  readonly most?: number;
}

/** A pool with its own connections: `sql.connect` would share one for the whole program. */
export function connect(changes: Changes = {}): Promise<sql.ConnectionPool> {
  const pool = new sql.ConnectionPool({
    server: HOST,
    port: PORT,
    user: changes.user ?? USER,
    password: changes.password ?? PASSWORD,
    database: changes.database ?? DATABASE,
    requestTimeout: changes.requestTimeout ?? 60_000,
    pool: { min: 0, max: changes.most ?? 1 },
    options: { encrypt: changes.encrypt ?? true, trustServerCertificate: true, useUTC: true },
  });
  return pool.connect();
}

/** The first column of the first row. */
export async function value(pool: sql.ConnectionPool | sql.Transaction, query: string): Promise<unknown> {
  const request = pool instanceof sql.ConnectionPool ? pool.request() : new sql.Request(pool);
  const { recordset } = await request.query<Record<string, unknown>>(query);
  return Object.values(recordset[0] ?? {})[0];
}

export async function failureOf(run: () => Promise<unknown>): Promise<Error & { code?: string; number?: number }> {
  try {
    await run();
  } catch (error) {
    return error as Error;
  }
  throw new Error('no error came');
}
