import {
  SqlError,
  convertValue,
  formatType,
  sameType,
  type ResultSet,
  type ResultSets,
  type SqlType,
  type SqlValue,
} from '../../tsql/index.ts';
import { decodeColumn } from '../execution/carrier-codec.ts';
import type { Frame } from '../execution/frame.ts';
import type { EnvironmentChange, ResultColumn, ResultSink, ServerMessage, StatementDone } from '../result-sink.ts';

/** EXEC ... WITH RESULT SETS: runs with a sink that gives every result set the columns that the clause says. */
export async function withResultSets(
  clause: ResultSets | undefined,
  frame: Frame,
  run: (frame: Frame) => Promise<void>,
): Promise<void> {
  if (clause === undefined || clause.form === 'undefined') return run(frame);
  const sink = new ShapedSink(
    frame.sink,
    clause.sets.map((set) => columnsOf(set, frame)),
  );
  await run(frame.withSink(sink));
  sink.end();
}

/** The columns of one result set; undefined: as they come (FOR XML). */
function columnsOf(set: ResultSet, { session }: Frame): readonly ResultColumn[] | undefined {
  switch (set.kind) {
    case 'result-columns':
      return set.columns.map(({ name, type, nullable, collation }) => ({
        name: name.text,
        type: session.resolveType(type),
        nullable: nullable ?? true,
        ...(collation ? { collation: collation.text } : {}),
      }));
    case 'as-object':
    case 'as-type': {
      const found = session.engine.findObject(set.name, session);
      const columns = found !== undefined && 'columns' in found ? found.columns : undefined;
      if (columns === undefined)
        throw new SqlError(208, 16, 1, `Invalid object name '${set.name.parts.map((part) => part.text).join('.')}'.`);
      return columns.map(({ name, type, nullable, collation }) => ({
        name,
        type,
        nullable,
        ...(collation === undefined ? {} : { collation }),
      }));
    }
    case 'as-for-xml':
      return undefined;
  }
}

const failed = (number: number, text: string): SqlError =>
  new SqlError(number, 16, 1, `EXECUTE statement failed because its WITH RESULT SETS clause specified ${text}`);

class ShapedSink implements ResultSink {
  readonly #outer: ResultSink;
  readonly #sets: readonly (readonly ResultColumn[] | undefined)[];
  #seen = 0;
  #from: readonly SqlType[] = [];
  #to: readonly ResultColumn[] | undefined;

  constructor(outer: ResultSink, sets: readonly (readonly ResultColumn[] | undefined)[]) {
    this.#outer = outer;
    this.#sets = sets;
  }

  get writable(): boolean {
    return this.#outer.writable;
  }

  drained(): Promise<void> {
    return this.#outer.drained();
  }

  columns(columns: readonly ResultColumn[]): void {
    if (this.#seen >= this.#sets.length) {
      throw failed(
        11535,
        `${this.#sets.length} result set(s), and the statement tried to send more result sets than this.`,
      );
    }
    const wanted = this.#sets[this.#seen++];
    if (wanted !== undefined && wanted.length !== columns.length) {
      throw failed(
        11537,
        `${wanted.length} column(s) for result set number ${this.#seen}, but the statement sent ${columns.length} column(s) at run time.`,
      );
    }
    this.#from = columns.map(({ type }) => type);
    const same = wanted?.every(({ type, nullable }, i) => nullable && sameType(type, this.#from[i] ?? type)) ?? true;
    this.#to = same ? undefined : wanted;
    this.#outer.columns(wanted ?? columns);
  }

  pgRow(buffer: Buffer, start: number, end: number): void {
    if (this.#to === undefined) this.#outer.pgRow(buffer, start, end);
    else this.row(this.#from.map((type, i) => decodeColumn(type, buffer, start, i)));
  }

  row(values: readonly SqlValue[]): void {
    const wanted = this.#to;
    this.#outer.row(wanted === undefined ? values : values.map((value, i) => this.#convert(value, i, wanted[i])));
  }

  #convert(value: SqlValue, i: number, to: ResultColumn | undefined): SqlValue {
    const from = this.#from[i];
    if (to === undefined || from === undefined) return value;
    if (value === null && !to.nullable) {
      throw failed(
        11553,
        `a non-nullable type for column #${i + 1} in result set #${this.#seen}, and the corresponding value sent at run time was null.`,
      );
    }
    try {
      return convertValue(value, from, to.type, { mode: 'cast' });
    } catch (error) {
      if (!(error instanceof SqlError) || error.number !== 529) throw error;
      throw failed(
        11538,
        `type '${formatType(to.type)}' for column #${i + 1} in result set #${this.#seen}, and the corresponding type sent at run time was '${formatType(from)}'; there is no conversion between the two types.`,
      );
    }
  }

  /** Fewer result sets than the clause says are an error, too. */
  end(): void {
    if (this.#seen < this.#sets.length) {
      throw failed(
        11536,
        `${this.#sets.length} result set(s), but the statement only sent ${this.#seen} result set(s) at run time.`,
      );
    }
  }

  statementDone(done: StatementDone): void {
    this.#outer.statementDone(done);
  }
  message(message: ServerMessage): void {
    this.#outer.message(message);
  }
  returnStatus(status: number): void {
    this.#outer.returnStatus(status);
  }
  procedureDone(status: number): void {
    this.#outer.procedureDone(status);
  }
  returnValue(ordinal: number, name: string, type: SqlType, value: SqlValue): void {
    this.#outer.returnValue(ordinal, name, type, value);
  }
  environmentChange(change: EnvironmentChange): void {
    this.#outer.environmentChange(change);
  }
}
