import { TdsProtocolError } from './errors.ts';

/**
 * Thrown by a streaming reader that ran out of bytes in the middle of a token: flow, not failure. `BulkLoadReader` catches it and
 * waits for the next packet; one object serves all throws, so that none of them costs a stack trace.
 */
class NeedMoreBytes extends Error {}
export const needMoreBytes = new NeedMoreBytes('The token goes on in the next packet.');

/** A bounds-checked cursor over bytes; all numbers little-endian unless named otherwise. What it returns may share the bytes. */
export class ByteReader {
  readonly buffer: Buffer;
  readonly end: number;
  pos: number;
  private readonly streaming: boolean;

  constructor(buffer: Buffer, start = 0, end = buffer.length, streaming = false) {
    this.buffer = buffer;
    this.pos = start;
    this.end = end;
    this.streaming = streaming;
  }

  get remaining(): number {
    return this.end - this.pos;
  }

  need(bytes: number): void {
    if (this.end - this.pos < bytes) this.short(bytes);
  }

  private short(bytes: number): never {
    if (this.streaming) throw needMoreBytes;
    throw new TdsProtocolError('2.2.5', `The stream ended early: ${bytes} bytes expected, ${this.remaining} left.`);
  }

  peek(): number {
    this.need(1);
    return this.buffer[this.pos]!;
  }

  u8(): number {
    this.need(1);
    return this.buffer[this.pos++]!;
  }

  u16(): number {
    this.need(2);
    const value = this.buffer.readUInt16LE(this.pos);
    this.pos += 2;
    return value;
  }

  u16be(): number {
    this.need(2);
    const value = this.buffer.readUInt16BE(this.pos);
    this.pos += 2;
    return value;
  }

  i16(): number {
    this.need(2);
    const value = this.buffer.readInt16LE(this.pos);
    this.pos += 2;
    return value;
  }

  u24(): number {
    this.need(3);
    const value = this.buffer.readUIntLE(this.pos, 3);
    this.pos += 3;
    return value;
  }

  u32(): number {
    this.need(4);
    const value = this.buffer.readUInt32LE(this.pos);
    this.pos += 4;
    return value;
  }

  u32be(): number {
    this.need(4);
    const value = this.buffer.readUInt32BE(this.pos);
    this.pos += 4;
    return value;
  }

  i32(): number {
    this.need(4);
    const value = this.buffer.readInt32LE(this.pos);
    this.pos += 4;
    return value;
  }

  u40(): number {
    this.need(5);
    const value = this.buffer.readUIntLE(this.pos, 5);
    this.pos += 5;
    return value;
  }

  u64(): bigint {
    this.need(8);
    const value = this.buffer.readBigUInt64LE(this.pos);
    this.pos += 8;
    return value;
  }

  i64(): bigint {
    this.need(8);
    const value = this.buffer.readBigInt64LE(this.pos);
    this.pos += 8;
    return value;
  }

  f32(): number {
    this.need(4);
    const value = this.buffer.readFloatLE(this.pos);
    this.pos += 4;
    return value;
  }

  f64(): number {
    this.need(8);
    const value = this.buffer.readDoubleLE(this.pos);
    this.pos += 8;
    return value;
  }

  /** Shares memory with the message: copy what outlives the request. */
  bytes(length: number): Buffer {
    this.need(length);
    const value = this.buffer.subarray(this.pos, this.pos + length);
    this.pos += length;
    return value;
  }

  skip(length: number): void {
    this.need(length);
    this.pos += length;
  }

  /** `length` in bytes, which must be even. */
  utf16(length: number): string {
    if (length % 2 !== 0) throw new TdsProtocolError('2.2.5.2', `A UTF-16 text of ${length} bytes, an odd number.`);
    this.need(length);
    const value = this.buffer.toString('utf16le', this.pos, this.pos + length);
    this.pos += length;
    return value;
  }

  /** B_VARCHAR: one byte counts the characters (MS-TDS 2.2.5.2.2). */
  bVarchar(): string {
    return this.utf16(this.u8() * 2);
  }

  /** US_VARCHAR: two bytes count the characters. */
  usVarchar(): string {
    return this.utf16(this.u16() * 2);
  }

  /** B_VARBYTE. */
  bVarbyte(): Buffer {
    return this.bytes(this.u8());
  }
}
