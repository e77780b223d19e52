import type { SqlType } from '../types/sql-type.ts';
import type { DateTimeOffset, SqlValue } from '../types/sql-value.ts';
import {
  BASE_DAY,
  BASE_TICKS,
  DATETIME_HIGH,
  DATETIME_LOW,
  DATETIME_PER_DAY,
  END_TICKS,
  SMALLDATETIME_HIGH,
  TICKS_PER_DAY,
  TICKS_PER_MINUTE,
  floorDivide,
} from './calendar.ts';
import type { Moment } from './date-format.ts';
import { dateOutOfRange } from './value-errors.ts';

/** Every date and time type to and from local 100 ns ticks since 0001-01-01 (and an offset), the form they convert through. */

const SCALE_UNITS = [10_000_000n, 1_000_000n, 100_000n, 10_000n, 1000n, 100n, 10n, 1n];

export function momentOf(value: SqlValue, type: SqlType): Moment {
  return { ticks: localTicks(value, type), kind: type.name, scale: type.scale, minutes: minutesOf(value, type) };
}

const minutesOf = (value: SqlValue, type: SqlType): number =>
  type.name === 'datetimeoffset' ? (value as DateTimeOffset).offset : 0;

function localTicks(value: SqlValue, type: SqlType): bigint {
  switch (type.name) {
    case 'date':
      return BigInt(value as number) * TICKS_PER_DAY;
    case 'time':
      return BASE_TICKS + BigInt(value as number);
    case 'datetime':
      return datetimeTicks(value as number);
    case 'smalldatetime':
      return BASE_TICKS + BigInt(value as number) * TICKS_PER_MINUTE;
    case 'datetimeoffset': {
      const { utc, offset } = value as DateTimeOffset;
      return utc + BigInt(offset) * TICKS_PER_MINUTE;
    }
    default:
      return value as bigint;
  }
}

/** A third of a tick of datetime is rounded to the nearest 100 ns. */
function datetimeTicks(value: number): bigint {
  const total = BigInt(value + BASE_DAY * DATETIME_PER_DAY);
  return (total / 3n) * 100_000n + ((total % 3n) * 100_000n + 1n) / 3n;
}

/** 1/300 s since 1900-01-01, rounded half up. */
export function datetimeOfTicks(ticks: bigint): number {
  const day = ticks / TICKS_PER_DAY;
  const rest = ticks % TICKS_PER_DAY;
  return (Number(day) - BASE_DAY) * DATETIME_PER_DAY + Number((rest * 3n + 50_000n) / 100_000n);
}

export function roundTicks(ticks: bigint, scale: number): bigint {
  const unit = SCALE_UNITS[scale]!;
  return ((ticks + unit / 2n) / unit) * unit;
}

export function valueOfMoment(ticks: bigint, minutes: number, to: SqlType, source: string): SqlValue {
  switch (to.name) {
    case 'date':
      return Number(ticks / TICKS_PER_DAY);
    case 'time':
      return Number(roundTicks(ticks % TICKS_PER_DAY, to.scale) % TICKS_PER_DAY);
    case 'datetime': {
      const value = datetimeOfTicks(ticks);
      if (value < DATETIME_LOW || value > DATETIME_HIGH) throw dateOutOfRange(source, 'datetime');
      return value;
    }
    case 'smalldatetime': {
      const value = Number(floorDivide(BigInt(datetimeOfTicks(ticks)) + 9000n, 18_000n));
      if (value < 0 || value > SMALLDATETIME_HIGH) throw dateOutOfRange(source, 'smalldatetime');
      return value;
    }
    case 'datetimeoffset': {
      const local = roundTicks(ticks, to.scale);
      const utc = local - BigInt(minutes) * TICKS_PER_MINUTE;
      if (local >= END_TICKS || utc < 0n || utc >= END_TICKS) throw dateOutOfRange(source, to.name);
      return { utc, offset: minutes };
    }
    default: {
      const rounded = roundTicks(ticks, to.scale);
      if (rounded >= END_TICKS) throw dateOutOfRange(source, to.name);
      return rounded;
    }
  }
}
