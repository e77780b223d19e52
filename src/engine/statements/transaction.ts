import type {
  BeginTransaction,
  CommitTransaction,
  Name,
  RollbackTransaction,
  SaveTransaction,
} from '../../tsql/index.ts';
import type { Frame } from '../execution/frame.ts';
import type { CommandName } from '../result-sink.ts';
import { keepTableVariables } from './keep-table-variables.ts';

export function runBegin(statement: BeginTransaction, frame: Frame): void {
  const { session } = frame;
  const change = session.transaction.begin(nameOf(statement.name, frame), session.options.run.isolation);
  if (change !== undefined) frame.sink.environmentChange(change);
  done(frame, 'begin transaction');
}

export async function runCommit(_statement: CommitTransaction, frame: Frame): Promise<void> {
  const change = await frame.session.transaction.commit();
  if (change !== undefined) frame.sink.environmentChange(change);
  done(frame, 'commit');
}

export async function runRollback(statement: RollbackTransaction, frame: Frame): Promise<void> {
  const restore = frame.session.transaction.count > 0 ? await keepTableVariables(frame) : undefined;
  const change = await frame.session.transaction.rollback(nameOf(statement.name, frame));
  await restore?.();
  if (change !== undefined) frame.sink.environmentChange(change);
  done(frame, 'rollback');
}

export async function runSave(statement: SaveTransaction, frame: Frame): Promise<void> {
  await frame.session.transaction.save(nameOf(statement.name, frame));
  done(frame, 'other');
}

function nameOf(name: Name | undefined, frame: Frame): string {
  if (name === undefined) return '';
  if (name.quoted || !name.text.startsWith('@')) return name.text;
  const value = frame.variable(name.text.toLowerCase()).value;
  return value === null ? '' : String(value);
}

function done(frame: Frame, command: CommandName): void {
  frame.session.counters.lastError = 0;
  frame.session.counters.rowCount = 0;
  frame.sink.statementDone({ command, inProcedure: frame.inProcedure });
}
