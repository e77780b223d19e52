import type { ByteReader } from '../byte-reader.ts';
import { TdsProtocolError } from '../errors.ts';
import { MAX_COLUMNS, MAX_TABLE_VALUE_CELLS } from '../limits.ts';
import type { TokenWriter } from '../token-writer.ts';
import type { TdsType } from '../types/tds-type.ts';
import type { TdsValue } from '../types/tds-value.ts';
import { TypeId } from '../types/type-id.ts';
import { readTypeInfo, writeTypeInfo } from '../types/type-info.ts';
import { readValue, writeValue } from '../types/value.ts';

/** TVP_TYPE_INFO and its rows (MS-TDS 2.2.5.5.5). The client sends no column names, only types in order. */
export interface TdsTableValue {
  readonly database: string;
  readonly schema: string;
  readonly typeName: string;
  readonly columns: readonly TableValueColumn[];
  /** One value a column; null in columns that take their default. */
  readonly rows: readonly (readonly TdsValue[])[];
}

export interface TableValueColumn {
  readonly type: TdsType;
  readonly flags: number;
  /** fDefault: no row carries a value for it. */
  readonly useDefault: boolean;
}

const SECTION = '2.2.5.5.5';
const NO_COLUMNS = 0xffff;
const FLAG_DEFAULT = 0x0200;
const Token = { end: 0x00, row: 0x01, orderUnique: 0x10, columnOrdering: 0x11 } as const;

/** After the type byte 0xF3. */
export function readTableValue(reader: ByteReader): TdsTableValue {
  const database = reader.bVarchar();
  const schema = reader.bVarchar();
  const typeName = reader.bVarchar();
  const columns = readColumns(reader);
  readOptionalMetadata(reader);
  return { database, schema, typeName, columns, rows: readRows(reader, columns) };
}

function readColumns(reader: ByteReader): TableValueColumn[] {
  const count = reader.u16();
  if (count === NO_COLUMNS) return [];
  if (count === 0 || count > MAX_COLUMNS)
    throw new TdsProtocolError(SECTION, `A table-valued parameter of ${count} columns.`);
  const columns: TableValueColumn[] = [];
  for (let i = 0; i < count; i++) {
    reader.u32();
    const flags = reader.u16();
    const type = readTypeInfo(reader);
    if (type.id === TypeId.null) throw new TdsProtocolError(SECTION, 'A column of the NULL type.');
    reader.bVarchar();
    columns.push({ type, flags, useDefault: (flags & FLAG_DEFAULT) !== 0 });
  }
  return columns;
}

/** TVP_ORDER_UNIQUE is a hint and is read over; TVP_COLUMN_ORDERING may change which column is which and is refused. */
function readOptionalMetadata(reader: ByteReader): void {
  for (let token = reader.u8(); token !== Token.end; token = reader.u8()) {
    if (token === Token.orderUnique) {
      reader.skip(reader.u16() * 3);
    } else if (token === Token.columnOrdering) {
      const count = reader.u16();
      for (let i = 1; i <= count; i++) {
        if (reader.u16() !== i)
          throw new TdsProtocolError('2.2.5.5.5.3', 'Reordered table-valued columns are not supported.');
      }
    } else {
      throw new TdsProtocolError(SECTION, `Unknown token ${token} in a table-valued parameter.`);
    }
  }
}

function readRows(reader: ByteReader, columns: readonly TableValueColumn[]): TdsValue[][] {
  const rows: TdsValue[][] = [];
  for (let token = reader.u8(); token !== Token.end; token = reader.u8()) {
    if (token !== Token.row || columns.length === 0) {
      throw new TdsProtocolError('2.2.7.23', `Token ${token} where a table-valued row belongs.`);
    }
    if ((rows.length + 1) * columns.length > MAX_TABLE_VALUE_CELLS) {
      throw new TdsProtocolError(SECTION, `A table-valued parameter of more than ${MAX_TABLE_VALUE_CELLS} values.`);
    }
    rows.push(columns.map((column) => (column.useDefault ? null : readValue(reader, column.type))));
  }
  return rows;
}

/** With the type byte. */
export function writeTableValue(writer: TokenWriter, table: TdsTableValue): void {
  writer.u8(TypeId.table);
  writer.bVarchar(table.database);
  writer.bVarchar(table.schema);
  writer.bVarchar(table.typeName);
  writer.u16(table.columns.length === 0 ? NO_COLUMNS : table.columns.length);
  for (const column of table.columns) {
    writer.u32(0);
    writer.u16(column.flags);
    writeTypeInfo(writer, column.type);
    writer.u8(0);
  }
  writer.u8(Token.end);
  for (const row of table.rows) {
    writer.u8(Token.row);
    table.columns.forEach((column, i) => {
      if (!column.useDefault) writeValue(writer, column.type, row[i] ?? null);
    });
  }
  writer.u8(Token.end);
}
