import type { SqlType } from '../types/sql-type.ts';
import type { SqlValue } from '../types/sql-value.ts';
import type { BoundQuery } from './bound-query.ts';

/**
 * The bound tree of an expression: every node knows its T-SQL type, whether it may be NULL, and its collation. Anything that
 * PostgreSQL computes from its operands alone (operators, conversions, functions) is one kind of node, `call`: its `op` names
 * the T-SQL meaning (what the JavaScript evaluator switches on), its `template` is the PostgreSQL text with `{0}`, `{1}`, ...
 * where the operands go. A search condition has type BOOLEAN, which no value of T-SQL has.
 */
export type BoundExpr =
  BoundLiteral | BoundVariable | BoundColumn | BoundCall | BoundCase | BoundSubquery | BoundAggregate | BoundWindow;

interface BoundBase {
  readonly type: SqlType;
  readonly nullable: boolean;
  /** Of character expressions only. */
  readonly collation?: BoundCollation;
}

export interface BoundCollation {
  readonly name: string;
  /** Collation precedence: a COLLATE clause beats a column, a column beats a variable or literal; two columns conflict (468). */
  readonly label: 'explicit' | 'implicit' | 'default' | 'none';
}

export interface BoundLiteral extends BoundBase {
  readonly kind: 'literal';
  readonly value: SqlValue;
}

/** A T-SQL variable or parameter, passed to PostgreSQL as $n. */
export interface BoundVariable extends BoundBase {
  readonly kind: 'variable';
  readonly name: string;
}

/** A column of a range variable in scope. `source` and `pg` are PostgreSQL names. */
export interface BoundColumn extends BoundBase {
  readonly kind: 'column';
  readonly source: string;
  readonly pg: string;
  /** The column's T-SQL name, for error messages and result headers. */
  readonly name: string;
}

export interface BoundCall extends BoundBase {
  readonly kind: 'call';
  readonly op: string;
  readonly args: readonly BoundExpr[];
  readonly template: string;
  /** True for RAND, NEWID, GETDATE and their like: never folded, never evaluated twice. */
  readonly volatile?: boolean;
  /** What the JavaScript evaluator must know besides `op` and the operands: mode, style and date format of a conversion. */
  readonly options?: Readonly<Record<string, string | number | boolean>>;
}

export interface BoundCase extends BoundBase {
  readonly kind: 'case';
  readonly branches: readonly { readonly when: BoundExpr; readonly then: BoundExpr }[];
  readonly otherwise?: BoundExpr;
}

export interface BoundSubquery extends BoundBase {
  readonly kind: 'subquery';
  /** `any` and `all` compare `left` by `template` ({0} left, {1} one column of the subquery); `scalar` and `exists` have no left. */
  readonly form: 'scalar' | 'exists' | 'any' | 'all';
  readonly left?: BoundExpr;
  readonly template?: string;
  readonly query: BoundQuery;
}

export interface BoundAggregate extends BoundBase {
  readonly kind: 'aggregate';
  readonly op: string;
  readonly args: readonly BoundExpr[];
  /** `{0}` is the (DISTINCT-prefixed) first operand, `{order}` where ` ORDER BY ...` of WITHIN GROUP goes (nothing without one). */
  readonly template: string;
  readonly distinct: boolean;
  readonly withinGroup?: readonly { readonly expr: BoundExpr; readonly descending: boolean }[];
}

export interface BoundWindow extends BoundBase {
  readonly kind: 'window';
  readonly op: string;
  readonly args: readonly BoundExpr[];
  /** `{0}`, `{1}` operands; `{over}` is where ` OVER (...)` goes. */
  readonly template: string;
  readonly partitionBy: readonly BoundExpr[];
  readonly orderBy: readonly { readonly expr: BoundExpr; readonly descending: boolean }[];
  /** Printed frame, already PostgreSQL's words. */
  readonly frame?: string;
}
