import { setTimeout as pause } from 'node:timers/promises';
import { Session, type Target } from './session.ts';

const RETRY_AFTER_MS = 10;

/**
 * A client that writes rows with keys of its own, one after the other, and never the same key twice: a row whose fate is unknown stays
 * unknown. It connects again whenever it must.
 */
export class Writer {
  readonly #id: number;
  readonly #target: Target;
  readonly #onAcknowledged: (atMs: number) => void;
  readonly acknowledged = new Set<string>();
  readonly unknown = new Set<string>();
  /** Errors that arrived on a connection which went on working. */
  readonly refusals = new Map<string, number>();
  #stopped = false;
  #sequence = 0;
  #done: Promise<void> = Promise.resolve();

  constructor(id: number, target: Target, onAcknowledged: (atMs: number) => void) {
    this.#id = id;
    this.#target = target;
    this.#onAcknowledged = onAcknowledged;
  }

  start(): void {
    this.#done = this.#write();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#done;
  }

  async #write(): Promise<void> {
    let session: Session | undefined;
    while (!this.#stopped) {
      if (session === undefined || session.ended) {
        session = await Session.open(this.#target).catch(() => undefined);
        if (session === undefined) await pause(RETRY_AFTER_MS);
        continue;
      }
      await this.#insert(session, `${this.#id}-${++this.#sequence}`);
    }
    session?.close();
  }

  async #insert(session: Session, key: string): Promise<void> {
    try {
      await session.query(`INSERT INTO dbo.survivors (id) VALUES ('${key}')`);
      this.acknowledged.add(key);
      this.#onAcknowledged(performance.now());
    } catch (error) {
      this.unknown.add(key);
      const text = error instanceof Error ? error.message : String(error);
      this.refusals.set(text, (this.refusals.get(text) ?? 0) + 1);
      await pause(RETRY_AFTER_MS);
    }
  }
}
