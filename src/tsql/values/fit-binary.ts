import { familyOf, isBinary, isUnicode } from '../types/families.ts';
import { MAX, type SqlType } from '../types/sql-type.ts';
import type { SqlValue } from '../types/sql-value.ts';
import { bytesOfDecimal, bytesOfGuid, bytesOfHex, bytesOfInteger, hexOf, latinOf, utf16Of } from './bytes.ts';
import { DATETIME_PER_DAY, MINUTES_PER_DAY, TICKS_PER_DAY, TICKS_PER_MINUTE } from './calendar.ts';
import type { ConvertValueOptions } from './convert-value.ts';
import { pow10 } from './decimal.ts';
import { momentOf } from './moments.ts';
import { conversionError, truncated } from './value-errors.ts';

const INTEGER_BYTES: Readonly<Record<string, number>> = { bit: 1, tinyint: 1, smallint: 2, int: 4, bigint: 8 };

/** A value as SQL Server's bytes, before they are made to fit. */
export function binaryOfValue(value: SqlValue, from: SqlType, style: number): Uint8Array {
  switch (familyOf(from)) {
    case 'string':
    case 'lob string':
    case 'xml':
      return binaryOfText(value as string, isUnicode(from) || from.name === 'xml', style);
    case 'guid':
      return bytesOfGuid(value as string);
    case 'integer':
      return bytesOfInteger(BigInt(value as number | bigint), INTEGER_BYTES[from.name]!);
    case 'money':
      return bytesOfInteger(value as bigint, from.name === 'money' ? 8 : 4);
    case 'decimal':
      return bytesOfDecimal(value as bigint, from.precision, from.scale);
    case 'float':
      return bytesOfFloat(value as number, from.name === 'real');
    case 'legacy date':
    case 'date':
    case 'time':
    case 'modern date':
      return bytesOfDate(value, from);
    default:
      return value as Uint8Array;
  }
}

function binaryOfText(text: string, unicode: boolean, style: number): Uint8Array {
  if (style === 0) return unicode ? utf16Of(text) : latinOf(text);
  const failure = conversionError(unicode ? 'nvarchar' : 'varchar', 'varbinary');
  let digits = text.replace(/ +$/, '');
  if (style === 1) {
    if (!/^0x/i.test(digits)) throw failure;
    digits = digits.slice(2);
  }
  if ((style !== 1 && style !== 2) || digits.length % 2 !== 0 || !/^[0-9a-f]*$/i.test(digits)) throw failure;
  return bytesOfHex(digits);
}

function bytesOfFloat(value: number, single: boolean): Uint8Array {
  const view = new DataView(new ArrayBuffer(single ? 4 : 8));
  if (single) view.setFloat32(0, value);
  else view.setFloat64(0, value);
  return new Uint8Array(view.buffer);
}

function littleEndian(value: bigint, width: number): Uint8Array {
  return bytesOfInteger(value, Math.max(8, width)).subarray(-width).toReversed();
}

const TIME_BYTES = [3, 3, 3, 4, 4, 5, 5, 5];

function bytesOfDate(value: SqlValue, from: SqlType): Uint8Array {
  if (from.name === 'datetime' || from.name === 'smalldatetime') {
    const [unit, half] = from.name === 'datetime' ? [DATETIME_PER_DAY, 4] : [MINUTES_PER_DAY, 2];
    const days = Math.floor((value as number) / unit);
    return join(bytesOfInteger(BigInt(days), half), bytesOfInteger(BigInt((value as number) - days * unit), half));
  }
  const moment = momentOf(value, from);
  // datetimeoffset is laid out in UTC.
  const ticks = moment.ticks - BigInt(moment.minutes) * TICKS_PER_MINUTE;
  const date = littleEndian(ticks / TICKS_PER_DAY, 3);
  if (from.name === 'date') return date;
  const units = (ticks % TICKS_PER_DAY) / pow10(7 - from.scale);
  const time = join(Uint8Array.of(from.scale), littleEndian(units, TIME_BYTES[from.scale]!));
  if (from.name === 'time') return time;
  const both = join(time, date);
  return from.name === 'datetime2' ? both : join(both, littleEndian(BigInt.asUintN(16, BigInt(moment.minutes)), 2));
}

function join(a: Uint8Array, b: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(a.length + b.length);
  bytes.set(a);
  bytes.set(b, a.length);
  return bytes;
}

/** Bytes made to fit: numbers keep their right end, everything else its left. */
export function fitBinary(bytes: Uint8Array, from: SqlType, to: SqlType, options: ConvertValueOptions): Uint8Array {
  if (to.length === MAX) return bytes;
  const left = ['integer', 'money', 'float', 'legacy date'].includes(familyOf(from));
  const fixed = to.name === 'binary' || to.name === 'rowversion';
  if (bytes.length > to.length) {
    const cut = left ? bytes.subarray(bytes.length - to.length) : bytes.subarray(0, to.length);
    if (
      !left &&
      options.mode === 'assign' &&
      options.column !== undefined &&
      (isBinary(from) || familyOf(from) === 'string')
    ) {
      throw truncated(options.column.table, options.column.column, `0x${hexOf(cut)}`);
    }
    return cut;
  }
  if (!fixed || bytes.length === to.length) return bytes;
  const padded = new Uint8Array(to.length);
  padded.set(bytes, left ? to.length - bytes.length : 0);
  return padded;
}
