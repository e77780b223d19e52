import type { SqlType, SqlValue } from '../tsql/index.ts';
import type { ResultSink } from './result-sink.ts';

/** What a client tells at login, already checked for form by the server. */
export interface LoginRequest {
  readonly userName: string;
  readonly password: string;
  /** The client changes its password as it logs in (MS-TDS 2.2.6.4, fChangePassword). */
  readonly newPassword?: string;
  /** Empty: the login's default database. */
  readonly database: string;
  readonly language: string;
  readonly applicationName: string;
  readonly hostName: string;
  readonly clientInterfaceName: string;
  readonly clientProcessId: number;
  readonly clientAddress: string;
  readonly packetSize: number;
  readonly tdsVersion: number;
  readonly encrypted: boolean;
  /** ODBC clients get QUOTED_IDENTIFIER, ANSI_NULLS and their like on from the start (LOGIN7 OptionFlags2 fODBC). */
  readonly odbc: boolean;
  /** Session recovery: the state a reconnecting client brings back (MS-TDS 2.2.6.4, feature 0x01). */
  readonly recovered?: SessionRecovery;
}

export interface SessionRecovery {
  readonly database: string;
  readonly language: string;
  /** Opaque session state by state id, as `sessionState` handed it out. */
  readonly states: ReadonlyMap<number, Uint8Array>;
}

/** A parameter of an RPC as the client sent it. */
export interface RpcParameter {
  /** With its @, or empty for a positional one. */
  readonly name: string;
  readonly type: SqlType;
  readonly value: SqlValue;
  readonly output: boolean;
  /** fDefaultValue: the procedure's own default is wanted. */
  readonly useDefault: boolean;
  readonly table?: TableValue;
}

/** A table-valued parameter: rows of values in the table type's column order. */
export interface TableValue {
  readonly schema: string;
  readonly typeName: string;
  readonly columns: readonly { readonly type: SqlType; readonly useDefault: boolean }[];
  readonly rows: readonly (readonly SqlValue[])[];
}

export interface RpcRequest {
  /** The procedure's name as sent, or its number for the well-known ones (sp_executesql is 10; MS-TDS 2.2.6.6). */
  readonly procedure: string | number;
  readonly parameters: readonly RpcParameter[];
  /** fNoMetaData: the client has the columns already (sp_cursorfetch, sp_execute). */
  readonly noMetadata: boolean;
}

export type IsolationLevel = 'read uncommitted' | 'read committed' | 'repeatable read' | 'serializable' | 'snapshot';

/** MS-TDS 2.2.6.9. Undefined isolation: the session's own. */
export type TransactionRequest =
  | { readonly kind: 'begin'; readonly isolation?: IsolationLevel; readonly name: string }
  | {
      readonly kind: 'commit';
      readonly name: string;
      readonly beginAgain?: { readonly isolation?: IsolationLevel; readonly name: string };
    }
  | {
      readonly kind: 'rollback';
      readonly name: string;
      readonly beginAgain?: { readonly isolation?: IsolationLevel; readonly name: string };
    }
  | { readonly kind: 'save'; readonly name: string };

/** Columns of a bulk load as the client's COLMETADATA describes them, in order. */
export interface BulkColumn {
  readonly name: string;
  readonly type: SqlType;
}

/** Receives the rows of one INSERT BULK. `rows` may be called often; the promise paces the client. */
export interface BulkLoad {
  begin(columns: readonly BulkColumn[]): Promise<void>;
  rows(rows: readonly (readonly SqlValue[])[]): Promise<void>;
  /** All rows are in and committed (or part of the open transaction): the count. */
  end(): Promise<number>;
  /** The client cancelled or broke the stream: nothing of it stays. */
  abort(): Promise<void>;
}

/**
 * One client's session. Requests come one at a time; the promise of a request resolves when its answer is complete in the sink, and
 * rejects only for a fault of ours (the server then ends the connection): what a client did wrong is a message in the sink.
 */
export interface Session {
  readonly id: number;
  readonly database: string;
  readonly language: string;
  readonly packetSize: number;
  executeBatch(text: string, sink: ResultSink): Promise<void>;
  /** Resolves with true when more requests of the same message may run (an error of high severity stops them). */
  executeRpc(request: RpcRequest, sink: ResultSink): Promise<boolean>;
  transactionRequest(request: TransactionRequest, sink: ResultSink): Promise<void>;
  /** Set by an INSERT BULK batch: the load that the next bulk message feeds. */
  takeBulkLoad(): BulkLoad | undefined;
  /** An attention arrived: the running request ends as soon as it can, with its transaction as SQL Server leaves it. */
  cancel(): void;
  /** What closes the client's connection when another session kills this one. */
  onKill?(close: () => void): void;
  /** RESETCONNECTION and RESETCONNECTIONSKIPTRAN (MS-TDS 2.2.3.1.2). */
  reset(keepTransaction: boolean): Promise<void>;
  /** Session state changed since the last call, for the SESSIONSTATE token; undefined when nothing changed. */
  takeSessionState(): { readonly recoverable: boolean; readonly states: ReadonlyMap<number, Uint8Array> } | undefined;
  close(): Promise<void>;
}

export interface Engine {
  /** Throws SqlError 18456, 4060, 18488... as the client must see it. Failed guesses are slowed down here. */
  login(request: LoginRequest): Promise<Session>;
  readonly serverName: string;
  /** e.g. SQL_Latin1_General_CP1_CI_AS */
  readonly collation: string;
  close(): Promise<void>;
}
