import { randomUUID } from 'node:crypto';
import { PgConnection, PgError } from '../pg/index.ts';
import { WritePathFailed } from './errors.ts';
import type { PostgresTarget } from './messages.ts';

/** What Kubernetes would call a failed write: the disk hangs, or PostgreSQL does. */
const DEADLINE_MS = 3_000;
const DISK_FULL = '53100';
const UNDEFINED_TABLE = '42P01';
const INVALID_SCHEMA = '3F000';

/** `read only`: the disk is full. Reads go on, so the instance stays in service and says what it lacks. */
export type WritePathResult = 'ok' | 'read only';

/**
 * Writes a value that no earlier probe wrote, durably, and reads it back, on a connection of its own: neither a cached page nor an
 * idle pool can pretend that the storage works.
 */
export async function probeWritePath(target: PostgresTarget, deadlineMs = DEADLINE_MS): Promise<WritePathResult> {
  const attempt = writeAndRead(target);
  // After the deadline nobody waits for the attempt any more; its own failure is then no news.
  attempt.catch(() => {});
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new WritePathFailed(`no write came through within ${deadlineMs} ms`)), deadlineMs);
  });
  try {
    return await Promise.race([attempt, deadline]);
  } catch (error) {
    if (error instanceof PgError && error.sqlstate === DISK_FULL) return 'read only';
    if (error instanceof WritePathFailed) throw error;
    throw new WritePathFailed(error instanceof Error ? error.message : String(error), error);
  } finally {
    clearTimeout(timer);
  }
}

async function writeAndRead(target: PostgresTarget): Promise<WritePathResult> {
  const connection = await PgConnection.connect({ ...target, applicationName: 'holdfast-probe' });
  try {
    const value = randomUUID();
    const write = `INSERT INTO holdfast_agent.probe VALUES (1, '${value}') ON CONFLICT (id) DO UPDATE SET value = EXCLUDED.value`;
    try {
      await connection.runSimple(write);
    } catch (error) {
      if (!(error instanceof PgError && (error.sqlstate === UNDEFINED_TABLE || error.sqlstate === INVALID_SCHEMA)))
        throw error;
      await connection.runSimple(
        'CREATE SCHEMA IF NOT EXISTS holdfast_agent; ' +
          'CREATE TABLE IF NOT EXISTS holdfast_agent.probe (id int PRIMARY KEY, value text NOT NULL)',
      );
      await connection.runSimple(write);
    }
    const [result] = await connection.runSimple('SELECT value FROM holdfast_agent.probe WHERE id = 1');
    const read = result?.rows[0]?.[0];
    // Two probes at once may overwrite each other; then the other's value is as good a proof.
    if (read === undefined || read === null) throw new WritePathFailed('what was written cannot be read back');
    return 'ok';
  } finally {
    await connection.close();
  }
}
