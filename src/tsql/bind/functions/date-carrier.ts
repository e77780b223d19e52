import { convert } from '../../scalar/convert.ts';
import { isDateTime, isString } from '../../types/families.ts';
import { DATETIME, type SqlType } from '../../types/sql-type.ts';
import type { BoundExpr } from '../bound.ts';

/** 10000-01-01 in ticks since 0001-01-01: the end of the calendar. */
export const END_OF_TIME = 3155378976000000000n;
const START_OF_DATETIME = 552877920000000000n;
const START_OF_SMALLDATETIME = 599266080000000000n;
const END_OF_SMALLDATETIME = 655889184000000000n;

/** Date types stay; text becomes `forText`; numbers, as in DATEADD(day, 1, 0), and NULL become datetime. */
export function toDate(expr: BoundExpr, forText: SqlType): BoundExpr {
  if (isDateTime(expr.type)) return expr;
  return convert(expr, isString(expr.type) ? forText : DATETIME, { mode: 'implicit' });
}

/** Ticks of local time since 0001-01-01 of what stands at `place`. */
export function ticksAt(place: string, type: SqlType): string {
  switch (type.name) {
    case 'date':
      return `sys.ticks_from_date(${place})`;
    case 'datetime':
      return `sys.ticks_from_datetime(${place})`;
    case 'smalldatetime':
      return `sys.ticks_from_smalldatetime(${place})`;
    case 'time':
      return `sys.ticks_from_time(${place})`;
    case 'datetimeoffset':
      return `sys.ticks_from_dto(${place})`;
    default:
      return place;
  }
}

/** The PostgreSQL date of what stands at `place`. */
export function dateAt(place: string, type: SqlType): string {
  return type.name === 'date' ? place : `sys.date_from_ticks(${ticksAt(place, type)})`;
}

/** Ticks back to the carrier; a datetimeoffset takes its offset from the operand at `source`. */
export function fromTicks(ticks: string, type: SqlType, source: string): string {
  switch (type.name) {
    case 'date':
      return `sys.date_from_ticks(${ticks})`;
    case 'datetime':
      return `sys.datetime_from_ticks(${ticks})`;
    case 'smalldatetime':
      return `sys.smalldatetime_from_ticks(${ticks})`;
    case 'time':
      return `((${ticks}) % 864000000000)`;
    case 'datetimeoffset':
      return `sys.dto_from_ticks(${ticks}, (${source}).minutes)`;
    default:
      return ticks;
  }
}

/** First tick of the type, first tick after it, and its name, as the range checks of the runtime want them. */
export function rangeOf(type: SqlType): string {
  const [low, high] =
    type.name === 'datetime'
      ? [START_OF_DATETIME, END_OF_TIME]
      : type.name === 'smalldatetime'
        ? [START_OF_SMALLDATETIME, END_OF_SMALLDATETIME]
        : [0n, END_OF_TIME];
  return `${low}, ${high}, '${type.name}'`;
}

/** Ticks rounded to the type's scale, where `unit` ticks can be finer than that. */
export function roundedTo(ticks: string, type: SqlType, unit: bigint): string {
  if (type.name !== 'time' && type.name !== 'datetime2' && type.name !== 'datetimeoffset') return ticks;
  const step = 10n ** BigInt(7 - type.scale);
  return step > 1n && unit % step !== 0n ? `sys.round_ticks(${ticks}, ${step})` : ticks;
}
