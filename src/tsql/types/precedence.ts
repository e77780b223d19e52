import type { SqlType, SqlTypeName } from './sql-type.ts';

/** Data type precedence, highest first (sql-docs, t-sql/data-types/data-type-precedence-transact-sql). */
const ORDER: readonly SqlTypeName[] = [
  'sql_variant',
  'xml',
  'datetimeoffset',
  'datetime2',
  'datetime',
  'smalldatetime',
  'date',
  'time',
  'float',
  'real',
  'decimal',
  'numeric',
  'money',
  'smallmoney',
  'bigint',
  'int',
  'smallint',
  'tinyint',
  'bit',
  'ntext',
  'text',
  'image',
  'rowversion',
  'uniqueidentifier',
  'nvarchar',
  'nchar',
  'varchar',
  'char',
  'varbinary',
  'binary',
  'cursor',
  'boolean',
  'null',
];

const RANK: ReadonlyMap<SqlTypeName, number> = new Map(ORDER.map((name, index) => [name, ORDER.length - index]));

/** Greater wins. decimal and numeric are one type to SQL Server. */
export function precedenceOf(type: SqlType): number {
  return RANK.get(type.name === 'numeric' ? 'decimal' : type.name) ?? 0;
}

export function higher(a: SqlType, b: SqlType): SqlType {
  return precedenceOf(b) > precedenceOf(a) ? b : a;
}
