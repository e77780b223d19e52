import { SqlError } from '../errors.ts';
import { HoldfastError } from '../../base/index.ts';
import { conversionKind } from '../types/conversion-matrix.ts';
import { familyOf, isDecimal, messageName } from '../types/families.ts';
import { type SqlType, sameType } from '../types/sql-type.ts';
import type { SqlValue, Variant } from '../types/sql-value.ts';
import { explicitNotAllowed, implicitNotAllowed, operandClash } from '../types/type-errors.ts';
import {
  DATETIME_HIGH,
  DATETIME_LOW,
  DATETIME_PER_DAY,
  MINUTES_PER_DAY,
  SMALLDATETIME_HIGH,
  floorDivide,
} from './calendar.ts';
import { guidOfBytes, integerOfBytes, decimalOfBytes } from './bytes.ts';
import { type DateFormat, parseDate } from './date-parse.ts';
import { checkPrecision, divideRounded, rescale, truncate } from './decimal.ts';
import { fixedPoint, floatToUnscaled } from './float-text.ts';
import { fitBinary, binaryOfValue } from './fit-binary.ts';
import { fitText } from './fit-text.ts';
import { formatValue } from './format-value.ts';
import { momentOf, valueOfMoment } from './moments.ts';
import {
  INTEGER_LIMITS,
  MONEY_LIMITS,
  parseBit,
  parseFloatText,
  parseInteger,
  parseMoney,
  parseNumeric,
} from './number-parse.ts';
import {
  dateOutOfRange,
  dateSyntax,
  floatOverflow,
  guidSyntax,
  overflow,
  smallIntegerOverflow,
  smalldatetimeSyntax,
} from './value-errors.ts';

export interface ConvertValueOptions {
  readonly mode: 'implicit' | 'assign' | 'cast' | 'try';
  readonly style?: number;
  readonly dateFormat?: DateFormat;
  readonly column?: { readonly table: string; readonly column: string };
  /** Collation of the target: varchar of code page 1252 turns foreign characters into '?'. Default: it does. */
  readonly latin?: boolean;
}

/** A value of one type as a value of another. Throws the SqlError that SQL Server raises; mode `try` answers null instead. */
export function convertValue(value: SqlValue, from: SqlType, to: SqlType, options: ConvertValueOptions): SqlValue {
  if (value === null) return null;
  if (sameType(from, to) && options.style === undefined) return value;
  checkAllowed(from, to, options.mode);
  if (options.mode !== 'try') return converted(value, from, to, options);
  try {
    return converted(value, from, to, options);
  } catch (error) {
    if (error instanceof SqlError) return null;
    throw error;
  }
}

function checkAllowed(from: SqlType, to: SqlType, mode: ConvertValueOptions['mode']): void {
  const kind = conversionKind(from, to);
  const explicit = mode === 'cast' || mode === 'try';
  if (kind === 'implicit' || (kind === 'explicit' && explicit)) return;
  if (kind === 'explicit') throw implicitNotAllowed(from, to);
  throw explicit ? explicitNotAllowed(from, to) : operandClash(from, to);
}

function converted(value: SqlValue, from: SqlType, to: SqlType, options: ConvertValueOptions): SqlValue {
  if (to.name === 'sql_variant') return from.name === 'sql_variant' ? value : { baseType: from, value };
  if (from.name === 'sql_variant') {
    const { baseType, value: inner } = value as Variant;
    return convertValue(inner, baseType, to, { ...options, mode: 'cast' });
  }
  switch (familyOf(to)) {
    case 'integer':
      return toInteger(value, from, to);
    case 'decimal':
      return toDecimal(value, from, to);
    case 'money':
      return toMoney(value, from, to);
    case 'float':
      return toFloat(value, from, to);
    case 'string':
    case 'lob string':
    case 'xml':
      return fitText(formatValue(value, from, options.style, to.name.startsWith('n')), from, to, options);
    case 'binary':
    case 'image':
    case 'rowversion':
      return fitBinary(binaryOfValue(value, from, options.style ?? 0), from, to, options);
    case 'guid':
      return toGuid(value, from);
    case 'legacy date':
    case 'date':
    case 'time':
    case 'modern date':
      return toDate(value, from, to, options);
    default:
      throw new HoldfastError('INTERNAL', `no conversion from ${from.name} to ${to.name}`);
  }
}

const INTEGER_BYTES: Readonly<Record<string, number>> = { bit: 8, tinyint: 1, smallint: 2, int: 4, bigint: 8 };

function toInteger(value: SqlValue, from: SqlType, to: SqlType): SqlValue {
  if (to.name === 'bit') return toBit(value, from);
  return integerValue(wholeNumber(value, from, to), to);
}

const integerValue = (value: bigint, to: SqlType): SqlValue => (to.name === 'bigint' ? value : Number(value));

function toBit(value: SqlValue, from: SqlType): number {
  switch (familyOf(from)) {
    case 'string':
      return parseBit(value as string, from.name);
    case 'binary':
    case 'rowversion':
      return integerOfBytes(value as Uint8Array, 8) === 0n ? 0 : 1;
    default:
      return Number(value) === 0 ? 0 : 1;
  }
}

function wholeNumber(value: SqlValue, from: SqlType, to: SqlType): bigint {
  switch (familyOf(from)) {
    case 'string':
      return parseInteger(value as string, to.name, from.name);
    case 'binary':
    case 'rowversion':
      return integerOfBytes(value as Uint8Array, INTEGER_BYTES[to.name]!);
    case 'float':
      return floatToInteger(value as number, to);
    case 'integer':
      return checkInteger(BigInt(value as number | bigint), to);
    case 'decimal':
      return checkWhole(truncate(value as bigint, from.scale), to, 'numeric');
    case 'money':
      return checkWhole(divideRounded(value as bigint, 10_000n), to, 'money');
    default:
      return checkWhole(divideRounded(BigInt(value as number), BigInt(unitsPerDay(from))), to, from.name);
  }
}

const unitsPerDay = (type: SqlType): number => (type.name === 'datetime' ? DATETIME_PER_DAY : MINUTES_PER_DAY);

function inRange(value: bigint, to: SqlType): boolean {
  const { low, high } = INTEGER_LIMITS[to.name]!;
  return value >= low && value <= high;
}

function checkInteger(value: bigint, to: SqlType): bigint {
  if (inRange(value, to)) return value;
  throw to.name === 'tinyint' || to.name === 'smallint' ? smallIntegerOverflow(to.name, value) : overflow(to.name);
}

function checkWhole(value: bigint, to: SqlType, source: string): bigint {
  if (inRange(value, to)) return value;
  throw to.name === 'tinyint' || to.name === 'smallint' ? overflow(to.name, source) : overflow(to.name);
}

function floatToInteger(value: number, to: SqlType): bigint {
  const whole = BigInt(Math.trunc(value));
  if (inRange(whole, to)) return whole;
  throw to.name === 'bigint' ? overflow('bigint') : floatOverflow(to.name, fixedPoint(value));
}

function toDecimal(value: SqlValue, from: SqlType, to: SqlType): bigint {
  const source = isDecimal(from) ? 'numeric' : messageName(from);
  return checkPrecision(unscaledOf(value, from, to.scale), to, source);
}

/** Any number, or a text or binary that stands for one, at a scale; rounded half away from zero. */
function unscaledOf(value: SqlValue, from: SqlType, scale: number): bigint {
  switch (familyOf(from)) {
    case 'integer':
      return rescale(BigInt(value as number | bigint), 0, scale);
    case 'decimal':
    case 'money':
      return rescale(value as bigint, from.scale, scale);
    case 'float':
      return floatToUnscaled(value as number, scale);
    case 'string':
      return parseNumeric(value as string, scale, from.name);
    case 'binary':
    case 'rowversion': {
      const decoded = decimalOfBytes(value as Uint8Array);
      return rescale(decoded.value, decoded.scale, scale);
    }
    default:
      return divideRounded(rescale(BigInt(value as number), 0, scale), BigInt(unitsPerDay(from)));
  }
}

function toMoney(value: SqlValue, from: SqlType, to: SqlType): bigint {
  const small = to.name === 'smallmoney';
  const family = familyOf(from);
  if (family === 'string') return parseMoney(value as string, small);
  if (family === 'binary' || family === 'rowversion') return integerOfBytes(value as Uint8Array, small ? 4 : 8);
  const unscaled = unscaledOf(value, from, 4);
  const { low, high } = MONEY_LIMITS[small ? 'smallmoney' : 'money'];
  if (unscaled < low || unscaled > high) throw overflow(to.name);
  return unscaled;
}

const REAL_LIMIT = 3.4028235677973366e38;

function toFloat(value: SqlValue, from: SqlType, to: SqlType): number {
  const number = floatOf(value, from, to);
  if (to.name !== 'real') return number;
  if (Math.abs(number) >= REAL_LIMIT) throw floatOverflow('real', fixedPoint(number));
  return Math.fround(number);
}

function floatOf(value: SqlValue, from: SqlType, to: SqlType): number {
  switch (familyOf(from)) {
    case 'string':
      return parseFloatText(value as string, to.name, from.name);
    case 'decimal':
      return Number(formatValue(value, from));
    case 'money':
      return Number(formatValue(value, from, 2));
    case 'legacy date':
      return (value as number) / unitsPerDay(from);
    default:
      return Number(value);
  }
}

const GUID = /^(?:\{([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\}|([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}))/i;

function toGuid(value: SqlValue, from: SqlType): string {
  if (familyOf(from) !== 'string') return guidOfBytes(value as Uint8Array);
  // What follows the 36th character is ignored.
  const match = GUID.exec(value as string);
  if (match === null) throw guidSyntax();
  return (match[1] ?? match[2]!).toLowerCase();
}

function toDate(value: SqlValue, from: SqlType, to: SqlType, options: ConvertValueOptions): SqlValue {
  switch (familyOf(from)) {
    case 'string':
      return textToDate(value as string, from, to, options);
    case 'binary':
    case 'rowversion':
      return binaryToDate(value as Uint8Array, to);
    case 'integer':
    case 'decimal':
    case 'money':
    case 'float':
      return daysToDate(value, from, to);
    default: {
      const moment = momentOf(value, from);
      return valueOfMoment(moment.ticks, to.name === 'datetimeoffset' ? moment.minutes : 0, to, from.name);
    }
  }
}

function textToDate(text: string, from: SqlType, to: SqlType, options: ConvertValueOptions): SqlValue {
  const parsed = parseDate(text, to.name, options.style ?? 0, options.dateFormat ?? 'mdy');
  if (parsed.ok) {
    try {
      return valueOfMoment(parsed.ticks, to.name === 'datetimeoffset' ? parsed.minutes : 0, to, from.name);
    } catch (error) {
      if (error instanceof SqlError && familyOf(to) === 'modern date') throw dateSyntax();
      throw error;
    }
  }
  if (parsed.why === 'range' && familyOf(to) === 'legacy date') throw dateOutOfRange(from.name, to.name);
  throw to.name === 'smalldatetime' ? smalldatetimeSyntax() : dateSyntax();
}

/** A number counts days since 1900-01-01. */
function daysToDate(value: SqlValue, from: SqlType, to: SqlType): number {
  const scale = familyOf(from) === 'float' ? 17 : from.scale;
  const unscaled = unscaledOf(value, from, scale);
  const datetime = divideRounded(unscaled * BigInt(DATETIME_PER_DAY), 10n ** BigInt(scale));
  return checkDatetime(Number(datetime), to);
}

/** 1/300 s since 1900-01-01 as datetime or smalldatetime. */
export function checkDatetime(value: number, to: SqlType): number {
  if (to.name === 'datetime') {
    if (value < DATETIME_LOW || value > DATETIME_HIGH) throw overflow('datetime');
    return value;
  }
  const minutes = Number(floorDivide(BigInt(value) + 9000n, 18_000n));
  if (minutes < 0 || minutes > SMALLDATETIME_HIGH) throw overflow('smalldatetime');
  return minutes;
}

/** datetime: four bytes of days and four of 1/300 s; smalldatetime: two of days and two of minutes; the others little-endian. */
function binaryToDate(bytes: Uint8Array, to: SqlType): SqlValue {
  const half = to.name === 'datetime' ? 4 : 2;
  if (familyOf(to) === 'legacy date') {
    const padded = new Uint8Array(half * 2);
    padded.set(bytes.subarray(-half * 2), Math.max(0, half * 2 - bytes.length));
    const days = Number(
      half === 4
        ? integerOfBytes(padded.subarray(0, half), half)
        : integerOfBytes(padded.subarray(0, half), half) & 0xffffn,
    );
    const rest = Number(integerOfBytes(padded.subarray(half), half) & 0xffff_ffffn);
    return half === 4 ? checkDatetime(days * DATETIME_PER_DAY + rest, to) : days * MINUTES_PER_DAY + (rest & 0xffff);
  }
  throw new SqlError(9803, 16, 1, `Invalid data for type "${to.name}".`);
}
