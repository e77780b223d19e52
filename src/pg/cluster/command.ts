import { spawn } from 'node:child_process';
import { HoldfastError } from '../../base/index.ts';
import { type Account, asAccount } from './account.ts';

const OUTPUT_LIMIT_BYTES = 256 * 1024;

export interface CommandResult {
  readonly code: number | null;
  readonly output: string;
  /** The error code of the system where the program could not be started at all. */
  readonly systemCode: string | undefined;
}

/** The environment of every PostgreSQL process: nothing of ours may change what it does, and its messages are in English. */
export function programEnvironment(): Record<string, string> {
  const { PATH = '/usr/bin:/bin', SystemRoot } = process.env;
  return { PATH, LC_ALL: 'C', TZ: 'UTC', ...(SystemRoot === undefined ? {} : { SystemRoot }) };
}

/** Runs a program to its end as the account. */
export function runCommand(
  file: string,
  args: readonly string[],
  options: { account: Account; timeoutMs: number },
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      // A directory that every account can enter: the current one may be private.
      cwd: '/',
      env: programEnvironment(),
      stdio: ['ignore', 'pipe', 'pipe'],
      ...asAccount(options.account),
    });
    const chunks: Buffer[] = [];
    let size = 0;
    const keep = (chunk: Buffer): void => {
      if (size < OUTPUT_LIMIT_BYTES) chunks.push(chunk);
      size += chunk.length;
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new HoldfastError('PG_COMMAND_TIMEOUT', `${file} did not end within ${options.timeoutMs} ms`));
    }, options.timeoutMs);
    child.on('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      resolve({ code: null, output: error.message, systemCode: error.code ?? 'UNKNOWN' });
    });
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ code, output: Buffer.concat(chunks).toString(), systemCode: undefined });
    });
  });
}
