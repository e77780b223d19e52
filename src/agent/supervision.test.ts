import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import type { AgentStatus } from './status.ts';

const DIRECTORY = mkdtempSync(join(tmpdir(), 'holdfast-agent-'));
// PostgreSQL runs under an account of its own when the test runs as root, and must be able to pass.
chmodSync(DIRECTORY, 0o755);
const WITHIN_MS = 15_000;

interface Run {
  readonly process: ChildProcess;
  readonly lines: Interface;
}

let port = 0;
let run: Run | undefined;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const found = (server.address() as AddressInfo).port;
  server.close();
  return found;
}

async function startAgent(): Promise<AgentStatus> {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'testing', 'run-agent.ts'), DIRECTORY, String(port)],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const lines = createInterface({ input: child.stdout });
  run = { process: child, lines };
  return nextStatus();
}

async function nextStatus(): Promise<AgentStatus> {
  const [line] = (await once(run!.lines, 'line', { signal: AbortSignal.timeout(WITHIN_MS) })) as [string];
  return JSON.parse(line) as AgentStatus;
}

async function ask(status: AgentStatus, path: string): Promise<{ code: number; text: string }> {
  const response = await fetch(`http://127.0.0.1:${status.http!.port}${path}`);
  return { code: response.status, text: await response.text() };
}

async function until(what: string, check: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + WITHIN_MS;
  while (!(await check())) {
    assert.ok(performance.now() < deadline, `${what}: not within ${WITHIN_MS} ms`);
    await pause(10);
  }
}

function isAlive(pid: number | undefined): boolean {
  try {
    process.kill(pid!, 0);
    return true;
  } catch {
    return false;
  }
}

function answers(): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('data', () => resolve(true));
    socket.on('error', () => resolve(false));
    socket.on('close', () => resolve(false));
  });
}

before(async () => {
  port = await freePort();
});

after(() => {
  run?.process.kill('SIGKILL');
  rmSync(DIRECTORY, { recursive: true, force: true });
});

test('an empty directory becomes an instance that is ready, with probes and metrics', async () => {
  const status = await startAgent();
  assert.equal(status.server.port, port);
  assert.equal(await answers(), true);
  const ready = await ask(status, '/ready');
  assert.deepEqual(
    { code: ready.code, ...(JSON.parse(ready.text) as object) },
    {
      code: 200,
      ok: true,
      phase: 'running',
      server: 'up',
      postgres: 'up',
      storage: 'ok',
    },
  );
  assert.equal((await ask(status, '/live')).code, 200);
  assert.equal((await ask(status, '/startup')).code, 200);
  const metrics = await ask(status, '/metrics');
  assert.match(metrics.text, /holdfast_child_up\{child="postgres"\} 1/);
  assert.match(metrics.text, /echo_server_up 1/);
  assert.equal((await ask(status, '/nothing')).code, 404);

  process.kill(status.server.pid!, 'SIGKILL');
  const restarted = await nextStatus();
  assert.equal(restarted.server.restarts, 1);
  assert.equal(restarted.postgres.restarts, 0);
  assert.equal(await answers(), true);

  process.kill(restarted.postgres.pid!, 'SIGKILL');
  await until('PostgreSQL is back', async () => (await ask(restarted, '/ready')).code === 200);
  const afterCrash = JSON.parse((await ask(restarted, '/ready')).text) as { postgres: string };
  assert.equal(afterCrash.postgres, 'up');
  assert.equal(isAlive(restarted.server.pid), true, 'the server lives on');

  const second = spawn(process.execPath, [join(import.meta.dirname, 'testing', 'run-agent.ts'), DIRECTORY, '0'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let complaint = '';
  second.stderr.on('data', (chunk) => (complaint += String(chunk)));
  const [code] = (await once(second, 'exit')) as [number];
  assert.notEqual(code, 0);
  assert.match(complaint, /is in use by another Holdfast/);
});

test('a killed agent takes its children with it, and the next start needs no help', async () => {
  const dead = run!;
  const response = await statusOverControl();
  dead.process.kill('SIGKILL');
  await once(dead.process, 'exit');
  await until('the server is gone', () => !isAlive(response.server.pid));
  await until('PostgreSQL is gone', () => !isAlive(response.postgres.pid));
  const status = await startAgent();
  assert.equal((await ask(status, '/ready')).code, 200);
});

test('a frozen server that an agent left is ended by the next start', async () => {
  const dead = run!;
  const left = await statusOverControl();
  process.kill(left.server.pid!, 'SIGSTOP');
  dead.process.kill('SIGKILL');
  await once(dead.process, 'exit');
  const status = await startAgent();
  assert.equal(await answers(), true);
  assert.notEqual(status.server.pid, left.server.pid);
});

test('SIGTERM stops everything, in order', async () => {
  const status = await statusOverControl();
  const last = once(run!.lines, 'line');
  run!.process.kill('SIGTERM');
  const [code] = (await once(run!.process, 'exit')) as [number];
  assert.equal(code, 0);
  assert.deepEqual(JSON.parse(String((await last)[0])), { failure: null });
  assert.equal(isAlive(status.server.pid), false);
  assert.equal(isAlive(status.postgres.pid), false);
});

test('a port that is taken ends a first start with its reason', async () => {
  const thief = createServer().listen(port, '127.0.0.1');
  await once(thief, 'listening');
  try {
    const outcome = (await startAgent()) as unknown as { failure: { message: string } };
    assert.match(outcome.failure.message, /EADDRINUSE/);
  } finally {
    thief.close();
  }
});

async function statusOverControl(): Promise<AgentStatus> {
  const { request } = await import('node:http');
  return new Promise((resolve, reject) => {
    const outgoing = request({ socketPath: join(DIRECTORY, 'run', 'agent.sock'), path: '/status' }, (response) => {
      let text = '';
      response.on('data', (chunk) => (text += String(chunk)));
      response.on('end', () => resolve(JSON.parse(text) as AgentStatus));
    });
    outgoing.on('error', reject);
    outgoing.end();
  });
}
