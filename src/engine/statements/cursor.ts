import {
  INT,
  SqlError,
  convertValue,
  formatType,
  type CloseCursor,
  type CursorRef,
  type DeallocateCursor,
  type DeclareCursor,
  type FetchCursor,
  type OpenCursor,
  type SetCursorVariable,
  type SetVariable,
} from '../../tsql/index.ts';
import { Cursor, visiblePart, type Fetched } from '../cursors/cursor.ts';
import { findCursor, isCursorVariable, release, setCursorVariable } from '../cursors/cursor-scope.ts';
import { decodeColumn } from '../execution/carrier-codec.ts';
import { evaluate } from '../execution/expression.ts';
import type { Frame } from '../execution/frame.ts';
import type { CommandName } from '../result-sink.ts';
import { requirePermissions } from '../security/permissions.ts';
import { assign } from './variables.ts';

/** DECLARE c CURSOR: without LOCAL or GLOBAL as the database says, which is GLOBAL unless CURSOR_DEFAULT was changed. */
export function runDeclareCursor(statement: DeclareCursor, frame: Frame): void {
  const { session } = frame;
  const name = statement.name.text.toLowerCase();
  const local = isLocal(statement, frame);
  const names = local ? frame.localCursors : session.globalCursors;
  const cursor = makeCursor(statement, frame);
  if (names.has(name))
    throw new SqlError(16915, 16, 1, `A cursor with the name '${statement.name.text}' already exists.`);
  cursor.references++;
  names.set(name, cursor);
  done(frame);
}

function isLocal({ cursor }: DeclareCursor, { session }: Frame): boolean {
  if (cursor.options.includes('LOCAL')) return true;
  if (cursor.options.includes('GLOBAL')) return false;
  return session.catalog.view.databaseById(session.databaseId)?.options['CURSOR_DEFAULT'] === 'LOCAL';
}

function makeCursor(statement: DeclareCursor | SetCursorVariable, frame: Frame): Cursor {
  const plan = frame.program.query(statement, frame);
  requirePermissions(plan.compiled.permissions, frame);
  return new Cursor(frame.session, plan, frame.read);
}

/** SET @c = CURSOR FOR ... */
export async function runSetCursor(statement: SetCursorVariable, frame: Frame): Promise<void> {
  const name = statement.name.toLowerCase();
  if (!isCursorVariable(name, frame)) {
    throw new SqlError(
      16948,
      16,
      4,
      `The variable '${statement.name}' is not a cursor variable, but it is used in a place where a cursor variable is expected.`,
    );
  }
  await setCursorVariable(name, makeCursor(statement, frame), frame);
  done(frame);
}

/** SET @c = other: another name for the same cursor. */
export async function runSetCursorReference(statement: SetVariable, frame: Frame): Promise<void> {
  const { value } = statement;
  const name = statement.name.toLowerCase();
  if (value.kind === 'literal' && value.type === 'null') await setCursorVariable(name, undefined, frame);
  else {
    const text =
      value.kind === 'variable'
        ? value.name
        : value.kind === 'column'
          ? (value.name.parts.at(-1)?.text ?? '')
          : undefined;
    if (text === undefined) {
      throw new SqlError(
        16949,
        16,
        3,
        `The variable '${statement.name}' is a cursor variable, but it is used in a place where a cursor variable is not valid.`,
      );
    }
    const from: CursorRef = { global: false, name: { text, quoted: false, pos: value.pos } };
    await setCursorVariable(name, findCursor(from, frame), frame);
  }
  done(frame);
}

export async function runOpenCursor(statement: OpenCursor, frame: Frame): Promise<void> {
  const cursor = findCursor(statement.cursor, frame);
  frame.session.beginImplicitly(frame.sink);
  await cursor.open();
  done(frame, 'open');
}

export async function runCloseCursor(statement: CloseCursor, frame: Frame): Promise<void> {
  await findCursor(statement.cursor, frame).close();
  done(frame, 'close');
}

export async function runDeallocateCursor(statement: DeallocateCursor, frame: Frame): Promise<void> {
  const cursor = findCursor(statement.cursor, frame);
  const name = statement.cursor.name.text.toLowerCase();
  if (name.startsWith('@')) frame.cursorVariables.set(name, undefined);
  else if (!statement.cursor.global && frame.localCursors.get(name) === cursor) frame.localCursors.delete(name);
  else frame.session.globalCursors.delete(name);
  await release(cursor);
  done(frame);
}

/** FETCH: without INTO a result set of one row, or of none past the end. */
export async function runFetchCursor(statement: FetchCursor, frame: Frame): Promise<void> {
  const { session, sink } = frame;
  const cursor = findCursor(statement.cursor, frame);
  const offset = statement.offset === undefined ? 0 : await offsetOf(statement, frame);
  const { columns } = cursor.plan;
  if (statement.into.length > 0 && statement.into.length !== columns.length) {
    throw new SqlError(
      16924,
      16,
      1,
      'Cursorfetch: The number of variables declared in the INTO list must match that of selected columns.',
    );
  }
  const fetched = await cursor.fetch(statement.direction, offset);
  session.counters.fetchStatus = fetched.status;
  if (statement.into.length > 0) assignInto(statement.into, fetched, cursor, frame);
  else {
    sink.columns(columns);
    if (fetched.row !== undefined) {
      const row = visiblePart(fetched.row, columns.length);
      sink.pgRow(row, 0, row.length);
    }
  }
  const rowCount = fetched.row === undefined ? 0 : 1;
  session.counters.rowCount = rowCount;
  session.counters.lastError = 0;
  if (statement.into.length > 0) return;
  sink.statementDone({
    command: 'fetch',
    inProcedure: frame.inProcedure,
    ...(session.options.run.noCount ? {} : { rowCount }),
  });
}

async function offsetOf(statement: FetchCursor, frame: Frame): Promise<number> {
  if (statement.offset === undefined) return 0;
  const { type, value } = await evaluate(statement.offset, frame);
  return Number(convertValue(value, type, INT, { mode: 'implicit' }) ?? 0);
}

function assignInto(names: readonly string[], { row }: Fetched, cursor: Cursor, frame: Frame): void {
  if (row === undefined) return;
  names.forEach((name, i) => {
    const type = cursor.plan.columns[i]?.type ?? INT;
    const variable = name.toLowerCase();
    if (isCursorVariable(variable, frame)) {
      throw new SqlError(
        16922,
        16,
        1,
        `Cursor Fetch: Implicit conversion from data type ${formatType(type)} to cursor is not allowed.`,
      );
    }
    assign(frame, variable, { type, value: decodeColumn(type, row, 0, i) });
  });
}

function done(frame: Frame, command: CommandName = 'other'): void {
  frame.session.counters.lastError = 0;
  frame.sink.statementDone({ command, inProcedure: frame.inProcedure });
}
