import type { ByteReader } from '../byte-reader.ts';
import type { TokenWriter } from '../token-writer.ts';

/** uniqueidentifier: the first three groups are little-endian on the wire (MS-TDS 2.2.5.5.1.5). */
export const GUID_BYTE_ORDER = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15] as const;

export function readGuid(reader: ByteReader): string {
  const wire = reader.bytes(16);
  const bytes = Buffer.allocUnsafe(16);
  for (let i = 0; i < 16; i++) bytes[i] = wire[GUID_BYTE_ORDER[i]!]!;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

export function writeGuid(writer: TokenWriter, value: string): void {
  const bytes = Buffer.from(value.replaceAll('-', ''), 'hex');
  writer.ensure(16);
  for (let i = 0; i < 16; i++) writer.buffer[writer.pos + i] = bytes[GUID_BYTE_ORDER[i]!]!;
  writer.pos += 16;
}
