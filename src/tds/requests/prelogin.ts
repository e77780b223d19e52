import { ByteReader } from '../byte-reader.ts';
import { TdsProtocolError } from '../errors.ts';

/** PRELOGIN (MS-TDS 2.2.6.5): options with big-endian offsets and lengths, both from client and from server. */
const SECTION = '2.2.6.5';

const Option = {
  version: 0x00,
  encryption: 0x01,
  instance: 0x02,
  threadId: 0x03,
  mars: 0x04,
  traceId: 0x05,
  fedAuthRequired: 0x06,
  nonce: 0x07,
  terminator: 0xff,
} as const;

export const Encryption = { off: 0x00, on: 0x01, notSupported: 0x02, required: 0x03 } as const;
/** Added to the client's ENCRYPT_ON and its like when it brings a certificate (MS-TDS 2.2.6.5). */
const CLIENT_CERTIFICATE = 0x80;

export interface Prelogin {
  readonly version: {
    readonly major: number;
    readonly minor: number;
    readonly build: number;
    readonly subBuild: number;
  };
  readonly encryption: number;
  /** Instance name the client wants checked; from the server one byte: 0 for valid, 1 for not. */
  readonly instance: Uint8Array;
  readonly threadId?: number;
  readonly mars: boolean;
  /** Connection id and activity id with its sequence number: 36 bytes, for traces. */
  readonly traceId?: Uint8Array;
  readonly fedAuthRequired?: number;
}

const MAX_OPTIONS = 32;

export function decodePrelogin(payload: Buffer): Prelogin {
  const reader = new ByteReader(payload);
  const options = new Map<number, Buffer>();
  for (let option = reader.u8(); option !== Option.terminator; option = reader.u8()) {
    const offset = reader.u16be();
    const length = reader.u16be();
    if (offset + length > payload.length)
      throw new TdsProtocolError(SECTION, `PRELOGIN option ${option} lies outside.`);
    if (options.size === 0 && option !== Option.version)
      throw new TdsProtocolError(SECTION, 'VERSION is not the first option.');
    if (options.size >= MAX_OPTIONS) throw new TdsProtocolError(SECTION, 'Too many PRELOGIN options.');
    options.set(option, payload.subarray(offset, offset + length));
  }
  const version = options.get(Option.version);
  if (version === undefined || version.length < 6) throw new TdsProtocolError(SECTION, 'PRELOGIN without a version.');
  const threadId = options.get(Option.threadId);
  const traceId = options.get(Option.traceId);
  return {
    version: {
      major: version[0]!,
      minor: version[1]!,
      build: version.readUInt16BE(2),
      subBuild: version.readUInt16LE(4),
    },
    encryption: (options.get(Option.encryption)?.[0] ?? Encryption.notSupported) & ~CLIENT_CERTIFICATE,
    instance: Uint8Array.from(options.get(Option.instance) ?? [0]),
    threadId: threadId !== undefined && threadId.length >= 4 ? threadId.readUInt32LE(0) : undefined,
    mars: options.get(Option.mars)?.[0] === 1,
    traceId: traceId === undefined || traceId.length === 0 ? undefined : Uint8Array.from(traceId),
    fedAuthRequired: options.get(Option.fedAuthRequired)?.[0],
  };
}

export function encodePrelogin(prelogin: Prelogin): Buffer {
  const { version } = prelogin;
  const versionBytes = Buffer.alloc(6);
  versionBytes[0] = version.major;
  versionBytes[1] = version.minor;
  versionBytes.writeUInt16BE(version.build, 2);
  versionBytes.writeUInt16LE(version.subBuild, 4);
  const options: [number, Uint8Array][] = [
    [Option.version, versionBytes],
    [Option.encryption, Buffer.from([prelogin.encryption])],
    [Option.instance, prelogin.instance],
    [Option.threadId, threadIdBytes(prelogin.threadId)],
    [Option.mars, Buffer.from([prelogin.mars ? 1 : 0])],
  ];
  if (prelogin.traceId !== undefined) options.push([Option.traceId, prelogin.traceId]);
  if (prelogin.fedAuthRequired !== undefined)
    options.push([Option.fedAuthRequired, Buffer.from([prelogin.fedAuthRequired])]);
  const head = Buffer.alloc(options.length * 5 + 1);
  let offset = head.length;
  options.forEach(([option, data], i) => {
    head[i * 5] = option;
    head.writeUInt16BE(offset, i * 5 + 1);
    head.writeUInt16BE(data.length, i * 5 + 3);
    offset += data.length;
  });
  head[head.length - 1] = Option.terminator;
  return Buffer.concat([head, ...options.map(([, data]) => data)]);
}

/** Empty from the server. */
function threadIdBytes(threadId: number | undefined): Buffer {
  if (threadId === undefined) return Buffer.alloc(0);
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(threadId);
  return bytes;
}
