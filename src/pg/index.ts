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
export {
  PgPool,
  PgPoolClosed,
  type PgPoolOptions,
  type PgPoolStatistics,
  PgPoolTimeout,
  systemTimers,
  type Timers,
} from './pool.ts';
export { SqlState } from './sqlstate.ts';
export { PgTypeOid } from './binary/type-oids.ts';
export {
  decodeBool,
  decodeFloat4,
  decodeFloat8,
  decodeInt2,
  decodeInt4,
  decodeInt8,
  encodeBool,
  encodeFloat4,
  encodeFloat8,
  encodeInt2,
  encodeInt4,
  encodeInt8,
} from './binary/numbers.ts';
export { decodeBytea, decodeText, decodeUuid, encodeText, encodeUuid } from './binary/strings.ts';
export { decodeDate, encodeDate } from './binary/date.ts';
export { type Decimal, decodeNumeric, decodeNumericAtScale, encodeNumeric } from './binary/numeric.ts';
export {
  type CompositeField,
  type DatetimeoffsetCarrier,
  decodeComposite,
  decodeDatetimeoffset,
  decodeSqlVariant,
  encodeComposite,
  encodeDatetimeoffset,
  encodeSqlVariant,
  type SqlVariantCarrier,
} from './binary/composite.ts';
export { copyRow } from './binary/row.ts';
