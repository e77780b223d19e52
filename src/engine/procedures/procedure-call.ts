import {
  INT,
  SqlError,
  convertValue,
  nvarchar,
  MAX,
  type SqlType,
  type SqlValue,
  type TableMeta,
} from '../../tsql/index.ts';
import type { Cursor } from '../cursors/cursor.ts';
import type { Frame } from '../execution/frame.ts';
import type { TableValue } from '../session-api.ts';

/** One argument of a call, from an RPC or an EXEC. */
export interface ProcedureArgument {
  /** With its @, lower case; empty for a positional one. */
  readonly name: string;
  readonly type: SqlType;
  value: SqlValue;
  readonly output: boolean;
  readonly useDefault: boolean;
  readonly table?: TableValue;
  /** A table variable of the caller, handed over to a READONLY parameter. */
  readonly tableVariable?: TableMeta;
  /** The argument is a cursor variable that has a cursor already. */
  readonly hasCursor?: boolean;
  /** Receives the cursor of a CURSOR VARYING OUTPUT parameter. */
  assignCursor?(cursor: Cursor): Promise<void>;
  /** Receives the value of an OUTPUT argument when the procedure ends. */
  assign?(type: SqlType, value: SqlValue): void;
}

export interface ProcedureCall {
  /** As the caller wrote it, for error messages. */
  readonly name: string;
  readonly arguments: readonly ProcedureArgument[];
  /** The frame that calls: gives the session, the sink, the scope of temporary tables. */
  readonly caller: Frame;
}

/** A procedure of the server itself. Resolves with the return status. */
export type SystemProcedure = (call: ProcedureCall) => Promise<number>;

/** Finds an argument by name or position and brings it to a type; undefined when it was not given. */
export function argument(call: ProcedureCall, index: number, name: string): ProcedureArgument | undefined {
  const byName = call.arguments.find((candidate) => candidate.name === name);
  if (byName !== undefined) return byName;
  const positional = call.arguments[index];
  return positional !== undefined && positional.name === '' ? positional : undefined;
}

export function textArgument(call: ProcedureCall, index: number, name: string): string | null {
  const found = argument(call, index, name);
  if (found === undefined || found.value === null) return null;
  if (typeof found.value === 'string') return found.value;
  return convertValue(found.value, found.type, nvarchar(MAX), { mode: 'implicit' }) as string;
}

export function intArgument(call: ProcedureCall, index: number, name: string): number | null {
  const found = argument(call, index, name);
  if (found === undefined || found.value === null) return null;
  return convertValue(found.value, found.type, INT, { mode: 'implicit' }) as number;
}

export function requiredText(call: ProcedureCall, index: number, name: string): string {
  const found = argument(call, index, name);
  if (found === undefined) {
    throw new SqlError(
      201,
      16,
      4,
      `Procedure or function '${call.name}' expects parameter '${name}', which was not supplied.`,
    );
  }
  return textArgument(call, index, name) ?? '';
}

/**
 * The first arguments of sp_executesql, sp_prepare and their like: drivers give them names of their own (`@statement`, `@handle`), which
 * SQL Server does not look at.
 */
export function leadingArgument(call: ProcedureCall, index: number, name: string): ProcedureArgument | undefined {
  const all = call.arguments;
  for (let i = 0; i < all.length; i++) if ((all[i] as ProcedureArgument).name === name) return all[i];
  return all[index];
}

/** sp_executesql and its like take nothing but Unicode text (214). */
export function unicodeArgument(call: ProcedureCall, index: number, name: string): string {
  const found = leadingArgument(call, index, name);
  const isUnicode =
    found !== undefined &&
    (found.type.name === 'nvarchar' || found.type.name === 'nchar' || found.type.name === 'ntext');
  if (!isUnicode && found?.value !== null) {
    throw new SqlError(214, 16, 2, `Procedure expects parameter '${name}' of type 'ntext/nchar/nvarchar'.`);
  }
  return (found?.value as string | null) ?? '';
}
