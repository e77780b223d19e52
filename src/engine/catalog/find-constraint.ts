import type { CatalogView, DatabaseMeta, SchemaMeta, TableMeta } from '../../tsql/index.ts';

/** A constraint or unique index by its T-SQL names, for errors 2627, 2601 and 547. */
export interface FoundConstraint {
  readonly kind: 'primary key' | 'unique' | 'unique index' | 'check' | 'foreign key';
  readonly name: string;
  readonly database: string;
  readonly schema: string;
  readonly table: string;
  /** Set where the constraint is about one column. */
  readonly column?: string;
  /** Of a foreign key: what it references. */
  readonly referenced?: {
    readonly database: string;
    readonly schema: string;
    readonly table: string;
    readonly column?: string;
  };
}

/** Looks a constraint up by the names that PostgreSQL reports. The table may be either side of a foreign key. */
export function findConstraint(
  catalog: CatalogView,
  pgSchema: string,
  pgTable: string,
  pgConstraint: string,
): FoundConstraint | undefined {
  const place = findPgSchema(catalog, pgSchema);
  if (!place) return undefined;
  for (const object of catalog.objects(place.schema.id)) {
    if (object.kind === 'table' && object.pg === pgTable) {
      const found = constraintOf(catalog, object, place, pgConstraint);
      if (found) return found;
    }
  }
  // Deleting a referenced row is refused in the name of the referencing table's key, which may stand in another schema.
  for (const schema of catalog.schemas(place.database.id)) {
    for (const object of catalog.objects(schema.id)) {
      if (object.kind !== 'table' || !object.foreignKeys.some((key) => key.pg === pgConstraint)) continue;
      return constraintOf(catalog, object, { database: place.database, schema }, pgConstraint);
    }
  }
  return undefined;
}

interface Place {
  readonly database: DatabaseMeta;
  readonly schema: SchemaMeta;
}

interface PlaceNames {
  readonly database: { readonly name: string };
  readonly schema: { readonly name: string };
}

function findPgSchema(catalog: CatalogView, pgSchema: string): Place | undefined {
  for (const database of catalog.databases()) {
    for (const schema of catalog.schemas(database.id)) if (schema.pg === pgSchema) return { database, schema };
  }
  return undefined;
}

/** Also for a session's own temporary tables, which the catalog does not know. */
export function constraintOf(
  catalog: CatalogView,
  table: TableMeta,
  place: PlaceNames,
  pgConstraint: string,
): FoundConstraint | undefined {
  const own = { database: place.database.name, schema: place.schema.name, table: table.name };
  const index = table.indexes.find((item) => item.pg === pgConstraint);
  if (index) {
    const kind = index.constraint === 'PRIMARY KEY' ? 'primary key' : index.constraint ? 'unique' : 'unique index';
    return { kind, name: index.name, ...own };
  }
  const check = table.checks.find((item) => item.pg === pgConstraint);
  if (check)
    return { kind: 'check', name: check.name, ...own, ...(check.column === undefined ? {} : { column: check.column }) };
  const key = table.foreignKeys.find((item) => item.pg === pgConstraint);
  if (!key) return undefined;
  const target = key.referencedObjectId === table.id ? table : catalog.objectById(key.referencedObjectId);
  const targetSchema = target && catalog.schemaById(target.schemaId);
  return {
    kind: 'foreign key',
    name: key.name,
    ...own,
    ...single(key.columns),
    ...(target && targetSchema
      ? {
          referenced: {
            database: own.database,
            schema: targetSchema.name,
            table: target.name,
            ...single(key.referencedColumns),
          },
        }
      : {}),
  };
}

function single(columns: readonly string[]): { column?: string } {
  return columns.length === 1 && columns[0] !== undefined ? { column: columns[0] } : {};
}
