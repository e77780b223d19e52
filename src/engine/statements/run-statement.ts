import type { RunnableStatement } from '../program/instruction.ts';
import type { Frame } from '../execution/frame.ts';
import {
  runCloseCursor,
  runDeallocateCursor,
  runDeclareCursor,
  runFetchCursor,
  runOpenCursor,
  runSetCursor,
  runSetCursorReference,
} from './cursor.ts';
import { isCursorVariable } from '../cursors/cursor-scope.ts';
import { runExecuteAs, runRevert } from '../principals/execute-as.ts';
import { runDbcc } from './dbcc.ts';
import { runKill } from './kill.ts';
import { runDdl } from './ddl.ts';
import { runExecute } from './execute.ts';
import { runInsertBulk } from './insert-bulk.ts';
import { runInsertExecute } from './insert-execute.ts';
import { runPrint, runRaiseError, runThrow } from './messages.ts';
import { runQuery } from './query.ts';
import { runSetIdentityInsert, runSetIsolation, runSetOption } from './set-option.ts';
import { runBegin, runCommit, runRollback, runSave } from './transaction.ts';
import { runUse } from './use.ts';
import { runDeclare, runSetVariable, unsupported } from './variables.ts';
import { runWaitFor } from './waitfor.ts';

/** Runs one statement. Pure scalar work is done when this returns; everything else is a promise. */
export function runStatement(statement: RunnableStatement, frame: Frame): void | Promise<void> {
  switch (statement.kind) {
    case 'select-statement':
    case 'update':
    case 'delete':
    case 'merge':
      return runQuery(statement, frame);
    case 'insert':
      return statement.source.kind === 'insert-execute'
        ? runInsertExecute(statement, frame)
        : runQuery(statement, frame);
    case 'set-variable':
      if (frame.program.hasCursorVariables && isCursorVariable(statement.name.toLowerCase(), frame))
        return runSetCursorReference(statement, frame);
      return runSetVariable(statement, frame);
    case 'declare':
      return runDeclare(statement, frame);
    case 'set-option':
      return runSetOption(statement, frame);
    case 'set-isolation-level':
      return runSetIsolation(statement, frame);
    case 'set-identity-insert':
      return runSetIdentityInsert(statement, frame);
    case 'print':
      return runPrint(statement, frame);
    case 'raiserror':
      return runRaiseError(statement, frame);
    case 'throw':
      return runThrow(statement, frame);
    case 'use':
      return runUse(statement, frame);
    case 'waitfor':
      return runWaitFor(statement, frame);
    case 'begin-transaction':
      return runBegin(statement, frame);
    case 'commit-transaction':
      return runCommit(statement, frame);
    case 'rollback-transaction':
      return runRollback(statement, frame);
    case 'save-transaction':
      return runSave(statement, frame);
    case 'execute-procedure':
    case 'execute-string':
      return runExecute(statement, frame);
    case 'insert-bulk':
      return runInsertBulk(statement, frame);
    case 'declare-cursor':
      return runDeclareCursor(statement, frame);
    case 'open-cursor':
      return runOpenCursor(statement, frame);
    case 'fetch-cursor':
      return runFetchCursor(statement, frame);
    case 'close-cursor':
      return runCloseCursor(statement, frame);
    case 'deallocate-cursor':
      return runDeallocateCursor(statement, frame);
    case 'set-cursor-variable':
      return runSetCursor(statement, frame);
    case 'execute-as':
      return runExecuteAs(statement, frame);
    case 'revert':
      return runRevert(statement, frame);
    case 'set-variable-method':
      throw unsupported('The xml method modify()');
    case 'kill':
      return runKill(statement, frame);
    case 'dbcc':
      return runDbcc(statement, frame);
    case 'checkpoint':
    case 'reconfigure':
      // PostgreSQL checkpoints by itself; settings hold as soon as they are made.
      return runNothing(frame);
    case 'bulk-insert':
      throw unsupported('BULK INSERT');
    default:
      return runDdl(statement, frame);
  }
}

function runNothing(frame: Frame): void {
  frame.session.counters.lastError = 0;
  frame.sink.statementDone({ command: 'other', inProcedure: frame.inProcedure });
}
