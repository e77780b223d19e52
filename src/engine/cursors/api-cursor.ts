import { INT, SqlError } from '../../tsql/index.ts';
import type { ResultColumn, ResultSink } from '../result-sink.ts';
import { visiblePart, type Cursor } from './cursor.ts';
import type { CursorRow } from './cursor-rows.ts';

/** What sp_cursorfetch asks for (sql-docs, relational-databases/system-stored-procedures/sp-cursorfetch-transact-sql). */
export const FETCH = {
  first: 0x1,
  next: 0x2,
  prior: 0x4,
  last: 0x8,
  absolute: 0x10,
  relative: 0x20,
  refresh: 0x80,
  info: 0x100,
  priorAsIs: 0x200,
} as const;

const ROW_FETCHED = 1;
const ROW_MISSING = 2;

/** The column that tells the client what became of each row of a block; drivers take it off. */
const ROW_STATUS: ResultColumn = { name: 'ROWSTAT', type: INT, nullable: false };

/** A cursor of a driver: rows are fetched in blocks, and changed by their place in the block. */
export class ApiCursor {
  readonly handle: number;
  readonly cursor: Cursor;
  readonly scrollOption: number;
  readonly concurrencyOption: number;
  #first = 0;
  #block: readonly (CursorRow | undefined)[] = [];

  constructor(handle: number, cursor: Cursor, scrollOption: number, concurrencyOption: number) {
    this.handle = handle;
    this.cursor = cursor;
    this.scrollOption = scrollOption;
    this.concurrencyOption = concurrencyOption;
  }

  /** The name under which WHERE CURRENT OF finds it. */
  get name(): string {
    return `api cursor ${this.handle}`;
  }

  get columns(): readonly ResultColumn[] {
    return [...this.cursor.plan.columns, ROW_STATUS];
  }

  get place(): number {
    return this.#first;
  }

  /** Fetches a block and sends it; answers how many rows it has. */
  async fetch(type: number, rowNumber: number, rows: number, sink: ResultSink): Promise<number> {
    const size = Math.max(1, rows);
    const first = await this.#firstOf(type, rowNumber, size);
    const block: (CursorRow | undefined)[] = [];
    for (let place = Math.max(1, first); place < first + size; place++) {
      const found = await this.cursor.read(place);
      if (found === 'end') break;
      block.push(found);
    }
    this.#first = block.length === 0 && first > 0 ? (await this.cursor.rowCount()) + 1 : Math.max(0, first);
    this.#block = block;
    sink.columns(this.columns);
    for (const row of block) {
      const bytes = withStatus(row, this.cursor.plan.columns.length);
      sink.pgRow(bytes, 0, bytes.length);
    }
    return block.length;
  }

  async #firstOf(type: number, rowNumber: number, size: number): Promise<number> {
    const count = this.#block.length;
    switch (type & 0x3ff) {
      case FETCH.first:
        return 1;
      case FETCH.next:
        return this.#first === 0 ? 1 : this.#first + Math.max(count, 1);
      case FETCH.prior:
        return this.#first <= 1 ? 1 - size : Math.max(1, this.#first - size);
      case FETCH.priorAsIs:
        return this.#first - size;
      case FETCH.last:
        return Math.max(1, (await this.cursor.rowCount()) - size + 1);
      case FETCH.absolute:
        return rowNumber >= 0 ? rowNumber : Math.max(0, (await this.cursor.rowCount()) + 1 + rowNumber);
      case FETCH.relative:
        return this.#first + rowNumber;
      case FETCH.refresh:
        return this.#first;
      default:
        throw new SqlError(16902, 16, 25, "sp_cursorfetch: The value of the parameter 'fetchtype' is invalid.");
    }
  }

  /** Rows of the block by number from 1; 0 is all of them. */
  rowsAt(rowNumber: number): readonly CursorRow[] {
    const chosen = rowNumber === 0 ? this.#block : [this.#block[rowNumber - 1]];
    const rows = chosen.filter((row) => row !== undefined);
    if (rows.length === 0) throw new SqlError(16930, 16, 1, 'The requested row is not in the fetch buffer.');
    return rows;
  }
}

/** The row with its status behind the columns; a row that is gone has NULLs. */
function withStatus(row: CursorRow | undefined, columns: number): Buffer {
  const body = row === undefined ? emptyRow(columns) : visiblePart(row, columns);
  const whole = Buffer.alloc(body.length + 8);
  body.copy(whole);
  whole.writeInt16BE(columns + 1, 0);
  whole.writeInt32BE(4, body.length);
  whole.writeInt32BE(row === undefined ? ROW_MISSING : ROW_FETCHED, body.length + 4);
  return whole;
}

function emptyRow(columns: number): Buffer {
  const body = Buffer.alloc(2 + columns * 4, 0xff);
  body.writeInt16BE(columns, 0);
  return body;
}
