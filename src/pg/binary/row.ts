import { decodeInt2, decodeInt4 } from './numbers.ts';

/** The values of a DataRow as copies that may be kept: for catalogs and other small results, not for the path of users' rows. */
export function copyRow(buffer: Buffer, start: number): (Buffer | null)[] {
  const values: (Buffer | null)[] = [];
  let at = start + 2;
  for (let left = decodeInt2(buffer, start); left > 0; left -= 1) {
    const size = decodeInt4(buffer, at);
    at += 4;
    if (size < 0) {
      values.push(null);
      continue;
    }
    values.push(Buffer.from(buffer.subarray(at, at + size)));
    at += size;
  }
  return values;
}
