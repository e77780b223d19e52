import { INT, SqlError, type DeclareCursor, type SelectStatement } from '../../tsql/index.ts';
import { ApiCursor, FETCH } from '../cursors/api-cursor.ts';
import { Cursor } from '../cursors/cursor.ts';
import { Frame } from '../execution/frame.ts';
import { requirePermissions } from '../security/permissions.ts';
import type { ClientSession } from '../session/client-session.ts';
import { matchArguments, prepareText, runText, type PreparedText } from './dynamic-sql.ts';
import {
  intArgument,
  leadingArgument,
  textArgument,
  type ProcedureArgument,
  type ProcedureCall,
  type SystemProcedure,
} from './procedure-call.ts';

/** Bits of scrollopt and ccopt (sql-docs, relational-databases/system-stored-procedures/sp-cursoropen-transact-sql). */
const SCROLL = {
  keyset: 0x1,
  dynamic: 0x2,
  forwardOnly: 0x4,
  static: 0x8,
  fastForward: 0x10,
  parameterized: 0x1000,
  autoFetch: 0x2000,
} as const;
const KIND_BITS = 0x1f;
const CONCURRENCY = { readOnly: 0x1, scrollLocks: 0x2, optimistic: 0x4 } as const;

interface Wanted {
  readonly text: PreparedText;
  readonly values: readonly ProcedureArgument[];
  readonly scroll: number;
  readonly concurrency: number;
  readonly rows: number;
  readonly outputs: {
    readonly cursor: ProcedureArgument | undefined;
    readonly scroll: ProcedureArgument | undefined;
    readonly concurrency: ProcedureArgument | undefined;
    readonly rows: ProcedureArgument | undefined;
  };
}

/** sp_cursoropen @cursor OUTPUT, @stmt, @scrollopt OUTPUT, @ccopt OUTPUT, @rowcount OUTPUT, @params, values... */
export const spCursorOpen: SystemProcedure = (call) => {
  const scroll = numberAt(call, 2, '@scrollopt') ?? SCROLL.keyset;
  const list = (scroll & SCROLL.parameterized) === 0 ? '' : textOf(call, 5, '@paramdef');
  return open(call, {
    text: prepared(call, list, textOf(call, 1, '@stmt')),
    values: (scroll & SCROLL.parameterized) === 0 ? [] : call.arguments.slice(6),
    scroll,
    concurrency: numberAt(call, 3, '@ccopt') ?? CONCURRENCY.readOnly,
    rows: numberAt(call, 4, '@rowcount') ?? 0,
    outputs: outputsAt(call, 0, 2),
  });
};

/** sp_cursorprepare @handle OUTPUT, @params, @stmt, @options, @scrollopt, @ccopt */
export const spCursorPrepare: SystemProcedure = (call) => {
  const { apiCursors } = call.caller.session;
  const text = prepared(call, textOf(call, 1, '@params'), textOf(call, 2, '@stmt'));
  const handle = apiCursors.prepare(
    text,
    numberAt(call, 4, '@scrollopt') ?? SCROLL.keyset,
    numberAt(call, 5, '@ccopt') ?? CONCURRENCY.readOnly,
  );
  leadingArgument(call, 0, '@handle')?.assign?.(INT, handle);
  return Promise.resolve(0);
};

/** sp_cursorexecute @handle, @cursor OUTPUT, @scrollopt OUTPUT, @ccopt OUTPUT, @rowcount OUTPUT, values... */
export const spCursorExecute: SystemProcedure = (call) => {
  const handle = numberAt(call, 0, '@handle') ?? 0;
  const found = call.caller.session.apiCursors.prepared.get(handle);
  if (found === undefined) throw new SqlError(8179, 16, 3, `Could not find prepared statement with handle ${handle}.`);
  return open(call, {
    text: found.text,
    values: call.arguments.slice(5),
    scroll: numberAt(call, 2, '@scrollopt') ?? found.scroll,
    concurrency: numberAt(call, 3, '@ccopt') ?? found.concurrency,
    rows: numberAt(call, 4, '@rowcount') ?? 0,
    outputs: outputsAt(call, 1, 2),
  });
};

/** sp_cursorprepexec @handle OUTPUT, @cursor OUTPUT, @params, @stmt, @scrollopt OUTPUT, @ccopt OUTPUT, @rowcount OUTPUT, values... */
export const spCursorPrepExec: SystemProcedure = (call) => {
  const text = prepared(call, textOf(call, 2, '@params'), textOf(call, 3, '@stmt'));
  const scroll = numberAt(call, 4, '@scrollopt') ?? SCROLL.keyset;
  const concurrency = numberAt(call, 5, '@ccopt') ?? CONCURRENCY.readOnly;
  leadingArgument(call, 0, '@handle')?.assign?.(INT, call.caller.session.apiCursors.prepare(text, scroll, concurrency));
  return open(call, {
    text,
    values: call.arguments.slice(7),
    scroll,
    concurrency,
    rows: numberAt(call, 6, '@rowcount') ?? 0,
    outputs: outputsAt(call, 1, 4),
  });
};

/** sp_cursorunprepare @handle */
export const spCursorUnprepare: SystemProcedure = (call) => {
  const handle = numberAt(call, 0, '@handle') ?? 0;
  if (!call.caller.session.apiCursors.prepared.delete(handle)) {
    throw new SqlError(8179, 16, 4, `Could not find prepared statement with handle ${handle}.`);
  }
  return Promise.resolve(0);
};

/** sp_cursorfetch @cursor, @fetchtype, @rownum OUTPUT, @nrows OUTPUT */
export const spCursorFetch: SystemProcedure = async (call) => {
  const { sink } = call.caller;
  const found = cursorOf(call, 'sp_cursorfetch');
  const type = numberAt(call, 1, '@fetchtype') ?? FETCH.next;
  if ((type & FETCH.info) !== 0) {
    leadingArgument(call, 2, '@rownum')?.assign?.(INT, found.place);
    leadingArgument(call, 3, '@nrows')?.assign?.(INT, await found.cursor.rowCount());
    return 0;
  }
  const rowCount = await found.fetch(type, numberAt(call, 2, '@rownum') ?? 0, numberAt(call, 3, '@nrows') ?? 20, sink);
  call.caller.session.counters.rowCount = rowCount;
  sink.statementDone({ command: 'select', rowCount, inProcedure: true });
  return 0;
};

/** sp_cursorclose @cursor; -1 is all of them. */
export const spCursorClose: SystemProcedure = async (call) => {
  const { apiCursors } = call.caller.session;
  const handle = numberAt(call, 0, '@cursor') ?? 0;
  const chosen = handle === -1 ? [...apiCursors.open.values()] : [cursorOf(call, 'sp_cursorclose')];
  for (const found of chosen) await close(found, call.caller.session);
  return 0;
};

async function close(found: ApiCursor, session: ClientSession): Promise<void> {
  session.apiCursors.open.delete(found.handle);
  for (const [name, cursor] of session.globalCursors) if (cursor === found.cursor) session.globalCursors.delete(name);
  if (found.cursor.isOpen) await found.cursor.close();
}

const OPTION = { name: 2, scroll: 4, concurrency: 5, rows: 6 } as const;

/** sp_cursoroption @cursor, @code, @value: names the cursor, or answers what it was opened as. */
export const spCursorOption: SystemProcedure = async (call) => {
  const { session, sink } = call.caller;
  const found = cursorOf(call, 'sp_cursoroption');
  const answer = (value: number): void => {
    sink.columns([{ name: 'VALUE', type: INT, nullable: true }]);
    sink.row([value]);
    sink.statementDone({ command: 'select', rowCount: 1, inProcedure: true });
  };
  switch (numberAt(call, 1, '@code')) {
    case OPTION.name:
      session.globalCursors.set((textArgument(call, 2, '@value') ?? '').toLowerCase(), found.cursor);
      return 0;
    case OPTION.scroll:
      answer(found.scrollOption);
      return 0;
    case OPTION.concurrency:
      answer(found.concurrencyOption);
      return 0;
    case OPTION.rows:
      answer(await found.cursor.rowCount());
      return 0;
    default:
      return 0;
  }
};

const CHANGE = { update: 0x1, delete: 0x2, insert: 0x4, refresh: 0x8, lock: 0x10, setPosition: 0x20 } as const;

/** sp_cursor @cursor, @optype, @rownum, @table, values...: changes rows of the block that was fetched last. */
export const spCursor: SystemProcedure = async (call) => {
  const found = cursorOf(call, 'sp_cursor');
  const type = numberAt(call, 1, '@optype') ?? 0;
  const rowNumber = numberAt(call, 2, '@rownum') ?? 0;
  const table = tableName(textArgument(call, 3, '@table') ?? '', found, call.caller.session);
  const values = call.arguments.slice(4);
  if ((type & CHANGE.insert) !== 0)
    return change(call, `INSERT ${table} (${columnNames(values)}) VALUES (${places(values)})`, values);
  if ((type & (CHANGE.update | CHANGE.delete)) === 0) {
    found.cursor.standOn(found.rowsAt(Math.max(1, rowNumber))[0]);
    return 0;
  }
  for (const row of found.rowsAt(rowNumber)) {
    found.cursor.standOn(row);
    const where = `WHERE CURRENT OF GLOBAL [${found.name}]`;
    const set = values.map((value, i) => `${columnName(value)} = @value${i}`).join(', ');
    if ((type & CHANGE.delete) !== 0) await change(call, `DELETE ${table} ${where}`, []);
    else await change(call, `UPDATE ${table} SET ${set} ${where}`, values);
  }
  return 0;
};

function change(call: ProcedureCall, text: string, values: readonly ProcedureArgument[]): Promise<number> {
  const parameters = values.map(({ type }, i) => ({ name: `@value${i}`, type, output: false, hasDefault: false }));
  const positional = values.map((value): ProcedureArgument => ({ ...value, name: '', output: false }));
  return runText(prepareText(text, '', parameters), { ...call, arguments: positional }, 0);
}

const columnName = ({ name }: ProcedureArgument): string => `[${name.replace(/^@/, '').replaceAll(']', ']]')}]`;
const columnNames = (values: readonly ProcedureArgument[]): string => values.map(columnName).join(', ');
const places = (values: readonly ProcedureArgument[]): string => values.map((_, i) => `@value${i}`).join(', ');

/** The table as the client names it, else the cursor's only one. */
function tableName(given: string, { cursor }: ApiCursor, session: ClientSession): string {
  if (given !== '') return given;
  const [key] = cursor.info.keys;
  const object = key === undefined ? undefined : session.catalog.view.objectById(key.tableId);
  if (object === undefined) throw new SqlError(16929, 16, 1, 'The cursor is READ ONLY.');
  return session
    .qualifiedName(object)
    .split('.')
    .map((part) => `[${part.replaceAll(']', ']]')}]`)
    .join('.');
}

function prepared(call: ProcedureCall, list: string, text: string): PreparedText {
  const { session } = call.caller;
  return prepareText(text, list, session.engine.parameterLists.get(list, session));
}

const declarations = new WeakMap<SelectStatement, Map<number, DeclareCursor>>();

/** The SELECT as the cursor that the bits ask for. */
function declarationOf(select: SelectStatement, scroll: number, concurrency: number): DeclareCursor {
  const key = (scroll & KIND_BITS) | ((concurrency & 0xf) << 8);
  let byOptions = declarations.get(select);
  if (byOptions === undefined) declarations.set(select, (byOptions = new Map()));
  let made = byOptions.get(key);
  if (made === undefined) {
    const { pos, end, query, options: hints } = select;
    const kind =
      (scroll & SCROLL.fastForward) !== 0
        ? ['FAST_FORWARD']
        : (scroll & SCROLL.static) !== 0
          ? ['STATIC']
          : (scroll & SCROLL.dynamic) !== 0
            ? ['DYNAMIC']
            : (scroll & SCROLL.forwardOnly) !== 0
              ? ['FORWARD_ONLY']
              : ['KEYSET'];
    const readOnly = (concurrency & CONCURRENCY.readOnly) !== 0 && kind[0] !== 'FAST_FORWARD' ? ['READ_ONLY'] : [];
    made = {
      kind: 'declare-cursor',
      pos,
      end,
      name: { text: 'api', quoted: false, pos },
      cursor: {
        options: [...kind, ...readOnly],
        query,
        hints,
        updateColumns: [],
        ...(select.with ? { with: select.with } : {}),
      },
    };
    byOptions.set(key, made);
  }
  return made;
}

/** Opens a cursor on a SELECT. Whatever else the text is runs as it is, and the client gets no cursor. */
async function open(call: ProcedureCall, wanted: Wanted): Promise<number> {
  const { caller } = call;
  const { session, sink } = caller;
  const { text, scroll, concurrency, outputs } = wanted;
  const program = session.program(text.text, text.types);
  const [only, ...others] = program.batch.statements;
  const plain =
    only?.kind === 'select-statement' &&
    others.length === 0 &&
    !(only.query.body.kind === 'select' && only.query.body.into);
  if (!plain) {
    await runText(text, { ...call, arguments: wanted.values }, 0);
    answerOutputs(outputs, 0, 0, 0, 0);
    return 0;
  }
  const frame = new Frame(session, program, sink, { kind: 'dynamic', parent: caller });
  matchArguments(text.parameters, wanted.values, 0, frame, text.list);
  const plan = program.query(declarationOf(only, scroll, concurrency), frame);
  requirePermissions(plan.compiled.permissions, frame);
  const cursor = new Cursor(session, plan, frame.read);
  await cursor.open();
  const made = new ApiCursor(
    session.apiCursors.nextHandle(),
    cursor,
    kindBits(cursor, scroll),
    cursor.info.readOnly ? CONCURRENCY.readOnly : CONCURRENCY.optimistic,
  );
  session.apiCursors.open.set(made.handle, made);
  session.globalCursors.set(made.name, cursor);
  let rowCount = 0;
  if ((scroll & SCROLL.autoFetch) !== 0)
    rowCount = await made.fetch(FETCH.next, 0, wanted.rows > 0 ? wanted.rows : 20, sink);
  else sink.columns(made.columns);
  sink.statementDone({ command: 'select', rowCount, inProcedure: true });
  answerOutputs(outputs, made.handle, made.scrollOption, made.concurrencyOption, session.counters.cursorRows);
  return 0;
}

function kindBits(cursor: Cursor, asked: number): number {
  switch (cursor.info.kind) {
    case 'static':
      return SCROLL.static;
    case 'keyset':
      return SCROLL.keyset;
    case 'fast forward':
      return SCROLL.fastForward;
    case 'dynamic':
      return (asked & SCROLL.forwardOnly) !== 0 ? SCROLL.forwardOnly : SCROLL.dynamic;
  }
}

function outputsAt(call: ProcedureCall, cursor: number, options: number): Wanted['outputs'] {
  return {
    cursor: leadingArgument(call, cursor, '@cursor'),
    scroll: leadingArgument(call, options, '@scrollopt'),
    concurrency: leadingArgument(call, options + 1, '@ccopt'),
    rows: leadingArgument(call, options + 2, '@rowcount'),
  };
}

function answerOutputs(
  outputs: Wanted['outputs'],
  cursor: number,
  scroll: number,
  concurrency: number,
  rows: number,
): void {
  outputs.cursor?.assign?.(INT, cursor);
  outputs.scroll?.assign?.(INT, scroll);
  outputs.concurrency?.assign?.(INT, concurrency);
  outputs.rows?.assign?.(INT, rows);
}

function cursorOf(call: ProcedureCall, procedure: string): ApiCursor {
  const handle = numberAt(call, 0, '@cursor') ?? 0;
  const found = call.caller.session.apiCursors.open.get(handle);
  if (found === undefined)
    throw new SqlError(
      16909,
      16,
      1,
      `${procedure}: The cursor identifier value provided (${handle.toString(16)}) is not valid.`,
    );
  return found;
}

function numberAt(call: ProcedureCall, index: number, name: string): number | undefined {
  return (
    intArgument(
      { ...call, arguments: call.arguments.map((given, i) => (i === index ? { ...given, name: '' } : given)) },
      index,
      name,
    ) ?? undefined
  );
}

function textOf(call: ProcedureCall, index: number, name: string): string {
  return (leadingArgument(call, index, name)?.value as string | null) ?? '';
}
