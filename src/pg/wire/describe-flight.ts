import { PgError } from '../errors.ts';
import { decodeParameterDescription, decodeRowDescription } from './description.ts';
import { BackendMessage, type Flight } from './flight.ts';
import { decodeReport } from './report.ts';
import { type FlightHost, unexpectedMessage } from './run-flight.ts';
import type { PgDescription, PgField, PgStatement } from './types.ts';

/** Prepares a statement, which stays prepared, and asks for its parameters and result fields. */
export class DescribeFlight implements Flight {
  readonly #host: FlightHost;
  readonly #statement: PgStatement;
  readonly #resolve: (description: PgDescription) => void;
  readonly #reject: (error: Error) => void;
  #parameterTypes: number[] = [];
  #fields: PgField[] = [];
  #failure: Error | undefined;

  constructor(
    host: FlightHost,
    statement: PgStatement,
    resolve: (description: PgDescription) => void,
    reject: (error: Error) => void,
  ) {
    this.#host = host;
    this.#statement = statement;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  send(): void {
    const { output, prepared } = this.#host;
    prepared.beginFlight(output);
    output.describeStatement(prepared.use(this.#statement, output));
    output.sync();
    prepared.endFlight();
  }

  message(type: number, buffer: Buffer, start: number, end: number): void {
    switch (type) {
      case BackendMessage.parseComplete:
        this.#host.prepared.parseComplete();
        break;
      case BackendMessage.closeComplete:
      case BackendMessage.noData:
        break;
      case BackendMessage.parameterDescription:
        this.#parameterTypes = decodeParameterDescription(buffer, start);
        break;
      case BackendMessage.rowDescription:
        this.#fields = decodeRowDescription(buffer, start);
        break;
      case BackendMessage.error:
        this.#failure ??= new PgError(decodeReport(buffer, start, end), 0);
        break;
      default:
        this.failed(unexpectedMessage(type));
    }
  }

  failed(error: Error): void {
    this.#failure ??= error;
  }

  ready(): boolean {
    if (this.#failure === undefined) this.#resolve({ parameterTypes: this.#parameterTypes, fields: this.#fields });
    else this.#reject(this.#failure);
    return false;
  }

  lost(error: Error): void {
    this.#reject(error);
  }
}
