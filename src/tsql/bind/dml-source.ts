import type { CurrentOf, DmlTarget, Predicate, TableHint, TableSource, Top } from '../syntax/ast/index.ts';
import { BOOLEAN, type SqlType } from '../types/sql-type.ts';
import { bindLimit } from './bind-query.ts';
import { allOf, bindPredicate } from './bind-predicate.ts';
import { bindError } from './bind-error.ts';
import { ADDRESS_VARIABLE_TYPE, columnOfKey, currentOfVariable, keyColumns, sameAddress } from './compile-cursor.ts';
import { bindFromList } from './bind-source.ts';
import type { BoundExpr } from './bound.ts';
import type { BoundSelect, BoundSource } from './bound-query.ts';
import { require } from './context.ts';
import type { BindContext } from './context.ts';
import {
  findTableColumn,
  findTargetSource,
  rangeOf,
  resolveTarget,
  rowAddress,
  sourceOf,
  temporaryTarget,
  storedTarget,
} from './dml-target.ts';
import type { TargetTable } from './dml-target.ts';
import { derivedTarget } from './derived-target.ts';
import type { ColumnMeta } from '../catalog/meta.ts';
import { mapOperands } from './map.ts';
import { resolveObject } from './resolve-object.ts';
import type { RangeVariable } from './scope.ts';
import { aliasesOf, contains, expressionsOfSource } from './walk.ts';

/** What UPDATE and DELETE have in common: the rows that they change. */
export interface ChangeSource {
  readonly target: TargetTable;
  /** PostgreSQL's alias of the changing row. */
  readonly alias: string;
  readonly from: readonly BoundSource[];
  /** Everything that the changing rows are selected from, under an INSTEAD OF trigger; else the target and `from`. */
  readonly rows?: readonly BoundSource[];
  /** Range variables of FROM beside the target. */
  readonly others: readonly RangeVariable[];
  readonly where: BoundExpr | undefined;
  /** Context of SET and WHERE. */
  readonly ctx: BindContext;
  /** The same with the target's columns as RETURNING's `old`. */
  readonly oldCtx: BindContext;
  find(name: string): ColumnMeta | undefined;
  /** Moves an expression from the copy of the target in FROM to the target itself. */
  readonly relocate: (expr: BoundExpr) => BoundExpr;
}

export interface ChangeParts {
  /** Columns that SET names: through a view of several tables they tell which table changes. */
  readonly columns: readonly string[];
  readonly target: DmlTarget;
  readonly from: readonly TableSource[];
  readonly where: Predicate | undefined;
  readonly top: Top | undefined;
}

export function bindChangeSource(ast: ChangeParts, ctx: BindContext): ChangeSource {
  if (ast.where?.kind === 'current-of') return currentOfSource(ast, ast.where, ctx);
  const node = ast.from.length > 0 ? findTargetSource(ast.target, ast.from, ctx) : undefined;
  const derived = derivedTarget(ast, node, ctx);
  if (derived) return derived;
  const target = plainTarget(ast.target, node, ctx);
  const bound = bindJoined(ast, node, target, ctx);
  if (!ast.top) return bound;
  const chosen = topRows(ast, ast.top, node, target, ctx);
  return { ...bound, where: allOf(inRows(bound.alias, chosen), bound.where) };
}

/** WHERE CURRENT OF: the row whose key the engine reads from the cursor when the statement runs. */
function currentOfSource(ast: ChangeParts, current: CurrentOf, ctx: BindContext): ChangeSource {
  const node = ast.from.length > 0 ? findTargetSource(ast.target, ast.from, ctx) : undefined;
  const target = plainTarget(ast.target, node, ctx);
  const bound = bindJoined({ ...ast, where: undefined }, node, target, ctx);
  const { global, cursor } = current;
  const tableId = target.table.id;
  ctx.state.currentOf = { cursor: cursor.text, global, tableId };
  const value = (type: SqlType, index: number): BoundExpr => ({
    kind: 'variable',
    name: currentOfVariable(cursor.text, global, tableId, index),
    type,
    nullable: false,
  });
  const columns = keyColumns(target);
  const found =
    columns.length === 0
      ? [sameAddress(bound.alias, value(ADDRESS_VARIABLE_TYPE, 0))]
      : columns.map((column, i) => equal(columnOfKey(column, bound.alias), value(column.type, i)));
  return { ...bound, where: allOf(...found, bound.where) };
}

/** The table that changes, by the target's name or by the element of FROM that the name means. */
function plainTarget(ast: DmlTarget, node: TableSource | undefined, ctx: BindContext): TargetTable {
  if (node?.kind === 'table-variable')
    return plainTarget({ kind: 'target-variable', pos: node.pos, name: node.name, hints: [] }, undefined, ctx);
  if (node?.kind === 'table') {
    const found = resolveObject(node.name, ctx);
    if (found.kind === 'temporary') return temporaryTarget(found.table, node.name.parts.at(-1)?.text ?? '', ctx);
    if (found.kind === 'object' && found.object.kind === 'table') return storedTarget(found.object, found.schema, ctx);
  }
  const found = resolveTarget(ast, ctx);
  if (found.kind !== 'table') throw bindError(ast.pos, 4405, 2, 'The target is not updatable.');
  return found.target;
}

function exposedName(ast: DmlTarget, node: TableSource | undefined, target: TargetTable): string {
  if (node && 'alias' in node && node.alias) return node.alias.text;
  return ast.kind === 'target-variable' ? ast.name : target.table.name;
}

function bindJoined(
  ast: ChangeParts,
  node: TableSource | undefined,
  target: TargetTable,
  ctx: BindContext,
): ChangeSource {
  const name = exposedName(ast.target, node, target);
  const aliased = node !== undefined && 'alias' in node && node.alias !== undefined;
  const alias = ctx.state.aliases.take(name);
  const range = readable(rangeOf(target, name, alias, ctx, !aliased), target, ctx);
  ctx.state.target = node ? { node, from: { source: sourceOf(target, alias), ranges: [range] } } : undefined;
  const from = bindFromList(ast.from, ctx);
  ctx.state.target = undefined;
  const ranges = node ? from.ranges : [range, ...from.ranges];
  const within: BindContext = { ...ctx, scope: { ranges, parent: ctx.scope } };
  const where = ast.where && bindPredicate(ast.where, { ...within, clause: 'where' });
  const old = rangeOf(target, name, 'old', ctx, !aliased);
  const swap = (list: readonly RangeVariable[]): RangeVariable[] =>
    list.map((item) => (item.alias === alias ? old : item));
  const oldCtx: BindContext = { ...ctx, scope: { ranges: swap(ranges), parent: ctx.scope } };
  const others = ranges.filter((item) => item.alias !== alias);
  const base = { target, ctx: within, oldCtx, others, find: (column: string) => findTableColumn(target.table, column) };
  const flat = node ? flatten(from.sources, alias) : { others: from.sources, conditions: [] };
  if (flat && !flat.others.some((source) => readsAlias(source, alias))) {
    return { ...base, alias, from: flat.others, where: allOf(...flat.conditions, where), relocate: (expr) => expr };
  }
  return selfJoined(base, from.sources, where, alias, ctx);
}

/** Columns that WHERE and SET read need SELECT permission. */
function readable(range: RangeVariable, target: TargetTable, ctx: BindContext): RangeVariable {
  return { ...range, used: (column) => require(ctx, target.objectId, 'SELECT', column.name) };
}

interface Flattened {
  readonly others: readonly BoundSource[];
  readonly conditions: readonly BoundExpr[];
}

/** Takes the target out of a tree of inner joins; undefined where an outer join or APPLY stands above it. */
function flatten(sources: readonly BoundSource[], alias: string): Flattened | undefined {
  const others: BoundSource[] = [];
  const conditions: BoundExpr[] = [];
  for (const source of sources) {
    if (![...aliasesOf(source)].includes(alias)) {
      others.push(source);
      continue;
    }
    const taken = takeOut(source, alias);
    if (!taken) return undefined;
    others.push(...taken.others);
    conditions.push(...taken.conditions);
  }
  return { others, conditions };
}

function takeOut(source: BoundSource, alias: string): Flattened | undefined {
  if (source.kind !== 'join') return { others: [], conditions: [] };
  if (source.join !== 'INNER' && source.join !== 'CROSS') return undefined;
  const inLeft = [...aliasesOf(source.left)].includes(alias);
  const [side, other] = inLeft ? [source.left, source.right] : [source.right, source.left];
  const taken = takeOut(side, alias);
  if (!taken) return undefined;
  return { others: [...taken.others, other], conditions: [...taken.conditions, ...(source.on ? [source.on] : [])] };
}

/** PostgreSQL lets nothing in FROM refer to the target: a lateral source or a condition between two others that does is in the way. */
function readsAlias(source: BoundSource, alias: string): boolean {
  for (const expr of expressionsOfSource(source)) {
    if (contains(expr, (part) => part.kind === 'column' && part.source === alias)) return true;
  }
  return false;
}

/**
 * The whole FROM stays as it is, with a copy of the target in it; the target is joined to its copy by the primary key (the
 * new version of a row that another transaction just changed is then still found), or by its address where it has no key.
 */
function selfJoined(
  base: Omit<ChangeSource, 'alias' | 'from' | 'where' | 'relocate'>,
  sources: readonly BoundSource[],
  where: BoundExpr | undefined,
  copy: string,
  ctx: BindContext,
): ChangeSource {
  const { target } = base;
  const alias = ctx.state.aliases.take(target.table.name);
  const key = target.table.indexes.find((index) => index.constraint === 'PRIMARY KEY');
  const columns = (key?.columns ?? []).flatMap(({ column }) => findTableColumn(target.table, column) ?? []);
  const side = (name: string, column: ColumnMeta): BoundExpr => ({
    kind: 'column',
    source: name,
    pg: column.pg,
    name: column.name,
    type: column.type,
    nullable: false,
  });
  const joined =
    columns.length > 0
      ? columns.map((column) => equal(side(alias, column), side(copy, column)))
      : [equal(rowAddress(alias), rowAddress(copy))];
  const relocate = (expr: BoundExpr): BoundExpr => moveColumns(expr, copy, alias);
  return {
    ...base,
    alias,
    from: sources,
    where: allOf(...joined, where && (columns.length > 0 ? relocate(where) : where)),
    relocate: columns.length > 0 ? relocate : (expr) => expr,
  };
}

function moveColumns(expr: BoundExpr, from: string, to: string): BoundExpr {
  if (expr.kind === 'column') return expr.source === from ? { ...expr, source: to } : expr;
  return mapOperands(expr, (operand) => moveColumns(operand, from, to));
}

const equal = (left: BoundExpr, right: BoundExpr): BoundExpr => ({
  kind: 'call',
  op: '=',
  type: BOOLEAN,
  nullable: false,
  args: [left, right],
  template: '({0} = {1})',
});

/** UPDATE TOP and DELETE TOP: any n of the rows, locked so that two of them do not take the same. */
function topRows(
  ast: ChangeParts,
  top: Top,
  node: TableSource | undefined,
  target: TargetTable,
  ctx: BindContext,
): BoundSelect {
  const copy = bindJoined({ ...ast, top: undefined }, node, target, ctx);
  const own = sourceOf(target, copy.alias);
  const limit = bindLimit(top, { orderBy: [], offset: undefined, fetch: undefined }, ctx);
  const single = copy.from.length === 0;
  return {
    kind: 'select',
    distinct: false,
    expressions: [rowAddress(copy.alias)],
    outputs: [{ name: '', pg: 'ctid', type: rowAddress('').type, nullable: false }],
    from: [own, ...copy.from],
    ...(copy.where ? { where: copy.where } : {}),
    orderBy: [],
    ...(limit ? { limit } : {}),
    ...(single && !limit?.percent
      ? { lock: { strength: 'UPDATE', of: [copy.alias], wait: readsPast(ast, node) ? 'skip locked' : 'wait' } }
      : {}),
  };
}

function readsPast(ast: ChangeParts, node: TableSource | undefined): boolean {
  const hints: readonly TableHint[] = [
    ...('hints' in ast.target ? ast.target.hints : []),
    ...(node && 'hints' in node ? node.hints : []),
  ];
  return hints.some((hint) => hint.name === 'READPAST');
}

function inRows(alias: string, rows: BoundSelect): BoundExpr {
  const query: BoundExpr = { kind: 'subquery', form: 'scalar', query: rows, type: rowAddress('').type, nullable: true };
  return {
    kind: 'call',
    op: 'any row',
    type: BOOLEAN,
    nullable: false,
    args: [rowAddress(alias), query],
    template: '({0} = ANY (ARRAY{1}))',
  };
}
