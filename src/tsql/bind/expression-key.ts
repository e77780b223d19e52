import { unreachable } from '../../base/index.ts';
import { formatType } from '../types/sql-type.ts';
import type { SqlValue } from '../types/sql-value.ts';
import type { BoundExpr } from './bound.ts';

let nextIdentity = 1;
const identities = new WeakMap<object, number>();

/** A text that two expressions share when they are the same expression: what GROUP BY and ORDER BY compare by. */
export function expressionKey(expr: BoundExpr): string {
  switch (expr.kind) {
    case 'literal':
      return `l${formatType(expr.type)}=${valueKey(expr.value)}`;
    case 'variable':
      return `v${expr.name}`;
    case 'column':
      return `c${expr.source}.${expr.pg}`;
    case 'call':
      return expr.volatile === true ? unique(expr) : `f${expr.template}(${keys(expr.args)})`;
    case 'case': {
      const branches = expr.branches.map(({ when, then }) => `${expressionKey(when)}:${expressionKey(then)}`).join(';');
      return `k(${branches}|${expr.otherwise ? expressionKey(expr.otherwise) : ''})`;
    }
    case 'aggregate':
      return `a${expr.distinct ? 'd' : ''}${expr.template}(${keys(expr.args)}|${order(expr.withinGroup)})`;
    case 'window':
      return `w${expr.template}(${keys(expr.args)}|${keys(expr.partitionBy)}|${order(expr.orderBy)}|${expr.frame ?? ''})`;
    case 'subquery':
      return unique(expr);
    default:
      return unreachable(expr, 'key of an expression');
  }
}

const keys = (exprs: readonly BoundExpr[]): string => exprs.map(expressionKey).join(',');

const order = (items: readonly { readonly expr: BoundExpr; readonly descending: boolean }[] | undefined): string =>
  (items ?? []).map((item) => `${expressionKey(item.expr)}${item.descending ? '-' : '+'}`).join(',');

/** Two subqueries are never taken for the same one. */
function unique(expr: BoundExpr): string {
  let id = identities.get(expr);
  if (id === undefined) {
    id = nextIdentity++;
    identities.set(expr, id);
  }
  return `u${id}`;
}

function valueKey(value: SqlValue): string {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  if (value !== null && typeof value === 'object')
    return 'utc' in value ? `${value.utc}@${value.offset}` : valueKey(value.value);
  return `${typeof value}${String(value)}`;
}
