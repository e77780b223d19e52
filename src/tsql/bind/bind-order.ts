import type { Expr, OrderItem } from '../syntax/ast/index.ts';
import { bindError } from './bind-error.ts';
import { bindExpression } from './bind-expression.ts';
import type { SelectEntry } from './bind-select.ts';
import type { BoundColumn, BoundExpr } from './bound.ts';
import type { BoundOrder, BoundOutput } from './bound-query.ts';
import type { BindContext } from './context.ts';
import { expressionKey } from './expression-key.ts';
import { outputColumn } from './query-shape.ts';

/**
 * ORDER BY of one SELECT: positions, names of the select list, then expressions over the tables. What is in the select list is
 * sorted by as an output column: PostgreSQL wants that for DISTINCT, and it keeps NEWID() from being drawn twice.
 */
export function bindOrder(
  items: readonly OrderItem[],
  entries: readonly SelectEntry[],
  outputs: readonly BoundOutput[],
  distinct: boolean,
  ctx: BindContext,
): BoundOrder[] {
  const keys = entries.map((entry) => expressionKey(entry.expr));
  const seen = new Set<string>();
  const order: BoundOrder[] = [];
  items.forEach((item, position) => {
    const found = bindOrderItem(item, position, { entries, outputs, keys, distinct }, ctx);
    if (!found) return;
    const key = expressionKey(found);
    if (seen.has(key)) return;
    seen.add(key);
    order.push({ expr: found, descending: item.descending });
  });
  return order;
}

interface SelectList {
  readonly entries: readonly SelectEntry[];
  readonly outputs: readonly BoundOutput[];
  readonly keys: readonly string[];
  readonly distinct: boolean;
}

/** Undefined: a constant, which orders nothing. */
function bindOrderItem(item: OrderItem, position: number, list: SelectList, ctx: BindContext): BoundExpr | undefined {
  const index = namedOutput(item.expr, list) ?? ordinal(item.expr, list.outputs.length);
  if (index !== undefined) return sortedOutput(index, list);
  if (item.expr.kind === 'variable') {
    const message = `The SELECT item identified by the ORDER BY number ${position + 1} contains a variable as part of the expression identifying a column position. Variables are only allowed when ordering by an expression referencing a column name.`;
    throw bindError(item.pos, 1008, 1, message);
  }
  if (item.expr.kind === 'literal') {
    throw bindError(
      item.pos,
      408,
      1,
      `A constant expression was encountered in the ORDER BY list, position ${position + 1}.`,
    );
  }
  const expr = bindExpression(item.expr, ctx);
  if (expr.kind === 'literal') return undefined;
  const same = list.keys.indexOf(expressionKey(expr));
  if (same >= 0) return sortedOutput(same, list);
  if (list.distinct)
    throw bindError(
      item.pos,
      145,
      1,
      'ORDER BY items must appear in the select list if SELECT DISTINCT is specified.',
      15,
    );
  return expr;
}

function sortedOutput(index: number, list: SelectList): BoundExpr | undefined {
  const output = list.outputs[index];
  const expr = list.entries[index]?.expr;
  if (!output || !expr) return undefined;
  // A function over an output's name (the sort key of a guid) would not find it: plain selects sort by the expression itself.
  if (expr.type.name === 'uniqueidentifier' && !list.distinct) return expr;
  return reference(output);
}

/** An output column as ORDER BY names it. */
const reference = (output: BoundOutput): BoundColumn => outputColumn(output, '');

/** The select list's own names come before the tables' columns (sql-docs, select-order-by-clause-transact-sql). */
function namedOutput(expr: Expr, list: SelectList): number | undefined {
  if (expr.kind !== 'column' || expr.name.parts.length !== 1) return undefined;
  const [name] = expr.name.parts;
  const wanted = name?.text.toLowerCase();
  let found: number | undefined;
  for (const [i, output] of list.outputs.entries()) {
    if (output.name.toLowerCase() !== wanted) continue;
    if (found !== undefined && list.keys[found] !== list.keys[i]) {
      throw bindError(expr.pos, 209, 1, `Ambiguous column name '${name?.text}'.`);
    }
    found ??= i;
  }
  return found;
}

function ordinal(expr: Expr, count: number): number | undefined {
  if (expr.kind !== 'literal' || expr.type !== 'int') return undefined;
  const position = Number(expr.value);
  if (position < 1 || position > count) {
    throw bindError(
      expr.pos,
      108,
      1,
      `The ORDER BY position number ${position} is out of range of the number of items in the select list.`,
      15,
    );
  }
  return position - 1;
}

/** ORDER BY over a set operation: positions and names of the first query's columns only. */
export function bindOrderOfOutputs(items: readonly OrderItem[], outputs: readonly BoundOutput[]): BoundOrder[] {
  return items.map((item) => {
    const index = byName(item.expr, outputs) ?? ordinal(item.expr, outputs.length);
    const output = index === undefined ? undefined : outputs[index];
    if (!output) {
      const message =
        'ORDER BY items must appear in the select list if the statement contains a UNION, INTERSECT or EXCEPT operator.';
      throw bindError(item.pos, 104, 1, message);
    }
    return { expr: reference(output), descending: item.descending };
  });
}

function byName(expr: Expr, outputs: readonly BoundOutput[]): number | undefined {
  if (expr.kind !== 'column') return undefined;
  const wanted = expr.name.parts.at(-1)?.text.toLowerCase();
  const index = outputs.findIndex((output) => output.name.toLowerCase() === wanted);
  if (index >= 0) return index;
  throw bindError(expr.pos, 207, 1, `Invalid column name '${expr.name.parts.at(-1)?.text ?? ''}'.`);
}
