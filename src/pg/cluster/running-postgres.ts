import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import type { Clock, Log } from '../../base/index.ts';
import { type Account, asAccount } from './account.ts';
import { programEnvironment } from './command.ts';
import { diskFull, PgClusterError } from './errors.ts';
import { readPostmasterFile } from './postmaster-file.ts';
import { type InstanceIdentity, signal } from './processes.ts';
import type { PgProgram } from './program.ts';

const READY_POLL_MS = 5;
/** How long each way of stopping gets before the next harder one. */
const FAST_STOP_MS = 30_000;
const IMMEDIATE_STOP_MS = 5_000;
/** Kept of the server's log to explain a failed start. */
const LOG_TAIL_LINES = 40;

export interface PostgresExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** `fast` rolls back and writes a checkpoint; `immediate` leaves that to recovery; `kill` is SIGKILL, for tests of recovery. */
export type StopMode = 'fast' | 'immediate' | 'kill';

interface StartOptions {
  readonly program: PgProgram;
  readonly account: Account;
  readonly identity: InstanceIdentity;
  readonly socketDirectory: string;
  readonly port: number;
  readonly superuser: string;
  readonly log: Log;
  readonly clock: Clock;
  readonly timeoutMs: number;
}

/** A postmaster that is our child. */
export class RunningPostgres {
  readonly pid: number;
  readonly socketDirectory: string;
  readonly port: number;
  readonly superuser: string;
  /** Settles when the postmaster has ended, for whatever reason. */
  readonly exited: Promise<PostgresExit>;
  #ended = false;

  constructor(pid: number, options: StartOptions, exited: Promise<PostgresExit>) {
    this.pid = pid;
    this.socketDirectory = options.socketDirectory;
    this.port = options.port;
    this.superuser = options.superuser;
    this.exited = exited.then((exit) => {
      this.#ended = true;
      return exit;
    });
  }

  /** A mode that does not end it in time is followed by the next harder one. */
  async stop(
    mode: StopMode,
    deadlineMs: number = mode === 'fast' ? FAST_STOP_MS : IMMEDIATE_STOP_MS,
  ): Promise<PostgresExit> {
    if (mode === 'fast' && (await this.#stopBy('SIGINT', deadlineMs))) return this.exited;
    if (mode !== 'kill' && (await this.#stopBy('SIGQUIT', mode === 'immediate' ? deadlineMs : IMMEDIATE_STOP_MS)))
      return this.exited;
    if (!this.#ended) signal(this.pid, 'SIGKILL');
    return this.exited;
  }

  async #stopBy(name: NodeJS.Signals, deadlineMs: number): Promise<boolean> {
    if (!this.#ended) signal(this.pid, name);
    const timer = new AbortController();
    const timeout = delay(deadlineMs, false, { signal: timer.signal }).catch(() => false);
    const ended = await Promise.race([this.exited.then(() => true), timeout]);
    timer.abort();
    return ended;
  }
}

export async function startPostmaster(options: StartOptions): Promise<RunningPostgres> {
  const { program, account, identity, log } = options;
  const child = spawn(program.postgres, ['-D', identity.dataDirectory], {
    cwd: '/',
    env: programEnvironment(),
    stdio: ['ignore', 'ignore', 'pipe'],
    // A terminal's Ctrl-C is for our process, which lets the sessions end before it stops PostgreSQL.
    detached: true,
    ...asAccount(account),
  });
  const tail: string[] = [];
  const exited = watch(child, tail, log);
  const pid = child.pid;
  if (pid !== undefined && (await becomesReady(pid, exited, options))) return new RunningPostgres(pid, options, exited);
  if (pid !== undefined && child.exitCode === null && child.signalCode === null) {
    signal(pid, 'SIGQUIT');
    await exited;
    throw new PgClusterError('PG_START_TIMEOUT', `PostgreSQL was not ready within ${options.timeoutMs} ms`, {
      hint: tail.join('\n'),
    });
  }
  await exited;
  throw startFailure(tail, identity.dataDirectory);
}

/** Follows the log; settles when the process is gone and its log is read. */
function watch(child: ChildProcess, tail: string[], log: Log): Promise<PostgresExit> {
  let rest = '';
  const keep = (line: string): void => {
    if (line === '') return;
    log.info({ source: 'postgres' }, line);
    tail.push(line);
    if (tail.length > LOG_TAIL_LINES) tail.shift();
  };
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) keep(line);
  });
  return new Promise((resolve) => {
    child.on('error', (error) => {
      keep(error.message);
      // After a failed spawn there is no `exit`.
      if (child.pid === undefined) resolve({ code: null, signal: null });
    });
    // Not `close`: backends that outlive a killed postmaster hold the log's pipe open.
    child.on('exit', (code, signalName) => {
      setImmediate(() => {
        keep(rest);
        resolve({ code, signal: signalName });
      });
    });
  });
}

/** The postmaster writes its state to its lock file, which costs no connection. False: it ended, or the time is over. */
async function becomesReady(pid: number, exited: Promise<PostgresExit>, options: StartOptions): Promise<boolean> {
  let ended = false;
  void exited.then(() => (ended = true));
  const deadline = options.clock.monotonic() + options.timeoutMs;
  while (!ended && options.clock.monotonic() < deadline) {
    const file = readPostmasterFile(options.identity.dataDirectory);
    if (file?.pid === pid && (file.status === 'ready' || file.status === 'standby')) return true;
    await delay(READY_POLL_MS);
  }
  return false;
}

function startFailure(tail: readonly string[], dataDirectory: string): PgClusterError {
  const text = tail.join('\n');
  if (/No space left on device/.test(text)) return diskFull(dataDirectory);
  if (/lock file .* already exists|pre-existing shared memory block/.test(text)) {
    return new PgClusterError('PG_DATA_IN_USE', `${dataDirectory} is in use by another PostgreSQL`, { hint: text });
  }
  const fatal = tail.findLast((line) => /FATAL|PANIC/.test(line)) ?? tail.at(-1) ?? 'it ended without a message';
  return new PgClusterError('PG_START_FAILED', `PostgreSQL did not start: ${fatal}`, { hint: text });
}
