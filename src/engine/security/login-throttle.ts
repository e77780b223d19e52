import type { Clock } from '../../base/index.ts';

/** Wrong passwords for one login and address that cost nothing extra: people do mistype. */
const FREE_FAILURES = 3;
const FIRST_DELAY_MS = 250;
const MAX_DELAY_MS = 5_000;
/** After this long without a failure the count starts anew. */
const FORGET_AFTER_MS = 5 * 60_000;
const MAX_TRACKED = 10_000;

interface Failures {
  count: number;
  last: number;
}

/** Slows down guessing: each failure beyond the first few doubles the time until the next answer, per login and client address. */
export class LoginThrottle {
  readonly #clock: Clock;
  readonly #failures = new Map<string, Failures>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Milliseconds to wait before this attempt is answered. */
  delay(userName: string, address: string): number {
    const entry = this.#failures.get(key(userName, address));
    if (entry === undefined || this.#clock.monotonic() - entry.last > FORGET_AFTER_MS || entry.count < FREE_FAILURES)
      return 0;
    return Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** (entry.count - FREE_FAILURES));
  }

  failed(userName: string, address: string): void {
    const now = this.#clock.monotonic();
    const id = key(userName, address);
    const entry = this.#failures.get(id);
    const count = entry !== undefined && now - entry.last <= FORGET_AFTER_MS ? entry.count + 1 : 1;
    this.#failures.delete(id);
    this.#failures.set(id, { count, last: now });
    if (this.#failures.size > MAX_TRACKED) {
      const oldest = this.#failures.keys().next().value;
      if (oldest !== undefined) this.#failures.delete(oldest);
    }
  }

  succeeded(userName: string, address: string): void {
    this.#failures.delete(key(userName, address));
  }
}

function key(userName: string, address: string): string {
  return `${userName.toLowerCase()}\0${address}`;
}
