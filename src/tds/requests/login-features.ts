import { ByteReader } from '../byte-reader.ts';
import { COLLATION_BYTES } from '../collation.ts';
import { TdsProtocolError } from '../errors.ts';
import { collectBytes, type TokenWriter } from '../token-writer.ts';
import { readStateSet, writeStateSet } from '../tokens/session-state.ts';

/** FeatureExt of LOGIN7 (MS-TDS 2.2.6.4): id, four bytes of length, data; 0xFF ends the list. */
export interface LoginFeature {
  readonly id: number;
  readonly data: Uint8Array;
}

const SECTION = '2.2.6.4';
const TERMINATOR = 0xff;
const MAX_FEATURES = 64;

export function decodeLoginFeatures(reader: ByteReader): LoginFeature[] {
  const features: LoginFeature[] = [];
  for (let id = reader.u8(); id !== TERMINATOR; id = reader.u8()) {
    if (features.length >= MAX_FEATURES) throw new TdsProtocolError(SECTION, 'Too many login features.');
    features.push({ id, data: Uint8Array.from(reader.bytes(reader.u32())) });
  }
  return features;
}

export function encodeLoginFeatures(features: readonly LoginFeature[]): Buffer {
  return collectBytes((writer) => {
    for (const feature of features) {
      writer.u8(feature.id);
      writer.u32(feature.data.length);
      writer.bytes(feature.data);
    }
    writer.u8(TERMINATOR);
  });
}

/** SessionRecoveryData: a session as it was. Empty texts and no states mean "as at login". */
export interface RecoveryData {
  readonly database: string;
  readonly collation: Uint8Array;
  readonly language: string;
  readonly states: ReadonlyMap<number, Uint8Array>;
}

/** Data of feature 0x01: what the session was after its login, and what it is to be. Empty data only asks for the feature. */
export interface SessionRecoveryRequest {
  readonly initial: RecoveryData;
  readonly toBe: RecoveryData;
}

export function decodeSessionRecovery(data: Uint8Array): SessionRecoveryRequest | undefined {
  if (data.length === 0) return undefined;
  const reader = new ByteReader(Buffer.from(data.buffer, data.byteOffset, data.length));
  return { initial: readRecoveryData(reader), toBe: readRecoveryData(reader) };
}

function readRecoveryData(reader: ByteReader): RecoveryData {
  const length = reader.u32();
  reader.need(length);
  const end = reader.pos + length;
  const database = reader.bVarchar();
  const collation = Uint8Array.from(reader.bVarbyte());
  if (collation.length !== 0 && collation.length !== COLLATION_BYTES) {
    throw new TdsProtocolError(SECTION, `A recovered collation of ${collation.length} bytes.`);
  }
  const language = reader.bVarchar();
  return { database, collation, language, states: readStateSet(reader, end) };
}

export function encodeSessionRecovery(request: SessionRecoveryRequest): Buffer {
  return collectBytes((writer) => {
    writeRecoveryData(writer, request.initial);
    writeRecoveryData(writer, request.toBe);
  });
}

function writeRecoveryData(writer: TokenWriter, data: RecoveryData): void {
  const mark = writer.mark32();
  writer.bVarchar(data.database);
  writer.bVarbyte(data.collation);
  writer.bVarchar(data.language);
  writeStateSet(writer, data.states);
  writer.patch32(mark);
}
