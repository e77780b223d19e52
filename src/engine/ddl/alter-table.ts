import {
  type AlterTable,
  type AlterTableAction,
  type ColumnMeta,
  type Option,
  type SqlError,
  quoteName,
} from '../../tsql/index.ts';
import { dataRetention } from './create-table.ts';
import { addElements } from './add-constraint.ts';
import { alterColumn } from './alter-column.ts';
import { addedColumnSql, dropItems } from './alter-columns-list.ts';
import { cannotFind, ddlError, notSupported } from './ddl-error.ts';
import { constraintsSql, indexSql } from './emit-table.ts';
import { tableText } from './pg-text.ts';
import { type DdlContext, type DdlPlan, EMPTY_PLAN, plan } from './plan.ts';
import { findTable, nameText } from './resolve-name.ts';
import { TableDraft } from './table-draft.ts';
import { tableRefusal } from './table-refusal.ts';
import { checkPeriod, historyColumn, versioningOf, versioningOption } from './temporal.ts';
import { toggleTriggers } from './trigger.ts';

type Action<K extends AlterTableAction['kind']> = Extract<AlterTableAction, { kind: K }>;

export function planAlterTable(ast: AlterTable, ctx: DdlContext): DdlPlan {
  const found = findTable(ast.name, ctx);
  if (!found) throw cannotFind(ast.pos, 4902, nameText(ast.name));
  const draft = new TableDraft(ctx, found.schema, found.databaseId, found.meta);
  switch (ast.action.kind) {
    case 'add':
      return addToTable(draft, ast, ast.action);
    case 'drop':
      return dropFromTable(draft, ast, ast.action);
    case 'alter-column':
      return alterOneColumn(draft, ast, ast.action);
    case 'check-constraint':
      return finish(draft, toggleConstraints(draft, ast, ast.action));
    case 'trigger':
      return toggleTriggers(
        ast.pos,
        found.meta,
        ast.action.names.map((name) => name.text),
        ast.action.enable,
        ctx,
      );
    case 'set':
      return setOptions(draft, ast.action);
    case 'rebuild':
      return EMPTY_PLAN;
    case 'switch':
      throw notSupported(ast.pos, 'ALTER TABLE ... SWITCH');
    case 'change-tracking':
      throw notSupported(ast.pos, 'CHANGE_TRACKING');
    default:
      return ast.action satisfies never;
  }
}

function dropFromTable(draft: TableDraft, ast: AlterTable, action: Action<'drop'>): DdlPlan {
  const made = finish(draft, dropItems(draft, ast.pos, action.items));
  const columns = action.items.filter((item) => item.kind === 'column');
  return columns.length === 0 ? made : withHistory(draft, made, (history) => dropItems(history, ast.pos, columns));
}

function alterOneColumn(draft: TableDraft, ast: AlterTable, action: Action<'alter-column'>): DdlPlan {
  const { column } = action;
  const made = finish(draft, alterColumn(draft, ast.pos, column));
  return column.form === 'type' ? withHistory(draft, made, (history) => alterColumn(history, ast.pos, column)) : made;
}

/** The plan that keeps the draft, in the catalog or in the session. */
export function finish(draft: TableDraft, sql: readonly string[], rest: Partial<DdlPlan> = {}): DdlPlan {
  const meta = draft.meta();
  const translate = tableRefusal(draft, 'ALTER TABLE');
  if (meta.temporary)
    return plan(sql, [], { messages: draft.messages, translate, temporary: { put: [meta], drop: [] }, ...rest });
  return plan(sql, [{ action: 'put', what: 'object', value: meta }], { messages: draft.messages, translate, ...rest });
}

function addToTable(draft: TableDraft, ast: AlterTable, action: Action<'add'>): DdlPlan {
  const columns = draft.columns.length;
  const indexes = draft.indexes.length;
  const checks = draft.checks.length;
  const foreignKeys = draft.foreignKeys.length;
  addElements(draft, action.elements, { alter: true, check: ast.check !== false });
  checkPeriod(draft, action.elements);
  const added = draft.columns.slice(columns);
  const withValues = new Set(
    action.elements.flatMap((element) =>
      element.kind === 'column-definition' &&
      element.constraints.some((item) => item.kind === 'default-constraint' && item.withValues)
        ? [element.name.text.toLowerCase()]
        : [],
    ),
  );
  const sql = [
    ...added.flatMap((column) => addedColumnSql(draft, column, withValues.has(column.name.toLowerCase()))),
    ...draft.indexes.slice(indexes).flatMap((index) => indexSql(draft, index)),
    ...constraintsSql(draft, draft.checks.slice(checks), draft.foreignKeys.slice(foreignKeys)),
  ];
  const refusal = tableRefusal(draft, 'ALTER TABLE');
  const made = finish(draft, sql, {
    translate: (error) => {
      const column = error.sqlstate === '23502' ? added.find((item) => item.pg === error.column) : undefined;
      return column ? notNullWithoutDefault(ast, column.name, draft.name) : refusal(error);
    },
  });
  return withHistory(draft, made, (history) => added.flatMap((column) => addToHistory(draft, history, column)));
}

/** With the values that the table's own rows get. */
function addToHistory(draft: TableDraft, history: TableDraft, column: ColumnMeta): string[] {
  const plain = historyColumn(column);
  history.columns.push(plain);
  history.nextColumnId = Math.max(history.nextColumnId, plain.id + 1);
  const expr = draft.defaults.get(column.id);
  if (expr) history.defaults.set(column.id, expr);
  return addedColumnSql(history, column.default ? { ...plain, default: column.default } : plain, false);
}

function notNullWithoutDefault(ast: AlterTable, column: string, table: string): SqlError {
  return ddlError(
    ast.pos,
    4901,
    16,
    1,
    `ALTER TABLE only allows columns to be added that can contain nulls, or have a DEFAULT definition specified, or the column being added is an identity or timestamp column, or alternatively if none of the previous conditions are satisfied the table must be empty to allow addition of this column. Column '${column}' cannot be added to non-empty table '${table}' because it does not satisfy these conditions.`,
  );
}

/** CHECK and NOCHECK CONSTRAINT: a disabled constraint does not exist in PostgreSQL. WITH CHECK looks at the rows that are there. */
function toggleConstraints(draft: TableDraft, ast: AlterTable, action: Action<'check-constraint'>): string[] {
  const wanted = new Set(action.names.map((name) => name.text.toLowerCase()));
  for (const name of action.names) refuseUnknown(draft, name.text, ast, action.enable);
  const chosen = (name: string): boolean => wanted.size === 0 || wanted.has(name.toLowerCase());
  const validated = action.enable && ast.check === true;
  const sql: string[] = [];
  const change = <
    C extends {
      readonly name: string;
      readonly pg: string;
      readonly disabled?: boolean;
      readonly notTrusted?: boolean;
    },
  >(
    list: readonly C[],
    added: C[],
  ): C[] =>
    list.map((item) => {
      if (!chosen(item.name)) return item;
      // Enabling one that is enabled with WITH CHECK makes it trusted: made again, the rows are looked at.
      const again = action.enable && (item.disabled || (validated && item.notTrusted));
      if (!item.disabled && (!action.enable || again))
        sql.push(`ALTER TABLE ${tableText(draft.schema, draft.base)} DROP CONSTRAINT ${quoteName(item.pg)}`);
      if (action.enable && !again) return item;
      const changed: C = { ...item, disabled: !action.enable, notTrusted: !validated };
      if (action.enable) added.push(changed);
      return changed;
    });
  const addedChecks: typeof draft.checks = [];
  const addedKeys: typeof draft.foreignKeys = [];
  draft.checks = change(draft.checks, addedChecks);
  draft.foreignKeys = change(draft.foreignKeys, addedKeys);
  return [...sql, ...constraintsSql(draft, addedChecks, addedKeys)];
}

function refuseUnknown(draft: TableDraft, name: string, ast: AlterTable, enable: boolean): void {
  const folded = name.toLowerCase();
  if ([...draft.checks, ...draft.foreignKeys].some((item) => item.name.toLowerCase() === folded)) return;
  const key = draft.indexes.find((index) => index.constraint && index.name.toLowerCase() === folded);
  if (key) {
    throw ddlError(
      ast.pos,
      11415,
      16,
      1,
      `Object '${key.name}' cannot be disabled or enabled. This action applies only to foreign key and check constraints.`,
    );
  }
  const last = ddlError(ast.pos, 4916, 16, 0, 'Could not enable or disable the constraint. See previous errors.');
  last.preceding = [ddlError(ast.pos, 4917, 16, enable ? 1 : 0, `Constraint '${name}' does not exist.`)];
  throw last;
}

/** LOCK_ESCALATION and FILESTREAM_ON are accepted; DATA_DELETION is kept. */
function setOptions(draft: TableDraft, action: Action<'set'>): DdlPlan {
  const versioning = versioningOption(action.options);
  if (versioning) return switchVersioning(draft, versioning);
  if (!action.options.some((option) => option.name === 'DATA_DELETION')) return EMPTY_PLAN;
  const retention = dataRetention(draft, action.options);
  const { dataRetention: _, ...rest } = draft.meta();
  return plan(
    [],
    [{ action: 'put', what: 'object', value: { ...rest, ...(retention ? { dataRetention: retention } : {}) } }],
  );
}

/** OFF leaves two ordinary tables. */
function switchVersioning(
  draft: TableDraft,
  { on, option }: { readonly on: boolean; readonly option: Option },
): DdlPlan {
  const { temporal, ...plain } = draft.meta();
  if (!on) {
    if (temporal) return plan([], [{ action: 'put', what: 'object', value: plain }]);
    throw ddlError(option.pos, 13591, 16, 1, `SYSTEM_VERSIONING is not turned ON for table '${draft.name}'.`);
  }
  const versioned = versioningOf(draft, option);
  const made = [...(versioned.history ? [versioned.history] : []), { ...plain, temporal: versioned.temporal }];
  return plan(
    versioned.sql,
    made.map((value) => ({ action: 'put', what: 'object', value })),
  );
}

/** Columns of a system-versioned table come and go in its history, too. */
function withHistory(draft: TableDraft, made: DdlPlan, change: (history: TableDraft) => readonly string[]): DdlPlan {
  const { temporal } = draft.base;
  const history = temporal && draft.ctx.catalog.objectById(temporal.historyObjectId);
  const schema = history && draft.ctx.catalog.schemaById(history.schemaId);
  if (history?.kind !== 'table' || !schema) return made;
  const other = new TableDraft(draft.ctx, schema, draft.databaseId, history);
  const sql = change(other);
  return {
    ...made,
    sql: [...made.sql, ...sql],
    changes: [...made.changes, { action: 'put', what: 'object', value: other.meta() }],
  };
}
