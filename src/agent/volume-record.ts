import type { VolumeRecord } from '../ha/index.ts';

/**
 * A record fills one sector of a disk, is written in one piece and never grows: a beat overwrites what is there and needs no space, so
 * that a full volume does not unseat its holder.
 */
export const RECORD_BYTES = 512;
const MAGIC = 'holdfast-lease-1';

/** What stands in for a record that its maker has not finished, or never will: the epoch is taken, by nobody knows whom. */
export function unknownRecord(epoch: number): VolumeRecord {
  return { epoch, holder: 'unknown', place: '', beat: -1, released: false };
}

export function encodeRecord(record: VolumeRecord): Buffer {
  const body = JSON.stringify(record);
  const text = `${MAGIC} ${checksum(body)}\n${body}\n`;
  const bytes = Buffer.alloc(RECORD_BYTES, ' ');
  if (bytes.write(text, 'utf8') !== Buffer.byteLength(text))
    throw new RangeError(`a lease record is too long: ${text}`);
  bytes[RECORD_BYTES - 1] = 0x0a;
  return bytes;
}

/** Undefined for what is torn, cut short or not a record. */
export function decodeRecord(bytes: Buffer): VolumeRecord | undefined {
  const [head, body] = bytes.toString('utf8').split('\n');
  if (bytes.length !== RECORD_BYTES || body === undefined || head !== `${MAGIC} ${checksum(body)}`) return undefined;
  return JSON.parse(body) as VolumeRecord;
}

/** FNV-1a: against torn writes, not against malice. */
function checksum(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}
