import type { ByteReader } from '../byte-reader.ts';
import { decodeCollation, DEFAULT_COLLATION } from '../collation.ts';
import { TdsProtocolError } from '../errors.ts';
import { collectBytes, type TokenWriter } from '../token-writer.ts';
import { readBody, writeBody } from './body.ts';
import { decimalLength, fixedLength, type TdsType, tdsType, timeLength } from './tds-type.ts';
import type { TdsVariant } from './tds-value.ts';
import { TypeId } from './type-id.ts';

/**
 * sql_variant (MS-TDS 2.2.5.5.4): total length of 4 bytes (0 for NULL), base type, count of property bytes, properties, the value's
 * bytes without a length.
 */
const SECTION = '2.2.5.5.4';
/** Largest sql_variant value: 8,000 bytes of data, and its head. */
const MAX_VARIANT_BYTES = 8_016;

export function readVariant(reader: ByteReader): TdsVariant | null {
  const total = reader.u32();
  if (total === 0) return null;
  if (total < 2 || total > MAX_VARIANT_BYTES) throw new TdsProtocolError(SECTION, `A sql_variant of ${total} bytes.`);
  reader.need(total);
  const end = reader.pos + total;
  const id = reader.u8();
  const propertyBytes = reader.u8();
  const valueBytes = total - 2 - propertyBytes;
  if (valueBytes < 0)
    throw new TdsProtocolError(SECTION, `${propertyBytes} property bytes in a sql_variant of ${total} bytes.`);
  const baseType = readProperties(reader, id, propertyBytes, valueBytes);
  const value = readBody(reader, baseType, valueBytes);
  if (reader.pos !== end) throw new TdsProtocolError(SECTION, 'A sql_variant whose lengths do not agree.');
  return { baseType, value };
}

function readProperties(reader: ByteReader, id: number, propertyBytes: number, valueBytes: number): TdsType {
  const expected = propertyLength(id);
  if (expected !== propertyBytes)
    throw new TdsProtocolError(
      SECTION,
      `A sql_variant of base type 0x${id.toString(16)} with ${propertyBytes} property bytes.`,
    );
  const fixed = fixedLength(id);
  switch (id) {
    case TypeId.guid:
      return checked(tdsType(id, 16), 16, valueBytes);
    case TypeId.dateN:
      return checked(tdsType(id, 3), 3, valueBytes);
    case TypeId.timeN:
    case TypeId.datetime2N:
    case TypeId.datetimeoffsetN: {
      const scale = reader.u8();
      if (scale > 7) throw new TdsProtocolError(SECTION, `A time with scale ${scale}.`);
      return checked(tdsType(id, 0, 0, scale), scaledLength(id, scale), valueBytes);
    }
    case TypeId.decimalN:
    case TypeId.numericN: {
      const precision = reader.u8();
      const scale = reader.u8();
      if (precision < 1 || precision > 38 || scale > precision)
        throw new TdsProtocolError(SECTION, `decimal(${precision},${scale})`);
      return tdsType(id, decimalLength(precision), precision, scale);
    }
    case TypeId.bigVarbinary:
    case TypeId.bigBinary:
      return tdsType(id, longEnough(reader.u16(), valueBytes));
    case TypeId.bigVarchar:
    case TypeId.bigChar:
    case TypeId.nvarchar:
    case TypeId.nchar: {
      const info = reader.u32();
      const collation = decodeCollation(info, reader.u8());
      return tdsType(id, longEnough(reader.u16(), valueBytes), 0, 0, collation);
    }
    default:
      return checked(
        tdsType(id, fixed, 0, id === TypeId.money || id === TypeId.money4 ? 4 : 0),
        fixed ?? 0,
        valueBytes,
      );
  }
}

function checked(type: TdsType, expected: number, valueBytes: number): TdsType {
  if (expected !== valueBytes)
    throw new TdsProtocolError(SECTION, `A value of ${valueBytes} bytes where ${expected} belong.`);
  return type;
}

/** Some clients declare 0 here and mean the value's own length. */
function longEnough(declared: number, valueBytes: number): number {
  if (valueBytes > 8000) throw new TdsProtocolError(SECTION, `A value of ${valueBytes} bytes in a sql_variant.`);
  return Math.min(Math.max(declared, valueBytes), 8000);
}

function scaledLength(id: number, scale: number): number {
  const time = timeLength(scale);
  return id === TypeId.timeN ? time : id === TypeId.datetime2N ? time + 3 : time + 5;
}

/** Count of property bytes by base type; an unknown base type is refused. */
function propertyLength(id: number): number {
  const fixed = fixedLength(id);
  if (fixed !== undefined && fixed > 0) return 0;
  switch (id) {
    case TypeId.guid:
    case TypeId.dateN:
      return 0;
    case TypeId.timeN:
    case TypeId.datetime2N:
    case TypeId.datetimeoffsetN:
      return 1;
    case TypeId.decimalN:
    case TypeId.numericN:
    case TypeId.bigVarbinary:
    case TypeId.bigBinary:
      return 2;
    case TypeId.bigVarchar:
    case TypeId.bigChar:
    case TypeId.nvarchar:
    case TypeId.nchar:
      return 7;
    default:
      throw new TdsProtocolError(SECTION, `A sql_variant of base type 0x${id.toString(16)}.`);
  }
}

export function writeVariant(writer: TokenWriter, variant: TdsVariant | null): void {
  if (variant === null || variant.value === null) {
    writer.u32(0);
    return;
  }
  const { baseType, value } = variant;
  const properties = propertyLength(baseType.id);
  const body = collectBytes((nested) => writeBody(nested, baseType, value));
  writer.u32(2 + properties + body.length);
  writer.u8(baseType.id);
  writer.u8(properties);
  writeProperties(writer, baseType, properties);
  writer.bytes(body);
}

function writeProperties(writer: TokenWriter, type: TdsType, properties: number): void {
  if (properties === 1) {
    writer.u8(type.scale);
  } else if (properties === 7) {
    const collation = type.collation ?? DEFAULT_COLLATION;
    writer.u32(collation.info);
    writer.u8(collation.sortId);
    writer.u16(type.length);
  } else if (type.id === TypeId.decimalN || type.id === TypeId.numericN) {
    writer.u8(type.precision);
    writer.u8(type.scale);
  } else if (properties === 2) {
    writer.u16(type.length);
  }
}
