import { combineCollations, commonType, convert } from '../scalar/index.ts';
import type { Expr } from '../syntax/ast/index.ts';
import { isString } from '../types/families.ts';
import { bindError } from './bind-error.ts';
import { bindExpression } from './bind-expression.ts';
import type { BoundOutput, BoundValues } from './bound-query.ts';
import type { BindContext } from './context.ts';

/** Rows of VALUES as a table: every column has the common type of its values. */
export function bindValuesRows(rows: readonly (readonly Expr[])[], ctx: BindContext): BoundValues {
  const width = rows[0]?.length ?? 0;
  const bound = rows.map((row) => {
    if (row.length !== width) {
      const message = 'All rows in a table value constructor must have the same number of expressions.';
      throw bindError(row[0]?.pos, 10709, 1, message);
    }
    return row.map((value) => bindExpression(value, ctx));
  });
  const outputs: BoundOutput[] = [];
  for (let i = 0; i < width; i++) {
    const column = bound.flatMap((row) => row[i] ?? []);
    const type = commonType(column);
    const collation = isString(type) ? combineCollations(column, 'VALUES') : undefined;
    outputs.push({
      name: '',
      pg: `column${i + 1}`,
      type,
      nullable: column.some((value) => value.nullable),
      ...(collation ? { collation } : {}),
    });
  }
  return {
    kind: 'values',
    outputs,
    rows: bound.map((row) =>
      row.map((value, i) => convert(value, outputs[i]?.type ?? value.type, { mode: 'implicit' })),
    ),
    orderBy: [],
  };
}
