import type { Session } from '../engine/index.ts';
import {
  type Message,
  type Packet,
  PacketStatus,
  PacketType,
  RESET_ACKNOWLEDGED,
  type SessionState,
  TdsProtocolError,
  type TokenWriter,
  writeEnvChange,
} from '../tds/index.ts';
import { BulkRequest } from './bulk-request.ts';
import { MAX_BULK_BACKLOG_BYTES } from './limits.ts';
import type { ReplySink } from './reply-sink.ts';
import { runBatch, runRpcs, runTransactionRequest } from './requests.ts';

/** What a session's requests need of their connection. */
export interface RequestHost {
  /** Stops and restarts reading from the client. */
  pause(): void;
  resume(): void;
  /** Lets a request go on that waits for the client to read. */
  wake(): void;
  /** A request failed in a way that the client cannot have caused, or the client broke the protocol: the connection ends. */
  fail(error: unknown): void;
}

const RESET_BITS = PacketStatus.resetConnection | PacketStatus.resetConnectionSkipTransaction;

/**
 * The requests of one logged-in client: one at a time, an attention at any moment, a bulk load as it streams in (MS-TDS 3.3.5.5 to
 * 3.3.5.7). A message that comes while another runs waits, and so does the socket.
 */
export class SessionRequests {
  private readonly session: Session;
  private readonly sink: ReplySink;
  private readonly writer: TokenWriter;
  private readonly host: RequestHost;
  private readonly recovery: boolean;
  private sequence = 0;
  private running: Promise<void> | undefined;
  private waiting: Message[] = [];
  private attention = false;
  private bulk: BulkRequest | undefined;

  constructor(session: Session, sink: ReplySink, writer: TokenWriter, host: RequestHost, recovery: boolean) {
    this.session = session;
    this.sink = sink;
    this.writer = writer;
    this.host = host;
    this.recovery = recovery;
  }

  get busy(): boolean {
    return this.running !== undefined || this.bulk !== undefined;
  }

  /** Resolves when nothing runs any more. */
  async idle(): Promise<void> {
    await this.running;
  }

  message(message: Message): void {
    if (message.type === PacketType.attention) return this.onAttention();
    if (this.running !== undefined) {
      this.waiting.push(message);
      this.host.pause();
      return;
    }
    this.start(this.run(message));
  }

  /** A packet of a bulk load. */
  bulkPacket(packet: Packet): void {
    if (this.running !== undefined) throw new TdsProtocolError('3.3.5.5', 'A bulk load while another request runs.');
    this.bulk ??= new BulkRequest(this.session.takeBulkLoad(), this.writer.dialect);
    const { bulk } = this;
    const last = (packet.status & PacketStatus.endOfMessage) !== 0;
    if (last) {
      this.bulk = undefined;
      const ignored = (packet.status & PacketStatus.ignore) !== 0;
      this.start(ignored ? this.giveUp(bulk) : this.finishBulk(bulk, packet.payload));
      return;
    }
    const added = bulk.add(packet.payload, false);
    if (bulk.backlogBytes <= MAX_BULK_BACKLOG_BYTES) return;
    this.host.pause();
    void added.then(() => this.host.resume());
  }

  /** The connection is gone: what runs ends as soon as it can. */
  async close(): Promise<void> {
    this.waiting = [];
    this.sink.discarding = true;
    if (this.running !== undefined) this.session.cancel();
    const { bulk } = this;
    this.bulk = undefined;
    if (bulk !== undefined) await bulk.abort();
    await this.running;
    await this.session.close();
  }

  private start(request: Promise<void>): void {
    this.running = request.then(this.onDone, this.onFailed);
  }

  private readonly onDone = (): void => {
    this.running = undefined;
    if (this.waiting.length === 0) return;
    const next = this.waiting.shift()!;
    if (this.waiting.length === 0) this.host.resume();
    this.message(next);
  };

  private readonly onFailed = (error: unknown): void => {
    this.host.fail(error);
    this.onDone();
  };

  private onAttention(): void {
    if (this.bulk !== undefined) {
      const { bulk } = this;
      this.bulk = undefined;
      this.start(this.giveUp(bulk));
      return;
    }
    if (this.running === undefined) {
      // It crossed our answer on the way: the client waits for the acknowledgement all the same.
      this.sink.acknowledgeAttention();
      return;
    }
    if (this.attention) return;
    this.attention = true;
    this.sink.discarding = true;
    this.session.cancel();
    this.host.wake();
  }

  private async giveUp(bulk: BulkRequest): Promise<void> {
    await bulk.abort();
    this.sink.acknowledgeAttention();
  }

  private async finishBulk(bulk: BulkRequest, payload: Buffer): Promise<void> {
    await bulk.add(payload, true);
    await bulk.finish(this.sink);
    this.answer();
  }

  private async run(message: Message): Promise<void> {
    const { dialect } = this.writer;
    if (message.ignored) return this.sink.acknowledgeAttention();
    if ((message.status & RESET_BITS) !== 0) await this.reset(message.status);
    switch (message.type) {
      case PacketType.sqlBatch:
        await runBatch(this.session, message.payload, this.sink, dialect);
        break;
      case PacketType.rpc:
        await runRpcs(this.session, message.payload, this.sink, dialect);
        break;
      case PacketType.transactionManager:
        await runTransactionRequest(this.session, message.payload, this.sink, dialect);
        break;
      default:
        throw new TdsProtocolError('2.2.3.1.1', `A message of type ${message.type} after the login.`);
    }
    this.answer();
  }

  private answer(): void {
    if (this.attention) {
      this.attention = false;
      this.sink.finishCancelled();
    } else {
      this.sink.finish(this.sessionState());
    }
  }

  /** The reset bits act before the request (MS-TDS 2.2.3.1.2). */
  private async reset(status: number): Promise<void> {
    const keep = (status & PacketStatus.resetConnectionSkipTransaction) !== 0;
    await this.session.reset(keep);
    if (!keep) this.sink.transactionReset();
    writeEnvChange(this.writer, RESET_ACKNOWLEDGED);
  }

  private sessionState(): SessionState | undefined {
    if (!this.recovery) return undefined;
    const state = this.session.takeSessionState();
    return state === undefined ? undefined : { sequence: ++this.sequence, ...state };
  }
}
