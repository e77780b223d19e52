import { decodeInt4, encodeInt4 } from './numbers.ts';

/** 2000-01-01, PostgreSQL's day 0, counted from 0001-01-01, T-SQL's. */
const POSTGRES_EPOCH_DAYS = 730_119;

/** date, as days since 0001-01-01. */
export function encodeDate(days: number): Buffer {
  return encodeInt4(days - POSTGRES_EPOCH_DAYS);
}

export function decodeDate(buffer: Buffer, start: number): number {
  return decodeInt4(buffer, start) + POSTGRES_EPOCH_DAYS;
}
