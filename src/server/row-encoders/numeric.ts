import { HoldfastError } from '../../base/index.ts';
import type { Encoder } from './encoder.ts';
import { from, to } from './views.ts';

/**
 * PostgreSQL's numeric: count of base-10,000 digits, weight of the first, sign, display scale, digits, all 16-bit. The unscaled value
 * at the column's scale is built in four 32-bit limbs; a double holds a limb times 10,000 exactly.
 */
const HEAD_BYTES = 8;
const NEGATIVE = 0x4000;
const SPECIAL = 0xc000;
const LIMB = 0x1_0000_0000;
const LIMBS = 4;
const TEN_TO = [1, 10, 100, 1_000, 10_000] as const;

/** One value at a time is encoded, so one set of limbs serves all. Least significant first. */
const limbs = new Float64Array(LIMBS);

function multiplyAdd(factor: number, addend: number): void {
  let carry = addend;
  for (let i = 0; i < LIMBS; i++) {
    const product = limbs[i]! * factor + carry;
    carry = Math.floor(product / LIMB);
    limbs[i] = product - carry * LIMB;
  }
  if (carry !== 0) throw new HoldfastError('ROW_ENCODING', 'A numeric value of more than 38 digits.');
}

/** Three groups and three more digits stay below 2^53: one double does. */
const SMALL_GROUPS = 3;

function loadSmall(at: number, count: number, groups: number, scale: number): void {
  let value = 0;
  for (let i = 0; i < groups; i++) value = value * 10_000 + (i < count ? from.getUint16(at + HEAD_BYTES + 2 * i) : 0);
  const rest = scale & 3;
  if (rest > 0) {
    const digit = groups >= 0 && groups < count ? from.getUint16(at + HEAD_BYTES + 2 * groups) : 0;
    value = value * TEN_TO[rest]! + Math.floor(digit / TEN_TO[4 - rest]!);
  }
  const high = Math.floor(value / LIMB);
  limbs[1] = high;
  limbs[0] = value - high * LIMB;
}

/** Fills the limbs with the magnitude at `scale` and returns the sign word. */
function load(at: number, scale: number): number {
  const count = from.getUint16(at);
  const weight = from.getInt16(at + 2);
  const sign = from.getUint16(at + 4);
  if (sign >= SPECIAL) throw new HoldfastError('ROW_ENCODING', 'A numeric that is NaN or infinite.');
  limbs.fill(0);
  let digitAt = at + HEAD_BYTES;
  // Whole groups: all integral ones, and the fractional ones that lie within the scale.
  const groups = weight + 1 + (scale >> 2);
  const present = Math.min(count, groups);
  if (groups <= SMALL_GROUPS) {
    loadSmall(at, count, groups, scale);
    return sign;
  }
  for (let i = 0; i < present; i++, digitAt += 2) multiplyAdd(10_000, from.getUint16(digitAt));
  if (count > 0) for (let i = present; i < groups; i++) multiplyAdd(10_000, 0);
  const rest = scale & 3;
  if (rest > 0) {
    const digit = groups >= 0 && groups < count ? from.getUint16(at + HEAD_BYTES + 2 * groups) : 0;
    multiplyAdd(TEN_TO[rest]!, Math.floor(digit / TEN_TO[4 - rest]!));
  }
  return sign;
}

/** decimal and numeric: length byte, sign byte, magnitude. */
export function decimal(precision: number, scale: number): Encoder {
  const words = precision <= 9 ? 1 : precision <= 19 ? 2 : precision <= 28 ? 3 : 4;
  return (_src, at, _length, out, pos) => {
    const sign = load(at, scale);
    out[pos] = 4 * words + 1;
    out[pos + 1] = sign === NEGATIVE ? 0 : 1;
    let next = pos + 2;
    for (let i = 0; i < words; i++, next += 4) to.setUint32(next, limbs[i]!, true);
    return next;
  };
}

/** money: 64 bits of 1/10,000, the high half first. */
export const money: Encoder = (_src, at, _length, _out, pos) => {
  const negative = load(at, 4) === NEGATIVE;
  let low = limbs[0]!;
  let high = limbs[1]!;
  if (negative) {
    low = (LIMB - low) % LIMB;
    high = (LIMB - high - (low === 0 ? 0 : 1)) % LIMB;
  }
  to.setUint32(pos, high, true);
  to.setUint32(pos + 4, low, true);
  return pos + 8;
};

export const smallmoney: Encoder = (_src, at, _length, _out, pos) => {
  const negative = load(at, 4) === NEGATIVE;
  const value = limbs[0]!;
  to.setInt32(pos, negative ? -value : value, true);
  return pos + 4;
};
