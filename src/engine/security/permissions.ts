import { SqlError, type RequiredPermission } from '../../tsql/index.ts';
import type { Frame } from '../execution/frame.ts';

/** Refuses a statement whose session lacks a permission it needs (229, 230). Members of sysadmin and database owners may all. */
export function requirePermissions(required: readonly RequiredPermission[], frame: Frame): void {
  const { session } = frame;
  if (session.isSysadmin || required.length === 0) return;
  // Ownership chaining: what a module touches is checked when the module is called, all objects of dbo having one owner.
  if (frame.kind === 'procedure' || frame.kind === 'trigger') return;
  for (const permission of required) {
    const object = session.catalog.view.objectById(permission.objectId);
    if (object === undefined) continue;
    const schema = session.catalog.view.schemaById(object.schemaId);
    const database = schema === undefined ? undefined : session.catalog.view.databaseById(schema.databaseId);
    if (schema === undefined || database === undefined) continue;
    if (session.engine.security.isAllowed(session.identity, database.id, schema.id, permission)) continue;
    throw new SqlError(
      229,
      14,
      5,
      `The ${permission.action} permission was denied on the object '${object.name}', database '${database.name}', schema '${schema.name}'.`,
    );
  }
}
