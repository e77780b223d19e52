import type { ColumnMeta, SchemaMeta, TableMeta, ViewMeta } from '../catalog/meta.ts';
import type { DmlTarget, ObjectName, TableSource } from '../syntax/ast/index.ts';
import { outputNames } from './alias-allocator.ts';
import { bindError, invalidObject, nameText, unsupported } from './bind-error.ts';
import type { BoundColumn } from './bound.ts';
import type { BoundSource, BoundTarget } from './bound-query.ts';
import { findCommonTable } from './common-tables.ts';
import { collationOf } from './context.ts';
import type { BindContext } from './context.ts';
import { resolveObject } from './resolve-object.ts';
import type { RangeVariable } from './scope.ts';
import { tableRange } from './table-range.ts';

/** PostgreSQL's schema of temporary tables, of whatever backend the session has. */
export const PG_TEMP = 'pg_temp';

/** A stored table that a statement changes. */
export interface TargetTable {
  readonly table: TableMeta;
  /** 0 for table variables and temporary tables. */
  readonly objectId: number;
  readonly pgSchema: string;
  readonly databaseId: number;
  readonly schemaName: string;
  readonly collation: string;
  /** As messages show it: `db.schema.table`, `#t`, `@t`. */
  readonly fullName: string;
}

export type Target =
  | { readonly kind: 'table'; readonly target: TargetTable }
  | { readonly kind: 'view'; readonly view: ViewMeta; readonly schema: SchemaMeta }
  | { readonly kind: 'common table'; readonly name: string };

/** What the name behind INSERT, UPDATE, DELETE, MERGE or OUTPUT INTO stands for. */
export function resolveTarget(ast: DmlTarget, ctx: BindContext): Target {
  switch (ast.kind) {
    case 'target-variable': {
      const table = ctx.state.env.tableVariable(ast.name);
      if (!table) throw bindError(ast.pos, 1087, 2, `Must declare the table variable "${ast.name}".`, 15);
      return { kind: 'table', target: temporaryTarget(table, ast.name, ctx) };
    }
    case 'target-table':
      return resolveNamed(ast.name, ctx);
    default:
      throw unsupported(ast.pos, ast.kind.toUpperCase());
  }
}

function resolveNamed(name: ObjectName, ctx: BindContext): Target {
  const [only] = name.parts;
  if (only && name.parts.length === 1 && findCommonTable(only.text, ctx.commonTables))
    return { kind: 'common table', name: only.text };
  const found = resolveObject(name, ctx);
  switch (found.kind) {
    case 'temporary':
      return { kind: 'table', target: temporaryTarget(found.table, nameText(name), ctx) };
    case 'object': {
      const { object, schema } = found;
      if (object.kind === 'table') return { kind: 'table', target: storedTarget(object, schema, ctx) };
      if (object.kind === 'view') return { kind: 'view', view: object, schema };
      throw invalidObject(name);
    }
    default:
      throw bindError(name.pos, 259, 1, 'Ad hoc updates to system catalogs are not allowed.');
  }
}

export function storedTarget(table: TableMeta, schema: SchemaMeta, ctx: BindContext): TargetTable {
  const { env } = ctx.state;
  return {
    table,
    objectId: table.id,
    pgSchema: schema.pg,
    databaseId: schema.databaseId,
    schemaName: schema.name,
    collation: collationOf(env, schema.databaseId),
    fullName: `${env.catalog.databaseById(schema.databaseId)?.name ?? ''}.${schema.name}.${table.name}`,
  };
}

export function temporaryTarget(table: TableMeta, name: string, ctx: BindContext): TargetTable {
  ctx.state.usesTemporary = true;
  return {
    table,
    objectId: 0,
    pgSchema: PG_TEMP,
    databaseId: ctx.databaseId,
    schemaName: 'dbo',
    collation: ctx.databaseCollation,
    fullName: name,
  };
}

/** A view that only its INSTEAD OF trigger changes, as if it were a table of the view's columns. */
export function viewTarget(view: ViewMeta, schema: SchemaMeta, ctx: BindContext): TargetTable {
  const pg = outputNames(view.columns.map((column) => column.name));
  const columns = view.columns.map(({ id, name, type, collation }, i): ColumnMeta => ({
    id,
    name,
    pg: pg[i] ?? name,
    type,
    nullable: true,
    ...(collation ? { collation } : {}),
  }));
  const { id, schemaId, name, createdAt, modifiedAt } = view;
  const table: TableMeta = {
    kind: 'table',
    id,
    schemaId,
    name,
    pg: view.pg,
    createdAt,
    modifiedAt,
    columns,
    nextColumnId: 0,
    indexes: [],
    foreignKeys: [],
    checks: [],
  };
  return storedTarget(table, schema, ctx);
}

export function rangeOf(
  target: TargetTable,
  name: string,
  alias: string,
  ctx: BindContext,
  qualified = true,
): RangeVariable {
  const database = ctx.state.env.catalog.databaseById(target.databaseId)?.name ?? '';
  return tableRange(
    target.table,
    {
      name,
      alias,
      databaseId: target.databaseId,
      schemaName: target.schemaName,
      collation: target.collation,
      ...(qualified ? { schema: target.schemaName, database } : {}),
    },
    ctx,
  );
}

export const boundTarget = (target: TargetTable, alias: string): BoundTarget => ({
  pgSchema: target.pgSchema,
  pg: target.table.pg,
  alias,
});

export const sourceOf = (target: TargetTable, alias: string): BoundSource => ({
  kind: 'table',
  pgSchema: target.pgSchema,
  pg: target.table.pg,
  alias,
});

export function findTableColumn(table: TableMeta, name: string): ColumnMeta | undefined {
  const wanted = name.toLowerCase();
  return table.columns.find((column) => column.name.toLowerCase() === wanted);
}

/** PostgreSQL's address of a row version. It has no T-SQL type; it is only ever compared with itself. */
export function rowAddress(alias: string): BoundColumn {
  return {
    kind: 'column',
    source: alias,
    pg: 'ctid',
    name: 'ctid',
    type: { name: 'bigint', length: 0, precision: 0, scale: 0 },
    nullable: false,
  };
}

/** The element of a FROM clause that the target's name means: an alias first, else the only element of that table. */
export function findTargetSource(
  ast: DmlTarget,
  from: readonly TableSource[],
  ctx: BindContext,
): TableSource | undefined {
  const elements = from.flatMap((source) => [...leavesOf(source)]);
  const [only] = ast.kind === 'target-table' ? ast.name.parts : [];
  if (ast.kind === 'target-table' && only && ast.name.parts.length === 1) {
    const wanted = only.text.toLowerCase();
    const byAlias = elements.find((element) => 'alias' in element && element.alias?.text.toLowerCase() === wanted);
    if (byAlias) return byAlias;
  }
  const same = elements.filter((element) => isSameObject(ast, element, ctx));
  if (same.length > 1) {
    const plain = same.filter((element) => !('alias' in element && element.alias));
    if (plain.length === 1) return plain[0];
    const name = ast.kind === 'target-table' ? nameText(ast.name) : ast.kind === 'target-variable' ? ast.name : '';
    throw bindError(ast.pos, 8154, 1, `The table '${name}' is ambiguous.`);
  }
  return same[0];
}

function isSameObject(ast: DmlTarget, element: TableSource, ctx: BindContext): boolean {
  if (ast.kind === 'target-variable')
    return element.kind === 'table-variable' && element.name.toLowerCase() === ast.name.toLowerCase();
  if (ast.kind !== 'target-table' || element.kind !== 'table') return false;
  const [a, b] = [ast.name.parts.at(-1)?.text.toLowerCase(), element.name.parts.at(-1)?.text.toLowerCase()];
  if (a !== b) return false;
  if (ast.name.parts.length === 1 && element.name.parts.length === 1) return true;
  const [left, right] = [resolveObject(ast.name, ctx), resolveObject(element.name, ctx)];
  return left.kind === 'object' && right.kind === 'object' && left.object.id === right.object.id;
}

/** The tables and table-like things of a FROM element, joins taken apart. */
export function* leavesOf(source: TableSource): Iterable<TableSource> {
  if (source.kind === 'join') {
    yield* leavesOf(source.left);
    yield* leavesOf(source.right);
  } else yield source;
}
