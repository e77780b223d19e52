import { condition } from '../scalar/call.ts';
import { bindComparison } from '../scalar/index.ts';
import type { Exists, InQuery, QuantifiedComparison, Query, Subquery } from '../syntax/ast/index.ts';
import { BOOLEAN, INT } from '../types/sql-type.ts';
import { bindError } from './bind-error.ts';
import { bindExpression } from './bind-expression.ts';
import { make } from './bind-literal.ts';
import { bindQuery } from './bind-query.ts';
import type { BoundCall, BoundColumn, BoundExpr } from './bound.ts';
import type { BoundOutput, BoundQuery, BoundSelect } from './bound-query.ts';
import type { BindContext } from './context.ts';
import { wrapQuery } from './query-shape.ts';

/** A subquery in an expression: names of the blocks around it stay visible. */
function bindInner(ast: Query, ctx: BindContext): BoundQuery {
  return bindQuery(ast, { ...ctx, inAggregate: false, clause: 'other' }, { place: 'subquery' });
}

function onlyOutput(query: BoundQuery, ast: Query): BoundOutput {
  const [output] = query.outputs;
  if (!output || query.outputs.length !== 1) {
    throw bindError(
      ast.pos,
      116,
      1,
      'Only one expression can be specified in the select list when the subquery is not introduced with EXISTS.',
    );
  }
  return output;
}

export function bindScalarSubquery(ast: Subquery, ctx: BindContext): BoundExpr {
  const query = bindInner(ast.query, ctx);
  const output = onlyOutput(query, ast.query);
  return {
    kind: 'subquery',
    form: 'scalar',
    query,
    type: output.type,
    nullable: true,
    ...(output.collation ? { collation: output.collation } : {}),
  };
}

export function bindExists(ast: Exists, ctx: BindContext): BoundExpr {
  return { kind: 'subquery', form: 'exists', query: bindInner(ast.query, ctx), type: BOOLEAN, nullable: false };
}

export function bindInQuery(ast: InQuery, ctx: BindContext): BoundExpr {
  return compareWithQuery('=', 'any', bindExpression(ast.expr, ctx), ast.query, ctx);
}

export function bindQuantified(ast: QuantifiedComparison, ctx: BindContext): BoundExpr {
  return compareWithQuery(ast.op, ast.quantifier, bindExpression(ast.left, ctx), ast.query, ctx);
}

function compareWithQuery(
  op: QuantifiedComparison['op'],
  form: 'any' | 'all',
  left: BoundExpr,
  ast: Query,
  ctx: BindContext,
): BoundExpr {
  const query = bindInner(ast, ctx);
  const output = onlyOutput(query, ast);
  const alias = ctx.state.aliases.take('q');
  const column: BoundColumn = {
    kind: 'column',
    source: alias,
    pg: output.pg,
    name: output.name,
    type: output.type,
    nullable: output.nullable,
    ...(output.collation ? { collation: output.collation } : {}),
  };
  const compared = bindComparison(op, left, column);
  const nullable = left.nullable || output.nullable;
  if (compared.kind === 'call' && /^\(.* (=|<>|<|<=|>|>=) \{1\}\)$/.test(compared.template) && compared.args[1]) {
    const [boundLeft, right] = compared.args;
    const inner = right === column ? query : wrapQuery(query, alias, [{ ...output, expr: right }]);
    return {
      kind: 'subquery',
      form,
      query: inner,
      type: BOOLEAN,
      nullable,
      ...(boundLeft ? { left: boundLeft } : {}),
      template: compared.template,
    };
  }
  return aggregateComparison(compared, form, query, alias, output, ctx);
}

/** ANY and ALL over a comparison that is no plain PostgreSQL operator: bool_or and bool_and have the same three-valued result. */
function aggregateComparison(
  compared: BoundExpr,
  form: 'any' | 'all',
  query: BoundQuery,
  alias: string,
  output: BoundOutput,
  ctx: BindContext,
): BoundExpr {
  const boolean: BoundCall = condition('compare', [compared], '{0}');
  const count: BoundExpr = {
    kind: 'aggregate',
    op: 'count',
    type: INT,
    nullable: false,
    args: [],
    template: 'count(*)',
    distinct: false,
  };
  const result: BoundExpr = {
    kind: 'aggregate',
    op: form,
    type: BOOLEAN,
    nullable: true,
    args: [boolean],
    template: form === 'any' ? 'bool_or({0})' : 'bool_and({0})',
    distinct: false,
  };
  const empty = condition('compare', [count, make(0, INT, ctx)], '{0} = {1}');
  const value: BoundExpr = {
    kind: 'case',
    type: BOOLEAN,
    nullable: true,
    branches: [{ when: empty, then: make(form === 'any' ? 0 : 1, BOOLEAN, ctx) }],
    otherwise: result,
  };
  const select: BoundSelect = {
    kind: 'select',
    distinct: false,
    outputs: [{ name: '', pg: 'c1', type: BOOLEAN, nullable: true }],
    expressions: [value],
    from: [{ kind: 'derived', query, alias, columns: [output.pg], lateral: false }],
    orderBy: [],
  };
  return { kind: 'subquery', form: 'scalar', query: select, type: BOOLEAN, nullable: true };
}
