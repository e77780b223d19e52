import type { ByteReader } from '../byte-reader.ts';
import { decodeCodePage, encodeCodePage } from '../code-page.ts';
import { DEFAULT_COLLATION } from '../collation.ts';
import { TdsProtocolError } from '../errors.ts';
import type { TokenWriter } from '../token-writer.ts';
import * as dateTime from './date-time.ts';
import { readDecimal, readMoney, readSmallMoney, writeDecimal, writeMoney, writeSmallMoney } from './decimal.ts';
import { readGuid, writeGuid } from './guid.ts';
import { type TdsType, hasTextPointer, timeLength } from './tds-type.ts';
import type { TdsDateTimeOffset, TdsValue } from './tds-value.ts';
import { PLP_LENGTH, TypeId } from './type-id.ts';

/** A value's bytes without length and without NULL: what the nullable types, the fixed types and sql_variant have in common. */
export function readBody(reader: ByteReader, type: TdsType, length: number): TdsValue {
  reader.need(length);
  switch (type.id) {
    case TypeId.bit:
    case TypeId.bitN:
      expect(type, length, 1);
      return reader.u8() === 0 ? 0 : 1;
    case TypeId.int1:
    case TypeId.int2:
    case TypeId.int4:
    case TypeId.int8:
    case TypeId.intN:
      return readInteger(reader, type, length);
    case TypeId.float4:
    case TypeId.float8:
    case TypeId.floatN:
      return readFloat(reader, type, length);
    case TypeId.money:
    case TypeId.money4:
    case TypeId.moneyN:
      if (length === 8) return readMoney(reader);
      expect(type, length, 4);
      return readSmallMoney(reader);
    case TypeId.decimal:
    case TypeId.numeric:
    case TypeId.decimalN:
    case TypeId.numericN:
      return readDecimal(reader, length);
    case TypeId.guid:
      expect(type, length, 16);
      return readGuid(reader);
    default:
      return isTemporal(type.id) ? readTemporal(reader, type, length) : readLengthy(reader, type, length);
  }
}

function expect(type: TdsType, length: number, expected: number): void {
  if (length !== expected) {
    throw new TdsProtocolError('2.2.5.4', `A value of ${length} bytes for data type 0x${type.id.toString(16)}.`);
  }
}

function readInteger(reader: ByteReader, type: TdsType, length: number): number | bigint {
  // The type decides the JavaScript type, not the value's own length: bigint values are bigints.
  const declared = type.length === 0 ? length : type.length;
  expect(type, length, declared);
  switch (length) {
    case 1:
      return reader.u8();
    case 2:
      return reader.i16();
    case 4:
      return reader.i32();
    case 8:
      return reader.i64();
    default:
      throw new TdsProtocolError('2.2.5.4.2', `An integer of ${length} bytes.`);
  }
}

/** SQL Server refuses what is no number (error 8023), and so do we. */
function readFloat(reader: ByteReader, type: TdsType, length: number): number {
  if (length !== 4) expect(type, length, 8);
  const value = length === 4 ? reader.f32() : reader.f64();
  if (!Number.isFinite(value)) throw new TdsProtocolError('2.2.5.5.1.3', 'A float that is not a finite number.');
  return value;
}

function isTemporal(id: number): boolean {
  switch (id) {
    case TypeId.datetime:
    case TypeId.datetime4:
    case TypeId.datetimeN:
    case TypeId.dateN:
    case TypeId.timeN:
    case TypeId.datetime2N:
    case TypeId.datetimeoffsetN:
      return true;
    default:
      return false;
  }
}

function readTemporal(reader: ByteReader, type: TdsType, length: number): TdsValue {
  switch (type.id) {
    case TypeId.dateN:
      expect(type, length, 3);
      return dateTime.readDate(reader);
    case TypeId.timeN:
      expect(type, length, timeLength(type.scale));
      return dateTime.readTime(reader, type.scale);
    case TypeId.datetime2N:
      expect(type, length, timeLength(type.scale) + 3);
      return dateTime.readDatetime2(reader, type.scale);
    case TypeId.datetimeoffsetN:
      expect(type, length, timeLength(type.scale) + 5);
      return dateTime.readDatetimeoffset(reader, type.scale);
    default:
      if (length === 8) return dateTime.readDatetime(reader);
      expect(type, length, 4);
      return dateTime.readSmallDatetime(reader);
  }
}

/** Characters and bytes. Fixed-length types come back padded, however short the client sent them. */
function readLengthy(reader: ByteReader, type: TdsType, length: number): string | Buffer {
  // The length of a text, ntext or image says nothing: tedious counts characters there.
  if (length > type.length && type.length !== PLP_LENGTH && !hasTextPointer(type)) {
    throw new TdsProtocolError('2.2.5.4.3', `A value of ${length} bytes for a type of ${type.length}.`);
  }
  switch (type.id) {
    case TypeId.nvarchar:
    case TypeId.ntext:
    case TypeId.xml:
      return reader.utf16(length);
    case TypeId.nchar:
      return reader.utf16(length).padEnd(type.length >>> 1, ' ');
    case TypeId.bigVarchar:
    case TypeId.varchar:
    case TypeId.text:
      return decodeCodePage((type.collation ?? DEFAULT_COLLATION).codePage, reader.bytes(length));
    case TypeId.bigChar:
    case TypeId.char:
      return (
        decodeCodePage((type.collation ?? DEFAULT_COLLATION).codePage, reader.bytes(length)) +
        ' '.repeat(type.length - length)
      );
    case TypeId.bigBinary:
    case TypeId.binary:
      return length === type.length ? reader.bytes(length) : Buffer.concat([reader.bytes(length)], type.length);
    case TypeId.bigVarbinary:
    case TypeId.varbinary:
    case TypeId.image:
      return reader.bytes(length);
    default:
      throw new TdsProtocolError('2.2.5.4', `No values of data type 0x${type.id.toString(16)}.`);
  }
}

/** The bytes of a character or binary value. */
export function lengthyBytes(type: TdsType, value: TdsValue): Uint8Array {
  if (typeof value !== 'string') return value as Uint8Array;
  switch (type.id) {
    case TypeId.nvarchar:
    case TypeId.nchar:
    case TypeId.ntext:
    case TypeId.xml:
      return Buffer.from(value, 'utf16le');
    default:
      return encodeCodePage((type.collation ?? DEFAULT_COLLATION).codePage, value);
  }
}

/** The inverse of `readBody`; the caller has written the length. */
export function writeBody(writer: TokenWriter, type: TdsType, value: NonNullable<TdsValue>): void {
  switch (type.id) {
    case TypeId.bit:
    case TypeId.bitN:
    case TypeId.int1:
      return writer.u8(Number(value));
    case TypeId.int2:
      return writer.u16(Number(value));
    case TypeId.int4:
      return writer.u32(Number(value));
    case TypeId.int8:
      return writer.u64(BigInt(value as bigint));
    case TypeId.intN:
      return writeInteger(writer, type.length, value as number | bigint);
    case TypeId.float4:
      return writer.f32(value as number);
    case TypeId.float8:
      return writer.f64(value as number);
    case TypeId.floatN:
      return type.length === 4 ? writer.f32(value as number) : writer.f64(value as number);
    case TypeId.money:
      return writeMoney(writer, value as bigint);
    case TypeId.money4:
      return writeSmallMoney(writer, value as bigint);
    case TypeId.moneyN:
      return type.length === 4 ? writeSmallMoney(writer, value as bigint) : writeMoney(writer, value as bigint);
    case TypeId.decimalN:
    case TypeId.numericN:
    case TypeId.decimal:
    case TypeId.numeric:
      return writeDecimal(writer, value as bigint, type.precision);
    case TypeId.guid:
      return writeGuid(writer, value as string);
    default:
      return isTemporal(type.id) ? writeTemporal(writer, type, value) : writer.bytes(lengthyBytes(type, value));
  }
}

function writeInteger(writer: TokenWriter, length: number, value: number | bigint): void {
  if (length === 1) writer.u8(Number(value));
  else if (length === 2) writer.u16(Number(value));
  else if (length === 4) writer.u32(Number(value));
  else writer.u64(BigInt(value));
}

function writeTemporal(writer: TokenWriter, type: TdsType, value: TdsValue): void {
  switch (type.id) {
    case TypeId.dateN:
      return dateTime.writeDate(writer, value as number);
    case TypeId.timeN:
      return dateTime.writeTime(writer, value as number, type.scale);
    case TypeId.datetime2N:
      return dateTime.writeDatetime2(writer, value as bigint, type.scale);
    case TypeId.datetimeoffsetN:
      return dateTime.writeDatetimeoffset(writer, value as TdsDateTimeOffset, type.scale);
    default:
      if (type.id === TypeId.datetime4 || type.length === 4)
        return dateTime.writeSmallDatetime(writer, value as number);
      return dateTime.writeDatetime(writer, value as number);
  }
}
