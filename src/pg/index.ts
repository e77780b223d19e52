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
export { Postgres, type PostgresOptions } from './cluster/postgres.ts';
export { type PostgresExit, RunningPostgres, type StopMode } from './cluster/running-postgres.ts';
export { DEFAULT_PG_PORT, defaultSettings, type PgSettings } from './cluster/settings.ts';
export { PG_CLUSTER_CODES, type PgClusterCode, PgClusterError } from './cluster/errors.ts';
export { ensureDatabase } from './cluster/database.ts';
