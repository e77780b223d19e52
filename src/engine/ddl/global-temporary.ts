import { type CatalogView, type ObjectName, quoteQualified } from '../../tsql/index.ts';
import type { CatalogChange } from '../catalog/catalog-change.ts';
import { type DdlContext, type DdlPlan, plan } from './plan.ts';
import { isGlobalTemporaryName } from './resolve-name.ts';

const TEMPDB_ID = 2;

/** Marks a ##temp table with the session that makes it. */
export function globalOwner(name: ObjectName, ctx: DdlContext): { readonly ownerSessionId?: number } {
  return isGlobalTemporaryName(name) && ctx.sessionId !== undefined ? { ownerSessionId: ctx.sessionId } : {};
}

/** The end of a session: its ##temp tables go. */
export function planDropGlobalTemporaries(catalog: CatalogView, sessionId: number): DdlPlan {
  const schema = catalog.schema(TEMPDB_ID, 'dbo');
  const tables = [...(schema ? catalog.objects(schema.id) : [])].filter(
    (object) => object.kind === 'table' && object.ownerSessionId === sessionId,
  );
  return plan(
    tables.map((table) => `DROP TABLE IF EXISTS ${quoteQualified(schema?.pg ?? '', table.pg)} CASCADE`),
    tables.map((table): CatalogChange => ({ action: 'delete', what: 'object', id: table.id })),
  );
}
