import { INT, SqlError, convertValue, sameType } from '../../tsql/index.ts';
import type { Engine } from '../engine.ts';
import type { Program } from '../program/program.ts';
import { Frame } from '../execution/frame.ts';
import { convertForVariable } from '../statements/variables.ts';
import { precompile } from '../execution/precompile.ts';
import { runFrame } from '../execution/interpreter.ts';
import type { ClientSession } from '../session/client-session.ts';
import { fillTableParameter } from '../statements/table-variable.ts';
import {
  leadingArgument,
  unicodeArgument,
  type ProcedureArgument,
  type ProcedureCall,
  type SystemProcedure,
} from './procedure-call.ts';
import type { DeclaredParameter } from './parameter-list.ts';

/** Handles a session may have open from sp_prepare. */
const MAX_PREPARED = 10_000;

/** A text with its parameters, and the program it was last run as. */
export interface PreparedText {
  readonly text: string;
  /** The declarations as they were sent. */
  readonly list: string;
  readonly parameters: readonly DeclaredParameter[];
  /** Of the parameters: part of what the text means. */
  readonly types: string;
  readonly takesTables: boolean;
  /** The database and SET options for which `program` was made. */
  context: string;
  program: Program | undefined;
}

/** sp_executesql @stmt, @params, values (sql-docs: system-stored-procedures/sp-executesql-transact-sql). */
export const spExecuteSql: SystemProcedure = (call) => {
  const text = unicodeArgument(call, 0, '@stmt');
  const hasList = call.arguments.length > 1;
  const list = hasList ? ((leadingArgument(call, 1, '@params')?.value as string | null) ?? '') : '';
  return runText(recentText(text, list, call.caller.session), call, 2);
};

/** So much of a text shows 8178. */
const SHOWN_CHARACTERS = 64;

/** Texts that sp_executesql ran last: drivers send the same few again and again. */
const MAX_RECENT = 1000;
const MAX_RECENT_CHARACTERS = 16 * 1024;

interface RecentText {
  readonly list: string;
  readonly context: string;
  readonly prepared: PreparedText;
}

const recentTexts = new WeakMap<Engine, Map<string, RecentText>>();

/** One look-up for a text that was run before with the same declarations, database and options. */
function recentText(text: string, list: string, session: ClientSession): PreparedText {
  let recent = recentTexts.get(session.engine);
  if (recent === undefined) recentTexts.set(session.engine, (recent = new Map()));
  const found = recent.get(text);
  if (found !== undefined && found.list === list && found.context === session.contextKey) return found.prepared;
  const prepared = prepareText(text, list, session.engine.parameterLists.get(list, session));
  // Table types may change under the same name.
  if (!prepared.takesTables && text.length + list.length <= MAX_RECENT_CHARACTERS) {
    if (recent.size >= MAX_RECENT) recent.clear();
    recent.set(text, { list, context: session.contextKey, prepared });
  }
  return prepared;
}

export function prepareText(text: string, list: string, parameters: readonly DeclaredParameter[]): PreparedText {
  return {
    text,
    list,
    parameters,
    types: parameters.length === 0 ? '' : describe(parameters),
    takesTables: parameters.some((parameter) => parameter.tableTypeId !== undefined),
    context: '',
    program: undefined,
  };
}

function programOf(prepared: PreparedText, session: ClientSession): Program {
  if (prepared.program !== undefined && prepared.context === session.contextKey) return prepared.program;
  prepared.program = session.program(prepared.text, prepared.types);
  prepared.context = session.contextKey;
  return prepared.program;
}

/** sp_prepare @handle OUTPUT, @params, @stmt, @options */
export const spPrepare: SystemProcedure = (call) => {
  const prepared = prepare(call);
  returnHandle(call, open(call, prepared));
  return Promise.resolve(0);
};

/** sp_prepexec @handle OUTPUT, @params, @stmt, values */
export const spPrepExec: SystemProcedure = async (call) => {
  const prepared = prepare(call);
  returnHandle(call, open(call, prepared));
  return runText(prepared, call, 3);
};

/** sp_execute @handle, values */
export const spExecute: SystemProcedure = (call) => {
  const handle = handleOf(call);
  const prepared = call.caller.session.prepared.get(handle);
  if (prepared === undefined)
    throw new SqlError(8179, 16, 2, `Could not find prepared statement with handle ${handle}.`);
  return runText(prepared, call, 1);
};

/** sp_unprepare @handle */
export const spUnprepare: SystemProcedure = (call) => {
  const handle = handleOf(call);
  if (!call.caller.session.prepared.delete(handle)) {
    throw new SqlError(8179, 16, 2, `Could not find prepared statement with handle ${handle}.`);
  }
  return Promise.resolve(0);
};

function handleOf(call: ProcedureCall): number {
  const found = leadingArgument(call, 0, '@handle');
  return Number(convertValue(found?.value ?? null, found?.type ?? INT, INT, { mode: 'implicit' }) ?? 0);
}

function prepare(call: ProcedureCall): PreparedText {
  const { session } = call.caller;
  const list = (leadingArgument(call, 1, '@params')?.value as string | null) ?? '';
  const parameters = session.engine.parameterLists.get(list, session);
  const prepared = prepareText(unicodeArgument(call, 2, '@stmt'), list, parameters);
  // A syntax error belongs to sp_prepare, not to the first sp_execute.
  programOf(prepared, session);
  return prepared;
}

function open(call: ProcedureCall, prepared: PreparedText): number {
  const { session } = call.caller;
  if (session.prepared.size >= MAX_PREPARED) {
    throw new SqlError(
      701,
      17,
      123,
      `There is insufficient system memory: the session has ${MAX_PREPARED} prepared statements open. Unprepare those it no longer needs.`,
    );
  }
  const handle = ++session.lastPreparedHandle;
  session.prepared.set(handle, prepared);
  return handle;
}

function returnHandle(call: ProcedureCall, handle: number): void {
  leadingArgument(call, 0, '@handle')?.assign?.(INT, handle);
}

export function describe(parameters: readonly DeclaredParameter[]): string {
  return parameters
    .map(({ name, type }) => `${name} ${type.name} ${type.length} ${type.precision} ${type.scale}`)
    .join(',');
}

/** Runs a text with declared parameters in a frame of its own; gives OUTPUT arguments their values, which begin at `first`. */
export async function runText(prepared: PreparedText, call: ProcedureCall, first: number): Promise<number> {
  const { caller } = call;
  const { session } = caller;
  const { parameters } = prepared;
  const frame = new Frame(session, programOf(prepared, session), caller.sink, {
    kind: 'dynamic',
    parent: caller,
    procedure: caller.procedure,
  });
  const given = matchArguments(parameters, call.arguments, first, frame, prepared.list);
  try {
    if (prepared.takesTables) await fillTables(parameters, given, frame);
    session.enterNested();
    try {
      precompile(frame);
      await runFrame(frame);
    } finally {
      session.counters.nestLevel--;
    }
  } finally {
    const leaving = session.leaveFrame(frame);
    if (leaving !== undefined) await leaving;
  }
  for (let i = 0; i < parameters.length; i++) {
    const parameter = parameters[i] as DeclaredParameter;
    if (given[i]?.output === true) given[i]?.assign?.(parameter.type, frame.variable(parameter.name).value);
  }
  return session.counters.lastError;
}

async function fillTables(
  parameters: readonly DeclaredParameter[],
  given: readonly (ProcedureArgument | undefined)[],
  frame: Frame,
): Promise<void> {
  for (const [i, parameter] of parameters.entries()) {
    if (parameter.tableTypeId !== undefined) await fillTableParameter(parameter, given[i], frame);
  }
}

/** Declares the parameters in the frame with the values given for them, by position first, then by name. */
export function matchArguments(
  parameters: readonly DeclaredParameter[],
  args: readonly ProcedureArgument[],
  first: number,
  frame: Frame,
  list: string,
): (ProcedureArgument | undefined)[] {
  if (args.length - first > parameters.length) {
    throw new SqlError(8144, 16, 2, 'Procedure or function has too many arguments specified.');
  }
  const given: (ProcedureArgument | undefined)[] = [];
  for (let i = 0; i < parameters.length; i++) given.push(undefined);
  for (let at = first; at < args.length; at++) {
    const value = args[at] as ProcedureArgument;
    given[indexOf(value, at - first, parameters)] = value;
  }
  for (let i = 0; i < parameters.length; i++) declare(parameters[i] as DeclaredParameter, given[i], frame, list);
  return given;
}

function indexOf(value: ProcedureArgument, position: number, parameters: readonly DeclaredParameter[]): number {
  if (value.name === '' || parameters[position]?.name === value.name) return position;
  const index = parameters.findIndex((parameter) => parameter.name === value.name);
  if (index < 0) throw new SqlError(8145, 16, 2, `${value.name} is not a parameter for procedure .`);
  return index;
}

function declare(parameter: DeclaredParameter, value: ProcedureArgument | undefined, frame: Frame, list: string): void {
  if (parameter.tableTypeId !== undefined) return;
  if (value === undefined) {
    if (parameter.hasDefault) return frame.declare(parameter.name, parameter.type);
    const shown = `(${list})${frame.program.text}`.slice(0, SHOWN_CHARACTERS);
    throw new SqlError(
      8178,
      16,
      1,
      `The parameterized query '${shown}' expects the parameter '${parameter.name}', which was not supplied.`,
    );
  }
  const { type } = parameter;
  const converted = sameType(value.type, type) ? value.value : convertForVariable(value.value, value.type, type, frame);
  frame.declare(parameter.name, type, converted);
}
