import type { BoundExpr } from '../bind/bound.ts';
import { comparisonCollation, pgCollation } from '../scalar/collation.ts';
import { isBinary, isDecimal, isFloat, isInteger, isMoney, isString } from '../types/families.ts';
import type { SqlType } from '../types/sql-type.ts';
import type { DateTimeOffset, SqlValue } from '../types/sql-value.ts';
import { pow10 } from '../values/decimal.ts';

export type Comparator = (a: NonNullable<SqlValue>, b: NonNullable<SqlValue>) => number;

/** How values of the operands' types compare; undefined where PostgreSQL has to. */
export function comparatorOf(operands: readonly BoundExpr[]): Comparator | undefined {
  const types = operands.map((operand) => operand.type);
  const first = types[0]!;
  if (isString(first)) return stringComparator(operands);
  if (types.every((type) => isFloat(type)) || (isInteger(first) && types.every(isSmallInteger)))
    return plain as Comparator;
  if (types.every((type) => isInteger(type) || isDecimal(type) || isMoney(type))) return exactComparator(types);
  if (types.every(isBinary)) return compareBytes as Comparator;
  if (!types.every((type) => type.name === first.name)) return undefined;
  switch (first.name) {
    case 'date':
    case 'time':
    case 'datetime':
    case 'smalldatetime':
    case 'datetime2':
      return plain as Comparator;
    case 'datetimeoffset':
      return (a, b) => plain((a as DateTimeOffset).utc, (b as DateTimeOffset).utc);
    case 'uniqueidentifier':
      return (a, b) => plain(guidKey(a as string), guidKey(b as string));
    default:
      return undefined;
  }
}

const isSmallInteger = (type: SqlType): boolean => isInteger(type) && type.name !== 'bigint';

function plain<T extends number | bigint | string>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Integers, decimals and money of any scale. */
function exactComparator(types: readonly SqlType[]): Comparator | undefined {
  const scale = Math.max(...types.map((type) => type.scale));
  const factors = types.map((type) => pow10(scale - type.scale));
  // The items of an IN list may differ in scale: left to PostgreSQL.
  if (!factors.slice(1).every((factor) => factor === factors[1])) return undefined;
  const [leftFactor, rightFactor] = [factors[0]!, factors[1] ?? 1n];
  return (a, b) => plain(BigInt(a as number | bigint) * leftFactor, BigInt(b as number | bigint) * rightFactor);
}

const COLLATORS = new Map<string, Intl.Collator>();
const SENSITIVITY = {
  'sys.ci_as': 'accent',
  'sys.cs_as': 'variant',
  'sys.ci_ai': 'base',
  'sys.cs_ai': 'case',
} as const;

function stringComparator(operands: readonly BoundExpr[]): Comparator | undefined {
  const collation = comparisonCollation(operands, 'equal to');
  const pg = collation === undefined ? 'sys.ci_as' : pgCollation(collation.name);
  if (pg === undefined) return undefined;
  if (pg === '"C"') return (a, b) => compareCodePoints(trimmed(a as string), trimmed(b as string));
  let collator = COLLATORS.get(pg);
  if (collator === undefined) {
    collator = new Intl.Collator('und', { sensitivity: SENSITIVITY[pg as keyof typeof SENSITIVITY] });
    COLLATORS.set(pg, collator);
  }
  const { compare } = collator;
  return (a, b) => (a === b ? 0 : compare(trimmed(a as string), trimmed(b as string)));
}

/** Trailing spaces do not count. */
function trimmed(text: string): string {
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) === 0x20) end--;
  return end === text.length ? text : text.slice(0, end);
}

/** By code points, as bytes of UTF-8 order them; UTF-16 code units would put surrogates too low. */
function compareCodePoints(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    if (a.charCodeAt(i) !== b.charCodeAt(i)) return a.codePointAt(i)! - b.codePointAt(i)!;
  }
  return a.length - b.length;
}

/** The shorter one counts as filled up with zero bytes. */
function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.max(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The last six bytes decide first, then bytes 8-9, 6-7, 4-5 and 0-3 of a layout whose first three groups are little-endian. */
function guidKey(guid: string): string {
  const reversed = (hex: string): string => (hex.match(/../g) ?? []).toReversed().join('');
  return (
    guid.slice(24) +
    guid.slice(19, 23) +
    reversed(guid.slice(14, 18)) +
    reversed(guid.slice(9, 13)) +
    reversed(guid.slice(0, 8))
  );
}
