import { chmodSync, cpSync, lchownSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureDatabase } from './cluster/database.ts';
import { Postgres } from './cluster/postgres.ts';
import { signal } from './cluster/processes.ts';
import type { RunningPostgres, StopMode } from './cluster/running-postgres.ts';
import type { PgSettings } from './cluster/settings.ts';
import type { PgConnectOptions } from './wire/types.ts';

export interface TestPostgres {
  /** For `PgConnection.connect`: superuser, database `holdfast`. */
  readonly connectOptions: PgConnectOptions;
  readonly dataDirectory: string;
  /** The postmaster of the moment. */
  readonly running: RunningPostgres;
  /** Ends the postmaster, by default as a crash would, and starts another; connections are lost, the address stays. */
  restart(mode?: StopMode): Promise<void>;
  /** Stops it and removes its files. */
  stop(): Promise<void>;
}

const MIB = 1024 * 1024;

let template: Promise<string> | undefined;

/**
 * A fresh PostgreSQL below the directory of temporary files, with an empty database `holdfast`. Not durable unless the settings say
 * so. initdb runs once a process; further instances are copies of its result.
 */
export async function startTestPostgres(settings: Partial<PgSettings> = {}): Promise<TestPostgres> {
  const root = mkdtempSync(join(tmpdir(), 'hf-pg-'));
  try {
    return await startIn(root, settings);
  } catch (error) {
    rmSync(root, { recursive: true, force: true });
    throw error;
  }
}

async function startIn(root: string, settings: Partial<PgSettings>): Promise<TestPostgres> {
  const dataDirectory = join(root, 'data');
  template ??= makeTemplate();
  copyTree(await template, dataDirectory);
  chmodSync(root, 0o755);
  const postgres = new Postgres({
    dataDirectory,
    socketDirectory: join(root, 'run'),
    settings: { memoryLimitBytes: 256 * MIB, durable: false, maxConnections: 50, ...settings },
  });
  let running = await postgres.start();
  // A test that ends without stopping it must not leave it behind.
  const killAtExit = (): void => {
    signal(running.pid, 'SIGQUIT');
    rmSync(root, { recursive: true, force: true, maxRetries: 5 });
  };
  process.once('exit', killAtExit);
  await ensureDatabase(running, 'holdfast');
  const { socketDirectory, port, superuser: user } = running;
  return {
    connectOptions: { socketDirectory, port, user, database: 'holdfast', applicationName: 'test' },
    dataDirectory,
    get running() {
      return running;
    },
    restart: async (mode = 'kill') => {
      await running.stop(mode);
      running = await postgres.start();
    },
    stop: async () => {
      process.off('exit', killAtExit);
      await running.stop('immediate');
      rmSync(root, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function makeTemplate(): Promise<string> {
  const root = mkdtempSync(join(tmpdir(), 'hf-pg-template-'));
  process.once('exit', () => rmSync(root, { recursive: true, force: true }));
  chmodSync(root, 0o755);
  const dataDirectory = join(root, 'data');
  await new Postgres({ dataDirectory, sync: false }).init();
  return dataDirectory;
}

/** `cpSync` keeps modes but not owners, and PostgreSQL must own its files. */
function copyTree(from: string, to: string): void {
  cpSync(from, to, { recursive: true, verbatimSymlinks: true });
  const { uid, gid } = statSync(from);
  if (process.geteuid?.() === 0) chownTree(to, uid, gid);
}

function chownTree(path: string, uid: number, gid: number): void {
  lchownSync(path, uid, gid);
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    const child = join(path, entry.name);
    if (entry.isDirectory()) chownTree(child, uid, gid);
    else lchownSync(child, uid, gid);
  }
}
