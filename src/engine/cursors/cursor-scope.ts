import { SqlError, type CursorRef } from '../../tsql/index.ts';
import type { Frame } from '../execution/frame.ts';
import type { Cursor } from './cursor.ts';

/** Cursors by lower-case name: a session's global ones, or a frame's local ones. */
export type CursorNames = Map<string, Cursor>;

/** Drops one reference; the last takes the cursor with it. */
export async function release(cursor: Cursor): Promise<void> {
  cursor.references--;
  if (cursor.references <= 0 && cursor.isOpen) await cursor.close();
}

/** What a cursor's name or variable stands for. A local cursor goes before a global one of its name. */
export function findCursor(ref: CursorRef, frame: Frame): Cursor {
  const name = ref.name.text.toLowerCase();
  if (name.startsWith('@') && !ref.name.quoted) return cursorOfVariable(ref.name.text, frame);
  const found = namedCursor(name, ref.global, frame);
  if (found === undefined)
    throw new SqlError(16916, 16, 1, `A cursor with the name '${ref.name.text}' does not exist.`);
  return found;
}

export function namedCursor(name: string, global: boolean, frame: Frame): Cursor | undefined {
  return (global ? undefined : frame.localCursors.get(name)) ?? frame.session.globalCursors.get(name);
}

function cursorOfVariable(name: string, frame: Frame): Cursor {
  if (!isCursorVariable(name.toLowerCase(), frame)) {
    if (
      frame.variables.has(name.toLowerCase()) ||
      frame.program.declaredType(name.toLowerCase(), frame) !== undefined
    ) {
      throw new SqlError(
        16948,
        16,
        4,
        `The variable '${name}' is not a cursor variable, but it is used in a place where a cursor variable is expected.`,
      );
    }
    throw new SqlError(137, 15, 2, `Must declare the scalar variable "${name}".`);
  }
  const found = frame.cursorVariables.get(name.toLowerCase());
  if (found === undefined)
    throw new SqlError(16950, 16, 2, `The variable '${name}' does not currently have a cursor allocated to it.`);
  return found;
}

export function isCursorVariable(name: string, frame: Frame): boolean {
  return frame.cursorVariables.has(name) || frame.program.cursorVariables.has(name);
}

/** Gives a variable a cursor, or none; the one it had before loses a reference. */
export async function setCursorVariable(name: string, cursor: Cursor | undefined, frame: Frame): Promise<void> {
  const before = frame.cursorVariables.get(name);
  if (cursor !== undefined) cursor.references++;
  frame.cursorVariables.set(name, cursor);
  if (before !== undefined) await release(before);
}

/** The end of a frame: its local cursors and variables let go of what they stand for. */
export async function releaseCursors(frame: Frame): Promise<void> {
  const cursors = [
    ...frame.localCursors.values(),
    ...[...frame.cursorVariables.values()].filter((cursor) => cursor !== undefined),
  ];
  frame.localCursors.clear();
  frame.cursorVariables.clear();
  for (const cursor of cursors) await release(cursor);
}

/** What CURSOR_STATUS reads: scope, name and state of every cursor in sight, a line each. */
export function cursorStates(frame: Frame): string {
  const lines: string[] = [];
  for (const [name, cursor] of frame.localCursors) lines.push(`local\t${name}\t${cursor.status}`);
  for (const [name, cursor] of frame.session.globalCursors) lines.push(`global\t${name}\t${cursor.status}`);
  for (const name of frame.program.cursorVariables)
    if (!frame.cursorVariables.has(name)) lines.push(`variable\t${name}\t-2`);
  for (const [name, cursor] of frame.cursorVariables) lines.push(`variable\t${name}\t${cursor?.status ?? -2}`);
  return lines.join('\n');
}
