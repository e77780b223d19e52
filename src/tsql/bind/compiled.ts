import type { ColumnMeta } from '../catalog/meta.ts';
import type { SqlType } from '../types/sql-type.ts';
import type { BoundExpr } from './bound.ts';
import type { ColumnOrigin } from './bound-query.ts';

/** What the engine needs to run one statement: the PostgreSQL text and everything known about its answer beforehand. */
export interface CompiledStatement {
  readonly verb: Verb;
  readonly sql: string;
  /** In the order of $1, $2, ... */
  readonly parameters: readonly CompiledParameter[];
  /** What the client sees. Empty: the statement answers no rows (rows may still come, for `assignments` and `identity`). */
  readonly columns: readonly ResultColumn[];
  /** `SELECT @a = x`, `UPDATE ... SET @a = x`: the variable takes the value that the last row has in this column. */
  readonly assignments: readonly VariableAssignment[];
  /** SELECT ... INTO: the engine creates the table, then runs `INSERT INTO table (columns) ` followed by `sql`. */
  readonly selectInto?: SelectInto;
  /** INSERT into a table with an identity column: where its last value is found. */
  readonly identity?: IdentityResult;
  /** Tables whose rows the statement changes (also through an updatable view). */
  readonly target?: {
    readonly objectId: number;
    readonly action: 'INSERT' | 'UPDATE' | 'DELETE' | 'MERGE';
    readonly updatedColumns: readonly string[];
  };
  readonly permissions: readonly RequiredPermission[];
  /** True when PostgreSQL only reads: may run on a replica and needs no savepoint beyond what an error needs. */
  readonly readsOnly: boolean;
  /** SELECT without a table: it begins no implicit transaction. */
  readonly tableless?: boolean;
  /** FOR JSON and FOR XML answer one document: one column, one row (no row when there is no input for it). */
  readonly document?: 'json' | 'xml';
  /** Table hints that SQL Server would honour by locking: the session should be inside a transaction. */
  readonly locks: boolean;
  /** DECLARE CURSOR: what the engine must know beyond the query, whose rows end with the keys. */
  readonly cursor?: CompiledCursor;
  /** UPDATE and DELETE ... WHERE CURRENT OF: the cursor and the table that it must stand on. */
  readonly currentOf?: { readonly cursor: string; readonly global: boolean; readonly tableId: number };
  /** Names of temporary tables and table variables that the statement touches (its backend must be the session's own). */
  readonly usesTemporary: boolean;
}

export type CursorKind = 'static' | 'keyset' | 'dynamic' | 'fast forward';

/** Where in a cursor's row the values are that find the row of one of its tables. */
export interface CursorKey {
  readonly tableId: number;
  readonly first: number;
  readonly types: readonly SqlType[];
}

export interface CompiledCursor {
  readonly kind: CursorKind;
  /** The kind was asked for by name. */
  readonly explicit: boolean;
  readonly scroll: boolean;
  readonly readOnly: boolean;
  /** FOR UPDATE OF, lower case; empty: every column. */
  readonly updateColumns: readonly string[];
  readonly keys: readonly CursorKey[];
  /** Reads one row again by its key: the parameters `@@cursor_key:n` are the values behind the columns, in order. */
  readonly refetch?: { readonly sql: string; readonly parameters: readonly CompiledParameter[] };
}

export type Verb = 'SELECT' | 'INSERT' | 'UPDATE' | 'DELETE' | 'MERGE';

export interface CompiledParameter {
  /** With its `@` (a T-SQL variable) or `@@` (see system-variables.ts). Lower case. */
  readonly name: string;
  readonly type: SqlType;
}

export interface ResultColumn {
  readonly name: string;
  readonly type: SqlType;
  readonly nullable: boolean;
  /** Of character columns. */
  readonly collation?: string;
  readonly identity: boolean;
  readonly computed: boolean;
  readonly updatable: boolean;
  readonly origin?: ColumnOrigin;
}

export interface VariableAssignment {
  /** Lower case, with its `@`. */
  readonly variable: string;
  /** Index in the PostgreSQL row. The value has the variable's type already. */
  readonly column: number;
  readonly type: SqlType;
}

export interface SelectInto {
  /** The name's parts as written, last one first: [table, schema?, database?]. */
  readonly name: readonly string[];
  readonly columns: readonly (Pick<ColumnMeta, 'name' | 'type' | 'nullable' | 'collation'> & {
    readonly identity?: { readonly seed: string; readonly increment: string };
  })[];
}

export interface IdentityResult {
  readonly objectId: number;
  /** `column`: index in each PostgreSQL row, the last row counts. `currval`: ask currval(sequence) if any row was inserted. */
  readonly how: { readonly kind: 'column'; readonly column: number } | { readonly kind: 'currval' };
  readonly pgSchema: string;
  readonly pgSequence: string;
}

export interface RequiredPermission {
  readonly objectId: number;
  readonly action: 'SELECT' | 'INSERT' | 'UPDATE' | 'DELETE' | 'EXECUTE' | 'REFERENCES';
  /** Lower-case column names where the action is by column; undefined: the whole object. */
  readonly columns?: readonly string[];
}

/** An expression on its own: IF, WHILE, SET, PRINT, EXEC arguments, DEFAULTs. */
export interface CompiledExpression {
  readonly bound: BoundExpr;
  /** `SELECT expression` (conditions answer 0 or 1 as int2). */
  readonly sql: string;
  readonly parameters: readonly CompiledParameter[];
  readonly type: SqlType;
  readonly nullable: boolean;
  readonly permissions: readonly RequiredPermission[];
  readonly usesTemporary: boolean;
}
