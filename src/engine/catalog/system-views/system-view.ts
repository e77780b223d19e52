import { HoldfastError } from '../../../base/index.ts';
import {
  BIGINT,
  BIT,
  DATE,
  DATETIME,
  DATETIME as DT,
  INT,
  MAX,
  REAL,
  SMALLINT,
  SQL_VARIANT,
  SYSNAME,
  type SqlType,
  TINYINT,
  UNIQUEIDENTIFIER,
  XML,
  binary,
  char,
  datetime2,
  datetimeoffset,
  nchar,
  numeric,
  nvarchar,
  varbinary,
  varchar,
} from '../../../tsql/index.ts';

/** One column of a built-in view: its exact T-SQL type and the PostgreSQL expression that gives it. */
export interface SystemColumn {
  readonly name: string;
  readonly type: SqlType;
  readonly nullable: boolean;
  readonly sql: string;
}

export interface SystemView {
  readonly schema: 'sys' | 'INFORMATION_SCHEMA' | 'dbo';
  readonly name: string;
  /** PostgreSQL expression for the database_id of a row; absent: the view shows the same rows in every database. */
  readonly database?: string;
  /** Name of a database when the view exists only there (msdb's tables). */
  readonly onlyIn?: string;
  readonly columns: readonly SystemColumn[];
  /** FROM clause and what follows it; absent: the view is always empty. */
  readonly from?: string;
  readonly live: boolean;
}

export interface ViewSource {
  readonly database?: string;
  readonly onlyIn?: string;
  readonly from?: string;
  readonly live?: true;
  /**
   * One column a line: name, type, expression, separated by two blanks or more. A type that ends in `null` is nullable. Without
   * an expression the column is NULL (in an empty view, whatever).
   */
  readonly columns: string;
}

export function systemView(qualifiedName: string, source: ViewSource): SystemView {
  const dot = qualifiedName.indexOf('.');
  return Object.freeze({
    schema: qualifiedName.slice(0, dot) as SystemView['schema'],
    name: qualifiedName.slice(dot + 1),
    ...(source.database === undefined ? {} : { database: source.database }),
    ...(source.onlyIn === undefined ? {} : { onlyIn: source.onlyIn }),
    ...(source.from === undefined ? {} : { from: source.from }),
    columns: parseColumns(source.columns),
    live: source.live === true,
  });
}

/** Always empty, for features that Holdfast does not have: tools join these and must find the right columns. */
export function emptyView(qualifiedName: string, columns: string): SystemView {
  const view = systemView(qualifiedName, { columns });
  // Columns shared with a view that has rows bring their expressions along.
  return Object.freeze({ ...view, columns: view.columns.map((column) => Object.freeze({ ...column, sql: 'NULL' })) });
}

function parseColumns(text: string): SystemColumn[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const [name = '', typeText = '', sql = 'NULL'] = splitLine(line);
      const nullable = typeText.endsWith(' null');
      return Object.freeze({ name, type: parseType(nullable ? typeText.slice(0, -5) : typeText), nullable, sql });
    });
}

/** Name, type, and the rest: an expression may have blanks of its own. */
function splitLine(line: string): string[] {
  const parts = /^(\S+)\s+(\S+(?: null)?)(?:\s+(.+))?$/.exec(line);
  if (!parts) throw new HoldfastError('SYSTEM_VIEW_LINE', `not a column of a system view: ${line}`);
  return [parts[1] ?? '', parts[2] ?? '', parts[3] ?? 'NULL'];
}

const PLAIN: Readonly<Record<string, SqlType>> = {
  bit: BIT,
  tinyint: TINYINT,
  smallint: SMALLINT,
  int: INT,
  bigint: BIGINT,
  real: REAL,
  date: DATE,
  datetime: DATETIME,
  sysname: SYSNAME,
  uniqueidentifier: UNIQUEIDENTIFIER,
  xml: XML,
  sql_variant: SQL_VARIANT,
  smalldatetime: DT,
};
const SIZED: Readonly<Record<string, (length: number) => SqlType>> = {
  char,
  varchar,
  nchar,
  nvarchar,
  binary,
  varbinary,
  datetime2,
  datetimeoffset,
};

function parseType(text: string): SqlType {
  const plain = PLAIN[text];
  if (plain) return plain;
  const [, name = '', first = '', second] = /^(\w+)\((\w+)(?:,(\d+))?\)$/.exec(text) ?? [];
  if (name === 'numeric') return numeric(Number(first), Number(second ?? 0));
  const sized = SIZED[name];
  if (!sized) throw new HoldfastError('SYSTEM_VIEW_TYPE', `not a type of a system view's column: ${text}`);
  return sized(first === 'max' ? MAX : Number(first));
}
