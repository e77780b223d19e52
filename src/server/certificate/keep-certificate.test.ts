import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { keepCertificate } from './keep-certificate.ts';

const YEAR_MS = 365 * 86_400_000;
const clockAt = (now: number) => ({ now: () => now, monotonic: () => now });

test('a certificate is made once, kept, and made anew when it runs out or its files are broken', async (t) => {
  const directory = await mkdtemp(join(tmpdir(), 'holdfast-certificate-'));
  t.after(() => rm(directory, { recursive: true, force: true }));
  const now = Date.now();
  const first = await keepCertificate(directory, 'edge-1', clockAt(now));
  const parsed = new X509Certificate(first.certificate);
  assert.equal(parsed.subject, 'CN=edge-1');
  assert.equal(parsed.checkHost('localhost'), 'localhost');
  assert.equal(parsed.checkHost('edge-1'), 'edge-1');
  assert.equal(parsed.checkIP('127.0.0.1'), '127.0.0.1');
  assert.equal(parsed.checkIP('::1'), '::1');
  assert.equal(parsed.verify(parsed.publicKey), true);
  assert.equal((await stat(join(directory, 'server-key.pem'))).mode & 0o777, 0o600);

  assert.deepEqual(await keepCertificate(directory, 'edge-1', clockAt(now + YEAR_MS)), first);
  assert.notDeepEqual(await keepCertificate(directory, 'edge-1', clockAt(now + 10 * YEAR_MS)), first);

  await writeFile(join(directory, 'server-key.pem'), first.key);
  const repaired = await keepCertificate(directory, 'edge-1', clockAt(now));
  assert.notDeepEqual(repaired, first);
  assert.equal(await readFile(join(directory, 'server-certificate.pem'), 'utf8'), repaired.certificate);
});
