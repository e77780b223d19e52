import type {
  AlterIndex,
  CreateIndex,
  CreateStatistics,
  DropIndex,
  DropStatistics,
  IndexMeta,
  ObjectName,
  SqlError,
  UpdateStatistics,
} from '../../tsql/index.ts';
import { pgInnerName } from '../catalog/pg-name.ts';
import { addIndex, indexOptions } from './add-constraint.ts';
import { dropIndexSql } from './alter-columns-list.ts';
import { finish } from './alter-table.ts';
import { cannotFind, ddlError, notSupported } from './ddl-error.ts';
import { definitionOfCondition } from './definition-text.ts';
import { indexSql } from './emit-table.ts';
import { tableText } from './pg-text.ts';
import { type DdlContext, type DdlPlan, EMPTY_PLAN, plan } from './plan.ts';
import { findObject, findTable, nameText } from './resolve-name.ts';
import { TableDraft } from './table-draft.ts';
import { tableRefusal } from './table-refusal.ts';

function draftOf(name: ObjectName, ctx: DdlContext): TableDraft | undefined {
  const found = findTable(name, ctx);
  return found && new TableDraft(ctx, found.schema, found.databaseId, found.meta);
}

const named = (draft: TableDraft, name: string): IndexMeta | undefined =>
  draft.indexes.find((index) => index.name.toLowerCase() === name.toLowerCase());

export function planCreateIndex(ast: CreateIndex, ctx: DdlContext): DdlPlan {
  if (ast.special) throw notSupported(ast.pos, `CREATE ${ast.special.toUpperCase()} INDEX`);
  const draft = draftOf(ast.table, ctx);
  if (!draft) {
    if (findObject(ast.table, ctx)?.meta.kind === 'view') throw notSupported(ast.pos, 'An index on a view');
    throw cannotFind(ast.pos, 1088, nameText(ast.table));
  }
  const existing = named(draft, ast.name.text);
  const dropExisting = ast.options.some(
    (option) =>
      option.name === 'DROP_EXISTING' &&
      option.values[0]?.kind === 'word' &&
      option.values[0].text.toUpperCase() === 'ON',
  );
  if (existing && !dropExisting) {
    throw ddlError(
      ast.pos,
      1913,
      16,
      1,
      `The operation failed because an index or statistics with name '${ast.name.text}' already exists on table '${nameText(ast.table)}'.`,
    );
  }
  if (!existing && dropExisting) {
    throw ddlError(
      ast.pos,
      7999,
      16,
      9,
      `Could not find any index named '${ast.name.text}' for table '${nameText(ast.table)}'.`,
    );
  }
  const dropped = existing ? dropIndexSql(draft, existing) : [];
  if (existing) draft.indexes = draft.indexes.filter((index) => index !== existing);
  addIndex(draft, {
    pos: ast.pos,
    name: ast.name.text,
    unique: ast.unique,
    clustered: ast.clustered === true,
    columnstore: ast.columnstore,
    columns: ast.columns.map((column) => ({ column: column.name.text, descending: column.descending })),
    include: ast.include.map((name) => name.text),
    where: ast.where,
    options: ast.options,
  });
  const made = named(draft, ast.name.text);
  return finish(draft, [...dropped, ...(made ? indexSql(draft, made) : [])], {
    translate: tableRefusal(draft, 'CREATE INDEX'),
  });
}

export function planDropIndex(ast: DropIndex, ctx: DdlContext): DdlPlan {
  const drafts = new Map<number, TableDraft>();
  const sql: string[] = [];
  const errors: SqlError[] = [];
  for (const item of ast.items) {
    const fresh = draftOf(item.table, ctx);
    const draft = fresh && (drafts.get(fresh.base.id) ?? fresh);
    const index = draft && named(draft, item.name.text);
    if (!draft || !index) {
      if (!ast.ifExists) errors.push(missingIndex(ast, nameText(item.table), item.name.text));
    } else if (index.constraint) {
      errors.push(
        ddlError(
          ast.pos,
          3723,
          16,
          4,
          `An explicit DROP INDEX is not allowed on index '${nameText(item.table)}.${index.name}'. It is being used for ${index.constraint} constraint enforcement.`,
        ),
      );
    } else {
      draft.indexes = draft.indexes.filter((other) => other !== index);
      drafts.set(draft.base.id, draft);
      sql.push(...dropIndexSql(draft, index));
    }
  }
  const last = errors.at(-1);
  if (drafts.size === 0 && last) throw last;
  const plans = [...drafts.values()].map((draft) => finish(draft, []));
  const temporary = plans.flatMap((each) => each.temporary?.put ?? []);
  return plan(
    sql,
    plans.flatMap((each) => each.changes),
    { errors, ...(temporary.length > 0 ? { temporary: { put: temporary, drop: [] } } : {}) },
  );
}

const missingIndex = (ast: DropIndex, table: string, index: string): SqlError =>
  ddlError(
    ast.pos,
    3701,
    11,
    7,
    `Cannot drop the index '${table}.${index}', because it does not exist or you do not have permission.`,
  );

/** REBUILD makes a disabled index again; on an enabled one it has nothing to do that autovacuum would not. */
export function planAlterIndex(ast: AlterIndex, ctx: DdlContext): DdlPlan {
  const draft = draftOf(ast.table, ctx);
  if (!draft) throw cannotFind(ast.pos, 1088, nameText(ast.table));
  const chosen = ast.name
    ? draft.indexes.filter((index) => index === named(draft, ast.name?.text ?? ''))
    : draft.indexes;
  if (ast.name && chosen.length === 0) throw ddlError(ast.pos, 2727, 11, 2, `Cannot find index '${ast.name.text}'.`);
  const sql: string[] = [];
  draft.indexes = draft.indexes.map((index) => {
    if (!chosen.includes(index)) return index;
    const { disabled, ...enabled } = index;
    if (ast.action === 'disable') {
      sql.push(...dropIndexSql(draft, index));
      return { ...enabled, disabled: true };
    }
    if (ast.action !== 'rebuild' && ast.action !== 'set') return index;
    if (disabled && ast.action === 'rebuild') sql.push(...indexSql(draft, enabled));
    return { ...(ast.action === 'rebuild' ? enabled : index), ...indexOptions(ast.options) };
  });
  return finish(draft, sql, { translate: tableRefusal(draft, 'CREATE INDEX') });
}

export function planCreateStatistics(ast: CreateStatistics, ctx: DdlContext): DdlPlan {
  const draft = draftOf(ast.table, ctx);
  if (!draft) throw cannotFind(ast.pos, 1088, nameText(ast.table));
  if (named(draft, ast.name.text)) {
    throw ddlError(
      ast.pos,
      1927,
      16,
      1,
      `There are already statistics on table '${nameText(ast.table)}' named '${ast.name.text}'.`,
    );
  }
  for (const column of ast.columns) {
    if (!draft.column(column.text))
      throw ddlError(ast.pos, 1911, 16, 1, `Column name '${column.text}' does not exist in the target table or view.`);
  }
  const id = draft.nextIndexId(false);
  draft.indexes.push({
    id,
    name: ast.name.text,
    pg: pgInnerName(`${draft.base.id}.${id}`, ast.name.text),
    unique: false,
    clustered: false,
    columns: ast.columns.map((column) => ({ column: column.text, descending: false })),
    include: [],
    statisticsOnly: true,
    ...(ast.where ? { where: definitionOfCondition(ast.where) } : {}),
  });
  return finish(draft, []);
}

export function planUpdateStatistics(ast: UpdateStatistics, ctx: DdlContext): DdlPlan {
  const found = findTable(ast.table, ctx);
  if (!found) {
    if (findObject(ast.table, ctx)) return EMPTY_PLAN;
    throw ddlError(ast.pos, 2706, 16, 6, `Table '${nameText(ast.table)}' does not exist.`);
  }
  return plan([`ANALYZE ${tableText(found.schema, found.meta)}`], []);
}

export function planDropStatistics(ast: DropStatistics, ctx: DdlContext): DdlPlan {
  const plans = ast.names.map((name) => {
    const draft = draftOf({ ...name, parts: name.parts.slice(0, -1) }, ctx);
    const statistics = draft && named(draft, name.parts.at(-1)?.text ?? '');
    if (!draft || !statistics)
      throw ddlError(
        ast.pos,
        3701,
        11,
        6,
        `Cannot drop the statistics '${nameText(name)}', because it does not exist or you do not have permission.`,
      );
    if (!statistics.statisticsOnly)
      throw ddlError(
        ast.pos,
        3739,
        11,
        1,
        `Cannot DROP the index '${nameText(name)}' because it is not a statistics collection.`,
      );
    draft.indexes = draft.indexes.filter((index) => index !== statistics);
    return finish(draft, []);
  });
  return plan(
    [],
    plans.flatMap((each) => each.changes),
  );
}
