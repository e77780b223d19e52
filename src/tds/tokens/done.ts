import type { ByteReader } from '../byte-reader.ts';
import { type Dialect, LATEST_DIALECT } from '../dialect.ts';
import { TdsProtocolError } from '../errors.ts';
import type { TokenWriter } from '../token-writer.ts';
import { TokenType } from './token-type.ts';

/** Status bits of DONE, DONEPROC and DONEINPROC (MS-TDS 2.2.7.6). */
export const DoneStatus = {
  final: 0x000,
  more: 0x001,
  error: 0x002,
  inTransaction: 0x004,
  count: 0x010,
  attention: 0x020,
  serverError: 0x100,
} as const;

/**
 * CurCmd: the token number of the statement, as SQL Server sends it. mssql-jdbc tells update counts by it and has these numbers for
 * select to table, execute, bulk insert and merge; of the others it, like ODBC, asks only for DONE_COUNT.
 */
export const CurrentCommand = {
  none: 0x00,
  select: 0xc1,
  insert: 0xc3,
  delete: 0xc4,
  update: 0xc5,
  createTable: 0xc6,
  dropTable: 0xc7,
  beginTransaction: 0xd4,
  commit: 0xd5,
  rollback: 0xd2,
  use: 0xe2,
  set: 0xbe,
  selectInto: 0xc2,
  execute: 0xe0,
  bulkInsert: 0xf0,
  merge: 0x117,
} as const;

export interface Done {
  readonly token: 'done' | 'doneProc' | 'doneInProc';
  readonly status: number;
  readonly command: number;
  readonly rowCount: number;
}

const DONE_BYTES = 13;

export function writeDone(writer: TokenWriter, done: Done): void {
  writeDoneToken(writer, done.token, done.status, done.command, done.rowCount);
}

/** Every answer ends with two or three of them: written without an object and in one piece. */
export function writeDoneToken(
  writer: TokenWriter,
  token: Done['token'],
  status: number,
  command: number,
  rowCount: number,
): void {
  writer.ensure(DONE_BYTES);
  const { buffer, pos } = writer;
  buffer[pos] = TokenType[token];
  buffer[pos + 1] = status;
  buffer[pos + 2] = status >>> 8;
  buffer[pos + 3] = command;
  buffer[pos + 4] = command >>> 8;
  buffer[pos + 5] = rowCount;
  buffer[pos + 6] = rowCount >>> 8;
  buffer[pos + 7] = rowCount >>> 16;
  buffer[pos + 8] = rowCount >>> 24;
  writer.pos = pos + 9;
  if (writer.dialect.longRowCounts) writer.u32(rowCount > 0xffff_ffff ? Math.floor(rowCount / 0x1_0000_0000) : 0);
}

/** After the token's first byte. */
export function readDone(reader: ByteReader, token: Done['token'], dialect: Dialect = LATEST_DIALECT): Done {
  const status = reader.u16();
  const command = reader.u16();
  if (!dialect.longRowCounts) return { token, status, command, rowCount: reader.u32() };
  const rowCount = reader.u64();
  if (rowCount > 0x1f_ffff_ffff_ffffn) throw new TdsProtocolError('2.2.7.6', `A row count of ${rowCount}.`);
  return { token, status, command, rowCount: Number(rowCount) };
}
