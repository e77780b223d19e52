import type { ByteReader } from '../byte-reader.ts';
import { TdsProtocolError } from '../errors.ts';
import type { TokenWriter } from '../token-writer.ts';
import { TokenType } from './token-type.ts';

/** ENVCHANGE (MS-TDS 2.2.7.9): what changed in the session, as the client must know it. */
export type EnvChange =
  | { readonly kind: TextKind; readonly to: string; readonly from: string }
  | { readonly kind: BytesKind; readonly to: Uint8Array; readonly from: Uint8Array }
  | { readonly kind: 'routing'; readonly port: number; readonly server: string };

type TextKind = keyof typeof TEXT_KINDS;
type BytesKind = keyof typeof BYTES_KINDS;

/** Old and new value are B_VARCHAR. */
const TEXT_KINDS = {
  database: 1,
  language: 2,
  characterSet: 3,
  packetSize: 4,
  unicodeSortLocale: 5,
  unicodeComparison: 6,
  mirroringPartner: 13,
  userInstance: 19,
} as const;

/** Old and new value are B_VARBYTE; the side that does not apply is empty. */
const BYTES_KINDS = {
  collation: 7,
  beginTransaction: 8,
  commitTransaction: 9,
  rollbackTransaction: 10,
  enlistDtcTransaction: 11,
  defectTransaction: 12,
  transactionManagerAddress: 16,
  transactionEnded: 17,
  resetAcknowledged: 18,
} as const;

/** The one with a four-byte length (L_VARBYTE). */
const PROMOTE_TRANSACTION = 15;
const ROUTING = 20;
const ROUTING_PROTOCOL_TCP = 0;

const EMPTY: Buffer = Buffer.alloc(0);

export function writeEnvChange(writer: TokenWriter, change: EnvChange): void {
  writer.u8(TokenType.envChange);
  const mark = writer.mark16();
  if (change.kind === 'routing') {
    writer.u8(ROUTING);
    const value = writer.mark16();
    writer.u8(ROUTING_PROTOCOL_TCP);
    writer.u16(change.port);
    writer.usVarchar(change.server);
    writer.patch16(value);
    writer.u16(0);
  } else if (isTextKind(change.kind)) {
    writer.u8(TEXT_KINDS[change.kind]);
    writer.bVarchar(change.to as string);
    writer.bVarchar(change.from as string);
  } else {
    writer.u8(BYTES_KINDS[change.kind]);
    writer.bVarbyte(change.to as Uint8Array);
    writer.bVarbyte(change.from as Uint8Array);
  }
  writer.patch16(mark);
}

function isTextKind(kind: EnvChange['kind']): kind is TextKind {
  return kind in TEXT_KINDS;
}

/** The change of a transaction: a descriptor of 8 bytes begins as the new value and ends as the old one. */
export function transactionChange(
  kind: 'beginTransaction' | 'commitTransaction' | 'rollbackTransaction' | 'transactionEnded',
  descriptor: bigint,
): EnvChange {
  const bytes = Buffer.allocUnsafe(8);
  bytes.writeBigUInt64LE(BigInt.asUintN(64, descriptor));
  return kind === 'beginTransaction' ? { kind, to: bytes, from: EMPTY } : { kind, to: EMPTY, from: bytes };
}

/** Sent when a reset bit was obeyed. */
export const RESET_ACKNOWLEDGED: EnvChange = Object.freeze({ kind: 'resetAcknowledged', to: EMPTY, from: EMPTY });

/** After the token's first byte. */
export function readEnvChange(reader: ByteReader): EnvChange {
  reader.need(reader.u16());
  const type = reader.u8();
  for (const [kind, number] of Object.entries(TEXT_KINDS)) {
    if (number === type) return { kind: kind as TextKind, to: reader.bVarchar(), from: reader.bVarchar() };
  }
  for (const [kind, number] of Object.entries(BYTES_KINDS)) {
    if (number === type) return { kind: kind as BytesKind, to: reader.bVarbyte(), from: reader.bVarbyte() };
  }
  if (type === ROUTING) {
    reader.u16();
    reader.u8();
    const port = reader.u16();
    const server = reader.usVarchar();
    reader.u16();
    return { kind: 'routing', port, server };
  }
  const what =
    type === PROMOTE_TRANSACTION ? 'A promoted transaction, which needs MSDTC' : `An ENVCHANGE of type ${type}`;
  throw new TdsProtocolError('2.2.7.9', `${what}.`);
}
