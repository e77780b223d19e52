import { INT } from '../../tsql/index.ts';
import type { ClientSession } from '../session/client-session.ts';
import { callProcedure } from './call-procedure.ts';
import { spExecute, spUnprepare } from './dynamic-sql.ts';
import {
  intArgument,
  leadingArgument,
  type ProcedureCall,
  type SystemProcedure,
  unicodeArgument,
} from './procedure-call.ts';

/** Procedures that a session prepared by sp_prepexecrpc, by handle. */
const preparedCalls = new WeakMap<ClientSession, Map<number, string>>();

/** ODBC's canonical notation of a call: `{call name}`, `{?=call name(?,?)}`. A bare name is one too. */
const ODBC_CALL = /^\s*\{?\s*(?:\?\s*=\s*)?(?:call\s+)?(.*?)\s*(?:\(.*\))?\s*\}?\s*$/is;

/** sp_prepexecrpc @handle OUTPUT, @RPCCall, values (sql-docs: system-stored-procedures/sp-prepexecrpc-transact-sql). */
export const spPrepExecRpc: SystemProcedure = (call) => {
  const { session } = call.caller;
  const name = ODBC_CALL.exec(unicodeArgument(call, 1, '@RPCCall'))?.[1] ?? '';
  const calls = preparedCalls.get(session) ?? new Map<number, string>();
  preparedCalls.set(session, calls);
  const handle = ++session.lastPreparedHandle;
  calls.set(handle, name);
  leadingArgument(call, 0, '@handle')?.assign?.(INT, handle);
  return callProcedure({ name, arguments: call.arguments.slice(2), caller: call.caller });
};

/** sp_execute of a handle of either kind. */
export const spExecutePrepared: SystemProcedure = (call) => {
  const name = nameOf(call);
  if (name === undefined) return spExecute(call);
  return callProcedure({ name, arguments: call.arguments.slice(1), caller: call.caller });
};

/** sp_unprepare of a handle of either kind. */
export const spUnpreparePrepared: SystemProcedure = (call) => {
  if (nameOf(call) === undefined) return spUnprepare(call);
  preparedCalls.get(call.caller.session)?.delete(handleOf(call));
  return Promise.resolve(0);
};

function nameOf(call: ProcedureCall): string | undefined {
  const calls = preparedCalls.get(call.caller.session);
  return calls === undefined || calls.size === 0 ? undefined : calls.get(handleOf(call));
}

function handleOf(call: ProcedureCall): number {
  return intArgument(call, 0, leadingArgument(call, 0, '@handle')?.name ?? '') ?? 0;
}
