import type { ColumnMeta, SchemaMeta, ViewMeta } from '../catalog/meta.ts';
import type { Name, Pos, TableSource } from '../syntax/ast/index.ts';
import { BOOLEAN } from '../types/sql-type.ts';
import { outputNames } from './alias-allocator.ts';
import { bindError } from './bind-error.ts';
import { bindLimit, bindQuery } from './bind-query.ts';
import { allOf, bindPredicate } from './bind-predicate.ts';
import { bindFromList, columnNames } from './bind-source.ts';
import { bindViewQuery } from './bind-view.ts';
import type { BoundColumn, BoundExpr } from './bound.ts';
import type { BoundOutput, BoundQuery, BoundSelect, BoundSource, BoundTable } from './bound-query.ts';
import { findCommonTable } from './common-tables.ts';
import { require } from './context.ts';
import type { BindContext } from './context.ts';
import type { ChangeParts, ChangeSource } from './dml-source.ts';
import { findTableColumn, resolveTarget, rowAddress, viewTarget } from './dml-target.ts';
import { findObject } from './resolve-object.ts';
import type { RangeVariable } from './scope.ts';
import { queryRange } from './table-range.ts';
import { contains } from './walk.ts';

/** The extra output that carries the address of the base table's row. */
const ROW = '$row';

interface DerivedQuery {
  readonly query: BoundQuery;
  readonly name: string;
  readonly alias: Name | undefined;
  readonly columns: readonly string[];
  readonly pos: Pos;
  readonly view?: { readonly meta: ViewMeta; readonly schema: SchemaMeta };
}

/**
 * UPDATE and DELETE through a view, a common table or a derived table: its query also answers the address of the base table's
 * row, and the base table is joined by it. So the query may hold TOP, window functions and joins.
 */
export function derivedTarget(
  ast: ChangeParts,
  node: TableSource | undefined,
  ctx: BindContext,
): ChangeSource | undefined {
  const derived = node ? fromNode(node, ctx) : fromName(ast, ctx);
  if (!derived) return undefined;
  const limited = ast.top && !node ? limitedQuery(derived.query, ast, ctx) : derived.query;
  if (derived.view && ctx.state.env.transition?.insteadOf)
    return insteadOfView(ast, node, derived, limited, derived.view, ctx);
  refuseAggregated(derived.query, derived.name, derived.view !== undefined, derived.pos);
  const table = baseTableOf(limited, ast.columns, derived);
  const exposed = expose(limited, table);
  if (!exposed || !table.stored) throw notUpdatable(derived);
  const target = table.stored;
  const bound = bindAround(ast, node, derived, exposed, [ROW], ctx);
  const alias = ctx.state.aliases.take(target.table.name);
  const row: BoundColumn = { ...rowAddress(bound.alias), pg: ROW };
  const sameRow: BoundExpr = {
    kind: 'call',
    op: '=',
    type: BOOLEAN,
    nullable: false,
    args: [rowAddress(alias), row],
    template: '({0} = {1})',
  };
  return {
    target,
    alias,
    from: bound.from,
    others: bound.ranges,
    where: allOf(sameRow, bound.where),
    ctx: bound.ctx,
    oldCtx: bound.ctx,
    find: (name) => columnOf(name, derived, table),
    relocate: (expr) => expr,
  };
}

interface Around {
  readonly alias: string;
  readonly from: readonly BoundSource[];
  readonly ranges: readonly RangeVariable[];
  readonly where: BoundExpr | undefined;
  readonly ctx: BindContext;
}

/** The derived query in its place in FROM, or alone, and WHERE over it. */
function bindAround(
  ast: ChangeParts,
  node: TableSource | undefined,
  derived: DerivedQuery,
  query: BoundQuery,
  extra: readonly string[],
  ctx: BindContext,
): Around {
  const name = derived.alias?.text ?? derived.name;
  const alias = ctx.state.aliases.take(name);
  const pg = outputNames(derived.columns);
  const names = derived.columns.map((column, i) => ({ name: column, pg: pg[i] ?? column }));
  const range = queryRange(derived.query.outputs.slice(0, names.length), { name, alias }, names);
  const hidden = derived.query.outputs.slice(names.length).map((_, i) => `$more${i + 1}`);
  const source: BoundSource = { kind: 'derived', query, alias, columns: [...pg, ...hidden, ...extra], lateral: false };
  ctx.state.target = node ? { node, from: { source, ranges: [range] } } : undefined;
  const list = bindFromList(ast.from, ctx);
  ctx.state.target = undefined;
  const ranges = node ? list.ranges : [range, ...list.ranges];
  const within: BindContext = { ...ctx, scope: { ranges, parent: ctx.scope } };
  const where = ast.where && bindPredicate(ast.where, { ...within, clause: 'where' });
  return { alias, from: node ? list.sources : [source, ...list.sources], ranges, where, ctx: within };
}

/** A view with an INSTEAD OF trigger need not be updatable: its rows are only selected for the trigger. */
function insteadOfView(
  ast: ChangeParts,
  node: TableSource | undefined,
  derived: DerivedQuery,
  query: BoundQuery,
  view: NonNullable<DerivedQuery['view']>,
  ctx: BindContext,
): ChangeSource {
  const target = viewTarget(view.meta, view.schema, ctx);
  const bound = bindAround(ast, node, derived, query, [], ctx);
  return {
    target,
    alias: bound.alias,
    from: [],
    rows: bound.from,
    others: bound.ranges,
    where: bound.where,
    ctx: bound.ctx,
    oldCtx: bound.ctx,
    find: (name) => findTableColumn(target.table, name),
    relocate: (expr) => expr,
  };
}

function fromName(ast: ChangeParts, ctx: BindContext): DerivedQuery | undefined {
  const found = resolveTarget(ast.target, ctx);
  const pos = ast.target.pos;
  switch (found.kind) {
    case 'table':
      return undefined;
    case 'view':
      require(ctx, found.view.id, ast.columns.length > 0 ? 'UPDATE' : 'DELETE');
      return {
        query: bindViewQuery(found.view, found.schema, ctx),
        name: found.view.name,
        alias: undefined,
        columns: found.view.columns.map((column) => column.name),
        pos,
        view: { meta: found.view, schema: found.schema },
      };
    case 'common table':
      return commonTable(found.name, undefined, pos, ctx);
  }
}

function commonTable(name: string, alias: Name | undefined, pos: Pos, ctx: BindContext): DerivedQuery | undefined {
  const table = findCommonTable(name, ctx.commonTables);
  if (!table) return undefined;
  if (!table.query)
    throw bindError(
      pos,
      4421,
      1,
      `Derived table '${name}' is not updatable because a column of the derived table is derived or constant.`,
    );
  return { query: table.query, name, alias, columns: table.outputs.map((output) => output.name), pos };
}

function fromNode(node: TableSource, ctx: BindContext): DerivedQuery | undefined {
  if (node.kind === 'derived-table') {
    const query = bindQuery(node.query, ctx, { place: 'derived table' });
    const name = node.alias?.text ?? '';
    return {
      query,
      name,
      alias: node.alias,
      columns: columnNames(query.outputs, name, node.columns, node),
      pos: node.pos,
    };
  }
  if (node.kind !== 'table') return undefined;
  const [only] = node.name.parts;
  const common = only && node.name.parts.length === 1 ? commonTable(only.text, node.alias, node.pos, ctx) : undefined;
  if (common) return common;
  const found = findObject(node.name, ctx);
  if (found?.kind !== 'object' || found.object.kind !== 'view') return undefined;
  const query = bindViewQuery(found.object, found.schema, ctx);
  return {
    query,
    name: found.object.name,
    alias: node.alias,
    columns: found.object.columns.map((column) => column.name),
    pos: node.pos,
    view: { meta: found.object, schema: found.schema },
  };
}

function limitedQuery(query: BoundQuery, ast: ChangeParts, ctx: BindContext): BoundQuery {
  const limit = bindLimit(ast.top, { orderBy: [], offset: undefined, fetch: undefined }, ctx);
  return limit && !query.limit ? { ...query, limit } : query;
}

const notUpdatable = (derived: DerivedQuery): Error =>
  bindError(
    derived.pos,
    4406,
    1,
    `Update or insert of view or function '${derived.name}' failed because it contains a derived or constant field.`,
  );

/** Rows that stand for several rows of a table, or for none, cannot be changed (4403, 4418). */
export function refuseAggregated(query: BoundQuery, name: string, isView: boolean, pos: Pos): void {
  if (query.kind !== 'select') return;
  const aggregates = query.expressions.some((expr) => contains(expr, (part) => part.kind === 'aggregate'));
  if (!aggregates && !query.distinct && !query.groupBy && !query.having) return;
  const why = 'contains aggregates, or a DISTINCT or GROUP BY clause, or PIVOT or UNPIVOT operator.';
  throw isView
    ? bindError(pos, 4403, 1, `Cannot update the view or function '${name}' because it ${why}`)
    : bindError(pos, 4418, 1, `Derived table '${name}' is not updatable because it ${why}`);
}

function* tablesOf(source: BoundSource): Iterable<BoundTable> {
  switch (source.kind) {
    case 'table':
      yield source;
      return;
    case 'join':
      yield* tablesOf(source.left);
      yield* tablesOf(source.right);
      return;
    case 'derived':
      if (source.query.kind === 'select') for (const inner of source.query.from) yield* tablesOf(inner);
      return;
    default:
  }
}

/** The one table that changes: the only one there is, or the one whose columns SET names. */
function baseTableOf(query: BoundQuery, columns: readonly string[], derived: DerivedQuery): BoundTable {
  const tables =
    query.kind === 'select'
      ? query.from.flatMap((source) => [...tablesOf(source)]).filter((table) => table.stored)
      : [];
  const [only] = tables;
  if (only && tables.length === 1) return only;
  const origins = columns.map((name) => {
    const index = derived.columns.findIndex((column) => column.toLowerCase() === name.toLowerCase());
    return derived.query.outputs[index]?.origin?.objectId;
  });
  if (columns.length > 0 && origins.includes(undefined)) throw notUpdatable(derived);
  const [objectId] = origins;
  const found = objectId === undefined ? undefined : tables.find((table) => table.stored?.objectId === objectId);
  if (!found || origins.some((origin) => origin !== objectId)) {
    throw bindError(
      derived.pos,
      4405,
      1,
      `View or function '${derived.name}' is not updatable because the modification affects multiple base tables.`,
    );
  }
  return found;
}

function columnOf(name: string, derived: DerivedQuery, table: BoundTable): ColumnMeta | undefined {
  const index = derived.columns.findIndex((column) => column.toLowerCase() === name.toLowerCase());
  if (index < 0) return undefined;
  const origin = derived.query.outputs[index]?.origin;
  const column =
    origin &&
    table.stored?.table.columns.find(
      (candidate) => candidate.id === origin.columnId && candidate.name === origin.column,
    );
  if (!column) throw notUpdatable(derived);
  return column;
}

/** The query with the row's address as its last output; undefined where its rows are no rows of the table. */
function expose(query: BoundQuery, table: BoundTable): BoundQuery | undefined {
  if (query.kind !== 'select' || query.distinct || query.groupBy || query.having) return undefined;
  if (query.expressions.some((expr) => contains(expr, (part) => part.kind === 'aggregate'))) return undefined;
  const output: BoundOutput = { name: ROW, pg: ROW, type: rowAddress('').type, nullable: false };
  for (const [i, source] of query.from.entries()) {
    const found = exposeSource(source, table);
    if (!found) continue;
    const from = query.from.map((other, j) => (i === j ? found.source : other));
    const select: BoundSelect = {
      ...query,
      from,
      outputs: [...query.outputs, output],
      expressions: [...query.expressions, found.row],
    };
    return withLock(select, table);
  }
  return undefined;
}

/** Rows that are chosen by TOP are locked, so that two statements do not choose the same (and READPAST passes over locked ones). */
function withLock(select: BoundSelect, table: BoundTable): BoundSelect {
  const direct = select.from.length === 1 && select.from[0]?.kind === 'table';
  const windows = select.expressions.some((expr) => contains(expr, (part) => part.kind === 'window'));
  if (!direct || windows || !select.limit || select.limit.percent || select.limit.withTies) return select;
  return {
    ...select,
    lock: { strength: 'UPDATE', of: [table.alias], wait: table.readPast === true ? 'skip locked' : 'wait' },
  };
}

interface Exposed {
  readonly source: BoundSource;
  readonly row: BoundColumn;
}

function exposeSource(source: BoundSource, table: BoundTable): Exposed | undefined {
  switch (source.kind) {
    case 'table':
      return source === table ? { source, row: rowAddress(source.alias) } : undefined;
    case 'derived': {
      const query = expose(source.query, table);
      if (!query) return undefined;
      return {
        source: { ...source, query, columns: [...source.columns, ROW] },
        row: { ...rowAddress(source.alias), pg: ROW },
      };
    }
    case 'join': {
      const left = exposeSource(source.left, table);
      if (left) return { source: { ...source, left: left.source }, row: left.row };
      const right = exposeSource(source.right, table);
      return right && { source: { ...source, right: right.source }, row: right.row };
    }
    default:
      return undefined;
  }
}
