import { parseDecimal, rescale } from './decimal.ts';
import {
  conversionError,
  conversionFailed,
  intColumnOverflow,
  moneySyntax,
  overflow,
  smallColumnOverflow,
} from './value-errors.ts';

/** Text to numbers, by the same rules as 040-parse-numbers.sql of the runtime. */

const INTEGER = /^[ \t\r\n]*([+-]?)[ \t\r\n]*([0-9]*)[ \t\r\n]*$/;
const DECIMAL = /^[ \t\r\n]*([+-]?)[ \t\r\n]*([0-9]+\.?[0-9]*|\.[0-9]+)[ \t\r\n]*$/;
const FLOAT = /^[ \t\r\n]*([+-]?)[ \t\r\n]*([0-9]+\.?[0-9]*|\.[0-9]+)(?:[eEdD]([+-]?[0-9]+))?[ \t\r\n]*$/;
const MONEY = /^[ \t\r\n]*([+-]?)[ \t\r\n]*[$€£¥¢₩₪₫₭₮₱]?[ \t\r\n]*([+-]?)[ \t\r\n]*([0-9,]*\.?[0-9]*)[ \t\r\n]*$/;

export const MONEY_LIMITS = {
  money: { low: -9223372036854775808n, high: 9223372036854775807n },
  smallmoney: { low: -2147483648n, high: 2147483647n },
} as const;

export const INTEGER_LIMITS: Readonly<Record<string, { readonly low: bigint; readonly high: bigint }>> = {
  tinyint: { low: 0n, high: 255n },
  smallint: { low: -32768n, high: 32767n },
  int: { low: -2147483648n, high: 2147483647n },
  bigint: { low: -9223372036854775808n, high: 9223372036854775807n },
};

export function parseInteger(text: string, target: string, source: string): bigint {
  const match = INTEGER.exec(text);
  if (match === null)
    throw target === 'bigint' ? conversionError(source, target) : conversionFailed(source, text, target);
  const value = match[2] === '' ? 0n : BigInt(match[2]!) * (match[1] === '-' ? -1n : 1n);
  const { low, high } = INTEGER_LIMITS[target]!;
  if (value >= low && value <= high) return value;
  if (target === 'bigint') throw overflow('bigint');
  throw target === 'int' ? intColumnOverflow(source, text) : smallColumnOverflow(source, text, target);
}

export function parseBit(text: string, source: string): number {
  const trimmed = text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '').toLowerCase();
  if (trimmed === 'true') return 1;
  if (trimmed === 'false') return 0;
  if (!/^[+-]?[0-9]*$/.test(trimmed)) throw conversionFailed(source, text, 'bit');
  return /[1-9]/.test(trimmed) ? 1 : 0;
}

/** The unscaled value at `scale`, rounded; the caller checks the precision. */
export function parseNumeric(text: string, scale: number, source: string): bigint {
  const match = DECIMAL.exec(text);
  if (match === null) throw conversionError(source, 'numeric');
  const parsed = parseDecimal(match[1]!, match[2]!);
  return rescale(parsed.value, parsed.scale, scale);
}

export function parseFloatText(text: string, target: string, source: string): number {
  if (/^[ \t\r\n]*$/.test(text)) return 0;
  const match = FLOAT.exec(text);
  if (match === null) throw conversionError(source, target);
  const value = Number(`${match[1]}${match[2]}e${match[3] ?? '0'}`);
  if (!Number.isFinite(value)) throw overflow(target);
  return value === 0 ? 0 : value;
}

export function parseMoney(text: string, small: boolean): bigint {
  const match = MONEY.exec(text);
  const digits = match?.[3]!.replaceAll(',', '') ?? '.';
  if (match === null || digits === '.' || (match[1] !== '' && match[2] !== '')) throw moneySyntax(small);
  const parsed = parseDecimal(`${match[1]}${match[2]}`, digits);
  const value = rescale(parsed.value, parsed.scale, 4);
  const { low, high } = MONEY_LIMITS[small ? 'smallmoney' : 'money'];
  if (value < low || value > high) throw overflow(small ? 'smallmoney' : 'money');
  return value;
}
