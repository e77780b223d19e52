import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, createWriteStream, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { freePort } from './free-port.ts';

const MAIN = join(import.meta.dirname, '..', '..', 'src', 'cli', 'main.ts');
const START_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 20_000;
const SA_PASSWORD = 'E2e-Str0ng!Passw0rd';
/** An instance writes its own certificate here, see `src/server/certificate`. */
const CERTIFICATE_NAME = 'server-certificate.pem';

export interface InstanceOptions {
  /** An existing one, for instance on a small file system; a fresh temporary one without it. */
  readonly directory?: string;
  readonly port?: number;
  readonly environment?: Readonly<Record<string, string>>;
}

/** A Holdfast of our own: started as a user would start it, on a fresh data directory and a free port. */
export class RunningInstance {
  readonly directory: string;
  readonly port: number;
  readonly password = SA_PASSWORD;
  readonly logFile: string;
  #agent: ChildProcess | undefined;
  readonly #environment: Readonly<Record<string, string>>;

  constructor(directory: string, port: number, environment: Readonly<Record<string, string>>) {
    this.directory = directory;
    this.port = port;
    // Not beside the data: that volume may be full.
    this.logFile = join(tmpdir(), `holdfast-e2e-${port}.log`);
    this.#environment = environment;
  }

  get agentPid(): number {
    const pid = this.#agent?.pid;
    if (pid === undefined) throw new Error('the agent does not run');
    return pid;
  }

  get certificateFile(): string {
    for (const name of readdirSync(this.directory, { recursive: true, encoding: 'utf8' })) {
      if (name.endsWith(CERTIFICATE_NAME)) return join(this.directory, name);
    }
    throw new Error(`${this.directory} holds no ${CERTIFICATE_NAME}`);
  }

  /** Resolves when clients can connect. */
  async start(): Promise<void> {
    const agent = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN, 'serve', '--json'], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        HOLDFAST_DATA_DIR: this.directory,
        MSSQL_TCP_PORT: String(this.port),
        MSSQL_IP_ADDRESS: '127.0.0.1',
        MSSQL_SA_PASSWORD: this.password,
        HOLDFAST_HTTP_PORT: 'off',
        ...this.#environment,
      },
    });
    this.#agent = agent;
    const log = createWriteStream(this.logFile, { flags: 'a' });
    agent.stderr.pipe(log);
    const lines = createInterface({ input: agent.stdout });
    const ready = new Promise<void>((resolve) => {
      lines.on('line', (line) => {
        log.write(`${line}\n`);
        // One line of JSON without a level is the banner: clients can connect.
        if (line.includes('"login":')) resolve();
      });
    });
    const ended = once(agent, 'exit').then(([code]) => {
      throw new Error(`the agent ended with code ${String(code)}: see ${this.logFile}`);
    });
    ended.catch(() => undefined);
    await Promise.race([ready, ended, timeLimit(START_WITHIN_MS, `no client could connect: see ${this.logFile}`)]);
  }

  /** For a story that killed the agent itself. */
  async exited(): Promise<void> {
    if (this.#agent !== undefined && this.#agent.exitCode === null && this.#agent.signalCode === null) {
      await once(this.#agent, 'exit');
    }
    this.#agent = undefined;
  }

  async stop(): Promise<void> {
    const agent = this.#agent;
    if (agent === undefined || agent.exitCode !== null || agent.signalCode !== null) return;
    const exited = once(agent, 'exit');
    agent.kill('SIGTERM');
    const timer = setTimeout(() => agent.kill('SIGKILL'), STOP_WITHIN_MS);
    await exited;
    clearTimeout(timer);
    this.#agent = undefined;
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
    rmSync(this.logFile, { force: true });
  }
}

export async function startInstance(options: InstanceOptions = {}): Promise<RunningInstance> {
  const directory = options.directory ?? mkdtempSync(join(tmpdir(), 'holdfast-e2e-'));
  if (!existsSync(directory)) throw new Error(`${directory} is missing`);
  // PostgreSQL runs under an account of its own when we run as root, and must be able to pass.
  if (options.directory === undefined) chmodSync(directory, 0o755);
  const instance = new RunningInstance(directory, options.port ?? (await freePort()), options.environment ?? {});
  await instance.start();
  return instance;
}

function timeLimit(milliseconds: number, what: string): Promise<never> {
  return new Promise((_resolve, reject) => {
    setTimeout(() => reject(new Error(`${what} within ${milliseconds} ms`)), milliseconds).unref();
  });
}
