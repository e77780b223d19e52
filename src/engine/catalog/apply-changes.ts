import type { DatabaseMeta, MemoryCatalog, ObjectMeta, SchemaMeta } from '../../tsql/index.ts';
import type { CatalogChange } from './catalog-change.ts';

/**
 * The catalog with the changes of one statement in it. `version` is the plan cache's: give a new one for every committed change,
 * keep the old one for an overlay that only one transaction sees.
 */
export function applyChanges(
  catalog: MemoryCatalog,
  changes: readonly CatalogChange[],
  version?: number,
): MemoryCatalog {
  const putDatabases = new Map<number, DatabaseMeta>();
  const putSchemas = new Map<number, SchemaMeta>();
  const putObjects = new Map<number, ObjectMeta>();
  const dropDatabases = new Set<number>();
  const dropSchemas = new Set<number>();
  const dropObjects = new Set<number>();
  for (const change of changes) {
    if (change.what === 'database') {
      if (change.action === 'put') putDatabases.set(change.value.id, change.value);
      else dropWholeDatabase(catalog, change.id, dropDatabases, dropSchemas, dropObjects);
    } else if (change.what === 'schema') {
      if (change.action === 'put') putSchemas.set(change.value.id, change.value);
      else dropSchemas.add(change.id);
    } else if (change.what === 'object') {
      if (change.action === 'put') putObjects.set(change.value.id, change.value);
      else dropObjects.add(change.id);
    }
  }
  // An object that was put and dropped by one statement is gone.
  for (const id of dropObjects) putObjects.delete(id);
  return catalog.with({
    ...(version === undefined ? {} : { version }),
    putDatabases: [...putDatabases.values()],
    putSchemas: [...putSchemas.values()],
    putObjects: [...putObjects.values()],
    dropDatabases: [...dropDatabases],
    dropSchemas: [...dropSchemas],
    dropObjects: [...dropObjects],
  });
}

function dropWholeDatabase(
  catalog: MemoryCatalog,
  id: number,
  databases: Set<number>,
  schemas: Set<number>,
  objects: Set<number>,
): void {
  databases.add(id);
  for (const schema of catalog.schemas(id)) {
    schemas.add(schema.id);
    for (const object of catalog.objects(schema.id)) objects.add(object.id);
  }
}
