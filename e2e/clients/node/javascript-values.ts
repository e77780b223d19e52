import type { TypeName } from './data-type-table.ts';

// tedious hands out numbers for decimals and money, and Dates for every date: what it can carry is compared exactly, the rest through
// text that the server makes.

/** The expected text as far as a JavaScript value carries it. */
export function expectedText(type: TypeName, text: string): string {
  switch (type.base) {
    case 'decimal':
    case 'numeric':
    case 'money':
    case 'smallmoney':
      return exactDigits(Number(text));
    case 'float':
      return String(Number(text));
    case 'real':
      return String(Math.fround(Number(text)));
    case 'datetimeoffset':
      return String(instantOf(text)) + fractionOf(text);
    default:
      return text;
  }
}

/** The driver divides by a power of ten: the last digit of a number is not the server's. */
function exactDigits(value: number): string {
  return value.toPrecision(15);
}

/** A value that the driver read, as text. */
export function actualText(type: TypeName, value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (Buffer.isBuffer(value)) return value.toString('hex').toUpperCase();
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (value instanceof Date) return dateText(type, value);
  if (typeof value === 'number' && ['decimal', 'numeric', 'money', 'smallmoney'].includes(type.base)) {
    return exactDigits(value);
  }
  return String(value);
}

type PreciseDate = Date & { nanosecondsDelta?: number };

const FIXED_DIGITS: Readonly<Record<string, number>> = { datetime: 3, smalldatetime: 0 };

function dateText(type: TypeName, value: PreciseDate): string {
  const iso = value.toISOString().replace(/^\+0*/, '');
  const [date, time] = iso.slice(0, -1).split('T') as [string, string];
  const digits = FIXED_DIGITS[type.base] ?? (type.first === undefined ? 7 : Number(type.first));
  // The fourth to the seventh digit of the second travel beside the Date, as a part of a second.
  const further = Math.round((value.nanosecondsDelta ?? 0) * 1e7);
  const fraction = (time.slice(9) + String(further).padStart(4, '0')).slice(0, digits);
  const clock = time.slice(0, 8) + (digits > 0 ? `.${fraction}` : '');
  if (type.base === 'date') return date;
  if (type.base === 'time') return clock;
  if (type.base === 'datetimeoffset') return String(value.getTime()) + fractionOf(`. ${clock}`);
  return `${date} ${clock}`;
}

/** Milliseconds since 1970 of `YYYY-MM-DD hh:mm:ss.f +hh:mm`: a Date keeps the instant and loses the offset. */
function instantOf(text: string): number {
  const [date, time, offset] = text.split(' ') as [string, string, string];
  return Date.parse(`${date}T${time.slice(0, 12)}${offset}`);
}

function fractionOf(text: string): string {
  return ` ${/\.(\d+)(?: |$)/.exec(text)?.[1] ?? ''}`;
}

/** What to give a parameter for the text; undefined when JavaScript has no exact value for it. */
export function parameterValue(type: TypeName, text: string): unknown {
  switch (type.base) {
    case 'bit':
      return text === '1';
    case 'tinyint':
    case 'smallint':
    case 'int':
    case 'float':
    case 'real':
      return Number(text);
    case 'bigint':
      return BigInt(text);
    case 'decimal':
    case 'numeric':
    case 'money':
    case 'smallmoney':
      // The driver scales a number by a power of ten: exact up to 15 digits.
      return text.replaceAll(/[-.]/g, '').replace(/^0+/, '').length <= 15 ? Number(text) : undefined;
    case 'binary':
    case 'varbinary':
    case 'image':
      return Buffer.from(text, 'hex');
    case 'date':
      return new Date(`${text}T00:00:00Z`);
    case 'time':
      return preciseDate('1970-01-01', text);
    case 'datetime':
    case 'smalldatetime':
    case 'datetime2': {
      const [date, time] = text.split(' ') as [string, string];
      return preciseDate(date, time);
    }
    case 'datetimeoffset':
      // The driver sends the offset of the machine it runs on.
      return undefined;
    default:
      return text;
  }
}

function preciseDate(date: string, time: string): Date {
  const [seconds, fraction = ''] = time.split('.') as [string, string | undefined];
  const digits = fraction.padEnd(7, '0');
  const value = new Date(`${date}T${seconds}.${digits.slice(0, 3)}Z`);
  return Object.assign(value, { nanosecondDelta: Number(digits.slice(3)) / 1e7 });
}
