import { createHash } from 'node:crypto';
import { chmodSync, chownSync, existsSync, lstatSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { socketPath } from '../wire/startup-flight.ts';
import type { Account } from './account.ts';
import { PgClusterError } from './errors.ts';

/** sockaddr_un holds 108 bytes (104 on macOS), one of them the zero at the end. */
const SOCKET_PATH_LIMIT_BYTES = process.platform === 'darwin' ? 103 : 107;

/** Eight hexadecimal digits that stand for a data directory. */
export function directoryTag(dataDirectory: string): string {
  return createHash('sha256').update(dataDirectory).digest('hex').slice(0, 8);
}

/** The wanted directory where its socket's path is short enough, else a short one below the runtime directory. */
export function chooseSocketDirectory(
  wanted: string | undefined,
  runtimeDirectory: string,
  dataDirectory: string,
  port: number,
): string {
  const short = join(runtimeDirectory, `holdfast-${directoryTag(dataDirectory)}`);
  const candidates = wanted === undefined ? [short] : [wanted, short];
  const fitting = candidates.find(
    (directory) => Buffer.byteLength(socketPath(directory, port)) <= SOCKET_PATH_LIMIT_BYTES,
  );
  if (fitting !== undefined) return fitting;
  throw new PgClusterError(
    'PG_PATH_TOO_LONG',
    `the path of a Unix socket has at most ${SOCKET_PATH_LIMIT_BYTES} bytes; ${socketPath(short, port)} has more`,
    { hint: 'choose a shorter runtime directory, such as /run or /tmp' },
  );
}

/** Private to the account, because whoever reaches the socket is let in. */
export function prepareSocketDirectory(directory: string, account: Account): void {
  if (!existsSync(directory)) {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    if (account.drop) chownSync(directory, account.uid, account.gid);
  }
  const found = lstatSync(directory);
  if (process.platform === 'win32') return;
  // In a shared place such as /tmp somebody else could have put it there first.
  const mayChange = account.drop || found.uid === account.uid;
  if (!found.isDirectory() || (found.uid !== account.uid && !(account.drop && found.uid === 0))) {
    throw new PgClusterError('PG_SOCKET_DIRECTORY', `${directory} is not a directory of uid ${account.uid}`, {
      hint: `remove it, or run: chown ${account.uid}:${account.gid} ${directory}`,
    });
  }
  if (account.drop && found.uid !== account.uid) chownSync(directory, account.uid, account.gid);
  if (mayChange && (found.mode & 0o077) !== 0) chmodSync(directory, 0o700);
}
