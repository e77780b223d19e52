import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** postmaster.pid, the lock file of a data directory. Its lines: LOCK_FILE_LINE_* in PostgreSQL's pidfile.h. */
export interface PostmasterFile {
  readonly pid: number;
  readonly port: number;
  readonly socketDirectory: string;
  /** 'starting', 'ready', 'standby', 'stopping'; empty before the first. */
  readonly status: string;
}

export function postmasterFilePath(dataDirectory: string): string {
  return join(dataDirectory, 'postmaster.pid');
}

export function readPostmasterFile(dataDirectory: string): PostmasterFile | undefined {
  const path = postmasterFilePath(dataDirectory);
  if (!existsSync(path)) return undefined;
  const lines = readFileSync(path, 'utf8').split('\n');
  return {
    // A single-user backend writes its pid negated.
    pid: Math.abs(Number(lines[0])),
    port: Number(lines[3] ?? 0),
    socketDirectory: lines[4] ?? '',
    status: (lines[7] ?? '').trim(),
  };
}
