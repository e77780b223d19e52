import { convert } from '../scalar/index.ts';
import type { SqlType } from '../types/sql-type.ts';
import { sameType } from '../types/sql-type.ts';
import type { AliasAllocator } from './alias-allocator.ts';
import type { BoundColumn, BoundExpr } from './bound.ts';
import type { BoundOutput, BoundQuery, BoundSelect } from './bound-query.ts';

export interface WrapOutput extends BoundOutput {
  readonly expr: BoundExpr;
}

/** `SELECT outputs FROM (query) AS alias`: the outputs read the query's columns through the alias. */
export function wrapQuery(query: BoundQuery, alias: string, outputs: readonly WrapOutput[]): BoundSelect {
  return {
    kind: 'select',
    distinct: false,
    outputs: outputs.map(({ expr, ...output }) => ({ ...output, type: expr.type, nullable: expr.nullable })),
    expressions: outputs.map((output) => output.expr),
    from: [{ kind: 'derived', query, alias, columns: query.outputs.map((output) => output.pg), lateral: false }],
    orderBy: [],
  };
}

export function outputColumn(output: BoundOutput, alias: string): BoundColumn {
  return {
    kind: 'column',
    source: alias,
    pg: output.pg,
    name: output.name,
    type: output.type,
    nullable: output.nullable,
    ...(output.collation ? { collation: output.collation } : {}),
  };
}

/**
 * The query with its outputs converted to these types. Plain selects convert in place; where DISTINCT, a set operation or a sort
 * by the outputs would see the difference, the conversion goes around the whole.
 */
export function coerceOutputs(query: BoundQuery, types: readonly SqlType[], aliases: AliasAllocator): BoundQuery {
  if (query.outputs.every((output, i) => sameType(output.type, types[i] ?? output.type))) return query;
  const to = (expr: BoundExpr, i: number): BoundExpr => convert(expr, types[i] ?? expr.type, { mode: 'implicit' });
  const retype = (output: BoundOutput, expr: BoundExpr | undefined): BoundOutput =>
    expr ? { ...output, type: expr.type, nullable: expr.nullable } : output;
  if (query.kind === 'values') {
    const rows = query.rows.map((row) => row.map(to));
    return {
      ...query,
      rows,
      outputs: query.outputs.map((output, i) => ({ ...output, type: types[i] ?? output.type })),
    };
  }
  if (query.kind === 'select' && !query.distinct && query.orderBy.length === 0) {
    const expressions = query.expressions.map(to);
    return { ...query, expressions, outputs: query.outputs.map((output, i) => retype(output, expressions[i])) };
  }
  const alias = aliases.take('q');
  return wrapQuery(
    query,
    alias,
    query.outputs.map((output, i) => ({ ...output, expr: to(outputColumn(output, alias), i) })),
  );
}
