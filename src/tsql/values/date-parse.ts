import { BASE_DAY, TICKS_PER_DAY, TICKS_PER_MINUTE, TICKS_PER_SECOND, daysFromCivil, daysInMonth } from './calendar.ts';

export type DateFormat = 'mdy' | 'dmy' | 'ymd' | 'ydm' | 'myd' | 'dym';

/** What a text means: local ticks and the offset, or which way it failed. */
export type ParsedDate =
  | { readonly ok: true; readonly ticks: bigint; readonly minutes: number }
  /** `syntax` is error 241 (295 for smalldatetime), `range` 242 for the legacy types and 241 for the others. */
  | { readonly ok: false; readonly why: 'syntax' | 'range' };

const SYNTAX: ParsedDate = Object.freeze({ ok: false, why: 'syntax' });
const RANGE: ParsedDate = Object.freeze({ ok: false, why: 'range' });

const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];
/** Two-digit years up to this one are in this century (server option "two digit year cutoff"). */
const CUTOFF = 49;

const ODBC = /^\{\s*(?:d|t|ts)\s*'([^']*)'\s*\}$/i;
const ISO = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?(Z|[+-]\d{2}:\d{2})?$/i;
const OFFSET = /^(.*\d(?:\s*[ap]m)?)\s*([+-])(\d{1,2}):(\d{2})$/i;
const ZULU = /^(.*\d)\s*Z$/i;
const CLOCK = /(^|\s)(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:([.:])(\d{1,9}))?)?\s*(am|pm)?(?=\s|$)/i;
const HOUR = /(^|\s)(\d{1,2})\s*(am|pm)(?=\s|$)/i;
const SEPARATED = /^(\d{1,4})\s*([-/.])\s*(\d{1,4})\s*\2\s*(\d{1,4})$/;

/**
 * Text to a date and time by SQL Server's rules for us_english (sql-docs, data-types/datetime-transact-sql and its neighbours).
 * 060-parse-dates.sql of the runtime is the same algorithm.
 */
export function parseDate(text: string, kind: string, style: number, dateFormat: DateFormat): ParsedDate {
  const legacy = kind === 'datetime' || kind === 'smalldatetime';
  let rest = text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '');
  rest = ODBC.exec(rest)?.[1] ?? rest;
  const iso = ISO.exec(rest);
  if (iso !== null) return parseIso(iso, legacy, style);
  let minutes = 0;
  if (!legacy) {
    const offset = OFFSET.exec(rest);
    if (offset !== null && offset[1]!.includes(':')) {
      minutes = offsetMinutes(offset[2]!, Number(offset[3]), Number(offset[4]));
      if (Number.isNaN(minutes)) return SYNTAX;
      rest = offset[1]!;
    } else {
      rest = ZULU.exec(rest)?.[1] ?? rest;
    }
  }
  let ticks = 0n;
  const clock = CLOCK.exec(rest);
  const hour = clock === null ? HOUR.exec(rest) : null;
  const found = clock ?? hour;
  if (found !== null) {
    const time =
      clock === null
        ? clockTicks(Number(hour![2]), 0, 0, '', '', hour![3]!, legacy)
        : clockTicks(
            Number(clock[2]),
            Number(clock[3]),
            Number(clock[4] ?? 0),
            clock[5] ?? '',
            clock[6] ?? '',
            clock[7] ?? '',
            legacy,
          );
    if (typeof time !== 'bigint') return time;
    ticks = time;
    rest = `${rest.slice(0, found.index)} ${rest.slice(found.index + found[0].length)}`.trim();
  }
  const day = parseDay(rest, legacy, orderOf(style, dateFormat));
  if (typeof day !== 'number') return day;
  return { ok: true, ticks: BigInt(day) * TICKS_PER_DAY + ticks, minutes };
}

function parseIso(match: RegExpExecArray, legacy: boolean, style: number): ParsedDate {
  const fraction = match[7] ?? '';
  const time = clockTicks(
    Number(match[4]),
    Number(match[5]),
    Number(match[6] ?? 0),
    fraction === '' ? '' : '.',
    fraction,
    '',
    legacy,
  );
  if (typeof time !== 'bigint') return time;
  const day = dayNumber(Number(match[1]), Number(match[2]), Number(match[3]));
  if (typeof day !== 'number') return day;
  const zone = match[8] ?? '';
  const zoned = zone !== '' && zone.toUpperCase() !== 'Z';
  const minutes = zoned ? offsetMinutes(zone[0]!, Number(zone.slice(1, 3)), Number(zone.slice(4, 6))) : 0;
  if (Number.isNaN(minutes) || (legacy && zoned && style !== 127)) return SYNTAX;
  const ticks = BigInt(day) * TICKS_PER_DAY + time;
  // The legacy types keep no offset: style 127 turns the text into UTC.
  return legacy
    ? { ok: true, ticks: ticks - BigInt(minutes) * TICKS_PER_MINUTE, minutes: 0 }
    : { ok: true, ticks, minutes };
}

function offsetMinutes(sign: string, hours: number, minutes: number): number {
  const total = hours * 60 + minutes;
  if (minutes > 59 || total > 840) return Number.NaN;
  return sign === '-' ? -total : total;
}

function clockTicks(
  hour: number,
  minute: number,
  second: number,
  separator: string,
  fraction: string,
  half: string,
  legacy: boolean,
): bigint | ParsedDate {
  if (fraction.length > (legacy || separator === ':' ? 3 : 7)) return SYNTAX;
  let hours = hour;
  if (half !== '') {
    const pm = half.toLowerCase() === 'pm';
    if (hour > 12 && !pm) return RANGE;
    if (pm && hour < 12) hours = hour + 12;
    if (!pm && hour === 12) hours = 0;
  }
  if (hours > 23 || minute > 59 || second > 59) return RANGE;
  const seconds = BigInt(hours * 3600 + minute * 60 + second) * TICKS_PER_SECOND;
  if (fraction === '') return seconds;
  // After a colon the digits count milliseconds, after a point they are a fraction.
  return seconds + (separator === ':' ? BigInt(fraction) * 10_000n : BigInt(fraction.padEnd(7, '0')));
}

/** A style that writes dates in one order also reads them in it. */
function orderOf(style: number, dateFormat: DateFormat): DateFormat {
  switch (style) {
    case 1:
    case 101:
    case 7:
    case 107:
    case 10:
    case 110:
    case 22:
      return 'mdy';
    case 3:
    case 103:
    case 4:
    case 104:
    case 5:
    case 105:
    case 6:
    case 106:
    case 13:
    case 113:
      return 'dmy';
    case 2:
    case 102:
    case 11:
    case 111:
    case 12:
    case 112:
    case 20:
    case 120:
    case 21:
    case 25:
    case 121:
    case 23:
    case 126:
    case 127:
      return 'ymd';
    default:
      return dateFormat;
  }
}

function parseDay(text: string, legacy: boolean, order: DateFormat): number | ParsedDate {
  if (text === '') return BASE_DAY;
  if (/^\d+$/.test(text)) return unseparated(text);
  const parts = SEPARATED.exec(text);
  if (parts !== null) return separated([parts[1]!, parts[3]!, parts[4]!], legacy, order);
  return alphabetic(text, order);
}

function unseparated(digits: string): number | ParsedDate {
  switch (digits.length) {
    case 8:
      return dayNumber(Number(digits.slice(0, 4)), Number(digits.slice(4, 6)), Number(digits.slice(6)));
    case 6:
      return dayNumber(fullYear(digits.slice(0, 2)), Number(digits.slice(2, 4)), Number(digits.slice(4)));
    case 4:
      return dayNumber(Number(digits), 1, 1);
    default:
      return SYNTAX;
  }
}

function separated(parts: readonly string[], legacy: boolean, order: DateFormat): number | ParsedDate {
  const year = parts.findIndex((part) => part.length === 4);
  if (parts.some((part) => part.length === 3) || parts.filter((part) => part.length === 4).length > 1) return SYNTAX;
  let names: string = order;
  if (year >= 0) {
    const dayFirst = order.indexOf('d') < order.indexOf('m');
    // A leading year means year, month, day; only the legacy types let DATEFORMAT turn that around.
    const others = year === 0 ? (legacy && dayFirst ? 'dm' : 'md') : order.replace('y', '');
    names = `${others.slice(0, year)}y${others.slice(year)}`;
  }
  const at = (name: string): string => parts[names.indexOf(name)]!;
  return dayNumber(fullYear(at('y')), Number(at('m')), Number(at('d')));
}

function alphabetic(text: string, order: DateFormat): number | ParsedDate {
  const words = text.match(/[a-z]+/gi) ?? [];
  if (words.length !== 1 || !/^[a-z0-9\s,./-]*$/i.test(text)) return SYNTAX;
  const word = words[0]!.toLowerCase();
  const month = MONTHS.findIndex((name) => name === word || name.slice(0, 3) === word) + 1;
  if (month === 0) return SYNTAX;
  const numbers = text.match(/\d+/g) ?? [];
  if (numbers.some((number) => number.length > 4 || number.length === 3)) return SYNTAX;
  const [first, second] = numbers;
  if (numbers.length === 1 && first!.length === 4) return dayNumber(Number(first), month, 1);
  if (numbers.length !== 2) return SYNTAX;
  const yearFirst = first!.length === 4 || (second!.length !== 4 && order.indexOf('y') < order.indexOf('d'));
  if (first!.length === 4 && second!.length === 4) return SYNTAX;
  return yearFirst
    ? dayNumber(fullYear(first!), month, Number(second))
    : dayNumber(fullYear(second!), month, Number(first));
}

function fullYear(digits: string): number {
  const year = Number(digits);
  if (digits.length > 2) return year;
  return year <= CUTOFF ? 2000 + year : 1900 + year;
}

function dayNumber(year: number, month: number, day: number): number | ParsedDate {
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return RANGE;
  return daysFromCivil(year, month, day);
}
