import { call, literal } from '../../scalar/call.ts';
import { convert } from '../../scalar/convert.ts';
import { isDateTime } from '../../types/families.ts';
import {
  BIGINT,
  DATE,
  DATETIME,
  INT,
  type SqlType,
  datetime2,
  datetimeoffset,
  nvarchar,
} from '../../types/sql-type.ts';
import type { BoundExpr } from '../bound.ts';
import { systemVariable } from '../system-variables.ts';
import { dateAt, ticksAt, toDate } from './date-carrier.ts';
import { type Datepart, MONTHS, TICKS, datepartOf, rejectPart, requireSupport } from './datepart.ts';
import { constant, define, defineWithDatepart, invalidArgument, textCall, toInt, toText } from './define.ts';
import type { FunctionContext, FunctionDef } from './function-def.ts';

/** Functions that take dates apart, or count between them. */
export const DATE_READING_FUNCTIONS: readonly FunctionDef[] = [
  defineWithDatepart('DATEPART', 1, (context, date) => bindPart(datepartOf(context, 'datepart'), date, 'datepart')),
  defineWithDatepart('DATENAME', 1, bindName),
  define('date and time', 'YEAR', 1, (_, date) => bindPart('year', date, 'year')),
  define('date and time', 'MONTH', 1, (_, date) => bindPart('month', date, 'month')),
  define('date and time', 'DAY', 1, (_, date) => bindPart('day', date, 'day')),
  defineWithDatepart('DATEDIFF', 2, (context, from, to) => bindDiff(context, from, to, 'datediff')),
  defineWithDatepart('DATEDIFF_BIG', 2, (context, from, to) => bindDiff(context, from, to, 'datediff_big')),
  define('date and time', 'EOMONTH', [1, 2], (_, date, months) =>
    call(
      'eomonth',
      DATE,
      [convert(date, DATE, { mode: 'implicit' }), months === undefined ? constant(0) : toInt(months)],
      'sys.eomonth({0}, {1})',
    ),
  ),
  define('date and time', 'ISDATE', 1, (_, value) => bindIsDate(value)),
];

const EXTRACT: Readonly<Partial<Record<Datepart, string>>> = {
  year: 'year',
  quarter: 'quarter',
  month: 'month',
  dayofyear: 'doy',
  day: 'day',
  iso_week: 'week',
};

function bindPart(part: Datepart, value: BoundExpr, name: string): BoundExpr {
  const date = toDate(value, part === 'tzoffset' ? datetimeoffset(7) : datetime2(7));
  requireSupport(part, date.type, name, part === 'tzoffset' && !hasOffset(date.type) ? ['tzoffset'] : []);
  const args = part === 'week' || part === 'weekday' ? [date, systemVariable('@@datefirst')] : [date];
  return call(name, INT, args, partTemplate(part, date.type), { options: { part } });
}

const hasOffset = (type: SqlType): boolean => type.name === 'datetimeoffset' || type.name === 'datetime2';

/** {0} is the value, {1} DATEFIRST for week and weekday. */
function partTemplate(part: Datepart, type: SqlType): string {
  const field = EXTRACT[part];
  if (field !== undefined) return `extract(${field} from ${dateAt('{0}', type)})::int4`;
  const ticks = ticksAt('{0}', type);
  switch (part) {
    case 'week':
      return `sys.week(${dateAt('{0}', type)}, {1})`;
    case 'weekday':
      return `sys.weekday(${dateAt('{0}', type)}, {1})`;
    case 'hour':
      return `(${ticks} / 36000000000 % 24)::int4`;
    case 'minute':
      return `(${ticks} / 600000000 % 60)::int4`;
    case 'second':
      return `(${ticks} / 10000000 % 60)::int4`;
    case 'millisecond':
      // .003, .007, .010: datetime shows its thirds rounded, though they are kept exact.
      return type.name === 'datetime'
        ? '((({0} + 1391644800000) % 300 * 10 + 1) / 3)::int4'
        : `(${ticks} / 10000 % 1000)::int4`;
    case 'microsecond':
      return `(${ticks} / 10 % 1000000)::int4`;
    case 'nanosecond':
      return `(${ticks} % 10000000 * 100)::int4`;
    default:
      return type.name === 'datetimeoffset' ? '({0}).minutes::int4' : '({0} * 0)::int4';
  }
}

function bindName(context: FunctionContext, value: BoundExpr): BoundExpr {
  const part = datepartOf(context, 'datename');
  const number = bindPart(part, value, 'datename');
  if (number.kind !== 'call') return number;
  const type = number.args[0]!.type;
  const text =
    part === 'month'
      ? `sys.month_name(${dateAt('{0}', type)})`
      : part === 'weekday'
        ? `sys.weekday_name(${dateAt('{0}', type)})`
        : part === 'tzoffset'
          ? `sys.offset_name(${number.template})`
          : `(${number.template})::text::sys.string`;
  const args = part === 'weekday' ? number.args.slice(0, 1) : number.args;
  return { ...textCall('datename', nvarchar(30), args, text, context), options: { part } };
}

function bindDiff(
  context: FunctionContext,
  from: BoundExpr,
  to: BoundExpr,
  name: 'datediff' | 'datediff_big',
): BoundExpr {
  const part = datepartOf(context, name);
  if (part === 'tzoffset' || part === 'iso_week') rejectPart(part, name);
  const args = [toDate(from, datetimeoffset(7)), toDate(to, datetimeoffset(7))];
  const template = diffTemplate(part, args[0]!.type, args[1]!.type, name);
  const big = name === 'datediff_big';
  const wide = ['minute', 'second', 'millisecond', 'microsecond', 'nanosecond'].includes(part);
  const sized = big ? `(${template})::int8` : wide ? `sys.to_int_535(${template})` : `(${template})::int4`;
  return call(name, big ? BIGINT : INT, args, sized, { options: { part } });
}

/** Boundaries crossed. An offset counts: a datetimeoffset is compared by its UTC time. Weeks begin on Sunday whatever DATEFIRST is. */
function diffTemplate(part: Datepart, from: SqlType, to: SqlType, name: string): string {
  if (part === 'day' && from.name === 'date' && to.name === 'date') return '{1} - {0}';
  if (part === 'millisecond' && from.name === 'datetime' && to.name === 'datetime') {
    return '(({1} + 1391644800000) * 10 + 1) / 3 - (({0} + 1391644800000) * 10 + 1) / 3';
  }
  const ticks = (place: string, type: SqlType): string =>
    type.name === 'datetimeoffset' ? `(${place}).utc` : ticksAt(place, type);
  const a = ticks('{0}', from);
  const b = ticks('{1}', to);
  const months = MONTHS[part];
  if (months !== undefined) return `sys.months_of(${b}) / ${months} - sys.months_of(${a}) / ${months}`;
  if (part === 'week') return `(${b} / 864000000000 + 1) / 7 - (${a} / 864000000000 + 1) / 7`;
  if (part === 'nanosecond') return `sys.ticks_to_ns(${b} - ${a}, '${name}')`;
  const unit = TICKS[part]!;
  return `${b} / ${unit} - ${a} / ${unit}`;
}

function bindIsDate(value: BoundExpr): BoundExpr {
  if (value.type.name === 'datetime' || value.type.name === 'smalldatetime')
    return call('isdate', INT, [value], '({0} IS NOT NULL)::int4', { nullable: false });
  if (isDateTime(value.type)) throw invalidArgument(value.type, 1, 'isdate');
  const tried = convert(toText(value, 1, 'isdate', 'no lobs'), DATETIME, { mode: 'try' });
  if (tried.kind === 'literal') return literal(tried.value === null ? 0 : 1, INT);
  return call('isdate', INT, [tried], '({0} IS NOT NULL)::int4', { nullable: false });
}
