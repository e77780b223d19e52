import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, test } from 'node:test';
import { Connection, Request } from 'tedious';

const MAIN = join(import.meta.dirname, 'main.ts');
const DIRECTORY = mkdtempSync(join(tmpdir(), 'holdfast-serve-'));
chmodSync(DIRECTORY, 0o755);
const ENVIRONMENT = {
  PATH: process.env['PATH'],
  HOLDFAST_DATA_DIR: DIRECTORY,
  HOLDFAST_HTTP_PORT: 'off',
  HOLDFAST_LOG_LEVEL: 'warn',
  MSSQL_IP_ADDRESS: '127.0.0.1',
  MSSQL_TCP_PORT: '0',
};
const START_MS = 30_000;

let instance: ChildProcess | undefined;

interface Banner {
  readonly port: number;
  readonly password?: string;
  readonly passwordFile?: string;
}

async function serve(): Promise<Banner> {
  instance = spawn(process.execPath, [MAIN, 'serve', '--json'], {
    env: ENVIRONMENT,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: instance.stdout! });
  const [line] = (await once(lines, 'line', { signal: AbortSignal.timeout(START_MS) })) as [string];
  return JSON.parse(line) as Banner;
}

async function holdfast(args: readonly string[], input = ''): Promise<string> {
  const child = spawn(process.execPath, [MAIN, ...args, '--json'], {
    env: ENVIRONMENT,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(input);
  let out = '';
  child.stdout.on('data', (chunk) => (out += String(chunk)));
  const [code] = (await once(child, 'close')) as [number];
  assert.equal(code, 0);
  return out;
}

async function query(port: number, password: string, sql: string): Promise<unknown[][]> {
  const connection = new Connection({
    server: '127.0.0.1',
    authentication: { type: 'default', options: { userName: 'sa', password } },
    options: { port, encrypt: true, trustServerCertificate: true, connectTimeout: 5000 },
  });
  connection.on('error', () => {});
  await new Promise<void>((resolve, reject) =>
    connection.connect((error) => (error === undefined ? resolve() : reject(error))),
  );
  const rows: unknown[][] = [];
  try {
    await new Promise<void>((resolve, reject) => {
      const request = new Request(sql, (error) => (error ? reject(error) : resolve()));
      request.on('row', (row: { value: unknown }[]) => rows.push(row.map((column) => column.value)));
      connection.execSqlBatch(request);
    });
  } finally {
    connection.close();
  }
  return rows;
}

async function queryUntilItWorks(port: number, password: string, sql: string): Promise<unknown[][]> {
  const deadline = performance.now() + START_MS;
  for (;;) {
    try {
      return await query(port, password, sql);
    } catch (error) {
      if (performance.now() > deadline) throw error;
    }
  }
}

after(() => {
  instance?.kill('SIGKILL');
  rmSync(DIRECTORY, { recursive: true, force: true });
});

test('the thinnest slice: start, log in, write, kill, read again, stop', { timeout: 90_000 }, async () => {
  const first = await serve();
  const password = first.password!;
  assert.equal(readFileSync(first.passwordFile!, 'utf8').trim(), password);
  assert.equal(statSync(first.passwordFile!).mode & 0o777, 0o600);

  await query(
    first.port,
    password,
    "CREATE TABLE kept (id int NOT NULL PRIMARY KEY, name nvarchar(20)); INSERT INTO kept VALUES (1, N'one')",
  );
  const status = JSON.parse(await holdfast(['status'])) as { server: { pid: number }; postgres: { pid: number } };
  for (const pid of [status.server.pid, status.postgres.pid]) {
    process.kill(pid, 'SIGKILL');
    assert.deepEqual(await queryUntilItWorks(first.port, password, 'SELECT id, name FROM kept'), [[1, 'one']]);
  }

  await holdfast(['reset-password'], 'An0ther!Passw0rd\n');
  assert.equal(existsSync(first.passwordFile!), false);
  await assert.rejects(query(first.port, password, 'SELECT 1'), /Login failed for user 'sa'/);
  assert.deepEqual(await query(first.port, 'An0ther!Passw0rd', 'SELECT 1'), [[1]]);

  const agent = instance!;
  agent.kill('SIGKILL');
  await once(agent, 'exit');
  const second = await serve();
  assert.equal(second.password, undefined, 'a password is shown once');
  assert.deepEqual(await query(second.port, 'An0ther!Passw0rd', 'SELECT id, name FROM kept'), [[1, 'one']]);

  const ended = once(instance!, 'exit');
  assert.equal(await holdfast(['stop']), '{"stopped":true}\n');
  assert.deepEqual(await ended, [0, null]);
});
