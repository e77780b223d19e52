export type {
  PgConnectOptions,
  PgCopyIn,
  PgDescription,
  PgField,
  PgHandler,
  PgReport,
  PgSimpleResult,
  PgStatement,
  PgStatementStep,
  PgStep,
  PgTextStep,
  PgTransactionStatus,
} from './wire/types.ts';
export { PgConnection } from './wire/connection.ts';
export { pgStatement } from './wire/statement.ts';
export { PgConnectFailed, PgConnectionLost, PgError, PgMessageTooLarge, PgProtocolViolation } from './errors.ts';
