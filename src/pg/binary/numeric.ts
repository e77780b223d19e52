import { HoldfastError } from '../../base/index.ts';

/** numeric: int16 count of digits, weight of the first, sign, scale to show; then digits to the base 10,000 (numeric_send). */
const HEADER_BYTES = 8;
const NEGATIVE = 0x4000;
const DIGITS_PER_GROUP = 4;
const BASE = 10_000;

/** 10^0 to 10^76: T-SQL's largest precision is 38, and a product has twice as many digits. */
const POWERS_OF_TEN: readonly bigint[] = Array.from({ length: 77 }, (_, exponent) => 10n ** BigInt(exponent));
/** Powers that are exact as a number. */
const SMALL_POWERS_OF_TEN: readonly number[] = Array.from({ length: 16 }, (_, exponent) => 10 ** exponent);

function powerOfTen(exponent: number): bigint {
  return POWERS_OF_TEN[exponent] ?? 10n ** BigInt(exponent);
}

export interface Decimal {
  /** The value times 10^scale. */
  readonly unscaled: bigint;
  readonly scale: number;
}

export function encodeNumeric(unscaled: bigint, scale: number): Buffer {
  const fractionGroups = Math.ceil(scale / DIGITS_PER_GROUP);
  const magnitude = (unscaled < 0n ? -unscaled : unscaled) * powerOfTen(fractionGroups * DIGITS_PER_GROUP - scale);
  const groups = splitGroups(magnitude);
  const weight = groups.length - fractionGroups - 1;
  let count = groups.length;
  let first = 0;
  // `groups` has the least significant first: zeros at the end of the number need not be sent.
  while (first < count && groups[first] === 0) first += 1;
  if (first === count) count = first = 0;
  const bytes = Buffer.allocUnsafe(HEADER_BYTES + 2 * (count - first));
  bytes.writeUInt16BE(count - first, 0);
  bytes.writeInt16BE(count === 0 ? 0 : weight, 2);
  bytes.writeUInt16BE(unscaled < 0n ? NEGATIVE : 0, 4);
  bytes.writeUInt16BE(scale, 6);
  for (let index = count - 1, at = HEADER_BYTES; index >= first; index -= 1, at += 2) {
    bytes.writeUInt16BE(groups[index] as number, at);
  }
  return bytes;
}

function splitGroups(magnitude: bigint): number[] {
  const groups: number[] = [];
  let rest = magnitude;
  while (rest > BigInt(Number.MAX_SAFE_INTEGER)) {
    groups.push(Number(rest % 10_000n));
    rest /= 10_000n;
  }
  let small = Number(rest);
  while (small > 0) {
    groups.push(small % BASE);
    small = Math.trunc(small / BASE);
  }
  return groups;
}

export function decodeNumeric(buffer: Buffer, start: number): Decimal {
  const scale = ((buffer[start + 6] as number) << 8) | (buffer[start + 7] as number);
  return { unscaled: decodeNumericAtScale(buffer, start, scale), scale };
}

/** The value times 10^scale, rounded half away from zero where it has more decimals. */
export function decodeNumericAtScale(buffer: Buffer, start: number, scale: number): bigint {
  const count = ((buffer[start] as number) << 8) | (buffer[start + 1] as number);
  const weight = buffer.readInt16BE(start + 2);
  const sign = ((buffer[start + 4] as number) << 8) | (buffer[start + 5] as number);
  if (sign !== 0 && sign !== NEGATIVE) {
    throw new HoldfastError('PG_NUMERIC_NOT_FINITE', 'PostgreSQL sent a numeric that is NaN or infinite');
  }
  if (count === 0) return 0n;
  const shift = (weight - count + 1) * DIGITS_PER_GROUP + scale;
  const magnitude = joinGroups(buffer, start + HEADER_BYTES, count, shift);
  return sign === NEGATIVE ? -magnitude : magnitude;
}

/** The digits as one number, times 10^shift. */
function joinGroups(buffer: Buffer, from: number, count: number, shift: number): bigint {
  // Three groups are at most 12 digits, so three more stay exact.
  const direct = Math.min(count, 3);
  let small = 0;
  for (let index = 0, at = from; index < direct; index += 1, at += 2) {
    small = small * BASE + (((buffer[at] as number) << 8) | (buffer[at + 1] as number));
  }
  if (count <= 3 && shift >= 0 && shift <= 3) return BigInt(small * (SMALL_POWERS_OF_TEN[shift] as number));
  let total = BigInt(small);
  for (let index = direct; index < count; index += 1) {
    const at = from + 2 * index;
    total = total * 10_000n + BigInt(((buffer[at] as number) << 8) | (buffer[at + 1] as number));
  }
  if (shift >= 0) return total * powerOfTen(shift);
  const divisor = powerOfTen(-shift);
  return (total + divisor / 2n) / divisor;
}
