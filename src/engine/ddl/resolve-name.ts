import type { ObjectMeta, ObjectName, SchemaMeta, TableMeta } from '../../tsql/index.ts';
import { noSuchDatabase, noSuchSchema } from './ddl-error.ts';
import type { DdlContext } from './plan.ts';

export interface NewName {
  readonly databaseId: number;
  readonly schema: SchemaMeta;
  readonly name: string;
}

export const nameText = (name: ObjectName): string => name.parts.map((part) => part.text).join('.');

const lastPart = (name: ObjectName): string => name.parts.at(-1)?.text ?? '';
const part = (name: ObjectName, fromEnd: number): string | undefined => name.parts.at(-fromEnd)?.text || undefined;

/** A session's own table; those with two # are everybody's, and ordinary tables of tempdb. */
export const isTemporaryName = (name: ObjectName): boolean => /^#(?!#)/.test(lastPart(name));
export const isGlobalTemporaryName = (name: ObjectName): boolean => lastPart(name).startsWith('##');

export function databaseOf(name: ObjectName, ctx: DdlContext): number {
  const wanted = part(name, 3);
  if (wanted === undefined) return ctx.databaseId;
  const found = ctx.catalog.database(wanted);
  if (!found) throw noSuchDatabase(name.pos, wanted);
  return found.id;
}

/** Where a new object goes; throws 911 and 2760. */
export function newName(name: ObjectName, ctx: DdlContext): NewName {
  const tempdb = isGlobalTemporaryName(name) ? ctx.catalog.schema(TEMPDB_ID, 'dbo') : undefined;
  if (tempdb) return { databaseId: TEMPDB_ID, schema: tempdb, name: lastPart(name) };
  const databaseId = databaseOf(name, ctx);
  const wanted = part(name, 2) ?? ctx.defaultSchema;
  const schema = ctx.catalog.schema(databaseId, wanted);
  if (!schema || schema.pg === 'sys') throw noSuchSchema(name.pos, wanted);
  return { databaseId, schema, name: lastPart(name) };
}

export interface Found<M> {
  readonly meta: M;
  readonly schema: SchemaMeta;
  readonly databaseId: number;
}

/** Without a schema: the default schema, then dbo. An unknown database or schema finds nothing. */
function find<M>(
  name: ObjectName,
  ctx: DdlContext,
  look: (schemaId: number, name: string) => M | undefined,
): Found<M> | undefined {
  const tempdb = isGlobalTemporaryName(name) ? ctx.catalog.schema(TEMPDB_ID, 'dbo') : undefined;
  if (tempdb) {
    const meta = look(tempdb.id, lastPart(name));
    return meta && { meta, schema: tempdb, databaseId: TEMPDB_ID };
  }
  const wanted = part(name, 3);
  const databaseId = wanted === undefined ? ctx.databaseId : ctx.catalog.database(wanted)?.id;
  if (databaseId === undefined) return undefined;
  const given = part(name, 2);
  for (const schemaName of given === undefined ? [ctx.defaultSchema, 'dbo'] : [given]) {
    const schema = ctx.catalog.schema(databaseId, schemaName);
    const meta = schema && look(schema.id, lastPart(name));
    if (meta) return { meta, schema, databaseId };
  }
  return undefined;
}

export function findObject(name: ObjectName, ctx: DdlContext): Found<ObjectMeta> | undefined {
  return find(name, ctx, (schemaId, text) => ctx.catalog.object(schemaId, text));
}

export function findType(name: ObjectName, ctx: DdlContext): Found<ObjectMeta> | undefined {
  return find<ObjectMeta>(name, ctx, (schemaId, text) => ctx.catalog.type(schemaId, text));
}

/** A table, local temporary ones included (those live in tempdb's dbo, and in pg_temp). */
export function findTable(name: ObjectName, ctx: DdlContext): Found<TableMeta> | undefined {
  if (isTemporaryName(name)) {
    const table = ctx.temporaryTable(lastPart(name));
    return table && { meta: table, schema: temporarySchema(ctx), databaseId: TEMPDB_ID };
  }
  const found = findObject(name, ctx);
  return found?.meta.kind === 'table' ? { ...found, meta: found.meta } : undefined;
}

const TEMPDB_ID = 2;

/** What a temporary table's schema looks like to the printers: dbo of tempdb, but pg_temp in PostgreSQL. */
export function temporarySchema(ctx: DdlContext): SchemaMeta {
  const dbo = ctx.catalog.schema(TEMPDB_ID, 'dbo');
  return { id: dbo?.id ?? 0, databaseId: TEMPDB_ID, name: 'dbo', pg: 'pg_temp' };
}

/** Names of constraints are names of objects: they must be free in the schema. */
export function isNameTaken(ctx: DdlContext, schemaId: number, name: string): boolean {
  if (ctx.catalog.object(schemaId, name)) return true;
  const folded = name.toLowerCase();
  for (const object of ctx.catalog.objects(schemaId)) {
    if (object.kind === 'table' && constraintNames(object).some((taken) => taken.toLowerCase() === folded)) return true;
  }
  return false;
}

export function constraintNames(table: TableMeta): string[] {
  return [
    ...table.indexes.filter((index) => index.constraint).map((index) => index.name),
    ...table.foreignKeys.map((key) => key.name),
    ...table.checks.map((check) => check.name),
    ...table.columns.flatMap((column) => (column.default ? [column.default.constraint] : [])),
  ];
}
