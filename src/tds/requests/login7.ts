import { ByteReader } from '../byte-reader.ts';
import { dialectOf } from '../dialect.ts';
import { TdsProtocolError } from '../errors.ts';
import { MAX_ATTACH_FILE_CHARACTERS, MAX_LOGIN_FIELD_CHARACTERS } from '../limits.ts';
import { collectBytes } from '../token-writer.ts';
import { decodeLoginFeatures, encodeLoginFeatures, type LoginFeature } from './login-features.ts';

/** LOGIN7 (MS-TDS 2.2.6.4). */
const SECTION = '2.2.6.4';
/** Up to ClientLCID. */
const FIXED_BYTES = 36;
/** Up to the last offset that TDS 7.1 has: the data begins there at the earliest. Later versions added to it. */
const MIN_HEAD_BYTES = 86;
const HEAD_BYTES = 94;

const OptionFlag2 = { odbc: 0x02, integratedSecurity: 0x80 } as const;
const TypeFlag = { readOnlyIntent: 0x20 } as const;
const OptionFlag3 = { changePassword: 0x01, userInstance: 0x02, unknownCollation: 0x08, extension: 0x10 } as const;

export interface Login7 {
  readonly tdsVersion: number;
  readonly packetSize: number;
  readonly clientVersion: number;
  readonly clientProcessId: number;
  readonly connectionId: number;
  /** OptionFlags1, OptionFlags2, TypeFlags, OptionFlags3 as sent; the ones the server acts on are also below. */
  readonly flags: readonly [number, number, number, number];
  readonly clientTimeZone: number;
  readonly clientLcid: number;
  readonly hostName: string;
  readonly userName: string;
  readonly password: string;
  readonly applicationName: string;
  readonly serverName: string;
  readonly interfaceName: string;
  readonly language: string;
  readonly database: string;
  readonly clientId: Uint8Array;
  readonly attachFile: string;
  /** Set when the client changes its password as it logs in. */
  readonly newPassword?: string;
  /** Integrated security (Windows, Kerberos): not supported, the server refuses it by name. */
  readonly integratedSecurity: boolean;
  readonly odbc: boolean;
  readonly readOnlyIntent: boolean;
  readonly features: readonly LoginFeature[];
}

export function decodeLogin7(payload: Buffer): Login7 {
  const reader = new ByteReader(payload);
  const length = reader.u32();
  const tdsVersion = reader.u32();
  const headBytes = dialectOf(tdsVersion)?.loginHeadBytes ?? MIN_HEAD_BYTES;
  if (length < headBytes || length > payload.length)
    throw new TdsProtocolError(SECTION, `A LOGIN7 of ${length} bytes.`);
  const body = new ByteReader(payload, 8, length);
  const packetSize = body.u32();
  const clientVersion = body.u32();
  const clientProcessId = body.u32();
  const connectionId = body.u32();
  const flags = [body.u8(), body.u8(), body.u8(), body.u8()] as const;
  const clientTimeZone = body.i32();
  const clientLcid = body.u32();
  const fields = new FieldReader(payload, headBytes, length);
  const extension = (flags[3] & OptionFlag3.extension) !== 0 ? fields.bytes(5) : undefined;
  const changes = headBytes === HEAD_BYTES && (flags[3] & OptionFlag3.changePassword) !== 0;
  return {
    tdsVersion,
    packetSize,
    clientVersion,
    clientProcessId,
    connectionId,
    flags,
    clientTimeZone,
    clientLcid,
    hostName: fields.text(0),
    userName: fields.text(1),
    password: fields.password(2),
    applicationName: fields.text(3),
    serverName: fields.text(4),
    interfaceName: fields.text(6),
    language: fields.text(7),
    database: fields.text(8),
    clientId: Uint8Array.from(payload.subarray(72, 78)),
    attachFile: fields.text(10, MAX_ATTACH_FILE_CHARACTERS),
    newPassword: changes ? fields.password(11) : undefined,
    integratedSecurity: (flags[1] & OptionFlag2.integratedSecurity) !== 0,
    odbc: (flags[1] & OptionFlag2.odbc) !== 0,
    readOnlyIntent: (flags[2] & TypeFlag.readOnlyIntent) !== 0,
    features: extension === undefined ? [] : readExtension(payload, length, extension),
  };
}

/** The offset and length pairs; number 9 is the ClientID's place and 9 itself SSPI, see `offsetOf`. */
class FieldReader {
  private readonly payload: Buffer;
  private readonly start: number;
  private readonly end: number;

  constructor(payload: Buffer, start: number, end: number) {
    this.payload = payload;
    this.start = start;
    this.end = end;
  }

  text(field: number, maxCharacters = MAX_LOGIN_FIELD_CHARACTERS): string {
    const bytes = this.field(field, 2, maxCharacters);
    return bytes.toString('utf16le');
  }

  /** Each byte was nibble-swapped, then XORed with 0xA5. */
  password(field: number): string {
    const bytes = Buffer.from(this.field(field, 2, MAX_LOGIN_FIELD_CHARACTERS));
    for (let i = 0; i < bytes.length; i++) {
      const byte = bytes[i]! ^ 0xa5;
      bytes[i] = ((byte << 4) | (byte >>> 4)) & 0xff;
    }
    return bytes.toString('utf16le');
  }

  bytes(field: number): Buffer {
    return this.field(field, 1, 0xff);
  }

  private field(field: number, unit: number, max: number): Buffer {
    const at = offsetOf(field);
    const offset = this.payload.readUInt16LE(at);
    const length = this.payload.readUInt16LE(at + 2);
    if (length === 0) return this.payload.subarray(0, 0);
    if (length > max) throw new TdsProtocolError(SECTION, `Login field ${field} of ${length}, at most ${max} allowed.`);
    if (offset < this.start || offset + length * unit > this.end) {
      throw new TdsProtocolError(SECTION, `Login field ${field} lies outside.`);
    }
    return this.payload.subarray(offset, offset + length * unit);
  }
}

/** Pairs 0 to 8 come first, then the six bytes of ClientID, then SSPI (9), AtchDBFile (10), ChangePassword (11). */
function offsetOf(field: number): number {
  return FIXED_BYTES + field * 4 + (field > 8 ? 6 : 0);
}

/** ibExtension points to a four-byte offset of the feature list, which ends the message. */
function readExtension(payload: Buffer, end: number, extension: Buffer): LoginFeature[] {
  if (extension.length === 0) return [];
  if (extension.length < 4) throw new TdsProtocolError(SECTION, `A login extension of ${extension.length} bytes.`);
  const offset = extension.readUInt32LE(0);
  if (offset === 0) return [];
  // Some clients count the feature list into Length, some do not: it ends with the message in either case.
  const last = Math.max(end, payload.length);
  if (offset < HEAD_BYTES || offset >= last) throw new TdsProtocolError(SECTION, 'The login features lie outside.');
  return decodeLoginFeatures(new ByteReader(payload, offset, last));
}

/** What a client sends; the password is obfuscated here. For tests and for our own clients. */
export function encodeLogin7(login: Login7): Buffer {
  const flags3 =
    (login.flags[3] & ~(OptionFlag3.extension | OptionFlag3.changePassword)) |
    (login.features.length > 0 ? OptionFlag3.extension : 0) |
    (login.newPassword !== undefined ? OptionFlag3.changePassword : 0);
  const flags2 = (login.flags[1] & ~OptionFlag2.odbc) | (login.odbc ? OptionFlag2.odbc : 0);
  const features = login.features.length > 0 ? encodeLoginFeatures(login.features) : undefined;
  const texts: [number, Buffer, number][] = [
    [0, utf16(login.hostName), 2],
    [1, utf16(login.userName), 2],
    [2, obfuscate(login.password), 2],
    [3, utf16(login.applicationName), 2],
    [4, utf16(login.serverName), 2],
    [5, Buffer.alloc(features === undefined ? 0 : 4), 1],
    [6, utf16(login.interfaceName), 2],
    [7, utf16(login.language), 2],
    [8, utf16(login.database), 2],
    [10, utf16(login.attachFile), 2],
    [11, obfuscate(login.newPassword ?? ''), 2],
  ];
  const head = Buffer.alloc(HEAD_BYTES);
  let offset = HEAD_BYTES;
  for (const [field, data, unit] of texts) {
    head.writeUInt16LE(offset, offsetOf(field));
    head.writeUInt16LE(data.length / unit, offsetOf(field) + 2);
    offset += data.length;
  }
  head.writeUInt16LE(offset, offsetOf(9));
  if (features !== undefined) texts[5]![1].writeUInt32LE(offset, 0);
  head.writeUInt32LE(offset + (features?.length ?? 0), 0);
  const fixed = collectBytes((writer) => {
    for (const value of [
      login.tdsVersion,
      login.packetSize,
      login.clientVersion,
      login.clientProcessId,
      login.connectionId,
    ]) {
      writer.u32(value);
    }
    for (const value of [login.flags[0], flags2, login.flags[2], flags3]) writer.u8(value);
    writer.u32(login.clientTimeZone);
    writer.u32(login.clientLcid);
  });
  fixed.copy(head, 4);
  head.set(login.clientId, 72);
  return Buffer.concat([head, ...texts.map(([, data]) => data), features ?? Buffer.alloc(0)]);
}

function utf16(text: string): Buffer {
  return Buffer.from(text, 'utf16le');
}

function obfuscate(password: string): Buffer {
  const bytes = utf16(password);
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!;
    bytes[i] = (((byte << 4) | (byte >>> 4)) & 0xff) ^ 0xa5;
  }
  return bytes;
}
