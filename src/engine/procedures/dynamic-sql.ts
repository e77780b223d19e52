import { INT, SqlError, convertValue } from '../../tsql/index.ts';
import { Frame } from '../execution/frame.ts';
import { convertForVariable } from '../statements/variables.ts';
import { precompile } from '../execution/precompile.ts';
import { runFrame } from '../execution/interpreter.ts';
import { fillTableParameter } from '../statements/table-variable.ts';
import {
  leadingArgument, unicodeArgument, type ProcedureArgument, type ProcedureCall, type SystemProcedure,
} from './procedure-call.ts';
import type { DeclaredParameter } from './parameter-list.ts';

/** Handles a session may have open from sp_prepare. */
const MAX_PREPARED = 10_000;

export interface PreparedText {
  readonly text: string;
  readonly parameters: readonly DeclaredParameter[];
}

/** sp_executesql @stmt, @params, values (sql-docs: system-stored-procedures/sp-executesql-transact-sql). */
export const spExecuteSql: SystemProcedure = (call) => {
  const { session } = call.caller;
  const text = unicodeArgument(call, 0, '@stmt');
  const hasList = call.arguments.length > 1;
  const list = hasList ? (leadingArgument(call, 1, '@params')?.value as string | null) ?? '' : '';
  const parameters = session.engine.parameterLists.get(list, session);
  return runText({ text, parameters }, call.arguments.slice(2), call);
};

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
  return runText(prepared, call.arguments.slice(3), call);
};

/** sp_execute @handle, values */
export const spExecute: SystemProcedure = (call) => {
  const handle = handleOf(call);
  const prepared = call.caller.session.prepared.get(handle);
  if (prepared === undefined) throw new SqlError(8179, 16, 2, `Could not find prepared statement with handle ${handle}.`);
  return runText(prepared, call.arguments.slice(1), call);
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
  const text = unicodeArgument(call, 2, '@stmt');
  // A syntax error belongs to sp_prepare, not to the first sp_execute.
  session.program(text, describe(parameters));
  return { text, parameters };
}

function open(call: ProcedureCall, prepared: PreparedText): number {
  const { session } = call.caller;
  if (session.prepared.size >= MAX_PREPARED) {
    throw new SqlError(701, 17, 123, `There is insufficient system memory: the session has ${MAX_PREPARED} prepared statements open. Unprepare those it no longer needs.`);
  }
  const handle = ++session.lastPreparedHandle;
  session.prepared.set(handle, prepared);
  return handle;
}

function returnHandle(call: ProcedureCall, handle: number): void {
  leadingArgument(call, 0, '@handle')?.assign?.(INT, handle);
}

export function describe(parameters: readonly DeclaredParameter[]): string {
  return parameters.map(({ name, type }) => `${name} ${type.name} ${type.length} ${type.precision} ${type.scale}`).join(',');
}

/** Runs a text with declared parameters in a frame of its own; gives OUTPUT arguments their values. */
async function runText(prepared: PreparedText, values: readonly ProcedureArgument[], call: ProcedureCall): Promise<number> {
  const { caller } = call;
  const { session } = caller;
  const { parameters, text } = prepared;
  const program = session.program(text, parameters.length === 0 ? '' : describe(parameters));
  const frame = new Frame(session, program, caller.sink, { kind: 'dynamic', parent: caller, procedure: caller.procedure });
  const given = matchArguments(parameters, values, frame);
  try {
    for (let i = 0; i < parameters.length; i++) {
      const parameter = parameters[i] as DeclaredParameter;
      if (parameter.tableTypeId !== undefined) await fillTableParameter(parameter, given[i], frame);
    }
    await session.nested(frame, async () => {
      precompile(frame);
      await runFrame(frame);
    });
  } finally {
    await session.leaveFrame(frame);
  }
  for (let i = 0; i < parameters.length; i++) {
    const parameter = parameters[i] as DeclaredParameter;
    if (given[i]?.output === true) given[i]?.assign?.(parameter.type, frame.variable(parameter.name).value);
  }
  return session.counters.lastError;
}

/** Declares the parameters in the frame with the values given for them, by position first, then by name. */
function matchArguments(
  parameters: readonly DeclaredParameter[],
  values: readonly ProcedureArgument[],
  frame: Frame,
): (ProcedureArgument | undefined)[] {
  if (values.length > parameters.length) {
    throw new SqlError(8144, 16, 2, 'Procedure or function has too many arguments specified.');
  }
  const given: (ProcedureArgument | undefined)[] = new Array<undefined>(parameters.length);
  values.forEach((value, i) => {
    const index = value.name === '' ? i : parameters.findIndex((parameter) => parameter.name === value.name);
    if (index < 0) throw new SqlError(8145, 16, 2, `${value.name} is not a parameter for procedure .`);
    given[index] = value;
  });
  parameters.forEach((parameter, i) => {
    const value = given[i];
    if (parameter.tableTypeId !== undefined) return;
    if (value === undefined) {
      if (parameter.hasDefault) return frame.declare(parameter.name, parameter.type);
      throw new SqlError(
        8178, 16, 1,
        `The parameterized query '(${parameters.map((p) => p.name).join(',')})' expects the parameter '${parameter.name}', which was not supplied.`,
      );
    }
    const converted = value.type === parameter.type ? value.value : convertForVariable(value.value, value.type, parameter.type, frame);
    frame.declare(parameter.name, parameter.type, converted);
  });
  return given;
}
