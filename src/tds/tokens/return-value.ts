import type { ByteReader } from '../byte-reader.ts';
import { type Dialect, LATEST_DIALECT } from '../dialect.ts';
import type { TokenWriter } from '../token-writer.ts';
import type { TdsType } from '../types/tds-type.ts';
import type { TdsValue } from '../types/tds-value.ts';
import { readTypeInfo, writeTypeInfo } from '../types/type-info.ts';
import { readValue, writeValue } from '../types/value.ts';
import { TokenType } from './token-type.ts';

/** RETURNVALUE (MS-TDS 2.2.7.18): an output parameter, or the value of a function called by RPC. */
export interface ReturnValue {
  readonly ordinal: number;
  readonly name: string;
  /** 1: output parameter, 2: value of a user-defined function. */
  readonly status: number;
  readonly type: TdsType;
  readonly value: TdsValue;
}

export const RETURN_VALUE_OUTPUT = 1;
export const RETURN_VALUE_FUNCTION = 2;

export function writeReturnValue(writer: TokenWriter, value: ReturnValue): void {
  writer.u8(TokenType.returnValue);
  writer.u16(value.ordinal);
  writer.bVarchar(value.name);
  writer.u8(value.status);
  if (writer.dialect.longUserTypes) writer.u32(0);
  else writer.u16(0);
  writer.u16(0);
  writeTypeInfo(writer, value.type);
  writeValue(writer, value.type, value.value);
}

/** After the token's first byte. */
export function readReturnValue(reader: ByteReader, dialect: Dialect = LATEST_DIALECT): ReturnValue {
  const ordinal = reader.u16();
  const name = reader.bVarchar();
  const status = reader.u8();
  reader.skip(dialect.longUserTypes ? 6 : 4);
  const type = readTypeInfo(reader);
  return { ordinal, name, status, type, value: readValue(reader, type) };
}
