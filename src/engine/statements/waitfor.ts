import { SqlError, type WaitFor } from '../../tsql/index.ts';
import { evaluate } from '../execution/expression.ts';
import type { Frame } from '../execution/frame.ts';

const DAY_MS = 86_400_000;

/** WAITFOR DELAY 'hh:mm:ss.mmm' and WAITFOR TIME 'hh:mm:ss': sql-docs t-sql/language-elements/waitfor-transact-sql. */
export async function runWaitFor(statement: WaitFor, frame: Frame): Promise<void> {
  const { type, value } = await evaluate(statement.value, frame);
  const milliseconds = type.name === 'datetime' ? (Number(value) * 10) / 3 : parseTime(String(value ?? ''));
  const { session } = frame;
  const wait = statement.form === 'delay' ? milliseconds : untilTimeOfDay(milliseconds, session.engine.clock.now());
  await session.pause(wait);
  session.counters.lastError = 0;
  frame.sink.statementDone({ command: 'other', inProcedure: frame.inProcedure });
}

function untilTimeOfDay(timeOfDay: number, now: number): number {
  const sinceMidnight = now % DAY_MS;
  return timeOfDay >= sinceMidnight ? timeOfDay - sinceMidnight : timeOfDay + DAY_MS - sinceMidnight;
}

function parseTime(text: string): number {
  const match =
    /^\s*(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:[.:](\d{1,7}))?)?\s*$/.exec(text) ?? /^\s*(\d{1,2})()()()\s*$/.exec(text);
  const [, hours, minutes, seconds, fraction] = match ?? [];
  if (match === null || Number(hours) > 23 || Number(minutes) > 59 || Number(seconds ?? 0) > 59) {
    throw new SqlError(148, 15, 1, `Incorrect time syntax in time string '${text}' used with WAITFOR.`);
  }
  const fractionMs = fraction === undefined || fraction === '' ? 0 : Number(`0.${fraction}`) * 1000;
  return ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds ?? 0)) * 1000 + fractionMs;
}
