import { HoldfastError } from '../../base/index.ts';
import { decodeInt2, decodeInt4, decodeInt8, encodeInt2, encodeInt8 } from './numbers.ts';
import { decodeText, encodeText } from './strings.ts';
import { PgTypeOid } from './type-oids.ts';

export interface CompositeField {
  readonly typeOid: number;
  readonly value: Uint8Array | null;
}

/** A row value: int32 count of columns, then for each its type's OID, its length (-1 is NULL) and its bytes (record_send). */
export function encodeComposite(fields: readonly CompositeField[]): Buffer {
  const size = fields.reduce((sum, { value }) => sum + 8 + (value?.length ?? 0), 4);
  const bytes = Buffer.allocUnsafe(size);
  let at = bytes.writeInt32BE(fields.length, 0);
  for (const { typeOid, value } of fields) {
    at = bytes.writeUInt32BE(typeOid, at);
    at = bytes.writeInt32BE(value === null ? -1 : value.length, at);
    if (value === null) continue;
    bytes.set(value, at);
    at += value.length;
  }
  return bytes;
}

/** The values are views of the buffer. */
export function decodeComposite(buffer: Buffer, start: number): CompositeField[] {
  const fields: CompositeField[] = [];
  let at = start + 4;
  for (let left = decodeInt4(buffer, start); left > 0; left -= 1) {
    const typeOid = buffer.readUInt32BE(at);
    const size = decodeInt4(buffer, at + 4);
    at += 8;
    fields.push({ typeOid, value: size < 0 ? null : buffer.subarray(at, at + size) });
    at += Math.max(size, 0);
  }
  return fields;
}

/** sys.datetimeoffset (utc int8, minutes int2): 100 ns ticks since 0001-01-01 in UTC, and the offset from UTC. */
export interface DatetimeoffsetCarrier {
  readonly utc: bigint;
  readonly minutes: number;
}

export function encodeDatetimeoffset(value: DatetimeoffsetCarrier): Buffer {
  return encodeComposite([
    { typeOid: PgTypeOid.int8, value: encodeInt8(value.utc) },
    { typeOid: PgTypeOid.int2, value: encodeInt2(value.minutes) },
  ]);
}

/** Neither part is ever NULL, so both lie at fixed places: 4 bytes of count, 8 of column header each. */
export function decodeDatetimeoffset(buffer: Buffer, start: number): DatetimeoffsetCarrier {
  return { utc: decodeInt8(buffer, start + 12), minutes: decodeInt2(buffer, start + 28) };
}

/** sys.sql_variant (type text, value text). */
export interface SqlVariantCarrier {
  readonly type: string;
  readonly value: string;
}

export function encodeSqlVariant({ type, value }: SqlVariantCarrier): Buffer {
  return encodeComposite([
    { typeOid: PgTypeOid.text, value: encodeText(type) },
    { typeOid: PgTypeOid.text, value: encodeText(value) },
  ]);
}

export function decodeSqlVariant(buffer: Buffer, start: number): SqlVariantCarrier {
  const texts = decodeComposite(buffer, start).map(({ value }) => {
    if (value === null) throw new HoldfastError('PG_BAD_VARIANT', 'a sql_variant lacks its type or its value');
    const view = Buffer.from(value.buffer, value.byteOffset, value.length);
    return decodeText(view, 0, view.length);
  });
  const [type, value] = texts;
  if (type === undefined || value === undefined) {
    throw new HoldfastError('PG_BAD_VARIANT', `a sql_variant has ${texts.length} columns`);
  }
  return { type, value };
}
