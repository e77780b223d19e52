import type { ByteReader } from '../byte-reader.ts';
import { TdsProtocolError } from '../errors.ts';
import type { TokenWriter } from '../token-writer.ts';
import { decimalLength } from './tds-type.ts';

const SECTION = '2.2.5.5.1.6';
const MAX_DECIMAL_BYTES = 17;
const MASK_32 = 0xffff_ffffn;
/** 10^38: the largest magnitude of 38 digits lies below it. */
const LIMIT = 10n ** 38n;

/** decimal and numeric: a sign byte (1 positive, 0 negative), then the magnitude, little-endian; here the unscaled value. */
export function readDecimal(reader: ByteReader, length: number): bigint {
  // The document says 5, 9, 13 or 17; SQL Server takes what lies between as well, and FreeTDS sends as many as the precision needs.
  if (length < 2 || length > MAX_DECIMAL_BYTES) {
    throw new TdsProtocolError(SECTION, `A decimal of ${length} bytes.`);
  }
  const sign = reader.u8();
  if (sign > 1) throw new TdsProtocolError(SECTION, `A decimal's sign of ${sign}.`);
  let magnitude = 0n;
  let left = length - 1;
  let shift = 0n;
  for (; left >= 4; left -= 4, shift += 32n) magnitude |= BigInt(reader.u32()) << shift;
  for (; left > 0; left--, shift += 8n) magnitude |= BigInt(reader.u8()) << shift;
  if (magnitude >= LIMIT) throw new TdsProtocolError(SECTION, 'A decimal of more than 38 digits.');
  return sign === 1 ? magnitude : -magnitude;
}

/** Sign and magnitude, without the length. */
export function writeDecimal(writer: TokenWriter, value: bigint, precision: number): void {
  writer.u8(value < 0n ? 0 : 1);
  let magnitude = value < 0n ? -value : value;
  for (let left = decimalLength(precision) - 1; left > 0; left -= 4) {
    writer.u32(Number(magnitude & MASK_32));
    magnitude >>= 32n;
  }
}

/** money: the high four bytes, then the low four, of a 64-bit count of 1/10,000 (MS-TDS 2.2.5.5.1.4). */
export function readMoney(reader: ByteReader): bigint {
  const high = reader.i32();
  return (BigInt(high) << 32n) | BigInt(reader.u32());
}

export function writeMoney(writer: TokenWriter, value: bigint): void {
  writer.u32(Number(BigInt.asIntN(32, value >> 32n)));
  writer.u32(Number(value & MASK_32));
}

export function readSmallMoney(reader: ByteReader): bigint {
  return BigInt(reader.i32());
}

export function writeSmallMoney(writer: TokenWriter, value: bigint): void {
  writer.u32(Number(BigInt.asIntN(32, value)));
}
