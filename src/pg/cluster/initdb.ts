import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Account } from './account.ts';
import { runCommand } from './command.ts';
import { diskFull, fileFailure, PgClusterError, wrongOwner } from './errors.ts';
import { NO_ACCOUNT_NAME, withNamelessProgram } from './nameless-account.ts';
import { type PgProgram, POSTGRES_MAJOR } from './program.ts';

/** Slow disks sync the new files for a while. */
const INITDB_TIMEOUT_MS = 300_000;
/** initdb works in here, then everything moves up, PG_VERSION last: while this exists, the cluster is not complete. */
const UNFINISHED = '.initdb-unfinished';
/** What a fresh file system has in its root. */
const IGNORED_ENTRIES: ReadonlySet<string> = new Set(['lost+found']);

export interface InitOptions {
  readonly dataDirectory: string;
  readonly superuser: string;
  /** False only for tests: a crash of the machine may then lose the new cluster. */
  readonly sync: boolean;
}

/** True where there is a complete cluster of our version; false where one can be made. Throws where neither. */
export function clusterExists(dataDirectory: string): boolean {
  if (!existsSync(dataDirectory)) return false;
  const entries = readdirSync(dataDirectory).filter((name) => !IGNORED_ENTRIES.has(name));
  if (entries.length === 0 || entries.includes(UNFINISHED)) return false;
  if (!entries.includes('PG_VERSION')) {
    throw new PgClusterError('PG_DATA_NOT_EMPTY', `${dataDirectory} is neither empty nor a PostgreSQL data directory`, {
      hint: 'give it an empty directory, or move away what is there',
    });
  }
  const version = readFileSync(join(dataDirectory, 'PG_VERSION'), 'utf8').trim();
  if (version === String(POSTGRES_MAJOR)) return true;
  throw new PgClusterError(
    'PG_DATA_VERSION',
    `${dataDirectory} was made by PostgreSQL ${version}; this is PostgreSQL ${POSTGRES_MAJOR}`,
    {
      hint: `dump it with the version that made it, or run pg_upgrade to ${POSTGRES_MAJOR}`,
    },
  );
}

/** Makes the cluster in an absent or empty directory; what an interrupted attempt left is removed first. */
export async function initCluster(program: PgProgram, account: Account, options: InitOptions): Promise<void> {
  const { dataDirectory } = options;
  const work = join(dataDirectory, UNFINISHED);
  try {
    prepareDirectory(dataDirectory, account);
    removeUnfinished(dataDirectory);
    mkdirSync(work, { mode: 0o700 });
    if (account.drop) chownSync(work, account.uid, account.gid);
  } catch (error) {
    throw fileFailure(error, dataDirectory, account);
  }
  await runInitdb(program, account, options, work);
  try {
    moveUp(work, dataDirectory, options.sync);
  } catch (error) {
    throw fileFailure(error, dataDirectory, account);
  }
}

function prepareDirectory(dataDirectory: string, account: Account): void {
  mkdirSync(dirname(dataDirectory), { recursive: true });
  if (!existsSync(dataDirectory)) mkdirSync(dataDirectory, { mode: 0o700 });
  const owner = statSync(dataDirectory).uid;
  if (account.drop) chownSync(dataDirectory, account.uid, account.gid);
  else if (process.platform !== 'win32' && owner !== account.uid) throw wrongOwner(dataDirectory, owner, account);
  chmodSync(dataDirectory, 0o700);
}

function removeUnfinished(dataDirectory: string): void {
  const entries = readdirSync(dataDirectory);
  if (!entries.includes(UNFINISHED)) return;
  for (const name of entries) {
    if (!IGNORED_ENTRIES.has(name) && name !== UNFINISHED) rmSync(join(dataDirectory, name), { recursive: true });
  }
  rmSync(join(dataDirectory, UNFINISHED), { recursive: true });
}

async function runInitdb(program: PgProgram, account: Account, options: InitOptions, target: string): Promise<void> {
  const where = ['--pgdata', target, '--username', options.superuser];
  const how = ['--encoding', 'UTF8', '--locale', 'C', '--auth', 'trust', '--data-checksums', '--no-instructions'];
  const args = [...where, ...how, ...(options.sync ? [] : ['--no-sync'])];
  const attempt = (candidate: PgProgram): ReturnType<typeof runCommand> =>
    runCommand(candidate.initdb, args, { account, timeoutMs: INITDB_TIMEOUT_MS });
  let result = await attempt(program);
  if (result.code !== 0 && NO_ACCOUNT_NAME.test(result.output)) {
    const places = [tmpdir(), dirname(options.dataDirectory), options.dataDirectory];
    result = await withNamelessProgram(program, account, places, attempt);
  }
  if (result.code === 0) return;
  if (/No space left on device/.test(result.output)) throw diskFull(options.dataDirectory);
  if (/Permission denied/.test(result.output)) {
    throw new PgClusterError(
      'PG_DATA_UNREACHABLE',
      `uid ${account.uid} cannot use ${options.dataDirectory}: ${lastLine(result.output)}`,
      {
        hint: `make its parent directories accessible (chmod o+x) and run: chown -R ${account.uid}:${account.gid} ${options.dataDirectory}`,
      },
    );
  }
  throw new PgClusterError('PG_INIT_FAILED', `initdb failed: ${lastLine(result.output)}`, {
    hint: result.output.trim(),
  });
}

function moveUp(work: string, dataDirectory: string, sync: boolean): void {
  const names = readdirSync(work).filter((name) => name !== 'PG_VERSION');
  for (const name of [...names, 'PG_VERSION']) renameSync(join(work, name), join(dataDirectory, name));
  if (sync) syncDirectory(dataDirectory);
  rmdirSync(work);
  if (sync) syncDirectory(dataDirectory);
}

/** Windows cannot open directories and orders its renames itself. */
function syncDirectory(directory: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(directory, 'r');
  fsyncSync(handle);
  closeSync(handle);
}

function lastLine(output: string): string {
  return (
    output
      .trim()
      .split('\n')
      .findLast((line) => /error|could not|FATAL/.test(line)) ?? output.trim().slice(-500)
  );
}
