import { HoldfastError } from '../../base/index.ts';
import type { BoundLiteral } from '../bind/bound.ts';
import type { SqlType } from '../types/sql-type.ts';
import type { DateTimeOffset, SqlValue } from '../types/sql-value.ts';
import { carrierOf } from './carrier.ts';
import { quoteText } from './quote.ts';

const INT4_MAX = 2147483647n;

/** A literal with the cast that gives it its carrier, so that PostgreSQL resolves operators as we did. */
export function printLiteral(literal: BoundLiteral): string {
  const { value, type } = literal;
  if (value === null) return `NULL::${carrierOf(type)}`;
  if (type.name === 'boolean') return value === 0 ? 'FALSE' : 'TRUE';
  const carrier = carrierOf(type);
  switch (carrier) {
    case 'int2':
    case 'int4':
    case 'int8':
      return printInteger(BigInt(value as number | bigint), carrier);
    case 'numeric':
      return printNumeric(value as bigint, type.scale);
    case 'float4':
    case 'float8':
      return `'${value as number}'::${carrier}`;
    case 'bytea':
      return `'\\x${hex(value as Uint8Array)}'::bytea`;
    case 'date':
      return `'${isoDate(value as number)}'::date`;
    case 'sys.datetimeoffset':
      return `ROW(${(value as DateTimeOffset).utc}, ${(value as DateTimeOffset).offset})::sys.datetimeoffset`;
    case 'sys.string':
    case 'uuid':
      return `${quoteText(value as string)}::${carrier}`;
    default:
      return unprintable(type, value);
  }
}

function printInteger(value: bigint, carrier: 'int2' | 'int4' | 'int8'): string {
  // A minus sign binds more loosely than a cast, and -2147483648 would be read as an int8: negative values go quoted.
  if (value < 0n) return `'${value}'::${carrier}`;
  if (carrier === 'int4' && value <= INT4_MAX) return `${value}`;
  return `${value}::${carrier}`;
}

export function printNumeric(unscaled: bigint, scale: number): string {
  const negative = unscaled < 0n;
  const digits = (negative ? -unscaled : unscaled).toString().padStart(scale + 1, '0');
  const text = scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
  return negative ? `'-${text}'::numeric` : `${text}::numeric`;
}

function hex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0');
  return text;
}

/** Days since 0001-01-01 as yyyy-mm-dd (Howard Hinnant's civil_from_days: years that begin in March). */
function isoDate(days: number): string {
  const shifted = days + 306;
  const era = Math.floor(shifted / 146097);
  const dayOfEra = shifted - era * 146097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1;
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

function unprintable(type: SqlType, value: SqlValue): never {
  throw new HoldfastError('INTERNAL', `a literal of type ${type.name} cannot be printed: ${String(value)}`);
}
