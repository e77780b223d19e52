import type { SqlType } from '../types/sql-type.ts';
import type { BoundCollation, BoundExpr } from './bound.ts';
import type { TargetTable } from './dml-target.ts';

/**
 * The bound tree of queries and of the statements that change rows. Names in it are PostgreSQL's: `alias` is a range variable
 * that is unique in the whole statement, `pg` a table's or an output column's name. T-SQL names stay beside them only for
 * messages and result headers.
 */
export type BoundQuery = BoundSelect | BoundSetOperation | BoundValues;

/** One output column of a query. */
export interface BoundOutput {
  /** T-SQL's name; '' when the column has none. */
  readonly name: string;
  /** Name of the column in PostgreSQL, unique among the outputs of its query. */
  readonly pg: string;
  readonly type: SqlType;
  readonly nullable: boolean;
  readonly collation?: BoundCollation;
  /** IDENTITY(type, seed, increment) of SELECT INTO. */
  readonly newIdentity?: { readonly seed: string; readonly increment: string };
  /** The table column it comes from unchanged, if it does. */
  readonly origin?: ColumnOrigin;
}

export interface ColumnOrigin {
  readonly databaseId: number;
  readonly schema: string;
  /** 0 for table variables, temporary tables and system views. */
  readonly objectId: number;
  readonly table: string;
  readonly column: string;
  readonly columnId: number;
  readonly identity: boolean;
  readonly computed: boolean;
}

export interface BoundOrder {
  readonly expr: BoundExpr;
  readonly descending: boolean;
}

/** Row limits, in the order in which they apply after ORDER BY. */
export interface BoundLimit {
  readonly offset?: BoundExpr;
  readonly count?: BoundExpr;
  readonly percent?: boolean;
  readonly withTies?: boolean;
}

export interface BoundCte {
  readonly pg: string;
  readonly columns: readonly string[];
  readonly query: BoundQuery;
  readonly recursive: boolean;
}

interface QueryBase {
  readonly with?: readonly BoundCte[];
  readonly outputs: readonly BoundOutput[];
  readonly orderBy: readonly BoundOrder[];
  readonly limit?: BoundLimit;
}

export interface BoundSelect extends QueryBase {
  readonly kind: 'select';
  readonly distinct: boolean;
  /** One expression for each of `outputs`. */
  readonly expressions: readonly BoundExpr[];
  /** Elements stand side by side (cross join). Empty: SELECT without FROM. */
  readonly from: readonly BoundSource[];
  readonly where?: BoundExpr;
  /** Undefined: no GROUP BY. One empty set: an aggregate query over all rows. */
  readonly groupBy?: BoundGrouping;
  readonly having?: BoundExpr;
  /** FOR UPDATE and the like, from table hints. */
  readonly lock?: BoundLock;
  /** The one output is the text of FOR JSON or FOR XML (with TYPE its type is xml): nested ones are not quoted again. */
  readonly document?: 'json' | 'xml';
}

export interface BoundLock {
  readonly strength: 'UPDATE' | 'SHARE';
  readonly of: readonly string[];
  readonly wait: 'wait' | 'nowait' | 'skip locked';
}

export interface BoundGrouping {
  readonly kind: 'plain' | 'sets';
  /** `plain`: the expressions of GROUP BY. */
  readonly expressions: readonly BoundExpr[];
  /** `sets`: the grouping sets after ROLLUP and CUBE were multiplied out. Empty for `plain`. */
  readonly sets: readonly (readonly BoundExpr[])[];
}

export interface BoundSetOperation extends QueryBase {
  readonly kind: 'set operation';
  readonly op: 'UNION' | 'UNION ALL' | 'EXCEPT' | 'INTERSECT';
  /** Both sides already have the common types. */
  readonly left: BoundQuery;
  readonly right: BoundQuery;
}

export interface BoundValues extends QueryBase {
  readonly kind: 'values';
  readonly rows: readonly (readonly BoundExpr[])[];
}

export type BoundSource = BoundTable | BoundCteReference | BoundDerived | BoundTableFunction | BoundJoin;

/** A stored table, a temporary table or a system view. */
export interface BoundTable {
  readonly kind: 'table';
  readonly pgSchema: string;
  readonly pg: string;
  readonly alias: string;
  /** What it is to T-SQL, where it can be changed (through a view or a common table). */
  readonly stored?: TargetTable;
  /** READPAST: rows that others have locked are passed over. */
  readonly readPast?: boolean;
  /** UPDLOCK, XLOCK: the rows that a query reads stay locked until the transaction ends. */
  readonly lock?: BoundLock['wait'];
}

export interface BoundCteReference {
  readonly kind: 'cte';
  readonly pg: string;
  readonly alias: string;
}

/** A subquery, a view or an inline function after inlining, VALUES. `columns` renames its outputs. */
export interface BoundDerived {
  readonly kind: 'derived';
  readonly query: BoundQuery;
  readonly alias: string;
  readonly columns: readonly string[];
  readonly lateral: boolean;
}

/** A set-returning PostgreSQL function: `template` with `{0}` operands. */
export interface BoundTableFunction {
  readonly kind: 'function';
  readonly template: string;
  readonly args: readonly BoundExpr[];
  readonly alias: string;
  readonly columns: readonly string[];
  readonly lateral: boolean;
}

export interface BoundJoin {
  readonly kind: 'join';
  readonly join: 'INNER' | 'LEFT' | 'RIGHT' | 'FULL' | 'CROSS';
  readonly left: BoundSource;
  readonly right: BoundSource;
  readonly on?: BoundExpr;
}

/** The range variable through which the `stores` of a change read its `returning`. */
export const CHANGED = 'changed';

/** Statements that change rows. `returning` is what the statement answers, in the order of the PostgreSQL row. */
export type BoundChange = BoundInsert | BoundUpdate | BoundDelete | BoundMerge;

/** The table that changes. Its old and new rows are the range variables `old` and `new` in `returning`. */
export interface BoundTarget {
  readonly pgSchema: string;
  readonly pg: string;
  readonly alias: string;
}

export interface BoundReturning {
  readonly expr: BoundExpr;
  readonly pg: string;
}

/** Rows of `returning` that are stored in another table by the same statement (OUTPUT INTO, trigger transition tables). */
export interface BoundStore {
  readonly pgSchema: string;
  readonly pg: string;
  readonly columns: readonly string[];
  readonly values: readonly BoundExpr[];
  /** Only these rows (MERGE: those of one action). */
  readonly where?: BoundExpr;
}

interface ChangeBase {
  readonly with?: readonly BoundCte[];
  readonly target: BoundTarget;
  readonly returning: readonly BoundReturning[];
  /** Each reads the columns of `returning` through the range variable CHANGED. */
  readonly stores: readonly BoundStore[];
  /** How many of `returning`, from the first, are the statement's answer; the rest is only for `stores`. */
  readonly answers: number;
}

export interface BoundInsert extends ChangeBase {
  readonly kind: 'insert';
  readonly columns: readonly string[];
  /** Undefined: one row of nothing but NULLs and generated values (a table with no assignable column). */
  readonly source: BoundQuery | undefined;
  /** IGNORE_DUP_KEY: rows with an existing key are dropped. */
  readonly ignoreDuplicates?: boolean;
}

export interface BoundAssignment {
  readonly pg: string;
  readonly value: BoundExpr;
}

export interface BoundUpdate extends ChangeBase {
  readonly kind: 'update';
  readonly assignments: readonly BoundAssignment[];
  readonly from: readonly BoundSource[];
  readonly where?: BoundExpr;
}

export interface BoundDelete extends ChangeBase {
  readonly kind: 'delete';
  readonly from: readonly BoundSource[];
  readonly where?: BoundExpr;
}

export interface BoundMerge extends ChangeBase {
  readonly kind: 'merge';
  readonly source: BoundSource;
  readonly on: BoundExpr;
  readonly clauses: readonly BoundMergeClause[];
}

export interface BoundMergeClause {
  readonly when: 'MATCHED' | 'NOT MATCHED' | 'NOT MATCHED BY SOURCE';
  readonly condition?: BoundExpr;
  readonly action:
    | { readonly kind: 'update'; readonly assignments: readonly BoundAssignment[] }
    | { readonly kind: 'delete' }
    | { readonly kind: 'insert'; readonly columns: readonly string[]; readonly values: readonly BoundExpr[] };
}
