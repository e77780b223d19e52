import {
  SqlError,
  compileCondition,
  compileExpression,
  compileScalar,
  type Batch,
  type CompiledExpression,
  type CompiledStatement,
  type DataType,
  type Declare,
  type Expr,
  type Predicate,
  type Pos,
  type ReadVariable,
  type SqlType,
  type SqlValue,
  type Statement,
} from '../../tsql/index.ts';
import { type PgStatement } from '../../pg/index.ts';
import { liveTopicsOf, type LiveTopic } from '../catalog/system-views/live-topics.ts';
import type { Frame } from '../execution/frame.ts';
import type { ResultColumn } from '../result-sink.ts';
import { clientColumns } from '../execution/client-columns.ts';
import { compileFiring, type Firing } from '../triggers/firing.ts';
import { buildInstructions } from './build-instructions.ts';
import type { Instruction } from './instruction.ts';
import { statementFor } from './statement-pool.ts';

export interface QueryPlan {
  readonly compiled: CompiledStatement;
  readonly pg: PgStatement;
  readonly columns: readonly ResultColumn[];
  /** The triggers that the statement fires. */
  readonly firing?: Firing;
  /** What the statement reads that only this process knows. */
  readonly live: readonly LiveTopic[];
}

export interface ScalarPlan {
  readonly compiled: CompiledExpression;
  /** Present when JavaScript can compute it without PostgreSQL. */
  readonly local?: (read: ReadVariable) => SqlValue | boolean;
  readonly pg: PgStatement;
}

interface Versioned<T> {
  /** Database and SET options, which USE and SET may change half-way through a batch. */
  readonly context: string;
  readonly catalogVersion: number;
  readonly temporaryVersion: number;
  readonly plan: T;
}

/** A declared variable, seen before it runs so that statements compile (T-SQL's DECLARE is not executed to be known). */
interface Declaration {
  readonly type: DataType;
  readonly offset: number;
}

let nextProgramId = 1;

/**
 * A parsed batch or module body with the plans of its statements. Shared by every session that runs the same text with the same
 * database, options and parameter types; a plan is good for one version of the catalog.
 */
export class Program {
  readonly id = nextProgramId++;
  readonly batch: Batch;
  /** The text that the positions of the batch count in. */
  readonly text: string;
  readonly code: readonly Instruction[];
  /** Added to line numbers: modules count from the first line of CREATE. */
  readonly firstLine: number;
  /** The catalog version in which every statement compiled, or failed for a reason that may go away. */
  checkedVersion = -1;
  /** Lower-case names of DECLARE @c CURSOR. */
  readonly cursorVariables = new Set<string>();
  /** Set for a module with cursor parameters, too. */
  hasCursorVariables = false;
  readonly #declarations = new Map<string, Declaration>();
  readonly #declaredTypes = new Map<string, SqlType>();
  readonly #queries = new Map<Statement, Versioned<QueryPlan>>();
  readonly #triggerQueries = new Map<string, Map<Statement, Versioned<QueryPlan>>>();
  readonly #scalars = new Map<Expr | Predicate, Versioned<ScalarPlan>>();

  constructor(batch: Batch, text: string, firstLine = 1) {
    this.batch = batch;
    this.text = text;
    this.firstLine = firstLine;
    this.code = buildInstructions(batch.statements);
    for (const instruction of this.code) {
      if (instruction.op === 'run' && instruction.statement.kind === 'declare') this.#collect(instruction.statement);
    }
  }

  lineOf(pos: Pos): number {
    return pos.line + this.firstLine - 1;
  }

  /** The type of a variable whose DECLARE has not run yet. */
  declaredType(name: string, frame: Frame): { type: SqlType } | undefined {
    const declaration = this.#declarations.get(name);
    if (declaration === undefined) return undefined;
    let type = this.#declaredTypes.get(name);
    if (type === undefined) {
      type = frame.session.resolveType(declaration.type);
      this.#declaredTypes.set(name, type);
    }
    return { type };
  }

  query(statement: Statement, frame: Frame): QueryPlan {
    const { session } = frame;
    const queries = frame.triggerChain === '' ? this.#queries : this.#queriesOf(frame.triggerChain);
    const found = queries.get(statement);
    if (found !== undefined && isCurrent(found, found.plan.compiled.usesTemporary, session)) return found.plan;
    const { compiled, firing } = compiling(() => compileFiring(statement, frame));
    const plan: QueryPlan = {
      compiled,
      pg: statementFor(compiled.sql),
      columns: clientColumns(compiled.columns),
      live: liveTopicsOf(compiled.sql),
      ...(firing ? { firing } : {}),
    };
    queries.set(statement, {
      context: session.contextKey,
      catalogVersion: session.catalog.view.version,
      temporaryVersion: session.temporaryVersion,
      plan,
    });
    return plan;
  }

  /** Inside a trigger a statement has other tables for the rows of the triggers it fires itself, and may not fire all of them. */
  #queriesOf(triggerChain: string): Map<Statement, Versioned<QueryPlan>> {
    let queries = this.#triggerQueries.get(triggerChain);
    if (queries === undefined) this.#triggerQueries.set(triggerChain, (queries = new Map()));
    return queries;
  }

  scalar(expression: Expr | Predicate, frame: Frame): ScalarPlan {
    const { session } = frame;
    const found = this.#scalars.get(expression);
    if (found !== undefined && isCurrent(found, found.plan.compiled.usesTemporary, session)) return found.plan;
    const compiled = compiling(() => compileExpression(expression, frame.environment()));
    const local =
      compiled.bound.type.name === 'boolean' ? compileCondition(compiled.bound) : compileScalar(compiled.bound);
    const plan: ScalarPlan = { compiled, pg: statementFor(compiled.sql), ...(local === undefined ? {} : { local }) };
    this.#scalars.set(expression, {
      context: session.contextKey,
      catalogVersion: session.catalog.view.version,
      temporaryVersion: session.temporaryVersion,
      plan,
    });
    return plan;
  }

  addCursorVariable(name: string): void {
    this.cursorVariables.add(name);
    this.hasCursorVariables = true;
  }

  #collect(statement: Declare): void {
    for (const item of statement.items) {
      const name = item.name.toLowerCase();
      if (this.#declarations.has(name)) {
        throw new SqlError(
          134,
          15,
          1,
          `The variable name '${item.name}' has already been declared. Variable names must be unique within a query batch or stored procedure.`,
          item.pos.line,
        );
      }
      if (item.kind === 'declare-cursor-variable') this.addCursorVariable(name);
      if (item.kind === 'declare-variable') this.#declarations.set(name, { type: item.type, offset: item.pos.offset });
    }
  }
}

/** What the binder refuses but SQL Server only when the statement runs: the batch goes on. */
export const CHECKED_AT_RUN: ReadonlySet<number> = new Set([544, 545]);

function compiling<T>(compile: () => T): T {
  try {
    return compile();
  } catch (error) {
    if (error instanceof SqlError && !CHECKED_AT_RUN.has(error.number)) error.atCompile = true;
    throw error;
  }
}

function isCurrent(entry: Versioned<unknown>, usesTemporary: boolean, session: Frame['session']): boolean {
  return (
    entry.catalogVersion === session.catalog.view.version &&
    entry.context === session.contextKey &&
    (!usesTemporary || entry.temporaryVersion === session.temporaryVersion)
  );
}
