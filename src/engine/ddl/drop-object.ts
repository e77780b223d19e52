import type { Drop, ObjectMeta, ObjectName, SqlError } from '../../tsql/index.ts';
import { quoteQualified } from '../../tsql/index.ts';
import type { CatalogChange } from '../catalog/catalog-change.ts';
import { cannotDrop, ddlError } from './ddl-error.ts';
import { pgRelations } from './pg-relations.ts';
import { type DdlContext, type DdlPlan, plan } from './plan.ts';
import { findObject, findType, nameText } from './resolve-name.ts';
import { typeUser } from './type-user.ts';

/** SQL Server's words for what DROP names, by the class as the statement spells it. */
const WORDS: Readonly<Record<string, string>> = {
  TABLE: 'table',
  VIEW: 'view',
  PROCEDURE: 'procedure',
  PROC: 'procedure',
  FUNCTION: 'function',
  TRIGGER: 'trigger',
  SYNONYM: 'synonym',
  SEQUENCE: 'sequence object',
};

const KINDS: Readonly<Record<string, ObjectMeta['kind']>> = {
  TABLE: 'table',
  VIEW: 'view',
  PROCEDURE: 'procedure',
  PROC: 'procedure',
  FUNCTION: 'function',
  TRIGGER: 'trigger',
  SYNONYM: 'synonym',
  SEQUENCE: 'sequence',
};

export const isDroppableClass = (className: string): boolean => className in KINDS;

/** DROP of views, modules, synonyms and sequences. */
export function planDropObjects(ast: Drop, ctx: DdlContext): DdlPlan {
  const sql: string[] = [];
  const changes: CatalogChange[] = [];
  const errors: SqlError[] = [];
  for (const name of ast.names) {
    const found = findObject(name, ctx);
    const problem = problemOf(ast, name, found?.meta, ctx);
    if (problem) errors.push(problem);
    else if (found) {
      for (const { kind, pg } of pgRelations(found.meta))
        sql.push(`DROP ${kind} ${quoteQualified(found.schema.pg, pg)}`);
      for (const object of ctx.catalog.objects(found.schema.id)) {
        if (object.kind === 'trigger' && object.parentId === found.meta.id)
          changes.push({ action: 'delete', what: 'object', id: object.id });
      }
      changes.push({ action: 'delete', what: 'object', id: found.meta.id });
    }
  }
  if (changes.length === 0 && errors.length > 0) {
    const last = errors.at(-1);
    if (last) {
      last.preceding = errors.slice(0, -1);
      throw last;
    }
  }
  return plan(sql, changes, { errors });
}

function problemOf(ast: Drop, name: ObjectName, meta: ObjectMeta | undefined, ctx: DdlContext): SqlError | undefined {
  if (!meta) return ast.ifExists ? undefined : cannotDrop(ast.pos, WORDS[ast.class] ?? 'object', nameText(name));
  if (meta.kind !== KINDS[ast.class]) return wrongClass(ast, ast.class, name, meta);
  const user = meta.kind === 'function' || meta.kind === 'view' ? schemaBoundUser(meta, ctx) : undefined;
  if (user === undefined) return undefined;
  return ddlError(
    ast.pos,
    3729,
    16,
    1,
    `Cannot DROP ${ast.class} '${nameText(name)}' because it is being referenced by object '${user}'.`,
  );
}

/** A schema-bound module, a check or a computed column that names the object. */
function schemaBoundUser(meta: ObjectMeta, ctx: DdlContext): string | undefined {
  const database = ctx.catalog.schemaById(meta.schemaId)?.databaseId ?? ctx.databaseId;
  const word = new RegExp(`(?<![\\w@#$])\\[?${meta.name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\]?(?![\\w@#$])`, 'i');
  for (const schema of ctx.catalog.schemas(database)) {
    for (const object of ctx.catalog.objects(schema.id)) {
      if (object.id === meta.id) continue;
      if ((object.kind === 'view' || object.kind === 'function') && object.schemaBound && word.test(object.definition))
        return object.name;
      if (object.kind !== 'table' || meta.kind !== 'function') continue;
      const check = object.checks.find((item) => word.test(item.text));
      if (check) return check.name;
      if (object.columns.some((column) => column.computed && word.test(column.computed.text))) return object.name;
    }
  }
  return undefined;
}

/** DROP TABLE of a view and its like. */
export function wrongClass(ast: Drop, className: string, name: ObjectName, meta: ObjectMeta): SqlError {
  const word = meta.kind === 'sequence' ? 'sequence object' : meta.kind;
  const text = nameText(name);
  return ddlError(
    ast.pos,
    3705,
    16,
    1,
    `Cannot use DROP ${className} with '${text}' because '${text}' is a ${word}. Use DROP ${meta.kind.toUpperCase()}.`,
  );
}

export function planDropType(ast: Drop, ctx: DdlContext): DdlPlan {
  const changes: CatalogChange[] = [];
  for (const name of ast.names) {
    const found = findType(name, ctx);
    if (!found) {
      if (ast.ifExists) continue;
      throw ddlError(
        ast.pos,
        218,
        16,
        1,
        `Could not find the type '${nameText(name)}'. Either it does not exist or you do not have the necessary permission.`,
      );
    }
    const user = typeUser(found.meta, ctx);
    if (user !== undefined) {
      throw ddlError(
        ast.pos,
        3732,
        16,
        1,
        `Cannot drop type '${nameText(name)}' because it is being referenced by object '${user}'. There may be other objects that reference this type.`,
      );
    }
    changes.push({ action: 'delete', what: 'object', id: found.meta.id });
  }
  return plan([], changes);
}
