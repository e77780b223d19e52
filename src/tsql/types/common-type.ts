import { decimalType, decimalUnion, precisionScaleOf } from './decimal-rules.ts';
import { isBinary, isDecimal, isString, isUnicode } from './families.ts';
import { precedenceOf } from './precedence.ts';
import {
  INT,
  MAX,
  NULL_TYPE,
  type SqlType,
  char,
  binary,
  datetime2,
  datetimeoffset,
  nchar,
  numeric,
  nvarchar,
  sameType,
  time,
  varbinary,
  varchar,
} from './sql-type.ts';

export const MAX_BYTES = 8000;
export const MAX_UNITS = 4000;

/** The one type of CASE, COALESCE, UNION, VALUES and IN over operands of these two types. */
export function commonTypeOf(a: SqlType, b: SqlType): SqlType {
  if (sameType(a, b)) return a;
  if (a.name === 'null') return b;
  if (b.name === 'null') return a;
  const [high, low] = precedenceOf(b) > precedenceOf(a) ? [b, a] : [a, b];
  if (isDecimal(high)) return decimalWith(high, low);
  switch (high.name) {
    case 'char':
    case 'varchar':
    case 'nchar':
    case 'nvarchar':
      return isString(low) || isBinary(low) ? stringOf(high, low) : high;
    case 'binary':
    case 'varbinary':
      return isBinary(low) ? binaryOf(high, low) : high;
    case 'time':
    case 'datetime2':
    case 'datetimeoffset':
      return withScale(high, Math.max(high.scale, dateScale(low)));
    default:
      return high;
  }
}

export function commonTypeOfAll(types: readonly SqlType[]): SqlType {
  const type = types.reduce(commonTypeOf, NULL_TYPE);
  return type.name === 'null' ? INT : type;
}

function decimalWith(high: SqlType, low: SqlType): SqlType {
  // A string or a binary value becomes exactly the other side's type.
  const ps = precisionScaleOf(low);
  return ps.precision === 0 ? high : decimalType(high, low, decimalUnion(precisionScaleOf(high), ps));
}

function dateScale(type: SqlType): number {
  switch (type.name) {
    case 'datetime':
      return 3;
    case 'time':
    case 'datetime2':
    case 'datetimeoffset':
      return type.scale;
    default:
      return 0;
  }
}

function withScale(type: SqlType, scale: number): SqlType {
  return type.name === 'time' ? time(scale) : type.name === 'datetime2' ? datetime2(scale) : datetimeoffset(scale);
}

function longer(a: number, b: number, limit: number): number {
  return a === MAX || b === MAX ? MAX : Math.min(Math.max(a, b), limit);
}

function stringOf(high: SqlType, low: SqlType): SqlType {
  const length = longer(high.length, low.length, isUnicode(high) ? MAX_UNITS : MAX_BYTES);
  if (isUnicode(high)) return high.name === 'nchar' && length !== MAX ? nchar(length) : nvarchar(length);
  return high.name === 'char' && length !== MAX ? char(length) : varchar(length);
}

function binaryOf(high: SqlType, low: SqlType): SqlType {
  const length = longer(high.length, low.length, MAX_BYTES);
  return high.name === 'binary' && length !== MAX ? binary(length) : varbinary(length);
}

/** The result of `+` over two strings or two binaries: lengths add up; a (max) operand makes it (max). */
export function concatenationType(a: SqlType, b: SqlType): SqlType {
  if (isBinary(a))
    return varbinary(a.length === MAX || b.length === MAX ? MAX : Math.min(a.length + b.length, MAX_BYTES));
  const unicode = isUnicode(a) || isUnicode(b);
  const limit = unicode ? MAX_UNITS : MAX_BYTES;
  if (a.length === MAX || b.length === MAX) return unicode ? nvarchar(MAX) : varchar(MAX);
  const length = Math.max(1, Math.min(a.length + b.length, limit));
  const fixed = (t: SqlType): boolean => t.name === 'char' || t.name === 'nchar';
  if (fixed(a) && fixed(b)) return unicode ? nchar(length) : char(length);
  return unicode ? nvarchar(length) : varchar(length);
}

/** The decimal type that holds an integer constant of this many digits. */
export const integerDigits = (value: number | bigint): SqlType => numeric(String(value).replace('-', '').length, 0);
