import type { DataType, Name, Node, ObjectName } from './node.ts';
import type { OrderItem, Query } from './query.ts';
import type { Predicate } from './predicate.ts';

export type Expr =
  | Literal
  | Variable
  | GlobalVariable
  | ColumnRef
  | PseudoColumn
  | Unary
  | Binary
  | Collate
  | AtTimeZone
  | Case
  | Cast
  | Convert
  | Parse
  | Iif
  | Coalesce
  | Nullif
  | Call
  | MethodCall
  | StaticMethodCall
  | NextValueFor
  | Subquery
  | OdbcLiteral
  | DefaultValue
  | IdentityFunction;

/**
 * `type` is what T-SQL gives the literal: digits are int, or numeric beyond int; 1.5 is numeric; 1e3 float; $1.5 money.
 * `value` is the text of a number as written (money without its sign character), the unescaped characters of a string, the hex
 * digits of a binary without 0x, '' for NULL.
 */
export interface Literal extends Node {
  readonly kind: 'literal';
  readonly type: 'int' | 'numeric' | 'float' | 'money' | 'string' | 'nstring' | 'binary' | 'null';
  readonly value: string;
}

/** `@x`, name with its @. */
export interface Variable extends Node {
  readonly kind: 'variable';
  readonly name: string;
}

/** `@@x`, name with its @@. */
export interface GlobalVariable extends Node {
  readonly kind: 'global-variable';
  readonly name: string;
}

/** A column, or (in DATEADD and its like) a bare datepart word. */
export interface ColumnRef extends Node {
  readonly kind: 'column';
  readonly name: ObjectName;
}

/** `$action`, `$identity`, `$rowguid`, `$cuid`, with the table it is qualified by; name in lower case. */
export interface PseudoColumn extends Node {
  readonly kind: 'pseudo-column';
  readonly qualifier?: ObjectName;
  readonly name: string;
}

export interface Unary extends Node {
  readonly kind: 'unary';
  readonly op: '+' | '-' | '~';
  readonly operand: Expr;
}

export type BinaryOperator = '+' | '-' | '*' | '/' | '%' | '&' | '|' | '^';
export interface Binary extends Node {
  readonly kind: 'binary';
  readonly op: BinaryOperator;
  readonly left: Expr;
  readonly right: Expr;
}

export interface Collate extends Node {
  readonly kind: 'collate';
  readonly expr: Expr;
  readonly collation: Name;
}
export interface AtTimeZone extends Node {
  readonly kind: 'at-time-zone';
  readonly expr: Expr;
  readonly zone: Expr;
}

/** With an operand the branches' `when` are expressions (simple CASE), without one they are predicates (searched CASE). */
export type Case = SimpleCase | SearchedCase;
export interface SimpleCase extends Node {
  readonly kind: 'simple-case';
  readonly operand: Expr;
  readonly branches: readonly { readonly when: Expr; readonly then: Expr }[];
  readonly otherwise?: Expr;
}
export interface SearchedCase extends Node {
  readonly kind: 'searched-case';
  readonly branches: readonly { readonly when: Predicate; readonly then: Expr }[];
  readonly otherwise?: Expr;
}

export interface Cast extends Node {
  readonly kind: 'cast';
  readonly try: boolean;
  readonly expr: Expr;
  readonly type: DataType;
}
export interface Convert extends Node {
  readonly kind: 'convert';
  readonly try: boolean;
  readonly type: DataType;
  readonly expr: Expr;
  readonly style?: Expr;
}
export interface Parse extends Node {
  readonly kind: 'parse';
  readonly try: boolean;
  readonly expr: Expr;
  readonly type: DataType;
  readonly culture?: Expr;
}
export interface Iif extends Node {
  readonly kind: 'iif';
  readonly condition: Predicate;
  readonly then: Expr;
  readonly otherwise: Expr;
}
export interface Coalesce extends Node {
  readonly kind: 'coalesce';
  readonly args: readonly Expr[];
}
export interface Nullif extends Node {
  readonly kind: 'nullif';
  readonly left: Expr;
  readonly right: Expr;
}

/** A function: scalar, aggregate or window, built in or the user's. */
export interface Call extends Node {
  readonly kind: 'call';
  readonly name: ObjectName;
  readonly args: readonly Expr[];
  /** COUNT(*). */
  readonly star?: true;
  readonly quantifier?: 'distinct' | 'all';
  /** CURRENT_TIMESTAMP, USER, ...: written without parentheses. */
  readonly niladic?: true;
  /** {fn name(...)}. */
  readonly odbc?: true;
  /** TRIM(characters FROM string): args are [characters, string]. */
  readonly trimFrom?: true;
  readonly nulls?: 'ignore' | 'respect';
  readonly withinGroup?: readonly OrderItem[];
  readonly over?: Over;
}

export interface Over extends Node {
  readonly kind: 'over';
  readonly partitionBy: readonly Expr[];
  readonly orderBy: readonly OrderItem[];
  readonly frame?: Frame;
}
export interface Frame {
  readonly unit: 'rows' | 'range';
  readonly start: FrameBound;
  /** Absent: the short form, which ends at CURRENT ROW. */
  readonly end?: FrameBound;
}
export interface FrameBound {
  readonly type: 'unbounded preceding' | 'preceding' | 'current row' | 'following' | 'unbounded following';
  readonly offset?: Expr;
}

/** `x.value(...)`, `.query`, `.exist`, `.nodes`, `.modify` of xml, and any method behind a call, a parenthesis or a variable. */
export interface MethodCall extends Node {
  readonly kind: 'method-call';
  readonly target: Expr;
  readonly method: Name;
  readonly args: readonly Expr[];
}
/** `hierarchyid::GetRoot()`, `geography::Point(...)`; without args a static property. */
export interface StaticMethodCall extends Node {
  readonly kind: 'static-method-call';
  readonly type: ObjectName;
  readonly method: Name;
  readonly args?: readonly Expr[];
}
export interface NextValueFor extends Node {
  readonly kind: 'next-value-for';
  readonly sequence: ObjectName;
  readonly over?: Over;
}
export interface Subquery extends Node {
  readonly kind: 'subquery';
  readonly query: Query;
}

/** {d '...'}, {t '...'}, {ts '...'}, {guid '...'}. */
export interface OdbcLiteral extends Node {
  readonly kind: 'odbc-literal';
  readonly type: 'd' | 't' | 'ts' | 'guid';
  readonly value: string;
}

/** The word DEFAULT, where a value may stand: VALUES, SET, EXEC arguments, arguments of the user's functions. */
export interface DefaultValue extends Node {
  readonly kind: 'default';
}

/** IDENTITY(type [, seed, increment]) of SELECT ... INTO. */
export interface IdentityFunction extends Node {
  readonly kind: 'identity-function';
  readonly type: DataType;
  readonly seed?: Expr;
  readonly increment?: Expr;
}
