import { SqlError } from '../../errors.ts';
import { call } from '../../scalar/call.ts';
import { convert } from '../../scalar/convert.ts';
import { isDateTime, isString } from '../../types/families.ts';
import {
  DATE,
  DATETIME,
  SMALLDATETIME,
  type SqlType,
  SYSNAME,
  datetime2,
  datetimeoffset,
  nvarchar,
  time,
  varchar,
} from '../../types/sql-type.ts';
import type { BoundExpr } from '../bound.ts';
import { systemVariable } from '../system-variables.ts';
import { ticksAt, toDate } from './date-carrier.ts';
import { constantInteger, define, defineVariadic, textCall, toInt, volatileCall } from './define.ts';
import type { FunctionDef } from './function-def.ts';

const NOW_LOCAL = '({0} + {1}::int8 * 600000000)';

/** Functions that make dates: of the clock, of parts, of an offset. */
export const DATE_MAKING_FUNCTIONS: readonly FunctionDef[] = [
  define('date and time', 'SYSUTCDATETIME', 0, () => systemVariable('@@now')),
  define('date and time', 'SYSDATETIME', 0, () => clock('sysdatetime', datetime2(7), NOW_LOCAL)),
  define('date and time', 'SYSDATETIMEOFFSET', 0, () =>
    clock('sysdatetimeoffset', datetimeoffset(7), 'ROW({0}, {1}::int2)::sys.datetimeoffset'),
  ),
  define('date and time', 'GETDATE', 0, () => clock('getdate', DATETIME, `sys.datetime_from_ticks(${NOW_LOCAL})`)),
  define('date and time', 'GETUTCDATE', 0, () => clock('getutcdate', DATETIME, 'sys.datetime_from_ticks({0})')),
  {
    ...define('date and time', 'CURRENT_TIMESTAMP', 0, () =>
      clock('getdate', DATETIME, `sys.datetime_from_ticks(${NOW_LOCAL})`),
    ),
    bare: true,
  },
  {
    ...define('date and time', 'CURRENT_DATE', 0, () =>
      clock('current_date', DATE, `sys.date_from_ticks(${NOW_LOCAL})`),
    ),
    bare: true,
  },
  define('date and time', 'DATEFROMPARTS', 3, (_, y, m, d) =>
    call('datefromparts', DATE, [y, m, d].map(toInt), `sys.date_from_parts({0}, {1}, {2}, 'date', 1)`),
  ),
  define('date and time', 'SMALLDATETIMEFROMPARTS', 5, (_, y, mo, d, h, mi) =>
    call(
      'smalldatetimefromparts',
      SMALLDATETIME,
      [y, mo, d, h, mi].map(toInt),
      'sys.smalldatetime_from_parts({0}, {1}, {2}, {3}, {4})',
    ),
  ),
  defineVariadic('date and time', 'DATETIMEFROMPARTS', 7, 7, (args) =>
    call(
      'datetimefromparts',
      DATETIME,
      args.map(toInt),
      `sys.datetime_from_ticks(sys.ticks_from_date(sys.date_from_parts({0}, {1}, {2}, 'datetime', 1753)) + sys.time_from_parts({3}, {4}, {5}, {6}, 3, 'datetime'))`,
    ),
  ),
  defineVariadic('date and time', 'TIMEFROMPARTS', 5, 5, (args) => {
    const scale = constantScale(args[4], 'time');
    return call(
      'timefromparts',
      time(scale),
      args.slice(0, 4).map(toInt),
      `sys.time_from_parts({0}, {1}, {2}, {3}, ${scale}, 'time')`,
    );
  }),
  defineVariadic('date and time', 'DATETIME2FROMPARTS', 8, 8, (args) => {
    const scale = constantScale(args[7], 'datetime2');
    return call('datetime2fromparts', datetime2(scale), args.slice(0, 7).map(toInt), partsTemplate('datetime2', scale));
  }),
  defineVariadic('date and time', 'DATETIMEOFFSETFROMPARTS', 10, 10, (args) => {
    const scale = constantScale(args[9], 'datetimeoffset');
    return call(
      'datetimeoffsetfromparts',
      datetimeoffset(scale),
      args.slice(0, 9).map(toInt),
      `sys.dto_from_ticks(${partsTemplate('datetimeoffset', scale)}, sys.offset_from_parts({7}, {8}))`,
    );
  }),
  define('date and time', 'SWITCHOFFSET', 2, (_, value, zone) => bindOffset('switchoffset', value, zone)),
  define('date and time', 'TODATETIMEOFFSET', 2, (_, value, zone) => bindOffset('todatetimeoffset', value, zone)),
  define('date and time', 'AT TIME ZONE', 2, (_, value, zone) => bindAtTimeZone(value, zone)),
  define('date and time', 'CURRENT_TIMEZONE', 0, (context) =>
    textCall('current_timezone', varchar(64), [], `'(UTC) Coordinated Universal Time'::sys.string`, context),
  ),
  define('date and time', 'CURRENT_TIMEZONE_ID', 0, (context) =>
    textCall('current_timezone_id', SYSNAME, [], `'UTC'::sys.string`, context),
  ),
];

function clock(op: string, type: SqlType, template: string): BoundExpr {
  const args = template.includes('{1}')
    ? [systemVariable('@@now'), systemVariable('@@utc_offset_minutes')]
    : [systemVariable('@@now')];
  return volatileCall(op, type, args, template);
}

const partsTemplate = (type: string, scale: number): string =>
  `sys.ticks_from_date(sys.date_from_parts({0}, {1}, {2}, '${type}', 1)) + sys.time_from_parts({3}, {4}, {5}, {6}, ${scale}, '${type}')`;

/** The last argument of the FROMPARTS functions sets the type: it must be known now. */
function constantScale(expr: BoundExpr | undefined, type: string): number {
  const scale = constantInteger(expr);
  if (scale === undefined) {
    throw new SqlError(
      10760,
      16,
      1,
      `Scale argument is not valid. Valid expressions for data type ${type} scale argument are integer constants and integer constant expressions.`,
    );
  }
  if (scale < 0 || scale > 7) throw new SqlError(1002, 16, 1, `Line 1: Specified scale ${scale} is invalid.`);
  return scale;
}

function bindOffset(name: 'switchoffset' | 'todatetimeoffset', value: BoundExpr, zone: BoundExpr): BoundExpr {
  const minutes = isString(zone.type) ? `sys.parse_offset({1}, '${name}')` : `sys.check_offset({1}, '${name}')`;
  const offset = isString(zone.type) ? convert(zone, nvarchar(12), { mode: 'implicit' }) : toInt(zone);
  if (name === 'switchoffset') {
    const type = value.type.name === 'datetimeoffset' ? value.type : datetimeoffset(7);
    const date = convert(value, type, { mode: 'implicit' });
    return call(name, type, [date, offset], `sys.with_offset(({0}).utc, ${minutes})`);
  }
  const date = toDate(value, datetime2(7));
  const type = datetimeoffset(scaleOf(date.type));
  return call(name, type, [date, offset], `sys.dto_from_ticks(${ticksAt('{0}', date.type)}, ${minutes})`);
}

function scaleOf(type: SqlType): number {
  return type.name === 'datetime' ? 3 : type.name === 'smalldatetime' || type.name === 'date' ? 0 : type.scale;
}

/** value AT TIME ZONE zone: a local time gets the zone's offset, a datetimeoffset moves to the zone. */
export function bindAtTimeZone(value: BoundExpr, zone: BoundExpr): BoundExpr {
  const name = convert(zone, SYSNAME, { mode: 'implicit' });
  const date = toDate(value, datetime2(7));
  if (!isDateTime(date.type) || date.type.name === 'time' || date.type.name === 'date') {
    throw new SqlError(
      8116,
      16,
      1,
      `Argument data type ${date.type.name} is invalid for argument 1 of AT TIME ZONE function.`,
    );
  }
  if (date.type.name === 'datetimeoffset')
    return call('at time zone', date.type, [date, name], 'sys.dto_at_zone({0}, {1})');
  return call(
    'at time zone',
    datetimeoffset(scaleOf(date.type)),
    [date, name],
    `sys.local_at_zone(${ticksAt('{0}', date.type)}, {1})`,
  );
}
