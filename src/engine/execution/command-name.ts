import type { RunnableStatement } from '../program/instruction.ts';
import type { CommandName } from '../result-sink.ts';

/** What CurCmd of a DONE token says for a statement. */
export function commandOf(statement: RunnableStatement): CommandName {
  switch (statement.kind) {
    case 'select-statement':
      return statement.query.body.kind === 'select' && statement.query.body.into !== undefined
        ? 'select into'
        : 'select';
    case 'insert':
    case 'update':
    case 'delete':
    case 'merge':
      return statement.kind;
    case 'begin-transaction':
      return 'begin transaction';
    case 'commit-transaction':
      return 'commit';
    case 'rollback-transaction':
      return 'rollback';
    case 'execute-procedure':
    case 'execute-string':
      return 'execute';
    case 'use':
      return 'use';
    case 'set-variable':
    case 'set-option':
      return 'set';
    case 'create-table':
      return 'create table';
    case 'open-cursor':
      return 'open';
    case 'close-cursor':
      return 'close';
    case 'fetch-cursor':
      return 'fetch';
    case 'insert-bulk':
    case 'bulk-insert':
      return 'bulk insert';
    default:
      return 'other';
  }
}
