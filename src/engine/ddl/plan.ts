import type { CompiledFunction, FunctionOptions } from '../../tsql/index.ts';
import type {
  CatalogView,
  ColumnMeta,
  CreateFunction,
  CreateView,
  Expr,
  Predicate,
  SqlError,
  SqlType,
  TableMeta,
} from '../../tsql/index.ts';
import type { CatalogChange } from '../catalog/catalog-change.ts';
import type { CatalogIds } from '../catalog/ids.ts';

/** What one DDL statement does, decided without doing anything. */
export interface DdlPlan {
  /** PostgreSQL commands without parameters, in order; they run in one transaction with `changeSteps(changes)`. */
  readonly sql: readonly string[];
  readonly changes: readonly CatalogChange[];
  /** Informational messages (severity 10 and below) for the client. */
  readonly messages: readonly SqlError[];
  /** Local temporary tables made or changed, and the object ids of those dropped: the session's own, never in the catalog. */
  readonly temporary?: { readonly put: readonly TableMeta[]; readonly drop: readonly number[] };
  /** Errors of parts that did not work while the rest of the statement stands (DROP TABLE a, missing): raise after the rest is done. */
  readonly errors?: readonly SqlError[];
  /** Asked before the commands run; its one row makes further messages (DBCC CHECKIDENT tells the value it found). */
  readonly report?: { readonly sql: string; messages(row: readonly (string | null)[]): readonly SqlError[] };
  /** The error a client must see when PostgreSQL refuses a command of this plan; undefined: not known here. */
  readonly translate?: (refusal: PgRefusal) => SqlError | undefined;
}

/** The parts of PostgreSQL's error that tell what went wrong. */
export interface PgRefusal {
  readonly sqlstate: string;
  readonly constraint: string | undefined;
  readonly table: string | undefined;
  readonly column: string | undefined;
  readonly detail: string | undefined;
}

/** All a planner may know. Nothing here does I/O. */
export interface DdlContext {
  readonly catalog: CatalogView;
  readonly databaseId: number;
  readonly defaultSchema: string;
  readonly serverCollation: string;
  /** ISO 8601. */
  readonly now: string;
  readonly ids: CatalogIds;
  readonly compiler: DdlCompiler;
  /** The text that the statement's positions count in: the definition of a module is cut out of it. */
  readonly batchText: string;
  readonly quotedIdentifier: boolean;
  readonly ansiNulls: boolean;
  /** SET ANSI_NULL_DFLT_ON: a column without NULL or NOT NULL may be NULL. */
  readonly ansiNullDefault: boolean;
  /** Owner of the ##temp tables that the statement makes. */
  readonly sessionId?: number;
  /** Local temporary tables in scope, by name with its #. */
  temporaryTable(name: string): TableMeta | undefined;
  /** A PostgreSQL name for a new temporary table, unused in the session. */
  temporaryName(name: string): string;
  /** True when a session other than the asking one has the database open. */
  inUse(databaseId: number): boolean;
  /** principal_id of a user or role in the database; undefined: there is none. */
  principalId(databaseId: number, name: string): number | undefined;
}

/** The binder, as DDL needs it: PostgreSQL text without parameters. */
export interface DdlCompiler {
  /** A search condition over a row of the table. */
  condition(ast: Predicate, table: TableMeta): string;
  /** A value over a row of the table; with a target converted to it as an assignment is. Without a table: no column may be named. */
  value(ast: Expr, table: TableMeta | undefined, target?: ValueTarget): CompiledValue;
  /** The column's value as another type, for ALTER COLUMN. */
  conversion(column: ColumnMeta, table: TableMeta, target: ValueTarget): string;
  /** Columns of a view's or inline function's query, with names and types. */
  queryColumns(definition: ModuleDefinition): readonly Omit<ColumnMeta, 'id' | 'pg'>[];
  /** The PostgreSQL function behind a scalar or multi-statement one. */
  functionBody(ast: CreateFunction, options: Omit<FunctionOptions, 'env'>): CompiledFunction;
  /** Reads stored T-SQL text again. */
  parseExpression(text: string): Expr;
  parsePredicate(text: string): Predicate;
}

export type ModuleDefinition = CreateView | CreateFunction;

export interface ValueTarget {
  readonly type: SqlType;
  readonly collation?: string;
}

export interface CompiledValue {
  readonly sql: string;
  readonly type: SqlType;
  readonly nullable: boolean;
  readonly collation?: string;
  /** GETDATE, NEWID and their like: another value at another time. */
  readonly volatile: boolean;
}

export const plan = (
  sql: readonly string[],
  changes: readonly CatalogChange[],
  rest: Partial<DdlPlan> = {},
): DdlPlan => ({
  sql,
  changes,
  messages: [],
  ...rest,
});

export const EMPTY_PLAN: DdlPlan = plan([], []);
