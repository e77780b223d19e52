import { PgError } from '../errors.ts';
import { PgConnection } from '../wire/connection.ts';
import type { RunningPostgres } from './running-postgres.ts';

const DUPLICATE_DATABASE = '42P04';

/** Makes a database (UTF8, locale C) where it is missing. */
export async function ensureDatabase(running: RunningPostgres, name: string): Promise<void> {
  const { socketDirectory, port, superuser: user } = running;
  const connection = await PgConnection.connect({
    socketDirectory,
    port,
    user,
    database: 'postgres',
    applicationName: 'holdfast-setup',
  });
  try {
    const quoted = `"${name.replaceAll('"', '""')}"`;
    await connection.runSimple(`CREATE DATABASE ${quoted} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'`);
  } catch (error) {
    if (!(error instanceof PgError && error.sqlstate === DUPLICATE_DATABASE)) throw error;
  } finally {
    await connection.close();
  }
}
