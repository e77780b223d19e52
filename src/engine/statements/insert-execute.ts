import {
  SqlError,
  carrierOf,
  quoteName,
  type ColumnMeta,
  type Insert,
  type Query,
  type SqlType,
  type SqlValue,
  type TableMeta,
} from '../../tsql/index.ts';
import type { Frame } from '../execution/frame.ts';
import type { EnvironmentChange, ResultColumn, ResultSink, ServerMessage, StatementDone } from '../result-sink.ts';
import { ignoreRows } from '../session/backend.ts';
import { CopyEncoder } from './copy-encoder.ts';
import { runExecute } from './execute.ts';
import { runQuery } from './query.ts';

/** All result sets of the procedure are held until it ends: SQL Server inserts after the EXEC, too. */
const MAX_HELD_BYTES = 512 * 1024 * 1024;

/** INSERT t EXEC p: the procedure's result sets, all of one shape, become the rows of the INSERT. */
export async function runInsertExecute(statement: Insert, frame: Frame): Promise<void> {
  if (statement.source.kind !== 'insert-execute') return;
  const { session } = frame;
  const collector = new CollectingSink(frame.sink);
  const inner = frame.withSink(collector);
  await runExecute(statement.source.execute, inner);
  const types = collector.types;
  if (types === undefined) return finishEmpty(frame);

  const table = stagingTable(session.temporaryName('#insert_exec'), types);
  session.backend.pin('insert exec');
  try {
    const columns = table.columns.map((column) => `${quoteName(column.pg)} ${carrierOf(column.type)}`).join(', ');
    await session.backend.run([{ sql: `CREATE TEMP TABLE ${quoteName(table.pg)} (${columns})` }], ignoreRows());
    const copy = await session.backend.copyIn(`COPY pg_temp.${quoteName(table.pg)} FROM STDIN (FORMAT binary)`);
    await copy.write(collector.rows());
    await copy.end();
    session.temporary.put(table, frame.temporaryTables, session.transaction.count > 0);
    session.temporaryTablesChanged();
    await runQuery(
      {
        ...statement,
        source: { kind: 'insert-query', pos: statement.source.pos, query: selectAll(table.name, statement.pos) },
      },
      frame,
    );
  } finally {
    await session.engine.dropTemporary(session, [table]);
    session.backend.unpin('insert exec');
  }
}

function finishEmpty(frame: Frame): void {
  frame.session.counters.rowCount = 0;
  frame.session.counters.lastError = 0;
  frame.sink.statementDone({
    command: 'insert',
    inProcedure: frame.inProcedure,
    ...(frame.session.options.run.noCount ? {} : { rowCount: 0 }),
  });
}

function stagingTable(pg: string, types: readonly SqlType[]): TableMeta {
  const columns: ColumnMeta[] = types.map((type, i) => ({
    id: i + 1,
    name: `c${i + 1}`,
    pg: `c${i + 1}`,
    type,
    nullable: true,
  }));
  return {
    kind: 'table',
    id: -1,
    schemaId: 0,
    name: pg,
    pg,
    createdAt: '',
    modifiedAt: '',
    columns,
    nextColumnId: columns.length + 1,
    indexes: [],
    foreignKeys: [],
    checks: [],
    temporary: true,
  };
}

function selectAll(table: string, pos: Insert['pos']): Query {
  return {
    kind: 'query',
    pos,
    orderBy: [],
    body: {
      kind: 'select',
      pos,
      distinct: false,
      items: [{ kind: 'select-star', pos }],
      from: [
        {
          kind: 'table',
          pos,
          hints: [],
          name: { kind: 'object-name', pos, parts: [{ text: table, quoted: true, pos }] },
        },
      ],
    },
  } as unknown as Query;
}

/** Holds rows back in COPY's format, which a DataRow's body already has; passes messages on. */
class CollectingSink implements ResultSink {
  readonly writable = true;
  readonly #outer: ResultSink;
  readonly #chunks: Buffer[] = [];
  #types: readonly SqlType[] | undefined;
  #bytes = 0;

  constructor(outer: ResultSink) {
    this.#outer = outer;
  }

  get types(): readonly SqlType[] | undefined {
    return this.#types;
  }

  rows(): Buffer {
    const encoder = new CopyEncoder([]);
    const header = Buffer.from(encoder.take());
    encoder.finish();
    return Buffer.concat([header, ...this.#chunks, encoder.take()]);
  }

  columns(columns: readonly ResultColumn[]): void {
    if (this.#types !== undefined && this.#types.length !== columns.length) {
      throw new SqlError(213, 16, 7, 'Column name or number of supplied values does not match table definition.');
    }
    this.#types ??= columns.map(({ type }) => type);
  }

  pgRow(buffer: Buffer, start: number, end: number): void {
    this.#keep(Buffer.from(buffer.subarray(start, end)));
  }

  row(values: readonly SqlValue[]): void {
    const encoder = new CopyEncoder(this.#types ?? []);
    encoder.take();
    encoder.row(values);
    this.#keep(Buffer.from(encoder.take()));
  }

  #keep(row: Buffer): void {
    this.#bytes += row.length;
    if (this.#bytes > MAX_HELD_BYTES) {
      throw new SqlError(
        701,
        17,
        123,
        `There is insufficient system memory: INSERT ... EXEC holds at most ${MAX_HELD_BYTES} bytes of rows.`,
      );
    }
    this.#chunks.push(row);
  }

  statementDone(_done: StatementDone): void {}
  message(message: ServerMessage): void {
    this.#outer.message(message);
  }
  returnStatus(_status: number): void {}
  procedureDone(_status: number): void {}
  returnValue(): void {}
  environmentChange(change: EnvironmentChange): void {
    this.#outer.environmentChange(change);
  }
  drained(): Promise<void> {
    return Promise.resolve();
  }
}
