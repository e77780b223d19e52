import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './free-port.ts';
import type { PostgresAddress } from './holdfast.ts';

const PROGRAM = '/usr/sbin/pgbouncer';
const START_WITHIN_MS = 5_000;
const RETRY_MS = 20;

/** PgBouncer in session mode in front of the same PostgreSQL, over the same Unix socket. */
export class PgBouncer {
  readonly port: number;
  readonly version: string;
  readonly #directory: string;
  readonly #process: ChildProcess;

  static async start(postgres: PostgresAddress): Promise<PgBouncer> {
    installWhereMissing();
    const directory = mkdtempSync(join(tmpdir(), 'holdfast-bench-pgbouncer-'));
    const port = await freePort();
    const { uid, gid } = statSync(postgres.socketDirectory);
    chmodSync(directory, 0o755);
    const file = join(directory, 'pgbouncer.ini');
    const users = join(directory, 'users.txt');
    writeFileSync(users, `"${postgres.user}" ""\n`);
    writeFileSync(file, configuration(postgres, port, directory, users));
    for (const path of [directory, file, users]) if (process.getuid?.() === 0) chownSync(path, uid, gid);
    // It refuses to run as root, and PostgreSQL's socket is open to its own account only.
    const identity = process.getuid?.() === 0 ? { uid, gid } : {};
    const child = spawn(PROGRAM, ['-q', file], { stdio: 'ignore', ...identity });
    process.once('exit', () => child.kill('SIGKILL'));
    const bouncer = new PgBouncer(port, directory, child);
    await bouncer.#listening();
    return bouncer;
  }

  private constructor(port: number, directory: string, child: ChildProcess) {
    this.port = port;
    this.#directory = directory;
    this.#process = child;
    this.version = spawnSync(PROGRAM, ['--version'], { encoding: 'utf8' }).stdout.split('\n')[0] ?? 'PgBouncer';
  }

  get pid(): number {
    return this.#process.pid!;
  }

  async stop(): Promise<void> {
    const exited = once(this.#process, 'exit');
    if (this.#process.exitCode === null && this.#process.kill('SIGTERM')) await exited;
    rmSync(this.#directory, { recursive: true, force: true });
  }

  async #listening(): Promise<void> {
    const deadline = performance.now() + START_WITHIN_MS;
    while (performance.now() < deadline && this.#process.exitCode === null) {
      const socket = connect(this.port, '127.0.0.1');
      const open = await Promise.race([
        once(socket, 'connect').then(() => true),
        new Promise<boolean>((resolve) => socket.once('error', () => resolve(false))),
      ]);
      socket.destroy();
      if (open) return;
      await sleep(RETRY_MS);
    }
    throw new Error(`PgBouncer did not start: ${readFileSync(join(this.#directory, 'pgbouncer.log'), 'utf8')}`);
  }
}

function configuration(postgres: PostgresAddress, port: number, directory: string, users: string): string {
  const { socketDirectory, database, user } = postgres;
  return [
    '[databases]',
    `${database} = host=${socketDirectory} port=${postgres.port} dbname=${database} user=${user}`,
    '[pgbouncer]',
    'listen_addr = 127.0.0.1',
    `listen_port = ${port}`,
    'unix_socket_dir =',
    'auth_type = trust',
    `auth_file = ${users}`,
    'pool_mode = session',
    'max_client_conn = 6000',
    'default_pool_size = 20',
    `logfile = ${join(directory, 'pgbouncer.log')}`,
    `pidfile = ${join(directory, 'pgbouncer.pid')}`,
    'log_connections = 0',
    'log_disconnections = 0',
    '',
  ].join('\n');
}

function installWhereMissing(): void {
  if (existsSync(PROGRAM)) return;
  if (process.getuid?.() !== 0) throw new Error('PgBouncer is missing: install the package pgbouncer');
  // The package starts a service of its own where it can; that one is not ours and not used.
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', 'pgbouncer']]) {
    const { status, stderr } = spawnSync('apt-get', ['-q', ...args], { env: environment, encoding: 'utf8' });
    if (status !== 0) throw new Error(`apt-get ${args[0]} failed: ${stderr}`);
  }
}
