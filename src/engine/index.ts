export { startEngine, PRODUCT_VERSION, type StartEngineOptions } from './start-engine.ts';
export type * from './session-api.ts';
export type * from './result-sink.ts';
export { SqlError } from '../tsql/index.ts';

export type { SqlType, SqlTypeName, SqlValue, DateTimeOffset, Variant } from '../tsql/index.ts';

export { decodeVariantText } from './execution/carrier-codec.ts';
export { resetLoginPassword } from './security/set-password.ts';
export type { Engine as RunningEngine } from './engine.ts';
