import { TICKS_PER_DAY } from './date-time.ts';
import type { TdsType } from './tds-type.ts';
import type { TdsDateTimeOffset, TdsValue } from './tds-value.ts';
import { TypeId } from './type-id.ts';

/**
 * Dates and times as the texts that clients of TDS 7.2 and older get: the literal formats of SQL Server, the fraction with as many
 * digits as the type's scale has ("Data Type Support for ODBC Date and Time Improvements", data formats).
 */
const TICKS_PER_SECOND = 10_000_000;
const TICKS_PER_MINUTE = 600_000_000n;
const DAY = BigInt(TICKS_PER_DAY);

export function dateText(days: number): string {
  // The algorithm of civil_from_days (H. Hinnant, "chrono-Compatible Low-Level Date Algorithms"): years begin in March.
  const shifted = days + 306;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1_460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const month = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * month + 2) / 5) + 1;
  const year = yearOfEra + era * 400 + (month >= 10 ? 1 : 0);
  return `${digits(year, 4)}-${digits(month >= 10 ? month - 9 : month + 3, 2)}-${digits(day, 2)}`;
}

export function timeText(ticks: number, scale: number): string {
  const seconds = Math.floor(ticks / TICKS_PER_SECOND);
  const text = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
    .map((part) => digits(part, 2))
    .join(':');
  return scale === 0 ? text : `${text}.${digits(ticks % TICKS_PER_SECOND, 7).slice(0, scale)}`;
}

export function datetime2Text(ticks: bigint, scale: number): string {
  const days = ticks / DAY;
  return `${dateText(Number(days))} ${timeText(Number(ticks - days * DAY), scale)}`;
}

/** The local time of the offset, then the offset. */
export function datetimeoffsetText({ utc, offset }: TdsDateTimeOffset, scale: number): string {
  const minutes = Math.abs(offset);
  const zone = `${offset < 0 ? '-' : '+'}${digits(Math.floor(minutes / 60), 2)}:${digits(minutes % 60, 2)}`;
  return `${datetime2Text(utc + BigInt(offset) * TICKS_PER_MINUTE, scale)} ${zone}`;
}

function digits(value: number, count: number): string {
  return String(value).padStart(count, '0');
}

/** The value of a date or time type as its text. */
export function temporalText(type: TdsType, value: NonNullable<TdsValue>): string {
  switch (type.id) {
    case TypeId.dateN:
      return dateText(value as number);
    case TypeId.timeN:
      return timeText(value as number, type.scale);
    case TypeId.datetime2N:
      return datetime2Text(value as bigint, type.scale);
    default:
      return datetimeoffsetText(value as TdsDateTimeOffset, type.scale);
  }
}
