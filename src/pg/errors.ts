import { HoldfastError } from '../base/index.ts';
import type { PgReport } from './wire/types.ts';

/** An error that PostgreSQL reported. `sqlstate` is what to switch on; `step` is the index of the failed step of the run. */
export class PgError extends HoldfastError implements PgReport {
  readonly severity: string;
  readonly sqlstate: string;
  readonly detail: string | undefined;
  readonly where: string | undefined;
  readonly position: number | undefined;
  readonly schema: string | undefined;
  readonly table: string | undefined;
  readonly column: string | undefined;
  readonly dataType: string | undefined;
  readonly constraint: string | undefined;
  readonly step: number;

  constructor(report: PgReport, step: number) {
    super('PG_ERROR', report.message, report.hint === undefined ? {} : { hint: report.hint });
    this.severity = report.severity;
    this.sqlstate = report.sqlstate;
    this.detail = report.detail;
    this.where = report.where;
    this.position = report.position;
    this.schema = report.schema;
    this.table = report.table;
    this.column = report.column;
    this.dataType = report.dataType;
    this.constraint = report.constraint;
    this.step = step;
  }
}

/** The backend or its socket is gone. What was in flight may or may not have been committed. */
export class PgConnectionLost extends HoldfastError {
  /** The last error that the backend sent before it went, such as 57P01 (terminated by an administrator). */
  readonly report: PgReport | undefined;

  constructor(message: string, options: { cause?: unknown; report?: PgReport } = {}) {
    super('PG_CONNECTION_LOST', message, options.cause === undefined ? {} : { cause: options.cause });
    this.report = options.report;
  }
}

/** No connection could be made. `sqlstate` or `systemCode` says why. */
export class PgConnectFailed extends HoldfastError {
  /** 57P03 while PostgreSQL starts, recovers or stops; 53300 when it has no free slot; undefined without an answer. */
  readonly sqlstate: string | undefined;
  /** ENOENT or ECONNREFUSED where nobody listens. */
  readonly systemCode: string | undefined;

  constructor(
    message: string,
    options: { sqlstate?: string; systemCode?: string; cause?: unknown; hint?: string } = {},
  ) {
    super('PG_CONNECT_FAILED', message, options);
    this.sqlstate = options.sqlstate;
    this.systemCode = options.systemCode;
  }
}

/** A single message of the server (in practice one row) is larger than the connection accepts. The connection stays usable. */
export class PgMessageTooLarge extends HoldfastError {
  constructor(bytes: number, limit: number) {
    super(
      'PG_MESSAGE_TOO_LARGE',
      `PostgreSQL sent a message of ${bytes} bytes, more than the limit of ${limit} bytes`,
      {
        hint: 'read fewer or smaller columns in one row',
      },
    );
  }
}

/** The server and this client no longer agree on where a message starts. The connection is closed. */
export class PgProtocolViolation extends HoldfastError {
  constructor(message: string) {
    super('PG_PROTOCOL_VIOLATION', message);
  }
}
