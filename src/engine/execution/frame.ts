import type { BindEnvironment, SqlType, SqlValue, TableMeta } from '../../tsql/index.ts';
import { SqlError } from '../../tsql/index.ts';
import type { ClientSession, Identity } from '../session/client-session.ts';
import type { Options } from '../session/session-state.ts';
import type { ResultSink } from '../result-sink.ts';
import type { Program } from '../program/program.ts';
import type { Cursor } from '../cursors/cursor.ts';
import type { CursorNames } from '../cursors/cursor-scope.ts';

export type FrameKind = 'batch' | 'dynamic' | 'procedure' | 'trigger';

export interface Variable {
  readonly type: SqlType;
  value: SqlValue;
}

/** The error that a CATCH block handles: what ERROR_NUMBER() and its like answer. */
export interface CaughtError {
  readonly error: SqlError;
}

/** Most frames have none, so the collections are made when the first table comes. Shared by frames that are one scope. */
interface FrameTables {
  variables: Map<string, TableMeta> | undefined;
  borrowed: Set<string> | undefined;
  temporary: Map<string, TableMeta> | undefined;
  cursors: CursorNames | undefined;
  cursorVariables: Map<string, Cursor | undefined> | undefined;
}

const NO_TABLES: readonly TableMeta[] = [];

/**
 * One activation of a batch, a dynamic batch or a module: its variables, its temporary tables, where it stands in TRY and CATCH.
 */
export class Frame {
  readonly session: ClientSession;
  readonly kind: FrameKind;
  readonly program: Program;
  readonly sink: ResultSink;
  readonly parent: Frame | undefined;
  /** Name of the module for error messages; empty in a batch. */
  readonly procedure: string;
  readonly procedureId: number;
  readonly variables = new Map<string, Variable>();
  private readonly tables: FrameTables;
  readonly tries: number[] = [];
  readonly caught: CaughtError[] = [];
  /** SCOPE_IDENTITY() */
  identity: SqlValue = null;
  returnStatus = 0;
  /** Options as they were when a module began, to put back at its end. */
  /** EXECUTE AS that were in force when this began: what REVERT here may not take back. */
  readonly impersonations: number;
  readonly callerIdentity: Identity;
  readonly savedSet: Options['set'];
  readonly savedRun: Options['run'];
  transitionTables: ReadonlyMap<string, TableMeta> | undefined;
  /** TRIGGER_NESTLEVEL() and COLUMNS_UPDATED(). */
  readonly triggerDepth: number;
  /** The triggers that run around here, outermost first, by id; empty outside triggers. */
  readonly triggerChain: string;
  columnsUpdated: Uint8Array | null = null;
  // Not #private: a frame with another sink has this one as its prototype.
  private cachedEnvironment: BindEnvironment | undefined;
  private cachedVersion = -1;

  constructor(
    session: ClientSession,
    program: Program,
    sink: ResultSink,
    options: { kind: FrameKind; parent?: Frame; procedure?: string; procedureId?: number },
  ) {
    this.session = session;
    this.kind = options.kind;
    this.program = program;
    this.sink = sink;
    this.parent = options.parent;
    const around = options.parent?.triggerChain ?? '';
    this.triggerDepth = (options.parent?.triggerDepth ?? 0) + (options.kind === 'trigger' ? 1 : 0);
    this.triggerChain = options.kind === 'trigger' ? `${around}/${options.procedureId ?? 0}` : around;
    this.procedure = options.procedure ?? '';
    this.procedureId = options.procedureId ?? 0;
    this.tables = {
      variables: undefined,
      borrowed: undefined,
      temporary: options.kind === 'batch' ? session.temporaryTables : undefined,
      cursors: undefined,
      cursorVariables: undefined,
    };
    this.impersonations = options.kind === 'batch' ? 0 : session.impersonations;
    this.callerIdentity = session.identity;
    this.savedSet = session.options.set;
    this.savedRun = session.options.run;
  }

  get tableVariables(): Map<string, TableMeta> {
    return (this.tables.variables ??= new Map());
  }

  /** Table variables of a caller, handed over as READONLY parameters: not ours to drop. */
  get borrowed(): Set<string> {
    return (this.tables.borrowed ??= new Set());
  }

  /** The table variables that were declared here. */
  get ownTableVariables(): readonly TableMeta[] {
    const { variables, borrowed } = this.tables;
    if (variables === undefined) return NO_TABLES;
    return [...variables].filter(([name]) => borrowed?.has(name) !== true).map(([, table]) => table);
  }

  /** Those of a batch belong to the session and outlive it; those of a module end with it. */
  get temporaryTables(): Map<string, TableMeta> {
    return (this.tables.temporary ??= new Map());
  }

  get localCursors(): CursorNames {
    return (this.tables.cursors ??= new Map());
  }

  /** Cursor variables that were declared or are parameters; undefined: no cursor allocated. */
  get cursorVariables(): Map<string, Cursor | undefined> {
    return (this.tables.cursorVariables ??= new Map());
  }

  /** True when the frame has cursors to let go of at its end. */
  get hasCursors(): boolean {
    return this.tables.cursors !== undefined || this.tables.cursorVariables !== undefined;
  }

  /** Tables that end with the frame. Those that were lent to it stay their owner's. */
  ownTables(): readonly TableMeta[] {
    const { variables, borrowed, temporary } = this.tables;
    const ownTemporary = this.kind === 'batch' ? undefined : temporary;
    if (variables === undefined && ownTemporary === undefined) return NO_TABLES;
    for (const name of borrowed ?? []) variables?.delete(name);
    return [...(ownTemporary?.values() ?? []), ...(variables?.values() ?? [])];
  }

  /** The same scope with another place for its answers. */
  withSink(sink: ResultSink): Frame {
    return Object.create(this, { sink: { value: sink } }) as Frame;
  }

  /** True inside something called: its statements end with DONEINPROC. */
  get inProcedure(): boolean {
    return this.kind !== 'batch';
  }

  /** True when this frame or one that called it is inside a TRY block: an error travels there and is not told to the client. */
  get insideTry(): boolean {
    return this.tries.length > 0 || (this.parent?.insideTry ?? false);
  }

  variable(name: string): Variable {
    const variable = this.variables.get(name);
    if (variable === undefined) throw new SqlError(137, 15, 2, `Must declare the scalar variable "${name}".`);
    return variable;
  }

  declare(name: string, type: SqlType, value: SqlValue = null): void {
    this.variables.set(name, { type, value });
  }

  /** The value of a variable or `@@` system value, for a statement's parameter. */
  readonly read = (name: string): SqlValue => {
    if (name.charCodeAt(1) === 64) return this.session.systemValue(name, this);
    const variable = this.variables.get(name);
    if (variable === undefined) throw new SqlError(137, 15, 2, `Must declare the scalar variable "${name}".`);
    return variable.value;
  };

  temporaryTable(name: string): TableMeta | undefined {
    return this.tables.temporary?.get(name.toLowerCase()) ?? this.parent?.temporaryTable(name);
  }

  /** `name<TAB>object id` a line, for OBJECT_ID('tempdb..#t'); NULL without any. */
  temporaryTableLines(): string | null {
    const own = [...(this.tables.temporary?.values() ?? [])].map((table) => `${table.name}\t${table.id}`);
    const outer = this.parent?.temporaryTableLines() ?? null;
    const lines = outer === null ? own : [...own, outer];
    return lines.length === 0 ? null : lines.join('\n');
  }

  /** The innermost error being handled here or in a caller. */
  get handledError(): SqlError | undefined {
    return this.caught.at(-1)?.error ?? this.parent?.handledError;
  }

  /** What the binder may see from here; made anew when the catalog or the options changed. */
  environment(): BindEnvironment {
    const version = this.session.environmentVersion;
    if (this.cachedEnvironment !== undefined && this.cachedVersion === version) return this.cachedEnvironment;
    this.cachedVersion = version;
    const { session } = this;
    this.cachedEnvironment = {
      catalog: session.catalog.view,
      databaseId: session.databaseId,
      defaultSchema: session.defaultSchema,
      variable: (name) => {
        const found = this.variables.get(name.toLowerCase());
        return found === undefined ? this.program.declaredType(name.toLowerCase(), this) : { type: found.type };
      },
      tableVariable: (name) => this.tables.variables?.get(name.toLowerCase()),
      temporaryTable: (name) => this.temporaryTable(name),
      transitionTable: (name) => this.transitionTables?.get(name.toLowerCase()),
      options: session.options.set,
      serverCollation: session.engine.collation,
    };
    return this.cachedEnvironment;
  }
}
