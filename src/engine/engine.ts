import { cpus } from 'node:os';
import { setImmediate as immediate } from 'node:timers/promises';
import { type Clock, type Log, type Random } from '../base/index.ts';
import type { PgConnection, PgPool } from '../pg/index.ts';
import { SqlError, type DatabaseMeta, type ObjectMeta, type ObjectName, type TableMeta } from '../tsql/index.ts';
import { CatalogStore } from './catalog/catalog-session.ts';
import type { CatalogIds } from './catalog/ids.ts';
import type { LoadedCatalog } from './catalog/load-catalog.ts';
import type { Frame } from './execution/frame.ts';
import { ParameterLists } from './procedures/parameter-list.ts';
import { ProgramCache } from './program/program-cache.ts';
import { LoginThrottle } from './security/login-throttle.ts';
import { PasswordVerifier } from './security/password-hash.ts';
import { SecurityStore } from './security/security-store.ts';
import type { Engine as EngineApi, LoginRequest, Session } from './session-api.ts';
import { ClientSession, type Identity } from './session/client-session.ts';
import { authenticate, initialDatabase, requireDatabaseAccess } from './session/login.ts';
import { resolveObject, resolveParts } from './catalog/resolve-object.ts';
import { dropTemporary } from './statements/temporary-table.ts';

export interface EngineOptions {
  readonly pool: PgPool;
  readonly loaded: LoadedCatalog;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly serverName: string;
  readonly machineName: string;
  readonly collation: string;
  readonly edition: string;
  readonly versionText: string;
  /** Of the server's TCP listener, for CONNECTIONPROPERTY. */
  readonly localAddress: string;
  readonly localPort: number;
}

/** Session ids below this are SQL Server's own. */
const FIRST_SESSION_ID = 51;
const TICK_MICROSECONDS = 31_250;

/** What all sessions share: the pool, the catalog, the plans, who may log in. */
export class Engine implements EngineApi {
  readonly pool: PgPool;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly serverName: string;
  readonly machineName: string;
  readonly collation: string;
  readonly edition: string;
  readonly versionText: string;
  readonly localAddress: string;
  readonly localPort: number;
  readonly processId = process.pid;
  readonly ids: CatalogIds;
  readonly catalogStore: CatalogStore;
  readonly security: SecurityStore;
  readonly programs = new ProgramCache();
  readonly parameterLists = new ParameterLists();
  readonly verifier = new PasswordVerifier();
  readonly throttle: LoginThrottle;
  readonly sessions = new Map<number, ClientSession>();
  /** sp_addmessage */
  readonly userMessages = new Map<number, { readonly severity: number; readonly text: string }>();
  /** Grows with every change of rows: a cursor reads its rows again when it has moved. */
  dataVersion = 0;
  #connections = 0;
  #temporaryVersion = 0;
  #transactions = 0n;
  #closed = false;

  constructor(options: EngineOptions) {
    this.pool = options.pool;
    this.clock = options.clock;
    this.random = options.random;
    this.log = options.log;
    this.serverName = options.serverName;
    this.machineName = options.machineName;
    this.collation = options.collation;
    this.edition = options.edition;
    this.versionText = options.versionText;
    this.localAddress = options.localAddress;
    this.localPort = options.localPort;
    this.ids = options.loaded.ids;
    this.security = new SecurityStore(options.loaded.security);
    this.catalogStore = new CatalogStore(options.loaded.catalog, (changes) => this.security.apply(changes));
    for (const [name, value] of options.loaded.settings) {
      if (name.startsWith('message '))
        this.userMessages.set(Number(name.slice('message '.length)), value as { severity: number; text: string });
    }
    this.throttle = new LoginThrottle(options.clock);
  }

  readonly statistics = {
    connections: 0,
    cpuTicks: (): number => Math.round((process.cpuUsage().user + process.cpuUsage().system) / TICK_MICROSECONDS),
    idleTicks: (): number =>
      Math.round(cpus().reduce((sum, cpu) => sum + cpu.times.idle, 0) * (1000 / TICK_MICROSECONDS)),
  };

  async login(request: LoginRequest): Promise<Session> {
    const identity = await authenticate(this, request);
    const databaseId = initialDatabase(this, request, identity);
    this.#connections++;
    this.statistics.connections = this.#connections;
    const session = new ClientSession(this, this.#freeSessionId(), request, identity, databaseId);
    this.sessions.set(session.id, session);
    if (request.recovered !== undefined) session.recovery.restore(request.recovered.states);
    return session;
  }

  sessionClosed(session: ClientSession): void {
    this.sessions.delete(session.id);
  }

  initialDatabase(request: LoginRequest, identity: Identity): number {
    return initialDatabase(this, request, identity);
  }

  requireDatabaseAccess(identity: Identity, database: DatabaseMeta): void {
    requireDatabaseAccess(this, identity, database);
  }

  findObject(name: ObjectName, session: ClientSession, frame?: Frame): ObjectMeta | undefined {
    return resolveObject(name, session, frame);
  }

  findObjectByParts(parts: readonly string[], session: ClientSession): ObjectMeta | undefined {
    return resolveParts(parts, session);
  }

  nextTransactionDescriptor(): bigint {
    return ++this.#transactions;
  }

  nextTemporaryVersion(): number {
    return ++this.#temporaryVersion;
  }

  utcOffsetMinutes(): number {
    return -new Date(this.clock.now()).getTimezoneOffset();
  }

  /** Lets timers, sockets and attentions have their turn. */
  yieldToOthers(): Promise<void> {
    return immediate();
  }

  sleep(milliseconds: number): { readonly done: Promise<void>; cancel(): void } {
    const done = Promise.withResolvers<void>();
    const timer = setTimeout(done.resolve, milliseconds);
    return {
      done: done.promise,
      cancel: () => {
        clearTimeout(timer);
        done.resolve();
      },
    };
  }

  async dropTemporary(session: ClientSession, tables: readonly TableMeta[]): Promise<void> {
    await dropTemporary(session, tables);
  }

  /** A connection outside any session, for the engine's own work. */
  async withConnection<T>(use: (connection: PgConnection) => Promise<T>): Promise<T> {
    const connection = await this.pool.acquire();
    try {
      return await use(connection);
    } finally {
      this.pool.release(connection);
    }
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await Promise.all([...this.sessions.values()].map((session) => session.close()));
    await this.pool.close();
  }

  #freeSessionId(): number {
    for (let id = FIRST_SESSION_ID; id <= 32767; id++) if (!this.sessions.has(id)) return id;
    throw new SqlError(
      17809,
      20,
      1,
      'Could not connect because the maximum number of user connections has already been reached.',
    );
  }
}
