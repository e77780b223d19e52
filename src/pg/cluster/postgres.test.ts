import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, describe, test, type TestContext } from 'node:test';
import { PgConnection } from '../wire/connection.ts';
import { DEFAULT_POSTGRES_UID } from './account.ts';
import { Postgres, type PostgresOptions } from './postgres.ts';
import { belongsToInstance, instanceProcesses, processStartTime } from './processes.ts';
import { locateProgram } from './program.ts';
import type { RunningPostgres } from './running-postgres.ts';

const MIB = 1024 * 1024;
const IS_ROOT = process.geteuid?.() === 0;
const LINUX = process.platform === 'linux';

const cleanups: (() => Promise<unknown> | void)[] = [];
let template: string | undefined;

function temporaryRoot(): string {
  const root = mkdtempSync(join(tmpdir(), 'hf-cluster-'));
  chmodSync(root, 0o755);
  cleanups.push(() => rmSync(root, { recursive: true, force: true, maxRetries: 5 }));
  return root;
}

function instance(root: string, options: Partial<PostgresOptions> = {}): Postgres {
  return new Postgres({
    dataDirectory: join(root, 'data'),
    runtimeDirectory: root,
    sync: false,
    settings: { memoryLimitBytes: 256 * MIB, maxConnections: 20 },
    ...options,
  });
}

/** A cluster of its own, copied from one that initdb made. */
async function freshInstance(options: Partial<PostgresOptions> = {}): Promise<{ root: string; postgres: Postgres }> {
  if (template === undefined) {
    template = temporaryRoot();
    assert.equal(await instance(template).init(), true);
  }
  const root = temporaryRoot();
  cpSync(join(template, 'data'), join(root, 'data'), { recursive: true });
  const { uid, gid } = statSync(join(template, 'data'));
  if (IS_ROOT) await run('chown', ['-R', `${uid}:${gid}`, join(root, 'data')]);
  return { root, postgres: instance(root, options) };
}

async function started(postgres: Postgres): Promise<RunningPostgres> {
  const running = await postgres.start();
  cleanups.unshift(() => running.stop('kill'));
  return running;
}

function connect({ socketDirectory, port, superuser: user }: RunningPostgres): Promise<PgConnection> {
  return PgConnection.connect({ socketDirectory, port, user, database: 'postgres', applicationName: 'test' });
}

function run(file: string, args: readonly string[], uid?: number): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(file, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(uid === undefined ? {} : { uid, gid: uid }),
    });
    let output = '';
    child.stdout.on('data', (chunk) => (output += String(chunk)));
    child.stderr.on('data', (chunk) => (output += String(chunk)));
    child.on('close', (code) => resolve({ code, output }));
  });
}

describe('an instance', { skip: LINUX ? false : 'reads /proc' }, () => {
  after(async () => {
    for (const cleanup of cleanups) await cleanup();
  });

  test('is made once, runs without TCP on a private socket, and stops', async () => {
    const { root, postgres } = await freshInstance();
    assert.equal(await postgres.init(), false);
    const running = await started(postgres);
    const connection = await connect(running);
    const [settings] = await connection.runSimple(
      `SELECT current_setting('listen_addresses'), current_setting('server_encoding'), current_setting('data_checksums'),
              current_setting('fsync'), datlocprovider, datcollate FROM pg_database WHERE datname = 'postgres'`,
    );
    assert.deepEqual(settings?.rows, [['', 'UTF8', 'on', 'on', 'c', 'C']]);
    const [icu] = await connection.runSimple(`SELECT 'a' = 'A' COLLATE "und-x-icu"`);
    assert.deepEqual(icu?.rows, [['f']]);
    assert.equal(statSync(running.socketDirectory).mode & 0o777, 0o700);
    if (IS_ROOT) assert.equal(statSync(join(root, 'data')).uid, DEFAULT_POSTGRES_UID);
    await connection.close();
    assert.deepEqual(await running.stop('fast'), { code: 0, signal: null });
    assert.equal(existsSync(join(root, 'data', 'postmaster.pid')), false);
  });

  test('after SIGKILL of the postmaster it is back within a second, with all that was committed', async (t) => {
    const { postgres } = await freshInstance();
    const first = await started(postgres);
    const connection = await connect(first);
    await connection.runSimple(`CREATE TABLE kept AS SELECT n, repeat('x', 500) FROM generate_series(1, 50000) n`);
    // A backend that never looks up from its work does not notice that its postmaster is gone.
    const busy = await connect(first);
    const endless = assert.rejects(
      busy.runSimple(`SELECT count(*) FROM generate_series(1, 1000000000) a, generate_series(1, 1000) b`),
      {
        code: 'PG_CONNECTION_LOST',
      },
    );
    await first.stop('kill');
    const before = performance.now();
    const second = await started(postgres);
    const again = await connect(second);
    t.diagnostic(`recovered in ${Math.round(performance.now() - before)} ms`);
    assert.ok(performance.now() - before < 3000);
    await endless;
    const [count] = await again.runSimple('SELECT count(*) FROM kept');
    assert.deepEqual(count?.rows, [['50000']]);
    const identity = { dataDirectory: postgres.dataDirectory, clusterName: 'unused' };
    assert.equal(instanceProcesses(identity).includes(busy.processId), false);
    await again.close();
    await second.stop('immediate');
    assert.equal(instanceProcesses(identity).length, 0);
  });

  test('a stale lock file does not count, even when its pid is alive as something else', async () => {
    const { postgres } = await freshInstance();
    writeFileSync(
      join(postgres.dataDirectory, 'postmaster.pid'),
      `${process.pid}\n${postgres.dataDirectory}\n1\n5432\n/nowhere\n\n1 1\nready\n`,
    );
    const running = await started(postgres);
    await running.stop('fast');
  });

  test('an instance in use is left alone; one whose starter is gone is stopped and replaced', async () => {
    const { postgres, root } = await freshInstance();
    const running = await started(postgres);
    await assert.rejects(postgres.start(), { code: 'PG_DATA_IN_USE' });
    assert.ok(processStartTime(running.pid));
    writeFileSync(join(root, 'data', 'holdfast.owner'), '{"pid":4000000,"startTime":"1"}\n');
    const next = await started(postgres);
    assert.deepEqual(await running.exited, { code: 0, signal: null });
    assert.notEqual(next.pid, running.pid);
    await next.stop('fast');
  });

  test('processes are told by directory', async () => {
    const { postgres } = await freshInstance();
    const running = await started(postgres);
    const identity = { dataDirectory: postgres.dataDirectory, clusterName: 'unused' };
    assert.equal(belongsToInstance(running.pid, identity), true);
    assert.equal(belongsToInstance(running.pid, { ...identity, dataDirectory: '/elsewhere' }), false);
    assert.equal(belongsToInstance(process.pid, identity), false);
    await running.stop('fast');
  });

  test('an interrupted initdb is begun again', async () => {
    const root = temporaryRoot();
    mkdirSync(join(root, 'data', '.initdb-unfinished', 'base'), { recursive: true });
    writeFileSync(join(root, 'data', 'PG_VERSION'), '18\n');
    mkdirSync(join(root, 'data', 'global'));
    if (IS_ROOT) chownSync(join(root, 'data'), DEFAULT_POSTGRES_UID, DEFAULT_POSTGRES_UID);
    const postgres = instance(root);
    assert.equal(await postgres.init(), true);
    await (await started(postgres)).stop('fast');
  });

  test('refuses what it cannot use, by name', async () => {
    const foreign = temporaryRoot();
    mkdirSync(join(foreign, 'data'));
    writeFileSync(join(foreign, 'data', 'holiday.jpg'), '');
    await assert.rejects(instance(foreign).init(), { code: 'PG_DATA_NOT_EMPTY' });
    const { postgres, root } = await freshInstance();
    writeFileSync(join(root, 'data', 'PG_VERSION'), '15\n');
    await assert.rejects(postgres.start(), { code: 'PG_DATA_VERSION', message: /15.*18/ });
  });

  test('a directory that belongs to root is named with the command that helps', { skip: !IS_ROOT }, async () => {
    const { postgres, root } = await freshInstance();
    chownSync(join(root, 'data'), 0, 0);
    await assert.rejects(postgres.start(), { code: 'PG_DATA_OWNER', hint: /chown -R 10001:10001 .*data/ });
  });

  test('rights that Kubernetes gave to the group are taken back', async () => {
    const { postgres, root } = await freshInstance();
    chmodSync(join(root, 'data'), 0o2770);
    await (await started(postgres)).stop('fast');
    assert.equal(statSync(join(root, 'data')).mode & 0o777, 0o700);
  });

  test('a socket path that is too long falls back to a short one, or says so', async () => {
    const long = join(temporaryRoot(), 'x'.repeat(120));
    const { postgres } = await freshInstance({ socketDirectory: long });
    const running = await started(postgres);
    assert.notEqual(running.socketDirectory, long);
    await running.stop('fast');
    const hopeless = await freshInstance({ socketDirectory: long, runtimeDirectory: long });
    await assert.rejects(hopeless.postgres.start(), { code: 'PG_PATH_TOO_LONG' });
  });

  test('a start that fails says what PostgreSQL said', async () => {
    const { postgres } = await freshInstance({ settings: { extra: { no_such_setting: 'on' } } });
    await assert.rejects(postgres.start(), { code: 'PG_START_FAILED', message: /no_such_setting|configuration/ });
  });

  test('a plain user without a passwd entry makes and starts one', { skip: !IS_ROOT }, async () => {
    const root = temporaryRoot();
    const uid = 23_456;
    chownSync(root, uid, uid);
    const result = await asUser(root, uid);
    assert.deepEqual(result, { code: 0, output: 'ready\n' });
    assert.equal(statSync(join(root, 'data')).uid, uid);
  });

  test('a program where the account cannot go, without its links, is copied once', { skip: !IS_ROOT }, async (t) => {
    const root = temporaryRoot();
    const hidden = join(root, 'hidden', 'native');
    cpSync(locateProgram().root, hidden, { recursive: true, verbatimSymlinks: true });
    rmSync(join(hidden, 'lib', 'libpq.so.5'), { force: true });
    chmodSync(dirname(hidden), 0o700);
    withEnvironment(t, 'HOLDFAST_PG_BIN', join(hidden, 'bin'));
    const postgres = instance(root);
    await postgres.init();
    const running = await started(postgres);
    assert.match(readFileSync(`/proc/${running.pid}/cmdline`, 'utf8'), /\.postgresql/);
    await running.stop('fast');
  });
});

/** init, start and stop in a process of that user, as `docker run --user` would. */
function asUser(root: string, uid: number): Promise<{ code: number | null; output: string }> {
  const program = `
    import { Postgres } from ${JSON.stringify(import.meta.resolve('./postgres.ts'))};
    const postgres = new Postgres({ dataDirectory: ${JSON.stringify(join(root, 'data'))}, runtimeDirectory: ${JSON.stringify(root)}, sync: false });
    await postgres.init();
    const running = await postgres.start();
    await running.stop('fast');
    console.log('ready');`;
  return run(process.execPath, ['--input-type=module', '-e', program], uid);
}

function withEnvironment(t: TestContext, name: string, value: string): void {
  const previous = process.env[name];
  process.env[name] = value;
  t.after(() => {
    if (previous === undefined) delete process.env[name];
    else process.env[name] = previous;
  });
}
