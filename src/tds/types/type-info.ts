import type { ByteReader } from '../byte-reader.ts';
import { decodeCollation, DEFAULT_COLLATION } from '../collation.ts';
import { TdsProtocolError } from '../errors.ts';
import type { TokenWriter } from '../token-writer.ts';
import { decimalLength, fixedLength, type TdsType, tdsType } from './tds-type.ts';
import { PLP_LENGTH, TypeId } from './type-id.ts';

/** Largest length that char, varchar, binary, varbinary (bytes) and nchar, nvarchar (twice their characters) declare. */
const MAX_SHORT_LENGTH = 8000;

/** TYPE_INFO (MS-TDS 2.2.5.6). Table types (0xF3) are not read here: they describe a whole rowset. */
export function readTypeInfo(reader: ByteReader): TdsType {
  const id = reader.u8();
  const fixed = fixedLength(id);
  if (fixed !== undefined) return tdsType(id, fixed, 0, fixedScale(id));
  switch (id) {
    case TypeId.intN:
      return tdsType(id, oneOf(reader, 'INTN', [1, 2, 4, 8]));
    case TypeId.bitN:
      return tdsType(id, oneOf(reader, 'BITN', [1]));
    case TypeId.floatN:
      return tdsType(id, oneOf(reader, 'FLTN', [4, 8]));
    case TypeId.moneyN:
      return tdsType(id, oneOf(reader, 'MONEYN', [4, 8]), 0, 4);
    case TypeId.datetimeN:
      return tdsType(id, oneOf(reader, 'DATETIMEN', [4, 8]));
    case TypeId.guid:
      return tdsType(id, oneOf(reader, 'GUID', [0, 16]));
    case TypeId.dateN:
      return tdsType(id, 3);
    case TypeId.timeN:
    case TypeId.datetime2N:
    case TypeId.datetimeoffsetN:
      return readScaled(reader, id);
    case TypeId.decimal:
    case TypeId.numeric:
    case TypeId.decimalN:
    case TypeId.numericN:
      return readDecimal(reader, id);
    case TypeId.char:
    case TypeId.varchar:
      return tdsType(id, reader.u8(), 0, 0, readCollation(reader));
    case TypeId.binary:
    case TypeId.varbinary:
      return tdsType(id, reader.u8());
    default:
      return readLongType(reader, id);
  }
}

function readLongType(reader: ByteReader, id: number): TdsType {
  switch (id) {
    case TypeId.bigVarbinary:
      return tdsType(id, shortLength(reader, true));
    case TypeId.bigBinary:
      return tdsType(id, shortLength(reader, false));
    case TypeId.bigVarchar:
    case TypeId.nvarchar:
      return tdsType(id, shortLength(reader, true), 0, 0, readCollation(reader));
    case TypeId.bigChar:
    case TypeId.nchar:
      return tdsType(id, shortLength(reader, false), 0, 0, readCollation(reader));
    case TypeId.text:
    case TypeId.ntext:
      return tdsType(id, reader.u32(), 0, 0, readCollation(reader));
    case TypeId.image:
    case TypeId.variant:
      return tdsType(id, reader.u32());
    case TypeId.xml:
      return readXml(reader);
    case TypeId.udt:
      throw new TdsProtocolError('2.2.5.5.2', 'CLR types are not supported.');
    default:
      throw new TdsProtocolError('2.2.5.4', `Unknown data type 0x${id.toString(16).padStart(2, '0')}.`);
  }
}

function fixedScale(id: number): number {
  return id === TypeId.money || id === TypeId.money4 ? 4 : 0;
}

function oneOf(reader: ByteReader, name: string, lengths: readonly number[]): number {
  const length = reader.u8();
  if (!lengths.includes(length)) throw new TdsProtocolError('2.2.5.4.2', `${name} of ${length} bytes.`);
  return length;
}

function readScaled(reader: ByteReader, id: number): TdsType {
  const scale = reader.u8();
  if (scale > 7) throw new TdsProtocolError('2.2.5.4.2', `A time with scale ${scale}.`);
  return tdsType(id, 0, 0, scale);
}

function readDecimal(reader: ByteReader, id: number): TdsType {
  // The length follows from the precision; mssql-python's bulk copy writes the type's id in its place.
  reader.u8();
  const precision = reader.u8();
  const scale = reader.u8();
  if (precision < 1 || precision > 38 || scale > precision) {
    throw new TdsProtocolError('2.2.5.5.1.6', `decimal(${precision},${scale})`);
  }
  return tdsType(id, decimalLength(precision), precision, scale);
}

function shortLength(reader: ByteReader, mayBePlp: boolean): number {
  const length = reader.u16();
  if (length === PLP_LENGTH && mayBePlp) return length;
  if (length > MAX_SHORT_LENGTH) throw new TdsProtocolError('2.2.5.4.3', `A type of ${length} bytes.`);
  return length;
}

function readCollation(reader: ByteReader) {
  const info = reader.u32();
  return decodeCollation(info, reader.u8());
}

/** XML_INFO (MS-TDS 2.2.5.5.3); the schema collection's name is read over. */
function readXml(reader: ByteReader): TdsType {
  const hasSchema = reader.u8();
  if (hasSchema > 1) throw new TdsProtocolError('2.2.5.5.3', `SCHEMA_PRESENT of ${hasSchema}.`);
  if (hasSchema === 1) {
    reader.bVarchar();
    reader.bVarchar();
    reader.usVarchar();
  }
  return tdsType(TypeId.xml, PLP_LENGTH);
}

export function writeTypeInfo(writer: TokenWriter, type: TdsType): void {
  const { id, length } = type;
  writer.u8(id);
  if (fixedLength(id) !== undefined || id === TypeId.dateN) return;
  switch (id) {
    case TypeId.intN:
    case TypeId.bitN:
    case TypeId.floatN:
    case TypeId.moneyN:
    case TypeId.datetimeN:
    case TypeId.guid:
    case TypeId.binary:
    case TypeId.varbinary:
      writer.u8(length);
      return;
    case TypeId.timeN:
    case TypeId.datetime2N:
    case TypeId.datetimeoffsetN:
      writer.u8(type.scale);
      return;
    case TypeId.decimal:
    case TypeId.numeric:
    case TypeId.decimalN:
    case TypeId.numericN:
      writer.u8(length || decimalLength(type.precision));
      writer.u8(type.precision);
      writer.u8(type.scale);
      return;
    case TypeId.char:
    case TypeId.varchar:
      writer.u8(length);
      writeCollation(writer, type);
      return;
    case TypeId.bigVarbinary:
    case TypeId.bigBinary:
      writer.u16(length);
      return;
    case TypeId.bigVarchar:
    case TypeId.bigChar:
    case TypeId.nvarchar:
    case TypeId.nchar:
      writer.u16(length);
      writeCollation(writer, type);
      return;
    case TypeId.text:
    case TypeId.ntext:
      writer.u32(length);
      writeCollation(writer, type);
      return;
    case TypeId.image:
    case TypeId.variant:
      writer.u32(length);
      return;
    case TypeId.xml:
      writer.u8(0);
      return;
    default:
      throw new TdsProtocolError('2.2.5.4', `No TYPE_INFO for data type 0x${id.toString(16)}.`);
  }
}

function writeCollation(writer: TokenWriter, type: TdsType): void {
  const collation = type.collation ?? DEFAULT_COLLATION;
  writer.u32(collation.info);
  writer.u8(collation.sortId);
}
