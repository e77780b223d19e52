import type { Name, Node, ObjectName, StatementNode } from './node.ts';
import type { Expr } from './expression.ts';
import type { Predicate } from './predicate.ts';
import type { TableSource } from './table-source.ts';

export interface SelectStatement extends StatementNode {
  readonly kind: 'select-statement';
  readonly with?: With;
  readonly query: Query;
  readonly options: readonly QueryHint[];
}

/** WITH before SELECT, INSERT, UPDATE, DELETE, MERGE, and in views and cursors. */
export interface With extends Node {
  readonly kind: 'with';
  /** WITH XMLNAMESPACES(...): without a prefix it is DEFAULT. */
  readonly xmlNamespaces?: readonly { readonly uri: string; readonly prefix?: Name }[];
  readonly ctes: readonly CommonTable[];
}
export interface CommonTable extends Node {
  readonly kind: 'common-table';
  readonly name: Name;
  readonly columns: readonly Name[];
  readonly query: Query;
}

/** A query with what belongs to the whole of it. */
export interface Query extends Node {
  readonly kind: 'query';
  readonly body: QueryBody;
  readonly orderBy: readonly OrderItem[];
  readonly offset?: Expr;
  readonly fetch?: Expr;
  readonly for?: ForClause;
}

export type QueryBody = Select | SetOperation;

export interface SetOperation extends Node {
  readonly kind: 'set-operation';
  readonly op: 'union' | 'union all' | 'except' | 'intersect';
  readonly left: QueryBody;
  readonly right: QueryBody;
}

export interface Select extends Node {
  readonly kind: 'select';
  readonly distinct: boolean;
  readonly top?: Top;
  readonly items: readonly SelectItem[];
  /** SELECT ... INTO t [ON filegroup]. */
  readonly into?: ObjectName;
  readonly intoFilegroup?: Name;
  /** The comma list of FROM; empty without FROM. */
  readonly from: readonly TableSource[];
  readonly where?: Predicate;
  readonly groupBy?: GroupBy;
  readonly having?: Predicate;
}

export interface Top extends Node {
  readonly kind: 'top';
  readonly count: Expr;
  readonly percent: boolean;
  readonly withTies: boolean;
  /** TOP (n), as opposed to the old TOP n. */
  readonly parenthesized: boolean;
}

export type SelectItem = SelectStar | SelectExpr | SelectAssignment;

/** `*` or `t.*`. */
export interface SelectStar extends Node {
  readonly kind: 'select-star';
  readonly qualifier?: ObjectName;
}
/** An alias given as a string literal has `quoted: true`. `alias = expr` and `expr AS alias` are the same here. */
export interface SelectExpr extends Node {
  readonly kind: 'select-expr';
  readonly expr: Expr;
  readonly alias?: Name;
}
/** `@x = expr`, `@x += expr`. */
export interface SelectAssignment extends Node {
  readonly kind: 'select-assignment';
  readonly variable: string;
  readonly op: AssignmentOperator;
  readonly expr: Expr;
}
export type AssignmentOperator = '=' | '+=' | '-=' | '*=' | '/=' | '%=' | '&=' | '|=' | '^=';

export interface GroupBy extends Node {
  readonly kind: 'group-by';
  /** GROUP BY ALL. */
  readonly all: boolean;
  readonly items: readonly GroupItem[];
  /** The old GROUP BY a, b WITH CUBE | ROLLUP. */
  readonly with?: 'cube' | 'rollup';
}
export type GroupItem =
  | { readonly kind: 'group-expr'; readonly pos: Node['pos']; readonly expr: Expr }
  /** `(a, b)` inside ROLLUP, CUBE and GROUPING SETS; `()` is the grand total. */
  | { readonly kind: 'group-set'; readonly pos: Node['pos']; readonly exprs: readonly Expr[] }
  | { readonly kind: 'rollup'; readonly pos: Node['pos']; readonly items: readonly GroupItem[] }
  | { readonly kind: 'cube'; readonly pos: Node['pos']; readonly items: readonly GroupItem[] }
  | { readonly kind: 'grouping-sets'; readonly pos: Node['pos']; readonly items: readonly GroupItem[] };

export interface OrderItem extends Node {
  readonly kind: 'order-item';
  readonly expr: Expr;
  readonly descending: boolean;
}

export type ForClause = ForXml | ForJson | ForBrowse;
export interface ForXml extends Node {
  readonly kind: 'for-xml';
  readonly mode: 'raw' | 'auto' | 'explicit' | 'path';
  readonly element?: string;
  /** ROOT: the empty string stands for the default name. */
  readonly root?: string;
  readonly elements?: 'plain' | 'xsinil' | 'absent';
  readonly type: boolean;
  readonly binaryBase64: boolean;
  readonly xmlData?: boolean;
  /** XMLSCHEMA: the empty string stands for no URI. */
  readonly xmlSchema?: string;
}
export interface ForJson extends Node {
  readonly kind: 'for-json';
  readonly mode: 'auto' | 'path';
  /** ROOT: the empty string stands for the default name. */
  readonly root?: string;
  readonly includeNullValues: boolean;
  readonly withoutArrayWrapper: boolean;
}
export interface ForBrowse extends Node {
  readonly kind: 'for-browse';
}

/** One hint of OPTION (...), in upper case: 'RECOMPILE', 'MAXDOP', 'HASH JOIN', 'LABEL', 'USE HINT', 'TABLE HINT', 'OPTIMIZE FOR'. */
export interface QueryHint extends Node {
  readonly kind: 'query-hint';
  readonly name: string;
  readonly args: readonly Expr[];
  /** OPTIMIZE FOR (@x = 1, @y UNKNOWN): no value is UNKNOWN. */
  readonly optimizeFor?: readonly { readonly variable: string; readonly value?: Expr }[];
  readonly table?: ObjectName;
  readonly tableHints?: readonly TableHint[];
}

/** In upper case: NOLOCK, HOLDLOCK, ... INDEX and FORCESEEK have arguments (names or index numbers as literal or column nodes). */
export interface TableHint extends Node {
  readonly kind: 'table-hint';
  readonly name: string;
  readonly args: readonly Expr[];
  /** FORCESEEK (index (columns)). */
  readonly columns?: readonly Name[];
}
