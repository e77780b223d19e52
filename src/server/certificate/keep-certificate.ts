import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../base/index.ts';
import { createSelfSigned, type KeyAndCertificate } from './self-signed.ts';

const DAY_MS = 86_400_000;
/** A new one is made when less than this is left, at a start. */
const RENEW_BEFORE_MS = 30 * DAY_MS;
const VALID_MS = 3_650 * DAY_MS;
/** Clients whose clock is behind ours must not find the certificate unborn. */
const BACKDATE_MS = DAY_MS;
const KEY_MODE = 0o600;

/**
 * The server's own certificate: made at the first start, kept in the data directory so that clients which pinned it keep
 * connecting, made anew shortly before it runs out.
 */
export async function keepCertificate(directory: string, hostName: string, clock: Clock): Promise<KeyAndCertificate> {
  const keyFile = join(directory, 'server-key.pem');
  const certificateFile = join(directory, 'server-certificate.pem');
  const kept = await readPair(keyFile, certificateFile);
  if (kept !== undefined && isGood(kept, clock.now())) return kept;
  const made = createSelfSigned({
    commonName: hostName,
    names: [...new Set([hostName, 'localhost', '127.0.0.1', '::1'])],
    notBefore: clock.now() - BACKDATE_MS,
    notAfter: clock.now() + VALID_MS,
  });
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await replaceFile(keyFile, made.key);
  await replaceFile(certificateFile, made.certificate);
  return made;
}

async function readPair(keyFile: string, certificateFile: string): Promise<KeyAndCertificate | undefined> {
  try {
    const [key, certificate] = await Promise.all([readFile(keyFile, 'utf8'), readFile(certificateFile, 'utf8')]);
    return { key, certificate };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** False for a pair that a crash tore apart as well: its halves do not belong together. */
function isGood({ key, certificate }: KeyAndCertificate, now: number): boolean {
  try {
    const parsed = new X509Certificate(certificate);
    return parsed.checkPrivateKey(createPrivateKey(key)) && Date.parse(parsed.validTo) - now > RENEW_BEFORE_MS;
  } catch {
    // Unreadable files are replaced like missing ones: the server must come up.
    return false;
  }
}

async function replaceFile(path: string, content: string): Promise<void> {
  const temporary = `${path}.new`;
  await writeFile(temporary, content, { mode: KEY_MODE });
  await rename(temporary, path);
}
