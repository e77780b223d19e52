import type { Use } from '../../tsql/index.ts';
import type { Frame } from '../execution/frame.ts';

export function runUse(statement: Use, frame: Frame): void {
  frame.session.useDatabase(statement.database.text, frame.sink, frame.program.lineOf(statement.pos));
  frame.session.counters.lastError = 0;
  frame.session.counters.rowCount = 0;
  frame.sink.statementDone({ command: 'use', inProcedure: frame.inProcedure });
}
