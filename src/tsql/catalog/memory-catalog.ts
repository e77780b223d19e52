import { LayeredMap } from './layered-map.ts';
import { foldName } from './meta.ts';
import type {
  AliasTypeMeta,
  CatalogView,
  DatabaseMeta,
  ObjectMeta,
  SchemaMeta,
  SystemViewMeta,
  TableMeta,
  TriggerMeta,
} from './meta.ts';

/** What changes from one catalog to the next. `put` adds or replaces by id; drops come first. */
export interface CatalogChanges {
  readonly version?: number;
  readonly putDatabases?: readonly DatabaseMeta[];
  readonly dropDatabases?: readonly number[];
  readonly putSchemas?: readonly SchemaMeta[];
  readonly dropSchemas?: readonly number[];
  readonly putObjects?: readonly ObjectMeta[];
  readonly dropObjects?: readonly number[];
}

interface Parts {
  readonly version: number;
  readonly databases: LayeredMap<number, DatabaseMeta>;
  readonly databasesByName: LayeredMap<string, DatabaseMeta>;
  readonly schemas: LayeredMap<number, SchemaMeta>;
  readonly schemasByName: LayeredMap<string, SchemaMeta>;
  readonly objects: LayeredMap<number, ObjectMeta>;
  /** By schema id, then by name; types have names of their own, marked by TYPE. */
  readonly objectsByName: LayeredMap<number, LayeredMap<string, ObjectMeta>>;
  /** Triggers by the object they stand on. */
  readonly triggers: LayeredMap<number, readonly TriggerMeta[]>;
  readonly systemViews: ReadonlyMap<string, SystemViewMeta>;
}

const TYPE = 'type ';
const keyOf = (object: ObjectMeta): string => {
  const isType = object.kind === 'alias type' || (object.kind === 'table' && object.tableType === true);
  return (isType ? TYPE : '') + foldName(object.name);
};
const within = (id: number, name: string): string => `${id}.${foldName(name)}`;

/** The catalog in memory: an immutable snapshot with constant-time look-ups; `with` gives a changed copy and shares the rest. */
export class MemoryCatalog implements CatalogView {
  readonly #parts: Parts;

  private constructor(parts: Parts) {
    this.#parts = parts;
  }

  static create(systemViews: Iterable<SystemViewMeta> = [], changes: CatalogChanges = {}): MemoryCatalog {
    const views = new Map<string, SystemViewMeta>();
    for (const view of systemViews) views.set(foldName(`${view.schema}.${view.name}`), view);
    const empty = new MemoryCatalog({
      version: 0,
      databases: new LayeredMap(),
      databasesByName: new LayeredMap(),
      schemas: new LayeredMap(),
      schemasByName: new LayeredMap(),
      objects: new LayeredMap(),
      objectsByName: new LayeredMap(),
      triggers: new LayeredMap(),
      systemViews: views,
    });
    return empty.with(changes);
  }

  get version(): number {
    return this.#parts.version;
  }

  database(name: string): DatabaseMeta | undefined {
    return this.#parts.databasesByName.get(foldName(name));
  }

  databaseById(id: number): DatabaseMeta | undefined {
    return this.#parts.databases.get(id);
  }

  databases(): Iterable<DatabaseMeta> {
    return this.#parts.databases.values();
  }

  schema(databaseId: number, name: string): SchemaMeta | undefined {
    return this.#parts.schemasByName.get(within(databaseId, name));
  }

  schemaById(id: number): SchemaMeta | undefined {
    return this.#parts.schemas.get(id);
  }

  *schemas(databaseId: number): Iterable<SchemaMeta> {
    for (const schema of this.#parts.schemas.values()) if (schema.databaseId === databaseId) yield schema;
  }

  object(schemaId: number, name: string): ObjectMeta | undefined {
    return this.#parts.objectsByName.get(schemaId)?.get(foldName(name));
  }

  type(schemaId: number, name: string): AliasTypeMeta | TableMeta | undefined {
    const found = this.#parts.objectsByName.get(schemaId)?.get(TYPE + foldName(name));
    return found?.kind === 'alias type' || found?.kind === 'table' ? found : undefined;
  }

  objectById(id: number): ObjectMeta | undefined {
    return this.#parts.objects.get(id);
  }

  objects(schemaId: number): Iterable<ObjectMeta> {
    return this.#parts.objectsByName.get(schemaId)?.values() ?? [];
  }

  triggersOf(objectId: number): readonly TriggerMeta[] {
    return this.#parts.triggers.get(objectId) ?? [];
  }

  systemView(schema: string, name: string): SystemViewMeta | undefined {
    return this.#parts.systemViews.get(foldName(`${schema}.${name}`));
  }

  with(changes: CatalogChanges): MemoryCatalog {
    const parts = this.#parts;
    const { databases, databasesByName } = changeDatabases(parts, changes);
    const { schemas, schemasByName } = changeSchemas(parts, changes);
    const { objects, objectsByName, triggers } = changeObjects(parts, changes);
    return new MemoryCatalog({
      version: changes.version ?? parts.version,
      databases,
      databasesByName,
      schemas,
      schemasByName,
      objects,
      objectsByName,
      triggers,
      systemViews: parts.systemViews,
    });
  }
}

/** Old names go first, so that a rename and a new holder of the old name may come in one step. */
function rekey<V extends { readonly id: number }>(
  byId: LayeredMap<number, V>,
  put: readonly V[],
  drop: readonly number[],
): { ids: [number, V | undefined][]; removed: V[] } {
  const removed: V[] = [];
  for (const id of [...drop, ...put.map((item) => item.id)]) {
    const old = byId.get(id);
    if (old) removed.push(old);
  }
  return {
    ids: [
      ...drop.map((id): [number, undefined] => [id, undefined]),
      ...put.map((item): [number, V] => [item.id, item]),
    ],
    removed,
  };
}

function changeDatabases(parts: Parts, changes: CatalogChanges): Pick<Parts, 'databases' | 'databasesByName'> {
  const put = changes.putDatabases ?? [];
  const drop = changes.dropDatabases ?? [];
  if (put.length + drop.length === 0) return parts;
  const { ids, removed } = rekey(parts.databases, put, drop);
  const names: [string, DatabaseMeta | undefined][] = removed.map((old) => [foldName(old.name), undefined]);
  for (const database of put) names.push([foldName(database.name), database]);
  return { databases: parts.databases.with(ids), databasesByName: parts.databasesByName.with(names) };
}

function changeSchemas(parts: Parts, changes: CatalogChanges): Pick<Parts, 'schemas' | 'schemasByName'> {
  const put = changes.putSchemas ?? [];
  const drop = changes.dropSchemas ?? [];
  if (put.length + drop.length === 0) return parts;
  const { ids, removed } = rekey(parts.schemas, put, drop);
  const names: [string, SchemaMeta | undefined][] = removed.map((old) => [within(old.databaseId, old.name), undefined]);
  for (const schema of put) names.push([within(schema.databaseId, schema.name), schema]);
  return { schemas: parts.schemas.with(ids), schemasByName: parts.schemasByName.with(names) };
}

function changeObjects(parts: Parts, changes: CatalogChanges): Pick<Parts, 'objects' | 'objectsByName' | 'triggers'> {
  const put = changes.putObjects ?? [];
  const drop = changes.dropObjects ?? [];
  if (put.length + drop.length === 0) return parts;
  const { ids, removed } = rekey(parts.objects, put, drop);
  const bySchema = new Map<number, [string, ObjectMeta | undefined][]>();
  const inSchema = (schemaId: number): [string, ObjectMeta | undefined][] => {
    const found = bySchema.get(schemaId) ?? [];
    bySchema.set(schemaId, found);
    return found;
  };
  const triggers = new Map<number, readonly TriggerMeta[]>();
  const triggersOn = (parentId: number): readonly TriggerMeta[] =>
    triggers.get(parentId) ?? parts.triggers.get(parentId) ?? [];
  for (const old of removed) {
    inSchema(old.schemaId).push([keyOf(old), undefined]);
    if (old.kind === 'trigger')
      triggers.set(
        old.parentId,
        triggersOn(old.parentId).filter((t) => t.id !== old.id),
      );
  }
  for (const object of put) {
    inSchema(object.schemaId).push([keyOf(object), object]);
    if (object.kind === 'trigger') triggers.set(object.parentId, [...triggersOn(object.parentId), object]);
  }
  const names = [...bySchema].map(([schemaId, entries]): [number, LayeredMap<string, ObjectMeta>] => [
    schemaId,
    (parts.objectsByName.get(schemaId) ?? new LayeredMap()).with(entries),
  ]);
  return {
    objects: parts.objects.with(ids),
    objectsByName: parts.objectsByName.with(names),
    triggers: parts.triggers.with(triggers),
  };
}
