import { TICKS_PER_DAY, TICKS_PER_MINUTE, civilFromDays } from './calendar.ts';
import { hijriFromDays, hijriMonth } from './hijri.ts';
import { conversionError, invalidStyle } from './value-errors.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

export interface Moment {
  /** Local ticks since 0001-01-01. */
  readonly ticks: bigint;
  /** date, time, datetime, smalldatetime, datetime2, datetimeoffset. */
  readonly kind: string;
  readonly scale: number;
  readonly minutes: number;
}

const two = (value: number): string => String(value).padStart(2, '0');
const spaced = (value: number): string => String(value).padStart(2, ' ');

/** Text of a date and time in a style of CONVERT. 065-format-dates.sql of the runtime is the same algorithm. */
export function formatMoment(moment: Moment, style: number): string {
  const zulu = style === 127 && moment.kind === 'datetimeoffset';
  const ticks = zulu ? moment.ticks - BigInt(moment.minutes) * TICKS_PER_MINUTE : moment.ticks;
  const days = Number(ticks / TICKS_PER_DAY);
  const rest = Number(ticks % TICKS_PER_DAY);
  const date = moment.kind === 'time' ? '' : dateText(days, style);
  const time = moment.kind === 'date' ? '' : timeText(rest, moment, style);
  if (date === undefined || time === undefined) throw invalidStyle(style, moment.kind);
  if (date === '' && time === '') throw conversionError(moment.kind, 'varchar');
  const joint = date === '' || time === '' ? '' : style === 126 || style === 127 ? 'T' : ' ';
  return `${date}${joint}${time}${offsetText(moment, style, time, zulu)}`;
}

function offsetText(moment: Moment, style: number, time: string, zulu: boolean): string {
  if (moment.kind !== 'datetimeoffset' || time === '') return '';
  if (zulu) return 'Z';
  const offset = Math.abs(moment.minutes);
  const text = `${moment.minutes < 0 ? '-' : '+'}${two(Math.floor(offset / 60))}:${two(offset % 60)}`;
  return style === 126 ? text : ` ${text}`;
}

/** '' for styles without a date, undefined for unknown styles. */
function dateText(days: number, style: number): string | undefined {
  if (style === 130 || style === 131) {
    const h = hijriFromDays(days);
    return style === 130
      ? `${spaced(h.day)} ${hijriMonth(h.month)} ${h.year}`
      : `${spaced(h.day)}/${two(h.month)}/${h.year}`;
  }
  const { year, month, day } = civilFromDays(days);
  const [y, m, d, name] = [String(year).padStart(4, '0'), two(month), two(day), MONTHS[month - 1]!];
  const yy = y.slice(2);
  switch (style) {
    case 0:
    case 100:
    case 9:
    case 109:
      return `${name} ${spaced(day)} ${y}`;
    case 1:
      return `${m}/${d}/${yy}`;
    case 101:
      return `${m}/${d}/${y}`;
    case 2:
      return `${yy}.${m}.${d}`;
    case 102:
      return `${y}.${m}.${d}`;
    case 3:
      return `${d}/${m}/${yy}`;
    case 103:
      return `${d}/${m}/${y}`;
    case 4:
      return `${d}.${m}.${yy}`;
    case 104:
      return `${d}.${m}.${y}`;
    case 5:
      return `${d}-${m}-${yy}`;
    case 105:
      return `${d}-${m}-${y}`;
    case 6:
      return `${d} ${name} ${yy}`;
    case 106:
    case 13:
    case 113:
      return `${d} ${name} ${y}`;
    case 7:
      return `${name} ${d}, ${yy}`;
    case 107:
      return `${name} ${d}, ${y}`;
    case 8:
    case 24:
    case 108:
    case 14:
    case 114:
      return '';
    case 10:
      return `${m}-${d}-${yy}`;
    case 110:
      return `${m}-${d}-${y}`;
    case 11:
      return `${yy}/${m}/${d}`;
    case 111:
      return `${y}/${m}/${d}`;
    case 12:
      return `${yy}${m}${d}`;
    case 112:
      return `${y}${m}${d}`;
    case 22:
      return `${m}/${d}/${yy}`;
    case 20:
    case 120:
    case 21:
    case 25:
    case 121:
    case 23:
    case 126:
    case 127:
      return `${y}-${m}-${d}`;
    default:
      return undefined;
  }
}

function timeText(rest: number, moment: Moment, style: number): string | undefined {
  const hour = Math.floor(rest / 36_000_000_000);
  const minute = Math.floor(rest / 600_000_000) % 60;
  const second = Math.floor(rest / 10_000_000) % 60;
  const clock = `${two(hour)}:${two(minute)}:${two(second)}`;
  const noon = hour < 12 ? 'AM' : 'PM';
  const hour12 = hour % 12 === 0 ? 12 : hour % 12;
  const twelve = moment.kind === 'time' ? String(hour12) : spaced(hour12);
  switch (style) {
    case 0:
    case 100:
      return `${twelve}:${two(minute)}${noon}`;
    case 9:
    case 109:
    case 130:
    case 131:
      return `${twelve}:${two(minute)}:${two(second)}${fractionText(rest, moment, ':')}${noon}`;
    case 22:
      return `${twelve}:${two(minute)}:${two(second)} ${noon}`;
    case 8:
    case 24:
    case 108:
    case 20:
    case 120:
      return clock;
    case 13:
    case 113:
    case 14:
    case 114:
      return `${clock}${fractionText(rest, moment, ':')}`;
    case 21:
    case 25:
    case 121:
      return `${clock}${fractionText(rest, moment, '.')}`;
    case 126:
    case 127:
      return rest % 10_000_000 === 0 ? clock : `${clock}${fractionText(rest, moment, '.')}`;
    default:
      return dateText(0, style) === undefined ? undefined : '';
  }
}

/** Milliseconds of the legacy types, as many digits as the scale says of the others. */
function fractionText(rest: number, moment: Moment, separator: string): string {
  const fraction = rest % 10_000_000;
  if (moment.kind === 'datetime' || moment.kind === 'smalldatetime') {
    return `${separator}${String(Math.round(fraction / 10_000)).padStart(3, '0')}`;
  }
  return moment.scale === 0 ? '' : `.${String(fraction).padStart(7, '0').slice(0, moment.scale)}`;
}
