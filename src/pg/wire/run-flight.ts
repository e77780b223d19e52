import { HoldfastError } from '../../base/index.ts';
import { PgError } from '../errors.ts';
import { commandRows, commandWord } from './command-tag.ts';
import { decodeRowDescription } from './description.ts';
import { BackendMessage, type Flight } from './flight.ts';
import type { PgOutput } from './output.ts';
import type { PreparedStatements } from './prepared.ts';
import { decodeReport } from './report.ts';
import type { PgHandler, PgReport, PgStep, PgTransactionStatus } from './types.ts';

/** What a flight uses of its connection. */
export interface FlightHost {
  readonly output: PgOutput;
  readonly prepared: PreparedStatements;
  readonly transactionStatus: PgTransactionStatus;
}

/** Answers that mean: prepare again. A DDL changed the result's columns, or something dropped the prepared statement. */
const RESULT_TYPE_CHANGED = '0A000';
const UNKNOWN_STATEMENT = '26000';

/** The steps of one `run`, pipelined in front of one Sync. */
export class RunFlight implements Flight {
  readonly #host: FlightHost;
  readonly #steps: readonly PgStep[];
  readonly #handler: PgHandler;
  readonly #done: (error: Error | undefined) => void;
  #step = 0;
  #failure: Error | undefined;
  /** The handler has heard of this attempt, so it cannot be repeated behind its back. */
  #reported = false;
  #outsideTransaction = false;
  #attempts = 0;

  constructor(
    host: FlightHost,
    steps: readonly PgStep[],
    handler: PgHandler,
    done: (error: Error | undefined) => void,
  ) {
    this.#host = host;
    this.#steps = steps;
    this.#handler = handler;
    this.#done = done;
  }

  send(): void {
    const { output, prepared } = this.#host;
    const steps = this.#steps;
    const describe = this.#handler.fields !== undefined;
    this.#outsideTransaction = this.#host.transactionStatus === 'I';
    this.#attempts += 1;
    prepared.beginFlight(output);
    for (let index = 0; index < steps.length; index += 1) {
      const step = steps[index] as PgStep;
      let maxRows = 0;
      if ('statement' in step) {
        const name = prepared.use(step.statement, output);
        output.bind(name, step.parameters);
        maxRows = step.maxRows ?? 0;
      } else {
        prepared.useUnnamed(step.sql, output);
        output.bind('', NO_PARAMETERS);
      }
      if (describe) output.describePortal();
      output.execute(maxRows);
    }
    output.sync();
    prepared.endFlight();
  }

  message(type: number, buffer: Buffer, start: number, end: number): void {
    switch (type) {
      case BackendMessage.dataRow:
        this.#row(buffer, start, end);
        break;
      case BackendMessage.commandComplete:
        this.#complete(commandWord(buffer, start, end), commandRows(buffer, start, end));
        break;
      case BackendMessage.bindComplete:
      case BackendMessage.closeComplete:
        break;
      case BackendMessage.parseComplete:
        this.#host.prepared.parseComplete();
        break;
      case BackendMessage.emptyQuery:
        this.#complete('', 0);
        break;
      case BackendMessage.portalSuspended:
        this.#complete('SUSPENDED', 0);
        break;
      case BackendMessage.rowDescription:
        this.#fields(decodeRowDescription(buffer, start));
        break;
      case BackendMessage.noData:
        this.#fields([]);
        break;
      case BackendMessage.error:
        this.#failure ??= new PgError(decodeReport(buffer, start, end), this.#step);
        break;
      case BackendMessage.copyInResponse:
        // In COPY the server skips our Sync, so it gets a second one behind the refusal.
        this.#host.output.copyFail('COPY FROM STDIN goes through copyIn');
        this.#host.output.sync();
        break;
      default:
        this.failed(unexpectedMessage(type));
    }
  }

  notice(report: PgReport): void {
    if (this.#failure !== undefined || this.#handler.notice === undefined) return;
    try {
      this.#handler.notice(report);
    } catch (error) {
      this.#failure = asError(error);
    }
  }

  failed(error: Error): void {
    this.#failure ??= error;
  }

  ready(): boolean {
    const failure = this.#failure;
    if (failure === undefined) {
      this.#done(undefined);
      return false;
    }
    if (failure instanceof PgError && this.#forgetStale(failure)) {
      this.#failure = undefined;
      this.#step = 0;
      return true;
    }
    this.#done(failure);
    return false;
  }

  lost(error: Error): void {
    this.#done(error);
  }

  /** True where the run may be repeated: it left no trace, neither in a transaction nor with the handler. */
  #forgetStale(error: PgError): boolean {
    const step = this.#steps[error.step];
    if (step === undefined || !('statement' in step)) return false;
    if (error.sqlstate === UNKNOWN_STATEMENT) this.#host.prepared.forgetAll();
    else if (error.sqlstate === RESULT_TYPE_CHANGED) this.#host.prepared.forget(step.statement);
    else return false;
    return this.#attempts === 1 && !this.#reported && this.#outsideTransaction && this.#host.transactionStatus === 'I';
  }

  #row(buffer: Buffer, start: number, end: number): void {
    this.#reported = true;
    if (this.#failure !== undefined || this.#handler.row === undefined) return;
    try {
      this.#handler.row(this.#step, buffer, start, end);
    } catch (error) {
      this.#failure = asError(error);
    }
  }

  #complete(tag: string, rows: number): void {
    const step = this.#step;
    this.#step = step + 1;
    this.#reported = true;
    if (this.#failure !== undefined || this.#handler.complete === undefined) return;
    try {
      this.#handler.complete(step, tag, rows);
    } catch (error) {
      this.#failure = asError(error);
    }
  }

  #fields(fields: ReturnType<typeof decodeRowDescription>): void {
    this.#reported = true;
    if (this.#failure !== undefined) return;
    try {
      this.#handler.fields?.(this.#step, fields);
    } catch (error) {
      this.#failure = asError(error);
    }
  }
}

const NO_PARAMETERS: readonly (Uint8Array | null)[] = [];

export function unexpectedMessage(type: number): HoldfastError {
  return new HoldfastError(
    'PG_UNEXPECTED_MESSAGE',
    `PostgreSQL sent a message of type '${String.fromCharCode(type)}' where none belongs`,
  );
}

export function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new HoldfastError('INTERNAL', `thrown: ${String(thrown)}`);
}
