import type { BoundCase, BoundExpr } from '../bind/bound.ts';
import { SqlError } from '../errors.ts';
import { commonTypeOfAll, integerDigits } from '../types/common-type.ts';
import { isDecimal, isInteger, isString } from '../types/families.ts';
import type { SqlType } from '../types/sql-type.ts';
import { combineCollations } from './collation.ts';
import { convert } from './convert.ts';

/** The type of CASE, COALESCE, IIF, UNION, VALUES: the highest precedence of the operands, wide enough for all of them. */
export function commonType(exprs: readonly BoundExpr[]): SqlType {
  const hasDecimal = exprs.some((expr) => isDecimal(expr.type));
  return commonTypeOfAll(
    exprs.map((expr) => {
      // Beside a decimal, an integer constant needs only the digits it has.
      const constant = hasDecimal && expr.kind === 'literal' && expr.value !== null && isInteger(expr.type);
      return constant ? integerDigits(expr.value as number | bigint) : expr.type;
    }),
  );
}

/** The operands as values of their common type. */
export function unify(exprs: readonly BoundExpr[]): { readonly type: SqlType; readonly exprs: readonly BoundExpr[] } {
  const type = commonType(exprs);
  return { type, exprs: exprs.map((expr) => convert(expr, type, { mode: 'implicit' })) };
}

/** CASE WHEN condition THEN value ... ELSE value END; also the form of IIF, COALESCE and NULLIF. */
export function bindCase(
  branches: readonly { readonly when: BoundExpr; readonly then: BoundExpr }[],
  otherwise?: BoundExpr,
): BoundCase {
  const results = [...branches.map((branch) => branch.then), ...(otherwise === undefined ? [] : [otherwise])];
  if (results.every((expr) => expr.type.name === 'null')) {
    throw new SqlError(
      8133,
      16,
      1,
      'At least one of the result expressions in a CASE specification must be an expression other than the NULL constant.',
    );
  }
  const { type, exprs } = unify(results);
  const collation = isString(type) ? combineCollations(results, 'CASE') : undefined;
  return {
    kind: 'case',
    type,
    nullable: otherwise === undefined || exprs.some((expr) => expr.nullable),
    branches: branches.map((branch, index) => ({ when: branch.when, then: exprs[index]! })),
    ...(otherwise === undefined ? {} : { otherwise: exprs[branches.length]! }),
    ...(collation === undefined ? {} : { collation }),
  };
}
