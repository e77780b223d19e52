import {
  BIGINT,
  SqlError,
  formatType,
  quoteQualified,
  quoteText,
  resolveDataType,
  type DataType,
  type ObjectMeta,
  type ObjectName,
  type ResolvedType,
  type SqlType,
  type SqlValue,
  type TableMeta,
} from '../../tsql/index.ts';
import { CatalogSession } from '../catalog/catalog-session.ts';
import { changeSteps } from '../catalog/change-steps.ts';
import { planDropGlobalTemporaries } from '../ddl/global-temporary.ts';
import type { Engine } from '../engine.ts';
import { type CursorNames, releaseCursors } from '../cursors/cursor-scope.ts';
import { variantText } from '../execution/carrier-codec.ts';
import type { Frame } from '../execution/frame.ts';
import { RowCollector } from '../execution/row-collector.ts';
import { ApiCursors } from '../cursors/api-cursors.ts';
import type { PreparedText } from '../procedures/dynamic-sql.ts';
import type { TemporaryProcedures } from '../procedures/temporary-procedure.ts';
import type { Program } from '../program/program.ts';
import type { ResultSink } from '../result-sink.ts';
import type { BulkLoad, LoginRequest, RpcRequest, Session, TransactionRequest } from '../session-api.ts';
import { Backend, ignoreRows } from './backend.ts';
import { executeBatch, executeRpc, executeTransactionRequest } from './requests.ts';
import { defaultOptions, newCounters, type Options } from './session-state.ts';
import { SessionRecoveryState } from './session-recovery.ts';
import { readSystemValue } from './system-values.ts';
import { TemporaryTables } from './temporary-tables.ts';
import { Transaction } from './transaction.ts';

const MAX_NEST_LEVEL = 32;

/** Who the session is, as the catalog knows it. */
export interface Identity {
  readonly loginId: number;
  readonly loginName: string;
  readonly isSysadmin: boolean;
  /** EXECUTE AS USER: who one is in that database, whatever the login; elsewhere a guest. */
  readonly user?: { readonly databaseId: number; readonly id: number };
}

/** One client's session: what outlives a request. The work itself is in the interpreter and the statements. */
export class ClientSession implements Session {
  readonly id: number;
  readonly engine: Engine;
  readonly login: LoginRequest;
  /** Who logged in, whatever EXECUTE AS says. */
  readonly ownIdentity: Identity;
  readonly #impersonated: Identity[] = [];
  readonly startedAt: number;
  readonly backend: Backend;
  readonly catalog: CatalogSession;
  readonly transaction: Transaction;
  readonly counters = newCounters();
  /** Temporary tables of the session's own scope: made by batches, they live until the session ends. */
  readonly temporaryTables = new Map<string, TableMeta>();
  readonly temporary = new TemporaryTables();
  readonly globalCursors: CursorNames = new Map();
  readonly temporaryProcedures: TemporaryProcedures = new Map();
  apiCursors = new ApiCursors();
  readonly prepared = new Map<number, PreparedText>();
  readonly context = new Map<string, { type: SqlType; value: SqlValue; readOnly: boolean }>();
  readonly recovery: SessionRecoveryState;
  lastPreparedHandle = 0;
  options: Options = defaultOptions();
  contextInfo: Uint8Array | null = null;
  databaseId: number;
  language = 'us_english';
  packetSize: number;
  cancelled = false;
  #environmentVersion = 0;
  #seenCatalogVersion = -1;
  #contextKey = '';
  #temporaryVersion = 0;
  #wakeUp: (() => void) | undefined;
  #closeConnection: () => void = () => {};
  #bulkLoad: BulkLoad | undefined;
  lastRequestAt: number;
  running = false;

  constructor(engine: Engine, id: number, login: LoginRequest, identity: Identity, databaseId: number) {
    this.engine = engine;
    this.id = id;
    this.login = login;
    this.ownIdentity = identity;
    this.databaseId = databaseId;
    this.packetSize = login.packetSize;
    this.startedAt = engine.clock.now();
    this.lastRequestAt = this.startedAt;
    this.backend = new Backend(engine.pool, () => {
      this.temporary.lost();
      this.temporaryTablesChanged();
    });
    this.catalog = new CatalogSession(engine.catalogStore);
    this.transaction = new Transaction(
      this.backend,
      this.catalog,
      () => engine.nextTransactionDescriptor(),
      (committed) => {
        if (committed) this.temporary.committed();
        else if (this.temporary.rolledBack()) this.temporaryTablesChanged();
      },
    );
    this.recovery = new SessionRecoveryState(this);
    this.optionsChanged();
  }

  get database(): string {
    return this.catalog.view.databaseById(this.databaseId)?.name ?? 'master';
  }

  get defaultSchema(): string {
    return 'dbo';
  }

  get identity(): Identity {
    return this.#impersonated.at(-1) ?? this.ownIdentity;
  }

  /** How many EXECUTE AS are in force. */
  get impersonations(): number {
    return this.#impersonated.length;
  }

  impersonate(identity: Identity): void {
    this.#impersonated.push(identity);
    this.optionsChanged();
  }

  /** Takes back the last EXECUTE AS, if there are more than `least`. */
  revert(least: number): void {
    if (this.#impersonated.length <= least) return;
    this.#impersonated.pop();
    this.optionsChanged();
  }

  get isSysadmin(): boolean {
    return this.identity.isSysadmin;
  }

  /** Grows whenever anything changes that a bind environment holds; a number of this session alone. */
  get environmentVersion(): number {
    const { version } = this.catalog.view;
    if (version !== this.#seenCatalogVersion) {
      this.#seenCatalogVersion = version;
      this.#environmentVersion++;
    }
    return this.#environmentVersion;
  }

  temporaryName(name: string): string {
    return this.temporary.nextName(name);
  }

  get temporaryVersion(): number {
    return this.#temporaryVersion;
  }

  /** A temporary table came or went: plans that name one are made again. */
  temporaryTablesChanged(): void {
    this.#temporaryVersion = this.engine.nextTemporaryVersion();
    if (this.temporary.any) this.backend.pin('temporary tables');
    else this.backend.unpin('temporary tables');
    this.#environmentVersion++;
  }

  optionsChanged(): void {
    const { set } = this.options;
    this.#environmentVersion++;
    this.#contextKey = [
      this.databaseId,
      this.defaultSchema,
      set.quotedIdentifier,
      set.ansiNulls,
      set.ansiWarnings,
      set.ansiPadding,
      set.arithAbort,
      set.concatNullYieldsNull,
      set.dateFormat,
      set.dateFirst,
      set.language,
      set.identityInsert,
    ].join('|');
  }

  /** Names the database and the SET options that a text's meaning depends on. */
  get contextKey(): string {
    return this.#contextKey;
  }

  /** The parsed text with its plans, shared with every session of the same database and options. */
  program(text: string, parameters: string): Program {
    return this.engine.programs.get(text, `${this.#contextKey}|${parameters}`, this.options.set.quotedIdentifier);
  }

  resolveType(type: DataType): SqlType {
    return this.resolveTypeFully(type).type;
  }

  resolveTypeFully(type: DataType): ResolvedType {
    return resolveDataType(type, {
      catalog: this.catalog.view,
      databaseId: this.databaseId,
      defaultSchema: this.defaultSchema,
    });
  }

  /** A module runs with the ANSI_NULLS and QUOTED_IDENTIFIER it was created with. */
  setModuleOptions(module: { readonly quotedIdentifier: boolean; readonly ansiNulls: boolean }): void {
    const { set } = this.options;
    if (set.quotedIdentifier === module.quotedIdentifier && set.ansiNulls === module.ansiNulls) return;
    this.options.set = { ...set, quotedIdentifier: module.quotedIdentifier, ansiNulls: module.ansiNulls };
    this.optionsChanged();
  }

  systemValue(name: string, frame: Frame): SqlValue {
    return readSystemValue(name, this, frame);
  }

  executeBatch(text: string, sink: ResultSink): Promise<void> {
    return executeBatch(this, text, sink);
  }

  executeRpc(request: RpcRequest, sink: ResultSink): Promise<boolean> {
    return executeRpc(this, request, sink);
  }

  transactionRequest(request: TransactionRequest, sink: ResultSink): Promise<void> {
    return executeTransactionRequest(this, request, sink);
  }

  takeBulkLoad(): BulkLoad | undefined {
    const load = this.#bulkLoad;
    this.#bulkLoad = undefined;
    return load;
  }

  expectBulkLoad(load: BulkLoad): void {
    this.#bulkLoad = load;
  }

  onKill(close: () => void): void {
    this.#closeConnection = close;
  }

  /** KILL: what runs ends, and the connection with it; its end rolls the transaction back. */
  kill(): void {
    this.cancel();
    this.#closeConnection();
  }

  cancel(): void {
    if (!this.running) return;
    this.cancelled = true;
    this.#wakeUp?.();
    this.backend.cancel();
  }

  /** Waits, unless the client cancels. */
  async pause(milliseconds: number): Promise<void> {
    const timer = this.engine.sleep(milliseconds);
    const cancelled = new Promise<void>((resolve) => (this.#wakeUp = resolve));
    await Promise.race([timer.done, cancelled]);
    this.#wakeUp = undefined;
    timer.cancel();
  }

  async reset(keepTransaction: boolean): Promise<void> {
    if (!keepTransaction) {
      await this.transaction.rollbackAll();
      await this.#dropGlobalTemporaries();
      await this.backend.reset();
    }
    this.temporary.lost();
    this.temporaryTablesChanged();
    this.globalCursors.clear();
    this.temporaryProcedures.clear();
    this.apiCursors = new ApiCursors();
    this.#impersonated.length = 0;
    this.prepared.clear();
    this.context.clear();
    this.contextInfo = null;
    Object.assign(this.counters, newCounters());
    const { isolation } = this.options.run;
    this.options = defaultOptions();
    if (keepTransaction) this.options.run = { ...this.options.run, isolation };
    this.backend.lockTimeoutMs = this.options.run.lockTimeoutMs;
    this.databaseId = this.engine.initialDatabase(this.login, this.identity);
    this.optionsChanged();
  }

  takeSessionState(): ReturnType<Session['takeSessionState']> {
    return this.recovery.take();
  }

  async close(): Promise<void> {
    this.cancel();
    await this.transaction.rollbackAll().catch(() => undefined);
    await this.#dropGlobalTemporaries().catch(() => undefined);
    await this.backend.reset().catch(() => undefined);
    this.engine.sessionClosed(this);
  }

  async #dropGlobalTemporaries(): Promise<void> {
    const planned = planDropGlobalTemporaries(this.catalog.view, this.id);
    if (planned.changes.length === 0) return;
    const steps = [...planned.sql, ...changeSteps(planned.changes)].map((sql) => ({ sql }));
    await this.backend.run(steps, ignoreRows(), { atomic: true });
    this.catalog.add(planned.changes, false);
  }

  /** Sends an error or message to the client, severity 10 as 0 (sql-docs, database-engine-error-severities). */
  tell(error: SqlError, sink: ResultSink): void {
    for (const earlier of error.preceding) {
      earlier.line ||= error.line;
      this.tell(earlier, sink);
    }
    sink.message({
      number: error.number,
      severity: error.severity === 10 ? 0 : error.severity,
      state: error.state,
      message: error.message,
      procedure: error.procedure,
      line: error.procedure === '' ? error.line || 1 : error.line,
    });
  }

  useDatabase(name: string, sink: ResultSink, line = 1): void {
    const database = this.catalog.view.database(name);
    if (database === undefined) {
      throw new SqlError(
        911,
        16,
        1,
        `Database '${name}' does not exist. Make sure that the name is entered correctly.`,
      );
    }
    this.engine.requireDatabaseAccess(this.identity, database);
    const from = this.database;
    this.databaseId = database.id;
    this.optionsChanged();
    sink.environmentChange({ kind: 'database', to: database.name, from });
    sink.message({
      number: 5701,
      severity: 0,
      state: 2,
      message: `Changed database context to '${database.name}'.`,
      procedure: '',
      line,
    });
  }

  /** USE inside EXEC ('...') ends with it. */
  returnToDatabase(databaseId: number, sink: ResultSink): void {
    const from = this.database;
    this.databaseId = databaseId;
    this.optionsChanged();
    sink.environmentChange({ kind: 'database', to: this.database, from });
  }

  setLanguage(name: string, sink: ResultSink): void {
    if (name.toLowerCase() !== 'us_english' && name.toLowerCase() !== 'english') {
      throw new SqlError(
        2740,
        16,
        1,
        `SET LANGUAGE failed because '${name}' is not an official language name or a language alias on this SQL Server.`,
      );
    }
    const from = this.language;
    this.language = 'us_english';
    this.options.set = { ...this.options.set, language: 'us_english', dateFormat: 'mdy', dateFirst: 7 };
    this.optionsChanged();
    sink.environmentChange({ kind: 'language', to: this.language, from });
    sink.message({
      number: 5703,
      severity: 0,
      state: 1,
      message: `Changed language setting to ${this.language}.`,
      procedure: '',
      line: 1,
    });
  }

  /** SET IMPLICIT_TRANSACTIONS ON: the first statement that touches data opens a transaction. */
  beginImplicitly(sink: ResultSink): void {
    if (!this.options.run.implicitTransactions || this.transaction.count > 0) return;
    const change = this.transaction.begin('', this.options.run.isolation);
    if (change !== undefined) sink.environmentChange(change);
  }

  async rollbackTransaction(sink: ResultSink): Promise<void> {
    const change = await this.transaction.rollbackAll();
    if (change !== undefined) sink.environmentChange(change);
  }

  /** A deadlock or a dead PostgreSQL took the transaction: inside TRY it counts as doomed until ROLLBACK says so. */
  async transactionGone(insideTry: boolean, sink: ResultSink): Promise<void> {
    if (this.transaction.count === 0) return;
    if (!insideTry) return this.rollbackTransaction(sink);
    this.catalog.rollback();
    await this.backend.rollback();
    this.transaction.doom();
  }

  /** Runs a called frame one level deeper. Error 217 beyond 32 levels. */
  async nested<T>(run: () => Promise<T>): Promise<T> {
    this.enterNested();
    try {
      return await run();
    } finally {
      this.counters.nestLevel--;
    }
  }

  /** The caller takes the level back. */
  enterNested(): void {
    if (this.counters.nestLevel >= MAX_NEST_LEVEL) {
      throw new SqlError(
        217,
        16,
        1,
        `Maximum stored procedure, function, trigger, or view nesting level exceeded (limit ${MAX_NEST_LEVEL}).`,
      );
    }
    this.counters.nestLevel++;
  }

  /** The end of a called frame: its temporary tables go, the caller's options come back. */
  leaveFrame(frame: Frame): void | Promise<void> {
    if (frame.kind !== 'batch' && (this.options.set !== frame.savedSet || this.options.run !== frame.savedRun)) {
      this.options = { set: frame.savedSet, run: { ...frame.savedRun, isolation: this.options.run.isolation } };
      this.optionsChanged();
    }
    while (frame.kind !== 'batch' && this.#impersonated.length > frame.impersonations)
      this.revert(frame.impersonations);
    if (frame.hasCursors) return releaseCursors(frame).then(() => this.#dropTables(frame));
    return this.#dropTables(frame);
  }

  #dropTables(frame: Frame): void | Promise<void> {
    const tables = frame.ownTables();
    return tables.length === 0 ? undefined : this.engine.dropTemporary(this, tables);
  }

  findTable(name: ObjectName, frame: Frame): TableMeta {
    const object = this.engine.findObject(name, this, frame);
    if (object?.kind !== 'table') {
      throw new SqlError(
        1088,
        16,
        11,
        `Cannot find the object "${name.parts.map((part) => part.text).join('.')}" because it does not exist or you do not have permissions.`,
      );
    }
    return object;
  }

  /** database.schema.name for messages. */
  qualifiedName(object: ObjectMeta | undefined): string {
    if (object === undefined) return '';
    const schema = this.catalog.view.schemaById(object.schemaId);
    const database = schema === undefined ? undefined : this.catalog.view.databaseById(schema.databaseId);
    return [database?.name, schema?.name, object.name].filter((part) => part !== undefined).join('.');
  }

  /** The last value that this session drew from a sequence. */
  async currentValue(pgSchema: string, pgSequence: string): Promise<SqlValue> {
    const answer = new RowCollector([BIGINT]);
    const sequence = quoteText(quoteQualified(pgSchema, pgSequence));
    await this.backend.run(
      [{ sql: `SELECT last_value FROM pg_catalog.pg_get_sequence_data(${sequence}::regclass)` }],
      answer,
      { readsOnly: true },
    );
    return answer.rows[0]?.[0] ?? null;
  }

  /** sp_set_session_context values for the binder's SESSION_CONTEXT(). */
  sessionContextJson(): SqlValue {
    if (this.context.size === 0) return null;
    const entries = [...this.context].map(([key, { type, value }]) => [
      key,
      { type: formatType(type), value: variantText(value, type) },
    ]);
    return JSON.stringify(Object.fromEntries(entries));
  }
}
