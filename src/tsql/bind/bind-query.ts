import { combineCollations, commonType, convert } from '../scalar/index.ts';
import type { OrderItem, Query, QueryBody, SetOperation, Top } from '../syntax/ast/index.ts';
import { isString } from '../types/families.ts';
import { BIGINT, FLOAT } from '../types/sql-type.ts';
import { bindError } from './bind-error.ts';
import { bindExpression } from './bind-expression.ts';
import { bindOrderOfOutputs } from './bind-order.ts';
import { bindSelect } from './bind-select.ts';
import type { BoundExpr } from './bound.ts';
import type { BoundLimit, BoundOutput, BoundQuery, BoundSetOperation } from './bound-query.ts';
import type { BindContext } from './context.ts';
import { bindForJson } from './for-json.ts';
import { bindForXml } from './for-xml.ts';
import { coerceOutputs, outputColumn } from './query-shape.ts';
import type { AssignmentTarget } from './select-assignment.ts';

export type QueryPlace = 'statement' | 'subquery' | 'derived table' | 'view' | 'common table' | 'insert';

export interface QueryOptions {
  readonly place: QueryPlace;
  /** Where SELECT @v = expr may stand: receives the variables, one for each output. */
  readonly assignments?: AssignmentTarget[];
  /** SELECT ... INTO may stand here. */
  readonly mayHaveInto?: boolean;
}

/** What ORDER BY and the row limits of a whole query bring to its one SELECT. */
export interface QueryTail {
  readonly orderBy: readonly OrderItem[];
  readonly offset: Query['offset'];
  readonly fetch: Query['fetch'];
}

/** A query with everything that belongs to it. `ctx.scope` is the scope around it, for correlated names. */
export function bindQuery(ast: Query, ctx: BindContext, options: QueryOptions): BoundQuery {
  checkOrder(ast, options.place);
  const tail: QueryTail = { orderBy: ast.orderBy, offset: ast.offset, fetch: ast.fetch };
  const query =
    ast.body.kind === 'select' ? bindSelect(ast.body, tail, ctx, options) : bindSetQuery(ast.body, tail, ctx, options);
  switch (ast.for?.kind) {
    case 'for-json':
      return bindForJson(query, ast.for, ast, ctx);
    case 'for-xml':
      return bindForXml(query, ast.for, ctx);
    default:
      return query;
  }
}

/** An inner query has no order of its own: ORDER BY is there only to say which rows TOP or OFFSET takes. */
function checkOrder(ast: Query, place: QueryPlace): void {
  if (ast.orderBy.length === 0) return;
  if (place === 'statement' || place === 'insert' || ast.offset || ast.for) return;
  if (ast.body.kind === 'select' && ast.body.top) return;
  const message =
    'The ORDER BY clause is invalid in views, inline functions, derived tables, subqueries, and common table expressions, unless TOP, OFFSET or FOR XML is also specified.';
  throw bindError(ast.orderBy[0]?.pos, 1033, 1, message, 15);
}

export function bindBody(ast: QueryBody, ctx: BindContext, mayHaveInto = false): BoundQuery {
  const tail: QueryTail = { orderBy: [], offset: undefined, fetch: undefined };
  return ast.kind === 'select'
    ? bindSelect(ast, tail, ctx, { place: 'subquery', mayHaveInto })
    : bindSetOperation(ast, ctx);
}

function bindSetQuery(ast: SetOperation, tail: QueryTail, ctx: BindContext, options: QueryOptions): BoundQuery {
  const bound = bindSetOperation(ast, ctx, options.mayHaveInto);
  const limit = bindLimit(undefined, tail, ctx);
  return { ...bound, orderBy: bindOrderOfOutputs(tail.orderBy, bound.outputs), ...(limit ? { limit } : {}) };
}

const OPERATORS = { union: 'UNION', 'union all': 'UNION ALL', except: 'EXCEPT', intersect: 'INTERSECT' } as const;

function bindSetOperation(ast: SetOperation, ctx: BindContext, mayHaveInto = false): BoundSetOperation {
  // Chains of UNION ALL lean to the left; a loop instead of recursion lets them be long.
  const chain: SetOperation[] = [];
  let first: QueryBody = ast;
  while (first.kind === 'set-operation') {
    chain.push(first);
    first = first.left;
  }
  let left = bindBody(first, ctx, mayHaveInto);
  for (const operation of chain.reverse())
    left = combineSides(OPERATORS[operation.op], left, bindBody(operation.right, ctx), operation, ctx);
  return left as BoundSetOperation;
}

export function combineSides(
  op: BoundSetOperation['op'],
  left: BoundQuery,
  right: BoundQuery,
  at: Pick<SetOperation, 'pos'>,
  ctx: BindContext,
): BoundSetOperation {
  if (left.outputs.length !== right.outputs.length) {
    const message =
      'All queries combined using a UNION, INTERSECT or EXCEPT operator must have an equal number of expressions in their target lists.';
    throw bindError(at.pos, 205, 1, message);
  }
  const outputs = left.outputs.map((output, i): BoundOutput => {
    const other = right.outputs[i] ?? output;
    const sides = [outputColumn(output, ''), outputColumn(other, '')];
    const type = commonType(sides);
    const collation = isString(type) ? combineCollations(sides, op) : undefined;
    const nullable =
      op === 'EXCEPT'
        ? output.nullable
        : op === 'INTERSECT'
          ? output.nullable && other.nullable
          : output.nullable || other.nullable;
    return { name: output.name, pg: output.pg, type, nullable, ...(collation ? { collation } : {}) };
  });
  const types = outputs.map((output) => output.type);
  return {
    kind: 'set operation',
    op,
    left: coerceOutputs(left, types, ctx.state.aliases),
    right: coerceOutputs(right, types, ctx.state.aliases),
    outputs,
    orderBy: [],
  };
}

/** TOP or OFFSET/FETCH. Their operands see no column of the query. */
export function bindLimit(top: Top | undefined, tail: QueryTail, ctx: BindContext): BoundLimit | undefined {
  const outer: BindContext = { ...ctx, clause: 'other' };
  const count = (expr: NonNullable<Query['offset']>): BoundExpr =>
    convert(bindExpression(expr, outer), BIGINT, { mode: 'implicit' });
  if (top) {
    if (tail.offset)
      throw bindError(top.pos, 10741, 1, 'A TOP can not be used in the same query or sub-query as a OFFSET.', 15);
    if (top.withTies && tail.orderBy.length === 0) {
      throw bindError(
        top.pos,
        1062,
        1,
        'The TOP N WITH TIES clause is not allowed without a corresponding ORDER BY clause.',
        15,
      );
    }
    const value = top.percent
      ? convert(bindExpression(top.count, outer), FLOAT, { mode: 'implicit' })
      : count(top.count);
    return { count: value, ...(top.percent ? { percent: true } : {}), ...(top.withTies ? { withTies: true } : {}) };
  }
  if (!tail.offset) return undefined;
  return { offset: count(tail.offset), ...(tail.fetch ? { count: count(tail.fetch) } : {}) };
}
