import type { ByteReader } from '../byte-reader.ts';
import { TdsProtocolError } from '../errors.ts';
import type { TokenWriter } from '../token-writer.ts';
import { TokenType } from './token-type.ts';

/** Features of LOGIN7 (MS-TDS 2.2.6.4) that we know by name; one that is not acknowledged is simply off. */
export const FeatureId = {
  sessionRecovery: 0x01,
  fedAuth: 0x02,
  columnEncryption: 0x04,
  globalTransactions: 0x05,
  azureSqlSupport: 0x08,
  dataClassification: 0x09,
  utf8Support: 0x0a,
  azureSqlDnsCaching: 0x0b,
  json: 0x0d,
  vector: 0x0e,
  enhancedRouting: 0x0f,
  userAgent: 0x10,
} as const;

const TERMINATOR = 0xff;

export interface FeatureAck {
  readonly id: number;
  readonly data: Uint8Array;
}

/** FEATUREEXTACK (MS-TDS 2.2.7.11): only features that the client asked for may be in it. */
export function writeFeatureExtAck(writer: TokenWriter, features: readonly FeatureAck[]): void {
  writer.u8(TokenType.featureExtAck);
  for (const feature of features) {
    writer.u8(feature.id);
    writer.u32(feature.data.length);
    writer.bytes(feature.data);
  }
  writer.u8(TERMINATOR);
}

/** After the token's first byte. */
export function readFeatureExtAck(reader: ByteReader): FeatureAck[] {
  const features: FeatureAck[] = [];
  for (let id = reader.u8(); id !== TERMINATOR; id = reader.u8()) {
    if (features.length > 0xff) throw new TdsProtocolError('2.2.7.11', 'Too many features.');
    features.push({ id, data: Uint8Array.from(reader.bytes(reader.u32())) });
  }
  return features;
}
