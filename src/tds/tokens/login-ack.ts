import type { ByteReader } from '../byte-reader.ts';
import type { TokenWriter } from '../token-writer.ts';
import { TokenType } from './token-type.ts';

/** LOGINACK (MS-TDS 2.2.7.14). The TDS version is big-endian here and little-endian in LOGIN7. */
export interface LoginAck {
  readonly tdsVersion: number;
  readonly programName: string;
  readonly major: number;
  readonly minor: number;
  readonly build: number;
}

const INTERFACE_TSQL = 1;

export function writeLoginAck(writer: TokenWriter, ack: LoginAck): void {
  writer.u8(TokenType.loginAck);
  const mark = writer.mark16();
  writer.u8(INTERFACE_TSQL);
  const version = Buffer.allocUnsafe(4);
  version.writeUInt32BE(ack.tdsVersion >>> 0);
  writer.bytes(version);
  writer.bVarchar(ack.programName);
  writer.u8(ack.major);
  writer.u8(ack.minor);
  writer.u8(ack.build >>> 8);
  writer.u8(ack.build & 0xff);
  writer.patch16(mark);
}

/** After the token's first byte. */
export function readLoginAck(reader: ByteReader): LoginAck {
  reader.need(reader.u16());
  reader.u8();
  const tdsVersion = reader.u32be();
  const programName = reader.bVarchar();
  return { tdsVersion, programName, major: reader.u8(), minor: reader.u8(), build: reader.u16be() };
}
