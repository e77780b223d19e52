import type { PostgresTarget } from './messages.ts';
import { probeWritePath } from './write-path.ts';

/** From the end of one probe to the next. */
const PROBE_EVERY_MS = 4_000;
/** After one that failed: two in a row, each with a deadline of its own, tell a hang from a disk that is busy. */
const PROBE_AGAIN_MS = 500;

/** Writes and reads back, again and again, while PostgreSQL should be able to: a process that runs may still hang. */
export class WritePathWatch {
  readonly #target: () => PostgresTarget | undefined;
  readonly #report: (result: 'ok' | 'read only' | 'failed', reason: string) => void;
  #timer: NodeJS.Timeout | undefined;
  #isOver = false;
  #hasFailed = false;

  /** `target`: undefined while PostgreSQL is not up. */
  constructor(
    target: () => PostgresTarget | undefined,
    report: (result: 'ok' | 'read only' | 'failed', reason: string) => void,
  ) {
    this.#target = target;
    this.#report = report;
    this.#plan();
  }

  close(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
  }

  #plan(): void {
    if (this.#isOver) return;
    this.#timer = setTimeout(() => void this.#probe(), this.#hasFailed ? PROBE_AGAIN_MS : PROBE_EVERY_MS);
  }

  async #probe(): Promise<void> {
    const target = this.#target();
    if (target !== undefined) {
      try {
        this.#tell(target, await probeWritePath(target), '');
      } catch (error) {
        this.#tell(target, 'failed', error instanceof Error ? error.message : String(error));
      }
    }
    this.#plan();
  }

  /** What was learned of a PostgreSQL that went away meanwhile says nothing about the next. */
  #tell(target: PostgresTarget, result: 'ok' | 'read only' | 'failed', reason: string): void {
    this.#hasFailed = result === 'failed';
    const now = this.#target();
    if (!this.#isOver && now !== undefined && now.socketDirectory === target.socketDirectory) {
      this.#report(result, reason);
    }
  }
}
