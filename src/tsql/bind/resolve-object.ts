import { foldName } from '../catalog/meta.ts';
import type { CatalogView, ObjectMeta, SchemaMeta, SystemViewMeta, TableMeta } from '../catalog/meta.ts';
import type { ObjectName } from '../syntax/ast/index.ts';
import { bindError, invalidObject } from './bind-error.ts';
import type { BindContext } from './context.ts';
import type { BindEnvironment } from './environment.ts';

export type ResolvedObject =
  | { readonly kind: 'object'; readonly object: ObjectMeta; readonly schema: SchemaMeta }
  | { readonly kind: 'temporary'; readonly table: TableMeta }
  | { readonly kind: 'system view'; readonly view: SystemViewMeta; readonly databaseId: number };

const SYSTEM_SCHEMAS = new Set(['sys', 'information_schema']);
/** Synonyms of synonyms end somewhere; SQL Server itself allows no chain (sql-docs, create-synonym-transact-sql). */
const MAX_SYNONYM_DEPTH = 2;

const TEMPDB_ID = 2;

interface NameParts {
  readonly table: string;
  readonly schema: string | undefined;
  readonly database: string | undefined;
}

function split(name: ObjectName): NameParts {
  const [table, schema, database, server] = name.parts.map((part) => part.text).toReversed();
  if (server !== undefined && server !== '') {
    const text = `Could not find server '${server}' in sys.servers. Verify that the correct server name was specified.`;
    throw bindError(name.pos, 7202, 2, text, 11);
  }
  return {
    table: table ?? '',
    schema: schema === '' ? undefined : schema,
    database: database === '' ? undefined : database,
  };
}

/** What a name of one to three parts stands for; undefined where there is no such thing. Common tables are not asked. */
export function findObject(name: ObjectName, ctx: BindContext, depth = 0): ResolvedObject | undefined {
  const { env } = ctx.state;
  const { table, schema, database } = split(name);
  // A global temporary table is everybody's: it stands in tempdb, whatever database and schema are said.
  if (table.startsWith('##')) {
    const found = findInSchemas(env.catalog, TEMPDB_ID, ['dbo'], table);
    return found && { kind: 'object', ...found };
  }
  if (table.startsWith('#')) {
    const temporary = env.temporaryTable(table);
    return temporary && { kind: 'temporary', table: temporary };
  }
  const databaseId = database === undefined ? ctx.databaseId : env.catalog.database(database)?.id;
  if (databaseId === undefined) return undefined;
  if (schema === undefined && database === undefined) {
    const pseudo = env.transitionTable?.(table);
    if (pseudo) return { kind: 'temporary', table: pseudo };
  }
  const found =
    findBeingMade(env, databaseId, schema, table) ??
    findInSchemas(env.catalog, databaseId, schema === undefined ? [ctx.defaultSchema, 'dbo'] : [schema], table);
  if (!found) return findSystemView(env.catalog, databaseId, schema, table);
  if (found.object.kind !== 'synonym') return { kind: 'object', ...found };
  if (depth >= MAX_SYNONYM_DEPTH) return undefined;
  return findObject(synonymTarget(found.object.target, name), { ...ctx, databaseId }, depth + 1);
}

/** The function that is being compiled may call itself before the catalog has it. */
function findBeingMade(
  env: BindEnvironment,
  databaseId: number,
  schemaName: string | undefined,
  name: string,
): { readonly object: ObjectMeta; readonly schema: SchemaMeta } | undefined {
  const meta = env.function?.meta;
  if (!meta || foldName(meta.name) !== foldName(name)) return undefined;
  const schema = env.catalog.schemaById(meta.schemaId);
  if (!schema || schema.databaseId !== databaseId) return undefined;
  return schemaName === undefined || foldName(schema.name) === foldName(schemaName)
    ? { object: meta, schema }
    : undefined;
}

function findInSchemas(
  catalog: CatalogView,
  databaseId: number,
  schemas: readonly string[],
  name: string,
): { readonly object: ObjectMeta; readonly schema: SchemaMeta } | undefined {
  for (const schemaName of schemas) {
    const schema = catalog.schema(databaseId, schemaName);
    const object = schema && catalog.object(schema.id, name);
    if (object) return { object, schema };
  }
  return undefined;
}

/** The old system tables (sysobjects, syscolumns, ...) are found under any schema, the views of sys only under theirs. */
function findSystemView(
  catalog: CatalogView,
  databaseId: number,
  schema: string | undefined,
  name: string,
): ResolvedObject | undefined {
  const wanted = schema?.toLowerCase();
  const owner = wanted !== undefined && SYSTEM_SCHEMAS.has(wanted) ? wanted : undefined;
  if (owner === undefined && !/^sys[a-z]/i.test(name)) return undefined;
  const view = catalog.systemView(owner ?? 'sys', name);
  return view && { kind: 'system view', view, databaseId };
}

/** `[db].[schema].[name]` as CREATE SYNONYM kept it. */
function synonymTarget(target: string, at: ObjectName): ObjectName {
  const parts: string[] = [];
  let part = '';
  let bracketed = false;
  for (let i = 0; i < target.length; i++) {
    const c = target[i] ?? '';
    if (bracketed && c === ']' && target[i + 1] === ']') {
      part += c;
      i++;
    } else if (c === '[' && !bracketed) bracketed = true;
    else if (c === ']' && bracketed) bracketed = false;
    else if (c === '.' && !bracketed) {
      parts.push(part);
      part = '';
    } else part += c;
  }
  parts.push(part);
  return {
    kind: 'object-name',
    pos: at.pos,
    parts: parts.map((text) => ({ text: text.trim(), quoted: true, pos: at.pos })),
  };
}

/** As findObject; throws 208. */
export function resolveObject(name: ObjectName, ctx: BindContext): ResolvedObject {
  const found = findObject(name, ctx);
  if (!found) throw invalidObject(name);
  return found;
}
