import type { Drop, ObjectName, SqlError, TableMeta } from '../../tsql/index.ts';
import { quoteName } from '../../tsql/index.ts';
import type { CatalogChange } from '../catalog/catalog-change.ts';
import { cannotDrop, ddlError } from './ddl-error.ts';
import { wrongClass } from './drop-object.ts';
import { tableText } from './pg-text.ts';
import { type DdlContext, type DdlPlan, plan } from './plan.ts';
import { findObject, findTable, nameText } from './resolve-name.ts';
import { refuseTemporal } from './temporal.ts';

/** DROP TABLE a, b: those that can go do; then the errors of the others. */
export function planDropTable(ast: Drop, ctx: DdlContext): DdlPlan {
  const sql: string[] = [];
  const changes: CatalogChange[] = [];
  const errors: SqlError[] = [];
  const temporary: number[] = [];
  const dropped = new Set<number>();
  for (const name of ast.names) {
    const found = findTable(name, ctx);
    const problem = found ? referencedProblem(ast, name, found.meta, dropped, ctx) : missing(ast, name, ctx);
    if (problem) errors.push(problem);
    else if (found?.meta.temporary) {
      sql.push(`DROP TABLE pg_temp.${quoteName(found.meta.pg)}`);
      temporary.push(found.meta.id);
    } else if (found && !dropped.has(found.meta.id)) {
      dropped.add(found.meta.id);
      sql.push(`DROP TABLE ${tableText(found.schema, found.meta)}`);
      changes.push(
        ...triggersOf(found.meta, ctx).map((id): CatalogChange => ({ action: 'delete', what: 'object', id })),
      );
      changes.push({ action: 'delete', what: 'object', id: found.meta.id });
    }
  }
  const [first] = errors;
  if (first && sql.length === 0) {
    const last = errors.at(-1) ?? first;
    last.preceding = errors.slice(0, -1);
    throw last;
  }
  return plan(sql, changes, { errors, ...(temporary.length > 0 ? { temporary: { put: [], drop: temporary } } : {}) });
}

function missing(ast: Drop, name: ObjectName, ctx: DdlContext): SqlError | undefined {
  const other = findObject(name, ctx);
  if (other) return wrongClass(ast, 'TABLE', name, other.meta);
  return ast.ifExists ? undefined : cannotDrop(ast.pos, 'table', nameText(name));
}

function triggersOf(table: TableMeta, ctx: DdlContext): number[] {
  return [...ctx.catalog.objects(table.schemaId)]
    .filter((object) => object.kind === 'trigger' && object.parentId === table.id)
    .map((object) => object.id);
}

/** Foreign keys of other tables that name this one; of tables that the statement drops before it do not count. */
function referencedProblem(
  ast: Drop,
  name: ObjectName,
  table: TableMeta,
  dropped: ReadonlySet<number>,
  ctx: DdlContext,
): SqlError | undefined {
  const temporal = refuseTemporal(ast.pos, table, ctx, 'drop');
  if (temporal) return temporal;
  const referencing = referencingTables(table, ctx).some((other) => !dropped.has(other.id));
  if (!referencing) return undefined;
  return ddlError(
    ast.pos,
    3726,
    16,
    1,
    `Could not drop object '${nameText(name)}' because it is referenced by a FOREIGN KEY constraint.`,
  );
}

export function referencingTables(table: TableMeta, ctx: DdlContext): TableMeta[] {
  const database = ctx.catalog.schemaById(table.schemaId)?.databaseId ?? ctx.databaseId;
  const found: TableMeta[] = [];
  for (const schema of ctx.catalog.schemas(database)) {
    for (const object of ctx.catalog.objects(schema.id)) {
      if (
        object.kind === 'table' &&
        object.id !== table.id &&
        object.foreignKeys.some((key) => key.referencedObjectId === table.id)
      )
        found.push(object);
    }
  }
  return found;
}
