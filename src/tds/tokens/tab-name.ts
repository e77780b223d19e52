import type { ByteReader } from '../byte-reader.ts';
import { type Dialect, LATEST_DIALECT } from '../dialect.ts';
import { TdsProtocolError } from '../errors.ts';
import type { TokenWriter } from '../token-writer.ts';
import { TokenType } from './token-type.ts';

/** TABNAME (MS-TDS 2.2.7.22): the tables behind a cursor's columns, each as the parts of its name. */
export function writeTabName(writer: TokenWriter, tables: readonly (readonly string[])[]): void {
  writer.u8(TokenType.tabName);
  const mark = writer.mark16();
  for (const parts of tables) {
    if (!writer.dialect.tabNameParts) {
      writer.usVarchar(parts.join('.'));
      continue;
    }
    writer.u8(parts.length);
    for (const part of parts) writer.usVarchar(part);
  }
  writer.patch16(mark);
}

/** After the token's first byte. */
export function readTabName(reader: ByteReader, dialect: Dialect = LATEST_DIALECT): string[][] {
  const length = reader.u16();
  reader.need(length);
  const end = reader.pos + length;
  const tables: string[][] = [];
  while (reader.pos < end) {
    const parts: string[] = [];
    for (let count = dialect.tabNameParts ? reader.u8() : 1; count > 0; count--) parts.push(reader.usVarchar());
    tables.push(parts);
  }
  if (reader.pos !== end) throw new TdsProtocolError('2.2.7.22', 'TABNAME runs over its length.');
  return tables;
}
