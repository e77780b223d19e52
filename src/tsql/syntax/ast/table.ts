import type { DataType, Name, Node, ObjectName, Option } from './node.ts';
import type { Expr } from './expression.ts';
import type { Predicate } from './predicate.ts';

/** What stands in the parentheses of CREATE TABLE, of a table variable, a table type or a function's RETURNS @t TABLE. */
export interface TableDefinition extends Node {
  readonly kind: 'table-definition';
  readonly elements: readonly TableElement[];
}
export type TableElement = ColumnDefinition | ComputedColumn | TableConstraint | InlineIndex | Period | ColumnSet;

export interface ColumnDefinition extends Node {
  readonly kind: 'column-definition';
  readonly name: Name;
  readonly type: DataType;
  readonly collation?: Name;
  /** Absent: not said. */
  readonly nullable?: boolean;
  readonly identity?: { readonly seed?: Expr; readonly increment?: Expr; readonly notForReplication: boolean };
  readonly rowguidcol?: true;
  readonly sparse?: true;
  readonly filestream?: true;
  readonly masked?: { readonly function: string };
  /** ENCRYPTED WITH (...). */
  readonly encrypted?: readonly Option[];
  readonly generated?: 'row start' | 'row end';
  readonly hidden?: true;
  readonly notForReplication?: true;
  /** Column constraints in order, DEFAULT included; foreign keys and checks without columns of their own. */
  readonly constraints: readonly Constraint[];
  readonly index?: InlineIndex;
}
export interface ComputedColumn extends Node {
  readonly kind: 'computed-column';
  readonly name: Name;
  readonly expr: Expr;
  readonly persisted: boolean;
  readonly notNull: boolean;
  readonly constraints: readonly Constraint[];
}
/** `c XML COLUMN_SET FOR ALL_SPARSE_COLUMNS`. */
export interface ColumnSet extends Node {
  readonly kind: 'column-set';
  readonly name: Name;
}
/** PERIOD FOR SYSTEM_TIME (start, end). */
export interface Period extends Node {
  readonly kind: 'period';
  readonly start: Name;
  readonly end: Name;
}

export type TableConstraint = Constraint;
export type Constraint = KeyConstraint | ForeignKey | Check | Default | Connection;

export interface KeyConstraint extends Node {
  readonly kind: 'key-constraint';
  readonly name?: Name;
  readonly type: 'primary key' | 'unique';
  readonly clustered?: boolean;
  /** HASH, of memory-optimized tables. */
  readonly hash?: true;
  /** Empty for a column constraint. */
  readonly columns: readonly IndexColumn[];
  readonly options: readonly Option[];
  readonly on?: FilegroupRef;
}
export interface ForeignKey extends Node {
  readonly kind: 'foreign-key';
  readonly name?: Name;
  readonly columns: readonly Name[];
  readonly table: ObjectName;
  readonly referenced: readonly Name[];
  readonly onDelete?: 'no action' | 'cascade' | 'set null' | 'set default';
  readonly onUpdate?: 'no action' | 'cascade' | 'set null' | 'set default';
  readonly notForReplication: boolean;
}
export interface Check extends Node {
  readonly kind: 'check';
  readonly name?: Name;
  readonly condition: Predicate;
  readonly notForReplication: boolean;
}
export interface Default extends Node {
  readonly kind: 'default-constraint';
  readonly name?: Name;
  readonly expr: Expr;
  /** ALTER TABLE ADD ... DEFAULT ... FOR column. */
  readonly column?: Name;
  readonly withValues: boolean;
}
/** CONNECTION constraint of edge tables. */
export interface Connection extends Node {
  readonly kind: 'connection';
  readonly name?: Name;
  readonly pairs: readonly { readonly from: ObjectName; readonly to: ObjectName }[];
}

export interface IndexColumn {
  readonly name: Name;
  readonly descending: boolean;
}

/** ON filegroup | scheme(column) | "default". */
export interface FilegroupRef {
  readonly name: Name;
  readonly columns: readonly Name[];
}

/** INDEX name ... inside a table. */
export interface InlineIndex extends Node {
  readonly kind: 'inline-index';
  readonly name: Name;
  readonly unique: boolean;
  readonly clustered?: boolean;
  readonly columnstore: boolean;
  readonly hash?: true;
  readonly columns: readonly IndexColumn[];
  readonly include: readonly Name[];
  readonly where?: Predicate;
  readonly options: readonly Option[];
  readonly on?: FilegroupRef;
}
