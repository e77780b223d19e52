import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, createWriteStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { TdsLane } from '../load/tds-lane.ts';
import { childrenOf } from '../processes.ts';
import { freePort } from './free-port.ts';

const MAIN = join(import.meta.dirname, '..', '..', 'src', 'cli', 'main.ts');
const START_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 20_000;
const RETRY_MS = 5;

export const SA_PASSWORD = 'Bench-Str0ng!Passw0rd';

/** Where PostgreSQL listens; its superuser and database are Holdfast's. */
export interface PostgresAddress {
  readonly socketDirectory: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
}

/** A Holdfast as a user starts it, on a data directory of its own. */
export class Holdfast {
  readonly directory: string;
  readonly port: number;
  readonly logFile: string;
  #agent: ChildProcess | undefined;

  constructor(directory: string, port: number) {
    this.directory = directory;
    this.port = port;
    this.logFile = `${directory}.log`;
  }

  static async create(): Promise<Holdfast> {
    const directory = mkdtempSync(join(tmpdir(), 'holdfast-bench-'));
    // PostgreSQL runs under an account of its own when we run as root, and must be able to pass.
    chmodSync(directory, 0o755);
    return new Holdfast(directory, await freePort());
  }

  /** Starts it and answers how many milliseconds passed until a first client was logged in. */
  async start(environment: Readonly<Record<string, string>> = {}): Promise<number> {
    const began = performance.now();
    const agent = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN, 'serve'], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        HOLDFAST_DATA_DIR: this.directory,
        MSSQL_TCP_PORT: String(this.port),
        MSSQL_IP_ADDRESS: '127.0.0.1',
        MSSQL_SA_PASSWORD: SA_PASSWORD,
        HOLDFAST_HTTP_PORT: 'off',
        ...environment,
      },
    });
    this.#agent = agent;
    // A bench that fails must not leave it behind.
    const killAtExit = (): void => void agent.kill('SIGKILL');
    process.once('exit', killAtExit);
    agent.once('exit', () => process.off('exit', killAtExit));
    const log = createWriteStream(this.logFile, { flags: 'a' });
    agent.stdout.pipe(log);
    agent.stderr.pipe(log);
    const lane = await this.#firstLogin(agent, began);
    const elapsed = performance.now() - began;
    lane.close();
    return elapsed;
  }

  get agentPid(): number {
    const pid = this.#agent?.pid;
    if (pid === undefined) throw new Error('Holdfast does not run');
    return pid;
  }

  /** The process that clients talk to. */
  get serverPid(): number {
    for (const [pid, line] of childrenOf(this.agentPid)) if (/main\.[jt]s server$/.test(line)) return pid;
    throw new Error('no server process');
  }

  /** PostgreSQL's own file says where it listens: pid, data directory, start, port, socket directory, ... */
  get postgres(): PostgresAddress {
    const lines = readFileSync(join(this.directory, 'postgres', 'postmaster.pid'), 'utf8').split('\n');
    return { port: Number(lines[3]), socketDirectory: lines[4]!, user: 'holdfast', database: 'holdfast' };
  }

  async stop(): Promise<void> {
    const agent = this.#agent;
    this.#agent = undefined;
    if (agent === undefined || agent.exitCode !== null || agent.signalCode !== null) return;
    const exited = once(agent, 'exit');
    agent.kill('SIGTERM');
    const timer = setTimeout(() => agent.kill('SIGKILL'), STOP_WITHIN_MS);
    await exited;
    clearTimeout(timer);
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
    rmSync(this.logFile, { force: true });
  }

  async #firstLogin(agent: ChildProcess, began: number): Promise<TdsLane> {
    while (agent.exitCode === null && performance.now() - began < START_WITHIN_MS) {
      try {
        return await TdsLane.login({ port: this.port, password: SA_PASSWORD });
      } catch {
        // Nobody listens yet.
        await sleep(RETRY_MS);
      }
    }
    agent.kill('SIGKILL');
    throw new Error(`Holdfast did not start: see ${this.logFile}`);
  }
}
