import type { SqlType } from '../types/sql-type.ts';

/**
 * The T-SQL catalog as plain data: what the binder reads, what DDL writes, what the engine keeps (one JSON document an object)
 * in PostgreSQL. Names are kept as they were written; look-ups ignore case. `pg` is the name in PostgreSQL (at most 63 bytes,
 * chosen by the engine when the object is made).
 */
export interface DatabaseMeta {
  readonly id: number;
  readonly name: string;
  readonly collation: string;
  readonly createdAt: string;
  readonly options: Readonly<Record<string, string | number | boolean>>;
}

export interface SchemaMeta {
  /** Unique on the server: databaseId * 65536 + the schema_id that T-SQL shows (see `localSchemaId`). */
  readonly id: number;
  readonly databaseId: number;
  /** principal_id of the owner; dbo (1) when absent. */
  readonly ownerId?: number;
  readonly name: string;
  /** The PostgreSQL schema. */
  readonly pg: string;
}

/** How names are compared: everywhere the same, in memory and in the catalog's unique constraints. */
export const foldName = (name: string): string => name.toLowerCase();

/** schema_id as SQL Server shows it: dbo is 1 in every database. */
export const localSchemaId = (id: number): number => id & 0xffff;
export const globalSchemaId = (databaseId: number, localId: number): number => databaseId * 0x10000 + localId;

export interface ColumnMeta {
  /** column_id: never reused after DROP COLUMN. */
  readonly id: number;
  readonly name: string;
  readonly pg: string;
  readonly type: SqlType;
  readonly nullable: boolean;
  /** Name of the collation for character columns. */
  readonly collation?: string;
  /** `pgSequence` is the bare name of a sequence in the table's own PostgreSQL schema, owned by the column. */
  readonly identity?: {
    readonly seed: string;
    readonly increment: string;
    readonly pgSequence: string;
    readonly notForReplication?: boolean;
  };
  readonly default?: {
    readonly constraint: string;
    readonly objectId: number;
    readonly text: string;
    readonly systemNamed?: boolean;
  };
  /** `stored`: a generated column of PostgreSQL; otherwise the column does not exist there and the binder inlines `text`. */
  readonly computed?: { readonly text: string; readonly persisted: boolean; readonly stored: boolean };
  /** user_type_id of an alias type, if the column was declared with one. */
  readonly aliasTypeId?: number;
  readonly rowguidcol?: boolean;
  readonly generatedAlways?: 'row start' | 'row end';
  readonly hidden?: boolean;
  readonly sparse?: boolean;
}

export interface KeyColumn {
  readonly column: string;
  readonly descending: boolean;
}

export interface IndexMeta {
  readonly id: number;
  readonly name: string;
  readonly pg: string;
  readonly unique: boolean;
  readonly clustered: boolean;
  readonly columns: readonly KeyColumn[];
  readonly include: readonly string[];
  /** Filter as T-SQL text. */
  readonly where?: string;
  /** Set when the index stands behind a constraint. */
  readonly constraint?: 'PRIMARY KEY' | 'UNIQUE';
  readonly constraintObjectId?: number;
  readonly ignoreDupKey?: boolean;
  readonly disabled?: boolean;
  /** True when SQL Server's rules, not the user, named the constraint. */
  readonly systemNamed?: boolean;
  readonly fillFactor?: number;
  readonly columnstore?: boolean;
  /** CREATE STATISTICS, not an index: nothing stands behind it in PostgreSQL. */
  readonly statisticsOnly?: boolean;
}

export interface ForeignKeyMeta {
  readonly objectId: number;
  readonly name: string;
  readonly pg: string;
  readonly columns: readonly string[];
  readonly referencedObjectId: number;
  readonly referencedColumns: readonly string[];
  readonly onDelete: ReferentialAction;
  readonly onUpdate: ReferentialAction;
  readonly disabled?: boolean;
  readonly notTrusted?: boolean;
  readonly systemNamed?: boolean;
}
export type ReferentialAction = 'NO ACTION' | 'CASCADE' | 'SET NULL' | 'SET DEFAULT';

export interface CheckMeta {
  readonly objectId: number;
  readonly name: string;
  readonly pg: string;
  /** The condition as T-SQL text, as SQL Server would show it in sys.check_constraints. */
  readonly text: string;
  readonly column?: string;
  readonly disabled?: boolean;
  readonly notTrusted?: boolean;
  readonly systemNamed?: boolean;
}

export interface ObjectBase {
  /** WITH ENCRYPTION: nobody may read the definition. */
  readonly encrypted?: boolean;
  readonly id: number;
  readonly schemaId: number;
  readonly name: string;
  readonly pg: string;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly modifiedAt: string;
}

export interface TableMeta extends ObjectBase {
  readonly kind: 'table';
  readonly columns: readonly ColumnMeta[];
  readonly nextColumnId: number;
  readonly indexes: readonly IndexMeta[];
  readonly foreignKeys: readonly ForeignKeyMeta[];
  readonly checks: readonly CheckMeta[];
  /** A #temp table, a table variable, or an inserted/deleted pseudo-table: lives in PostgreSQL's pg_temp. */
  readonly temporary?: boolean;
  /** A ##temp table goes with the session that made it. */
  readonly ownerSessionId?: number;
  /** A table type (CREATE TYPE ... AS TABLE): never stored rows of its own. */
  readonly tableType?: boolean;
  /** user_type_id of a table type. */
  readonly userTypeId?: number;
  readonly temporal?: { readonly historyObjectId: number; readonly start: string; readonly end: string };
  readonly dataRetention?: { readonly column: string; readonly period: number; readonly unit: string };
}

export interface ViewMeta extends ObjectBase {
  readonly kind: 'view';
  /** CREATE VIEW ... as the user wrote it. */
  readonly definition: string;
  readonly columns: readonly ColumnMeta[];
  readonly schemaBound: boolean;
  readonly checkOption: boolean;
  readonly quotedIdentifier?: boolean;
  readonly ansiNulls?: boolean;
}

export interface ParameterMeta {
  readonly name: string;
  readonly type: SqlType;
  /** Object id of a table type for a table-valued parameter. */
  readonly tableTypeId?: number;
  readonly default?: string;
  readonly output: boolean;
  readonly readonly: boolean;
}

export interface ProcedureMeta extends ObjectBase {
  readonly kind: 'procedure';
  readonly definition: string;
  readonly parameters: readonly ParameterMeta[];
  /** SET options that SQL Server stores with a module. */
  readonly quotedIdentifier: boolean;
  readonly ansiNulls: boolean;
}

export interface FunctionMeta extends ObjectBase {
  readonly kind: 'function';
  readonly form: 'scalar' | 'inline' | 'multi';
  readonly definition: string;
  readonly parameters: readonly ParameterMeta[];
  readonly returns?: SqlType;
  readonly columns?: readonly ColumnMeta[];
  readonly schemaBound: boolean;
  /** Session variables (@@now, ...) that a call hands over behind the arguments: what the body reads of the session. */
  readonly session?: readonly string[];
  /** It calls itself: a call hands over the depth behind everything else. */
  readonly recursive?: boolean;
  /** The same answer for the same arguments, whatever the tables hold. */
  readonly deterministic?: boolean;
  /** Types of the PostgreSQL function that stands behind it: with the same ones it can be replaced in place. */
  readonly pgSignature?: string;
  readonly returnsNullOnNull?: boolean;
  readonly quotedIdentifier?: boolean;
  readonly ansiNulls?: boolean;
}

export interface TriggerMeta extends ObjectBase {
  readonly kind: 'trigger';
  readonly definition: string;
  readonly parentId: number;
  readonly insteadOf: boolean;
  readonly events: readonly ('INSERT' | 'UPDATE' | 'DELETE')[];
  readonly disabled: boolean;
  /** sp_settriggerorder, by action. */
  readonly orders?: Readonly<Partial<Record<'INSERT' | 'UPDATE' | 'DELETE', 'first' | 'last'>>>;
  readonly quotedIdentifier?: boolean;
  readonly ansiNulls?: boolean;
}

export interface SynonymMeta extends ObjectBase {
  readonly kind: 'synonym';
  /** The name it stands for, as written. */
  readonly target: string;
}

export interface SequenceMeta extends ObjectBase {
  readonly kind: 'sequence';
  readonly type: SqlType;
  readonly start: string;
  readonly increment: string;
  readonly minimum: string;
  readonly maximum: string;
  readonly cycle: boolean;
  readonly cache: number | null;
}

export interface AliasTypeMeta extends ObjectBase {
  readonly kind: 'alias type';
  readonly userTypeId: number;
  readonly base: SqlType;
  readonly nullable: boolean;
}

export type ObjectMeta =
  TableMeta | ViewMeta | ProcedureMeta | FunctionMeta | TriggerMeta | SynonymMeta | SequenceMeta | AliasTypeMeta;

/** A view of `sys` or INFORMATION_SCHEMA, built in. Lowered as a PostgreSQL view of schema `sys`, filtered by database. */
export interface SystemViewMeta {
  /** 'sys' or 'INFORMATION_SCHEMA'. */
  readonly schema: string;
  readonly name: string;
  readonly pgSchema: string;
  readonly pg: string;
  readonly columns: readonly { readonly name: string; readonly type: SqlType; readonly nullable: boolean }[];
  /** True when the PostgreSQL view has a leading column "$db" (database_id) that the binder must filter by. */
  readonly perDatabase: boolean;
  /** Negative object_id, stable while the list of views is. */
  readonly objectId: number;
  /** True when the rows come from the running engine, which must hand them over before the query runs. */
  readonly live: boolean;
}

/** What the binder may ask of the catalog. All names are compared without case. Undefined: there is no such thing. */
export interface CatalogView {
  /** Grows with every committed change; plans are cached by it. */
  readonly version: number;
  database(name: string): DatabaseMeta | undefined;
  databaseById(id: number): DatabaseMeta | undefined;
  databases(): Iterable<DatabaseMeta>;
  schema(databaseId: number, name: string): SchemaMeta | undefined;
  schemaById(id: number): SchemaMeta | undefined;
  schemas(databaseId: number): Iterable<SchemaMeta>;
  /** Tables, views, modules, synonyms, sequences: everything that shares the schema's object names (types do not). */
  object(schemaId: number, name: string): ObjectMeta | undefined;
  /** Alias types and table types have names of their own, apart from objects'. */
  type(schemaId: number, name: string): AliasTypeMeta | TableMeta | undefined;
  objectById(id: number): ObjectMeta | undefined;
  /** Types included. */
  objects(schemaId: number): Iterable<ObjectMeta>;
  /** Triggers that stand on a table or view, in the order of their making. */
  triggersOf(objectId: number): readonly TriggerMeta[];
  systemView(schema: string, name: string): SystemViewMeta | undefined;
}
