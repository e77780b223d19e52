import { connect, type Socket } from 'node:net';
import { PgConnectFailed, PgConnectionLost, type PgMessageTooLarge } from '../errors.ts';
import { sendCancelRequest } from './cancel.ts';
import { type CopyHost, CopyInFlight } from './copy-in-flight.ts';
import { DescribeFlight } from './describe-flight.ts';
import { BackendMessage, type Flight } from './flight.ts';
import { PgInput, type PgMessageSink } from './input.ts';
import { PgOutput } from './output.ts';
import { PREPARED_STATEMENTS_LIMIT, PreparedStatements } from './prepared.ts';
import { decodeReport } from './report.ts';
import { asError, RunFlight } from './run-flight.ts';
import { SimpleFlight } from './simple-flight.ts';
import { type BackendKey, socketPath, StartupFlight } from './startup-flight.ts';
import type {
  PgConnectOptions,
  PgCopyIn,
  PgDescription,
  PgHandler,
  PgReport,
  PgSimpleResult,
  PgStatement,
  PgStep,
  PgTransactionStatus,
} from './types.ts';

/** One read of the socket; also the most that is still handed on after `pause`. */
const READ_BYTES = 64 * 1024;
/** The largest message, in practice one row, that is put together in memory. */
export const MAX_MESSAGE_BYTES = 256 * 1024 * 1024;

/** One PostgreSQL backend over its Unix socket. Runs are queued: one is in flight, the next is sent when it is done. */
export class PgConnection {
  readonly #socket: Socket;
  readonly #path: string;
  readonly #input: PgInput;
  readonly #closeListeners: ((reason: Error | undefined) => void)[] = [];
  readonly #closed = Promise.withResolvers<void>();
  readonly #host: CopyHost;
  readonly #output = new PgOutput();
  readonly #prepared = new PreparedStatements(PREPARED_STATEMENTS_LIMIT);
  readonly #parameters = new Map<string, string>();
  readonly #queue: Flight[] = [];
  #flight: Flight | undefined;
  #status: PgTransactionStatus = 'I';
  #key: BackendKey = { processId: 0, secret: Buffer.alloc(0) };
  #broken = false;
  #closing = false;
  /** A FATAL error: the server's last word. */
  #lastReport: PgReport | undefined;

  static async connect(options: PgConnectOptions): Promise<PgConnection> {
    const connection = new PgConnection(socketPath(options.socketDirectory, options.port));
    try {
      connection.#key = await new Promise<BackendKey>((resolve, reject) => {
        connection.#submit(new StartupFlight(connection.#output, options, resolve, reject));
      });
    } catch (error) {
      void connection.close();
      throw connectFailure(error, connection.#path);
    }
    return connection;
  }

  private constructor(path: string) {
    this.#path = path;
    const sink: PgMessageSink = {
      message: (type, buffer, start, end) => this.#message(type, buffer, start, end),
      tooLarge: (error: PgMessageTooLarge) => this.#flight?.failed(error),
    };
    this.#input = new PgInput(sink, MAX_MESSAGE_BYTES);
    this.#host = this.#makeHost();
    const callback = (size: number, buffer: Uint8Array): boolean => {
      try {
        this.#input.feed(buffer as Buffer, size);
      } catch (error) {
        this.#lose(asError(error));
      }
      return true;
    };
    // `onread` reads every chunk into the same buffer, so that nothing is allocated for a chunk.
    this.#socket = connect({ path, onread: { buffer: Buffer.allocUnsafeSlow(READ_BYTES), callback } });
    this.#socket.on('error', (error) => this.#lose(error));
    this.#socket.on('close', () => {
      this.#lose(undefined);
      this.#closed.resolve();
    });
  }

  get processId(): number {
    return this.#key.processId;
  }

  get transactionStatus(): PgTransactionStatus {
    return this.#status;
  }

  /** True from the moment at which nothing can be sent any more. */
  get broken(): boolean {
    return this.#broken;
  }

  /** A setting that PostgreSQL reports, such as `server_version`. */
  parameter(name: string): string | undefined {
    return this.#parameters.get(name);
  }

  /** All steps in one write with one Sync. After a failed step the rest is skipped; the promise settles when the backend is ready again. */
  run(steps: readonly PgStep[], handler: PgHandler): Promise<void> {
    return new Promise((resolve, reject) => {
      this.start(steps, handler, (error) => (error === undefined ? resolve() : reject(error)));
    });
  }

  /** `run` without a promise: `done` is called when the backend is ready again. It must not throw. */
  start(steps: readonly PgStep[], handler: PgHandler, done: (error: Error | undefined) => void): void {
    this.#submit(new RunFlight(this.#host, steps, handler, done));
  }

  runSimple(sql: string): Promise<PgSimpleResult[]> {
    return new Promise((resolve, reject) => {
      this.#submit(new SimpleFlight(this.#host, sql, resolve, reject));
    });
  }

  describe(statement: PgStatement): Promise<PgDescription> {
    return new Promise((resolve, reject) => {
      this.#submit(new DescribeFlight(this.#host, statement, resolve, reject));
    });
  }

  copyIn(sql: string): Promise<PgCopyIn> {
    const flight = new CopyInFlight(this.#host, sql);
    this.#submit(flight);
    return flight.started;
  }

  /** Asks the server to cancel what runs now. Resolves when the request was delivered; the run then rejects with 57014, or is already done. */
  cancel(): Promise<void> {
    return sendCancelRequest(this.#path, this.#key);
  }

  /** Stops reading the socket, so that the backend stops too when its buffers are full. What was read already is still handed on. */
  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  close(): Promise<void> {
    if (!this.#broken) {
      this.#closing = true;
      this.#output.terminate();
      this.#flush();
      this.#lose(undefined);
    }
    return this.#closed.promise;
  }

  /** The reason is undefined after `close`. Called at once where the connection is gone already. */
  onClose(listener: (reason: Error | undefined) => void): void {
    if (this.#broken) listener(this.#closing ? undefined : this.#lostError(undefined));
    else this.#closeListeners.push(listener);
  }

  #makeHost(): CopyHost {
    const status = (): PgTransactionStatus => this.#status;
    return {
      output: this.#output,
      prepared: this.#prepared,
      get transactionStatus() {
        return status();
      },
      flush: () => this.#flush(),
      drained: () => this.#drained(),
    };
  }

  #submit(flight: Flight): void {
    if (this.#broken) {
      flight.lost(this.#lostError(undefined));
    } else if (this.#flight === undefined) {
      this.#send(flight);
    } else {
      this.#queue.push(flight);
    }
  }

  #send(flight: Flight): void {
    this.#flight = flight;
    try {
      flight.send();
    } catch (error) {
      this.#output.reset(false);
      this.#prepared.abandonFlight();
      this.#flight = undefined;
      flight.lost(asError(error));
      this.#next();
      return;
    }
    this.#flush();
  }

  #next(): void {
    // The one that ended may have started another as it told its caller.
    if (this.#flight !== undefined || this.#queue.length === 0) return;
    this.#send(this.#queue.shift() as Flight);
  }

  /** False: the socket is full, and the bytes are sent as it empties. */
  #flush(): boolean {
    if (this.#output.length === 0 || this.#broken) return true;
    const room = this.#socket.write(this.#output.bytes());
    this.#output.reset(this.#socket.writableLength > 0);
    return room;
  }

  #drained(): Promise<void> {
    if (this.#broken || !this.#socket.writableNeedDrain) return Promise.resolve();
    return new Promise((resolve) => {
      const done = (): void => {
        this.#socket.off('drain', done);
        this.#socket.off('close', done);
        resolve();
      };
      this.#socket.on('drain', done);
      this.#socket.on('close', done);
    });
  }

  #message(type: number, buffer: Buffer, start: number, end: number): void {
    switch (type) {
      case BackendMessage.readyForQuery:
        this.#ready(buffer[start] as number);
        return;
      case BackendMessage.notice:
        this.#flight?.notice?.(decodeReport(buffer, start, end));
        return;
      case BackendMessage.parameterStatus:
        this.#parameterStatus(buffer, start, end);
        return;
      case BackendMessage.notification:
        // Nothing here LISTENs, but a user's own statement may.
        return;
      case BackendMessage.error:
        this.#error(buffer, start, end);
        return;
      default:
        this.#flight?.message(type, buffer, start, end);
        if (this.#output.length > 0) this.#answer();
    }
  }

  /** A refusal to COPY is the one thing that a flight sends in answer to a message. Rows that a COPY gathers may wait. */
  #answer(): void {
    if (!(this.#flight instanceof CopyInFlight)) this.#flush();
  }

  #error(buffer: Buffer, start: number, end: number): void {
    const report = decodeReport(buffer, start, end);
    if (report.severity === 'FATAL' || report.severity === 'PANIC') this.#lastReport = report;
    else this.#flight?.message(BackendMessage.error, buffer, start, end);
  }

  #ready(status: number): void {
    this.#status = status === 0x54 ? 'T' : status === 0x45 ? 'E' : 'I';
    this.#prepared.flightDone();
    const flight = this.#flight;
    this.#flight = undefined;
    if (flight === undefined) return;
    if (flight.ready()) this.#send(flight);
    else this.#next();
  }

  #parameterStatus(buffer: Buffer, start: number, end: number): void {
    const stop = buffer.indexOf(0, start);
    this.#parameters.set(buffer.toString('utf8', start, stop), buffer.toString('utf8', stop + 1, end - 1));
  }

  #lostError(cause: Error | undefined): PgConnectionLost {
    const report = this.#lastReport;
    if (this.#closing) return new PgConnectionLost('the connection to PostgreSQL was closed');
    const why = report === undefined ? (cause === undefined ? '' : `: ${cause.message}`) : `: ${report.message}`;
    return new PgConnectionLost(`the connection to PostgreSQL is lost${why}`, {
      ...(cause === undefined ? {} : { cause }),
      ...(report === undefined ? {} : { report }),
    });
  }

  #lose(cause: Error | undefined): void {
    if (this.#broken) return;
    this.#broken = true;
    this.#input.stop();
    const error = this.#lostError(cause);
    const flights = this.#flight === undefined ? this.#queue : [this.#flight, ...this.#queue];
    this.#flight = undefined;
    for (const flight of flights.splice(0)) flight.lost(error);
    this.#queue.length = 0;
    if (this.#closing) this.#socket.destroySoon();
    else this.#socket.destroy();
    for (const listener of this.#closeListeners.splice(0)) listener(this.#closing ? undefined : error);
  }
}

function connectFailure(error: unknown, path: string): Error {
  if (!(error instanceof PgConnectionLost)) return asError(error);
  const { report, cause } = error;
  if (cause instanceof PgConnectFailed) return cause;
  if (report !== undefined) {
    return new PgConnectFailed(`PostgreSQL refuses the connection: ${report.message}`, {
      sqlstate: report.sqlstate,
      ...(report.hint === undefined ? {} : { hint: report.hint }),
    });
  }
  const systemCode = cause instanceof Error && 'code' in cause ? String(cause.code) : 'ECONNRESET';
  return new PgConnectFailed(`no connection to PostgreSQL on ${path}: ${systemCode}`, { systemCode, cause });
}
