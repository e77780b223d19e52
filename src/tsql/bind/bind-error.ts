import { SqlError } from '../errors.ts';
import type { Name, ObjectName, Pos } from '../syntax/ast/index.ts';

/** Errors of binding, with SQL Server's numbers and texts (sql-docs, errors-events/database-engine-events-and-errors). */
export function bindError(
  pos: Pos | undefined,
  number: number,
  state: number,
  message: string,
  severity = 16,
): SqlError {
  return new SqlError(number, severity, state, message, pos?.line ?? 0);
}

/** A name as messages show it: parts joined by dots, without brackets. */
export function nameText(name: ObjectName): string {
  return name.parts.map((part) => part.text).join('.');
}

export const invalidObject = (name: ObjectName): SqlError =>
  bindError(name.pos, 208, nameText(name).startsWith('#') ? 0 : 1, `Invalid object name '${nameText(name)}'.`);

export const invalidColumn = (name: Name): SqlError =>
  bindError(name.pos, 207, 1, `Invalid column name '${name.text}'.`);

export const ambiguousColumn = (name: Name): SqlError =>
  bindError(name.pos, 209, 1, `Ambiguous column name '${name.text}'.`);

export const unboundIdentifier = (name: ObjectName): SqlError =>
  bindError(name.pos, 4104, 1, `The multi-part identifier "${nameText(name)}" could not be bound.`);

export const mustDeclare = (pos: Pos, variable: string): SqlError =>
  bindError(pos, 137, 2, `Must declare the scalar variable "${variable}".`, 15);

/** T-SQL that SQL Server knows and Holdfast does not. */
export const unsupported = (pos: Pos | undefined, what: string): SqlError =>
  bindError(pos, 49999, 1, `${what} is not supported by Holdfast.`);
