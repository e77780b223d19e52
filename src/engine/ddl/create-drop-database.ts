import {
  type AlterDatabase,
  type CreateDatabase,
  type DatabaseMeta,
  type Drop,
  type Option,
  type SqlError,
  pgCollation,
  quoteName,
} from '../../tsql/index.ts';
import type { CatalogChange } from '../catalog/catalog-change.ts';
import { FIRST_USER_DATABASE_ID } from '../catalog/ids.ts';
import { NEW_DATABASE_OPTIONS, isSystemDatabase, newDatabase } from '../catalog/initial-data.ts';
import { pgSchemaName } from '../catalog/pg-name.ts';
import { ddlError, notSupported } from './ddl-error.ts';
import { type DdlContext, type DdlPlan, EMPTY_PLAN, plan } from './plan.ts';

/** Names of files and sizes are accepted and forgotten: PostgreSQL keeps its own files. */
export function planCreateDatabase(ast: CreateDatabase, ctx: DdlContext): DdlPlan {
  if (ast.snapshotOf) throw notSupported(ast.pos, 'A database snapshot');
  if (ast.attach) throw notSupported(ast.pos, 'CREATE DATABASE ... FOR ATTACH');
  const name = ast.name.text;
  if (ctx.catalog.database(name)) {
    throw ddlError(ast.pos, 1801, 16, 3, `Database '${name}' already exists. Choose a different database name.`);
  }
  const collation = ast.collation?.text ?? ctx.serverCollation;
  if (pgCollation(collation) === undefined) throw ddlError(ast.pos, 448, 16, 3, `Invalid collation '${collation}'.`);
  const model = ctx.catalog.database('model')?.options ?? NEW_DATABASE_OPTIONS;
  const made = newDatabase({
    id: freeDatabaseId(ctx),
    name,
    collation,
    createdAt: ctx.now,
    options: { ...model, ...keptOptions(ast.options) },
  });
  return plan(made.sql, made.changes);
}

function freeDatabaseId(ctx: DdlContext): number {
  for (let id = FIRST_USER_DATABASE_ID; ; id++) if (!ctx.catalog.databaseById(id)) return id;
}

/** DROP DATABASE a, b: those that can go do; then the errors of the others. */
export function planDropDatabase(ast: Drop, ctx: DdlContext): DdlPlan {
  const sql: string[] = [];
  const changes: CatalogChange[] = [];
  const errors: SqlError[] = [];
  for (const objectName of ast.names) {
    const name = objectName.parts.at(-1)?.text ?? '';
    const database = ctx.catalog.database(name);
    const problem = database ? dropProblem(ast, database, ctx) : missing(ast, name);
    if (problem) errors.push(problem);
    else if (database) {
      sql.push(...dropSchemas(database, ctx));
      changes.push({ action: 'delete', what: 'database', id: database.id });
    }
  }
  if (changes.length === 0 && errors[0]) throw errors[0];
  return plan(sql, changes, { errors });
}

function missing(ast: Drop, name: string): SqlError | undefined {
  if (ast.ifExists) return undefined;
  return ddlError(
    ast.pos,
    3701,
    11,
    1,
    `Cannot drop the database '${name}', because it does not exist or you do not have permission.`,
  );
}

function dropProblem(ast: Drop, database: DatabaseMeta, ctx: DdlContext): SqlError | undefined {
  if (isSystemDatabase(database.id)) {
    return ddlError(
      ast.pos,
      3708,
      16,
      4,
      `Cannot drop the database '${database.name}' because it is a system database.`,
    );
  }
  if (database.id === ctx.databaseId || ctx.inUse(database.id)) {
    return ddlError(
      ast.pos,
      3702,
      16,
      database.id === ctx.databaseId ? 3 : 4,
      `Cannot drop database "${database.name}" because it is currently in use.`,
    );
  }
  return undefined;
}

function dropSchemas(database: DatabaseMeta, ctx: DdlContext): string[] {
  return [...ctx.catalog.schemas(database.id)]
    .filter((schema) => schema.pg !== 'sys')
    .map((schema) => `DROP SCHEMA ${quoteName(schema.pg)} CASCADE`);
}

export function planAlterDatabase(ast: AlterDatabase, ctx: DdlContext): DdlPlan {
  const database = ast.name ? ctx.catalog.database(ast.name.text) : ctx.catalog.databaseById(ctx.databaseId);
  if (!database) {
    throw ddlError(
      ast.pos,
      5011,
      14,
      5,
      `User does not have permission to alter database '${ast.name?.text}', the database does not exist, or the database is not in a state that allows access checks.`,
    );
  }
  switch (ast.action.kind) {
    case 'set':
      return put({ ...database, options: { ...database.options, ...keptOptions(ast.action.options) } });
    case 'collate': {
      const collation = ast.action.collation.text;
      if (pgCollation(collation) === undefined)
        throw ddlError(ast.pos, 448, 16, 3, `Invalid collation '${collation}'.`);
      return put({ ...database, collation });
    }
    case 'modify-name':
      return renameDatabase(ast, database, ast.action.name.text, ctx);
    case 'file':
      return EMPTY_PLAN;
    case 'scoped-configuration':
      return put({ ...database, options: { ...database.options, ...keptOptions(ast.action.options, 'SCOPED ') } });
    default:
      return ast.action satisfies never;
  }
}

const put = (value: DatabaseMeta): DdlPlan => plan([], [{ action: 'put', what: 'database', value }]);

/** ALTER DATABASE ... MODIFY NAME and sp_renamedb. */
export function renameDatabase(
  at: { readonly pos: AlterDatabase['pos'] },
  database: DatabaseMeta,
  name: string,
  ctx: DdlContext,
): DdlPlan {
  if (isSystemDatabase(database.id))
    throw ddlError(
      at.pos,
      5015,
      16,
      1,
      `ALTER DATABASE failed. The name of system database '${database.name}' cannot be changed.`,
    );
  if (name.toLowerCase() !== database.name.toLowerCase() && ctx.catalog.database(name)) {
    throw ddlError(at.pos, 1801, 16, 3, `Database '${name}' already exists. Choose a different database name.`);
  }
  const schemas = [...ctx.catalog.schemas(database.id)].filter((schema) => schema.pg !== 'sys');
  const renamed = schemas.map((schema) => ({ ...schema, pg: pgSchemaName(name, schema.name) }));
  const sql = schemas.flatMap((schema, index) => {
    const to = renamed[index]?.pg ?? schema.pg;
    return to === schema.pg ? [] : [`ALTER SCHEMA ${quoteName(schema.pg)} RENAME TO ${quoteName(to)}`];
  });
  return plan(sql, [
    { action: 'put', what: 'database', value: { ...database, name } },
    ...renamed.map((value): CatalogChange => ({ action: 'put', what: 'schema', value })),
  ]);
}

const ACCESS = ['MULTI_USER', 'SINGLE_USER', 'RESTRICTED_USER'];
const STATES = ['ONLINE', 'OFFLINE', 'EMERGENCY'];

/** Every option is kept as it was given, for sys.databases to show. ON and OFF become booleans, bare words a true of their own. */
function keptOptions(options: readonly Option[], prefix = ''): Record<string, string | number | boolean> {
  const kept: Record<string, string | number | boolean> = {};
  for (const option of options) {
    const group = [ACCESS, STATES].find((names) => names.includes(option.name));
    for (const other of group ?? []) kept[other] = false;
    if (option.name === 'READ_WRITE') kept['READ_ONLY'] = false;
    else kept[prefix + option.name] = optionValue(option);
  }
  return kept;
}

function optionValue(option: Option): string | number | boolean {
  const [value] = option.values;
  if (!value) return true;
  if (value.kind === 'word') {
    const word = value.text.toUpperCase();
    return word === 'ON' ? true : word === 'OFF' ? false : word;
  }
  if (value.kind === 'variable') return value.name;
  if (value.kind === 'object-name') return value.parts.map((part) => part.text).join('.');
  return value.type === 'int' ? Number(value.value) : value.value;
}
