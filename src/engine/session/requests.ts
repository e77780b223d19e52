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
  await request(session, sink, async () => {
    const program = session.program(text, '');
    const frame = new Frame(session, program, sink, { kind: 'batch' });
    try {
      precompile(frame);
      await runFrame(frame);
    } finally {
      await session.leaveFrame(frame);
    }
  });
}

/** Resolves with false when an error ended the request: the message's further RPCs are not run. */
export function executeRpc(session: ClientSession, call: RpcRequest, sink: ResultSink): Promise<boolean> {
  return request(session, sink, async () => {
    const caller = new Frame(session, EMPTY_BATCH, sink, { kind: 'batch' });
    const outputs: { ordinal: number; name: string; type: SqlType; value: SqlValue }[] = [];
    const status = await callProcedure({
      name: procedureName(call.procedure),
      caller,
      arguments: call.parameters.map((parameter, ordinal) => toArgument(parameter, ordinal, outputs)),
    });
    sink.returnStatus(status);
    for (const { ordinal, name, type, value } of outputs) sink.returnValue(ordinal, name, type, value);
  });
}

function toArgument(
  parameter: RpcParameter,
  ordinal: number,
  outputs: { ordinal: number; name: string; type: SqlType; value: SqlValue }[],
): ProcedureArgument {
  return {
    name: parameter.name.toLowerCase(),
    type: parameter.type,
    value: parameter.value,
    output: parameter.output,
    useDefault: parameter.useDefault,
    ...(parameter.table === undefined ? {} : { table: parameter.table }),
    ...(parameter.output
      ? { assign: (type: SqlType, value: SqlValue) => void outputs.push({ ordinal, name: parameter.name, type, value }) }
      : {}),
  };
}

/** Transaction-manager requests (MS-TDS 2.2.6.9): the same as BEGIN, COMMIT, ROLLBACK and SAVE TRAN. */
export async function executeTransactionRequest(session: ClientSession, wanted: TransactionRequest, sink: ResultSink): Promise<void> {
  await request(session, sink, async () => {
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
  });
}

function begin(session: ClientSession, wanted: Omit<TransactionRequest & { kind: 'begin' }, 'kind'>, sink: ResultSink): void {
  if (wanted.isolation !== undefined) session.options.run = { ...session.options.run, isolation: wanted.isolation };
  const change = session.transaction.begin(wanted.name, session.options.run.isolation);
  if (change !== undefined) sink.environmentChange(change);
}

/** The frame of every request: what happens before and after, and what becomes of an error that nothing inside has handled. */
async function request(session: ClientSession, sink: ResultSink, run: () => Promise<void>): Promise<boolean> {
  session.running = true;
  session.lastRequestAt = session.engine.clock.now();
  try {
    await run();
    await refuseDoomedEnd(session, sink);
    return true;
  } catch (error) {
    if (error instanceof RequestCancelled) {
      if (session.options.run.xactAbort) await session.rollbackTransaction(sink);
      return false;
    }
    if (!(error instanceof RequestEnded)) await tellUnhandled(session, sink, error);
    return false;
  } finally {
    session.running = false;
    session.cancelled = false;
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
  if (session.transaction.state !== -1) return;
  session.tell(
    new SqlError(3998, 16, 1, 'Uncommittable transaction is detected at the end of the batch. The transaction is rolled back.'),
    sink,
  );
  sink.statementDone({ command: 'other', error: true });
  await session.rollbackTransaction(sink);
}
