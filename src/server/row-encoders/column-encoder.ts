import type { SqlType, SqlValue } from '../../engine/index.ts';
import { type Collation, isPlp, type TdsType, TypeId } from '../../tds/index.ts';
import type { Wire } from '../sql-types.ts';
import * as dateTime from './date-time.ts';
import { temporalAsText } from './date-time-text.ts';
import {
  type ColumnEncoder,
  type Encoder,
  nullOfFourZeros,
  nullOfOneByte,
  nullOfPlp,
  nullOfTwoBytes,
  nullRefused,
} from './encoder.ts';
import * as numbers from './numbers.ts';
import { decimal, money, smallmoney } from './numeric.ts';
import { sqlVariant } from './sql-variant.ts';
import * as text from './text.ts';

/** Makes a sql_variant's carrier a value; the engine's, because only T-SQL's conversions know the text forms. */
export type DecodeVariant = (src: Buffer, at: number, length: number) => SqlValue;

export interface EncoderContext extends Wire {
  readonly decodeVariant: DecodeVariant;
}

/** The encoder of a column, chosen once a result set: `wire` is how COLMETADATA declares the column. */
export function columnEncoder(type: SqlType, wire: TdsType, context: EncoderContext): ColumnEncoder {
  const fixed = fixedSize(type);
  if (fixed !== undefined) {
    const nullable =
      wire.id === TypeId.intN ||
      wire.id === TypeId.bitN ||
      wire.id === TypeId.floatN ||
      wire.id === TypeId.moneyN ||
      wire.id === TypeId.datetimeN ||
      wire.id === TypeId.guid;
    return nullable
      ? { value: numbers.withLength(fixed[0], fixed[1]), nothing: nullOfOneByte }
      : { value: fixed[1], nothing: nullRefused };
  }
  const asText = wire.id === TypeId.nvarchar ? temporalAsText(type) : undefined;
  if (asText !== undefined) return { value: asText, nothing: nullOfTwoBytes };
  switch (type.name) {
    case 'decimal':
    case 'numeric':
      return { value: decimal(type.precision, type.scale), nothing: nullOfOneByte };
    case 'date':
      return { value: dateTime.date, nothing: nullOfOneByte };
    case 'time':
      return { value: dateTime.time(type.scale), nothing: nullOfOneByte };
    case 'datetime2':
      return { value: dateTime.datetime2(type.scale), nothing: nullOfOneByte };
    case 'datetimeoffset':
      return { value: dateTime.datetimeoffset(type.scale), nothing: nullOfOneByte };
    case 'sql_variant':
      return { value: sqlVariant(context), nothing: nullOfFourZeros };
    default:
      return lengthy(type, wire, context.collation);
  }
}

/** Size and encoder of types that have a fixed form besides the nullable one. */
function fixedSize(type: SqlType): readonly [number, Encoder] | undefined {
  switch (type.name) {
    case 'bit':
      return [1, numbers.bit];
    case 'tinyint':
      return [1, numbers.tinyint];
    case 'smallint':
      return [2, numbers.reverse2];
    case 'int':
    case 'null':
      return [4, numbers.reverse4];
    case 'bigint':
    case 'float':
      return [8, numbers.reverse8];
    case 'real':
      return [4, numbers.reverse4];
    case 'money':
      return [8, money];
    case 'smallmoney':
      return [4, smallmoney];
    case 'datetime':
      return [8, dateTime.datetime];
    case 'smalldatetime':
      return [4, dateTime.smalldatetime];
    case 'uniqueidentifier':
      return [16, numbers.guid];
    case 'boolean':
      return [1, booleanAsBit];
    default:
      return undefined;
  }
}

/** A search condition never reaches a client; should one, it is a bit. */
const booleanAsBit: Encoder = (src, at, _length, out, pos) => {
  out[pos] = src[at]!;
  return pos + 1;
};

/** Characters and bytes. */
function lengthy(type: SqlType, wire: TdsType, collation: Collation): ColumnEncoder {
  const body = bodyOf(type, (wire.collation ?? collation).codePage);
  if (isPlp(wire)) return { value: text.plp(body), nothing: nullOfPlp };
  switch (wire.id) {
    case TypeId.text:
    case TypeId.ntext:
    case TypeId.image:
      return { value: text.withTextPointer(body), nothing: nullOfOneByte };
    default:
      return { value: text.short(body), nothing: nullOfTwoBytes };
  }
}

function bodyOf(type: SqlType, codePage: number): Encoder {
  switch (type.name) {
    case 'char':
    case 'varchar':
    case 'text':
      return text.codePageText(codePage);
    case 'binary':
    case 'varbinary':
    case 'image':
    case 'rowversion':
      return text.bytes;
    default:
      return text.utf16;
  }
}
