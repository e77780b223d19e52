import { SqlError, type CreateProcedure, type ProcedureMeta, type Statement } from '../../tsql/index.ts';
import { planDdl } from '../ddl/plan-ddl.ts';
import type { Frame } from '../execution/frame.ts';
import { ddlContext } from '../statements/ddl.ts';

/** Procedures named #p by lower-case name: the session's own, gone with it, never in the catalog. */
export type TemporaryProcedures = Map<string, ProcedureMeta>;

const isTemporary = (name: string): boolean => name.startsWith('#') && !name.startsWith('##');

/** CREATE, ALTER and DROP of #p. False: the statement is about something else. */
export function changeTemporaryProcedure(statement: Statement, frame: Frame): boolean {
  if (statement.kind === 'create-procedure' && isTemporary(nameOf(statement))) {
    create(statement, frame);
    return true;
  }
  if (statement.kind !== 'drop' || (statement.class !== 'PROCEDURE' && statement.class !== 'PROC')) return false;
  const names = statement.names.map((name) => name.parts.at(-1)?.text ?? '');
  if (!names.every(isTemporary)) return false;
  const { temporaryProcedures } = frame.session;
  for (const name of names) {
    if (!temporaryProcedures.delete(name.toLowerCase()) && !statement.ifExists) {
      throw new SqlError(
        3701,
        11,
        5,
        `Cannot drop the procedure '${name}', because it does not exist or you do not have permission.`,
      );
    }
  }
  return true;
}

const nameOf = (statement: CreateProcedure): string => statement.name.parts.at(-1)?.text ?? '';

function create(statement: CreateProcedure, frame: Frame): void {
  const { temporaryProcedures } = frame.session;
  const name = nameOf(statement);
  const old = temporaryProcedures.get(name.toLowerCase());
  if (old !== undefined && statement.verb === 'create') {
    throw new SqlError(2714, 16, 3, `There is already an object named '${name}' in the database.`);
  }
  if (old === undefined && statement.verb === 'alter') throw new SqlError(208, 16, 6, `Invalid object name '${name}'.`);
  const parts = statement.name.parts.slice(-1);
  const planned = planDdl({ ...statement, verb: 'create', name: { ...statement.name, parts } }, ddlContext(frame));
  for (const change of planned.changes) {
    if (change.action === 'put' && change.what === 'object' && change.value.kind === 'procedure') {
      // No permission is needed for what is one's own.
      temporaryProcedures.set(name.toLowerCase(), { ...change.value, id: 0 });
    }
  }
}
