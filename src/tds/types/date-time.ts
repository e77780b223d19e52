import type { ByteReader } from '../byte-reader.ts';
import { TdsProtocolError } from '../errors.ts';
import type { TokenWriter } from '../token-writer.ts';
import { timeLength } from './tds-type.ts';
import type { TdsDateTimeOffset } from './tds-value.ts';

export const TICKS_PER_DAY = 864_000_000_000;
export const DATETIME_TICKS_PER_DAY = 25_920_000;
/** 9999-12-31 in days since 0001-01-01. */
export const MAX_DAYS = 3_652_058;
/** 1753-01-01 and 9999-12-31 in days since 1900-01-01. */
const MIN_DATETIME_DAYS = -53_690;
const MAX_DATETIME_DAYS = 2_958_463;
const MAX_OFFSET_MINUTES = 840;
const TEN_TO = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000] as const;

/** date: days since 0001-01-01 in three bytes (MS-TDS 2.2.5.5.1.8). */
export function readDate(reader: ByteReader): number {
  const days = reader.u24();
  if (days > MAX_DAYS) throw new TdsProtocolError('2.2.5.5.1.8', `A date ${days} days after 0001-01-01.`);
  return days;
}

export function writeDate(writer: TokenWriter, days: number): void {
  writer.u24(days);
}

/** time(n): units of 10^-n s since midnight in three to five bytes; here 100 ns ticks. */
export function readTime(reader: ByteReader, scale: number): number {
  const bytes = timeLength(scale);
  const units = bytes === 3 ? reader.u24() : bytes === 4 ? reader.u32() : reader.u40();
  const ticks = units * TEN_TO[7 - scale]!;
  if (ticks >= TICKS_PER_DAY) throw new TdsProtocolError('2.2.5.5.1.9', 'A time of a day or more.');
  return ticks;
}

export function writeTime(writer: TokenWriter, ticks: number, scale: number): void {
  const units = Math.floor(ticks / TEN_TO[7 - scale]!);
  const bytes = timeLength(scale);
  if (bytes === 3) writer.u24(units);
  else if (bytes === 4) writer.u32(units);
  else writer.u40(units);
}

/** datetime: days since 1900-01-01 and 1/300 s since midnight (MS-TDS 2.2.5.5.1.11); here 1/300 s since 1900-01-01. */
export function readDatetime(reader: ByteReader): number {
  const days = reader.i32();
  const ticks = reader.u32();
  if (days < MIN_DATETIME_DAYS || days > MAX_DATETIME_DAYS || ticks >= DATETIME_TICKS_PER_DAY) {
    throw new TdsProtocolError('2.2.5.5.1.11', `A datetime of day ${days} and tick ${ticks}.`);
  }
  return days * DATETIME_TICKS_PER_DAY + ticks;
}

export function writeDatetime(writer: TokenWriter, value: number): void {
  const days = Math.floor(value / DATETIME_TICKS_PER_DAY);
  writer.u32(days);
  writer.u32(value - days * DATETIME_TICKS_PER_DAY);
}

/** smalldatetime: days and minutes, two bytes each; here minutes since 1900-01-01. */
export function readSmallDatetime(reader: ByteReader): number {
  const days = reader.u16();
  const minutes = reader.u16();
  if (minutes >= 1440) throw new TdsProtocolError('2.2.5.5.1.11', `A smalldatetime of minute ${minutes}.`);
  return days * 1440 + minutes;
}

export function writeSmallDatetime(writer: TokenWriter, value: number): void {
  const days = Math.floor(value / 1440);
  writer.u16(days);
  writer.u16(value - days * 1440);
}

/** datetime2(n): the time, then the date; here 100 ns ticks since 0001-01-01. */
export function readDatetime2(reader: ByteReader, scale: number): bigint {
  const ticks = readTime(reader, scale);
  return BigInt(readDate(reader)) * BigInt(TICKS_PER_DAY) + BigInt(ticks);
}

export function writeDatetime2(writer: TokenWriter, value: bigint, scale: number): void {
  const days = value / BigInt(TICKS_PER_DAY);
  writeTime(writer, Number(value - days * BigInt(TICKS_PER_DAY)), scale);
  writer.u24(Number(days));
}

/** datetimeoffset(n): a datetime2 in UTC, then the offset in minutes. */
export function readDatetimeoffset(reader: ByteReader, scale: number): TdsDateTimeOffset {
  const utc = readDatetime2(reader, scale);
  const offset = reader.i16();
  if (Math.abs(offset) > MAX_OFFSET_MINUTES) {
    throw new TdsProtocolError('2.2.5.5.1.10', `A time zone offset of ${offset} minutes.`);
  }
  return { utc, offset };
}

export function writeDatetimeoffset(writer: TokenWriter, value: TdsDateTimeOffset, scale: number): void {
  writeDatetime2(writer, value.utc, scale);
  writer.u16(value.offset);
}
