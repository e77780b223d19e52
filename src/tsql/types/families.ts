import type { SqlType, SqlTypeName } from './sql-type.ts';

/** Groups of types that behave alike in conversions and operators. */
export type Family =
  | 'integer'
  | 'decimal'
  | 'money'
  | 'float'
  | 'string'
  | 'lob string'
  | 'binary'
  | 'image'
  | 'rowversion'
  | 'legacy date'
  | 'date'
  | 'time'
  | 'modern date'
  | 'guid'
  | 'xml'
  | 'variant'
  | 'null'
  | 'boolean'
  | 'cursor';

const FAMILIES: Readonly<Record<SqlTypeName, Family>> = {
  bit: 'integer',
  tinyint: 'integer',
  smallint: 'integer',
  int: 'integer',
  bigint: 'integer',
  decimal: 'decimal',
  numeric: 'decimal',
  money: 'money',
  smallmoney: 'money',
  real: 'float',
  float: 'float',
  char: 'string',
  varchar: 'string',
  nchar: 'string',
  nvarchar: 'string',
  text: 'lob string',
  ntext: 'lob string',
  binary: 'binary',
  varbinary: 'binary',
  image: 'image',
  rowversion: 'rowversion',
  datetime: 'legacy date',
  smalldatetime: 'legacy date',
  date: 'date',
  time: 'time',
  datetime2: 'modern date',
  datetimeoffset: 'modern date',
  uniqueidentifier: 'guid',
  xml: 'xml',
  sql_variant: 'variant',
  null: 'null',
  boolean: 'boolean',
  cursor: 'cursor',
};

export const familyOf = (type: SqlType): Family => FAMILIES[type.name];

export const isInteger = (type: SqlType): boolean => FAMILIES[type.name] === 'integer';
export const isDecimal = (type: SqlType): boolean => FAMILIES[type.name] === 'decimal';
export const isMoney = (type: SqlType): boolean => FAMILIES[type.name] === 'money';
export const isFloat = (type: SqlType): boolean => FAMILIES[type.name] === 'float';
export const isNumber = (type: SqlType): boolean =>
  isInteger(type) || isDecimal(type) || isMoney(type) || isFloat(type);
/** char, varchar, nchar, nvarchar, text, ntext: what carries a collation. */
export const isString = (type: SqlType): boolean =>
  FAMILIES[type.name] === 'string' || FAMILIES[type.name] === 'lob string';
export const isUnicode = (type: SqlType): boolean =>
  type.name === 'nchar' || type.name === 'nvarchar' || type.name === 'ntext';
export const isBinary = (type: SqlType): boolean =>
  FAMILIES[type.name] === 'binary' || FAMILIES[type.name] === 'image' || FAMILIES[type.name] === 'rowversion';
export const isDateTime = (type: SqlType): boolean =>
  ['legacy date', 'date', 'time', 'modern date'].includes(FAMILIES[type.name]);
export const isLegacyDate = (type: SqlType): boolean => FAMILIES[type.name] === 'legacy date';

/** The name of the type as error messages print it: rowversion is still "timestamp" there. */
export const messageName = (type: SqlType): string =>
  type.name === 'rowversion' ? 'timestamp' : type.name === 'null' ? 'NULL' : type.name;
