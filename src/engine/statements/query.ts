import { SqlError, type SqlType, type SqlValue, type Statement } from '../../tsql/index.ts';
import { bindParameters, decodeColumn } from '../execution/carrier-codec.ts';
import type { Frame } from '../execution/frame.ts';
import type { OffsetHandler, RunMode } from '../session/backend.ts';
import type { PgStep } from '../../pg/index.ts';
import { liveSteps } from '../session/live-rows.ts';
import type { QueryPlan } from '../program/program.ts';
import type { CommandName, ResultSink } from '../result-sink.ts';
import { refuseOtherColumns, rowGone } from '../cursors/current-of.ts';
import { runFiring } from '../triggers/run-firing.ts';
import { requirePermissions } from '../security/permissions.ts';
import { withRowCountLimit } from './row-count-limit.ts';
import { runSelectInto } from './select-into.ts';

/** SELECT, INSERT, UPDATE, DELETE, MERGE: one statement of PostgreSQL, its rows passed on as they come. */
export function runQuery(written: Statement, frame: Frame): void | Promise<void> {
  const { session } = frame;
  const limit = session.options.run.rowCountLimit;
  const statement = limit > 0 ? withRowCountLimit(written, limit) : written;
  const plan = frame.program.query(statement, frame);
  const { compiled } = plan;
  requirePermissions(compiled.permissions, frame);
  if (!compiled.readsOnly) session.transaction.refuseWhenDoomed();
  if (compiled.tableless !== true) session.beginImplicitly(frame.sink);
  if (compiled.selectInto !== undefined) return runSelectInto(compiled, frame);
  if (plan.firing !== undefined) return runFiring(plan, plan.firing, frame);

  const returnsRows = plan.columns.length > 0;
  if (returnsRows) frame.sink.columns(plan.columns);
  const run = new QueryRun(plan, frame);
  if (session.options.run.fmtOnly) return run.finish(0);
  if (compiled.currentOf !== undefined) refuseOtherColumns(compiled, frame);
  const parameters = bindParameters(compiled.parameters, frame.read);
  run.leading = plan.live.length;
  const step: PgStep =
    limit > 0 && compiled.verb === 'SELECT'
      ? { statement: plan.pg, parameters, maxRows: limit }
      : { statement: plan.pg, parameters };
  const steps = plan.live.length === 0 ? [step] : [...liveSteps(plan.live, session.engine), step];
  const running = session.backend.run(steps, run, compiled.readsOnly ? READS : CHANGES);
  const counts = returnsRows || !compiled.readsOnly;
  const done = counts && frame.insideTry ? running.catch((error: unknown) => run.fail(error)) : running;
  return compiled.identity?.how.kind === 'currval' ? done.then(() => run.drawnIdentity()) : done;
}

const READS: RunMode = { readsOnly: true };
const CHANGES: RunMode = {};

const COMMANDS: Readonly<Record<string, CommandName>> = {
  SELECT: 'select',
  INSERT: 'insert',
  UPDATE: 'update',
  DELETE: 'delete',
  MERGE: 'merge',
  'TRUNCATE TABLE': 'other',
};

/** Receives the rows of one query: to the client, into variables, or for the identity value. */
export class QueryRun implements OffsetHandler {
  firstStep = 0;
  /** Steps of our own before the statement. */
  leading = 0;
  /** Set where more belongs to the statement than its rows: whoever set it calls `finish`. */
  unfinished = false;
  rows = 0;
  readonly #plan: QueryPlan;
  readonly #frame: Frame;
  readonly #sink: ResultSink;
  readonly #toClient: boolean;
  readonly #assigned: SqlValue[] = [];
  #sawRow = false;
  #sent = 0;
  #identity: SqlValue = null;

  constructor(plan: QueryPlan, frame: Frame) {
    this.#plan = plan;
    this.#frame = frame;
    this.#sink = frame.sink;
    this.#toClient = plan.columns.length > 0;
  }

  /** CATCH goes on behind a statement that failed: the client sees where its rows end, or that it changed none. */
  fail(error: unknown): never {
    const { noCount } = this.#frame.session.options.run;
    this.#sink.statementDone({
      command: COMMANDS[this.#plan.compiled.verb] ?? 'other',
      inProcedure: this.#frame.inProcedure,
      ...(noCount ? {} : { rowCount: this.#sent }),
    });
    throw error;
  }

  row(step: number, buffer: Buffer, start: number, end: number): void {
    if (step !== this.firstStep + this.leading) return;
    if (this.#toClient) {
      this.#sent++;
      this.#sink.pgRow(buffer, start, end);
      if (!this.#sink.writable) this.#frame.session.backend.pauseUntil(this.#sink.drained());
    }
    const { assignments, identity } = this.#plan.compiled;
    if (assignments.length === 0 && identity === undefined) return;
    this.#sawRow = true;
    for (let i = 0; i < assignments.length; i++) {
      const { type, column } = assignments[i] as { type: SqlType; column: number };
      this.#assigned[i] = decodeColumn(type, buffer, start, column);
    }
    if (identity?.how.kind === 'column')
      this.#identity = decodeColumn(IDENTITY_ROW_TYPE, buffer, start, identity.how.column);
  }

  complete(step: number, tag: string, rows: number): void {
    if (step !== this.firstStep + this.leading) return;
    // PostgreSQL counts no rows of a portal that SET ROWCOUNT stopped: it stopped at exactly that many.
    this.rows = tag === 'SUSPENDED' ? this.#frame.session.options.run.rowCountLimit : rows;
  }

  /** After the statement: variables get their values, @@IDENTITY and SCOPE_IDENTITY() theirs. */
  settled(): void {
    const { assignments, identity, currentOf, readsOnly } = this.#plan.compiled;
    const frame = this.#frame;
    if (!readsOnly) frame.session.engine.dataVersion++;
    if (currentOf !== undefined && this.rows === 0) throw rowGone();
    if (this.#sawRow) {
      for (let i = 0; i < assignments.length; i++) {
        frame.variable((assignments[i] as { variable: string }).variable).value = this.#assigned[i] ?? null;
      }
    }
    if (identity?.how.kind === 'currval') return;
    if (identity !== undefined && this.rows > 0) this.#setIdentity(this.#identity);
    if (!this.unfinished) this.finish(this.rows);
  }

  /** The identity value of a statement that returns none: the last one that the session drew. */
  async drawnIdentity(): Promise<void> {
    const { identity } = this.#plan.compiled;
    if (identity !== undefined && this.rows > 0) {
      this.#setIdentity(await this.#frame.session.currentValue(identity.pgSchema, identity.pgSequence));
    }
    if (!this.unfinished) this.finish(this.rows);
  }

  #setIdentity(value: SqlValue): void {
    this.#frame.identity = value;
    this.#frame.session.counters.identity = value;
  }

  finish(rows: number): void {
    const frame = this.#frame;
    const { session } = frame;
    session.counters.rowCount = rows;
    session.counters.lastError = 0;
    const command = COMMANDS[this.#plan.compiled.verb];
    if (command === undefined)
      throw new SqlError(8630, 17, 1, `Internal error: no command name for ${this.#plan.compiled.verb}.`);
    const rowCount = session.options.run.noCount ? undefined : rows;
    this.#sink.statementDone({ command, rowCount, inProcedure: frame.inProcedure });
  }
}

/** Identity values come back as int8 whatever the column's type: the binder casts them. */
const IDENTITY_ROW_TYPE: SqlType = { name: 'bigint', length: 0, precision: 0, scale: 0 };
