import type { ByteReader } from '../byte-reader.ts';
import { isCaseSensitive } from '../collation.ts';
import { type Dialect, LATEST_DIALECT } from '../dialect.ts';
import { TdsProtocolError } from '../errors.ts';
import { MAX_COLUMNS } from '../limits.ts';
import type { TokenWriter } from '../token-writer.ts';
import { hasTextPointer, type TdsType } from '../types/tds-type.ts';
import { readTypeInfo, writeTypeInfo } from '../types/type-info.ts';
import { TypeId } from '../types/type-id.ts';
import { TokenType } from './token-type.ts';

/** Flags of a column (MS-TDS 2.2.7.4). */
export const ColumnFlag = {
  nullable: 0x0001,
  caseSensitive: 0x0002,
  updatable: 0x0004,
  /** usUpdateable = 2: whether it may be updated is not known, what SQL Server says of columns that are no expressions. */
  updatableUnknown: 0x0008,
  identity: 0x0010,
  computed: 0x0020,
  sparseColumnSet: 0x0400,
  encrypted: 0x0800,
  hidden: 0x2000,
  key: 0x4000,
  nullableUnknown: 0x8000,
} as const;

/** UserType of rowversion, the one built-in type that has one (MS-TDS 2.2.7.4). */
export const USER_TYPE_TIMESTAMP = 0x50;
const NO_METADATA = 0xffff;

export interface Column {
  readonly name: string;
  readonly type: TdsType;
  readonly flags: number;
  readonly userType: number;
  /** Parts of the table's name, sent for text, ntext and image only. */
  readonly table?: readonly string[];
}

export function writeColMetadata(writer: TokenWriter, columns: readonly Column[]): void {
  writer.u8(TokenType.colMetadata);
  writer.u16(columns.length);
  for (const column of columns) writeColumn(writer, column);
}

/** For a client that has the columns already (fNoMetaData). */
export function writeNoMetadata(writer: TokenWriter): void {
  writer.u8(TokenType.colMetadata);
  writer.u16(NO_METADATA);
}

function writeColumn(writer: TokenWriter, column: Column): void {
  const { type } = column;
  const caseSensitive = type.collation !== undefined && isCaseSensitive(type.collation);
  const { dialect } = writer;
  if (dialect.longUserTypes) writer.u32(column.userType);
  else writer.u16(column.userType);
  writer.u16((column.flags | (caseSensitive ? ColumnFlag.caseSensitive : 0)) & dialect.columnFlags);
  writeTypeInfo(writer, type);
  if (hasTextPointer(type)) {
    writeTableName(writer, column.table ?? ['']);
  }
  writer.bVarchar(column.name);
}

function writeTableName(writer: TokenWriter, parts: readonly string[]): void {
  if (!writer.dialect.tableNameParts) return writer.usVarchar(parts.join('.'));
  writer.u8(parts.length);
  for (const part of parts) writer.usVarchar(part);
}

/** After the token's first byte. */
export function readColMetadata(reader: ByteReader, dialect: Dialect = LATEST_DIALECT): Column[] {
  const count = reader.u16();
  if (count === NO_METADATA) return [];
  if (count > MAX_COLUMNS) throw new TdsProtocolError('2.2.7.4', `${count} columns.`);
  const columns: Column[] = [];
  for (let i = 0; i < count; i++) columns.push(readColumn(reader, dialect));
  return columns;
}

function readColumn(reader: ByteReader, dialect: Dialect): Column {
  const userType = dialect.longUserTypes ? reader.u32() : reader.u16();
  const flags = reader.u16();
  if ((flags & ColumnFlag.encrypted) !== 0)
    throw new TdsProtocolError('2.2.7.4', 'Encrypted columns are not supported.');
  const type = readTypeInfo(reader);
  if (type.id === TypeId.null) throw new TdsProtocolError('2.2.7.4', 'A column of the NULL type.');
  let table: string[] | undefined;
  if (hasTextPointer(type)) {
    table = [];
    for (let parts = dialect.tableNameParts ? reader.u8() : 1; parts > 0; parts--) table.push(reader.usVarchar());
  }
  return { userType, flags, type, table, name: reader.bVarchar() };
}
