/**
 * T-SQL data types as data. A type is one flat frozen object; equal types are not always the same object, compare with
 * `sameType`. Nullability and collation belong to expressions and columns, not to types.
 */
export type SqlTypeName =
  | 'bit'
  | 'tinyint'
  | 'smallint'
  | 'int'
  | 'bigint'
  | 'decimal'
  | 'numeric'
  | 'money'
  | 'smallmoney'
  | 'real'
  | 'float'
  | 'char'
  | 'varchar'
  | 'nchar'
  | 'nvarchar'
  | 'text'
  | 'ntext'
  | 'binary'
  | 'varbinary'
  | 'image'
  | 'rowversion'
  | 'date'
  | 'time'
  | 'datetime'
  | 'smalldatetime'
  | 'datetime2'
  | 'datetimeoffset'
  | 'uniqueidentifier'
  | 'xml'
  | 'sql_variant'
  /** Not T-SQL types: the type of an untyped NULL, of a search condition, of a cursor variable. */
  | 'null'
  | 'boolean'
  | 'cursor';

/** `length` of varchar(max), nvarchar(max), varbinary(max). */
export const MAX = -1;

export interface SqlType {
  readonly name: SqlTypeName;
  /** char and binary: bytes; nchar and nvarchar: UTF-16 code units; MAX for (max); 0 where the type has no length. */
  readonly length: number;
  /** decimal and numeric: 1 to 38; float: 53; 0 elsewhere. */
  readonly precision: number;
  /** decimal and numeric: 0 to precision; time, datetime2, datetimeoffset: 0 to 7; money: 4; 0 elsewhere. */
  readonly scale: number;
}

function make(name: SqlTypeName, length = 0, precision = 0, scale = 0): SqlType {
  return Object.freeze({ name, length, precision, scale });
}

export const BIT = make('bit');
export const TINYINT = make('tinyint');
export const SMALLINT = make('smallint');
export const INT = make('int');
export const BIGINT = make('bigint');
export const MONEY = make('money', 0, 19, 4);
export const SMALLMONEY = make('smallmoney', 0, 10, 4);
export const REAL = make('real', 0, 24);
export const FLOAT = make('float', 0, 53);
export const TEXT = make('text', MAX);
export const NTEXT = make('ntext', MAX);
export const IMAGE = make('image', MAX);
export const ROWVERSION = make('rowversion', 8);
export const DATE = make('date');
export const DATETIME = make('datetime');
export const SMALLDATETIME = make('smalldatetime');
export const UNIQUEIDENTIFIER = make('uniqueidentifier');
export const XML = make('xml', MAX);
export const SQL_VARIANT = make('sql_variant');
export const NULL_TYPE = make('null');
export const BOOLEAN = make('boolean');
export const CURSOR = make('cursor');
export const SYSNAME = make('nvarchar', 128);

export const decimal = (precision: number, scale: number): SqlType => make('decimal', 0, precision, scale);
export const numeric = (precision: number, scale: number): SqlType => make('numeric', 0, precision, scale);
export const char = (length: number): SqlType => make('char', length);
export const varchar = (length: number): SqlType => make('varchar', length);
export const nchar = (length: number): SqlType => make('nchar', length);
export const nvarchar = (length: number): SqlType => make('nvarchar', length);
export const binary = (length: number): SqlType => make('binary', length);
export const varbinary = (length: number): SqlType => make('varbinary', length);
export const time = (scale: number): SqlType => make('time', 0, 0, scale);
export const datetime2 = (scale: number): SqlType => make('datetime2', 0, 0, scale);
export const datetimeoffset = (scale: number): SqlType => make('datetimeoffset', 0, 0, scale);

export function sameType(a: SqlType, b: SqlType): boolean {
  return a === b || (a.name === b.name && a.length === b.length && a.precision === b.precision && a.scale === b.scale);
}

/** The type as T-SQL writes it: `nvarchar(20)`, `varbinary(max)`, `decimal(10,2)`, `datetime2(3)`, `int`. */
export function formatType(type: SqlType): string {
  switch (type.name) {
    case 'char':
    case 'varchar':
    case 'nchar':
    case 'nvarchar':
    case 'binary':
    case 'varbinary':
      return `${type.name}(${type.length === MAX ? 'max' : type.length})`;
    case 'decimal':
    case 'numeric':
      return `${type.name}(${type.precision},${type.scale})`;
    case 'time':
    case 'datetime2':
    case 'datetimeoffset':
      return `${type.name}(${type.scale})`;
    default:
      return type.name === 'rowversion' ? 'timestamp' : type.name;
  }
}
