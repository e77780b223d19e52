import type { ByteReader } from '../byte-reader.ts';
import type { TokenWriter } from '../token-writer.ts';
import { TokenType } from './token-type.ts';

/** RETURNSTATUS (MS-TDS 2.2.7.17). */
export function writeReturnStatus(writer: TokenWriter, status: number): void {
  writer.u8(TokenType.returnStatus);
  writer.u32(status);
}

/** After the token's first byte. */
export function readReturnStatus(reader: ByteReader): number {
  return reader.i32();
}
