import type { BoundExpr } from '../bind/bound.ts';
import { condition } from './call.ts';

/** AND, OR and NOT over search conditions. */
export function and(...conditions: readonly BoundExpr[]): BoundExpr {
  return junction('and', conditions);
}

export function or(...conditions: readonly BoundExpr[]): BoundExpr {
  return junction('or', conditions);
}

function junction(op: 'and' | 'or', conditions: readonly BoundExpr[]): BoundExpr {
  const [first, ...rest] = conditions;
  if (first === undefined) return condition(op, [], op === 'and' ? 'true' : 'false');
  if (rest.length === 0) return first;
  const word = op === 'and' ? ' AND ' : ' OR ';
  return condition(op, conditions, `(${conditions.map((_, index) => `{${index}}`).join(word)})`);
}

export const not = (operand: BoundExpr): BoundExpr => condition('not', [operand], '(NOT {0})');

export function isNull(operand: BoundExpr, negated = false): BoundExpr {
  // A composite is "null" to PostgreSQL's IS NULL only when all its fields are, and NOT NULL only when none is.
  const composite = operand.type.name === 'datetimeoffset' || operand.type.name === 'sql_variant';
  const test = composite
    ? negated
      ? 'IS DISTINCT FROM NULL'
      : 'IS NOT DISTINCT FROM NULL'
    : negated
      ? 'IS NOT NULL'
      : 'IS NULL';
  return condition(negated ? 'is not null' : 'is null', [operand], `({0} ${test})`, { nullable: false });
}
