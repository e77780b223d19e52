import type { ByteReader } from '../byte-reader.ts';
import type { TokenWriter } from '../token-writer.ts';
import type { TdsValue } from '../types/tds-value.ts';
import { readColumnValue, writeColumnValue } from '../types/value.ts';
import type { Column } from './col-metadata.ts';
import { TokenType } from './token-type.ts';

/** NBCROW (MS-TDS 2.2.7.15): a bit a column says NULL, and only the others follow. Since TDS 7.3B. */
export function writeNbcRow(writer: TokenWriter, columns: readonly Column[], values: readonly TdsValue[]): void {
  writer.u8(TokenType.nbcRow);
  const bitmapBytes = (columns.length + 7) >>> 3;
  writer.ensure(bitmapBytes);
  const bitmap = writer.pos;
  writer.buffer.fill(0, bitmap, bitmap + bitmapBytes);
  for (let i = 0; i < columns.length; i++) {
    if ((values[i] ?? null) === null) writer.buffer[bitmap + (i >>> 3)]! |= 1 << (i & 7);
  }
  writer.pos += bitmapBytes;
  for (let i = 0; i < columns.length; i++) {
    const value = values[i] ?? null;
    if (value !== null) writeColumnValue(writer, columns[i]!.type, value);
  }
}

/** After the token's first byte. */
export function readNbcRow(reader: ByteReader, columns: readonly Column[]): TdsValue[] {
  const bitmap = reader.bytes((columns.length + 7) >>> 3);
  const values: TdsValue[] = new Array<TdsValue>(columns.length);
  for (let i = 0; i < columns.length; i++) {
    const isNull = (bitmap[i >>> 3]! & (1 << (i & 7))) !== 0;
    values[i] = isNull ? null : readColumnValue(reader, columns[i]!.type);
  }
  return values;
}
