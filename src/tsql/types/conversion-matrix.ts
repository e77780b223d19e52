import { type Family, familyOf } from './families.ts';
import { MAX, type SqlType } from './sql-type.ts';

/** Whether T-SQL converts one type to another on its own, only when told to, or not at all (the chart of CAST and CONVERT). */
export type ConversionKind = 'implicit' | 'explicit' | 'none';

const DATES: readonly Family[] = ['legacy date', 'date', 'time', 'modern date'];
const NUMBERS: readonly Family[] = ['integer', 'decimal', 'money', 'float'];

export function conversionKind(from: SqlType, to: SqlType): ConversionKind {
  const source = familyOf(from);
  const target = familyOf(to);
  if (source === 'boolean' || target === 'boolean' || source === 'cursor' || target === 'cursor') return 'none';
  if (source === 'null' || target === 'null') return 'implicit';
  if (source === 'variant' || target === 'variant') return variantKind(from, to);
  if (NUMBERS.includes(source)) return fromNumber(source, target);
  if (DATES.includes(source)) return fromDate(source, target);
  switch (source) {
    case 'string':
      return fromString(from, target);
    case 'lob string':
      return ['string', 'lob string', 'xml'].includes(target) ? 'implicit' : 'none';
    case 'binary':
      return fromBinary(target);
    case 'rowversion':
      return fromRowversion(target, to);
    case 'image':
      return target === 'binary' || target === 'image' || target === 'rowversion' ? 'implicit' : 'none';
    case 'guid':
      return ['guid', 'string', 'binary'].includes(target) ? 'implicit' : 'none';
    case 'xml':
      return target === 'xml' ? 'implicit' : target === 'string' || target === 'binary' ? 'explicit' : 'none';
    default:
      return 'none';
  }
}

function variantKind(from: SqlType, to: SqlType): ConversionKind {
  if (from.name === 'sql_variant' && to.name === 'sql_variant') return 'implicit';
  const other = from.name === 'sql_variant' ? to : from;
  const excluded = ['lob string', 'image', 'xml', 'rowversion'].includes(familyOf(other));
  if (from.name === 'sql_variant') return excluded ? 'none' : 'explicit';
  return excluded || from.length === MAX ? 'none' : 'implicit';
}

function fromNumber(source: Family, target: Family): ConversionKind {
  if (NUMBERS.includes(target)) return 'implicit';
  switch (target) {
    case 'string':
    case 'binary':
    case 'legacy date':
      return 'implicit';
    case 'rowversion':
      return source === 'float' ? 'none' : 'implicit';
    default:
      return 'none';
  }
}

function fromDate(source: Family, target: Family): ConversionKind {
  if (DATES.includes(target)) {
    const clash = (source === 'date' && target === 'time') || (source === 'time' && target === 'date');
    return clash ? 'none' : 'implicit';
  }
  if (target === 'string') return 'implicit';
  if (target === 'binary') return 'explicit';
  if (source !== 'legacy date') return 'none';
  return NUMBERS.includes(target) || target === 'rowversion' ? 'explicit' : 'none';
}

function fromString(from: SqlType, target: Family): ConversionKind {
  if (NUMBERS.includes(target) || DATES.includes(target)) return 'implicit';
  switch (target) {
    case 'string':
    case 'lob string':
    case 'guid':
    case 'xml':
      return 'implicit';
    case 'binary':
    case 'rowversion':
      return 'explicit';
    case 'image':
      return from.name === 'char' || from.name === 'varchar' ? 'implicit' : 'none';
    default:
      return 'none';
  }
}

function fromBinary(target: Family): ConversionKind {
  switch (target) {
    case 'float':
    case 'lob string':
      return 'none';
    case 'date':
    case 'time':
    case 'modern date':
      return 'explicit';
    default:
      return 'implicit';
  }
}

function fromRowversion(target: Family, to: SqlType): ConversionKind {
  switch (target) {
    case 'integer':
    case 'decimal':
    case 'money':
    case 'binary':
    case 'rowversion':
    case 'legacy date':
    case 'image':
      return 'implicit';
    case 'string':
      return to.name === 'char' || to.name === 'varchar' ? 'implicit' : 'none';
    default:
      return 'none';
  }
}
