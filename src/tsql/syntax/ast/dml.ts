import type { DataType, Name, Node, ObjectName, Option, StatementNode } from './node.ts';
import type { Expr } from './expression.ts';
import type { Predicate } from './predicate.ts';
import type { AssignmentOperator, Query, QueryHint, SelectItem, TableHint, Top, With } from './query.ts';
import type { OpenQuery, OpenRowset, TableSource } from './table-source.ts';
import type { Execute } from './execute.ts';

export type DmlStatement = Insert | Update | Delete | Merge;

/** What a statement changes: a table, view, common table, alias of FROM, @table, or a remote rowset. */
export type DmlTarget =
  | {
      readonly kind: 'target-table';
      readonly pos: Node['pos'];
      readonly name: ObjectName;
      readonly hints: readonly TableHint[];
    }
  | {
      readonly kind: 'target-variable';
      readonly pos: Node['pos'];
      readonly name: string;
      readonly hints: readonly TableHint[];
    }
  | OpenQuery
  | OpenRowset;

export interface Insert extends StatementNode {
  readonly kind: 'insert';
  readonly with?: With;
  readonly top?: Top;
  readonly target: DmlTarget;
  /** Empty: all columns. */
  readonly columns: readonly ObjectName[];
  readonly output: readonly Output[];
  readonly source: InsertSource;
  readonly options: readonly QueryHint[];
}
export type InsertSource =
  | { readonly kind: 'insert-values'; readonly pos: Node['pos']; readonly rows: readonly (readonly Expr[])[] }
  | { readonly kind: 'insert-query'; readonly pos: Node['pos']; readonly query: Query }
  | { readonly kind: 'insert-execute'; readonly pos: Node['pos']; readonly execute: Execute }
  | { readonly kind: 'insert-default-values'; readonly pos: Node['pos'] };

/** One OUTPUT clause; a statement may have one with `into` and one without. */
export interface Output extends Node {
  readonly kind: 'output';
  readonly items: readonly SelectItem[];
  readonly into?: { readonly target: DmlTarget; readonly columns: readonly Name[] };
}

export interface Update extends StatementNode {
  readonly kind: 'update';
  readonly with?: With;
  readonly top?: Top;
  readonly target: DmlTarget;
  readonly set: readonly SetItem[];
  readonly output: readonly Output[];
  readonly from: readonly TableSource[];
  readonly where?: Predicate;
  readonly options: readonly QueryHint[];
}
export type SetItem = SetColumn | SetVariableItem | SetMethod;
/** `c = e`, `c += e`, `t.c = e`; with `variable`: `@v = c = e`. */
export interface SetColumn extends Node {
  readonly kind: 'set-column';
  readonly variable?: string;
  readonly column: ObjectName;
  readonly op: AssignmentOperator;
  readonly value: Expr;
}
/** `@v = e`. */
export interface SetVariableItem extends Node {
  readonly kind: 'set-variable-item';
  readonly variable: string;
  readonly op: AssignmentOperator;
  readonly value: Expr;
}
/** `c.modify('...')`, `c.WRITE(expr, offset, length)`. */
export interface SetMethod extends Node {
  readonly kind: 'set-method';
  readonly column: ObjectName;
  readonly method: Name;
  readonly args: readonly Expr[];
}

export interface Delete extends StatementNode {
  readonly kind: 'delete';
  readonly with?: With;
  readonly top?: Top;
  readonly target: DmlTarget;
  readonly output: readonly Output[];
  readonly from: readonly TableSource[];
  readonly where?: Predicate;
  readonly options: readonly QueryHint[];
}

export interface Merge extends StatementNode {
  readonly kind: 'merge';
  readonly with?: With;
  readonly top?: Top;
  readonly target: DmlTarget;
  readonly alias?: Name;
  readonly source: TableSource;
  readonly on: Predicate;
  readonly clauses: readonly MergeClause[];
  readonly output: readonly Output[];
  readonly options: readonly QueryHint[];
}
export interface MergeClause extends Node {
  readonly kind: 'merge-clause';
  readonly when: 'matched' | 'not matched by target' | 'not matched by source';
  readonly condition?: Predicate;
  readonly action: MergeAction;
}
export type MergeAction =
  | { readonly kind: 'merge-update'; readonly pos: Node['pos']; readonly set: readonly SetItem[] }
  | { readonly kind: 'merge-delete'; readonly pos: Node['pos'] }
  /** No values: DEFAULT VALUES. */
  | {
      readonly kind: 'merge-insert';
      readonly pos: Node['pos'];
      readonly columns: readonly Name[];
      readonly values?: readonly Expr[];
    };

export interface Truncate extends StatementNode {
  readonly kind: 'truncate';
  readonly table: ObjectName;
  readonly partitions?: readonly { readonly from: Expr; readonly to?: Expr }[];
}
export interface BulkInsert extends StatementNode {
  readonly kind: 'bulk-insert';
  readonly table: ObjectName;
  readonly file: string;
  readonly options: readonly Option[];
}
/** INSERT BULK t (c type, ...) WITH (...): what drivers send before a bulk-load stream. */
export interface InsertBulk extends StatementNode {
  readonly kind: 'insert-bulk';
  readonly table: ObjectName;
  readonly columns: readonly {
    readonly name: Name;
    readonly type: DataType;
    readonly collation?: Name;
    readonly nullable?: boolean;
  }[];
  readonly options: readonly Option[];
  /** ORDER (a ASC, b DESC). */
  readonly order: readonly { readonly name: Name; readonly descending: boolean }[];
}
