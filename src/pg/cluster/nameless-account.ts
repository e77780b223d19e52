import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Account } from './account.ts';
import { PgClusterError } from './errors.ts';
import { type PgProgram, programAt } from './program.ts';
import { probeProgram } from './program-copy.ts';

const LOOKUP = Buffer.from('\0getpwuid\0');
const SUBSTITUTE = Buffer.from('\0getpwent\0');

/** How initdb and `postgres --single` say that the user database has no entry for their uid. */
export const NO_ACCOUNT_NAME = /could not look up effective user ID/;

/**
 * Kubernetes and OpenShift run containers under uids that have no passwd entry. The server does not mind, but initdb and the single
 * user mode in which it runs SQL ask for the name of their uid and give up without one, although initdb is told the superuser's
 * name and single-user mode does not use it. So they run, only for initdb, from a copy in which the imported function `getpwuid` is
 * replaced by `getpwent`: same library, same result type, same length of name, and it answers with the first entry there is. Only
 * the string in the table of imported names changes; the linker looks both up in the C library in the same way.
 */
export async function withNamelessProgram<T>(
  program: PgProgram,
  account: Account,
  directories: readonly string[],
  use: (nameless: PgProgram) => Promise<T>,
): Promise<T> {
  const reasons: string[] = [];
  for (const directory of directories) {
    let staged: string | undefined;
    try {
      staged = mkdtempSync(join(directory, 'hf-initdb-'));
      const nameless = stage(program, staged);
      const reason = await probeProgram(nameless, account);
      if (reason === undefined) return await use(nameless);
      reasons.push(`${directory}: ${reason}`);
    } catch (error) {
      // A directory that cannot be written is only one candidate; every other failure is final.
      if (staged !== undefined || !(error instanceof Error)) throw error;
      reasons.push(error.message);
    } finally {
      if (staged !== undefined) rmSync(staged, { recursive: true, force: true });
    }
  }
  throw new PgClusterError(
    'PG_INIT_FAILED',
    `uid ${account.uid} has no name, and there is no place for a program: ${reasons.join('; ')}`,
    {
      hint: `add an entry for uid ${account.uid} to /etc/passwd, or make a temporary directory writable without noexec`,
    },
  );
}

function stage(program: PgProgram, directory: string): PgProgram {
  chmodSync(directory, 0o755);
  mkdirSync(join(directory, 'bin'));
  chmodSync(join(directory, 'bin'), 0o755);
  for (const part of ['lib', 'share']) symlinkSync(join(program.root, part), join(directory, part));
  const nameless = programAt(directory);
  for (const file of [program.initdb, program.postgres]) {
    const path = join(directory, 'bin', basename(file));
    writeFileSync(path, withoutLookup(file));
    chmodSync(path, 0o755);
  }
  return nameless;
}

function withoutLookup(file: string): Buffer {
  const bytes = readFileSync(file);
  const at = bytes.indexOf(LOOKUP);
  if (at < 0) {
    throw new PgClusterError(
      'PG_INIT_FAILED',
      `${file} does not import getpwuid, so its check of the uid cannot be met`,
      {
        hint: 'run as a uid that has an entry in /etc/passwd',
      },
    );
  }
  SUBSTITUTE.copy(bytes, at);
  return bytes;
}
