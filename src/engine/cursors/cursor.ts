import { SqlError, refetchVariable, type CompiledCursor, type CursorKey, type SqlValue } from '../../tsql/index.ts';
import { bindParameters, decodeColumn } from '../execution/carrier-codec.ts';
import type { QueryPlan } from '../program/program.ts';
import { statementFor } from '../program/statement-pool.ts';
import type { ClientSession } from '../session/client-session.ts';
import { CursorRows, type CursorRow } from './cursor-rows.ts';

export type Direction = 'next' | 'prior' | 'first' | 'last' | 'absolute' | 'relative';

/** @@FETCH_STATUS: a row, past either end, a row that is gone. */
export type FetchStatus = 0 | -1 | -2;

export interface Fetched {
  readonly status: FetchStatus;
  readonly row: CursorRow | undefined;
}

/** A server cursor: a query with the values its variables had when it was declared, and while it is open its rows and its place. */
export class Cursor {
  readonly session: ClientSession;
  readonly plan: QueryPlan;
  /** Names and variables that stand for the cursor; it is gone with the last. */
  references = 0;
  readonly #values: ReadonlyMap<string, SqlValue>;
  readonly #system: (name: string) => SqlValue;
  #rows: CursorRows | undefined;
  #place = 0;
  #current: CursorRow | undefined;
  #opened = -1;
  #emptyWhenOpened = false;

  constructor(session: ClientSession, plan: QueryPlan, read: (name: string) => SqlValue) {
    this.session = session;
    this.plan = plan;
    this.#system = read;
    const values = new Map<string, SqlValue>();
    for (const { name } of [...plan.compiled.parameters, ...(this.info.refetch?.parameters ?? [])]) {
      if (!name.startsWith('@@')) values.set(name, read(name));
    }
    this.#values = values;
  }

  get info(): CompiledCursor {
    const { cursor } = this.plan.compiled;
    if (cursor === undefined)
      throw new SqlError(
        16937,
        16,
        1,
        'A server cursor cannot be opened on the given statement or statements. Use a default result set or client cursor.',
      );
    return cursor;
  }

  get isOpen(): boolean {
    return this.#rows !== undefined;
  }

  get place(): number {
    return this.#place;
  }

  /** CURSOR_STATUS of the cursor itself: 1 open, 0 open and empty, -1 closed. A dynamic cursor may always get rows. */
  get status(): 1 | 0 | -1 {
    if (this.#rows === undefined) return -1;
    return this.#emptyWhenOpened && this.info.kind !== 'dynamic' && this.info.kind !== 'fast forward' ? 0 : 1;
  }

  async open(): Promise<void> {
    if (this.#rows !== undefined) throw new SqlError(16905, 16, 1, 'The cursor is already open.');
    const rows = await this.#fill();
    this.#place = 0;
    this.#current = undefined;
    this.#emptyWhenOpened = (await rows.at(1)) === undefined;
    this.session.counters.cursorRows = this.#counted ? await this.rowCount() : -1;
  }

  /** Rows that the engine itself made (a procedure's result) instead of a query's. */
  openWith(rows: readonly CursorRow[]): void {
    this.#rows = CursorRows.of(this.session.backend, rows);
    this.#place = 0;
    this.#emptyWhenOpened = rows.length === 0;
    this.session.counters.cursorRows = rows.length;
  }

  /** Rows of a static or keyset cursor; a dynamic one does not know. */
  async rowCount(): Promise<number> {
    return (await this.#rows?.count()) ?? 0;
  }

  get #counted(): boolean {
    return this.info.kind === 'static' || this.info.kind === 'keyset';
  }

  async close(): Promise<void> {
    const rows = this.#rows;
    if (rows === undefined) throw notOpen();
    this.#rows = undefined;
    this.#current = undefined;
    await rows.close();
  }

  async fetch(direction: Direction, offset: number): Promise<Fetched> {
    if (this.#rows === undefined) throw notOpen();
    this.#check(direction, offset);
    await this.#refreshDynamic();
    const rows = this.#rows;
    const forward =
      direction === 'next' ||
      direction === 'first' ||
      ((direction === 'absolute' || direction === 'relative') && offset > 0);
    let place = await this.#target(direction, offset);
    for (;;) {
      this.#place = place;
      const row = await rows.at(place);
      if (row === undefined) {
        if (place > 0) this.#place = (await rows.count()) + 1;
        else this.#place = 0;
        this.#current = undefined;
        return { status: -1, row: undefined };
      }
      const now = await this.#asNow(row);
      this.#current = now;
      if (now !== undefined) return { status: 0, row: now };
      if (this.info.kind === 'keyset') return { status: -2, row: undefined };
      place += forward ? 1 : -1;
    }
  }

  async #target(direction: Direction, offset: number): Promise<number> {
    switch (direction) {
      case 'next':
        return this.#place + 1;
      case 'prior':
        return Math.max(0, this.#place - 1);
      case 'first':
        return 1;
      case 'last':
        return (await this.#rows?.count()) ?? 0;
      case 'absolute':
        return offset >= 0 ? offset : Math.max(0, ((await this.#rows?.count()) ?? 0) + 1 + offset);
      case 'relative':
        return Math.max(0, this.#place + offset);
    }
  }

  #check(direction: Direction, offset: number): void {
    const word = direction.charAt(0).toUpperCase() + direction.slice(1);
    const forward =
      direction === 'next' ||
      (direction === 'relative' && offset >= 0 && this.info.kind !== 'dynamic' && this.info.kind !== 'fast forward');
    if (!this.info.scroll && !forward)
      throw new SqlError(16911, 16, 1, `fetch: The fetch type ${word} cannot be used with forward only cursors.`);
    if (direction === 'absolute' && this.info.kind === 'dynamic') {
      throw new SqlError(16925, 16, 1, `The fetch type ${word} cannot be used with dynamic cursors.`);
    }
  }

  /** A row of a block as it is now: undefined when it is gone, 'end' where there is none. */
  async read(place: number): Promise<CursorRow | undefined | 'end'> {
    if (this.#rows === undefined) throw notOpen();
    const row = await this.#rows.at(place);
    return row === undefined ? 'end' : this.#asNow(row);
  }

  /** Makes a row the one that WHERE CURRENT OF means. */
  standOn(row: CursorRow | undefined): void {
    this.#current = row;
  }

  /** The values that find the current row in one of the cursor's tables. */
  currentKey(tableId: number): readonly SqlValue[] {
    if (this.#rows === undefined) throw notOpen();
    if (this.info.readOnly) throw new SqlError(16929, 16, 1, 'The cursor is READ ONLY.');
    const key = this.info.keys.find((candidate) => candidate.tableId === tableId);
    if (key === undefined) {
      throw new SqlError(
        16933,
        16,
        1,
        'The cursor does not include the table being modified or the table is not updatable through the cursor.',
      );
    }
    if (this.#current === undefined) throw new SqlError(16931, 16, 1, 'There are no rows in the current fetch buffer.');
    return this.keyOf(this.#current, key);
  }

  keyOf(row: CursorRow, key: CursorKey): readonly SqlValue[] {
    return key.types.map((type, i) => decodeColumn(type, row, 0, key.first + i));
  }

  async #fill(): Promise<CursorRows> {
    const { compiled, pg } = this.plan;
    const parameters = bindParameters(compiled.parameters, (name) => this.#value(name));
    this.#opened = this.session.engine.dataVersion;
    const rows = await CursorRows.open({ pg, parameters, readsOnly: compiled.readsOnly }, this.session.backend);
    this.#rows = rows;
    return rows;
  }

  #value(name: string): SqlValue {
    return this.#values.has(name) ? (this.#values.get(name) ?? null) : this.#system(name);
  }

  /** The row as it is now, where rows may have changed since they were read; undefined: it is gone. */
  async #asNow(row: CursorRow): Promise<CursorRow | undefined> {
    const { refetch, keys } = this.info;
    if (refetch === undefined || this.#opened === this.session.engine.dataVersion) return row;
    const values = keys.flatMap((key) => this.keyOf(row, key));
    const byName = new Map(values.map((value, i) => [refetchVariable(i), value]));
    const parameters = bindParameters(refetch.parameters, (name) =>
      byName.has(name) ? (byName.get(name) ?? null) : this.#value(name),
    );
    let found: CursorRow | undefined;
    const handler = {
      firstStep: 0,
      row: (_: number, buffer: Buffer, start: number, end: number): void =>
        void (found = Buffer.from(buffer.subarray(start, end))),
    };
    await this.session.backend.run([{ statement: statementFor(refetch.sql), parameters }], handler, {
      readsOnly: true,
    });
    return found;
  }

  /** A cursor that was declared DYNAMIC sees rows come and go: its query runs again when anything was changed. */
  async #refreshDynamic(): Promise<void> {
    const { kind, explicit, keys } = this.info;
    if (kind !== 'dynamic' || !explicit || this.#opened === this.session.engine.dataVersion) return;
    const before = this.#current;
    const place = this.#place;
    await this.#rows?.close();
    await this.#fill();
    if (before === undefined || this.#rows === undefined) return;
    const identity = (row: CursorRow): string => JSON.stringify(keys.map((key) => this.keyOf(row, key).map(String)));
    const wanted = identity(before);
    const count = await this.#rows.count();
    for (let i = 1; i <= count; i++) {
      const row = await this.#rows.at(i);
      if (row !== undefined && identity(row) === wanted) {
        this.#place = i;
        return;
      }
    }
    // The row is gone: the next one is where it was.
    this.#place = Math.max(0, place - 1);
  }
}

export function notOpen(): SqlError {
  return new SqlError(16917, 16, 1, 'Cursor is not open.');
}

/** A DataRow without the keys behind its columns. */
export function visiblePart(row: Buffer, columns: number): Buffer {
  if (row.readInt16BE(0) === columns) return row;
  let end = 2;
  for (let i = 0; i < columns; i++) {
    const length = row.readInt32BE(end);
    end += 4 + Math.max(0, length);
  }
  const cut = Buffer.from(row.subarray(0, end));
  cut.writeInt16BE(columns, 0);
  return cut;
}
