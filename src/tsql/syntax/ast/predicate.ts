import type { Name, Node, ObjectName } from './node.ts';
import type { Expr } from './expression.ts';
import type { Query } from './query.ts';

export type Predicate =
  | And
  | Or
  | Not
  | Comparison
  | QuantifiedComparison
  | Between
  | InList
  | InQuery
  | Like
  | IsNull
  | Exists
  | FullText
  | UpdatedColumn
  | CurrentOf;

export interface And extends Node {
  readonly kind: 'and';
  readonly left: Predicate;
  readonly right: Predicate;
}
export interface Or extends Node {
  readonly kind: 'or';
  readonly left: Predicate;
  readonly right: Predicate;
}
export interface Not extends Node {
  readonly kind: 'not';
  readonly operand: Predicate;
}

/** `!=`, `!<` and `!>` are given as `<>`, `>=` and `<=`. */
export type ComparisonOperator = '=' | '<>' | '<' | '<=' | '>' | '>=';
export interface Comparison extends Node {
  readonly kind: 'comparison';
  readonly op: ComparisonOperator;
  readonly left: Expr;
  readonly right: Expr;
}
/** SOME is given as any. */
export interface QuantifiedComparison extends Node {
  readonly kind: 'quantified-comparison';
  readonly op: ComparisonOperator;
  readonly quantifier: 'any' | 'all';
  readonly left: Expr;
  readonly query: Query;
}
export interface Between extends Node {
  readonly kind: 'between';
  readonly not: boolean;
  readonly expr: Expr;
  readonly low: Expr;
  readonly high: Expr;
}
export interface InList extends Node {
  readonly kind: 'in-list';
  readonly not: boolean;
  readonly expr: Expr;
  readonly list: readonly Expr[];
}
export interface InQuery extends Node {
  readonly kind: 'in-query';
  readonly not: boolean;
  readonly expr: Expr;
  readonly query: Query;
}
export interface Like extends Node {
  readonly kind: 'like';
  readonly not: boolean;
  readonly expr: Expr;
  readonly pattern: Expr;
  readonly escape?: Expr;
}
export interface IsNull extends Node {
  readonly kind: 'is-null';
  readonly not: boolean;
  readonly expr: Expr;
}
export interface Exists extends Node {
  readonly kind: 'exists';
  readonly query: Query;
}

/** CONTAINS and FREETEXT. No columns: `*`. */
export interface FullText extends Node {
  readonly kind: 'full-text';
  readonly function: 'contains' | 'freetext';
  readonly columns: readonly ObjectName[];
  readonly search: Expr;
  readonly language?: Expr;
}
/** UPDATE(column) in a trigger. */
export interface UpdatedColumn extends Node {
  readonly kind: 'updated-column';
  readonly column: Name;
}

/** WHERE CURRENT OF, only as the whole condition of UPDATE and DELETE. `cursor` is a name or @variable. */
export interface CurrentOf extends Node {
  readonly kind: 'current-of';
  readonly global: boolean;
  readonly cursor: Name;
}
