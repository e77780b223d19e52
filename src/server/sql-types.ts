import type { SqlType, SqlValue, Variant } from '../engine/index.ts';
import {
  type Collation,
  columnTypeIn,
  columnValueIn,
  decimalLength,
  type Dialect,
  PLP_LENGTH,
  type TdsType,
  tdsType,
  type TdsValue,
  type TdsVariant,
  TypeId,
} from '../tds/index.ts';

/* T-SQL's types as the engine has them, and as TDS has them. Values look the same in both. */

const MAX = -1;
const MAX_TEXT_BYTES = 0x7fff_ffff;
const MAX_NTEXT_BYTES = 0x7fff_fffe;
const VARIANT_BYTES = 8009;

/** What decides how types and values look on a connection. */
export interface Wire {
  readonly collation: Collation;
  readonly dialect: Dialect;
}

/** How a type travels: in its fixed form where it cannot be NULL, in its nullable form where it can. */
export function toTdsType(type: SqlType, collation: Collation, nullable: boolean): TdsType {
  switch (type.name) {
    case 'bit':
    case 'boolean':
      return nullable ? tdsType(TypeId.bitN, 1) : tdsType(TypeId.bit, 1);
    case 'tinyint':
      return nullable ? tdsType(TypeId.intN, 1) : tdsType(TypeId.int1, 1);
    case 'smallint':
      return nullable ? tdsType(TypeId.intN, 2) : tdsType(TypeId.int2, 2);
    case 'int':
    case 'null':
      return nullable ? tdsType(TypeId.intN, 4) : tdsType(TypeId.int4, 4);
    case 'bigint':
      return nullable ? tdsType(TypeId.intN, 8) : tdsType(TypeId.int8, 8);
    case 'real':
      return nullable ? tdsType(TypeId.floatN, 4) : tdsType(TypeId.float4, 4);
    case 'float':
      return nullable ? tdsType(TypeId.floatN, 8) : tdsType(TypeId.float8, 8);
    case 'money':
      return nullable ? tdsType(TypeId.moneyN, 8, 0, 4) : tdsType(TypeId.money, 8, 0, 4);
    case 'smallmoney':
      return nullable ? tdsType(TypeId.moneyN, 4, 0, 4) : tdsType(TypeId.money4, 4, 0, 4);
    case 'datetime':
      return nullable ? tdsType(TypeId.datetimeN, 8) : tdsType(TypeId.datetime, 8);
    case 'smalldatetime':
      return nullable ? tdsType(TypeId.datetimeN, 4) : tdsType(TypeId.datetime4, 4);
    case 'decimal':
      return tdsType(TypeId.decimalN, decimalLength(type.precision), type.precision, type.scale);
    case 'numeric':
      return tdsType(TypeId.numericN, decimalLength(type.precision), type.precision, type.scale);
    case 'date':
      return tdsType(TypeId.dateN, 3);
    case 'time':
      return tdsType(TypeId.timeN, 0, 0, type.scale);
    case 'datetime2':
      return tdsType(TypeId.datetime2N, 0, 0, type.scale);
    case 'datetimeoffset':
      return tdsType(TypeId.datetimeoffsetN, 0, 0, type.scale);
    case 'uniqueidentifier':
      return tdsType(TypeId.guid, 16);
    case 'sql_variant':
      return tdsType(TypeId.variant, VARIANT_BYTES);
    default:
      return toLengthyType(type, collation);
  }
}

function toLengthyType(type: SqlType, collation: Collation): TdsType {
  // A declared length of 0 is an expression like '' or 0x: the wire wants at least one unit.
  const length = Math.max(type.length, 1);
  switch (type.name) {
    case 'char':
      return tdsType(TypeId.bigChar, length, 0, 0, collation);
    case 'varchar':
      return tdsType(TypeId.bigVarchar, type.length === MAX ? PLP_LENGTH : length, 0, 0, collation);
    case 'nchar':
      return tdsType(TypeId.nchar, length * 2, 0, 0, collation);
    case 'nvarchar':
      return tdsType(TypeId.nvarchar, type.length === MAX ? PLP_LENGTH : length * 2, 0, 0, collation);
    case 'text':
      return tdsType(TypeId.text, MAX_TEXT_BYTES, 0, 0, collation);
    case 'ntext':
      return tdsType(TypeId.ntext, MAX_NTEXT_BYTES, 0, 0, collation);
    case 'binary':
      return tdsType(TypeId.bigBinary, length);
    case 'rowversion':
      return tdsType(TypeId.bigBinary, 8);
    case 'varbinary':
      return tdsType(TypeId.bigVarbinary, type.length === MAX ? PLP_LENGTH : length);
    case 'image':
      return tdsType(TypeId.image, MAX_TEXT_BYTES);
    case 'xml':
      return tdsType(TypeId.xml, PLP_LENGTH);
    default:
      // A cursor variable: its name, should it ever be asked for.
      return tdsType(TypeId.nvarchar, 256, 0, 0, collation);
  }
}

function sqlType(name: SqlType['name'], length = 0, precision = 0, scale = 0): SqlType {
  return { name, length, precision, scale };
}

/** Those of nearly every request, made once. */
const TINYINT = sqlType('tinyint');
const SMALLINT = sqlType('smallint');
const INT = sqlType('int');
const BIGINT = sqlType('bigint');

/** The T-SQL type that a client's TYPE_INFO means. */
export function toSqlType(type: TdsType): SqlType {
  const { id, length } = type;
  switch (id) {
    case TypeId.null:
      return sqlType('null');
    case TypeId.bit:
    case TypeId.bitN:
      return sqlType('bit');
    case TypeId.int1:
    case TypeId.int2:
    case TypeId.int4:
    case TypeId.int8:
    case TypeId.intN:
      return length === 4 ? INT : length === 8 ? BIGINT : length === 2 ? SMALLINT : TINYINT;
    case TypeId.float4:
    case TypeId.float8:
    case TypeId.floatN:
      return length === 4 ? sqlType('real', 0, 24) : sqlType('float', 0, 53);
    case TypeId.money:
    case TypeId.money4:
    case TypeId.moneyN:
      return length === 4 ? sqlType('smallmoney', 0, 10, 4) : sqlType('money', 0, 19, 4);
    case TypeId.datetime:
    case TypeId.datetime4:
    case TypeId.datetimeN:
      return sqlType(length === 4 ? 'smalldatetime' : 'datetime');
    case TypeId.decimal:
    case TypeId.decimalN:
      return sqlType('decimal', 0, type.precision, type.scale);
    case TypeId.numeric:
    case TypeId.numericN:
      return sqlType('numeric', 0, type.precision, type.scale);
    case TypeId.dateN:
      return sqlType('date');
    case TypeId.timeN:
      return sqlType('time', 0, 0, type.scale);
    case TypeId.datetime2N:
      return sqlType('datetime2', 0, 0, type.scale);
    case TypeId.datetimeoffsetN:
      return sqlType('datetimeoffset', 0, 0, type.scale);
    case TypeId.guid:
      return sqlType('uniqueidentifier');
    case TypeId.variant:
      return sqlType('sql_variant');
    default:
      return toLengthySqlType(type);
  }
}

function toLengthySqlType({ id, length }: TdsType): SqlType {
  const bytes = length === PLP_LENGTH ? MAX : Math.max(length, 1);
  const characters = length === PLP_LENGTH ? MAX : Math.max(length >>> 1, 1);
  switch (id) {
    case TypeId.bigChar:
    case TypeId.char:
      return sqlType('char', bytes);
    case TypeId.nchar:
      return sqlType('nchar', characters);
    case TypeId.nvarchar:
      return sqlType('nvarchar', characters);
    case TypeId.bigBinary:
    case TypeId.binary:
      return sqlType('binary', bytes);
    case TypeId.bigVarbinary:
    case TypeId.varbinary:
      return sqlType('varbinary', bytes);
    case TypeId.text:
      return sqlType('text', MAX);
    case TypeId.ntext:
      return sqlType('ntext', MAX);
    case TypeId.image:
      return sqlType('image', MAX);
    case TypeId.xml:
      return sqlType('xml', MAX);
    default:
      return sqlType('varchar', bytes);
  }
}

function isVariant<T>(value: T): value is Extract<T, Variant | TdsVariant> {
  return typeof value === 'object' && value !== null && 'baseType' in value;
}

/** Values are the same in both rooms, only a sql_variant holds a type. */
export function toTdsValue(value: SqlValue, wire: Wire): TdsValue {
  if (!isVariant(value)) return value as TdsValue;
  const baseType = toVariantType(value.baseType, wire.collation);
  return {
    baseType: columnTypeIn(wire.dialect, baseType, wire.collation),
    value: columnValueIn(wire.dialect, baseType, toTdsValue(value.value, wire)),
  };
}

/** Inside a sql_variant the fixed forms are used (MS-TDS 2.2.5.5.4), and no length is more than 8,000 bytes. */
function toVariantType(type: SqlType, collation: Collation): TdsType {
  const wire = toTdsType(type, collation, false);
  return wire.length === PLP_LENGTH ? { ...wire, length: 8000 } : wire;
}

export function toSqlValue(value: TdsValue): SqlValue {
  if (!isVariant(value)) return value as SqlValue;
  return { baseType: toSqlType(value.baseType), value: toSqlValue(value.value) };
}
