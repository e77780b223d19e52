import { HoldfastError } from '../../base/index.ts';

/** text and every type that sends itself as text, such as sys.string: UTF-8. */
export function encodeText(value: string): Buffer {
  if (value.includes('\0')) {
    throw new HoldfastError('PG_NUL_IN_TEXT', 'PostgreSQL text cannot contain the character U+0000');
  }
  return Buffer.from(value, 'utf8');
}

export function decodeText(buffer: Buffer, start: number, end: number): string {
  return buffer.toString('utf8', start, end);
}

/** bytea is its bytes. The result is a copy, because the row's buffer is reused. */
export function decodeBytea(buffer: Buffer, start: number, end: number): Buffer {
  return Buffer.from(buffer.subarray(start, end));
}

/** uuid: 16 bytes in the order in which they are written. */
export function encodeUuid(value: string): Buffer {
  const bytes = Buffer.from(value.replaceAll('-', ''), 'hex');
  if (bytes.length !== 16) throw new HoldfastError('PG_BAD_UUID', `not a uuid: ${value}`);
  return bytes;
}

export function decodeUuid(buffer: Buffer, start: number): string {
  const hex = buffer.toString('hex', start, start + 16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
