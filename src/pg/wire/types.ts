/** A statement text with the OIDs of its parameters. Made by `pgStatement`; a connection prepares it at its first use. */
export interface PgStatement {
  readonly id: number;
  readonly sql: string;
  /** Type OIDs of $1, $2, ...; 0 or a missing entry lets PostgreSQL infer the type. */
  readonly parameterTypes: readonly number[];
}

/** Parameters are in PostgreSQL's binary format; null is NULL. Their bytes must stay unchanged until the run settles. */
export interface PgStatementStep {
  readonly statement: PgStatement;
  readonly parameters: readonly (Uint8Array | null)[];
  /** Stop after this many rows; `complete` then gets the tag 'SUSPENDED'. */
  readonly maxRows?: number;
}

/** One command without parameters, not kept prepared. */
export interface PgTextStep {
  readonly sql: string;
}

export type PgStep = PgStatementStep | PgTextStep;

export interface PgField {
  readonly name: string;
  readonly tableOid: number;
  readonly column: number;
  readonly typeOid: number;
  readonly typeModifier: number;
}

/** The fields of an ErrorResponse or NoticeResponse. */
export interface PgReport {
  readonly severity: string;
  readonly sqlstate: string;
  readonly message: string;
  readonly detail: string | undefined;
  readonly hint: string | undefined;
  readonly where: string | undefined;
  readonly position: number | undefined;
  readonly schema: string | undefined;
  readonly table: string | undefined;
  readonly column: string | undefined;
  readonly dataType: string | undefined;
  readonly constraint: string | undefined;
}

/**
 * Receives what a run produces, in order. An exception thrown by a callback does not harm the connection: the rest of the run is
 * read and dropped, and `run` rejects with that exception.
 */
export interface PgHandler {
  /**
   * One DataRow: `buffer` from `start` to `end` holds an int16 count of values, then each value as an int32 length (-1 is NULL) and
   * its bytes. The buffer is reused: nothing of it may be kept after the call.
   */
  row?(step: number, buffer: Buffer, start: number, end: number): void;
  /** `tag` is the command without its counts ('SELECT', 'INSERT', 'CREATE TABLE'), `rows` its row count, 0 where it has none. */
  complete?(step: number, tag: string, rows: number): void;
  notice?(notice: PgReport): void;
  /** Asked for only where it is present: it costs a Describe a step. No fields means that the step returns no rows. */
  fields?(step: number, fields: readonly PgField[]): void;
}

export interface PgDescription {
  readonly parameterTypes: readonly number[];
  readonly fields: readonly PgField[];
}

export interface PgSimpleResult {
  readonly rows: (string | null)[][];
  /** The whole command tag, such as 'INSERT 0 1'. */
  readonly tag: string;
}

/** The sending side of COPY ... FROM STDIN. After a failure on the server, writes are dropped and `end` rejects with the error. */
export interface PgCopyIn {
  /** Copies the chunk. False: wait for `drain` before the next write. */
  write(chunk: Uint8Array): boolean;
  drain(): Promise<void>;
  /** Resolves with the whole command tag, such as 'COPY 1000'. */
  end(): Promise<string>;
  /** Ends the COPY without keeping its rows; resolves when the connection is ready again. */
  fail(reason: string): Promise<void>;
}

export type PgTransactionStatus = 'I' | 'T' | 'E';

export interface PgConnectOptions {
  readonly socketDirectory: string;
  /** Only part of the socket's name (.s.PGSQL.<port>): there is no TCP. */
  readonly port: number;
  readonly user: string;
  readonly database: string;
  readonly applicationName: string;
  /** Further settings of the session, such as `search_path`. */
  readonly parameters?: Readonly<Record<string, string>>;
}
