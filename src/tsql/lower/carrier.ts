import { unreachable } from '../../base/index.ts';
import type { SqlType } from '../types/sql-type.ts';

/** The PostgreSQL type in which a T-SQL type lives: in columns, expressions and parameters. */
export type Carrier =
  | 'int2'
  | 'int4'
  | 'int8'
  | 'numeric'
  | 'float4'
  | 'float8'
  | 'sys.string'
  | 'bytea'
  | 'date'
  | 'uuid'
  | 'sys.datetimeoffset'
  | 'sys.sql_variant'
  | 'boolean';

export function carrierOf(type: SqlType): Carrier {
  switch (type.name) {
    case 'bit':
    case 'tinyint':
    case 'smallint':
      return 'int2';
    case 'int':
    case 'smalldatetime':
    // An untyped NULL that reaches a result is an int in SQL Server.
    case 'null':
      return 'int4';
    case 'bigint':
    case 'time':
    case 'datetime':
    case 'datetime2':
      return 'int8';
    case 'decimal':
    case 'numeric':
    case 'money':
    case 'smallmoney':
      return 'numeric';
    case 'real':
      return 'float4';
    case 'float':
      return 'float8';
    case 'char':
    case 'varchar':
    case 'nchar':
    case 'nvarchar':
    case 'text':
    case 'ntext':
    case 'xml':
    case 'cursor':
      return 'sys.string';
    case 'binary':
    case 'varbinary':
    case 'image':
    case 'rowversion':
      return 'bytea';
    case 'date':
      return 'date';
    case 'datetimeoffset':
      return 'sys.datetimeoffset';
    case 'uniqueidentifier':
      return 'uuid';
    case 'sql_variant':
      return 'sys.sql_variant';
    case 'boolean':
      return 'boolean';
    default:
      return unreachable(type.name, 'carrier of a type');
  }
}
