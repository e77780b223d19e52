import { SqlError } from '../../errors.ts';
import type { SqlType } from '../../types/sql-type.ts';
import type { FunctionContext } from './function-def.ts';

/** sql-docs, t-sql/functions/datepart-transact-sql. */
export type Datepart =
  | 'year'
  | 'quarter'
  | 'month'
  | 'dayofyear'
  | 'day'
  | 'week'
  | 'weekday'
  | 'iso_week'
  | 'hour'
  | 'minute'
  | 'second'
  | 'millisecond'
  | 'microsecond'
  | 'nanosecond'
  | 'tzoffset';

const SPELLINGS: Readonly<Record<Datepart, string>> = {
  year: 'year yy yyyy',
  quarter: 'quarter qq q',
  month: 'month mm m',
  dayofyear: 'dayofyear dy y',
  day: 'day dd d',
  week: 'week wk ww',
  weekday: 'weekday dw w',
  iso_week: 'iso_week isowk isoww',
  hour: 'hour hh',
  minute: 'minute mi n',
  second: 'second ss s',
  millisecond: 'millisecond ms',
  microsecond: 'microsecond mcs',
  nanosecond: 'nanosecond ns',
  tzoffset: 'tzoffset tz',
};

const BY_SPELLING: ReadonlyMap<string, Datepart> = new Map(
  Object.entries(SPELLINGS).flatMap(([part, words]) =>
    words.split(' ').map((word) => [word, part as Datepart] as const),
  ),
);

/** The datepart of the call, or error 155. */
export function datepartOf(context: FunctionContext, functionName: string): Datepart {
  const word = context.datepart ?? '';
  const part = BY_SPELLING.get(word.toLowerCase());
  if (part === undefined) throw new SqlError(155, 15, 1, `'${word}' is not a recognized ${functionName} option.`);
  return part;
}

/** 100 ns ticks of the parts that are always as long. */
export const TICKS: Readonly<Partial<Record<Datepart, bigint>>> = {
  week: 6048000000000n,
  weekday: 864000000000n,
  dayofyear: 864000000000n,
  day: 864000000000n,
  hour: 36000000000n,
  minute: 600000000n,
  second: 10000000n,
  millisecond: 10000n,
  microsecond: 10n,
};

export const MONTHS: Readonly<Partial<Record<Datepart, number>>> = { year: 12, quarter: 3, month: 1 };

const TIME_PARTS: readonly Datepart[] = ['hour', 'minute', 'second', 'millisecond', 'microsecond', 'nanosecond'];

export const isTimePart = (part: Datepart): boolean => TIME_PARTS.includes(part);

/** date has no hours, time has no years: 9810. */
export function requireSupport(
  part: Datepart,
  type: SqlType,
  functionName: string,
  extra: readonly Datepart[] = [],
): void {
  const unsupported =
    (type.name === 'date' && isTimePart(part)) || (type.name === 'time' && !isTimePart(part)) || extra.includes(part);
  if (unsupported) {
    throw new SqlError(
      9810,
      16,
      1,
      `The datepart ${part} is not supported by date function ${functionName} for data type ${type.name}.`,
    );
  }
}

/** 9806: the part makes no sense for the function, whatever the type. */
export function rejectPart(part: Datepart, functionName: string): never {
  throw new SqlError(9806, 16, 1, `The datepart ${part} is not supported by date function ${functionName}.`);
}
