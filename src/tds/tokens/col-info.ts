import type { ByteReader } from '../byte-reader.ts';
import { TdsProtocolError } from '../errors.ts';
import type { TokenWriter } from '../token-writer.ts';
import { TokenType } from './token-type.ts';

/** Status bits of COLINFO (MS-TDS 2.2.7.3). */
export const ColInfoStatus = { expression: 0x04, key: 0x08, hidden: 0x10, differentName: 0x20 } as const;

/** COLINFO: where a cursor's columns come from. `table` counts the tables of TABNAME from 1; 0 for an expression. */
export interface ColInfo {
  readonly column: number;
  readonly table: number;
  readonly status: number;
  /** The base column's name, present exactly when `differentName` is set. */
  readonly baseName?: string;
}

export function writeColInfo(writer: TokenWriter, columns: readonly ColInfo[]): void {
  writer.u8(TokenType.colInfo);
  const mark = writer.mark16();
  for (const column of columns) {
    writer.u8(column.column);
    writer.u8(column.table);
    writer.u8(column.status);
    if ((column.status & ColInfoStatus.differentName) !== 0) writer.bVarchar(column.baseName ?? '');
  }
  writer.patch16(mark);
}

/** After the token's first byte. */
export function readColInfo(reader: ByteReader): ColInfo[] {
  const length = reader.u16();
  reader.need(length);
  const end = reader.pos + length;
  const columns: ColInfo[] = [];
  while (reader.pos < end) {
    const column = reader.u8();
    const table = reader.u8();
    const status = reader.u8();
    const named = (status & ColInfoStatus.differentName) !== 0;
    columns.push(named ? { column, table, status, baseName: reader.bVarchar() } : { column, table, status });
  }
  if (reader.pos !== end) throw new TdsProtocolError('2.2.7.3', 'COLINFO runs over its length.');
  return columns;
}
