import {
  type AlterColumn,
  type ColumnDefinition,
  type ColumnMeta,
  type Pos,
  type SqlType,
  carrierOf,
  quoteName,
  sameType,
} from '../../tsql/index.ts';
import { characterCollation } from './add-column.ts';
import { columnType } from './column-type.ts';
import { ddlError, notSupported } from './ddl-error.ts';
import { type Dependent, dependencyError, dependentsOf } from './dependents.ts';
import { referencingTables } from './drop-table.ts';
import { generatedText } from './emit-table.ts';
import { columnText, columnTypeText, tableText } from './pg-text.ts';
import type { TableDraft } from './table-draft.ts';

export function alterColumn(draft: TableDraft, pos: Pos, ast: AlterColumn): string[] {
  return ast.form === 'type' ? changeType(draft, pos, ast.definition) : changeProperty(draft, pos, ast);
}

function requireColumn(draft: TableDraft, pos: Pos, name: string): ColumnMeta {
  const column = draft.column(name);
  if (!column)
    throw ddlError(
      pos,
      4924,
      16,
      1,
      `ALTER TABLE ALTER COLUMN failed because column '${name}' does not exist in table '${draft.name}'.`,
    );
  return column;
}

function changeType(draft: TableDraft, pos: Pos, ast: ColumnDefinition): string[] {
  const old = requireColumn(draft, pos, ast.name.text);
  if (old.computed) throw ddlError(pos, 4928, 16, 1, `Cannot alter column '${old.name}' because it is 'COMPUTED'.`);
  const resolved = columnType(ast.type, old.id, draft.ctx, draft.databaseId);
  const { type } = resolved;
  if (old.type.name === 'rowversion' || type.name === 'rowversion')
    throw ddlError(pos, 4928, 16, 1, `Cannot alter column '${old.name}' because it is 'timestamp'.`);
  const nullable = ast.nullable ?? (old.identity ? false : (resolved.nullable ?? draft.ctx.ansiNullDefault));
  if (old.identity && nullable)
    throw ddlError(
      pos,
      8147,
      16,
      1,
      `Could not create IDENTITY attribute on nullable column '${old.name}', table '${draft.name}'.`,
    );
  const { aliasTypeId: _, collation: __, ...kept } = old;
  const column: ColumnMeta = {
    ...kept,
    type,
    nullable,
    ...characterCollation(draft, pos, type, ast.collation?.text),
    ...(resolved.aliasTypeId === undefined ? {} : { aliasTypeId: resolved.aliasTypeId }),
  };
  refuseDependents(draft, pos, old, column);
  // Bound while the draft still has the old column.
  const conversion = draft.ctx.compiler.conversion(old, draft.meta(), column);
  draft.replaceColumn(column);
  return changeSql(draft, old, column, conversion);
}

function changeSql(draft: TableDraft, old: ColumnMeta, column: ColumnMeta, conversion: string): string[] {
  const name = quoteName(column.pg);
  const actions: string[] = [];
  const { serverCollation } = draft.ctx;
  const text = columnTypeText(column, serverCollation);
  const rewritten = !keepsValues(old.type, column.type) || text !== columnTypeText(old, serverCollation);
  if (rewritten) actions.push(`ALTER COLUMN ${name} TYPE ${text} USING (${conversion})`);
  if (old.nullable !== column.nullable)
    actions.push(`ALTER COLUMN ${name} ${column.nullable ? 'DROP' : 'SET'} NOT NULL`);
  return actions.length === 0 ? [] : [`ALTER TABLE ${tableText(draft.schema, draft.base)} ${actions.join(', ')}`];
}

/** True where every old value is a value of the new type just as it is: no row need be looked at. */
function keepsValues(from: SqlType, to: SqlType): boolean {
  if (sameType(from, to)) return true;
  if (carrierOf(from) !== carrierOf(to)) return false;
  if (from.name === to.name && /^(varchar|nvarchar|varbinary)$/.test(from.name))
    return to.length === -1 || (from.length !== -1 && from.length <= to.length);
  if (/^(decimal|numeric)$/.test(from.name) && /^(decimal|numeric)$/.test(to.name)) {
    return from.scale === to.scale && from.precision <= to.precision;
  }
  return from.name === to.name && /^(time|datetime2|datetimeoffset)$/.test(from.name) && from.scale <= to.scale;
}

/** sql-docs, alter-table-transact-sql, ALTER COLUMN: which dependents forbid which change. */
function refuseDependents(draft: TableDraft, pos: Pos, old: ColumnMeta, column: ColumnMeta): void {
  const collationChanged = (old.collation ?? '').toLowerCase() !== (column.collation ?? '').toLowerCase();
  const typeChanged = !sameType(old.type, column.type) || collationChanged;
  const sameName = old.type.name === column.type.name && !collationChanged;
  const widened =
    sameName && /^(varchar|nvarchar|varbinary)$/.test(old.type.name) && keepsValues(old.type, column.type);
  const forbids = ({ kind, name }: Dependent): boolean => {
    if (!typeChanged) return kind === 'key' && column.nullable && draft.primaryKey?.name === name;
    switch (kind) {
      case 'default':
        return !sameName;
      case 'index':
      case 'key':
      case 'check':
        return !widened;
      case 'statistics':
        return false;
      case 'foreign key':
      case 'computed':
        return true;
      default:
        return kind satisfies never;
    }
  };
  const dependents = dependentsOf(draft, old).filter(forbids);
  if (typeChanged) {
    const folded = old.name.toLowerCase();
    for (const table of referencingTables(draft.base, draft.ctx)) {
      const key = table.foreignKeys.find(
        (item) =>
          item.referencedObjectId === draft.base.id &&
          item.referencedColumns.some((name) => name.toLowerCase() === folded),
      );
      if (key) dependents.push({ word: 'object', name: key.name, kind: 'foreign key' });
    }
  }
  if (dependents.length > 0) throw dependencyError(pos, 'ALTER', old.name, dependents);
}

function changeProperty(draft: TableDraft, pos: Pos, ast: Extract<AlterColumn, { form: 'add' | 'drop' }>): string[] {
  const column = requireColumn(draft, pos, ast.name.text);
  const on = ast.form === 'add';
  switch (ast.property) {
    case 'rowguidcol':
      draft.replaceColumn({ ...column, rowguidcol: on });
      return [];
    case 'sparse':
      draft.replaceColumn({ ...column, sparse: on });
      return [];
    case 'hidden':
      draft.replaceColumn({ ...column, hidden: on });
      return [];
    case 'not for replication':
      return [];
    case 'persisted':
      return changePersisted(draft, pos, column, on);
    case 'masked':
      throw notSupported(pos, 'Dynamic data masking');
    default:
      return ast.property satisfies never;
  }
}

function changePersisted(draft: TableDraft, pos: Pos, column: ColumnMeta, on: boolean): string[] {
  if (!column.computed)
    throw ddlError(pos, 1711, 16, 1, `Cannot define PERSISTED on column '${column.name}' because it is not computed.`);
  if (column.computed.persisted === on) return [];
  const dependents = dependentsOf(draft, column);
  if (dependents.length > 0) throw dependencyError(pos, 'ALTER', column.name, dependents);
  const changed: ColumnMeta = { ...column, computed: { ...column.computed, persisted: on, stored: on } };
  draft.replaceColumn(changed);
  const table = tableText(draft.schema, draft.base);
  if (!on) return [`ALTER TABLE ${table} DROP COLUMN ${quoteName(column.pg)}`];
  return [`ALTER TABLE ${table} ADD COLUMN ${columnText(changed, draft.ctx, generatedText(draft, changed))}`];
}
