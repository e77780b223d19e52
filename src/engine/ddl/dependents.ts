import type { ColumnMeta, Pos, SqlError } from '../../tsql/index.ts';
import { ddlError } from './ddl-error.ts';
import type { TableDraft } from './table-draft.ts';

/** What stands on a column, in the words of error 5074. */
export interface Dependent {
  readonly word: 'object' | 'index' | 'column' | 'statistics';
  readonly name: string;
  readonly kind: 'key' | 'index' | 'foreign key' | 'check' | 'default' | 'computed' | 'statistics';
}

export function dependentsOf(draft: TableDraft, column: ColumnMeta): Dependent[] {
  const folded = column.name.toLowerCase();
  const names = (list: readonly string[]): boolean => list.some((name) => name.toLowerCase() === folded);
  const mentions = (text: string | undefined): boolean => text !== undefined && mentionsColumn(text, column.name);
  const found: Dependent[] = [];
  for (const index of draft.indexes) {
    if (!names([...index.columns.map((key) => key.column), ...index.include]) && !mentions(index.where)) continue;
    if (index.statisticsOnly) found.push({ word: 'statistics', name: index.name, kind: 'statistics' });
    else if (index.constraint) found.push({ word: 'object', name: index.name, kind: 'key' });
    else found.push({ word: 'index', name: index.name, kind: 'index' });
  }
  for (const key of draft.foreignKeys) {
    const referenced = key.referencedObjectId === draft.base.id && names(key.referencedColumns);
    if (referenced || names(key.columns)) found.push({ word: 'object', name: key.name, kind: 'foreign key' });
  }
  for (const check of draft.checks)
    if (mentions(check.text)) found.push({ word: 'object', name: check.name, kind: 'check' });
  if (column.default) found.push({ word: 'object', name: column.default.constraint, kind: 'default' });
  for (const other of draft.columns) {
    if (other.id !== column.id && mentions(other.computed?.text))
      found.push({ word: 'column', name: other.name, kind: 'computed' });
  }
  return found;
}

/** Stored texts write every column in brackets. */
export function mentionsColumn(text: string, column: string): boolean {
  return text.toLowerCase().includes(`[${column.toLowerCase().replaceAll(']', ']]')}]`);
}

/** 5074 for each dependent, then 4922. */
export function dependencyError(
  pos: Pos,
  action: 'DROP' | 'ALTER',
  column: string,
  dependents: readonly Dependent[],
): SqlError {
  const last = ddlError(
    pos,
    4922,
    16,
    9,
    `ALTER TABLE ${action} COLUMN ${column} failed because one or more objects access this column.`,
  );
  last.preceding = dependents.map(({ word, name }) =>
    ddlError(pos, 5074, 16, 1, `The ${word} '${name}' is dependent on column '${column}'.`),
  );
  return last;
}
