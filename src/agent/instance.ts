import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from '../base/index.ts';
import { lockDirectory } from './directory-lock.ts';
import { clearLeftover } from './leftover-process.ts';

/** Below the data directory. */
const RUN_DIRECTORY = 'run';
const POSTGRES_DIRECTORY = 'postgres';

export const CONTROL_SOCKET = 'agent.sock';
export const SERVER_PID_FILE = 'server.pid';

/** A data directory that is ours alone until it is released. */
export interface Instance {
  readonly directory: string;
  readonly runDirectory: string;
  readonly postgresDirectory: string;
  release(): void;
}

/**
 * Takes the data directory, or throws DataDirectoryInUse. Ends a server process that a killed agent left (it would hold the port);
 * a PostgreSQL that was left is the business of the start of PostgreSQL.
 */
export async function openInstance(directory: string, log: Log): Promise<Instance> {
  const lock = lockDirectory(directory);
  try {
    const runDirectory = join(directory, RUN_DIRECTORY);
    mkdirSync(runDirectory, { recursive: true, mode: 0o700 });
    if (await clearLeftover(join(runDirectory, SERVER_PID_FILE)))
      log.warn({}, 'ended a server process that an earlier run had left');
    return {
      directory,
      runDirectory,
      postgresDirectory: join(directory, POSTGRES_DIRECTORY),
      release: () => lock.release(),
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

export function controlSocketOf(directory: string): string {
  return join(directory, RUN_DIRECTORY, CONTROL_SOCKET);
}
