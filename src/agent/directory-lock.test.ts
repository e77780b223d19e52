import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { lockDirectory } from './directory-lock.ts';

const directory = mkdtempSync(join(tmpdir(), 'holdfast-lock-'));
after(() => rmSync(directory, { recursive: true }));

const HOLDER = `
import { lockDirectory } from ${JSON.stringify(join(import.meta.dirname, 'directory-lock.ts'))};
lockDirectory(process.argv[1]);
console.log('locked');
setInterval(() => {}, 1000);
`;

test('a second holder is refused by name, in the same process and from another', async () => {
  const holder = spawn(process.execPath, ['--input-type=module', '-e', HOLDER, directory], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(holder.stdout, 'data');
  assert.throws(() => lockDirectory(directory), {
    code: 'DATA_DIRECTORY_IN_USE',
    message: `data directory ${directory} is in use by another Holdfast (process ${holder.pid})`,
  });
  holder.kill('SIGKILL');
  await once(holder, 'exit');
  const lock = lockDirectory(directory);
  lock.release();
});

test('a released lock can be taken again', () => {
  lockDirectory(directory).release();
  lockDirectory(directory).release();
});

test('a directory that cannot be written is a named error', () => {
  assert.throws(() => lockDirectory(join(directory, 'absent')), { code: 'LOCK_UNAVAILABLE' });
});
