import { SqlError, type CompiledStatement, type SqlValue } from '../../tsql/index.ts';
import type { Frame } from '../execution/frame.ts';
import { findCursor } from './cursor-scope.ts';
import type { Cursor } from './cursor.ts';

/** Begins the names of the variables that the binder makes for WHERE CURRENT OF (tsql/bind/compile-cursor.ts). */
export const CURRENT_OF = '@@current_of:';

/** One value of the key of the row that the named cursor stands on. */
export function currentOfValue(variable: string, frame: Frame): SqlValue {
  const [, scope, tableId, index, ...name] = variable.split(':');
  const cursor = cursorOf(name.join(':'), scope === 'global', frame);
  return cursor.currentKey(Number(tableId))[Number(index)] ?? null;
}

function cursorOf(name: string, global: boolean, frame: Frame): Cursor {
  return findCursor({ global, name: { text: name, quoted: false, pos: { offset: 0, line: 0 } } }, frame);
}

/** FOR UPDATE OF names the columns that may be changed through the cursor. */
export function refuseOtherColumns({ currentOf, target }: CompiledStatement, frame: Frame): void {
  if (currentOf === undefined) return;
  const cursor = cursorOf(currentOf.cursor, currentOf.global, frame);
  cursor.currentKey(currentOf.tableId);
  const { updateColumns } = cursor.info;
  const updated = target?.updatedColumns ?? [];
  if (updateColumns.length === 0 || updated.every((column) => updateColumns.includes(column))) return;
  throw new SqlError(
    16932,
    16,
    1,
    'The cursor has a FOR UPDATE list and the requested column to be updated is not in this list.',
  );
}

export function rowGone(): SqlError {
  return new SqlError(16947, 16, 1, 'No rows were updated or deleted.');
}
