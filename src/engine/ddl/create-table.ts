import type { CreateTable, Option, TableMeta } from '../../tsql/index.ts';
import type { CatalogChange } from '../catalog/catalog-change.ts';
import { pgName } from '../catalog/pg-name.ts';
import { addElements } from './add-constraint.ts';
import { alreadyExists, ddlError, notSupported } from './ddl-error.ts';
import { createTableSql } from './emit-table.ts';
import { globalOwner } from './global-temporary.ts';
import { type DdlContext, type DdlPlan, plan } from './plan.ts';
import { isNameTaken, isTemporaryName, newName } from './resolve-name.ts';
import { TableDraft, emptyTable, temporaryTableDraft } from './table-draft.ts';
import { tableRefusal } from './table-refusal.ts';
import { checkPeriod, versioningOf, versioningOption } from './temporal.ts';

export function planCreateTable(ast: CreateTable, ctx: DdlContext): DdlPlan {
  if (ast.graph || ast.fileTable) throw notSupported(ast.pos, ast.graph ? 'A graph table' : 'FileTable');
  const draft = isTemporaryName(ast.name) ? temporaryDraft(ast, ctx) : tableDraft(ast, ctx);
  addElements(draft, ast.definition.elements, { alter: false, check: true });
  checkPeriod(draft, ast.definition.elements);
  requireColumn(draft, ast);
  refuseOptions(ast.options);
  const retention = dataRetention(draft, ast.options);
  const versioning = versioningOption(ast.options);
  const versioned = versioning?.on ? versioningOf(draft, versioning.option) : undefined;
  const meta: TableMeta = {
    ...draft.meta(),
    ...(retention ? { dataRetention: retention } : {}),
    ...(versioned ? { temporal: versioned.temporal } : {}),
  };
  const sql = [...createTableSql(draft), ...(versioned?.sql ?? [])];
  const rest = { messages: draft.messages, translate: tableRefusal(draft, 'CREATE TABLE') };
  if (meta.temporary) return plan(sql, [], { ...rest, temporary: { put: [meta], drop: [] } });
  const made = versioned?.history ? [versioned.history, meta] : [meta];
  return plan(
    sql,
    made.map((value): CatalogChange => ({ action: 'put', what: 'object', value })),
    rest,
  );
}

/** What would change the table's meaning and is not there; compression, filegroups and their like change nothing. */
function refuseOptions(options: readonly Option[]): void {
  const refused = options.find(({ name, values: [value] }) => {
    const off = value?.kind === 'word' && value.text.toUpperCase() === 'OFF';
    return REFUSED_OPTIONS.has(name) && !off;
  });
  if (refused) throw notSupported(refused.pos, `The table option ${refused.name}`);
}

const REFUSED_OPTIONS: ReadonlySet<string> = new Set([
  'MEMORY_OPTIMIZED',
  'LEDGER',
  'REMOTE_DATA_ARCHIVE',
  'DISTRIBUTION',
]);

function tableDraft(ast: CreateTable, ctx: DdlContext): TableDraft {
  const { schema, name, databaseId } = newName(ast.name, ctx);
  if (isNameTaken(ctx, schema.id, name)) throw alreadyExists(ast.pos, name);
  return new TableDraft(ctx, schema, databaseId, {
    ...emptyTable(ctx, schema, name, pgName(name)),
    ...globalOwner(ast.name, ctx),
  });
}

function temporaryDraft(ast: CreateTable, ctx: DdlContext): TableDraft {
  const name = ast.name.parts.at(-1)?.text ?? '';
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
