import { ByteReader } from '../byte-reader.ts';
import { TdsProtocolError } from '../errors.ts';
import type { TokenWriter } from '../token-writer.ts';
import { lengthyBytes, readBody, writeBody } from './body.ts';
import { readPlp, writePlp } from './plp.ts';
import { decimalLength, fixedLength, hasTextPointer, isPlp, type TdsType, timeLength } from './tds-type.ts';
import type { TdsValue, TdsVariant } from './tds-value.ts';
import { TypeId } from './type-id.ts';
import { readVariant, writeVariant } from './variant.ts';

/** CHARBIN_NULL of two-byte and four-byte lengths (MS-TDS 2.2.5.2.3). */
const CHARBIN_NULL_16 = 0xffff;
const CHARBIN_NULL_32 = 0xffff_ffff;

/** TYPE_VARBYTE of an RPC parameter or a table-valued parameter (MS-TDS 2.2.5.2.3). */
export function readValue(reader: ByteReader, type: TdsType): TdsValue {
  const fixed = fixedLength(type.id);
  if (fixed !== undefined) return fixed === 0 ? null : readBody(reader, type, fixed);
  if (isPlp(type)) {
    const bytes = readPlp(reader);
    return bytes === null ? null : readBody(new ByteReader(bytes), type, bytes.length);
  }
  switch (type.id) {
    case TypeId.variant:
      return readVariant(reader);
    case TypeId.text:
    case TypeId.ntext:
    case TypeId.image: {
      const length = reader.u32();
      return length === CHARBIN_NULL_32 ? null : readBody(reader, type, length);
    }
    case TypeId.bigVarbinary:
    case TypeId.bigBinary:
    case TypeId.bigVarchar:
    case TypeId.bigChar:
    case TypeId.nvarchar:
    case TypeId.nchar: {
      const length = reader.u16();
      return length === CHARBIN_NULL_16 ? null : readBody(reader, type, length);
    }
    default: {
      const length = reader.u8();
      return length === 0 ? null : readBody(reader, type, length);
    }
  }
}

/** A column's value in a ROW token: as a parameter's, but text, ntext and image come after a text pointer and a timestamp. */
export function readColumnValue(reader: ByteReader, type: TdsType): TdsValue {
  if (hasTextPointer(type)) {
    const pointer = reader.u8();
    if (pointer === 0) return null;
    reader.skip(pointer + 8);
  }
  return readValue(reader, type);
}

export function writeValue(writer: TokenWriter, type: TdsType, value: TdsValue): void {
  if (isPlp(type)) return writePlp(writer, value === null ? null : lengthyBytes(type, value));
  if (value === null) return writeNull(writer, type);
  if (fixedLength(type.id) !== undefined) return writeBody(writer, type, value);
  switch (type.id) {
    case TypeId.variant:
      return writeVariant(writer, value as TdsVariant);
    case TypeId.text:
    case TypeId.ntext:
    case TypeId.image: {
      const bytes = lengthyBytes(type, value);
      writer.u32(bytes.length);
      return writer.bytes(bytes);
    }
    case TypeId.bigVarbinary:
    case TypeId.bigBinary:
    case TypeId.bigVarchar:
    case TypeId.bigChar:
    case TypeId.nvarchar:
    case TypeId.nchar: {
      // What the column cannot hold is cut, not sent: a longer value would break the client's reading of the stream.
      const bytes = lengthyBytes(type, value).subarray(0, type.length);
      writer.u16(bytes.length);
      return writer.bytes(bytes);
    }
    case TypeId.char:
    case TypeId.varchar:
    case TypeId.binary:
    case TypeId.varbinary: {
      const bytes = lengthyBytes(type, value).subarray(0, type.length);
      writer.u8(bytes.length);
      return writer.bytes(bytes);
    }
    default:
      writer.u8(bodyLength(type));
      return writeBody(writer, type, value);
  }
}

/** The text pointer and timestamp that precede text in a row; clients only read over them. */
const TEXT_POINTER = Buffer.from('\x10dummy textptr\0\0\0dummyTS\0', 'latin1');

export function writeColumnValue(writer: TokenWriter, type: TdsType, value: TdsValue): void {
  if (hasTextPointer(type)) {
    if (value === null) return writer.u8(0);
    writer.bytes(TEXT_POINTER);
  }
  writeValue(writer, type, value);
}

function writeNull(writer: TokenWriter, type: TdsType): void {
  const fixed = fixedLength(type.id);
  if (fixed === 0) return;
  if (fixed !== undefined) throw new TdsProtocolError('2.2.5.4.1', 'NULL for a column declared NOT NULL.');
  switch (type.id) {
    case TypeId.text:
    case TypeId.ntext:
    case TypeId.image:
      return writer.u32(CHARBIN_NULL_32);
    case TypeId.variant:
      return writer.u32(0);
    case TypeId.bigVarbinary:
    case TypeId.bigBinary:
    case TypeId.bigVarchar:
    case TypeId.bigChar:
    case TypeId.nvarchar:
    case TypeId.nchar:
      return writer.u16(CHARBIN_NULL_16);
    default:
      return writer.u8(0);
  }
}

/** Length byte of the nullable fixed-size types. */
function bodyLength(type: TdsType): number {
  switch (type.id) {
    case TypeId.dateN:
      return 3;
    case TypeId.timeN:
      return timeLength(type.scale);
    case TypeId.datetime2N:
      return timeLength(type.scale) + 3;
    case TypeId.datetimeoffsetN:
      return timeLength(type.scale) + 5;
    case TypeId.decimal:
    case TypeId.numeric:
    case TypeId.decimalN:
    case TypeId.numericN:
      return decimalLength(type.precision);
    case TypeId.guid:
      return 16;
    default:
      return type.length;
  }
}
