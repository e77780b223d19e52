import { createHmac, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/** scrypt cost: 2^14 * 8 * 128 bytes = 16 MiB and some 40 ms of one core for each guess. */
const COST = { N: 16384, r: 8, p: 1 };
const KEY_BYTES = 32;
const SALT_BYTES = 16;

function derive(password: string, salt: Buffer, cost: { N: number; r: number; p: number }): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFC'), salt, KEY_BYTES, { ...cost, maxmem: 64 * 1024 * 1024 }, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}

/** `scrypt$N$r$p$salt$key`, salt and key in base64: what the catalog keeps of a password. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const key = await derive(password, salt, COST);
  return ['scrypt', COST.N, COST.r, COST.p, salt.toString('base64'), key.toString('base64')].join('$');
}

/**
 * Verifies passwords against their slow hashes, and remembers which pair of password and hash was right, under a key that lives only
 * in this process: a connection pool that logs in a thousand times pays for scrypt once.
 */
export class PasswordVerifier {
  static readonly MAX_REMEMBERED = 256;
  readonly #processKey = randomBytes(32);
  readonly #right = new Set<string>();

  async verify(password: string, hash: string): Promise<boolean> {
    const proof = createHmac('sha256', this.#processKey).update(hash).update('\0').update(password).digest('base64');
    if (this.#right.has(proof)) return true;
    const [scheme, n, r, p, salt, key] = hash.split('$');
    if (scheme !== 'scrypt' || salt === undefined || key === undefined) return false;
    const expected = Buffer.from(key, 'base64');
    const actual = await derive(password, Buffer.from(salt, 'base64'), { N: Number(n), r: Number(r), p: Number(p) });
    if (expected.length !== actual.length || !timingSafeEqual(expected, actual)) return false;
    if (this.#right.size >= PasswordVerifier.MAX_REMEMBERED) this.#right.clear();
    this.#right.add(proof);
    return true;
  }
}
