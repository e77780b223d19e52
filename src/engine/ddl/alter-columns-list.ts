import {
  type AlterTableDropItem,
  type ColumnMeta,
  type IndexMeta,
  type Pos,
  type SqlError,
  quoteName,
  quoteQualified,
} from '../../tsql/index.ts';
import { ddlError, notSupported } from './ddl-error.ts';
import { dependencyError, dependentsOf } from './dependents.ts';
import { referencingTables } from './drop-table.ts';
import { generatedText } from './emit-table.ts';
import { columnText, identitySequenceText, isStored, tableText } from './pg-text.ts';
import type { TableDraft } from './table-draft.ts';

/**
 * A new column, with values for the rows that are there: of a default where the column is NOT NULL or WITH VALUES was said, of an
 * identity, of a rowversion. PostgreSQL's DEFAULT is there only for this one moment.
 */
export function addedColumnSql(draft: TableDraft, column: ColumnMeta, withValues: boolean): string[] {
  if (!isStored(column)) return [];
  const table = tableText(draft.schema, draft.base);
  const add = (text: string): string => `ALTER TABLE ${table} ADD COLUMN ${text}`;
  const name = quoteName(column.pg);
  if (column.identity) {
    const sequence = draft.base.temporary
      ? quoteName(column.identity.pgSequence)
      : quoteQualified(draft.schema.pg, column.identity.pgSequence);
    return [
      add(columnText({ ...column, nullable: true }, draft.ctx)),
      identitySequenceText(draft.schema, draft.meta(), column),
      `UPDATE ${table} SET ${name} = nextval(${literalName(sequence)})`,
      `ALTER TABLE ${table} ALTER COLUMN ${name} SET NOT NULL`,
    ];
  }
  const once = (value: string): string[] => [
    add(`${columnText(column, draft.ctx)} DEFAULT ${value}`),
    `ALTER TABLE ${table} ALTER COLUMN ${name} DROP DEFAULT`,
  ];
  if (column.type.name === 'rowversion') return once(`int8send(nextval('holdfast.rowversion'))`);
  if (column.default && (!column.nullable || withValues)) {
    const { compiler } = draft.ctx;
    const ast = draft.defaults.get(column.id) ?? compiler.parseExpression(column.default.text);
    return once(`(${compiler.value(ast, undefined, column).sql})`);
  }
  return [add(columnText(column, draft.ctx, generatedText(draft, column)))];
}

const literalName = (qualified: string): string => `'${qualified.replaceAll("'", "''")}'`;

/** DROP CONSTRAINT and DROP COLUMN, in the order written. */
export function dropItems(draft: TableDraft, pos: Pos, items: readonly AlterTableDropItem[]): string[] {
  return items.flatMap((item) => {
    switch (item.kind) {
      case 'constraint':
        return dropConstraint(draft, pos, item.name.text, item.ifExists);
      case 'column':
        return dropColumn(draft, pos, item.name.text, item.ifExists);
      case 'period':
        throw notSupported(pos, 'DROP PERIOD FOR SYSTEM_TIME');
      default:
        return item satisfies never;
    }
  });
}

function dropConstraint(draft: TableDraft, pos: Pos, name: string, ifExists: boolean): string[] {
  const is = (item: { readonly name: string }): boolean => item.name.toLowerCase() === name.toLowerCase();
  const table = tableText(draft.schema, draft.base);
  const index = draft.indexes.find((item) => item.constraint && is(item));
  if (index) {
    refuseReferenced(draft, pos, index);
    draft.indexes = draft.indexes.filter((item) => item !== index);
    return dropIndexSql(draft, index);
  }
  const key = draft.foreignKeys.find(is);
  if (key) {
    draft.foreignKeys = draft.foreignKeys.filter((item) => item !== key);
    return key.disabled ? [] : [`ALTER TABLE ${table} DROP CONSTRAINT ${quoteName(key.pg)}`];
  }
  const check = draft.checks.find(is);
  if (check) {
    draft.checks = draft.checks.filter((item) => item !== check);
    return check.disabled ? [] : [`ALTER TABLE ${table} DROP CONSTRAINT ${quoteName(check.pg)}`];
  }
  const column = draft.columns.find(
    (item) => item.default && item.default.constraint.toLowerCase() === name.toLowerCase(),
  );
  if (column) {
    const { default: _, ...rest } = column;
    draft.replaceColumn(rest);
    return [];
  }
  if (ifExists) return [];
  throw couldNotDrop(pos, ddlError(pos, 3728, 16, 1, `'${name}' is not a constraint.`));
}

function couldNotDrop(pos: Pos, cause: SqlError): SqlError {
  const last = ddlError(pos, 3727, 16, 0, 'Could not drop constraint. See previous errors.');
  last.preceding = [cause];
  return last;
}

/** A key that a foreign key stands on: no other unique index is looked for, as SQL Server does not either. */
function refuseReferenced(draft: TableDraft, pos: Pos, index: IndexMeta): void {
  const columns = index.columns
    .map((item) => item.column.toLowerCase())
    .toSorted()
    .join('\n');
  for (const table of [...referencingTables(draft.base, draft.ctx), draft.meta()]) {
    const key = table.foreignKeys.find(
      (item) =>
        item.referencedObjectId === draft.base.id &&
        item.referencedColumns
          .map((column) => column.toLowerCase())
          .toSorted()
          .join('\n') === columns,
    );
    if (!key) continue;
    throw couldNotDrop(
      pos,
      ddlError(
        pos,
        3725,
        16,
        0,
        `The constraint '${index.name}' is being referenced by table '${table.name}', foreign key constraint '${key.name}'.`,
      ),
    );
  }
}

export function dropIndexSql(draft: TableDraft, index: IndexMeta): string[] {
  if (index.disabled || index.statisticsOnly || index.columns.length === 0) return [];
  return [`DROP INDEX ${quoteQualified(draft.schema.pg, index.pg)}`];
}

function dropColumn(draft: TableDraft, pos: Pos, name: string, ifExists: boolean): string[] {
  const column = draft.column(name);
  if (!column) {
    if (ifExists) return [];
    throw ddlError(
      pos,
      4924,
      16,
      1,
      `ALTER TABLE DROP COLUMN failed because column '${name}' does not exist in table '${draft.name}'.`,
    );
  }
  const dependents = dependentsOf(draft, column);
  if (dependents.length > 0) throw dependencyError(pos, 'DROP', column.name, dependents);
  if (!column.computed && draft.columns.filter((item) => !item.computed).length === 1) {
    throw ddlError(
      pos,
      4923,
      16,
      1,
      `ALTER TABLE DROP COLUMN failed because '${column.name}' is the only data column in table '${draft.name}'. A table must have at least one data column.`,
    );
  }
  draft.columns = draft.columns.filter((item) => item !== column);
  return isStored(column)
    ? [`ALTER TABLE ${tableText(draft.schema, draft.base)} DROP COLUMN ${quoteName(column.pg)}`]
    : [];
}
