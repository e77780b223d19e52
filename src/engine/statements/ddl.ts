import { PgError } from '../../pg/index.ts';
import { SqlError, type CreateSchema, type DdlStatement, type ModuleStatement } from '../../tsql/index.ts';
import { changeTemporaryProcedure } from '../procedures/temporary-procedure.ts';
import { changeSteps } from '../catalog/change-steps.ts';
import { createDdlCompiler } from '../ddl/compiler.ts';
import { planDdl } from '../ddl/plan-ddl.ts';
import { plan, type DdlContext, type DdlPlan } from '../ddl/plan.ts';
import { isSecurityStatement, securityChanges } from '../principals/run-security-statement.ts';
import { commandOf } from '../execution/command-name.ts';
import type { Frame } from '../execution/frame.ts';
import type { RunnableStatement } from '../program/instruction.ts';
import { requireDdlPermission } from '../security/ddl-permission.ts';
import { ignoreRows } from '../session/backend.ts';
import { keepTemporary } from './temporary-table.ts';

/** CREATE, ALTER, DROP and what else changes the catalog: planned in pure code, then done in one transaction. */
export async function runDdl(statement: RunnableStatement, frame: Frame): Promise<void> {
  const { session } = frame;
  session.transaction.refuseWhenDoomed();
  refuseInTransaction(statement, frame);
  if (changeTemporaryProcedure(statement, frame)) {
    session.temporaryTablesChanged();
  } else if (isSecurityStatement(statement)) {
    await applyPlan(plan([], await securityChanges(statement, frame)), frame);
  } else {
    requireDdlPermission(statement, frame);
    await applyPlan(planned(statement as DdlStatement, frame), frame);
    if (statement.kind === 'create-schema') await makeElements(statement, frame);
  }
  session.counters.lastError = 0;
  session.counters.rowCount = 0;
  frame.sink.statementDone({ command: commandOf(statement), inProcedure: frame.inProcedure });
}

/** CREATE SCHEMA s CREATE TABLE t ... GRANT ...: names without a schema mean the new one. */
async function makeElements(schema: CreateSchema, frame: Frame): Promise<void> {
  for (const element of schema.elements) {
    if (isSecurityStatement(element)) {
      await applyPlan(plan([], await securityChanges(element, frame)), frame);
    } else {
      const context = { ...ddlContext(frame), defaultSchema: schema.name?.text ?? frame.session.defaultSchema };
      await applyPlan(planDdl(element as DdlStatement, context), frame);
    }
  }
}

/** What is wrong with a module is told under the module's name, before it has one. */
function planned(statement: DdlStatement, frame: Frame): DdlPlan {
  try {
    return planDdl(statement, ddlContext(frame));
  } catch (error) {
    if (error instanceof SqlError && MODULES.has(statement.kind)) {
      const name = (statement as ModuleStatement).name.parts.at(-1)?.text ?? '';
      for (const each of [...error.preceding, error]) each.procedure ||= name;
    }
    throw error;
  }
}

const MODULES: ReadonlySet<string> = new Set(['create-view', 'create-procedure', 'create-function', 'create-trigger']);

/** Databases come and go on their own (226). */
function refuseInTransaction(statement: RunnableStatement, { session }: Frame): void {
  const verb =
    statement.kind === 'drop'
      ? statement.class === 'DATABASE'
        ? 'DROP DATABASE'
        : undefined
      : statement.kind === 'create-database'
        ? 'CREATE DATABASE'
        : undefined;
  if (verb === undefined || session.transaction.count === 0) return;
  throw new SqlError(226, 16, 6, `${verb} statement not allowed within multi-statement transaction.`);
}

/** Runs the commands of a plan and keeps its changes: all of it, or nothing. */
export async function applyPlan(planned: DdlPlan, frame: Frame): Promise<void> {
  const { session } = frame;
  if (planned.changes.length > 0 || planned.sql.length > 0) session.beginImplicitly(frame.sink);
  const messages =
    planned.report === undefined ? [] : planned.report.messages(await firstRow(planned.report.sql, frame));
  const steps = [...planned.sql, ...changeSteps(planned.changes)].map((sql) => ({ sql }));
  // The connection that makes a temporary table is the session's own from here on.
  if (planned.temporary !== undefined) session.backend.pin('temporary tables');
  if (steps.length > 0) {
    try {
      await session.backend.run(steps, ignoreRows(), { atomic: true });
    } catch (error) {
      throw translated(error, planned);
    }
  }
  session.catalog.add(planned.changes, session.transaction.count > 0);
  if (planned.temporary !== undefined) keepTemporary(planned.temporary, frame);
  for (const message of [...messages, ...planned.messages]) tellMessage(message, frame);
  const [error] = planned.errors ?? [];
  if (error !== undefined) throw error;
}

/** The first row of a query over text columns. */
async function firstRow(sql: string, { session }: Frame): Promise<(string | null)[]> {
  let found: (string | null)[] = [];
  const row = (_step: number, buffer: Buffer, start: number): void => {
    let at = start + 2;
    found = Array.from({ length: buffer.readInt16BE(start) }, () => {
      const length = buffer.readInt32BE(at);
      const value = length < 0 ? null : buffer.toString('utf8', at + 4, at + 4 + length);
      at += 4 + Math.max(0, length);
      return value;
    });
  };
  await session.backend.run([{ sql }], { ...ignoreRows(), row }, { readsOnly: true });
  return found;
}

function translated(error: unknown, plan: DdlPlan): unknown {
  if (!(error instanceof PgError) || plan.translate === undefined) return error;
  return plan.translate(error) ?? error;
}

function tellMessage(message: SqlError, frame: Frame): void {
  frame.sink.message({
    number: message.number,
    severity: message.severity === 10 ? 0 : message.severity,
    state: message.state,
    message: message.message,
    procedure: frame.procedure,
    line: message.line || 1,
  });
}

export function ddlContext(frame: Frame): DdlContext {
  const { session } = frame;
  const { engine } = session;
  return {
    catalog: session.catalog.view,
    databaseId: session.databaseId,
    sessionId: session.id,
    defaultSchema: session.defaultSchema,
    serverCollation: engine.collation,
    now: new Date(engine.clock.now()).toISOString(),
    ids: engine.ids,
    compiler: createDdlCompiler(frame.environment(), frame.read),
    batchText: frame.program.text,
    quotedIdentifier: session.options.set.quotedIdentifier,
    ansiNulls: session.options.set.ansiNulls,
    ansiNullDefault: session.options.run.ansiNullDefaultOn,
    temporaryTable: (name) => frame.temporaryTable(name),
    temporaryName: (name) => session.temporaryName(name),
    inUse: (databaseId) =>
      [...engine.sessions.values()].some((other) => other !== session && other.databaseId === databaseId),
    principalId: (databaseId, name) => engine.security.principal(databaseId, name)?.id,
  };
}
