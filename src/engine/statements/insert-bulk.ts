import {
  BIGINT,
  SqlError,
  carrierOf,
  compileExpression,
  convertValue,
  parseExpression,
  quoteName,
  quoteQualified,
  quoteText,
  sameType,
  type ColumnMeta,
  type InsertBulk,
  type SqlType,
  type SqlValue,
  type TableMeta,
} from '../../tsql/index.ts';
import { bindParameters, decodeColumn } from '../execution/carrier-codec.ts';
import type { Frame } from '../execution/frame.ts';
import { RowCollector } from '../execution/row-collector.ts';
import { toSqlError } from '../errors/to-sql-error.ts';
import { statementFor } from '../program/statement-pool.ts';
import { requirePermissions } from '../security/permissions.ts';
import type { BulkColumn, BulkLoad } from '../session-api.ts';
import type { CopyStream } from '../session/backend.ts';
import { CopyEncoder } from './copy-encoder.ts';

/** Bytes gathered before they are handed to PostgreSQL. */
const FLUSH_BYTES = 256 * 1024;

type DateFormat = 'mdy' | 'dmy' | 'ymd' | 'ydm' | 'myd' | 'dym';

/** INSERT BULK t (columns) WITH (...): only announces; the rows come in the next message of the client. */
export function runInsertBulk(statement: InsertBulk, frame: Frame): void {
  const { session } = frame;
  const table = session.findTable(statement.table, frame);
  requirePermissions([{ objectId: table.id, action: 'INSERT' }], frame);
  const options = new Set(statement.options.map((option) => option.name));
  session.expectBulkLoad(new TableLoad(table, frame, options));
  frame.session.counters.lastError = 0;
  frame.sink.statementDone({ command: 'other', inProcedure: frame.inProcedure });
}

/** A column that the client does not send: how each row gets its value. */
type Filler = { readonly column: ColumnMeta; next(): SqlValue };

export class TableLoad implements BulkLoad {
  readonly #table: TableMeta;
  readonly #frame: Frame;
  readonly #keepIdentity: boolean;
  readonly #keepNulls: boolean;
  #sources: readonly SqlType[] = [];
  /** The client's rows are the table's as they stand, but for NULLs where none belong. */
  #asSent = false;
  #targets: readonly ColumnMeta[] = [];
  /** Where in the client's row each target's value is. */
  #positions: readonly number[] = [];
  #fillers: readonly Filler[] = [];
  #encoder = new CopyEncoder([]);
  #copy: CopyStream | undefined;
  #reserved: Map<ColumnMeta, SqlValue[]> = new Map();
  #count = 0;

  constructor(table: TableMeta, frame: Frame, options: ReadonlySet<string>) {
    this.#table = table;
    this.#frame = frame;
    this.#keepIdentity = options.has('KEEP_IDENTITY') || options.has('KEEPIDENTITY');
    this.#keepNulls = options.has('KEEP_NULLS') || options.has('KEEPNULLS');
  }

  async begin(columns: readonly BulkColumn[]): Promise<void> {
    // An identity column that the client sends without KEEP_IDENTITY gets values of our own.
    const kept = columns
      .map((source, index) => ({ source, index, column: this.#column(source.name) }))
      .filter(({ column }) => this.#keepIdentity || column.identity === undefined);
    const wanted = kept.map(({ column }) => column);
    this.#sources = kept.map(({ source }) => source.type);
    this.#positions = kept.map(({ index }) => index);
    this.#targets = wanted;
    const missing = this.#table.columns.filter((column) => !wanted.includes(column) && column.computed === undefined);
    this.#fillers = await this.#makeFillers(missing);
    const all = [...wanted, ...this.#fillers.map(({ column }) => column)];
    this.#encoder = new CopyEncoder(all.map(({ type }) => type));
    this.#asSent =
      this.#fillers.length === 0 &&
      kept.length === columns.length &&
      kept.every(({ source, column }) => sameType(source.type, column.type));
    const { session } = this.#frame;
    session.transaction.refuseWhenDoomed();
    const schema =
      this.#table.temporary === true ? 'pg_temp' : (session.catalog.view.schemaById(this.#table.schemaId)?.pg ?? '');
    const target = `${quoteQualified(schema, this.#table.pg)} (${all.map(({ pg }) => quoteName(pg)).join(', ')})`;
    this.#copy = await this.#guard(() => session.backend.copyIn(`COPY ${target} FROM STDIN (FORMAT binary)`));
  }

  async rows(rows: readonly (readonly SqlValue[])[]): Promise<void> {
    await this.#reserve(rows.length);
    const { dateFormat } = this.#frame.session.options.set;
    for (const row of rows) {
      this.#encoder.row(this.#asSent && !row.includes(null) ? row : this.#complete(row, dateFormat));
      this.#count++;
      if (this.#encoder.size >= FLUSH_BYTES) await this.#flush();
    }
  }

  /** The row in the table's types and order, with the columns that the client does not send. */
  #complete(row: readonly SqlValue[], dateFormat: DateFormat): readonly SqlValue[] {
    const values: SqlValue[] = new Array<SqlValue>(this.#targets.length + this.#fillers.length);
    for (let i = 0; i < this.#targets.length; i++) {
      values[i] = this.#convert(row[this.#positions[i] as number] ?? null, i, dateFormat);
    }
    for (let i = 0; i < this.#fillers.length; i++)
      values[this.#targets.length + i] = (this.#fillers[i] as Filler).next();
    return values;
  }

  async end(): Promise<number> {
    this.#encoder.finish();
    await this.#flush();
    await this.#guard(() => this.#copy?.end() ?? Promise.resolve());
    this.#frame.session.counters.rowCount = this.#count;
    return this.#count;
  }

  async abort(): Promise<void> {
    await this.#copy?.abort();
  }

  #column(name: string): ColumnMeta {
    const column = this.#table.columns.find((candidate) => candidate.name.toLowerCase() === name.toLowerCase());
    if (column === undefined) throw new SqlError(207, 16, 1, `Invalid column name '${name}'.`);
    return column;
  }

  #convert(value: SqlValue, index: number, dateFormat: DateFormat): SqlValue {
    const { type, name, nullable } = this.#targets[index] as ColumnMeta;
    if (value === null) {
      if (!nullable) {
        throw new SqlError(
          515,
          16,
          2,
          `Cannot insert the value NULL into column '${name}', table '${this.#frame.session.qualifiedName(this.#table)}'; column does not allow nulls. INSERT fails.`,
        );
      }
      return null;
    }
    const from = this.#sources[index] as SqlType;
    return sameType(from, type) ? value : convertValue(value, from, type, { mode: 'assign', dateFormat });
  }

  async #flush(): Promise<void> {
    const bytes = this.#encoder.take();
    if (bytes.length > 0) await this.#guard(() => this.#copy?.write(bytes) ?? Promise.resolve());
  }

  async #guard<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw toSqlError(error, this.#frame.session, 'INSERT');
    }
  }

  async #makeFillers(missing: readonly ColumnMeta[]): Promise<Filler[]> {
    const fillers: Filler[] = [];
    for (const column of missing) {
      if (column.identity !== undefined || column.type.name === 'rowversion') {
        this.#reserved.set(column, []);
        fillers.push({ column, next: () => this.#reserved.get(column)?.pop() ?? null });
      } else if (column.default !== undefined && !this.#keepNulls) {
        const value = await this.#evaluateDefault(column.default.text, column.type);
        fillers.push({ column, next: () => value });
      } else if (!column.nullable) {
        throw new SqlError(
          515,
          16,
          2,
          `Cannot insert the value NULL into column '${column.name}', table '${this.#frame.session.qualifiedName(this.#table)}'; column does not allow nulls. INSERT fails.`,
        );
      }
    }
    return fillers;
  }

  async #evaluateDefault(text: string, type: SqlType): Promise<SqlValue> {
    const compiled = compileExpression(parseExpression(text), this.#frame.environment());
    let value: SqlValue = null;
    const parameters = bindParameters(compiled.parameters, this.#frame.read);
    await this.#frame.session.backend.run(
      [{ statement: statementFor(compiled.sql), parameters }],
      {
        firstStep: 0,
        row: (_step, buffer, start) => {
          value = decodeColumn(compiled.type, buffer, start, 0);
        },
      },
      { readsOnly: true },
    );
    return convertValue(value, compiled.type, type, { mode: 'assign' });
  }

  /** Draws the next values of identity and rowversion columns on another connection: ours is busy with COPY. */
  async #reserve(count: number): Promise<void> {
    for (const [column, values] of this.#reserved) {
      const sequence = column.identity === undefined ? 'holdfast.rowversion' : this.#sequenceOf(column);
      const answer = new RowCollector([BIGINT]);
      await this.#frame.session.engine.withConnection((connection) =>
        connection.run([{ sql: `SELECT nextval(${quoteText(sequence)}) FROM generate_series(1, ${count})` }], answer),
      );
      const drawn = answer.rows.map((row) => row[0] as bigint).toReversed();
      values.push(...drawn.map((value) => fromSequence(value, column.type)));
    }
  }

  #sequenceOf(column: ColumnMeta): string {
    const schema = this.#frame.session.catalog.view.schemaById(this.#table.schemaId)?.pg ?? '';
    return quoteQualified(schema, column.identity?.pgSequence ?? '');
  }
}

function fromSequence(value: bigint, type: SqlType): SqlValue {
  switch (carrierOf(type)) {
    case 'bytea': {
      const bytes = Buffer.alloc(8);
      bytes.writeBigInt64BE(value);
      return bytes;
    }
    case 'int8':
      return value;
    case 'numeric':
      return value * 10n ** BigInt(type.scale);
    default:
      return Number(value);
  }
}
