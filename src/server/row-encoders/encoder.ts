import { HoldfastError } from '../../base/index.ts';

/**
 * Writes one value that is not NULL: `length` bytes of PostgreSQL's binary format at `at` in `src` become TDS bytes at `pos` in
 * `out`; returns the position after them. The caller has made room (`ROOM_A_COLUMN` and twice the value's length), so encoders
 * check nothing and make no JavaScript values: numbers of small range and byte copies only.
 */
export type Encoder = (src: Buffer, at: number, length: number, out: Buffer, pos: number) => number;

/** Writes NULL. */
export type NullEncoder = (out: Buffer, pos: number) => number;

export interface ColumnEncoder {
  readonly value: Encoder;
  readonly nothing: NullEncoder;
}

/** Bytes that a column takes at most besides twice its value: text pointer and lengths; a datetimeoffset; a sql_variant's head. */
export const ROOM_A_COLUMN = 64;

/** 0 as the length byte of nullable types: GEN_NULL. */
export const nullOfOneByte: NullEncoder = (out, pos) => {
  out[pos] = 0;
  return pos + 1;
};

/** 0xFFFF: CHARBIN_NULL. */
export const nullOfTwoBytes: NullEncoder = (out, pos) => {
  out[pos] = 0xff;
  out[pos + 1] = 0xff;
  return pos + 2;
};

/** Length 0 in four bytes: a NULL sql_variant. */
export const nullOfFourZeros: NullEncoder = (out, pos) => out.writeUInt32LE(0, pos);

/** PLP_NULL. */
export const nullOfPlp: NullEncoder = (out, pos) => {
  out.fill(0xff, pos, pos + 8);
  return pos + 8;
};

/** A column that the compiler proved NOT NULL travels without a length, and so cannot say NULL: the proof was wrong. */
export const nullRefused: NullEncoder = () => {
  throw new HoldfastError('ROW_ENCODING', 'NULL in a column that was compiled as NOT NULL.');
};
