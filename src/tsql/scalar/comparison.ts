import type { BoundExpr } from '../bind/bound.ts';
import { carrierOf } from '../lower/carrier.ts';
import { commonTypeOf, commonTypeOfAll } from '../types/common-type.ts';
import { familyOf, isBinary, isDecimal, isFloat, isInteger, isMoney, isString } from '../types/families.ts';
import { higher } from '../types/precedence.ts';
import { INT, type SqlType, sameType } from '../types/sql-type.ts';
import { incompatibleTypes, xmlComparison } from '../types/type-errors.ts';
import { condition } from './call.ts';
import { collatedOperand } from './collation.ts';
import { convert } from './convert.ts';
import { not, or } from './logic.ts';

export type ComparisonOperator = '=' | '<>' | '<' | '<=' | '>' | '>=';

const OPERATOR_NAMES: Readonly<Record<ComparisonOperator, string>> = {
  '=': 'equal to',
  '<>': 'not equal to',
  '<': 'less than',
  '<=': 'less than or equal to',
  '>': 'greater than',
  '>=': 'greater than or equal to',
};

export function bindComparison(op: ComparisonOperator, left: BoundExpr, right: BoundExpr): BoundExpr {
  const [l, r] = comparable(left, right, OPERATOR_NAMES[op]);
  return condition(op, [l, r], comparisonTemplate(op, l, r), { options: { op } });
}

/** IS [NOT] DISTINCT FROM: two NULLs are equal, and the answer is never unknown. */
export function bindDistinct(left: BoundExpr, right: BoundExpr, negated: boolean): BoundExpr {
  const [l, r] = comparable(left, right, 'is distinct from');
  const words = negated ? 'IS NOT DISTINCT FROM' : 'IS DISTINCT FROM';
  const template = comparisonTemplate('=', l, r).replace(' = ', ` ${words} `);
  return condition(negated ? 'is not distinct from' : 'is distinct from', [l, r], template, { nullable: false });
}

/** `value IN (list)`. A list of constants of one type is PostgreSQL's own IN; otherwise each is compared for itself. */
export function bindIn(value: BoundExpr, list: readonly BoundExpr[], negated: boolean): BoundExpr {
  const type = commonTypeOfAll([value.type, ...list.map((item) => item.type)]);
  const simple =
    list.length > 1 && list.every((item) => item.kind !== 'column') && !isBinary(type) && familyOf(type) !== 'variant';
  if (!simple) {
    const any = or(...list.map((item) => bindComparison('=', value, item)));
    return negated ? not(any) : any;
  }
  const pairs = list.map((item) => comparable(value, item, OPERATOR_NAMES['=']));
  const operand = pairs[0]![0];
  const items = pairs.map((pair) => pair[1]);
  if (!pairs.every((pair) => pair[0] === operand || sameType(pair[0].type, operand.type))) {
    const any = or(...list.map((item) => bindComparison('=', value, item)));
    return negated ? not(any) : any;
  }
  const left = isString(operand.type) ? collatedOperand([operand, ...items], OPERATOR_NAMES['=']) : '{0}';
  const holes = items.map((_, index) => `{${index + 1}}`).join(', ');
  return condition(negated ? 'not in' : 'in', [operand, ...items], `(${left} ${negated ? 'NOT IN' : 'IN'} (${holes}))`);
}

/** Both sides as one comparable type; sides that PostgreSQL compares as they are stay, so that indexes serve. */
export function comparable(left: BoundExpr, right: BoundExpr, operation: string): [BoundExpr, BoundExpr] {
  const [a, b] = [left.type, right.type];
  checkComparable(a, b, operation);
  if (a.name === 'null' && b.name === 'null')
    return [convert(left, INT, { mode: 'implicit' }), convert(right, INT, { mode: 'implicit' })];
  if (a.name !== 'null' && b.name !== 'null' && nativelyComparable(a, b)) return [left, right];
  const type = isDecimal(higher(a, b)) || !sameFamily(a, b) ? comparisonType(a, b) : commonTypeOf(a, b);
  return [convert(left, type, { mode: 'implicit' }), convert(right, type, { mode: 'implicit' })];
}

const sameFamily = (a: SqlType, b: SqlType): boolean => familyOf(a) === familyOf(b);

function comparisonType(a: SqlType, b: SqlType): SqlType {
  const type = commonTypeOf(a, b);
  // Nothing may be rounded or cut only to be compared.
  if (type.name === 'time' || type.name === 'datetime2' || type.name === 'datetimeoffset') return { ...type, scale: 7 };
  if (type.name === 'char' || type.name === 'nchar')
    return { ...type, name: type.name === 'char' ? 'varchar' : 'nvarchar' };
  return type;
}

function checkComparable(a: SqlType, b: SqlType, operation: string): void {
  for (const [type, other] of [
    [a, b],
    [b, a],
  ] as const) {
    if (type.name === 'xml') throw xmlComparison();
    const lob = type.name === 'text' || type.name === 'ntext' || type.name === 'image';
    if (lob && other.name !== 'null') throw incompatibleTypes(a, b, operation);
  }
}

function nativelyComparable(a: SqlType, b: SqlType): boolean {
  if (sameType(a, b)) return true;
  const exact = (t: SqlType): boolean => isInteger(t) || isDecimal(t) || isMoney(t);
  if (exact(a) && exact(b)) return true;
  if (isFloat(a) && isFloat(b)) return true;
  if (isString(a) && isString(b)) return true;
  if (isBinary(a) && isBinary(b)) return true;
  return a.name === b.name;
}

function comparisonTemplate(op: ComparisonOperator, left: BoundExpr, right: BoundExpr): string {
  if (isString(left.type)) return `(${collatedOperand([left, right], OPERATOR_NAMES[op])} ${op} {1})`;
  switch (carrierOf(left.type)) {
    case 'uuid':
      return op === '=' || op === '<>' ? `({0} ${op} {1})` : `(sys.guid_key({0}) ${op} sys.guid_key({1}))`;
    case 'bytea': {
      const sameWidth =
        left.type.length === right.type.length && left.type.name !== 'varbinary' && right.type.name !== 'varbinary';
      // The shorter one counts as filled up with zero bytes.
      return sameWidth ? `({0} ${op} {1})` : `(sys.binary_key({0}) ${op} sys.binary_key({1}))`;
    }
    default:
      return `({0} ${op} {1})`;
  }
}
