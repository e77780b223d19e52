import { type Pos, SqlError } from '../../tsql/index.ts';

/** Numbers, severities and states as SQL Server raises them (sql-docs, errors-events/database-engine-events-and-errors). */
export function ddlError(
  pos: Pos | undefined,
  number: number,
  severity: number,
  state: number,
  message: string,
): SqlError {
  return new SqlError(number, severity, state, message, pos?.line ?? 0);
}

export const alreadyExists = (pos: Pos, name: string): SqlError =>
  ddlError(pos, 2714, 16, 6, `There is already an object named '${name}' in the database.`);

/** `what` is SQL Server's word: table, view, procedure, ... */
export const cannotDrop = (pos: Pos, what: string, name: string, state = 5): SqlError =>
  ddlError(
    pos,
    3701,
    11,
    state,
    `Cannot drop the ${what} '${name}', because it does not exist or you do not have permission.`,
  );

export const cannotFind = (pos: Pos, number: 1088 | 4902 | 4701, name: string): SqlError =>
  ddlError(
    pos,
    number,
    16,
    number === 1088 ? 12 : 1,
    `Cannot find the object "${name}" because it does not exist or you do not have permissions.`,
  );

export const noSuchDatabase = (pos: Pos, name: string): SqlError =>
  ddlError(pos, 911, 16, 1, `Database '${name}' does not exist. Make sure that the name is entered correctly.`);

export const noSuchSchema = (pos: Pos, name: string): SqlError =>
  ddlError(
    pos,
    2760,
    16,
    1,
    `The specified schema name "${name}" either does not exist or you do not have permission to use it.`,
  );

/** Raised behind the error that says what was wrong with a constraint or index. */
export const couldNotCreateConstraint = (pos: Pos): SqlError =>
  ddlError(pos, 1750, 16, 0, 'Could not create constraint or index. See previous errors.');

export const notSupported = (pos: Pos, what: string): SqlError =>
  ddlError(pos, 49999, 16, 1, `${what} is not supported by Holdfast.`);
