import type { SqlError } from '../../tsql/index.ts';
import { type ErrorEffect, RaisedError, errorEffect } from '../errors/severity.ts';
import { toSqlError } from '../errors/to-sql-error.ts';
import type { Instruction, JumpTarget } from '../program/instruction.ts';
import { CHECKED_AT_RUN } from '../program/program.ts';
import { runStatement } from '../statements/run-statement.ts';
import { evaluate, testCondition } from './expression.ts';
import type { Frame } from './frame.ts';
import { commandOf } from './command-name.ts';
import { convertValue, INT } from '../../tsql/index.ts';

/** Instructions run between two looks at the clock: other sessions and attentions get their turn in a busy loop. */
const INSTRUCTIONS_A_SLICE = 4096;

/** A failed one of these also says that it was terminated (3621). */
const CHANGES_DATA = new Set(['insert', 'update', 'delete', 'merge', 'select into']);

/** What the rows of a table may have against a change of the table: 3621 follows these, too. */
const DATA_ERRORS = new Set([515, 1505, 2601, 2627, 2628, 8115, 8152]);

/** The client sent an attention; nothing is told but DONE with the ATTN bit. */
export class RequestCancelled extends Error {
  constructor() {
    super('the request was cancelled by the client');
  }
}

/** The error was told to the client and ends the whole request. */
export class RequestEnded extends Error {
  constructor() {
    super('the request was ended by an error that the client has been told');
  }
}

/** Runs a batch or module to its end. Throws SqlError only to a caller that is inside TRY. */
export async function runFrame(frame: Frame): Promise<void> {
  const { code } = frame.program;
  const { session } = frame;
  let index = 0;
  let budget = INSTRUCTIONS_A_SLICE;
  while (index < code.length) {
    const instruction = code[index] as Instruction;
    try {
      if (session.cancelled) throw new RequestCancelled();
      if (--budget <= 0) {
        budget = INSTRUCTIONS_A_SLICE;
        await session.engine.yieldToOthers();
      }
      switch (instruction.op) {
        case 'run': {
          const pending = runStatement(instruction.statement, frame);
          if (pending !== undefined) await pending;
          index++;
          break;
        }
        case 'jump':
          index = jump(frame, instruction.target);
          break;
        case 'branch': {
          const answer = testCondition(instruction.statement.condition, frame);
          const holds = typeof answer === 'boolean' ? answer : await answer;
          session.counters.lastError = 0;
          session.counters.rowCount = 0;
          index = holds ? index + 1 : jump(frame, instruction.ifFalse);
          break;
        }
        case 'return': {
          const { value } = instruction.statement;
          if (value !== undefined) await setReturnStatus(frame, value);
          return;
        }
        case 'enter try':
          frame.tries.push(instruction.handler.index);
          index++;
          break;
        case 'leave try':
          frame.tries.pop();
          index++;
          break;
        case 'enter catch':
          index++;
          break;
        case 'leave catch':
          frame.caught.pop();
          index++;
          break;
      }
    } catch (error) {
      const next = await afterError(frame, instruction, error);
      if (next === 'next') index++;
      else if (next === 'end') return;
      else index = next;
    }
  }
}

function jump(frame: Frame, target: JumpTarget): number {
  frame.tries.length = Math.min(frame.tries.length, target.tryDepth);
  frame.caught.length = Math.min(frame.caught.length, target.catchDepth);
  return target.index;
}

async function setReturnStatus(frame: Frame, value: Parameters<typeof evaluate>[0]): Promise<void> {
  const result = await evaluate(value, frame);
  frame.returnStatus = Number(convertValue(result.value, result.type, INT, { mode: 'implicit' }) ?? 0);
}

/** Decides where to go on: the index of a CATCH block, the next instruction, or the end of the frame. Throws to leave the frame. */
async function afterError(frame: Frame, instruction: Instruction, thrown: unknown): Promise<number | 'next' | 'end'> {
  const { session } = frame;
  if (thrown instanceof RequestEnded) throw thrown;
  if (session.cancelled || thrown instanceof RequestCancelled) throw new RequestCancelled();
  const command = instruction.op === 'run' ? commandOf(instruction.statement) : 'other';
  const error = toSqlError(thrown, session, command.toUpperCase());
  locate(error, frame, instruction);
  session.counters.lastError = error.number;
  session.counters.rowCount = 0;

  const effect = errorEffect(error, session.options.run.xactAbort);
  if (effect.transaction === 'gone') await session.transactionGone(frame.insideTry, frame.sink);
  if (error.atCompile) frame.tries.length = 0;
  const handler = error.severity < 20 ? frame.tries.pop() : undefined;
  if (handler !== undefined) {
    if (effect.transaction === 'rollback') session.transaction.doom();
    frame.caught.push({ error });
    return handler;
  }
  if (frame.insideTry && error.severity < 20) {
    if (effect.transaction === 'rollback') session.transaction.doom();
    error.atCompile = false;
    throw error;
  }
  session.tell(error, frame.sink);
  if (saysTerminated(effect, command, instruction, error)) {
    frame.sink.message({
      number: 3621,
      severity: 0,
      state: 0,
      message: 'The statement has been terminated.',
      procedure: error.procedure,
      line: error.line,
    });
  }
  frame.sink.statementDone({ command, error: true, inProcedure: frame.inProcedure });
  if (effect.transaction === 'rollback') await session.rollbackTransaction(frame.sink);
  if (effect.ends === 'request' || error.severity >= 20) throw new RequestEnded();
  return effect.ends === 'scope' ? 'end' : 'next';
}

function saysTerminated(effect: ErrorEffect, command: string, instruction: Instruction, error: SqlError): boolean {
  if (effect.ends !== 'statement' || error instanceof RaisedError || NOT_BEGUN.has(error.number)) return false;
  if (CHANGES_DATA.has(command)) return true;
  const causes = [...error.preceding, error];
  return (
    instruction.op === 'run' &&
    causes.some(({ number }) => DATA_ERRORS.has(number)) &&
    DEFINES.test(instruction.statement.kind)
  );
}

/** Refused before the statement touched anything. */
const NOT_BEGUN: ReadonlySet<number> = new Set([...CHECKED_AT_RUN, 2714, 3930]);

/** The statements that make or change tables and indexes. */
const DEFINES = /^(?:alter-table|create-index)/;

function locate(error: SqlError, frame: Frame, instruction: Instruction): void {
  // An error of a call has the procedure's name and line 0.
  if (error.line === 0 && error.procedure === '') {
    const statement = 'statement' in instruction ? instruction.statement : undefined;
    error.line = statement === undefined ? 1 : frame.program.lineOf(statement.pos);
    error.procedure = frame.procedure;
  } else if (error.procedure === '' && !located.has(error)) error.procedure = frame.procedure;
  located.add(error);
}

/** Errors that have passed the frame they arose in: callers must not claim them. */
const located = new WeakSet<SqlError>();
