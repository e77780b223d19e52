import type { CatalogView } from '../../catalog/meta.ts';
import type { BoundAggregate, BoundExpr, BoundWindow } from '../bound.ts';

/** What a built-in function may ask while it is bound. */
export interface FunctionContext {
  /** The bare word in first place (`DATEADD(dd, ...)`), as written. Set for functions with `datepart: true`. */
  readonly datepart?: string;
  /** TRIM(LEADING | TRAILING | BOTH characters FROM string); the arguments arrive as (string, characters). */
  readonly trimSide?: 'leading' | 'trailing' | 'both';
  /** JSON_OBJECT and JSON_ARRAY: `NULL ON NULL` or `ABSENT ON NULL`, where written. */
  readonly jsonNulls?: 'null' | 'absent';
  /** Collation of the current database: the one of literals, variables and of what a function makes out of nothing. */
  readonly databaseCollation: string;
  readonly databaseId: number;
  readonly catalog: CatalogView;
}

export interface FunctionDef {
  /** Upper case. */
  readonly name: string;
  readonly area: FunctionArea;
  /** Without the datepart. */
  readonly minArgs: number;
  readonly maxArgs: number;
  /** The first argument is a bare datepart word: the caller takes it off the list and hands it over as `context.datepart`. */
  readonly datepart?: true;
  /** Written without parentheses: CURRENT_TIMESTAMP, SYSTEM_USER. */
  readonly bare?: true;
  bind(args: readonly BoundExpr[], context: FunctionContext): BoundExpr;
}

export type FunctionArea =
  | 'string'
  | 'mathematics'
  | 'date and time'
  | 'conversion'
  | 'logic'
  | 'json'
  | 'hashing'
  | 'metadata'
  | 'security'
  | 'system'
  | 'error'
  | 'aggregate'
  | 'window';

export interface OrderItem {
  readonly expr: BoundExpr;
  readonly descending: boolean;
}

export interface AggregateOptions {
  readonly distinct: boolean;
  /** STRING_AGG(...) WITHIN GROUP (ORDER BY ...). */
  readonly withinGroup?: readonly OrderItem[];
}

/**
 * An aggregate. COUNT(*) arrives with no arguments and `star: true` definitions allow it. In the templates `{0}` is the
 * DISTINCT-prefixed operand and `{order}` is where ` ORDER BY ...` of WITHIN GROUP goes (nothing without one).
 */
export interface AggregateDef {
  readonly name: string;
  readonly area: 'aggregate';
  readonly minArgs: number;
  readonly maxArgs: number;
  readonly star?: true;
  /** GROUPING and GROUPING_ID: arguments must be grouping expressions, and are printed exactly as in GROUP BY. */
  readonly grouping?: true;
  bind(args: readonly BoundExpr[], options: AggregateOptions, context: FunctionContext): BoundAggregate;
  /** The same aggregate with OVER; error 10759 and others where SQL Server has no such thing. */
  bindOver(args: readonly BoundExpr[], window: WindowOptions, context: FunctionContext): BoundWindow;
}

export interface WindowOptions {
  readonly partitionBy: readonly BoundExpr[];
  readonly orderBy: readonly OrderItem[];
  /** Printed frame: `ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW`. */
  readonly frame?: string;
  readonly distinct?: boolean;
  /** IGNORE NULLS or RESPECT NULLS, where written. */
  readonly nulls?: 'ignore' | 'respect';
  /** PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY x): the one item. */
  readonly withinGroup?: readonly OrderItem[];
}

export interface WindowDef {
  readonly name: string;
  readonly area: 'window';
  readonly minArgs: number;
  readonly maxArgs: number;
  bind(args: readonly BoundExpr[], window: WindowOptions, context: FunctionContext): BoundWindow;
}
