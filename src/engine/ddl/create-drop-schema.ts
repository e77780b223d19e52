import {
  type AlterSchema,
  type CreateSchema,
  type Drop,
  type ObjectMeta,
  type SchemaMeta,
  globalSchemaId,
  localSchemaId,
  quoteName,
  quoteQualified,
} from '../../tsql/index.ts';
import type { CatalogChange } from '../catalog/catalog-change.ts';
import { FIRST_USER_SCHEMA_ID } from '../catalog/ids.ts';
import { pgSchemaName } from '../catalog/pg-name.ts';
import { alreadyExists, ddlError, notSupported } from './ddl-error.ts';
import { pgRelations } from './pg-relations.ts';
import { type DdlContext, type DdlPlan, plan } from './plan.ts';
import { findObject, findType, isNameTaken, nameText } from './resolve-name.ts';

/** Ids from here on belong to the schemas of fixed roles. */
const FIRST_ROLE_SCHEMA_ID = 16384;

/** The statements inside CREATE SCHEMA run after it, in the new schema: the engine does that. */
export function planCreateSchema(ast: CreateSchema, ctx: DdlContext): DdlPlan {
  const name = ast.name?.text ?? ast.owner?.text ?? '';
  if (ctx.catalog.schema(ctx.databaseId, name)) {
    const last = ddlError(ast.pos, 2759, 16, 0, 'CREATE SCHEMA failed due to previous errors.');
    last.preceding = [alreadyExists(ast.pos, name)];
    throw last;
  }
  const ownerId = ast.owner ? ctx.principalId(ctx.databaseId, ast.owner.text) : undefined;
  if (ast.owner && ownerId === undefined) {
    throw ddlError(
      ast.pos,
      15151,
      16,
      1,
      `Cannot find the user '${ast.owner.text}', because it does not exist or you do not have permission.`,
    );
  }
  const database = ctx.catalog.databaseById(ctx.databaseId);
  const schema: SchemaMeta = {
    id: freeSchemaId(ctx),
    databaseId: ctx.databaseId,
    name,
    ...(ownerId === undefined ? {} : { ownerId }),
    pg: pgSchemaName(database?.name ?? '', name),
  };
  return plan([`CREATE SCHEMA ${quoteName(schema.pg)}`], [{ action: 'put', what: 'schema', value: schema }]);
}

function freeSchemaId(ctx: DdlContext): number {
  for (let local = FIRST_USER_SCHEMA_ID; ; local++) {
    if (local >= FIRST_ROLE_SCHEMA_ID && local < FIRST_ROLE_SCHEMA_ID + 16) continue;
    const id = globalSchemaId(ctx.databaseId, local);
    if (!ctx.catalog.schemaById(id)) return id;
  }
}

export function planDropSchema(ast: Drop, ctx: DdlContext): DdlPlan {
  const name = ast.names[0]?.parts.at(-1)?.text ?? '';
  const schema = ctx.catalog.schema(ctx.databaseId, name);
  if (!schema) {
    if (ast.ifExists) return plan([], []);
    throw ddlError(
      ast.pos,
      15151,
      16,
      1,
      `Cannot drop the schema '${name}', because it does not exist or you do not have permission.`,
    );
  }
  const local = localSchemaId(schema.id);
  if (local < FIRST_USER_SCHEMA_ID && local !== 2)
    throw ddlError(ast.pos, 15150, 16, 1, `Cannot drop the schema '${schema.name}'.`);
  for (const object of ctx.catalog.objects(schema.id)) {
    throw ddlError(
      ast.pos,
      3729,
      16,
      1,
      `Cannot drop schema '${schema.name}' because it is being referenced by object '${object.name}'.`,
    );
  }
  return plan([`DROP SCHEMA ${quoteName(schema.pg)}`], [{ action: 'delete', what: 'schema', id: schema.id }]);
}

/** ALTER SCHEMA s TRANSFER o. Triggers go with their table. */
export function planAlterSchema(ast: AlterSchema, ctx: DdlContext): DdlPlan {
  if (ast.class === 'XML SCHEMA COLLECTION') throw notSupported(ast.pos, 'XML SCHEMA COLLECTION');
  const target = ctx.catalog.schema(ctx.databaseId, ast.name.text);
  if (!target || target.pg === 'sys') {
    throw ddlError(
      ast.pos,
      15151,
      16,
      1,
      `Cannot alter the schema '${ast.name.text}', because it does not exist or you do not have permission.`,
    );
  }
  const isType = ast.class === 'TYPE';
  const found = isType ? findType(ast.object, ctx) : findObject(ast.object, ctx);
  if (!found) {
    throw ddlError(
      ast.pos,
      15151,
      16,
      1,
      `Cannot find the ${isType ? 'type' : 'object'} '${nameText(ast.object)}', because it does not exist or you do not have permission.`,
    );
  }
  if (found.schema.id === target.id) return plan([], []);
  const taken = isType ? ctx.catalog.type(target.id, found.meta.name) : isNameTaken(ctx, target.id, found.meta.name);
  if (taken) throw ddlError(ast.pos, 15530, 16, 1, `The object with name "${found.meta.name}" already exists.`);
  const moved = (meta: ObjectMeta): CatalogChange => ({
    action: 'put',
    what: 'object',
    value: { ...meta, schemaId: target.id, modifiedAt: ctx.now },
  });
  const triggers = [...ctx.catalog.objects(found.schema.id)].filter(
    (object) => object.kind === 'trigger' && object.parentId === found.meta.id,
  );
  return plan(
    pgRelations(found.meta).map(
      ({ kind, pg }) => `ALTER ${kind} ${quoteQualified(found.schema.pg, pg)} SET SCHEMA ${quoteName(target.pg)}`,
    ),
    [moved(found.meta), ...triggers.map(moved)],
  );
}
