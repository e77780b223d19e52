import type { ByteReader } from '../byte-reader.ts';
import { type Dialect, LATEST_DIALECT } from '../dialect.ts';
import type { TokenWriter } from '../token-writer.ts';
import { TokenType } from './token-type.ts';

/** ERROR (MS-TDS 2.2.7.10) and INFO (2.2.7.13) have one shape. */
export interface MessageToken {
  readonly number: number;
  readonly state: number;
  readonly severity: number;
  readonly message: string;
  readonly serverName: string;
  readonly procedure: string;
  readonly line: number;
}

/** Characters of the text that are sent; the token's length field counts 65,535 bytes for everything. */
const MAX_MESSAGE_CHARACTERS = 32_000;
const MAX_SHORT_LINE = 0xffff;

/** Severity 11 and above is an error. */
export function writeMessage(writer: TokenWriter, message: MessageToken): void {
  writer.u8(message.severity > 10 ? TokenType.error : TokenType.info);
  const mark = writer.mark16();
  writer.u32(message.number);
  writer.u8(message.state);
  writer.u8(message.severity);
  writer.usVarchar(message.message.slice(0, MAX_MESSAGE_CHARACTERS));
  writer.bVarchar(message.serverName);
  writer.bVarchar(message.procedure);
  if (writer.dialect.longLineNumbers) writer.u32(message.line);
  else writer.u16(Math.min(message.line, MAX_SHORT_LINE));
  writer.patch16(mark);
}

/** After the token's first byte. */
export function readMessage(reader: ByteReader, dialect: Dialect = LATEST_DIALECT): MessageToken {
  reader.need(reader.u16());
  const number = reader.i32();
  const state = reader.u8();
  const severity = reader.u8();
  const message = reader.usVarchar();
  const serverName = reader.bVarchar();
  const procedure = reader.bVarchar();
  const line = dialect.longLineNumbers ? reader.i32() : reader.u16();
  return { number, state, severity, message, serverName, procedure, line };
}
