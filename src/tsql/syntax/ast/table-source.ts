import type { DataType, Name, Node, ObjectName, Option } from './node.ts';
import type { Expr } from './expression.ts';
import type { Predicate } from './predicate.ts';
import type { Query, TableHint } from './query.ts';
import type { DmlStatement } from './dml.ts';

export type TableSource =
  | TableRef
  | TableVariable
  | TableFunction
  | DerivedTable
  | ValuesTable
  | Join
  | XmlNodes
  | Pivot
  | Unpivot
  | OpenJson
  | OpenXml
  | OpenRowset
  | OpenQuery
  | FullTextTable
  | ChangeTable
  | Predict
  | DmlTable;

interface Aliased extends Node {
  readonly alias?: Name;
  /** AS t(a, b). */
  readonly columns?: readonly Name[];
}

/** A table, view, synonym or common table; also a #temp table. */
export interface TableRef extends Aliased {
  readonly kind: 'table';
  readonly name: ObjectName;
  readonly hints: readonly TableHint[];
  readonly sample?: TableSample;
  readonly systemTime?: SystemTime;
}
export interface TableSample extends Node {
  readonly kind: 'table-sample';
  readonly system: boolean;
  readonly count: Expr;
  readonly unit?: 'percent' | 'rows';
  readonly repeatable?: Expr;
}
export type SystemTime =
  | { readonly kind: 'as-of'; readonly at: Expr }
  | { readonly kind: 'from-to' | 'between-and' | 'contained-in'; readonly from: Expr; readonly to: Expr }
  | { readonly kind: 'all' };

export interface TableVariable extends Aliased {
  readonly kind: 'table-variable';
  readonly name: string;
  readonly hints: readonly TableHint[];
}
/** `dbo.f(...)`, `STRING_SPLIT(...)`, `sys.fn_x(...)`, and the old `::fn_x(...)`. */
export interface TableFunction extends Aliased {
  readonly kind: 'table-function';
  readonly name: ObjectName;
  readonly args: readonly Expr[];
}
export interface DerivedTable extends Aliased {
  readonly kind: 'derived-table';
  readonly query: Query;
}
export interface ValuesTable extends Aliased {
  readonly kind: 'values-table';
  readonly rows: readonly (readonly Expr[])[];
}

export interface Join extends Node {
  readonly kind: 'join';
  readonly type: 'inner' | 'left' | 'right' | 'full' | 'cross' | 'cross apply' | 'outer apply';
  readonly hint?: 'loop' | 'hash' | 'merge' | 'remote';
  readonly left: TableSource;
  readonly right: TableSource;
  readonly on?: Predicate;
}
/** `t.c.nodes('/x') AS n(x)`, `@x.nodes(...)`. */
export interface XmlNodes extends Aliased {
  readonly kind: 'xml-nodes';
  readonly target: Expr;
  readonly xquery: Expr;
}

export interface Pivot extends Aliased {
  readonly kind: 'pivot';
  readonly source: TableSource;
  readonly aggregate: ObjectName;
  /** Empty for COUNT(*). */
  readonly args: readonly ObjectName[];
  readonly column: ObjectName;
  readonly values: readonly Name[];
}
export interface Unpivot extends Aliased {
  readonly kind: 'unpivot';
  readonly source: TableSource;
  readonly value: Name;
  readonly column: Name;
  readonly from: readonly ObjectName[];
}
export interface OpenJson extends Aliased {
  readonly kind: 'openjson';
  readonly json: Expr;
  readonly path?: Expr;
  readonly schema?: readonly {
    readonly name: Name;
    readonly type: DataType;
    readonly path?: string;
    readonly asJson: boolean;
  }[];
}
export interface OpenXml extends Aliased {
  readonly kind: 'openxml';
  readonly document: Expr;
  readonly rowPattern: Expr;
  readonly flags?: Expr;
  readonly schema?: readonly { readonly name: Name; readonly type: DataType; readonly path?: string }[];
  readonly schemaTable?: ObjectName;
}
/** OPENROWSET(BULK ...) has `bulk`; OPENROWSET('provider', ...) has `args`. */
export interface OpenRowset extends Aliased {
  readonly kind: 'openrowset';
  readonly bulk?: { readonly files: readonly string[]; readonly options: readonly Option[] };
  readonly args: readonly Expr[];
  readonly object?: ObjectName;
  readonly schema?: readonly { readonly name: Name; readonly type: DataType; readonly path?: string }[];
}
/** OPENQUERY(server, 'text'), OPENDATASOURCE('provider', 'init').db.schema.object. */
export interface OpenQuery extends Aliased {
  readonly kind: 'openquery';
  readonly function: 'openquery' | 'opendatasource';
  readonly server?: Name;
  readonly args: readonly Expr[];
  readonly object?: ObjectName;
}
export interface FullTextTable extends Aliased {
  readonly kind: 'full-text-table';
  readonly function: 'containstable' | 'freetexttable';
  readonly table: ObjectName;
  /** Empty: `*`. */
  readonly searchColumns: readonly Name[];
  readonly args: readonly Expr[];
}
export interface ChangeTable extends Aliased {
  readonly kind: 'changetable';
  readonly form: 'changes' | 'version';
  readonly table: ObjectName;
  readonly args: readonly Expr[];
}
/** PREDICT(MODEL = ..., DATA = t AS d, RUNTIME = ONNX) WITH (...) AS p. */
export interface Predict extends Aliased {
  readonly kind: 'predict';
  readonly model: Expr;
  readonly data: TableSource;
  readonly runtime?: string;
  readonly schema: readonly {
    readonly name: Name;
    readonly type: DataType;
    readonly collation?: Name;
    readonly nullable?: boolean;
  }[];
}
/** INSERT ... SELECT ... FROM (UPDATE ... OUTPUT ...) AS t. */
export interface DmlTable extends Aliased {
  readonly kind: 'dml-table';
  readonly statement: DmlStatement;
}
