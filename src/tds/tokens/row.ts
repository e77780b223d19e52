import type { ByteReader } from '../byte-reader.ts';
import type { TokenWriter } from '../token-writer.ts';
import type { TdsValue } from '../types/tds-value.ts';
import { readColumnValue, writeColumnValue } from '../types/value.ts';
import type { Column } from './col-metadata.ts';
import { TokenType } from './token-type.ts';

/** ROW (MS-TDS 2.2.7.19). */
export function writeRow(writer: TokenWriter, columns: readonly Column[], values: readonly TdsValue[]): void {
  writer.u8(TokenType.row);
  for (let i = 0; i < columns.length; i++) writeColumnValue(writer, columns[i]!.type, values[i] ?? null);
}

/** After the token's first byte. */
export function readRow(reader: ByteReader, columns: readonly Column[]): TdsValue[] {
  const values: TdsValue[] = new Array<TdsValue>(columns.length);
  for (let i = 0; i < columns.length; i++) values[i] = readColumnValue(reader, columns[i]!.type);
  return values;
}
