import type { Encoder } from './encoder.ts';
import { from, to } from './views.ts';

/** Integers, floats and raw bytes of fixed size: PostgreSQL's are big-endian, those of TDS little-endian. */

/** bit from int2. */
export const bit: Encoder = (src, at, _length, out, pos) => {
  out[pos] = src[at + 1]! === 0 ? 0 : 1;
  return pos + 1;
};

/** tinyint from int2. */
export const tinyint: Encoder = (src, at, _length, out, pos) => {
  out[pos] = src[at + 1]!;
  return pos + 1;
};

export const reverse2: Encoder = (_src, at, _length, _out, pos) => {
  to.setInt16(pos, from.getInt16(at), true);
  return pos + 2;
};

export const reverse4: Encoder = (_src, at, _length, _out, pos) => {
  to.setInt32(pos, from.getInt32(at), true);
  return pos + 4;
};

export const reverse8: Encoder = (_src, at, _length, _out, pos) => {
  to.setInt32(pos, from.getInt32(at + 4), true);
  to.setInt32(pos + 4, from.getInt32(at), true);
  return pos + 8;
};

/** uuid to uniqueidentifier: the first three groups change their byte order (MS-TDS 2.2.5.5.1.5). */
export const guid: Encoder = (_src, at, _length, _out, pos) => {
  to.setInt32(pos, from.getInt32(at), true);
  to.setInt16(pos + 4, from.getInt16(at + 4), true);
  to.setInt16(pos + 6, from.getInt16(at + 6), true);
  to.setInt32(pos + 8, from.getInt32(at + 8));
  to.setInt32(pos + 12, from.getInt32(at + 12));
  return pos + 16;
};

/** The same with the length byte of a nullable type in front. */
export function withLength(bytes: number, encode: Encoder): Encoder {
  return (src, at, length, out, pos) => {
    out[pos] = bytes;
    return encode(src, at, length, out, pos + 1);
  };
}
