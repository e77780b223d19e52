import {
  INT,
  MAX,
  SqlError,
  convertValue,
  formatValue,
  nvarchar,
  type Expr,
  type Print,
  type RaiseError,
  type SqlValue,
  type Throw,
} from '../../tsql/index.ts';
import { RaisedError } from '../errors/severity.ts';
import { SYSTEM_MESSAGES } from '../errors/system-messages.ts';
import { evaluate, type TypedValue } from '../execution/expression.ts';
import type { Frame } from '../execution/frame.ts';

/** PRINT cuts longer texts (sql-docs: t-sql/language-elements/print-transact-sql). */
const MAX_PRINT_CHARACTERS = 4000;
const MAX_RAISERROR_CHARACTERS = 2047;
const USER_MESSAGE = 50000;

export async function runPrint(statement: Print, frame: Frame): Promise<void> {
  const text = toText(await evaluate(statement.value, frame)) ?? ' ';
  frame.session.counters.lastError = 0;
  frame.session.counters.rowCount = 0;
  frame.sink.message({
    number: 0,
    severity: 0,
    state: 1,
    message: text.slice(0, MAX_PRINT_CHARACTERS),
    procedure: frame.procedure,
    line: frame.program.lineOf(statement.pos),
  });
}

function toText({ type, value }: TypedValue): string | null {
  return value === null ? null : (convertValue(value, type, nvarchar(MAX), { mode: 'cast' }) as string);
}

/** RAISERROR: sql-docs t-sql/language-elements/raiserror-transact-sql. */
export async function runRaiseError(statement: RaiseError, frame: Frame): Promise<void> {
  const givenSeverity = await integer(statement.severity, frame);
  const rawState = await integer(statement.state, frame);
  const state = rawState < 0 ? 1 : Math.min(rawState, 255);
  const args: TypedValue[] = [];
  for (const arg of statement.args) args.push(await evaluate(arg, frame));
  const { number, text, ownSeverity } = await messageText(statement.message, frame);
  // -1 asks for the message's own severity.
  const severity = clamp(givenSeverity < 0 ? (ownSeverity ?? 0) : givenSeverity, 0, 25);
  const message = formatMessage(text, args).slice(0, MAX_RAISERROR_CHARACTERS);
  if (severity > 18 && !frame.session.isSysadmin) {
    throw new SqlError(
      2754,
      16,
      1,
      'Error severity levels greater than 18 can only be specified by members of the sysadmin role, using the WITH LOG option.',
    );
  }
  if (severity > 18 && !statement.options.includes('LOG')) {
    throw new SqlError(
      2754,
      16,
      1,
      'Error severity levels greater than 18 can only be specified by members of the sysadmin role, using the WITH LOG option.',
    );
  }
  if (severity <= 10) {
    frame.session.counters.lastError = statement.options.includes('SETERROR') ? number : 0;
    frame.session.counters.rowCount = 0;
    frame.sink.message({
      // Severity 10 reaches the client as 0 (Database Engine error severities).
      number,
      severity: severity === 10 ? 0 : severity,
      state,
      message,
      procedure: frame.procedure,
      line: frame.program.lineOf(statement.pos),
    });
    return;
  }
  throw new RaisedError('RAISERROR', number, severity, state, message);
}

async function messageText(
  message: Expr,
  frame: Frame,
): Promise<{ number: number; text: string; ownSeverity?: number }> {
  const { type, value } = await evaluate(message, frame);
  if (typeof value === 'number' && (type.name === 'int' || type.name === 'smallint' || type.name === 'tinyint')) {
    const known = frame.session.engine.userMessages.get(value) ?? SYSTEM_MESSAGES.get(value);
    if (value < 13000 && value !== USER_MESSAGE) {
      throw new SqlError(
        2732,
        16,
        1,
        `Error number ${value} is invalid. The number must be from 13000 through 2147483647 and it cannot be 50000.`,
      );
    }
    if (known === undefined) {
      throw new SqlError(
        18054,
        16,
        1,
        `Error ${value}, severity 16, state 1 was raised, but no message with that error number was found in sys.messages. If error is larger than 50000, make sure the user-defined message is added using sp_addmessage.`,
      );
    }
    return { number: value, text: known.text, ownSeverity: known.severity };
  }
  return { number: USER_MESSAGE, text: toText({ type, value }) ?? '' };
}

/** THROW 50001, 'text', 1; or THROW alone inside CATCH, which raises the caught error again as it was. */
export async function runThrow(statement: Throw, frame: Frame): Promise<void> {
  if (statement.args === undefined) {
    const caught = frame.handledError;
    if (caught === undefined) {
      throw new SqlError(
        10704,
        15,
        1,
        'To rethrow an error, a THROW statement must be used inside a CATCH block. Insert the THROW statement inside a CATCH block, or add error parameters to the THROW statement.',
      );
    }
    const again = new RaisedError('THROW', caught.number, caught.severity, caught.state, caught.message);
    again.line = caught.line;
    again.procedure = caught.procedure;
    throw again;
  }
  const number = await integer(statement.args.number, frame);
  if (number < 50000) {
    throw new SqlError(
      35100,
      16,
      10,
      `Error number ${number} in the THROW statement is outside the valid range. Specify an error number in the valid range of 50000 to 2147483647.`,
    );
  }
  const message = toText(await evaluate(statement.args.message, frame)) ?? '';
  const state = clamp(await integer(statement.args.state, frame), 0, 255);
  throw new RaisedError('THROW', number, 16, state, message.replaceAll('%%', '%').slice(0, MAX_RAISERROR_CHARACTERS));
}

async function integer(expression: Expr, frame: Frame): Promise<number> {
  const { type, value } = await evaluate(expression, frame);
  return Number(convertValue(value, type, INT, { mode: 'implicit' }) ?? 0);
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}

const PLACEHOLDER = /%(%|([-+0# ]*)(\*|\d+)?(?:\.(\*|\d+))?(h|l|I64)?([diouxXs]))/g;

/** C's printf as far as RAISERROR and FORMATMESSAGE know it. A missing argument prints as `(null)`. */
export function formatMessage(text: string, args: readonly TypedValue[]): string {
  let next = 0;
  const take = (): TypedValue | undefined => args[next++];
  return text.replace(PLACEHOLDER, (...match: unknown[]): string => {
    const [, whole, flags, width, precision, , conversion] = match as string[];
    if (whole === '%') return '%';
    const actualWidth = width === '*' ? Number(take()?.value ?? 0) : Number(width ?? 0);
    const actualPrecision =
      precision === '*' ? Number(take()?.value ?? 0) : precision === undefined ? undefined : Number(precision);
    const argument = take();
    return pad(printOne(argument, conversion as string, flags ?? '', actualPrecision), actualWidth, flags ?? '');
  });
}

function printOne(
  argument: TypedValue | undefined,
  conversion: string,
  flags: string,
  precision: number | undefined,
): string {
  if (argument === undefined || argument.value === null) return '(null)';
  if (conversion === 's') {
    const text = formatValue(argument.value, argument.type);
    return precision === undefined ? text : text.slice(0, precision);
  }
  const value = BigInt(integral(argument.value));
  const digits = integerText(value, conversion, argument.type.name === 'bigint' ? 64 : 32);
  const padded = precision === undefined ? digits : digits.padStart(precision, '0');
  const prefix = flags.includes('#')
    ? conversion === 'x'
      ? '0x'
      : conversion === 'X'
        ? '0X'
        : conversion === 'o'
          ? '0'
          : ''
    : '';
  const negative = (conversion === 'd' || conversion === 'i') && value < 0n;
  const sign = negative ? '-' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
  return sign + prefix + padded;
}

function integral(value: SqlValue): number | bigint {
  return typeof value === 'bigint' || typeof value === 'number' ? value : 0;
}

function integerText(value: bigint, conversion: string, bits: number): string {
  const unsigned = BigInt.asUintN(bits, value);
  switch (conversion) {
    case 'o':
      return unsigned.toString(8);
    case 'x':
      return unsigned.toString(16);
    case 'X':
      return unsigned.toString(16).toUpperCase();
    case 'u':
      return unsigned.toString();
    default:
      return (value < 0n ? -value : value).toString();
  }
}

function pad(text: string, width: number, flags: string): string {
  if (text.length >= width) return text;
  if (flags.includes('-')) return text.padEnd(width);
  if (!flags.includes('0')) return text.padStart(width);
  const sign = /^[-+ ]/.test(text) ? text.charAt(0) : '';
  return sign + text.slice(sign.length).padStart(width - sign.length, '0');
}
