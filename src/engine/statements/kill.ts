import { INT, SqlError, convertValue, type Kill } from '../../tsql/index.ts';
import { evaluate } from '../execution/expression.ts';
import type { Frame } from '../execution/frame.ts';
import { requireServerRole } from '../principals/login-statements.ts';
import { unsupported } from './variables.ts';

/** KILL session_id: its request ends, its transaction is rolled back, its connection is closed (sql-docs: t-sql/language-elements/kill-transact-sql). */
export async function runKill(statement: Kill, frame: Frame): Promise<void> {
  const { session } = frame;
  if (statement.what !== 'session' || statement.target === undefined)
    throw unsupported(`KILL ${statement.what.toUpperCase()}`);
  if (statement.withOption !== undefined) throw unsupported(`KILL ... WITH ${statement.withOption.toUpperCase()}`);
  requireServerRole(frame, 'processadmin');
  const { type, value } = await evaluate(statement.target, frame);
  const id = convertValue(value, type, INT, { mode: 'implicit' }) as number;
  if (id === session.id) throw new SqlError(6104, 16, 1, 'Cannot use KILL to kill your own process.');
  const victim = session.engine.sessions.get(id);
  if (victim === undefined) throw new SqlError(6106, 16, 2, `Process ID ${id} is not an active process ID.`);
  victim.kill();
  session.counters.lastError = 0;
  frame.sink.statementDone({ command: 'other', inProcedure: frame.inProcedure });
}
