import { unreachable } from '../../base/index.ts';
import type { BoundExpr } from './bound.ts';
import type { BoundQuery, BoundSource } from './bound-query.ts';

type Change = (operand: BoundExpr) => BoundExpr;

/** The same expression with its direct operands changed; for a subquery, every expression of its query. */
export function mapOperands(expr: BoundExpr, change: Change): BoundExpr {
  switch (expr.kind) {
    case 'literal':
    case 'variable':
    case 'column':
      return expr;
    case 'call':
      return { ...expr, args: expr.args.map(change) };
    case 'case':
      return {
        ...expr,
        branches: expr.branches.map(({ when, then }) => ({ when: change(when), then: change(then) })),
        ...(expr.otherwise ? { otherwise: change(expr.otherwise) } : {}),
      };
    case 'aggregate':
      return {
        ...expr,
        args: expr.args.map(change),
        ...(expr.withinGroup
          ? { withinGroup: expr.withinGroup.map((item) => ({ ...item, expr: change(item.expr) })) }
          : {}),
      };
    case 'window':
      return {
        ...expr,
        args: expr.args.map(change),
        partitionBy: expr.partitionBy.map(change),
        orderBy: expr.orderBy.map((item) => ({ ...item, expr: change(item.expr) })),
      };
    case 'subquery':
      return { ...expr, query: mapQuery(expr.query, change), ...(expr.left ? { left: change(expr.left) } : {}) };
    default:
      return unreachable(expr, 'change the operands of an expression');
  }
}

export function mapQuery(query: BoundQuery, change: Change): BoundQuery {
  const base = {
    ...(query.with ? { with: query.with.map((cte) => ({ ...cte, query: mapQuery(cte.query, change) })) } : {}),
    orderBy: query.orderBy.map((item) => ({ ...item, expr: change(item.expr) })),
  };
  switch (query.kind) {
    case 'values':
      return { ...query, ...base, rows: query.rows.map((row) => row.map(change)) };
    case 'set operation':
      return { ...query, ...base, left: mapQuery(query.left, change), right: mapQuery(query.right, change) };
    case 'select':
      return {
        ...query,
        ...base,
        expressions: query.expressions.map(change),
        from: query.from.map((source) => mapSource(source, change)),
        ...(query.where ? { where: change(query.where) } : {}),
        ...(query.having ? { having: change(query.having) } : {}),
        ...(query.groupBy
          ? {
              groupBy: {
                ...query.groupBy,
                expressions: query.groupBy.expressions.map(change),
                sets: query.groupBy.sets.map((set) => set.map(change)),
              },
            }
          : {}),
      };
    default:
      return unreachable(query, 'change a query');
  }
}

export function mapSource(source: BoundSource, change: Change): BoundSource {
  switch (source.kind) {
    case 'table':
    case 'cte':
      return source;
    case 'derived':
      return { ...source, query: mapQuery(source.query, change) };
    case 'function':
      return { ...source, args: source.args.map(change) };
    case 'join':
      return {
        ...source,
        left: mapSource(source.left, change),
        right: mapSource(source.right, change),
        ...(source.on ? { on: change(source.on) } : {}),
      };
    default:
      return unreachable(source, 'change a table source');
  }
}
