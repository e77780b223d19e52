import type { Civil } from './calendar.ts';

/** The Kuwaiti algorithm, SQL Server's Hijri calendar of styles 130 and 131: 30-year cycles of 10631 days. */
const CYCLE_DAYS = 10_631;
/** Day number (from 0001-01-01) of 1 Muharram of the year 1: 16 July 622 of the Julian calendar. */
const EPOCH_DAY = 227_014;

const MONTHS = [
  'محرم',
  'صفر',
  'ربيع الاول',
  'ربيع الثاني',
  'جمادى الاولى',
  'جمادى الثانية',
  'رجب',
  'شعبان',
  'رمضان',
  'شوال',
  'ذو القعدة',
  'ذو الحجة',
];

export const hijriMonth = (month: number): string => MONTHS[month - 1]!;

const daysBeforeYear = (year: number): number => (year - 1) * 354 + Math.floor((3 + 11 * year) / 30);
const daysBeforeMonth = (month: number): number => Math.ceil(29.5 * (month - 1));

export function hijriFromDays(days: number): Civil {
  const elapsed = days - EPOCH_DAY;
  const year = Math.floor((30 * elapsed + 10_646) / CYCLE_DAYS);
  const inYear = elapsed - daysBeforeYear(year);
  const month = Math.min(12, Math.floor((inYear * 2) / 59) + 1);
  return { year, month, day: inYear - daysBeforeMonth(month) + 1 };
}
