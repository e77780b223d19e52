import { call } from '../../scalar/call.ts';
import { isDateTime } from '../../types/families.ts';
import { DATETIME, type SqlType, datetime2 } from '../../types/sql-type.ts';
import type { BoundExpr } from '../bound.ts';
import { systemVariable } from '../system-variables.ts';
import { fromTicks, rangeOf, roundedTo, ticksAt, toDate } from './date-carrier.ts';
import { type Datepart, MONTHS, TICKS, datepartOf, rejectPart, requireSupport } from './datepart.ts';
import { defineWithDatepart, invalidArgument, toBigint, toInt } from './define.ts';
import type { FunctionContext, FunctionDef } from './function-def.ts';

/** Functions that move a date: by a number of parts, down to a part, to the start of its bucket. */
export const DATE_ADDING_FUNCTIONS: readonly FunctionDef[] = [
  defineWithDatepart('DATEADD', 2, bindAdd),
  defineWithDatepart('DATETRUNC', 1, bindTrunc),
  defineWithDatepart('DATE_BUCKET', [2, 3], bindBucket),
];

/** Carrier units a day, first and first impossible value: datetime counts 1/300 s, smalldatetime minutes, date days. */
const DATETIME_UNITS: Readonly<Partial<Record<Datepart, number>>> = {
  week: 181440000,
  weekday: 25920000,
  dayofyear: 25920000,
  day: 25920000,
  hour: 1080000,
  minute: 18000,
  second: 300,
};
const DATETIME_RANGE = `-1391644800000, 76683386880000, 'datetime'`;
const SMALLDATETIME_UNITS: Readonly<Partial<Record<Datepart, number>>> = {
  week: 10080,
  weekday: 1440,
  dayofyear: 1440,
  day: 1440,
  hour: 60,
  minute: 1,
};
const SMALLDATETIME_RANGE = `0, 94371840, 'smalldatetime'`;
const TOO_FINE: readonly Datepart[] = ['microsecond', 'nanosecond'];

function bindAdd(context: FunctionContext, n: BoundExpr, value: BoundExpr): BoundExpr {
  const part = datepartOf(context, 'dateadd');
  if (part === 'tzoffset' || part === 'iso_week') rejectPart(part, 'dateadd');
  // A string becomes a datetime, with that type's range and precision.
  const date = toDate(value, DATETIME);
  const coarse = date.type.name === 'datetime' || date.type.name === 'smalldatetime';
  requireSupport(part, date.type, 'dateadd', coarse ? TOO_FINE : []);
  return call('dateadd', date.type, [toInt(n), date], addTemplate(part, date.type), { options: { part } });
}

function addTemplate(part: Datepart, type: SqlType): string {
  const months = MONTHS[part];
  if (months !== undefined) {
    const n = months === 1 ? '{0}::int8' : `{0}::int8 * ${months}`;
    if (type.name === 'datetimeoffset') return `sys.dto_add_months({1}, ${n})`;
    return fromTicks(`sys.add_months(${ticksAt('{1}', type)}, ${n}, ${rangeOf(type)})`, type, '{1}');
  }
  const exact = TICKS[part];
  const unit = exact ?? 1n;
  const n = exact === undefined ? 'sys.ns_to_ticks({0})' : '{0}';
  switch (type.name) {
    case 'datetime': {
      const native = DATETIME_UNITS[part];
      if (native !== undefined) return `sys.in_range({1} + {0}::int8 * ${native}, ${DATETIME_RANGE})`;
      return `sys.in_range(sys.datetime_from_ticks(sys.ticks_from_datetime({1}) + {0}::int8 * ${unit}), ${DATETIME_RANGE})`;
    }
    case 'smalldatetime': {
      const native = SMALLDATETIME_UNITS[part];
      const minutes =
        native === undefined ? `sys.minutes_of({0}, ${part === 'second' ? 60 : 60000})` : `{0}::int8 * ${native}`;
      return `sys.in_range({1} + ${minutes}, ${SMALLDATETIME_RANGE})::int4`;
    }
    case 'time':
      return roundedTime(`sys.time_add({1}, ${n}, ${unit})`, type, unit);
    case 'datetimeoffset': {
      const step = 10n ** BigInt(7 - type.scale);
      const added = `sys.dto_add({1}, ${n}, ${unit})`;
      return unit % step === 0n ? added : `sys.dto_round(${added}, ${step})`;
    }
    default:
      return fromTicks(
        roundedTo(`sys.add_ticks(${ticksAt('{1}', type)}, ${n}, ${unit}, ${rangeOf(type)})`, type, unit),
        type,
        '{1}',
      );
  }
}

function roundedTime(template: string, type: SqlType, unit: bigint): string {
  const rounded = roundedTo(template, type, unit);
  return rounded === template ? template : `(${rounded} % 864000000000)`;
}

const TRUNC_UNITS: Readonly<Partial<Record<Datepart, bigint>>> = {
  dayofyear: TICKS.day!,
  day: TICKS.day!,
  hour: TICKS.hour!,
  minute: TICKS.minute!,
  second: TICKS.second!,
  millisecond: TICKS.millisecond!,
  microsecond: TICKS.microsecond!,
};

/** sql-docs, t-sql/functions/datetrunc-transact-sql. */
function bindTrunc(context: FunctionContext, value: BoundExpr): BoundExpr {
  const part = datepartOf(context, 'datetrunc');
  if (part === 'tzoffset' || part === 'nanosecond' || part === 'weekday') rejectPart(part, 'datetrunc');
  const date = toDate(value, datetime2(7));
  const { type } = date;
  requireSupport(
    part,
    type,
    'datetrunc',
    type.name === 'smalldatetime' || type.name === 'datetime' ? ['microsecond'] : [],
  );
  const ticks = ticksAt('{0}', type);
  const finish = (template: string, ...more: BoundExpr[]): BoundExpr =>
    call('datetrunc', type, [date, ...more], fromTicks(template, type, '{0}'), { options: { part } });
  if (part === 'year' || part === 'quarter' || part === 'month') return finish(`sys.trunc_months(${ticks}, '${part}')`);
  if (part === 'iso_week') return finish(`sys.trunc_week(${ticks}, 1)`);
  if (part === 'week') return finish(`sys.trunc_week(${ticks}, {1})`, systemVariable('@@datefirst'));
  const unit = TRUNC_UNITS[part]!;
  // datetime: the milliseconds it shows are thirds rounded; cut them as shown.
  if (type.name === 'datetime' && part === 'millisecond')
    return call('datetrunc', type, [date], '{0}', { options: { part } });
  return finish(`${ticks} / ${unit} * ${unit}`);
}

const BUCKET_PARTS: readonly Datepart[] = [
  'year',
  'quarter',
  'month',
  'week',
  'day',
  'hour',
  'minute',
  'second',
  'millisecond',
];

/** sql-docs, t-sql/functions/date-bucket-transact-sql. Buckets are counted from the origin, 1900-01-01 without one. */
function bindBucket(context: FunctionContext, n: BoundExpr, value: BoundExpr, origin?: BoundExpr): BoundExpr {
  const part = datepartOf(context, 'date_bucket');
  if (!BUCKET_PARTS.includes(part)) rejectPart(part, 'date_bucket');
  if (!isDateTime(value.type)) throw invalidArgument(value.type, 3, 'date_bucket');
  const { type } = value;
  requireSupport(part, type, 'date_bucket');
  if (origin !== undefined && origin.type.name !== type.name && origin.type.name !== 'null')
    throw invalidArgument(origin.type, 4, 'date_bucket');
  const args = [toBigint(toInt(n)), value, ...(origin === undefined ? [] : [toDate(origin, type)])];
  const start = origin === undefined ? '599266080000000000' : ticksAt('{2}', args[2]!.type);
  const months = MONTHS[part];
  const ticks = ticksAt('{1}', type);
  const template =
    months === undefined
      ? `sys.bucket_ticks(${ticks}, {0}, ${TICKS[part]!}, ${start})`
      : `sys.bucket_months(${ticks}, {0} * ${months}, ${start})`;
  return call('date_bucket', type, args, fromTicks(template, type, '{1}'), { options: { part } });
}
