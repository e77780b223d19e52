import type { ColumnMeta } from '../catalog/meta.ts';
import type { DmlTarget } from '../syntax/ast/index.ts';
import { bindError } from './bind-error.ts';
import { bindViewQuery } from './bind-view.ts';
import { require } from './context.ts';
import type { BindContext } from './context.ts';
import { refuseAggregated } from './derived-target.ts';
import { findTableColumn, resolveTarget, storedTarget, viewTarget } from './dml-target.ts';
import type { TargetTable } from './dml-target.ts';

/** The columns of the table under the names that the statement's target shows. */
export interface ColumnNames {
  find(name: string): ColumnMeta | undefined;
  all(): readonly ColumnMeta[];
}

/** An INSERT into a view of one table is an INSERT into that table, by the view's column names. */
export function insertThroughView(
  ast: DmlTarget,
  ctx: BindContext,
): { readonly target: TargetTable; readonly nameOf: ColumnNames } {
  const found = resolveTarget(ast, ctx);
  if (found.kind === 'table') {
    const { target } = found;
    return { target, nameOf: { find: (name) => findTableColumn(target.table, name), all: () => target.table.columns } };
  }
  if (found.kind === 'common table') {
    throw bindError(
      ast.pos,
      4406,
      1,
      `Update or insert of view or function '${found.name}' failed because it contains a derived or constant field.`,
    );
  }
  const { view, schema } = found;
  require(ctx, view.id, 'INSERT');
  if (ctx.state.env.transition?.insteadOf) {
    const target = viewTarget(view, schema, ctx);
    return { target, nameOf: { find: (name) => findTableColumn(target.table, name), all: () => target.table.columns } };
  }
  const query = bindViewQuery(view, schema, ctx);
  refuseAggregated(query, view.name, true, ast.pos);
  const origins = query.outputs.map((output) => output.origin);
  const objectIds = new Set(origins.flatMap((origin) => origin?.objectId ?? []));
  const [objectId] = objectIds;
  const table = objectId === undefined ? undefined : ctx.state.env.catalog.objectById(objectId);
  const tableSchema = table && ctx.state.env.catalog.schemaById(table.schemaId);
  if (objectIds.size !== 1 || table?.kind !== 'table' || !tableSchema) {
    throw bindError(
      ast.pos,
      4405,
      1,
      `View or function '${view.name}' is not updatable because the modification affects multiple base tables.`,
    );
  }
  const columns = view.columns.map((column, i) => {
    const origin = origins[i];
    return {
      name: column.name.toLowerCase(),
      column: origin && table.columns.find((candidate) => candidate.id === origin.columnId),
    };
  });
  const target = { ...storedTarget(table, tableSchema, ctx), objectId: 0 };
  return {
    target,
    nameOf: {
      find: (name) => {
        const named = columns.find((column) => column.name === name.toLowerCase());
        if (named && !named.column) {
          throw bindError(
            ast.pos,
            4406,
            1,
            `Update or insert of view or function '${view.name}' failed because it contains a derived or constant field.`,
          );
        }
        return named?.column;
      },
      all: () => columns.flatMap(({ column }) => column ?? []),
    },
  };
}
