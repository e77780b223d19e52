import { SqlError } from '../../tsql/index.ts';
import type { PreparedText } from '../procedures/dynamic-sql.ts';
import type { ApiCursor } from './api-cursor.ts';

/** Cursors that a session may have open through the API. */
const MAX_CURSORS = 10_000;
const FIRST_HANDLE = 180_150_003;
const HANDLE_STEP = 2;

/** Open cursors and prepared cursor statements of a session. */
export class ApiCursors {
  readonly open = new Map<number, ApiCursor>();
  readonly prepared = new Map<
    number,
    { readonly text: PreparedText; readonly scroll: number; readonly concurrency: number }
  >();
  #last = FIRST_HANDLE - HANDLE_STEP;
  #lastPrepared = 0;

  nextHandle(): number {
    if (this.open.size >= MAX_CURSORS) {
      throw new SqlError(
        701,
        17,
        123,
        `There is insufficient system memory: the session has ${MAX_CURSORS} cursors open. Close those it no longer needs.`,
      );
    }
    return (this.#last += HANDLE_STEP);
  }

  prepare(text: PreparedText, scroll: number, concurrency: number): number {
    this.prepared.set(++this.#lastPrepared, { text, scroll, concurrency });
    return this.#lastPrepared;
  }
}
