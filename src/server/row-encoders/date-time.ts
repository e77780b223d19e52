import type { Encoder } from './encoder.ts';
import { from, to } from './views.ts';

/** Days from 0001-01-01 to 2000-01-01, PostgreSQL's epoch. */
const DAYS_TO_2000 = 730_119;
const DATETIME_TICKS_PER_DAY = 25_920_000;
const TEN_TO = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000] as const;

function writeDays(out: Buffer, pos: number, days: number): number {
  out[pos] = days;
  out[pos + 1] = days >>> 8;
  out[pos + 2] = days >>> 16;
  return pos + 3;
}

/** Ticks of 100 ns to units of the scale in three, four or five bytes. */
function writeTime(out: Buffer, pos: number, ticks: number, scale: number): number {
  const units = Math.floor(ticks / TEN_TO[7 - scale]!);
  out[pos] = units;
  out[pos + 1] = units >>> 8;
  out[pos + 2] = units >>> 16;
  if (scale <= 2) return pos + 3;
  out[pos + 3] = units >>> 24;
  if (scale <= 4) return pos + 4;
  out[pos + 4] = Math.floor(units / 0x1_0000_0000);
  return pos + 5;
}

/** A datetime2 of ticks since 0001-01-01, up to 3.2e18 and so beyond a double: a day is 52,734,375 times 2^14 ticks. */
function writeDatetime2(at: number, out: Buffer, pos: number, scale: number): number {
  const high = from.getInt32(at);
  const low = from.getUint32(at + 4);
  const chunks = high * 262_144 + (low >>> 14);
  const days = Math.floor(chunks / 52_734_375);
  const ticks = (chunks - days * 52_734_375) * 16_384 + (low & 0x3fff);
  return writeDays(out, writeTime(out, pos, ticks, scale), days);
}

export const date: Encoder = (_src, at, _length, out, pos) => {
  out[pos] = 3;
  return writeDays(out, pos + 1, from.getInt32(at) + DAYS_TO_2000);
};

export function time(scale: number): Encoder {
  const bytes = scale <= 2 ? 3 : scale <= 4 ? 4 : 5;
  return (_src, at, _length, out, pos) => {
    out[pos] = bytes;
    return writeTime(out, pos + 1, from.getInt32(at) * 0x1_0000_0000 + from.getUint32(at + 4), scale);
  };
}

export function datetime2(scale: number): Encoder {
  const bytes = (scale <= 2 ? 3 : scale <= 4 ? 4 : 5) + 3;
  return (_src, at, _length, out, pos) => {
    out[pos] = bytes;
    return writeDatetime2(at, out, pos + 1, scale);
  };
}

/** The composite's binary form: count of fields, then type oid and length before each: utc at 12, minutes at 28. */
export function datetimeoffset(scale: number): Encoder {
  const bytes = (scale <= 2 ? 3 : scale <= 4 ? 4 : 5) + 5;
  return (src, at, _length, out, pos) => {
    out[pos] = bytes;
    const end = writeDatetime2(at + 12, out, pos + 1, scale);
    out[end] = src[at + 29]!;
    out[end + 1] = src[at + 28]!;
    return end + 2;
  };
}

/** datetime from int8: 1/300 s ticks since 1900-01-01. */
export const datetime: Encoder = (_src, at, _length, _out, pos) => {
  const value = from.getInt32(at) * 0x1_0000_0000 + from.getUint32(at + 4);
  const days = Math.floor(value / DATETIME_TICKS_PER_DAY);
  to.setInt32(pos, days, true);
  to.setUint32(pos + 4, value - days * DATETIME_TICKS_PER_DAY, true);
  return pos + 8;
};

/** smalldatetime from int4: minutes since 1900-01-01. */
export const smalldatetime: Encoder = (_src, at, _length, _out, pos) => {
  const value = from.getInt32(at);
  const days = Math.floor(value / 1440);
  to.setUint16(pos, days, true);
  to.setUint16(pos + 2, value - days * 1440, true);
  return pos + 4;
};
