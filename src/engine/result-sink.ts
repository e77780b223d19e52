import type { SqlType, SqlValue } from '../tsql/index.ts';

/** A column of a result set as the client sees it. */
export interface ResultColumn {
  readonly name: string;
  readonly type: SqlType;
  readonly nullable: boolean;
  /** SQL Server collation name of character columns; the server's own when absent. */
  readonly collation?: string;
  readonly identity?: boolean;
  readonly computed?: boolean;
  /** True where the client may update it through a cursor; most result sets are not. */
  readonly updatable?: boolean;
  /** Table the column comes from: text, ntext and image columns must name one (MS-TDS 2.2.7.4). */
  readonly table?: readonly string[];
}

/** An error (severity above 10) or informational message, as ERROR and INFO tokens carry it (MS-TDS 2.2.7.10, 2.2.7.13). */
export interface ServerMessage {
  readonly number: number;
  readonly severity: number;
  readonly state: number;
  readonly message: string;
  readonly procedure: string;
  readonly line: number;
}

/** The command a DONE token reports in CurCmd; JDBC and ODBC decide by it whether a count is an update count. */
export type CommandName =
  | 'select'
  | 'insert'
  | 'update'
  | 'delete'
  | 'merge'
  | 'select into'
  | 'bulk insert'
  | 'create table'
  | 'drop table'
  | 'begin transaction'
  | 'commit'
  | 'rollback'
  | 'use'
  | 'set'
  | 'execute'
  | 'declare'
  | 'fetch'
  | 'open'
  | 'close'
  | 'other';

export interface StatementDone {
  readonly command: CommandName;
  /** Rows returned or changed; undefined where the statement counts none, or NOCOUNT is on. */
  readonly rowCount?: number;
  /** The statement failed (its ERROR went before). */
  readonly error?: boolean;
  /** The statement ran inside a procedure or a dynamic batch (EXEC): DONEINPROC even when the request is a batch. */
  readonly inProcedure?: boolean;
}

export type EnvironmentChange =
  | { readonly kind: 'database'; readonly to: string; readonly from: string }
  | { readonly kind: 'language'; readonly to: string; readonly from: string }
  | { readonly kind: 'begin transaction'; readonly descriptor: bigint }
  | { readonly kind: 'commit transaction'; readonly descriptor: bigint }
  | { readonly kind: 'rollback transaction'; readonly descriptor: bigint };

/**
 * Where a request's answer goes. The engine pushes, in the order the client must see it; the server writes tokens. Rows come in
 * one of two shapes: `pgRow` is the body of a PostgreSQL DataRow in binary format (16-bit column count, then each value as a 32-bit
 * length, -1 for NULL, and its bytes) whose columns are the carriers of the last `columns` call, valid only during the call; `row`
 * is for rows made by the engine itself.
 *
 * The server adds DONE, DONEINPROC or DONEPROC itself: `statementDone` ends one statement; the end of the request is the
 * resolution of the session's promise.
 */
export interface ResultSink {
  columns(columns: readonly ResultColumn[]): void;
  pgRow(buffer: Buffer, start: number, end: number): void;
  row(values: readonly SqlValue[]): void;
  statementDone(done: StatementDone): void;
  message(message: ServerMessage): void;
  /** RETURNSTATUS of the procedure that an RPC called; the server ends the RPC with DONEPROC. */
  returnStatus(status: number): void;
  /** The end of a procedure that a batch called by EXEC: RETURNSTATUS, then DONEPROC with MORE. */
  procedureDone(status: number): void;
  /** An output parameter of an RPC; `ordinal` counts the parameters from 0. */
  returnValue(ordinal: number, name: string, type: SqlType, value: SqlValue): void;
  environmentChange(change: EnvironmentChange): void;
  /** False while the client reads slower than we write; the engine then pauses PostgreSQL until `drained` resolves. */
  readonly writable: boolean;
  drained(): Promise<void>;
}
