import { unreachable } from '../base/index.ts';
import { encodePrelogin, Encryption, limits, PacketType, type Prelogin, splitIntoPackets } from '../tds/index.ts';

/**
 * What the operator wants: `optional` leaves it to the client, `required` refuses clients that cannot encrypt, `strict` speaks
 * TDS 8 only (TLS before the first TDS byte), `not supported` has no certificate.
 */
export type EncryptionMode = 'optional' | 'required' | 'strict' | 'not supported';

export interface EncryptionDecision {
  /** What the PRELOGIN reply says. */
  readonly reply: number;
  /** How much of the connection is encrypted; `refused`: the two sides cannot agree, and the connection ends. */
  readonly scope: 'nothing' | 'login' | 'everything' | 'refused';
}

/** MS-TDS 2.2.6.5, the tables under "Encryption": client's wish against server's setting. */
export function decideEncryption(mode: EncryptionMode, client: number): EncryptionDecision {
  switch (mode) {
    case 'not supported': {
      const insists = client === Encryption.on || client === Encryption.required;
      return { reply: Encryption.notSupported, scope: insists ? 'refused' : 'nothing' };
    }
    case 'optional':
      if (client === Encryption.notSupported) return { reply: Encryption.notSupported, scope: 'nothing' };
      if (client === Encryption.off) return { reply: Encryption.off, scope: 'login' };
      return { reply: Encryption.on, scope: 'everything' };
    case 'required':
      if (client === Encryption.notSupported) return { reply: Encryption.required, scope: 'refused' };
      return { reply: client === Encryption.off ? Encryption.required : Encryption.on, scope: 'everything' };
    case 'strict':
      return { reply: Encryption.required, scope: 'refused' };
    default:
      return unreachable(mode, 'encryption mode');
  }
}

export interface ProductVersion {
  readonly major: number;
  readonly minor: number;
  readonly build: number;
}

/** The reply comes as a tabular result (0x04), not as a PRELOGIN packet (MS-TDS 2.2.6.5). MARS is always answered with off. */
export function preloginReply(client: Prelogin, encryption: number, version: ProductVersion): Buffer {
  const payload = encodePrelogin({
    version: { ...version, subBuild: 0 },
    encryption,
    instance: Uint8Array.of(0),
    mars: false,
    // Only asked for by clients that could use federated authentication: they hear that they need not.
    fedAuthRequired: client.fedAuthRequired === undefined ? undefined : 0,
  });
  return splitIntoPackets(PacketType.tabularResult, payload, limits.DEFAULT_PACKET_BYTES);
}
