/** Binary formats of int2, int4, int8, float4, float8 and bool: big endian, as their send functions write them. */

export function encodeInt2(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(2);
  bytes.writeInt16BE(value, 0);
  return bytes;
}

export function decodeInt2(buffer: Buffer, start: number): number {
  return (((buffer[start] as number) << 24) >> 16) | (buffer[start + 1] as number);
}

export function encodeInt4(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(4);
  bytes.writeInt32BE(value, 0);
  return bytes;
}

export function decodeInt4(buffer: Buffer, start: number): number {
  return (
    ((buffer[start] as number) << 24) |
    ((buffer[start + 1] as number) << 16) |
    ((buffer[start + 2] as number) << 8) |
    (buffer[start + 3] as number)
  );
}

export function encodeInt8(value: bigint): Buffer {
  const bytes = Buffer.allocUnsafe(8);
  bytes.writeBigInt64BE(value, 0);
  return bytes;
}

export function decodeInt8(buffer: Buffer, start: number): bigint {
  return buffer.readBigInt64BE(start);
}

export function encodeFloat4(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(4);
  bytes.writeFloatBE(value, 0);
  return bytes;
}

export function decodeFloat4(buffer: Buffer, start: number): number {
  return buffer.readFloatBE(start);
}

export function encodeFloat8(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(8);
  bytes.writeDoubleBE(value, 0);
  return bytes;
}

export function decodeFloat8(buffer: Buffer, start: number): number {
  return buffer.readDoubleBE(start);
}

export function encodeBool(value: boolean): Buffer {
  return Buffer.from([value ? 1 : 0]);
}

export function decodeBool(buffer: Buffer, start: number): boolean {
  return buffer[start] !== 0;
}
