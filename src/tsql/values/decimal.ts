import type { SqlType } from '../types/sql-type.ts';
import { divideByZero, overflow } from './value-errors.ts';

/** Exact decimal arithmetic on unscaled bigints. */

const POWERS: readonly bigint[] = Array.from({ length: 100 }, (_, exponent) => 10n ** BigInt(exponent));

export function pow10(exponent: number): bigint {
  return POWERS[exponent] ?? 10n ** BigInt(exponent);
}

const abs = (value: bigint): bigint => (value < 0n ? -value : value);

/** Division that rounds half away from zero. */
export function divideRounded(value: bigint, divisor: bigint): bigint {
  const quotient = value / divisor;
  const remainder = abs(value % divisor);
  if (remainder * 2n < abs(divisor)) return quotient;
  return value < 0n === divisor < 0n ? quotient + 1n : quotient - 1n;
}

/** The same number at another scale; digits that do not fit are rounded half away from zero. */
export function rescale(value: bigint, from: number, to: number): bigint {
  if (to === from) return value;
  return to > from ? value * pow10(to - from) : divideRounded(value, pow10(from - to));
}

/** Digits after the point cut off. */
export function truncate(value: bigint, scale: number): bigint {
  return scale === 0 ? value : value / pow10(scale);
}

export function checkPrecision(value: bigint, type: SqlType, source: string): bigint {
  if (abs(value) >= pow10(type.precision)) throw overflow('numeric', source);
  return value;
}

export function formatDecimal(value: bigint, scale: number): string {
  if (scale === 0) return value.toString();
  const digits = abs(value)
    .toString()
    .padStart(scale + 1, '0');
  const text = `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
  return value < 0n ? `-${text}` : text;
}

/** A decimal number as text (no exponent) as unscaled value and scale. The caller has checked its form. */
export function parseDecimal(sign: string, digits: string): { readonly value: bigint; readonly scale: number } {
  const point = digits.indexOf('.');
  const whole = point < 0 ? digits : digits.slice(0, point);
  const fraction = point < 0 ? '' : digits.slice(point + 1);
  const value = BigInt(`${whole}${fraction}` || '0');
  return { value: sign === '-' ? -value : value, scale: fraction.length };
}

/** `a op b` at the scale of the result type, before the check of its precision. */
export function decimalOperation(
  op: string,
  a: bigint,
  aScale: number,
  b: bigint,
  bScale: number,
  scale: number,
): bigint {
  switch (op) {
    case '+':
    case '-': {
      const common = Math.max(aScale, bScale);
      const [x, y] = [rescale(a, aScale, common), rescale(b, bScale, common)];
      return rescale(op === '+' ? x + y : x - y, common, scale);
    }
    case '*':
      return rescale(a * b, aScale + bScale, scale);
    case '/':
      if (b === 0n) throw divideByZero();
      return (a * pow10(scale + bScale)) / (b * pow10(aScale));
    default: {
      if (b === 0n) throw divideByZero();
      const common = Math.max(aScale, bScale);
      return rescale(rescale(a, aScale, common) % rescale(b, bScale, common), common, scale);
    }
  }
}
