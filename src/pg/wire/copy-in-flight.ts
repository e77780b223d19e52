import { HoldfastError } from '../../base/index.ts';
import { PgError } from '../errors.ts';
import { BackendMessage, type Flight } from './flight.ts';
import { decodeReport } from './report.ts';
import { type FlightHost, unexpectedMessage } from './run-flight.ts';
import type { PgCopyIn } from './types.ts';

/** Rows are gathered to this size before they go to the socket. */
const COPY_WRITE_BYTES = 64 * 1024;

/** What COPY uses of its connection. */
export interface CopyHost extends FlightHost {
  /** False: the socket is full. */
  flush(): boolean;
  drained(): Promise<void>;
}

/** One COPY ... FROM STDIN by the simple protocol. */
export class CopyInFlight implements Flight, PgCopyIn {
  readonly #host: CopyHost;
  readonly #sql: string;
  readonly #started = Promise.withResolvers<PgCopyIn>();
  readonly #ended = Promise.withResolvers<string>();
  #tag = '';
  #failure: Error | undefined;
  #copying = false;
  #failing = false;

  constructor(host: CopyHost, sql: string) {
    this.#host = host;
    this.#sql = sql;
    // Whoever calls `end` or `fail` gets the rejection; without such a caller it must not end the process.
    this.#ended.promise.catch(() => {});
  }

  get started(): Promise<PgCopyIn> {
    return this.#started.promise;
  }

  send(): void {
    this.#host.output.query(this.#sql);
  }

  write(chunk: Uint8Array): boolean {
    if (!this.#copying) return true;
    this.#host.output.copyData(chunk);
    return this.#host.output.length < COPY_WRITE_BYTES || this.#host.flush();
  }

  drain(): Promise<void> {
    return this.#copying ? this.#host.drained() : Promise.resolve();
  }

  end(): Promise<string> {
    if (this.#copying) {
      this.#copying = false;
      this.#host.output.copyDone();
      this.#host.flush();
    }
    return this.#ended.promise;
  }

  async fail(reason: string): Promise<void> {
    if (this.#copying) {
      this.#copying = false;
      this.#failing = true;
      this.#host.output.copyFail(reason);
      this.#host.flush();
    }
    try {
      await this.#ended.promise;
    } catch (error) {
      // The server confirms CopyFail with 57014 (query_canceled); that is what was asked for.
      if (this.#failing && error instanceof PgError) return;
      throw error;
    }
  }

  message(type: number, buffer: Buffer, start: number, end: number): void {
    switch (type) {
      case BackendMessage.copyInResponse:
        this.#copying = true;
        this.#started.resolve(this);
        break;
      case BackendMessage.commandComplete:
        this.#tag = buffer.toString('latin1', start, end - 1);
        break;
      case BackendMessage.error:
        // From here the server skips what is still written and goes to ReadyForQuery by itself.
        this.#copying = false;
        this.#failure ??= new PgError(decodeReport(buffer, start, end), 0);
        break;
      case BackendMessage.rowDescription:
      case BackendMessage.dataRow:
      case BackendMessage.emptyQuery:
        this.failed(new HoldfastError('PG_NOT_COPY', 'copyIn was given a command that is not COPY ... FROM STDIN'));
        break;
      default:
        this.failed(unexpectedMessage(type));
    }
  }

  failed(error: Error): void {
    this.#failure ??= error;
  }

  ready(): boolean {
    const started = this.#copying || this.#tag !== '';
    this.#copying = false;
    if (this.#failure !== undefined) {
      this.#ended.reject(this.#failure);
      this.#started.reject(this.#failure);
    } else {
      this.#ended.resolve(this.#tag);
      if (!started) this.#started.reject(new HoldfastError('PG_NOT_COPY', 'copyIn was given an empty command'));
      else this.#started.reject(new HoldfastError('PG_NOT_COPY', `copyIn was given ${this.#tag}`));
    }
    return false;
  }

  lost(error: Error): void {
    this.#copying = false;
    this.#ended.reject(error);
    this.#started.reject(error);
  }
}
