import {
  type ObjectMeta,
  type ObjectName,
  type Pos,
  type SqlError,
  type TableMeta,
  quoteName,
  quoteQualified,
} from '../../tsql/index.ts';
import type { CatalogChange } from '../catalog/catalog-change.ts';
import { pgName } from '../catalog/pg-name.ts';
import { finish } from './alter-table.ts';
import { renameDatabase } from './create-drop-database.ts';
import { ddlError, noSuchDatabase } from './ddl-error.ts';
import { dependentsOf } from './dependents.ts';
import { referencingTables } from './drop-table.ts';
import { parseNameText } from './name-text.ts';
import { tableText } from './pg-text.ts';
import { pgRelations } from './pg-relations.ts';
import { type DdlContext, type DdlPlan, plan } from './plan.ts';
import { findObject, findTable, findType, isNameTaken, nameText } from './resolve-name.ts';
import { TableDraft } from './table-draft.ts';

const START: Pos = { offset: 0, line: 0 };

/** sp_rename @objname, @newname [, @objtype] (sql-docs, sp-rename-transact-sql). `type` in upper case; undefined: not given. */
export function planRename(objectName: string, newName: string, type: string | undefined, ctx: DdlContext): DdlPlan {
  const name = parseNameText(objectName, START);
  const caution = ddlError(
    START,
    15477,
    10,
    1,
    'Caution: Changing any part of an object name could break scripts and stored procedures.',
  );
  const made = renameBy(name, newName, type, ctx);
  return { ...made, messages: [...made.messages, caution] };
}

function renameBy(name: ObjectName, newName: string, type: string | undefined, ctx: DdlContext): DdlPlan {
  switch (type) {
    case 'COLUMN':
      return renameColumn(name, newName, ctx) ?? raise(notFound(type, name));
    case 'INDEX':
    case 'STATISTICS':
      return renameIndex(name, newName, ctx) ?? raise(notFound(type, name));
    case 'DATABASE': {
      const database = ctx.catalog.database(nameText(name));
      if (!database) throw noSuchDatabase(START, nameText(name));
      return renameDatabase({ pos: START }, database, newName, ctx);
    }
    case 'USERDATATYPE': {
      const found = findType(name, ctx);
      if (!found) throw notFound(type, name);
      return plan(
        [],
        [{ action: 'put', what: 'object', value: { ...found.meta, name: newName, modifiedAt: ctx.now } }],
      );
    }
    case undefined:
    case 'OBJECT':
      return (
        renameObject(name, newName, ctx) ??
        renameConstraint(name, newName, ctx) ??
        (type === undefined ? (renameColumn(name, newName, ctx) ?? renameIndex(name, newName, ctx)) : undefined) ??
        raise(type === undefined ? ambiguous(name) : notFound(type, name))
      );
    default:
      throw ddlError(START, 15249, 11, 1, `Error: Explicit @objtype '${type}' is unrecognized.`);
  }
}

function raise(error: SqlError): never {
  throw error;
}

const notFound = (type: string, name: ObjectName): SqlError =>
  ddlError(
    START,
    15248,
    11,
    1,
    `Either the parameter @objname is ambiguous or the claimed @objtype (${type}) is wrong.`.replace(
      '%s',
      nameText(name),
    ),
  );

const ambiguous = (name: ObjectName): SqlError =>
  ddlError(
    START,
    15225,
    11,
    1,
    `No item by the name of '${nameText(name)}' could be found in the current database, given that @itemtype was input as '(null)'.`,
  );

const taken = (newName: string, what: string): SqlError =>
  ddlError(
    START,
    15335,
    11,
    1,
    `Error: The new name '${newName}' is already in use as a ${what} name and would cause a duplicate that is not permitted.`,
  );

function renameObject(name: ObjectName, newName: string, ctx: DdlContext): DdlPlan | undefined {
  const found = findObject(name, ctx);
  if (!found) return undefined;
  const { meta, schema } = found;
  const sameName = meta.name.toLowerCase() === newName.toLowerCase();
  if (!sameName && isNameTaken(ctx, schema.id, newName)) throw taken(newName, 'object');
  const pg = pgName(newName);
  const value: ObjectMeta = { ...meta, name: newName, pg, modifiedAt: ctx.now };
  const sql =
    pg === meta.pg
      ? []
      : pgRelations(meta).map(
          (relation) => `ALTER ${relation.kind} ${quoteQualified(schema.pg, relation.pg)} RENAME TO ${quoteName(pg)}`,
        );
  return plan(sql, [{ action: 'put', what: 'object', value }]);
}

/** Constraints keep their PostgreSQL names: nobody sees those. */
function renameConstraint(name: ObjectName, newName: string, ctx: DdlContext): DdlPlan | undefined {
  const folded = name.parts.at(-1)?.text.toLowerCase();
  const given = name.parts.at(-2)?.text;
  const schema = ctx.catalog.schema(ctx.databaseId, given ?? ctx.defaultSchema);
  for (const object of schema ? ctx.catalog.objects(schema.id) : []) {
    if (object.kind !== 'table') continue;
    const renamed = withRenamedConstraint(object, folded ?? '', newName);
    if (!renamed) continue;
    if (schema && isNameTaken(ctx, schema.id, newName)) throw taken(newName, 'object');
    return plan([], [{ action: 'put', what: 'object', value: { ...renamed, modifiedAt: ctx.now } }]);
  }
  return undefined;
}

function withRenamedConstraint(table: TableMeta, folded: string, newName: string): TableMeta | undefined {
  let hit = false;
  const rename = <C extends { readonly name: string; readonly systemNamed?: boolean }>(item: C): C => {
    if (item.name.toLowerCase() !== folded) return item;
    hit = true;
    const { systemNamed: _, ...rest } = item;
    return { ...rest, name: newName } as C;
  };
  const changed: TableMeta = {
    ...table,
    indexes: table.indexes.map((index) => (index.constraint ? rename(index) : index)),
    foreignKeys: table.foreignKeys.map(rename),
    checks: table.checks.map(rename),
    columns: table.columns.map((column) => {
      if (column.default?.constraint.toLowerCase() !== folded) return column;
      hit = true;
      return {
        ...column,
        default: { objectId: column.default.objectId, text: column.default.text, constraint: newName },
      };
    }),
  };
  return hit ? changed : undefined;
}

function renameIndex(name: ObjectName, newName: string, ctx: DdlContext): DdlPlan | undefined {
  const found = name.parts.length > 1 ? findTable({ ...name, parts: name.parts.slice(0, -1) }, ctx) : undefined;
  const folded = name.parts.at(-1)?.text.toLowerCase();
  const index = found?.meta.indexes.find((item) => item.name.toLowerCase() === folded);
  if (!found || !index) return undefined;
  if (found.meta.indexes.some((item) => item !== index && item.name.toLowerCase() === newName.toLowerCase()))
    throw taken(newName, 'index');
  const draft = new TableDraft(ctx, found.schema, found.databaseId, found.meta);
  draft.indexes = draft.indexes.map((item) => (item === index ? { ...item, name: newName } : item));
  return finish(draft, []);
}

function renameColumn(name: ObjectName, newName: string, ctx: DdlContext): DdlPlan | undefined {
  const found = name.parts.length > 1 ? findTable({ ...name, parts: name.parts.slice(0, -1) }, ctx) : undefined;
  if (!found) return undefined;
  const draft = new TableDraft(ctx, found.schema, found.databaseId, found.meta);
  const column = draft.column(name.parts.at(-1)?.text ?? '');
  if (!column) return undefined;
  const other = draft.column(newName);
  if (other && other.id !== column.id) throw taken(newName, 'COLUMN');
  const bound = dependentsOf(draft, column).filter((item) => item.kind === 'check' || item.kind === 'computed');
  if (bound.length > 0)
    throw ddlError(
      START,
      15336,
      16,
      1,
      `Object '${nameText(name)}' cannot be renamed because the object participates in enforced dependencies.`,
    );
  const renamed = renameIn(column.name, newName);
  draft.replaceColumn({ ...column, name: newName, pg: pgName(newName) });
  draft.indexes = draft.indexes.map((index) => ({
    ...index,
    columns: index.columns.map((key) => ({ ...key, column: renamed(key.column) })),
    include: index.include.map(renamed),
  }));
  draft.foreignKeys = draft.foreignKeys.map((key) => ({
    ...key,
    columns: key.columns.map(renamed),
    ...(key.referencedObjectId === draft.base.id ? { referencedColumns: key.referencedColumns.map(renamed) } : {}),
  }));
  const referencing = referencingTables(draft.base, ctx).map((table): CatalogChange => ({
    action: 'put',
    what: 'object',
    value: {
      ...table,
      foreignKeys: table.foreignKeys.map((key) =>
        key.referencedObjectId === draft.base.id
          ? { ...key, referencedColumns: key.referencedColumns.map(renamed) }
          : key,
      ),
    },
  }));
  const stored = !column.computed || column.computed.stored;
  const sql = stored
    ? [
        `ALTER TABLE ${tableText(found.schema, found.meta)} RENAME COLUMN ${quoteName(column.pg)} TO ${quoteName(pgName(newName))}`,
      ]
    : [];
  const made = finish(draft, column.pg === pgName(newName) ? [] : sql);
  return { ...made, changes: [...made.changes, ...referencing] };
}

function renameIn(from: string, to: string): (name: string) => string {
  const folded = from.toLowerCase();
  return (name) => (name.toLowerCase() === folded ? to : name);
}
