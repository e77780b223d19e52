import type { SchemaMeta, ViewMeta } from '../catalog/meta.ts';
import type { CreateView, TableRef } from '../syntax/ast/index.ts';
import { outputNames } from './alias-allocator.ts';
import { bindError, nameText } from './bind-error.ts';
import { bindQuery } from './bind-query.ts';
import type { BoundFrom } from './bind-source.ts';
import { derivedSource, exposedQualifiers } from './bind-source.ts';
import { bindWith } from './bind-with.ts';
import type { BoundQuery } from './bound-query.ts';
import { collationOf, require } from './context.ts';
import type { BindContext } from './context.ts';
import { parseModule } from './embedded-text.ts';
import { queryRange } from './table-range.ts';

/** Views and inline functions inside each other (error 217). */
const MAX_NESTING = 32;

/** Inside a module names are looked up in its own schema, variables of the caller do not exist, permissions are the owner's. */
export function moduleContext(ctx: BindContext, schema: SchemaMeta): BindContext {
  if (ctx.depth >= MAX_NESTING) {
    const message = `Maximum stored procedure, function, trigger, or view nesting level exceeded (limit ${MAX_NESTING}).`;
    throw bindError(undefined, 217, 1, message);
  }
  return {
    ...ctx,
    databaseId: schema.databaseId,
    defaultSchema: schema.name,
    databaseCollation: collationOf(ctx.state.env, schema.databaseId),
    scope: undefined,
    commonTables: undefined,
    parameters: new Map(),
    depth: ctx.depth + 1,
    clause: 'other',
    inAggregate: false,
    block: { aggregates: 0, windows: 0 },
  };
}

/** Where the texts that belong to a table (its defaults) are bound: in its own schema, without the statement's names. */
export function moduleScope(
  ctx: BindContext,
  table: { readonly databaseId: number; readonly schemaName: string; readonly collation: string },
): BindContext {
  return {
    ...ctx,
    databaseId: table.databaseId,
    defaultSchema: table.schemaName,
    databaseCollation: table.collation,
    scope: undefined,
    commonTables: undefined,
    parameters: new Map(),
    depth: ctx.depth + 1,
    clause: 'other',
    inAggregate: false,
  };
}

export function parseView(view: ViewMeta): CreateView {
  return parseModule(view, 'create-view');
}

/** The query of a view, bound for this statement. */
export function bindViewQuery(view: ViewMeta, schema: SchemaMeta, ctx: BindContext): BoundQuery {
  const ast = parseView(view);
  const inner = moduleContext(ctx, schema);
  const { ctes, ctx: within } = bindWith(ast.with, inner);
  const query = bindQuery(ast.query, within, { place: 'view' });
  return ctes.length > 0 ? { ...query, with: [...ctes, ...(query.with ?? [])] } : query;
}

/** A view in FROM: its query as a derived table. Columns that came after the view was made (SELECT *) are not the view's. */
export function bindView(view: ViewMeta, schema: SchemaMeta, ast: TableRef, ctx: BindContext): BoundFrom {
  require(ctx, view.id, 'SELECT');
  const query = bindViewQuery(view, schema, ctx);
  if (query.outputs.length < view.columns.length) {
    const name = nameText(ast.name);
    throw bindError(
      ast.pos,
      4502,
      1,
      `View or function '${name}' has more column names specified than columns defined.`,
    );
  }
  const name = ast.alias?.text ?? view.name;
  const alias = ctx.state.aliases.take(name);
  const source = derivedSource(query, alias, false);
  const names = view.columns.map((column) => column.name);
  const pg = outputNames(query.outputs.map((output, i) => names[i] ?? output.name));
  const range = queryRange(
    query.outputs.slice(0, view.columns.length),
    { name, alias, ...(ast.alias ? {} : exposedQualifiers(schema, ctx)) },
    names.map((text, i) => ({ name: text, pg: pg[i] ?? text })),
  );
  const used =
    ctx.depth === 0
      ? { used: (column: { readonly name: string }) => require(ctx, view.id, 'SELECT', column.name) }
      : {};
  return { source: source.kind === 'derived' ? { ...source, columns: pg } : source, ranges: [{ ...range, ...used }] };
}
