import { SqlError, parseModule, type TriggerMeta } from '../../tsql/index.ts';
import type { PgStep } from '../../pg/index.ts';
import { bindParameters } from '../execution/carrier-codec.ts';
import { Frame } from '../execution/frame.ts';
import { RequestEnded, runFrame } from '../execution/interpreter.ts';
import { precompile } from '../execution/precompile.ts';
import { Program, type QueryPlan } from '../program/program.ts';
import { QueryRun } from '../statements/query.ts';
import type { FiredAction, Firing } from './firing.ts';

/** Programs by trigger and by the triggers around it: what a statement in it fires depends on them. */
const programs = new WeakMap<TriggerMeta, Program>();

function programOf(trigger: TriggerMeta): Program {
  let program = programs.get(trigger);
  if (program === undefined) {
    const module = parseModule(trigger.definition, { quotedIdentifier: trigger.quotedIdentifier ?? true });
    if (module.kind !== 'create-trigger' || !Array.isArray(module.body))
      throw new SqlError(208, 16, 1, `Invalid object name '${trigger.name}'.`);
    program = new Program({ kind: 'batch', pos: module.pos, statements: module.body }, trigger.definition);
    programs.set(trigger, program);
  }
  return program;
}

/** A statement with triggers: it and they are one transaction, the session's or one of their own. */
export async function runFiring(plan: QueryPlan, firing: Firing, frame: Frame): Promise<void> {
  const { session } = frame;
  const { transaction } = session;
  const own = transaction.count === 0;
  if (own) transaction.begin('', session.options.run.isolation);
  const run = new QueryRun(plan, frame);
  run.unfinished = true;
  try {
    await changeRows(plan, firing, run, frame);
    for (const fired of firing.actions) {
      for (const trigger of fired.triggers) await runTrigger(trigger, fired, plan, run.rows, frame);
    }
    if (own) await transaction.commit();
  } catch (error) {
    if (own) await transaction.rollbackAll();
    throw error;
  }
  run.finish(run.rows);
}

async function changeRows({ compiled, pg }: QueryPlan, firing: Firing, run: QueryRun, frame: Frame): Promise<void> {
  const { session } = frame;
  const prepare = firing.prepare.map((sql): PgStep => ({ sql }));
  run.leading = prepare.length;
  const parameters = bindParameters(compiled.parameters, frame.read);
  await session.backend.run([...prepare, { statement: pg, parameters }], run);
  if (compiled.identity?.how.kind === 'currval') await run.drawnIdentity();
}

async function runTrigger(
  trigger: TriggerMeta,
  fired: FiredAction,
  plan: QueryPlan,
  rows: number,
  caller: Frame,
): Promise<void> {
  const { session } = caller;
  const schema = session.catalog.view.schemaById(trigger.schemaId)?.name ?? 'dbo';
  const frame = new Frame(session, programOf(trigger), caller.sink, {
    kind: 'trigger',
    parent: caller,
    procedure: `${schema}.${trigger.name}`,
    procedureId: trigger.id,
  });
  frame.transitionTables = new Map([
    ['inserted', fired.inserted],
    ['deleted', fired.deleted],
  ]);
  frame.columnsUpdated = columnsUpdated(fired, plan);
  session.counters.rowCount = rows;
  try {
    await session.nested(async () => {
      // Any error in a trigger ends the batch and its transaction, as if XACT_ABORT were on.
      session.options.run = { ...session.options.run, xactAbort: true };
      session.setModuleOptions({
        quotedIdentifier: trigger.quotedIdentifier ?? true,
        ansiNulls: trigger.ansiNulls ?? true,
      });
      precompile(frame);
      await runFrame(frame);
    });
  } catch (error) {
    throw await endedByTrigger(error, frame);
  } finally {
    await session.leaveFrame(frame);
  }
  if (session.transaction.count === 0) {
    throw new SqlError(3609, 16, 1, 'The transaction ended in the trigger. The batch has been aborted.');
  }
  if (session.transaction.state === -1) {
    throw new SqlError(
      3616,
      16,
      1,
      'An error was raised during trigger execution. The batch has been aborted and the user transaction, if any, has been rolled back.',
    );
  }
}

/** An error of the trigger itself (its body does not compile, it is nested too deeply) ends the batch as those of its statements do. */
async function endedByTrigger(error: unknown, frame: Frame): Promise<unknown> {
  if (!(error instanceof SqlError)) return error;
  error.procedure ||= frame.procedure;
  error.line ||= 1;
  if (frame.insideTry) {
    frame.session.transaction.doom();
    return error;
  }
  frame.session.tell(error, frame.sink);
  frame.session.counters.lastError = error.number;
  await frame.session.rollbackTransaction(frame.sink);
  return new RequestEnded();
}

/** A bit for each column_id, the lowest in the lowest bit of the first byte (sql-docs, columns-updated-transact-sql). */
function columnsUpdated({ action, inserted }: FiredAction, { compiled }: QueryPlan): Uint8Array {
  const highest = Math.max(...inserted.columns.map(({ id }) => id));
  const bits = new Uint8Array(Math.ceil(highest / 8));
  const updated = new Set(compiled.target?.updatedColumns ?? []);
  for (const { id, name } of inserted.columns) {
    const set =
      action === 'INSERT' || (action === 'UPDATE' && (compiled.verb === 'MERGE' || updated.has(name.toLowerCase())));
    if (set) bits[(id - 1) >> 3] = (bits[(id - 1) >> 3] ?? 0) | (1 << ((id - 1) & 7));
  }
  return bits;
}
