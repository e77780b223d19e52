import type { ByteReader } from '../byte-reader.ts';
import { TdsProtocolError } from '../errors.ts';
import { MAX_SESSION_STATE_BYTES } from '../limits.ts';
import type { TokenWriter } from '../token-writer.ts';
import { TokenType } from './token-type.ts';

/** SESSIONSTATE (MS-TDS 2.2.7.21): state that a client hands back when it recovers a lost connection. */
export interface SessionState {
  readonly sequence: number;
  readonly recoverable: boolean;
  readonly states: ReadonlyMap<number, Uint8Array>;
}

const RESERVED_STATE_ID = 0xff;
const LONG_LENGTH = 0xff;

export function writeSessionState(writer: TokenWriter, state: SessionState): void {
  writer.u8(TokenType.sessionState);
  const mark = writer.mark32();
  writer.u32(state.sequence);
  writer.u8(state.recoverable ? 1 : 0);
  writeStateSet(writer, state.states);
  writer.patch32(mark);
}

/** After the token's first byte. */
export function readSessionState(reader: ByteReader): SessionState {
  const length = reader.u32();
  reader.need(length);
  const end = reader.pos + length;
  const sequence = reader.u32();
  const recoverable = (reader.u8() & 1) !== 0;
  return { sequence, recoverable, states: readStateSet(reader, end) };
}

/** SessionStateDataSet, which the login's feature extension and its acknowledgement share. */
export function writeStateSet(writer: TokenWriter, states: ReadonlyMap<number, Uint8Array>): void {
  for (const [id, value] of states) {
    writer.u8(id);
    if (value.length < LONG_LENGTH) {
      writer.u8(value.length);
    } else {
      writer.u8(LONG_LENGTH);
      writer.u32(value.length);
    }
    writer.bytes(value);
  }
}

export function readStateSet(reader: ByteReader, end: number): Map<number, Uint8Array> {
  if (end > reader.end || end - reader.pos > MAX_SESSION_STATE_BYTES) {
    throw new TdsProtocolError('2.2.7.21', 'Session state beyond its limits.');
  }
  const states = new Map<number, Uint8Array>();
  while (reader.pos < end) {
    const id = reader.u8();
    if (id === RESERVED_STATE_ID) throw new TdsProtocolError('2.2.7.21', 'The reserved state id 0xFF.');
    const short = reader.u8();
    const value = reader.bytes(short === LONG_LENGTH ? reader.u32() : short);
    states.set(id, Uint8Array.from(value));
  }
  if (reader.pos !== end) throw new TdsProtocolError('2.2.7.21', 'Session state that runs over its length.');
  return states;
}
