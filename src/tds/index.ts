export { TdsProtocolError } from './errors.ts';
export * as limits from './limits.ts';
export { ByteReader } from './byte-reader.ts';
export {
  columnTypeIn,
  columnValueIn,
  type Dialect,
  dialectOf,
  DIALECTS,
  LATEST_DIALECT,
  OLDEST_DIALECT,
  parameterTypeIn,
} from './dialect.ts';
export {
  type Packet,
  PACKET_HEADER_BYTES,
  PacketReader,
  PacketStatus,
  PacketType,
  splitIntoPackets,
  writePacketHeader,
} from './packet.ts';
export { type Message, MessageAssembler } from './message-assembler.ts';
export { CHUNK_BYTES, type ChunkPool, collectBytes, createChunkPool, TokenWriter } from './token-writer.ts';
export {
  type Collation,
  collationOf,
  decodeCollation,
  DEFAULT_COLLATION,
  encodeCollation,
  UTF8_CODE_PAGE,
} from './collation.ts';
export {
  decodeCodePage,
  encodeCodePage,
  isSingleByte,
  QUESTION_MARK,
  type SingleByteTable,
  singleByteTable,
} from './code-page.ts';

export { PLP_LENGTH, TypeId } from './types/type-id.ts';
export {
  decimalLength,
  fixedLength,
  hasTextPointer,
  isPlp,
  type TdsType,
  tdsType,
  timeLength,
} from './types/tds-type.ts';
export type { TdsDateTimeOffset, TdsValue, TdsVariant } from './types/tds-value.ts';
export { readTypeInfo, writeTypeInfo } from './types/type-info.ts';
export { readColumnValue, readValue, writeColumnValue, writeValue } from './types/value.ts';
export { dateText, datetime2Text, datetimeoffsetText, timeText } from './types/temporal-text.ts';
export { TICKS_PER_DAY, DATETIME_TICKS_PER_DAY } from './types/date-time.ts';
export { GUID_BYTE_ORDER } from './types/guid.ts';

export { TokenType } from './tokens/token-type.ts';
export {
  type Column,
  ColumnFlag,
  readColMetadata,
  USER_TYPE_TIMESTAMP,
  writeColMetadata,
  writeNoMetadata,
} from './tokens/col-metadata.ts';
export { readRow, writeRow } from './tokens/row.ts';
export { readNbcRow, writeNbcRow } from './tokens/nbc-row.ts';
export { CurrentCommand, type Done, DoneStatus, readDone, writeDone, writeDoneToken } from './tokens/done.ts';
export { type MessageToken, readMessage, writeMessage } from './tokens/message.ts';
export {
  type EnvChange,
  readEnvChange,
  RESET_ACKNOWLEDGED,
  transactionChange,
  writeEnvChange,
} from './tokens/env-change.ts';
export { type LoginAck, readLoginAck, writeLoginAck } from './tokens/login-ack.ts';
export { type FeatureAck, FeatureId, readFeatureExtAck, writeFeatureExtAck } from './tokens/feature-ext-ack.ts';
export { readSessionState, type SessionState, writeSessionState, writeStateSet } from './tokens/session-state.ts';
export { readReturnStatus, writeReturnStatus } from './tokens/return-status.ts';
export {
  readReturnValue,
  RETURN_VALUE_FUNCTION,
  RETURN_VALUE_OUTPUT,
  type ReturnValue,
  writeReturnValue,
} from './tokens/return-value.ts';
export { readOrder, writeOrder } from './tokens/order.ts';
export { readTabName, writeTabName } from './tokens/tab-name.ts';
export { type ColInfo, ColInfoStatus, readColInfo, writeColInfo } from './tokens/col-info.ts';

export { decodePrelogin, encodePrelogin, Encryption, type Prelogin } from './requests/prelogin.ts';
export { decodeLogin7, encodeLogin7, type Login7 } from './requests/login7.ts';
export {
  decodeSessionRecovery,
  encodeSessionRecovery,
  type LoginFeature,
  type RecoveryData,
  type SessionRecoveryRequest,
} from './requests/login-features.ts';
export { type AllHeaders, readAllHeaders, writeAllHeaders } from './requests/all-headers.ts';
export { decodeSqlBatch, encodeSqlBatch, type SqlBatch } from './requests/sql-batch.ts';
export { encodeRpc, ProcedureId, type RpcCall, RpcReader, type TdsParameter } from './requests/rpc.ts';
export type { TableValueColumn, TdsTableValue } from './requests/table-value.ts';
export {
  decodeTransactionManager,
  encodeTransactionManager,
  type TransactionManagerRequest,
} from './requests/transaction-manager.ts';
export { BulkLoadReader } from './requests/bulk-load.ts';
