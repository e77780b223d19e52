import { type SqlType, decimal, numeric } from './sql-type.ts';

/** Precision and scale of the results of decimal arithmetic (sql-docs, precision-scale-and-length-transact-sql). */
export interface PrecisionScale {
  readonly precision: number;
  readonly scale: number;
}

export const MAX_PRECISION = 38;
const MIN_REDUCED_SCALE = 6;
/** Integral digits above which a reduced scale stays at MIN_REDUCED_SCALE. */
const MAX_INTEGRAL_FOR_SCALE = MAX_PRECISION - MIN_REDUCED_SCALE;

/** What a number counts as in decimal arithmetic. An int constant counts its own digits: pass `digits`. */
export function precisionScaleOf(type: SqlType, digits?: number): PrecisionScale {
  switch (type.name) {
    case 'bit':
      return { precision: 1, scale: 0 };
    case 'tinyint':
      return { precision: digits ?? 3, scale: 0 };
    case 'smallint':
      return { precision: digits ?? 5, scale: 0 };
    case 'int':
      return { precision: digits ?? 10, scale: 0 };
    case 'bigint':
      return { precision: digits ?? 19, scale: 0 };
    case 'money':
      return { precision: 19, scale: 4 };
    case 'smallmoney':
      return { precision: 10, scale: 4 };
    default:
      return { precision: type.precision, scale: type.scale };
  }
}

export type DecimalOperator = '+' | '-' | '*' | '/' | '%';

export function decimalResult(op: DecimalOperator, a: PrecisionScale, b: PrecisionScale): PrecisionScale {
  const integral = Math.max(a.precision - a.scale, b.precision - b.scale);
  const fraction = Math.max(a.scale, b.scale);
  switch (op) {
    case '+':
    case '-':
      return reduceSum(integral, fraction);
    case '%':
      return { precision: Math.min(a.precision - a.scale, b.precision - b.scale) + fraction, scale: fraction };
    case '*':
      return reduceProduct(a.precision + b.precision + 1, a.scale + b.scale);
    case '/': {
      const scale = Math.max(MIN_REDUCED_SCALE, a.scale + b.precision + 1);
      return reduceProduct(a.precision - a.scale + b.scale + scale, scale);
    }
  }
}

function reduceSum(integral: number, fraction: number): PrecisionScale {
  const precision = integral + fraction + 1;
  if (precision <= MAX_PRECISION) return { precision, scale: fraction };
  return { precision: MAX_PRECISION, scale: Math.min(fraction, MAX_PRECISION - integral) };
}

function reduceProduct(precision: number, scale: number): PrecisionScale {
  if (precision <= MAX_PRECISION) return { precision, scale };
  const integral = precision - scale;
  const reduced = integral < MAX_INTEGRAL_FOR_SCALE ? MAX_PRECISION - integral : MIN_REDUCED_SCALE;
  return { precision: MAX_PRECISION, scale: Math.min(scale, reduced) };
}

/** The type of UNION, CASE and their like over two decimals. */
export function decimalUnion(a: PrecisionScale, b: PrecisionScale): PrecisionScale {
  const integral = Math.max(a.precision - a.scale, b.precision - b.scale);
  const scale = Math.max(a.scale, b.scale);
  if (integral + scale <= MAX_PRECISION) return { precision: integral + scale, scale };
  return { precision: MAX_PRECISION, scale: Math.min(scale, MAX_PRECISION - integral) };
}

/** Two decimals make a decimal; anything else makes a numeric, as in SQL Server's result metadata. */
export function decimalType(a: SqlType, b: SqlType, ps: PrecisionScale): SqlType {
  return (a.name === 'decimal' && b.name === 'decimal' ? decimal : numeric)(ps.precision, ps.scale);
}
