import { unreachable } from '../../base/index.ts';
import type { SchemaMeta, SystemViewMeta, TableMeta } from '../catalog/meta.ts';
import { bindComparison } from '../scalar/index.ts';
import type {
  DerivedTable,
  Join,
  Name,
  ObjectName,
  TableHint,
  TableRef,
  TableSource,
  TableVariable,
  ValuesTable,
} from '../syntax/ast/index.ts';
import { isString } from '../types/families.ts';
import { INT } from '../types/sql-type.ts';
import { outputNames } from './alias-allocator.ts';
import { bindError, invalidObject, unsupported } from './bind-error.ts';
import { make } from './bind-literal.ts';
import { bindPivot, bindUnpivot } from './bind-pivot.ts';
import { bindPredicate } from './bind-predicate.ts';
import { bindQuery } from './bind-query.ts';
import { bindOpenJson } from './bind-openjson.ts';
import { bindTableFunction } from './bind-table-function.ts';
import { bindValuesRows } from './bind-values.ts';
import type { BoundOutput, BoundQuery, BoundSelect, BoundSource } from './bound-query.ts';
import { findCommonTable } from './common-tables.ts';
import { collationOf, require } from './context.ts';
import { PG_TEMP, storedTarget, temporaryTarget } from './dml-target.ts';
import type { BindContext } from './context.ts';
import { resolveObject } from './resolve-object.ts';
import type { RangeVariable, Scope } from './scope.ts';
import { asNullable } from './scope.ts';
import { bindSystemTime } from './system-time.ts';
import { queryRange, tableRange } from './table-range.ts';
import { bindView } from './bind-view.ts';

/** A bound element of FROM and the range variables that it brings into scope, from left to right. */
export interface BoundFrom {
  readonly source: BoundSource;
  readonly ranges: readonly RangeVariable[];
}

/** The comma list of FROM. Each element sees (laterally) those before it. */
export function bindFromList(
  sources: readonly TableSource[],
  ctx: BindContext,
): { readonly sources: readonly BoundSource[]; readonly ranges: readonly RangeVariable[] } {
  const bound: BoundSource[] = [];
  const ranges: RangeVariable[] = [];
  for (const source of sources) {
    const result = bindSource(source, ctx, ranges);
    bound.push(result.source);
    for (const range of result.ranges) addRange(ranges, range, source);
  }
  return { sources: bound, ranges };
}

function addRange(ranges: RangeVariable[], range: RangeVariable, at: TableSource): void {
  checkExposedNames(ranges, [range], at);
  ranges.push(range);
}

/** Two range variables of a FROM clause must not have the same exposed name (1011 aliases, 1012/1013 tables). */
function checkExposedNames(left: readonly RangeVariable[], right: readonly RangeVariable[], at: TableSource): void {
  for (const range of right) {
    const clash = left.find(
      (other) =>
        other.name.toLowerCase() === range.name.toLowerCase() &&
        range.name !== '' &&
        other.schema?.toLowerCase() === range.schema?.toLowerCase() &&
        other.database?.toLowerCase() === range.database?.toLowerCase(),
    );
    if (!clash) continue;
    if (range.schema === undefined) {
      const message = `The correlation name '${range.name}' is specified multiple times in a FROM clause.`;
      throw bindError(at.pos, 1011, 1, message);
    }
    const message = `The objects "${clash.name}" and "${range.name}" in the FROM clause have the same exposed names. Use correlation names to distinguish them.`;
    throw bindError(at.pos, 1013, 1, message);
  }
}

/** `before` are the range variables that stand to the left and that a lateral source may use. */
export function bindSource(ast: TableSource, ctx: BindContext, before: readonly RangeVariable[]): BoundFrom {
  const { target } = ctx.state;
  if (target?.node === ast) return target.from;
  switch (ast.kind) {
    case 'table':
      return bindTableRef(ast, ctx);
    case 'table-variable':
      return bindTableVariable(ast, ctx);
    case 'derived-table':
      return bindDerived(ast, ctx, ctx.scope, false);
    case 'values-table':
      return bindValuesTable(ast, ctx, false);
    case 'join':
      return bindJoin(ast, ctx, before);
    case 'table-function':
      return bindTableFunction(ast, lateralContext(ctx, before));
    case 'openjson':
      return bindOpenJson(ast, lateralContext(ctx, before));
    case 'pivot':
      return bindPivot(ast, ctx, before);
    case 'unpivot':
      return bindUnpivot(ast, ctx, before);
    case 'xml-nodes':
      throw unsupported(ast.pos, 'The nodes() method of the xml data type');
    case 'openxml':
    case 'openrowset':
    case 'openquery':
      throw unsupported(ast.pos, ast.kind.toUpperCase());
    case 'full-text-table':
      throw unsupported(ast.pos, ast.function.toUpperCase());
    case 'changetable':
      throw unsupported(ast.pos, 'CHANGETABLE');
    case 'predict':
      throw unsupported(ast.pos, 'PREDICT in this place');
    case 'dml-table':
      throw bindError(
        ast.pos,
        10729,
        1,
        'A nested INSERT, UPDATE, DELETE, or MERGE statement is not allowed in a SELECT statement that is not the immediate source of rows for an INSERT statement.',
      );
    default:
      return unreachable(ast, 'bind a table source');
  }
}

/** The context in which a lateral source's arguments are bound: the ranges to its left, then the blocks around. */
export function lateralContext(ctx: BindContext, before: readonly RangeVariable[]): BindContext {
  return { ...ctx, scope: { ranges: before, parent: ctx.scope } };
}

function bindJoin(ast: Join, ctx: BindContext, before: readonly RangeVariable[]): BoundFrom {
  const left = bindSource(ast.left, ctx, before);
  if (ast.type === 'cross apply' || ast.type === 'outer apply') return bindApply(ast, left, ctx, before);
  const right = bindSource(ast.right, ctx, [...before, ...left.ranges]);
  checkExposedNames(left.ranges, right.ranges, ast);
  if (ast.type === 'cross') {
    return {
      source: { kind: 'join', join: 'CROSS', left: left.source, right: right.source },
      ranges: [...left.ranges, ...right.ranges],
    };
  }
  const onScope: Scope = { ranges: [...left.ranges, ...right.ranges], parent: ctx.scope };
  const on = ast.on && bindPredicate(ast.on, { ...ctx, scope: onScope, clause: 'on' });
  const nullLeft = ast.type === 'right' || ast.type === 'full';
  const nullRight = ast.type === 'left' || ast.type === 'full';
  return {
    source: {
      kind: 'join',
      join: ast.type === 'left' ? 'LEFT' : ast.type === 'right' ? 'RIGHT' : ast.type === 'full' ? 'FULL' : 'INNER',
      left: left.source,
      right: right.source,
      ...(on ? { on } : {}),
    },
    ranges: [
      ...(nullLeft ? left.ranges.map(asNullable) : left.ranges),
      ...(nullRight ? right.ranges.map(asNullable) : right.ranges),
    ],
  };
}

/** APPLY is PostgreSQL's LATERAL. */
function bindApply(ast: Join, left: BoundFrom, ctx: BindContext, before: readonly RangeVariable[]): BoundFrom {
  const outer = lateralContext(ctx, [...before, ...left.ranges]);
  const right = bindApplied(ast.right, outer, ctx, [...before, ...left.ranges]);
  checkExposedNames(left.ranges, right.ranges, ast);
  const isOuter = ast.type === 'outer apply';
  return {
    source: { kind: 'join', join: isOuter ? 'LEFT' : 'CROSS', left: left.source, right: right.source },
    ranges: [...left.ranges, ...(isOuter ? right.ranges.map(asNullable) : right.ranges)],
  };
}

function bindApplied(
  ast: TableSource,
  outer: BindContext,
  ctx: BindContext,
  before: readonly RangeVariable[],
): BoundFrom {
  switch (ast.kind) {
    case 'derived-table':
      return bindDerived(ast, outer, outer.scope, true);
    case 'values-table':
      return bindValuesTable(ast, outer, true);
    default:
      return bindSource(ast, ctx, before);
  }
}

function bindTableRef(ast: TableRef, ctx: BindContext): BoundFrom {
  noteHints(ast.hints, ctx);
  if (ast.sample) throw unsupported(ast.sample.pos, 'TABLESAMPLE');
  const only = ast.name.parts.length === 1 ? ast.name.parts[0] : undefined;
  const common = only && findCommonTable(only.text, ctx.commonTables);
  if (common) {
    const alias = ctx.state.aliases.take(ast.alias?.text ?? common.name);
    if (common.recursive) common.recursive.seen = alias;
    const range = queryRange(common.outputs, { name: ast.alias?.text ?? common.name, alias }, []);
    return { source: { kind: 'cte', pg: common.pg, alias }, ranges: [range] };
  }
  const found = resolveObject(ast.name, ctx);
  switch (found.kind) {
    case 'temporary':
      return withHints(
        temporaryTable(found.table, ast.alias?.text ?? ast.name.parts.at(-1)?.text ?? '', ctx),
        ast.hints,
      );
    case 'system view':
      return systemView(found.view, found.databaseId, ast, ctx);
    case 'object':
      switch (found.object.kind) {
        case 'table':
          if (ast.systemTime) return bindSystemTime(ast, ast.systemTime, found.object, found.schema, ctx);
          return withHints(baseTable(found.object, found.schema, ast.alias, ast.name, ctx), ast.hints);
        case 'view':
          return bindView(found.object, found.schema, ast, ctx);
        default:
          throw invalidObject(ast.name);
      }
    default:
      return unreachable(found, 'bind a table');
  }
}

/** Hints that change what a query waits for; the others change nothing here. */
function withHints(from: BoundFrom, hints: readonly TableHint[]): BoundFrom {
  if (from.source.kind !== 'table' || hints.length === 0) return from;
  const has = (...names: string[]): boolean => hints.some((hint) => names.includes(hint.name));
  const readPast = has('READPAST');
  const wait = readPast ? 'skip locked' : has('NOWAIT') ? 'nowait' : 'wait';
  const lock = has('UPDLOCK', 'XLOCK', 'TABLOCKX') ? ({ lock: wait } as const) : {};
  return { ...from, source: { ...from.source, ...lock, ...(readPast ? { readPast } : {}) } };
}

/** A stored table under its alias or its own name. */
export function baseTable(
  table: TableMeta,
  schema: SchemaMeta,
  as: Name | undefined,
  name: ObjectName,
  ctx: BindContext,
): BoundFrom {
  const alias = ctx.state.aliases.take(as?.text ?? table.name);
  const range = tableRange(
    table,
    {
      alias,
      name: as?.text ?? name.parts.at(-1)?.text ?? table.name,
      databaseId: schema.databaseId,
      schemaName: schema.name,
      collation: collationOf(ctx.state.env, schema.databaseId),
      ...(as ? {} : exposedQualifiers(schema, ctx)),
    },
    ctx,
  );
  const used =
    ctx.depth === 0
      ? { used: (column: { readonly name: string }) => require(ctx, table.id, 'SELECT', column.name) }
      : {};
  require(ctx, table.id, 'SELECT');
  const stored = storedTarget(table, schema, ctx);
  return {
    source: { kind: 'table', pgSchema: schema.pg, pg: table.pg, alias, stored },
    ranges: [{ ...range, ...used }],
  };
}

export function exposedQualifiers(
  schema: SchemaMeta,
  ctx: BindContext,
): { readonly schema: string; readonly database: string } {
  return { schema: schema.name, database: ctx.state.env.catalog.databaseById(schema.databaseId)?.name ?? '' };
}

export function temporaryTable(table: TableMeta, name: string, ctx: BindContext): BoundFrom {
  ctx.state.usesTemporary = true;
  const alias = ctx.state.aliases.take(name);
  const range = tableRange(
    table,
    { alias, name, databaseId: ctx.databaseId, schemaName: 'dbo', collation: ctx.databaseCollation },
    ctx,
  );
  const stored = temporaryTarget(table, name, ctx);
  return { source: { kind: 'table', pgSchema: PG_TEMP, pg: table.pg, alias, stored }, ranges: [range] };
}

function bindTableVariable(ast: TableVariable, ctx: BindContext): BoundFrom {
  const table = ctx.state.env.tableVariable(ast.name);
  if (!table) throw bindError(ast.pos, 1087, 2, `Must declare the table variable "${ast.name}".`, 15);
  return temporaryTable(table, ast.alias?.text ?? ast.name, ctx);
}

/** A view of sys: PostgreSQL's view of all databases, filtered by one. */
function systemView(view: SystemViewMeta, databaseId: number, ast: TableRef, ctx: BindContext): BoundFrom {
  const name = ast.alias?.text ?? view.name;
  const inner = ctx.state.aliases.take('v');
  const alias = ctx.state.aliases.take(name);
  const pg = outputNames(view.columns.map((column) => column.name));
  const outputs = view.columns.map((column, i): BoundOutput => ({
    name: column.name,
    pg: pg[i] ?? column.name,
    type: column.type,
    nullable: column.nullable,
    ...(isString(column.type) ? { collation: { name: ctx.databaseCollation, label: 'implicit' } } : {}),
  }));
  const database = ctx.state.env.catalog.databaseById(databaseId)?.name;
  const exposed = ast.alias ? {} : { schema: view.schema, ...(database === undefined ? {} : { database }) };
  const range = queryRange(outputs, { name, alias, ...exposed }, []);
  if (!view.perDatabase)
    return { source: { kind: 'table', pgSchema: view.pgSchema, pg: view.pg, alias }, ranges: [range] };
  const column = { kind: 'column', source: inner, nullable: false } as const;
  const select: BoundSelect = {
    kind: 'select',
    distinct: false,
    outputs,
    expressions: outputs.map((output) => ({
      ...column,
      pg: output.name,
      name: output.name,
      type: output.type,
      nullable: output.nullable,
    })),
    from: [{ kind: 'table', pgSchema: view.pgSchema, pg: view.pg, alias: inner }],
    where: bindComparison('=', { ...column, pg: '$db', name: '$db', type: INT }, make(databaseId, INT, ctx)),
    orderBy: [],
  };
  return { source: derivedSource(select, alias, false), ranges: [range] };
}

export function derivedSource(query: BoundQuery, alias: string, lateral: boolean): BoundSource {
  return { kind: 'derived', query, alias, columns: query.outputs.map((output) => output.pg), lateral };
}

function bindDerived(ast: DerivedTable, ctx: BindContext, outer: Scope | undefined, lateral: boolean): BoundFrom {
  const query = bindQuery(ast.query, { ...ctx, scope: outer }, { place: 'derived table' });
  const name = ast.alias?.text ?? '';
  return namedQuery(query, name, ast.columns, ast, ctx, lateral);
}

/** A query under an alias, its columns maybe renamed: `(...) AS t(a, b)`. Every column needs a name, and no two the same. */
export function namedQuery(
  query: BoundQuery,
  name: string,
  columns: readonly Name[] | undefined,
  at: TableSource,
  ctx: BindContext,
  lateral: boolean,
): BoundFrom {
  const alias = ctx.state.aliases.take(name);
  const names = columnNames(query.outputs, name, columns, at);
  const pg = outputNames(names);
  const range = queryRange(
    query.outputs,
    { name, alias },
    names.map((text, i) => ({ name: text, pg: pg[i] ?? text })),
  );
  return { source: { kind: 'derived', query, alias, columns: pg, lateral }, ranges: [range] };
}

export function columnNames(
  outputs: readonly BoundOutput[],
  table: string,
  columns: readonly Name[] | undefined,
  at: Pick<TableSource, 'pos'>,
): string[] {
  if (columns && columns.length > 0) {
    if (columns.length !== outputs.length) {
      const [number, few] = columns.length < outputs.length ? [8158, 'more'] : [8159, 'fewer'];
      throw bindError(at.pos, number, 1, `'${table}' has ${few} columns than were specified in the column list.`);
    }
    checkNoDuplicates(
      columns.map((column) => column.text),
      table,
      at,
    );
    return columns.map((column) => column.text);
  }
  const names = outputs.map((output) => output.name);
  const unnamed = names.indexOf('');
  if (unnamed >= 0)
    throw bindError(at.pos, 8155, 2, `No column name was specified for column ${unnamed + 1} of '${table}'.`);
  checkNoDuplicates(names, table, at);
  return names;
}

function checkNoDuplicates(names: readonly string[], table: string, at: Pick<TableSource, 'pos'>): void {
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name.toLowerCase())) {
      throw bindError(at.pos, 8156, 1, `The column '${name}' was specified multiple times for '${table}'.`);
    }
    seen.add(name.toLowerCase());
  }
}

function bindValuesTable(ast: ValuesTable, ctx: BindContext, lateral: boolean): BoundFrom {
  const query = bindValuesRows(ast.rows, { ...ctx, clause: 'other' });
  return namedQuery(query, ast.alias?.text ?? '', ast.columns, ast, ctx, lateral || ctx.scope !== undefined);
}

const LOCK_HINTS = new Set(['UPDLOCK', 'XLOCK', 'TABLOCKX', 'HOLDLOCK', 'SERIALIZABLE', 'REPEATABLEREAD']);

/** Hints change no result here; those that ask for locks are told to the engine. */
function noteHints(hints: readonly TableHint[], ctx: BindContext): void {
  if (hints.some((hint) => LOCK_HINTS.has(hint.name))) ctx.state.locks = true;
}
