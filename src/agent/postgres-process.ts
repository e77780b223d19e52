import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Log, HoldfastError } from '../base/index.ts';
import { ensureDatabase, Postgres, PgClusterError, type PgSettings, type RunningPostgres } from '../pg/index.ts';
import type { Failure } from './decide.ts';
import type { PostgresTarget } from './messages.ts';

export interface PostgresProcessOptions {
  readonly dataDirectory: string;
  readonly database: string;
  readonly settings: Partial<PgSettings>;
  readonly log: Log;
}

export interface PostgresProcessEvents {
  up(pid: number): void;
  down(failure: Failure, final: boolean): void;
}

/** PostgreSQL as the agent sees it: told to start or stop, it says when it is up or down. */
export class PostgresProcess {
  readonly #postgres: Postgres;
  readonly #options: PostgresProcessOptions;
  readonly #events: PostgresProcessEvents;
  #running: RunningPostgres | undefined;
  #starting = false;
  #stopWanted = false;
  /** The database is made once; a restart after a crash does not ask for it again. */
  #hasDatabase = false;

  constructor(options: PostgresProcessOptions, events: PostgresProcessEvents) {
    this.#options = options;
    this.#events = events;
    this.#postgres = new Postgres({
      dataDirectory: options.dataDirectory,
      settings: options.settings,
      log: options.log,
    });
  }

  get pid(): number | undefined {
    return this.#running?.pid;
  }

  get target(): PostgresTarget | undefined {
    const running = this.#running;
    if (running === undefined) return undefined;
    return {
      socketDirectory: running.socketDirectory,
      port: running.port,
      user: running.superuser,
      database: this.#options.database,
    };
  }

  start(): void {
    this.#starting = true;
    this.#stopWanted = false;
    this.#bringUp().then(
      (running) => this.#isUp(running),
      (error: unknown) => {
        this.#starting = false;
        this.#events.down(failureOf(error), error instanceof PgClusterError && error.code !== 'PG_START_FAILED');
      },
    );
  }

  stop(how: 'fast' | 'immediate'): void {
    this.#stopWanted = true;
    // Its exit is reported as for any other.
    if (this.#running !== undefined) void this.#running.stop(how);
    else if (this.#starting) this.#interruptStart(how);
  }

  async #bringUp(): Promise<RunningPostgres> {
    await this.#postgres.init();
    const running = await this.#postgres.start();
    if (this.#hasDatabase || this.#stopWanted) return running;
    try {
      await ensureDatabase(running, this.#options.database);
      this.#hasDatabase = true;
      return running;
    } catch (error) {
      await running.stop('immediate');
      throw error;
    }
  }

  #isUp(running: RunningPostgres): void {
    this.#starting = false;
    this.#running = running;
    this.#events.up(running.pid);
    void running.exited.then(({ code, signal }) => {
      this.#running = undefined;
      const message = signal === null ? `PostgreSQL ended with code ${code}` : `PostgreSQL was killed by ${signal}`;
      this.#events.down({ code: 'POSTGRES_EXITED', message }, false);
    });
    if (this.#stopWanted) void running.stop('immediate');
  }

  /** A postmaster that still recovers is known by its lock file only; its end makes the start fail. */
  #interruptStart(how: 'fast' | 'immediate'): void {
    try {
      const pid = Number(readFileSync(join(this.#options.dataDirectory, 'postmaster.pid'), 'utf8').split('\n')[0]);
      if (isOwnChild(pid)) process.kill(pid, how === 'fast' ? 'SIGINT' : 'SIGQUIT');
    } catch (error) {
      this.#options.log.debug({ error }, 'no starting postmaster to interrupt');
    }
  }
}

/** The file may name a process of long ago, whose id belongs to somebody else by now. */
function isOwnChild(pid: number): boolean {
  if (!(pid > 1)) return false;
  if (process.platform !== 'linux') return true;
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === process.pid;
}

function failureOf(error: unknown): Failure {
  if (!(error instanceof HoldfastError)) {
    return { code: 'POSTGRES_FAILED', message: error instanceof Error ? error.message : String(error) };
  }
  return { code: error.code, message: error.message, ...(error.hint === undefined ? {} : { hint: error.hint }) };
}
