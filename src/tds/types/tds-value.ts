import type { TdsType } from './tds-type.ts';

/**
 * A value in JavaScript, the representation that the whole project shares: numbers for bit to int, real and float; bigint for bigint
 * and for the unscaled value of decimal and money; strings; bytes; days since 0001-01-01 for date; 100 ns ticks for time (number) and
 * datetime2 (bigint); 1/300 s ticks since 1900-01-01 for datetime; minutes since then for smalldatetime; lower-case text for
 * uniqueidentifier.
 */
export type TdsValue = null | number | bigint | string | Uint8Array | TdsDateTimeOffset | TdsVariant;

export interface TdsDateTimeOffset {
  /** 100 ns ticks since 0001-01-01T00:00Z. */
  readonly utc: bigint;
  /** Minutes east of UTC. */
  readonly offset: number;
}

export interface TdsVariant {
  readonly baseType: TdsType;
  readonly value: TdsValue;
}
