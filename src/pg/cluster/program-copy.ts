import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import type { Account } from './account.ts';
import { runCommand } from './command.ts';
import { diskFull, PgClusterError } from './errors.ts';
import { type PgProgram, POSTGRES_MAJOR, programAt } from './program.ts';

const PROBE_TIMEOUT_MS = 20_000;

/** Undefined where the account can run the program, else why not. */
export async function probeProgram(program: PgProgram, account: Account): Promise<string | undefined> {
  const { code, output } = await runCommand(program.postgres, ['--version'], { account, timeoutMs: PROBE_TIMEOUT_MS });
  if (code !== 0) return output.trim() || `exit code ${code}`;
  const major = /\(PostgreSQL\) (\d+)/.exec(output)?.[1];
  if (major === String(POSTGRES_MAJOR)) return undefined;
  throw new PgClusterError(
    'PG_PROGRAM_VERSION',
    `${program.postgres} is ${output.trim()}, not PostgreSQL ${POSTGRES_MAJOR}`,
    {
      hint: 'unset HOLDFAST_PG_BIN, or point it at the programs of PostgreSQL 18',
    },
  );
}

/**
 * A program that the account can run: the installed one, or a copy of it in `copyDirectory`. The installed one may lie where the
 * account cannot go (under /root), or its package manager left out the libraries' symbolic links.
 */
export async function usableProgram(installed: PgProgram, copyDirectory: string, account: Account): Promise<PgProgram> {
  const reason = await probeProgram(installed, account);
  if (reason === undefined) return installed;
  const copy = tryCopy(installed, copyDirectory, account, reason);
  const copyReason = await probeProgram(copy, account);
  if (copyReason === undefined) return copy;
  throw new PgClusterError(
    'PG_PROGRAM_UNUSABLE',
    `uid ${account.uid} can run PostgreSQL neither from ${installed.root} (${reason}) nor from ${copy.root} (${copyReason})`,
    {
      hint: `make ${installed.root} readable and executable for uid ${account.uid}, and mount the data volume without noexec`,
    },
  );
}

function tryCopy(installed: PgProgram, copyDirectory: string, account: Account, reason: string): PgProgram {
  try {
    return copyProgram(installed, copyDirectory);
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    if (code === 'ENOSPC' || code === 'EDQUOT') throw diskFull(copyDirectory, cause);
    throw new PgClusterError(
      'PG_PROGRAM_UNUSABLE',
      `uid ${account.uid} cannot run PostgreSQL from ${installed.root} (${reason}), and it cannot be copied to ${copyDirectory} (${String(code)})`,
      { hint: `make ${installed.root} readable and executable for uid ${account.uid}`, cause },
    );
  }
}

/** One copy, named by the program's size and time so that an upgrade makes a new one; earlier ones go. */
function copyProgram(installed: PgProgram, copyDirectory: string): PgProgram {
  const { size, mtimeMs } = statSync(installed.postgres);
  const name = `${POSTGRES_MAJOR}-${size.toString(36)}-${Math.trunc(mtimeMs).toString(36)}`;
  const target = join(copyDirectory, name);
  if (existsSync(target)) return programAt(target);
  rmSync(copyDirectory, { recursive: true, force: true });
  mkdirSync(copyDirectory, { recursive: true, mode: 0o755 });
  const partial = `${target}.partial`;
  for (const part of ['bin', 'lib', 'share']) {
    // Archives for linking are a fifth of the package and never run.
    const filter = (source: string): boolean => !source.endsWith('.a') && basename(source) !== 'pkgconfig';
    cpSync(join(installed.root, part), join(partial, part), { recursive: true, verbatimSymlinks: true, filter });
  }
  restoreLinks(installed, partial);
  makeReadable(partial);
  renameSync(partial, target);
  return programAt(target);
}

/** npm packages cannot hold symbolic links: the package lists them, and a script makes them, unless scripts were forbidden. */
function restoreLinks(installed: PgProgram, copy: string): void {
  const list = join(installed.root, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(copy, relative('native', target));
    const file = join(copy, relative('native', source));
    if (!existsSync(link) && existsSync(file)) symlinkSync(relative(dirname(link), file), link);
  }
}

function makeReadable(directory: string): void {
  chmodSync(directory, 0o755);
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) makeReadable(path);
    else if (entry.isFile())
      chmodSync(path, basename(directory) === 'bin' || entry.name.includes('.so') ? 0o755 : 0o644);
  }
}
