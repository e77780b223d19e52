import { unreachable } from '../../base/index.ts';
import type { BoundExpr } from './bound.ts';
import type { BoundQuery, BoundSource } from './bound-query.ts';

/** The operands of an expression; a subquery's are those of its query, at whatever depth. */
export function* operandsOf(expr: BoundExpr): Iterable<BoundExpr> {
  switch (expr.kind) {
    case 'literal':
    case 'variable':
    case 'column':
      return;
    case 'call':
      yield* expr.args;
      return;
    case 'case':
      for (const branch of expr.branches) {
        yield branch.when;
        yield branch.then;
      }
      if (expr.otherwise) yield expr.otherwise;
      return;
    case 'aggregate':
      yield* expr.args;
      for (const item of expr.withinGroup ?? []) yield item.expr;
      return;
    case 'window':
      yield* expr.args;
      yield* expr.partitionBy;
      for (const item of expr.orderBy) yield item.expr;
      return;
    case 'subquery':
      if (expr.left) yield expr.left;
      yield* expressionsOf(expr.query);
      return;
    default:
      unreachable(expr, 'operands of an expression');
  }
}

/** Every expression at the top of some clause of a query, its FROM included. */
export function* expressionsOf(query: BoundQuery): Iterable<BoundExpr> {
  for (const cte of query.with ?? []) yield* expressionsOf(cte.query);
  for (const item of query.orderBy) yield item.expr;
  if (query.limit?.count) yield query.limit.count;
  if (query.limit?.offset) yield query.limit.offset;
  switch (query.kind) {
    case 'values':
      for (const row of query.rows) yield* row;
      return;
    case 'set operation':
      yield* expressionsOf(query.left);
      yield* expressionsOf(query.right);
      return;
    case 'select':
      yield* query.expressions;
      for (const source of query.from) yield* expressionsOfSource(source);
      if (query.where) yield query.where;
      if (query.having) yield query.having;
      if (query.groupBy) {
        yield* query.groupBy.expressions;
        for (const set of query.groupBy.sets) yield* set;
      }
      return;
    default:
      unreachable(query, 'expressions of a query');
  }
}

export function* expressionsOfSource(source: BoundSource): Iterable<BoundExpr> {
  switch (source.kind) {
    case 'table':
    case 'cte':
      return;
    case 'derived':
      yield* expressionsOf(source.query);
      return;
    case 'function':
      yield* source.args;
      return;
    case 'join':
      yield* expressionsOfSource(source.left);
      yield* expressionsOfSource(source.right);
      if (source.on) yield source.on;
      return;
    default:
      unreachable(source, 'expressions of a table source');
  }
}

/** True when the expression or any part of it fulfils the test. */
export function contains(expr: BoundExpr, test: (part: BoundExpr) => boolean): boolean {
  if (test(expr)) return true;
  for (const operand of operandsOf(expr)) if (contains(operand, test)) return true;
  return false;
}

/** The range variables that a FROM element brings. */
export function* aliasesOf(source: BoundSource): Iterable<string> {
  if (source.kind === 'join') {
    yield* aliasesOf(source.left);
    yield* aliasesOf(source.right);
  } else yield source.alias;
}
