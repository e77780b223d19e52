import type { Encoder } from './encoder.ts';

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

export const reverse2: Encoder = (src, at, _length, out, pos) => {
  out[pos] = src[at + 1]!;
  out[pos + 1] = src[at]!;
  return pos + 2;
};

export const reverse4: Encoder = (src, at, _length, out, pos) => {
  out[pos] = src[at + 3]!;
  out[pos + 1] = src[at + 2]!;
  out[pos + 2] = src[at + 1]!;
  out[pos + 3] = src[at]!;
  return pos + 4;
};

export const reverse8: Encoder = (src, at, _length, out, pos) => {
  out[pos] = src[at + 7]!;
  out[pos + 1] = src[at + 6]!;
  out[pos + 2] = src[at + 5]!;
  out[pos + 3] = src[at + 4]!;
  out[pos + 4] = src[at + 3]!;
  out[pos + 5] = src[at + 2]!;
  out[pos + 6] = src[at + 1]!;
  out[pos + 7] = src[at]!;
  return pos + 8;
};

/** uuid to uniqueidentifier: the first three groups change their byte order (MS-TDS 2.2.5.5.1.5). */
export const guid: Encoder = (src, at, _length, out, pos) => {
  out[pos] = src[at + 3]!;
  out[pos + 1] = src[at + 2]!;
  out[pos + 2] = src[at + 1]!;
  out[pos + 3] = src[at]!;
  out[pos + 4] = src[at + 5]!;
  out[pos + 5] = src[at + 4]!;
  out[pos + 6] = src[at + 7]!;
  out[pos + 7] = src[at + 6]!;
  for (let i = 8; i < 16; i++) out[pos + i] = src[at + i]!;
  return pos + 16;
};

/** The same with the length byte of a nullable type in front. */
export function withLength(bytes: number, encode: Encoder): Encoder {
  return (src, at, length, out, pos) => {
    out[pos] = bytes;
    return encode(src, at, length, out, pos + 1);
  };
}
