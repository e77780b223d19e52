import { SqlError, quoteName } from '../../tsql/index.ts';
import { PgError, type PgStatement, type PgStep } from '../../pg/index.ts';
import { statementFor } from '../program/statement-pool.ts';
import { ignoreRows, type Backend, type OffsetHandler } from '../session/backend.ts';

/** Rows that a cursor keeps in memory. A result with more of them stays in PostgreSQL and is read a window at a time. */
const WINDOW_ROWS = 1024;
const WINDOW_BYTES = 4 * 1024 * 1024;

/** A row as PostgreSQL's DataRow body. */
export type CursorRow = Buffer;

class Window implements OffsetHandler {
  firstStep = 0;
  readonly rows: CursorRow[] = [];
  bytes = 0;
  suspended = false;

  row(_step: number, buffer: Buffer, start: number, end: number): void {
    this.rows.push(Buffer.from(buffer.subarray(start, end)));
    this.bytes += end - start;
  }

  complete(_step: number, tag: string): void {
    if (tag === 'SUSPENDED') this.suspended = true;
  }
}

export interface RowSource {
  readonly pg: PgStatement;
  readonly parameters: readonly (Uint8Array | null)[];
  readonly readsOnly: boolean;
}

let cursors = 0;

/**
 * The rows of an open cursor by their place, the first being 1. Few rows are read at once and need PostgreSQL no more; many are a
 * PostgreSQL cursor WITH HOLD, which outlives transactions, and the session keeps its connection.
 */
export class CursorRows {
  readonly #backend: Backend;
  readonly #pgName: string | undefined;
  #window: readonly CursorRow[];
  #first = 1;
  #count: number | undefined;

  private constructor(backend: Backend, window: readonly CursorRow[], pgName: string | undefined) {
    this.#backend = backend;
    this.#window = window;
    this.#pgName = pgName;
    if (pgName === undefined) this.#count = window.length;
  }

  static of(backend: Backend, rows: readonly CursorRow[]): CursorRows {
    return new CursorRows(backend, rows, undefined);
  }

  static async open(source: RowSource, backend: Backend): Promise<CursorRows> {
    const window = new Window();
    await backend.run([{ statement: source.pg, parameters: source.parameters, maxRows: WINDOW_ROWS }], window, {
      readsOnly: source.readsOnly,
    });
    if (!window.suspended && window.bytes <= WINDOW_BYTES) return new CursorRows(backend, window.rows, undefined);
    const name = `cursor_${++cursors}`;
    backend.pin(name);
    try {
      const declare = statementFor(`DECLARE ${quoteName(name)} SCROLL CURSOR WITH HOLD FOR ${source.pg.sql}`);
      await backend.run([{ statement: declare, parameters: source.parameters }], ignoreRows());
    } catch (error) {
      backend.unpin(name);
      throw error;
    }
    return new CursorRows(backend, [], name);
  }

  /** The row at a place from 1; undefined before the first and behind the last. */
  async at(place: number): Promise<CursorRow | undefined> {
    if (place < 1 || (this.#count !== undefined && place > this.#count)) return undefined;
    const found = this.#window[place - this.#first];
    if (found !== undefined || this.#pgName === undefined) return found;
    await this.#read(place);
    return this.#window[place - this.#first];
  }

  async count(): Promise<number> {
    if (this.#count !== undefined || this.#pgName === undefined) return this.#count ?? this.#window.length;
    let count = 0;
    const handler = {
      firstStep: 0,
      complete: (_step: number, tag: string, rows: number): void =>
        void (tag === 'MOVE' && (count = Math.max(count, rows))),
    };
    const name = quoteName(this.#pgName);
    await this.#run([{ sql: `MOVE ABSOLUTE 0 FROM ${name}` }, { sql: `MOVE FORWARD ALL FROM ${name}` }], handler);
    this.#count = count;
    return count;
  }

  async close(): Promise<void> {
    if (this.#pgName === undefined) return;
    try {
      await this.#backend.run([{ sql: `CLOSE ${quoteName(this.#pgName)}` }], ignoreRows());
    } catch (error) {
      // A rollback of the transaction that opened it has closed it already.
      if (!isGone(error)) throw error;
    } finally {
      this.#backend.unpin(this.#pgName);
    }
  }

  /** A cursor of many rows is gone with the transaction that opened it when that is rolled back. */
  async #run(steps: readonly PgStep[], handler: OffsetHandler): Promise<void> {
    try {
      await this.#backend.run(steps, handler);
    } catch (error) {
      if (!isGone(error)) throw error;
      throw new SqlError(16917, 16, 1, 'Cursor is not open.');
    }
  }

  /** Takes the rows around a place into memory: mostly those behind it, a few before. */
  async #read(place: number): Promise<void> {
    const backwards = place < this.#first;
    const first = Math.max(1, backwards ? place - WINDOW_ROWS / 2 : place);
    const window = new Window();
    const name = quoteName(this.#pgName ?? '');
    const fetch = statementFor(`FETCH FORWARD ${WINDOW_ROWS} FROM ${name}`);
    await this.#run([{ sql: `MOVE ABSOLUTE ${first - 1} FROM ${name}` }, { statement: fetch, parameters: [] }], window);
    this.#window = window.rows;
    this.#first = first;
  }
}

/** invalid_cursor_name */
const isGone = (error: unknown): boolean => error instanceof PgError && error.sqlstate === '34000';
