import { type CheckMeta, type ColumnMeta, type ForeignKeyMeta, type IndexMeta, quoteName } from '../../tsql/index.ts';
import { columnText, foreignKeyText, identitySequenceText, indexText, isStored, tableText } from './pg-text.ts';
import type { TableDraft } from './table-draft.ts';

/** PostgreSQL's commands for the pieces of a draft. */

export function createTableSql(draft: TableDraft): string[] {
  const { schema, ctx } = draft;
  const table = draft.meta();
  const columns = draft.columns.filter(isStored).map((column) => columnText(column, ctx, generatedText(draft, column)));
  const head = table.temporary
    ? `CREATE TEMP TABLE ${quoteName(table.pg)}`
    : `CREATE TABLE ${tableText(schema, table)}`;
  return [
    `${head} (${columns.join(', ')})`,
    ...draft.columns.filter((column) => column.identity).map((column) => identitySequenceText(schema, table, column)),
    ...draft.indexes.flatMap((index) => indexSql(draft, index)),
    ...constraintsSql(draft, draft.checks, draft.foreignKeys),
  ];
}

/** The lowered expression of a stored computed column. */
export function generatedText(draft: TableDraft, column: ColumnMeta): string | undefined {
  return column.computed?.stored ? computedText(draft, column) : undefined;
}

function computedText(draft: TableDraft, column: ColumnMeta): string {
  const { compiler } = draft.ctx;
  const ast = draft.computed.get(column.id) ?? compiler.parseExpression(column.computed?.text ?? 'NULL');
  const columns = draft.columns.filter((other) => !other.computed);
  return compiler.value(ast, { ...draft.meta(), columns }, column).sql;
}

export function indexSql(draft: TableDraft, index: IndexMeta): string[] {
  if (index.disabled || index.statisticsOnly || index.columns.length === 0) return [];
  const table = draft.meta();
  const where = index.where === undefined ? undefined : filterText(draft, index);
  return [
    indexText(draft.schema, table, index, {
      column: (column) => computedText(draft, column),
      ...(where === undefined ? {} : { where }),
    }),
  ];
}

function filterText(draft: TableDraft, index: IndexMeta): string {
  const { compiler } = draft.ctx;
  return compiler.condition(draft.filters.get(index.id) ?? compiler.parsePredicate(index.where ?? ''), draft.meta());
}

/** One ALTER TABLE for all; disabled ones do not exist in PostgreSQL. */
export function constraintsSql(
  draft: TableDraft,
  checks: readonly CheckMeta[],
  foreignKeys: readonly ForeignKeyMeta[],
): string[] {
  const parts = [
    ...checks.filter((check) => !check.disabled).map((check) => checkText(draft, check)),
    ...foreignKeys.filter((key) => !key.disabled).map((key) => referenceText(draft, key)),
  ];
  if (parts.length === 0) return [];
  return [`ALTER TABLE ${tableText(draft.schema, draft.meta())} ${parts.map((part) => `ADD ${part}`).join(', ')}`];
}

function checkText(draft: TableDraft, check: CheckMeta): string {
  const { compiler } = draft.ctx;
  const condition = compiler.condition(
    draft.conditions.get(check.objectId) ?? compiler.parsePredicate(check.text),
    draft.meta(),
  );
  return `CONSTRAINT ${quoteName(check.pg)} CHECK (${condition})${check.notTrusted ? ' NOT VALID' : ''}`;
}

function referenceText(draft: TableDraft, key: ForeignKeyMeta): string {
  const { catalog } = draft.ctx;
  const table = draft.meta();
  const found = key.referencedObjectId === table.id ? table : catalog.objectById(key.referencedObjectId);
  const referenced = found?.kind === 'table' ? found : table;
  return foreignKeyText(
    table,
    key,
    catalog.schemaById(referenced.schemaId) ?? draft.schema,
    referenced,
    !key.notTrusted,
  );
}
