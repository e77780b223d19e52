import type { SchemaMeta, TableMeta } from '../catalog/meta.ts';
import { and, bindComparison, convert } from '../scalar/index.ts';
import type { Expr, SystemTime, TableRef } from '../syntax/ast/index.ts';
import { datetime2 } from '../types/sql-type.ts';
import { outputNames } from './alias-allocator.ts';
import { bindError, nameText } from './bind-error.ts';
import { bindExpression } from './bind-expression.ts';
import type { BoundFrom } from './bind-source.ts';
import { baseTable, namedQuery } from './bind-source.ts';
import type { BoundExpr } from './bound.ts';
import type { BoundSelect } from './bound-query.ts';
import type { BindContext } from './context.ts';
import type { RangeVariable } from './scope.ts';

/** FOR SYSTEM_TIME: the current rows and those of the history table, filtered by their period (sql-docs, temporal tables). */
export function bindSystemTime(
  ast: TableRef,
  time: SystemTime,
  table: TableMeta,
  schema: SchemaMeta,
  ctx: BindContext,
): BoundFrom {
  const { temporal } = table;
  const history = temporal && ctx.state.env.catalog.objectById(temporal.historyObjectId);
  const historySchema = history && ctx.state.env.catalog.schemaById(history.schemaId);
  if (!temporal || history?.kind !== 'table' || !historySchema) {
    const message = `Temporal FOR SYSTEM_TIME clause can only be used with system-versioned tables. '${nameText(ast.name)}' is not a system-versioned table.`;
    throw bindError(ast.pos, 13544, 1, message);
  }
  const current = periodOf(baseTable(table, schema, undefined, ast.name, ctx), temporal, time, ctx);
  const past = periodOf(baseTable(history, historySchema, undefined, ast.name, ctx), temporal, time, ctx);
  const union = {
    kind: 'set operation',
    op: 'UNION ALL',
    left: current,
    right: past,
    outputs: current.outputs,
    orderBy: [],
  } as const;
  const name = ast.alias?.text ?? table.name;
  return namedQuery(union, name, undefined, ast, ctx, false);
}

function periodOf(
  from: BoundFrom,
  period: { readonly start: string; readonly end: string },
  time: SystemTime,
  ctx: BindContext,
): BoundSelect {
  const [range] = from.ranges;
  const columns = range?.columns ?? [];
  const pg = outputNames(columns.map((column) => column.name));
  const expressions = columns.map((column) => column.expr());
  const where = range && condition(range, period, time, ctx);
  return {
    kind: 'select',
    distinct: false,
    expressions,
    outputs: expressions.map((expr, i) => ({
      name: columns[i]?.name ?? '',
      pg: pg[i] ?? '',
      type: expr.type,
      nullable: expr.nullable,
      ...(expr.collation ? { collation: expr.collation } : {}),
      ...(columns[i]?.origin ? { origin: columns[i].origin } : {}),
    })),
    from: [from.source],
    ...(where ? { where } : {}),
    orderBy: [],
  };
}

function condition(
  range: RangeVariable,
  period: { readonly start: string; readonly end: string },
  time: SystemTime,
  ctx: BindContext,
): BoundExpr | undefined {
  const column = (name: string): BoundExpr => {
    const found = range.columns.find((candidate) => candidate.name.toLowerCase() === name.toLowerCase());
    if (!found) throw bindError(undefined, 13541, 1, `System-versioned table has no period column '${name}'.`);
    return found.expr();
  };
  const start = column(period.start);
  const end = column(period.end);
  const at = (ast: Expr): BoundExpr =>
    convert(bindExpression(ast, { ...ctx, scope: undefined }), datetime2(7), { mode: 'implicit' });
  // Rows that began and ended in one transaction are never seen, except by ALL and CONTAINED IN.
  const lasting = bindComparison('<>', start, end);
  switch (time.kind) {
    case 'all':
      return undefined;
    case 'as-of':
      return and(bindComparison('<=', start, at(time.at)), bindComparison('>', end, at(time.at)));
    case 'from-to':
      return and(bindComparison('<', start, at(time.to)), bindComparison('>', end, at(time.from)), lasting);
    case 'between-and':
      return and(bindComparison('<=', start, at(time.to)), bindComparison('>', end, at(time.from)), lasting);
    case 'contained-in':
      return and(bindComparison('>=', start, at(time.from)), bindComparison('<=', end, at(time.to)));
  }
}
