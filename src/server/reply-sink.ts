import type {
  EnvironmentChange,
  ResultColumn,
  ResultSink,
  ServerMessage,
  SqlType,
  SqlValue,
  StatementDone,
} from '../engine/index.ts';
import {
  type Collation,
  columnValueIn,
  CurrentCommand,
  type Done,
  DoneStatus,
  parameterTypeIn,
  RETURN_VALUE_OUTPUT,
  type SessionState,
  type TokenWriter,
  transactionChange,
  writeDoneToken,
  writeEnvChange,
  writeMessage,
  writeNoMetadata,
  writeReturnStatus,
  writeReturnValue,
  writeSessionState,
} from '../tds/index.ts';
import { currentCommand } from './current-command.ts';
import type { RowLayout, RowLayouts } from './row-layout.ts';
import { toTdsType, toTdsValue } from './sql-types.ts';

const TRANSACTION_CHANGES = {
  'begin transaction': 'beginTransaction',
  'commit transaction': 'commitTransaction',
  'rollback transaction': 'rollbackTransaction',
} as const;

/** Where the sink's bytes go, and whether they go. */
export interface Outlet {
  readonly writable: boolean;
  drained(): Promise<void>;
}

export interface ReplySettings {
  readonly serverName: string;
  readonly collation: Collation;
  readonly layouts: RowLayouts;
}

/**
 * Turns what the engine pushes into tokens. A DONE says whether more follows, so the last one is held back until that is known.
 * Lives as long as the connection; `begin` and `end` frame one request.
 */
export class ReplySink implements ResultSink {
  /** Of the open transaction; 0 when there is none. */
  private transactionDescriptor = 0n;
  /** Set by an attention: the client throws away what still comes, so nothing more is written. */
  discarding = false;
  private readonly writer: TokenWriter;
  private readonly outlet: Outlet;
  private readonly settings: ReplySettings;
  private pending: Done | undefined;
  private layout: RowLayout | undefined;
  private byRpc = false;
  private noMetadata = false;
  private failed = false;
  private status: number | undefined;

  constructor(writer: TokenWriter, outlet: Outlet, settings: ReplySettings) {
    this.writer = writer;
    this.outlet = outlet;
    this.settings = settings;
  }

  get writable(): boolean {
    return this.discarding || this.outlet.writable;
  }

  drained(): Promise<void> {
    return this.outlet.drained();
  }

  /** Before a batch, an RPC, a transaction request or a bulk load. */
  begin(kind: 'batch' | 'rpc', noMetadata = false): void {
    this.byRpc = kind === 'rpc';
    this.noMetadata = noMetadata;
    this.failed = false;
    this.status = undefined;
  }

  columns(columns: readonly ResultColumn[]): void {
    if (this.discarding) return;
    this.settle();
    this.layout = this.settings.layouts.of(columns);
    if (this.noMetadata) writeNoMetadata(this.writer);
    else this.writer.bytes(this.layout.metadata);
  }

  pgRow(buffer: Buffer, start: number, end: number): void {
    if (this.discarding) return;
    this.layout!.writePgRow(this.writer, buffer, start, end);
    this.writer.flushIfFull();
  }

  row(values: readonly SqlValue[]): void {
    if (this.discarding) return;
    this.layout!.writeValues(this.writer, values);
    this.writer.flushIfFull();
  }

  statementDone(done: StatementDone): void {
    if (this.discarding) return;
    this.settle();
    if (done.error === true) this.failed = true;
    this.pending = {
      token: this.byRpc || done.inProcedure === true ? 'doneInProc' : 'done',
      status: (done.error === true ? DoneStatus.error : 0) | (done.rowCount === undefined ? 0 : DoneStatus.count),
      command: currentCommand(done.command),
      rowCount: done.rowCount ?? 0,
    };
  }

  message(message: ServerMessage): void {
    if (this.discarding) return;
    this.settle();
    writeMessage(this.writer, { ...message, serverName: this.settings.serverName });
    this.writer.flushIfFull();
  }

  returnStatus(status: number): void {
    if (this.discarding) return;
    this.settle();
    this.status = status;
    writeReturnStatus(this.writer, status);
  }

  procedureDone(status: number): void {
    if (this.discarding) return;
    this.settle();
    writeReturnStatus(this.writer, status);
    this.pending = { token: 'doneProc', status: 0, command: CurrentCommand.execute, rowCount: 0 };
  }

  returnValue(ordinal: number, name: string, type: SqlType, value: SqlValue): void {
    if (this.discarding) return;
    this.settle();
    const { collation } = this.settings;
    const { dialect } = this.writer;
    const latest = toTdsType(type, collation, true);
    writeReturnValue(this.writer, {
      ordinal,
      name,
      status: RETURN_VALUE_OUTPUT,
      type: parameterTypeIn(dialect, latest, collation),
      value: columnValueIn(dialect, latest, toTdsValue(value, { collation, dialect })),
    });
    this.writer.flushIfFull();
  }

  environmentChange(change: EnvironmentChange): void {
    if (change.kind === 'database' || change.kind === 'language') {
      if (this.discarding) return;
      this.settle();
      writeEnvChange(this.writer, change);
      return;
    }
    const { kind, descriptor } = change;
    this.transactionDescriptor = kind === 'begin transaction' ? descriptor : 0n;
    // Before TDS 7.2 clients know no descriptors.
    if (this.discarding || !this.writer.dialect.transactionDescriptors) return;
    this.settle();
    writeEnvChange(this.writer, transactionChange(TRANSACTION_CHANGES[kind], descriptor));
  }

  /** A reset of the connection rolled the open transaction back. */
  transactionReset(): void {
    const descriptor = this.transactionDescriptor;
    if (descriptor !== 0n) this.environmentChange({ kind: 'rollback transaction', descriptor });
  }

  /** The end of one RPC: its DONEPROC is held back as any other DONE is. */
  endRpc(): void {
    if (this.discarding) return;
    this.settle();
    this.pending = this.failed && this.status === undefined ? { ...RPC_DONE, status: DoneStatus.error } : RPC_DONE;
  }

  /** The end of the message: SESSIONSTATE goes right before the last DONE (MS-TDS 2.2.7.21). */
  finish(state: SessionState | undefined): void {
    const last = this.pending ?? BARE_DONE;
    this.pending = undefined;
    this.layout = undefined;
    // A SESSIONSTATE must be followed by DONE or DONEPROC; a DONEINPROC is never the last token of a message.
    if (last.token === 'doneInProc') {
      this.write(last, DoneStatus.more);
      this.endMessage({ token: 'done', status: last.status & DoneStatus.error, command: 0, rowCount: 0 }, state);
    } else {
      this.endMessage(last, state);
    }
  }

  private endMessage(last: Done, state: SessionState | undefined): void {
    if (state !== undefined) writeSessionState(this.writer, state);
    this.write(last, 0);
    this.writer.end();
  }

  /**
   * The answer to an attention while a request ran: what was written of its answer ends as a message of its own, then comes the
   * acknowledgement. Drivers read them as two.
   */
  finishCancelled(): void {
    this.settle();
    this.layout = undefined;
    this.endMessage({ token: 'done', status: DoneStatus.error, command: 0, rowCount: 0 }, undefined);
    this.acknowledgeAttention();
  }

  /** DONE with nothing but the attention bit (MS-TDS 2.2.1.7). */
  acknowledgeAttention(): void {
    this.discarding = false;
    this.endMessage({ token: 'done', status: DoneStatus.attention, command: 0, rowCount: 0 }, undefined);
  }

  private settle(): void {
    if (this.pending === undefined) return;
    this.write(this.pending, DoneStatus.more);
    this.pending = undefined;
    this.writer.flushIfFull();
  }

  /** DONE_INXACT is never set: SQL Server does not either (MS-TDS 2.2.7.6, product behavior). */
  private write(done: Done, extra: number): void {
    writeDoneToken(this.writer, done.token, done.status | extra, done.command, done.rowCount);
  }
}

const BARE_DONE: Done = { token: 'done', status: 0, command: 0, rowCount: 0 };
/** Of most RPCs. */
const RPC_DONE: Done = { token: 'doneProc', status: 0, command: CurrentCommand.execute, rowCount: 0 };
