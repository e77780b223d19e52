import type { ByteReader } from '../byte-reader.ts';
import { TdsProtocolError } from '../errors.ts';
import type { TokenWriter } from '../token-writer.ts';

/** Partially length-prefixed values (MS-TDS 2.2.5.2.3): a total of 8 bytes, chunks with a length of 4, a zero chunk at the end. */
export const PLP_NULL = 0xffff_ffff_ffff_ffffn;
export const PLP_UNKNOWN_LENGTH = 0xffff_ffff_ffff_fffen;

const SECTION = '2.2.5.2.3';

/** The chunks joined; null for NULL. Nothing is allocated by what the total claims, only by what is there. */
export function readPlp(reader: ByteReader): Buffer | null {
  const total = reader.u64();
  if (total === PLP_NULL) return null;
  const first = reader.u32();
  if (first === 0) return checkTotal(total, Buffer.alloc(0));
  const chunk = reader.bytes(first);
  let length = reader.u32();
  if (length === 0) return checkTotal(total, chunk);
  const chunks = [chunk];
  while (length !== 0) {
    chunks.push(reader.bytes(length));
    length = reader.u32();
  }
  return checkTotal(total, Buffer.concat(chunks));
}

function checkTotal(total: bigint, value: Buffer): Buffer {
  if (total !== PLP_UNKNOWN_LENGTH && total !== BigInt(value.length)) {
    throw new TdsProtocolError(SECTION, `A value of ${total} bytes came with ${value.length}.`);
  }
  return value;
}

export function writePlpNull(writer: TokenWriter): void {
  writer.u32(0xffff_ffff);
  writer.u32(0xffff_ffff);
}

/** Total length and the head of one chunk; `length` bytes and `writePlpEnd` follow. */
export function writePlpStart(writer: TokenWriter, length: number): void {
  writer.u32(length);
  writer.u32(0);
  if (length > 0) writer.u32(length);
}

export function writePlpEnd(writer: TokenWriter): void {
  writer.u32(0);
}

export function writePlp(writer: TokenWriter, value: Uint8Array | null): void {
  if (value === null) return writePlpNull(writer);
  writePlpStart(writer, value.length);
  writer.bytes(value);
  writePlpEnd(writer);
}
