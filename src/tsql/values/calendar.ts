/** Days, ticks and the units of T-SQL's date and time types. Ticks are 100 ns; day 0 is 0001-01-01. */

export const TICKS_PER_SECOND = 10_000_000n;
export const TICKS_PER_MINUTE = 600_000_000n;
export const TICKS_PER_DAY = 864_000_000_000n;
/** 1900-01-01. */
export const BASE_DAY = 693_595;
/** 9999-12-31. */
export const LAST_DAY = 3_652_058;
export const BASE_TICKS = BigInt(BASE_DAY) * TICKS_PER_DAY;
export const END_TICKS = BigInt(LAST_DAY + 1) * TICKS_PER_DAY;
/** datetime: 1/300 s. */
export const DATETIME_PER_DAY = 25_920_000;
/** 1753-01-01 and the last tick of 9999-12-31, from 1900-01-01. */
export const DATETIME_LOW = -53_690 * DATETIME_PER_DAY;
export const DATETIME_HIGH = (LAST_DAY + 1 - BASE_DAY) * DATETIME_PER_DAY - 1;
export const MINUTES_PER_DAY = 1440;
/** smalldatetime ends on 2079-06-06. */
export const SMALLDATETIME_HIGH = 65_536 * MINUTES_PER_DAY - 1;

export function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

export function daysInMonth(year: number, month: number): number {
  return month === 2 ? (isLeap(year) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** Days since 0001-01-01 of a date of the proleptic Gregorian calendar; years begin in March so that leap days come last. */
export function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 306;
}

export interface Civil {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

export function civilFromDays(days: number): Civil {
  const z = days + 306;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1;
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day };
}

export function floorDivide(value: bigint, divisor: bigint): bigint {
  const quotient = value / divisor;
  return value % divisor < 0n ? quotient - 1n : quotient;
}
