import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { openInstance } from '../agent/index.ts';
import { silentLog } from '../base/index.ts';

const MAIN = join(import.meta.dirname, 'main.ts');
const ROOT = mkdtempSync(join(tmpdir(), 'holdfast-cli-'));
chmodSync(ROOT, 0o755);
after(() => rmSync(ROOT, { recursive: true, force: true }));

interface Outcome {
  readonly code: number | null;
  readonly out: string;
  readonly error: string;
}

async function holdfast(args: readonly string[], env: Record<string, string> = {}, uid?: number): Promise<Outcome> {
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: {
      PATH: process.env['PATH'],
      HOLDFAST_HTTP_PORT: 'off',
      MSSQL_IP_ADDRESS: '127.0.0.1',
      MSSQL_TCP_PORT: '0',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 30_000,
    ...(uid === undefined ? {} : { uid, gid: uid, cwd: '/' }),
  });
  let out = '';
  let error = '';
  child.stdout.on('data', (chunk) => (out += String(chunk)));
  child.stderr.on('data', (chunk) => (error += String(chunk)));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out, error };
}

let count = 0;
function directory(): string {
  const path = join(ROOT, `data-${++count}`);
  mkdirSync(path);
  return path;
}

/** One line that names the error and says what to do, a code that is not zero, and no PostgreSQL started. */
function assertRefused(outcome: Outcome, pattern: RegExp, data?: string): void {
  assert.equal(outcome.code, 1, outcome.error);
  assert.equal(outcome.out, '');
  const lines = outcome.error
    .trimEnd()
    .split('\n')
    .filter((line) => !line.startsWith('{'));
  assert.equal(lines.length, 1, outcome.error);
  assert.match(lines[0]!, pattern);
  if (data !== undefined) assert.equal(existsSync(join(data, 'postgres')), false, 'PostgreSQL was initialized');
}

test('a weak password is refused before anything is made', async () => {
  const data = directory();
  const outcome = await holdfast(['serve'], { HOLDFAST_DATA_DIR: data, MSSQL_SA_PASSWORD: 'short' });
  assertRefused(outcome, /^holdfast: error WEAK_PASSWORD: .*5 characters.*; use at least 8 characters/, data);
  assert.equal(outcome.error.includes('short"'), false);
});

test('a port in use is refused before PostgreSQL is started', async () => {
  const thief = createServer().listen(0, '127.0.0.1');
  await once(thief, 'listening');
  const { port } = thief.address() as AddressInfo;
  const data = directory();
  const outcome = await holdfast(['serve'], { HOLDFAST_DATA_DIR: data, MSSQL_TCP_PORT: String(port) });
  thief.close();
  assertRefused(
    outcome,
    new RegExp(`PORT_UNAVAILABLE: .*127.0.0.1 port ${port}: the port is in use; .*MSSQL_TCP_PORT`),
    data,
  );
});

test('an address that is not of this machine is refused', async () => {
  const data = directory();
  const outcome = await holdfast(['serve'], { HOLDFAST_DATA_DIR: data, MSSQL_IP_ADDRESS: '192.0.2.1' });
  assertRefused(outcome, /this machine does not have the address/, data);
});

test('a data directory in use is refused', async () => {
  const data = directory();
  const instance = await openInstance(data, silentLog);
  const outcome = await holdfast(['serve'], { HOLDFAST_DATA_DIR: data });
  instance.release();
  assertRefused(
    outcome,
    new RegExp(`DATA_DIRECTORY_IN_USE: .*in use by another Holdfast \\(process ${process.pid}\\)`),
    data,
  );
});

test('a data directory of a later program is refused and stays as it is', async () => {
  const data = directory();
  writeFileSync(join(data, 'holdfast.json'), '{"format":99,"createdBy":"9.9.9","initialized":true}');
  assertRefused(
    await holdfast(['serve'], { HOLDFAST_DATA_DIR: data }),
    /DATA_DIRECTORY_VERSION: .*Holdfast 9\.9\.9/,
    data,
  );
});

test('a PostgreSQL of another version is refused and stays as it is', async () => {
  const data = directory();
  mkdirSync(join(data, 'postgres'));
  writeFileSync(join(data, 'postgres', 'PG_VERSION'), '15\n');
  const outcome = await holdfast(['serve'], { HOLDFAST_DATA_DIR: data });
  assertRefused(outcome, /PG_DATA_VERSION: .*PostgreSQL 15/);
  assert.deepEqual(readdirSync(join(data, 'postgres')), ['PG_VERSION']);
});

test('a directory that is a file is refused', async () => {
  const file = join(ROOT, 'file');
  writeFileSync(file, '');
  assertRefused(await holdfast(['serve'], { HOLDFAST_DATA_DIR: file }), /DATA_DIRECTORY_UNUSABLE: .*not a directory/);
});

test('wrong permissions are refused with the command that helps', { skip: process.geteuid?.() !== 0 }, async (t) => {
  if ((statSync(MAIN).mode & 0o004) === 0) return t.skip('the sources are not readable for others');
  const data = directory();
  chmodSync(data, 0o755);
  const outcome = await holdfast(['serve'], { HOLDFAST_DATA_DIR: data }, 12_345);
  if (/EACCES|permission denied/.test(outcome.error) && outcome.error.includes(MAIN))
    return t.skip('the sources are out of reach');
  assertRefused(outcome, /DATA_DIRECTORY_UNUSABLE: .*uid 12345 may not write there; run: chown -R 12345/, data);
});

test('a full disk is refused', { skip: process.geteuid?.() !== 0 }, async (t) => {
  const data = directory();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m,mode=755', 'tmpfs', data], { stdio: 'ignore' });
  } catch {
    return t.skip('mounting is not allowed here');
  }
  try {
    const outcome = await holdfast(['serve'], { HOLDFAST_DATA_DIR: data });
    assertRefused(
      outcome,
      /(?:PG_DISK_FULL|DATA_DIRECTORY_UNUSABLE): .*no space is left on .*; free space on the volume or enlarge it/,
    );
  } finally {
    execFileSync('umount', ['-l', data]);
  }
});

test('a wrong setting is refused, as JSON where that is asked for', async () => {
  const env = { HOLDFAST_DATA_DIR: directory(), MSSQL_TCP_PORT: 'abc' };
  assertRefused(await holdfast(['serve'], env), /INVALID_SETTING: MSSQL_TCP_PORT: "abc" is not a whole number/);
  const { code, error } = await holdfast(['serve', '--json'], env);
  assert.equal(code, 1);
  assert.equal((JSON.parse(error) as { error: { code: string } }).error.code, 'INVALID_SETTING');
});

test('verbs that need a running instance say that there is none', async () => {
  for (const verb of [['status'], ['stop'], ['reset-password', '--generate']]) {
    assertRefused(
      await holdfast(verb, { HOLDFAST_DATA_DIR: join(ROOT, 'absent') }),
      /NOT_RUNNING: no Holdfast runs on/,
    );
  }
});

test('config shows the sources and hides the password', async () => {
  const { code, out } = await holdfast(['config', '--json'], {
    HOLDFAST_DATA_DIR: ROOT,
    SA_PASSWORD: 'Secret!Passw0rd',
  });
  assert.equal(code, 0);
  assert.equal(out.includes('Secret!'), false);
  const { settings } = JSON.parse(out) as { settings: { name: string; value: string; source: string }[] };
  assert.deepEqual(
    settings.find((setting) => setting.name === 'saPassword'),
    { name: 'saPassword', value: '(hidden)', source: 'SA_PASSWORD' },
  );
});

test('version, help and completion', async () => {
  assert.match((await holdfast(['version'])).out, /^holdfast \d+\.\d+\.\d+ \(Node 24/);
  const help = await holdfast(['--help']);
  assert.equal(help.code, 0);
  assert.match(help.out, /reset-password/);
  for (const shell of ['bash', 'zsh', 'fish'])
    assert.match((await holdfast(['completion', shell])).out, /reset-password/);
  assert.equal((await holdfast(['completion', 'tcsh'])).code, 1);
  assert.equal((await holdfast(['nonsense'])).code, 2);
});

test('completion scripts are valid in their shells', async (t) => {
  const { out } = await holdfast(['completion', 'bash']);
  try {
    execFileSync('bash', ['-n'], { input: out });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return t.skip('no bash');
    throw error;
  }
});
