import { PgError } from '../errors.ts';
import { BackendMessage, type Flight } from './flight.ts';
import { decodeReport } from './report.ts';
import { type FlightHost, unexpectedMessage } from './run-flight.ts';
import type { PgSimpleResult } from './types.ts';

/** A simple query: one or more commands in one text, results as text. */
export class SimpleFlight implements Flight {
  readonly #host: FlightHost;
  readonly #sql: string;
  readonly #resolve: (results: PgSimpleResult[]) => void;
  readonly #reject: (error: Error) => void;
  readonly #results: PgSimpleResult[] = [];
  #rows: (string | null)[][] = [];
  #failure: Error | undefined;

  constructor(
    host: FlightHost,
    sql: string,
    resolve: (results: PgSimpleResult[]) => void,
    reject: (error: Error) => void,
  ) {
    this.#host = host;
    this.#sql = sql;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  send(): void {
    this.#host.output.query(this.#sql);
  }

  message(type: number, buffer: Buffer, start: number, end: number): void {
    switch (type) {
      case BackendMessage.dataRow:
        this.#rows.push(decodeTextRow(buffer, start));
        break;
      case BackendMessage.commandComplete:
        this.#results.push({ rows: this.#rows, tag: buffer.toString('latin1', start, end - 1) });
        this.#rows = [];
        break;
      case BackendMessage.emptyQuery:
      case BackendMessage.rowDescription:
        break;
      case BackendMessage.error:
        this.#failure ??= new PgError(decodeReport(buffer, start, end), this.#results.length);
        break;
      case BackendMessage.copyInResponse:
        this.#host.output.copyFail('COPY FROM STDIN goes through copyIn');
        break;
      default:
        this.failed(unexpectedMessage(type));
    }
  }

  failed(error: Error): void {
    this.#failure ??= error;
  }

  ready(): boolean {
    if (this.#failure === undefined) this.#resolve(this.#results);
    else this.#reject(this.#failure);
    return false;
  }

  lost(error: Error): void {
    this.#reject(error);
  }
}

function decodeTextRow(buffer: Buffer, start: number): (string | null)[] {
  const row: (string | null)[] = [];
  let at = start + 2;
  for (let left = buffer.readUInt16BE(start); left > 0; left -= 1) {
    const size = buffer.readInt32BE(at);
    at += 4;
    if (size < 0) {
      row.push(null);
      continue;
    }
    row.push(buffer.toString('utf8', at, at + size));
    at += size;
  }
  return row;
}
