import type { CreateTable, Option, TableMeta } from '../../tsql/index.ts';
import { pgName } from '../catalog/pg-name.ts';
import { addElements } from './add-constraint.ts';
import { alreadyExists, ddlError, notSupported } from './ddl-error.ts';
import { createTableSql } from './emit-table.ts';
import { type DdlContext, type DdlPlan, plan } from './plan.ts';
import { isNameTaken, isTemporaryName, newName } from './resolve-name.ts';
import { TableDraft, emptyTable, temporaryTableDraft } from './table-draft.ts';
import { tableRefusal } from './table-refusal.ts';

export function planCreateTable(ast: CreateTable, ctx: DdlContext): DdlPlan {
  if (ast.graph || ast.fileTable) throw notSupported(ast.pos, ast.graph ? 'A graph table' : 'FileTable');
  const draft = isTemporaryName(ast.name) ? temporaryDraft(ast, ctx) : tableDraft(ast, ctx);
  addElements(draft, ast.definition.elements, { alter: false, check: true });
  requireColumn(draft, ast);
  const retention = dataRetention(draft, ast.options);
  const meta: TableMeta = { ...draft.meta(), ...(retention ? { dataRetention: retention } : {}) };
  const sql = createTableSql(draft);
  const rest = { messages: draft.messages, translate: tableRefusal(draft, 'CREATE TABLE') };
  if (meta.temporary) return plan(sql, [], { ...rest, temporary: { put: [meta], drop: [] } });
  return plan(sql, [{ action: 'put', what: 'object', value: meta }], rest);
}

function tableDraft(ast: CreateTable, ctx: DdlContext): TableDraft {
  const { schema, name, databaseId } = newName(ast.name, ctx);
  if (isNameTaken(ctx, schema.id, name)) throw alreadyExists(ast.pos, name);
  return new TableDraft(ctx, schema, databaseId, emptyTable(ctx, schema, name, pgName(name)));
}

function temporaryDraft(ast: CreateTable, ctx: DdlContext): TableDraft {
  const name = ast.name.parts.at(-1)?.text ?? '';
  if (name.startsWith('##')) throw notSupported(ast.pos, 'A global temporary table');
  if (ctx.temporaryTable(name)) throw alreadyExists(ast.pos, name);
  return temporaryTableDraft(name, ctx);
}

function requireColumn(draft: TableDraft, ast: CreateTable): void {
  if (draft.columns.some((column) => !column.computed)) return;
  throw ddlError(
    ast.pos,
    1731,
    16,
    1,
    `Cannot create the sparse column set or table '${draft.name}' without at least one data column.`,
  );
}

/** WITH (DATA_DELETION = ON (FILTER_COLUMN = c, RETENTION_PERIOD = 1 DAY)). */
export function dataRetention(draft: TableDraft, options: readonly Option[]): TableMeta['dataRetention'] {
  const option = options.find(({ name }) => name === 'DATA_DELETION');
  const [switched] = option?.values ?? [];
  if (!option || switched?.kind !== 'word' || switched.text.toUpperCase() !== 'ON') return undefined;
  const inner = option.options ?? [];
  const text = (name: string): string[] =>
    (inner.find((item) => item.name === name)?.values ?? []).map((value) =>
      value.kind === 'word' ? value.text : value.kind === 'literal' ? value.value : '',
    );
  const [columnName = ''] = text('FILTER_COLUMN');
  const column = draft.column(columnName);
  if (!column)
    throw ddlError(
      option.pos,
      13765,
      16,
      1,
      `Setting finite retention period failed on table '${draft.name}' because column '${columnName}' does not exist.`,
    );
  const [period = '-1', unit = 'INFINITE'] = text('RETENTION_PERIOD');
  if (/^INFINITE$/i.test(period)) return { column: column.name, period: -1, unit: 'INFINITE' };
  return { column: column.name, period: Number(period), unit: unit.toUpperCase().replace(/S$/, '') };
}
