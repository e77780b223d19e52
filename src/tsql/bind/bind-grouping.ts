import type { GroupBy, GroupItem, Pos, Select } from '../syntax/ast/index.ts';
import { bindError } from './bind-error.ts';
import { bindExpression } from './bind-expression.ts';
import type { SelectEntry } from './bind-select.ts';
import type { BoundColumn, BoundExpr } from './bound.ts';
import type { BoundGrouping, BoundOrder } from './bound-query.ts';
import type { BindContext } from './context.ts';
import { expressionKey } from './expression-key.ts';
import type { RangeVariable } from './scope.ts';
import { contains, operandsOf } from './walk.ts';

/** SQL Server's own limit (error 10703). */
const MAX_GROUPING_SETS = 4096;

type Sets = readonly (readonly BoundExpr[])[];

/** GROUP BY; ROLLUP, CUBE and GROUPING SETS are multiplied out into one list of grouping sets. */
export function bindGroupBy(ast: GroupBy, ctx: BindContext): BoundGrouping {
  const plain = ast.items.every((item) => item.kind === 'group-expr') && !ast.with;
  if (plain)
    return { kind: 'plain', expressions: distinct(ast.items.flatMap((item) => elementsOf(item, ctx))), sets: [] };
  if (ast.with) {
    const elements = ast.items.map((item) => elementsOf(item, ctx));
    return { kind: 'sets', expressions: [], sets: ast.with === 'cube' ? cube(elements) : rollup(elements) };
  }
  let sets: Sets = [[]];
  for (const item of ast.items) {
    const next = setsOf(item, ctx);
    if (sets.length * next.length > MAX_GROUPING_SETS) {
      throw bindError(ast.pos, 10703, 1, `Too many grouping sets. The maximum number is ${MAX_GROUPING_SETS}.`, 15);
    }
    sets = sets.flatMap((left) => next.map((right) => distinct([...left, ...right])));
  }
  return { kind: 'sets', expressions: [], sets };
}

function setsOf(item: GroupItem, ctx: BindContext): Sets {
  switch (item.kind) {
    case 'group-expr':
    case 'group-set':
      return [elementsOf(item, ctx)];
    case 'rollup':
      return rollup(item.items.map((inner) => elementsOf(inner, ctx)));
    case 'cube':
      return cube(item.items.map((inner) => elementsOf(inner, ctx)));
    case 'grouping-sets':
      return item.items.flatMap((inner) => setsOf(inner, ctx));
  }
}

function elementsOf(item: GroupItem, ctx: BindContext): readonly BoundExpr[] {
  switch (item.kind) {
    case 'group-expr': {
      const expr = bindExpression(item.expr, ctx);
      const local = new Set(ctx.scope?.ranges.map((range) => range.alias));
      if (!contains(expr, (part) => part.kind === 'column' && local.has(part.source))) {
        throw bindError(
          item.pos,
          164,
          1,
          'Each GROUP BY expression must contain at least one column that is not an outer reference.',
          15,
        );
      }
      if (contains(expr, (part) => part.kind === 'subquery')) {
        throw bindError(
          item.pos,
          144,
          1,
          'Cannot use an aggregate or a subquery in an expression used for the group by list of a GROUP BY clause.',
          15,
        );
      }
      return [expr];
    }
    case 'group-set':
      return item.exprs.map((expr) => bindExpression(expr, ctx));
    default:
      throw bindError(item.pos, 10702, 1, 'ROLLUP and CUBE cannot be nested in ROLLUP or CUBE.', 15);
  }
}

const rollup = (elements: Sets): Sets =>
  [...elements.keys(), elements.length].toReversed().map((n) => distinct(elements.slice(0, n).flat()));

function cube(elements: Sets): Sets {
  const sets: (readonly BoundExpr[])[] = [];
  for (let mask = (1 << elements.length) - 1; mask >= 0; mask--) {
    sets.push(distinct(elements.filter((_, i) => (mask & (1 << (elements.length - 1 - i))) !== 0).flat()));
  }
  return sets;
}

function distinct(exprs: readonly BoundExpr[]): readonly BoundExpr[] {
  const seen = new Set<string>();
  return exprs.filter((expr) => {
    const key = expressionKey(expr);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

interface GroupedBlock {
  readonly groupBy: BoundGrouping | undefined;
  readonly entries: readonly SelectEntry[];
  readonly having: BoundExpr | undefined;
  readonly orderBy: readonly BoundOrder[];
  readonly ranges: readonly RangeVariable[];
  readonly at: Select;
}

/** Outside aggregates, a grouped query may use columns only through its grouping expressions (8120, 8121, 8127). */
export function checkGrouping(block: GroupedBlock): void {
  const { groupBy } = block;
  const keys = new Set([...(groupBy?.expressions ?? []), ...(groupBy?.sets.flat() ?? [])].map(expressionKey));
  const names = new Map(block.ranges.map((range) => [range.alias, range.name]));
  const check = (expr: BoundExpr, fail: (column: BoundColumn) => Error): void => {
    if (keys.size > 0 && keys.has(expressionKey(expr))) return;
    if (expr.kind === 'aggregate') return;
    if (expr.kind === 'column' && names.has(expr.source)) throw fail(expr);
    for (const operand of operandsOf(expr)) check(operand, fail);
  };
  const failure = (number: number, where: string, pos: Pos) => (column: BoundColumn) => {
    const name = `${names.get(column.source) ?? ''}.${column.name}`;
    const quoted = number === 8127 ? `"${name}"` : `'${name}'`;
    const message = `Column ${quoted} is invalid in the ${where} because it is not contained in either an aggregate function or the GROUP BY clause.`;
    return bindError(pos, number, 1, message);
  };
  block.entries.forEach((entry, i) =>
    check(entry.expr, failure(8120, 'select list', block.at.items[i]?.pos ?? block.at.pos)),
  );
  if (block.having) check(block.having, failure(8121, 'HAVING clause', block.at.having?.pos ?? block.at.pos));
  for (const item of block.orderBy) check(item.expr, failure(8127, 'ORDER BY clause', block.at.pos));
}
