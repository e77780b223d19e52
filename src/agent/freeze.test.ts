import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { isProcessAlive } from './postgres-kill.ts';
import type { AgentStatus } from './status.ts';

const DIRECTORY = mkdtempSync(join(tmpdir(), 'holdfast-freeze-'));
// PostgreSQL runs under an account of its own when the test runs as root, and must be able to pass.
chmodSync(DIRECTORY, 0o755);
const WITHIN_MS = 25_000;

let agent: ChildProcess;
let lines: Interface;
let status: AgentStatus;

async function nextStatus(): Promise<AgentStatus> {
  const [line] = (await once(lines, 'line', { signal: AbortSignal.timeout(WITHIN_MS) })) as [string];
  return JSON.parse(line) as AgentStatus;
}

async function until(what: string, check: () => boolean | Promise<boolean>): Promise<number> {
  const started = performance.now();
  while (!(await check())) {
    assert.ok(performance.now() - started < WITHIN_MS, `${what}: not within ${WITHIN_MS} ms`);
    await pause(20);
  }
  return performance.now() - started;
}

before(async () => {
  agent = spawn(process.execPath, [join(import.meta.dirname, 'testing', 'run-agent.ts'), DIRECTORY, '0'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  lines = createInterface({ input: agent.stdout! });
  status = await nextStatus();
});

after(async () => {
  agent.kill('SIGCONT');
  agent.kill('SIGKILL');
  await pause(500);
  rmSync(DIRECTORY, { recursive: true, force: true });
});

test('when only the agent stands still, the server ends itself and PostgreSQL at the deadline', async () => {
  assert.equal(status.coordination?.epoch, 1);
  const { pid: server } = status.server;
  const { pid: postgres } = status.postgres;
  agent.kill('SIGSTOP');
  const serverGone = await until('the server is gone', () => !isProcessAlive(server!));
  assert.ok(serverGone < 5_000, `${serverGone} ms`);
  await until('PostgreSQL is gone', () => !isProcessAlive(postgres!));

  const next = nextStatus();
  agent.kill('SIGCONT');
  status = await next;
  assert.equal(status.coordination?.epoch, 2);
});

test('a PostgreSQL that hangs is noticed, killed with all its backends, and started again', async () => {
  const hung = status.postgres.pid!;
  process.kill(hung, 'SIGSTOP');
  const took = await until('another PostgreSQL is up', async () => {
    const response = await fetch(`http://127.0.0.1:${status.http!.port}/ready`).catch(() => undefined);
    return !isProcessAlive(hung) && response?.status === 200;
  });
  assert.ok(took < 15_000, `${took} ms`);
});
