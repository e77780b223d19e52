import type { CommandName } from '../engine/index.ts';
import { CurrentCommand } from '../tds/index.ts';

const COMMANDS: Readonly<Record<CommandName, number>> = {
  select: CurrentCommand.select,
  insert: CurrentCommand.insert,
  update: CurrentCommand.update,
  delete: CurrentCommand.delete,
  merge: CurrentCommand.merge,
  'select into': CurrentCommand.selectInto,
  'bulk insert': CurrentCommand.bulkInsert,
  'create table': CurrentCommand.createTable,
  'drop table': CurrentCommand.dropTable,
  'begin transaction': CurrentCommand.beginTransaction,
  commit: CurrentCommand.commit,
  rollback: CurrentCommand.rollback,
  use: CurrentCommand.use,
  set: CurrentCommand.set,
  execute: CurrentCommand.execute,
  declare: CurrentCommand.none,
  fetch: CurrentCommand.select,
  open: CurrentCommand.none,
  close: CurrentCommand.none,
  other: CurrentCommand.set,
};

/** CurCmd of a DONE token (MS-TDS 2.2.7.6). */
export function currentCommand(command: CommandName): number {
  return COMMANDS[command];
}
