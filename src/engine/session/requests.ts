import { SqlError, type SqlType, type SqlValue } from '../../tsql/index.ts';
import { toSqlError } from '../errors/to-sql-error.ts';
import { Frame } from '../execution/frame.ts';
import { RequestCancelled, RequestEnded, runFrame } from '../execution/interpreter.ts';
import { precompile } from '../execution/precompile.ts';
import { callProcedure } from '../procedures/call-procedure.ts';
import type { ProcedureArgument } from '../procedures/procedure-call.ts';
import { procedureName } from '../procedures/well-known.ts';
import { Program } from '../program/program.ts';
import type { ResultSink } from '../result-sink.ts';
import type { RpcParameter, RpcRequest, TransactionRequest } from '../session-api.ts';
import type { ClientSession } from './client-session.ts';

const EMPTY_BATCH = new Program({ kind: 'batch', pos: { offset: 0, line: 1 }, statements: [] }, '');

/** A SQL batch: parsed, compiled as a whole, then run. */
export async function executeBatch(session: ClientSession, text: string, sink: ResultSink): Promise<void> {
  beginRequest(session);
  try {
    const frame = new Frame(session, session.program(text, ''), sink, { kind: 'batch' });
    try {
      precompile(frame);
      await runFrame(frame);
    } finally {
      const leaving = session.leaveFrame(frame);
      if (leaving !== undefined) await leaving;
    }
    if (session.transaction.state === DOOMED) await refuseDoomedEnd(session, sink);
  } catch (error) {
    await requestFailed(session, sink, error);
  } finally {
    endRequest(session);
  }
}

/** Resolves with false when an error ended the request: the message's further RPCs are not run. */
export async function executeRpc(session: ClientSession, call: RpcRequest, sink: ResultSink): Promise<boolean> {
  beginRequest(session);
  try {
    const outputs: Output[] = [];
    const status = await callProcedure({
      name: procedureName(call.procedure),
      caller: callerFrame(session, sink),
      arguments: toArguments(call.parameters, outputs),
    });
    sink.returnStatus(status);
    for (const { ordinal, name, type, value } of outputs) sink.returnValue(ordinal, name, type, value);
    if (session.transaction.state === DOOMED) await refuseDoomedEnd(session, sink);
    return true;
  } catch (error) {
    await requestFailed(session, sink, error);
    return false;
  } finally {
    endRequest(session);
  }
}

interface Output {
  readonly ordinal: number;
  readonly name: string;
  readonly type: SqlType;
  readonly value: SqlValue;
}

const callers = new WeakMap<ResultSink, Frame>();

/** What calls an RPC's procedure has no variables and no statements, so one for each connection's sink is enough. */
function callerFrame(session: ClientSession, sink: ResultSink): Frame {
  let caller = callers.get(sink);
  if (caller === undefined || caller.session !== session) {
    caller = new Frame(session, EMPTY_BATCH, sink, { kind: 'batch' });
    callers.set(sink, caller);
  }
  return caller;
}

function toArguments(parameters: readonly RpcParameter[], outputs: Output[]): ProcedureArgument[] {
  const args = new Array<ProcedureArgument>(parameters.length);
  for (let ordinal = 0; ordinal < parameters.length; ordinal++) {
    const { name, type, value, output, useDefault, table } = parameters[ordinal] as RpcParameter;
    const assign = output
      ? (from: SqlType, result: SqlValue): void => void outputs.push({ ordinal, name, type: from, value: result })
      : undefined;
    args[ordinal] = { name: name.toLowerCase(), type, value, output, useDefault, table, assign };
  }
  return args;
}

/** Transaction-manager requests (MS-TDS 2.2.6.9): the same as BEGIN, COMMIT, ROLLBACK and SAVE TRAN. */
export async function executeTransactionRequest(
  session: ClientSession,
  wanted: TransactionRequest,
  sink: ResultSink,
): Promise<void> {
  beginRequest(session);
  try {
    await changeTransaction(session, wanted, sink);
    if (session.transaction.state === DOOMED) await refuseDoomedEnd(session, sink);
  } catch (error) {
    await requestFailed(session, sink, error);
  } finally {
    endRequest(session);
  }
}

async function changeTransaction(session: ClientSession, wanted: TransactionRequest, sink: ResultSink): Promise<void> {
  const { transaction } = session;
  switch (wanted.kind) {
    case 'begin':
      begin(session, wanted, sink);
      return;
    case 'save':
      await transaction.save(wanted.name);
      return;
    case 'commit':
    case 'rollback': {
      const change = wanted.kind === 'commit' ? await transaction.commit() : await transaction.rollback(wanted.name);
      if (change !== undefined) sink.environmentChange(change);
      if (wanted.beginAgain !== undefined) begin(session, wanted.beginAgain, sink);
    }
  }
}

function begin(
  session: ClientSession,
  wanted: Omit<TransactionRequest & { kind: 'begin' }, 'kind'>,
  sink: ResultSink,
): void {
  if (wanted.isolation !== undefined) session.options.run = { ...session.options.run, isolation: wanted.isolation };
  const change = session.transaction.begin(wanted.name, session.options.run.isolation);
  if (change !== undefined) sink.environmentChange(change);
}

/** XACT_STATE() of a transaction that can only be rolled back. */
const DOOMED = -1;

function beginRequest(session: ClientSession): void {
  session.running = true;
  session.lastRequestAt = session.engine.clock.now();
}

function endRequest(session: ClientSession): void {
  session.running = false;
  session.cancelled = false;
}

/** What becomes of an error that nothing inside the request has handled. */
async function requestFailed(session: ClientSession, sink: ResultSink, error: unknown): Promise<void> {
  if (error instanceof RequestCancelled) {
    if (session.options.run.xactAbort) await session.rollbackTransaction(sink);
  } else if (!(error instanceof RequestEnded)) {
    await tellUnhandled(session, sink, error);
  }
}

/** Errors before the first statement ran: syntax, names, arguments. */
async function tellUnhandled(session: ClientSession, sink: ResultSink, thrown: unknown): Promise<void> {
  const error = toSqlError(thrown, session);
  session.counters.lastError = error.number;
  session.tell(error, sink);
  sink.statementDone({ command: 'other', error: true });
  if (session.options.run.xactAbort || error.number === 40197) await session.rollbackTransaction(sink);
}

/** A doomed transaction does not outlive its batch (error 3998). */
async function refuseDoomedEnd(session: ClientSession, sink: ResultSink): Promise<void> {
  session.tell(
    new SqlError(
      3998,
      16,
      1,
      'Uncommittable transaction is detected at the end of the batch. The transaction is rolled back.',
    ),
    sink,
  );
  sink.statementDone({ command: 'other', error: true });
  await session.rollbackTransaction(sink);
}
