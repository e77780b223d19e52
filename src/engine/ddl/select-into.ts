import type { ColumnMeta, ObjectName, SelectInto } from '../../tsql/index.ts';
import { pgInnerName, pgName } from '../catalog/pg-name.ts';
import { alreadyExists, ddlError } from './ddl-error.ts';
import { createTableSql } from './emit-table.ts';
import { type DdlContext, type DdlPlan, plan } from './plan.ts';
import { isNameTaken, isTemporaryName, newName } from './resolve-name.ts';
import { TableDraft, emptyTable, temporaryTableDraft } from './table-draft.ts';

const START = { offset: 0, line: 0 };

/** The table of SELECT ... INTO: the query's columns, nothing else. The engine fills it. */
export function planSelectInto(into: SelectInto, ctx: DdlContext): DdlPlan {
  const name: ObjectName = {
    kind: 'object-name', pos: START, parts: into.name.toReversed().map((text) => ({ text, quoted: true, pos: START })),
  };
  const draft = draftFor(name, ctx);
  for (const column of into.columns) addSelected(draft, column);
  const sql = createTableSql(draft);
  const meta = draft.meta();
  if (meta.temporary) return plan(sql, [], { temporary: { put: [meta], drop: [] } });
  return plan(sql, [{ action: 'put', what: 'object', value: meta }]);
}

function draftFor(name: ObjectName, ctx: DdlContext): TableDraft {
  const text = name.parts.at(-1)?.text ?? '';
  if (isTemporaryName(name)) {
    if (ctx.temporaryTable(text)) throw alreadyExists(START, text);
    return temporaryTableDraft(text, ctx);
  }
  const { schema, databaseId } = newName(name, ctx);
  if (isNameTaken(ctx, schema.id, text)) throw alreadyExists(START, text);
  return new TableDraft(ctx, schema, databaseId, emptyTable(ctx, schema, text, pgName(text)));
}

function addSelected(draft: TableDraft, column: SelectInto['columns'][number]): void {
  if (column.name === '') {
    throw ddlError(START, 1038, 15, 5, 'An object or column name is missing or empty. For SELECT INTO statements, verify each column has a name. For other statements, look for empty alias names. Aliases defined as "" or [] are not allowed. Change the alias to a valid name.');
  }
  if (draft.column(column.name)) {
    throw ddlError(START, 2705, 16, 3, `Column names in each table must be unique. Column name '${column.name}' in table '${draft.name}' is specified more than once.`);
  }
  const id = draft.nextColumnId++;
  const meta: ColumnMeta = {
    id, name: column.name, pg: pgName(column.name), type: column.type, nullable: column.identity ? false : column.nullable,
    ...(column.collation === undefined ? {} : { collation: column.collation }),
    ...(column.identity ? { identity: { ...column.identity, pgSequence: pgInnerName(`${draft.base.id}.${id}`, 'identity') } } : {}),
  };
  draft.columns.push(meta);
}
