import { SqlError } from '../../tsql/index.ts';
import { RaisedError, errorEffect } from '../errors/severity.ts';
import { toSqlError } from '../errors/to-sql-error.ts';
import type { Instruction, JumpTarget } from '../program/instruction.ts';
import { runStatement } from '../statements/run-statement.ts';
import { evaluate, testCondition } from './expression.ts';
import type { Frame } from './frame.ts';
import { commandOf } from './command-name.ts';
import { convertValue, INT } from '../../tsql/index.ts';

/** Instructions run between two looks at the clock: other sessions and attentions get their turn in a busy loop. */
const INSTRUCTIONS_A_SLICE = 4096;

/** A failed one of these also says that it was terminated (3621). */
const CHANGES_DATA = new Set(['insert', 'update', 'delete', 'merge', 'select into']);

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
  const handler = error.severity < 20 ? frame.tries.pop() : undefined;
  if (handler !== undefined) {
    if (effect.transaction === 'rollback') session.transaction.doom();
    frame.caught.push({ error });
    return handler;
  }
  if (frame.insideTry && error.severity < 20) {
    if (effect.transaction === 'rollback') session.transaction.doom();
    throw error;
  }
  session.tell(error, frame.sink);
  if (effect.ends === 'statement' && CHANGES_DATA.has(command) && !(error instanceof RaisedError)) {
    frame.sink.message({
      number: 3621, severity: 0, state: 0, message: 'The statement has been terminated.', procedure: error.procedure, line: error.line,
    });
  }
  frame.sink.statementDone({ command, error: true, inProcedure: frame.inProcedure });
  if (effect.transaction === 'rollback') await session.rollbackTransaction(frame.sink);
  if (effect.ends === 'request' || error.severity >= 20) throw new RequestEnded();
  return effect.ends === 'scope' ? 'end' : 'next';
}

function locate(error: SqlError, frame: Frame, instruction: Instruction): void {
  if (error.line === 0) {
    const statement = 'statement' in instruction ? instruction.statement : undefined;
    error.line = statement === undefined ? 1 : frame.program.lineOf(statement.pos);
    error.procedure = frame.procedure;
  }
}
