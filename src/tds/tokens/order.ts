import type { ByteReader } from '../byte-reader.ts';
import type { TokenWriter } from '../token-writer.ts';
import { TokenType } from './token-type.ts';

/** ORDER (MS-TDS 2.2.7.16): the columns of ORDER BY, counted from 1; 0 for one that is not in the result. */
export function writeOrder(writer: TokenWriter, columns: readonly number[]): void {
  writer.u8(TokenType.order);
  writer.u16(columns.length * 2);
  for (const column of columns) writer.u16(column);
}

/** After the token's first byte. */
export function readOrder(reader: ByteReader): number[] {
  const length = reader.u16();
  reader.need(length);
  const columns: number[] = [];
  for (let left = length; left >= 2; left -= 2) columns.push(reader.u16());
  return columns;
}
