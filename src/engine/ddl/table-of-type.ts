import type { TableDefinition, TableMeta } from '../../tsql/index.ts';
import { addElements } from './add-constraint.ts';
import { createTableSql } from './emit-table.ts';
import { type DdlContext, type DdlPlan, plan } from './plan.ts';
import { TableDraft, temporaryTableDraft } from './table-draft.ts';

/** A table variable, or the table that a multi-statement function returns: the engine keeps it under its @name. */
export function planTableVariable(name: string, definition: TableDefinition, ctx: DdlContext): DdlPlan {
  const draft = temporaryTableDraft(name, ctx);
  addElements(draft, definition.elements, { alter: false, check: true });
  return plan(createTableSql(draft), [], { messages: draft.messages, temporary: { put: [draft.meta()], drop: [] } });
}

/** A table-valued parameter, or a variable of a table type: a table of its own with the type's columns and keys. */
export function planTableOfType(type: TableMeta, ctx: DdlContext, name: string = `@${type.name}`): DdlPlan {
  const made = temporaryTableDraft(name, ctx);
  const { id, pg, schemaId } = made.base;
  const draft = new TableDraft(ctx, made.schema, ctx.databaseId, {
    ...type,
    id,
    name,
    pg,
    schemaId,
    temporary: true,
    tableType: false,
    columns: type.columns.map((column) =>
      column.identity ? { ...column, identity: { ...column.identity, pgSequence: `${pg}.${column.id}` } } : column,
    ),
    indexes: type.indexes.map((index) => ({ ...index, pg: `${pg}.i${index.id}` })),
  });
  return plan(createTableSql(draft), [], { temporary: { put: [draft.meta()], drop: [] } });
}
