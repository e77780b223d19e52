import { type Clock, HoldfastError, systemClock } from '../base/index.ts';
import { PgConnectFailed } from './errors.ts';
import type { PgConnection } from './wire/connection.ts';

/** Between two attempts while PostgreSQL restarts: short, because a client waits, and a refused attempt costs next to nothing. */
const RETRY_DELAY_MS = 20;
const RETRY_DELAY_MAX_MS = 200;
const DEFAULT_ACQUIRE_TIMEOUT_MS = 30_000;

/** cannot_connect_now: starting, recovering or stopping; too_many_connections: the predecessor's backends are still leaving. */
const PASSING_SQLSTATES: ReadonlySet<string> = new Set(['57P03', '57P01', '57P02', '53300']);
/** Nobody listens yet, or the listener went away before it answered. */
const PASSING_SYSTEM_CODES: ReadonlySet<string> = new Set(['ENOENT', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'EAGAIN']);

export interface Timers {
  setTimeout(action: () => void, ms: number): unknown;
  clearTimeout(timer: unknown): void;
}

export const systemTimers: Timers = {
  setTimeout: (action, ms) => setTimeout(action, ms),
  clearTimeout: (timer) => clearTimeout(timer as NodeJS.Timeout),
};

/** No connection became free, or none could be made, before the deadline. `cause` is the last failure to connect, if there was one. */
export class PgPoolTimeout extends HoldfastError {
  constructor(waitedMs: number, cause: Error | undefined) {
    super('PG_POOL_TIMEOUT', `no connection to PostgreSQL within ${Math.round(waitedMs)} ms`, {
      hint:
        cause === undefined ? 'all connections are in use: raise the pool size or shorten transactions' : cause.message,
      cause,
    });
  }
}

export class PgPoolClosed extends HoldfastError {
  constructor() {
    super('PG_POOL_CLOSED', 'the pool of PostgreSQL connections is closed');
  }
}

export interface PgPoolOptions {
  readonly connect: () => Promise<PgConnection>;
  readonly size: number;
  readonly acquireTimeoutMs?: number;
  /** Runs on every new connection before its first use, for example to make temporary functions. */
  readonly prepare?: (connection: PgConnection) => Promise<void>;
  readonly clock?: Clock;
  readonly timers?: Timers;
}

export interface PgPoolStatistics {
  readonly size: number;
  readonly idle: number;
  readonly inUse: number;
  readonly connecting: number;
  readonly waiting: number;
  readonly acquired: number;
  readonly connected: number;
  readonly lost: number;
  readonly timeouts: number;
}

interface Waiter {
  readonly resolve: (connection: PgConnection) => void;
  readonly reject: (error: Error) => void;
  readonly since: number;
  timer: unknown;
}

/**
 * A bounded set of connections. The one used last is handed out first, so that surplus ones stay idle and can be closed, and caches
 * stay warm. While PostgreSQL restarts, acquirers wait until their deadline instead of failing.
 */
export class PgPool {
  readonly #options: PgPoolOptions;
  readonly #clock: Clock;
  readonly #timers: Timers;
  readonly #acquireTimeoutMs: number;
  readonly #idle: PgConnection[] = [];
  readonly #inUse = new Set<PgConnection>();
  readonly #waiters: Waiter[] = [];
  /** In use while another connection was lost: if the server has crashed, they are dead too and do not know it yet. */
  readonly #suspects = new WeakSet<PgConnection>();
  #checking = 0;
  #connecting = 0;
  #retryTimer: unknown;
  #retryDelayMs = RETRY_DELAY_MS;
  #lastFailure: Error | undefined;
  #closed = false;
  #acquired = 0;
  #connected = 0;
  #lost = 0;
  #timeouts = 0;

  constructor(options: PgPoolOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#timers = options.timers ?? systemTimers;
    this.#acquireTimeoutMs = options.acquireTimeoutMs ?? DEFAULT_ACQUIRE_TIMEOUT_MS;
  }

  /** An idle connection where there is one, without a promise: the fast path of `acquire`. */
  tryAcquire(): PgConnection | undefined {
    const connection = this.#closed ? undefined : this.#idle.pop();
    if (connection === undefined) return undefined;
    this.#inUse.add(connection);
    this.#acquired += 1;
    return connection;
  }

  acquire(timeoutMs: number = this.#acquireTimeoutMs): Promise<PgConnection> {
    if (this.#closed) return Promise.reject(new PgPoolClosed());
    const connection = this.tryAcquire();
    if (connection !== undefined) return Promise.resolve(connection);
    return new Promise((resolve, reject) => {
      const waiter: Waiter = { resolve, reject, since: this.#clock.monotonic(), timer: undefined };
      waiter.timer = this.#timers.setTimeout(() => this.#expire(waiter), timeoutMs);
      this.#waiters.push(waiter);
      this.#connectForWaiters();
    });
  }

  /** A connection that is lost, or still in a transaction, is not handed out again. */
  release(connection: PgConnection): void {
    if (!this.#inUse.delete(connection)) return;
    if (this.#closed || connection.broken || connection.transactionStatus !== 'I') {
      if (!connection.broken) void connection.close();
      this.#connectForWaiters();
      return;
    }
    if (this.#suspects.has(connection)) void this.#check(connection);
    else this.#offer(connection);
  }

  /** Takes a connection out for good, for example because its session state cannot be undone. */
  discard(connection: PgConnection): void {
    this.#inUse.delete(connection);
    void connection.close();
    this.#connectForWaiters();
  }

  /** Closes idle connections, the longest unused first, until at most `keep` are left. */
  async closeIdle(keep = 0): Promise<void> {
    const surplus = this.#idle.splice(0, Math.max(0, this.#idle.length - keep));
    await Promise.all(surplus.map((connection) => connection.close()));
  }

  /** Waiters are refused, idle connections closed now, those in use when they are released. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#timers.clearTimeout(this.#retryTimer);
    for (const waiter of this.#waiters.splice(0)) {
      this.#timers.clearTimeout(waiter.timer);
      waiter.reject(new PgPoolClosed());
    }
    await this.closeIdle();
  }

  statistics(): PgPoolStatistics {
    return {
      size: this.#options.size,
      idle: this.#idle.length,
      inUse: this.#inUse.size,
      connecting: this.#connecting,
      waiting: this.#waiters.length,
      acquired: this.#acquired,
      connected: this.#connected,
      lost: this.#lost,
      timeouts: this.#timeouts,
    };
  }

  #offer(connection: PgConnection): void {
    const waiter = this.#waiters.shift();
    if (waiter === undefined) {
      this.#idle.push(connection);
      return;
    }
    this.#timers.clearTimeout(waiter.timer);
    this.#inUse.add(connection);
    this.#acquired += 1;
    waiter.resolve(connection);
  }

  #expire(waiter: Waiter): void {
    const at = this.#waiters.indexOf(waiter);
    if (at < 0) return;
    this.#waiters.splice(at, 1);
    this.#timeouts += 1;
    waiter.reject(new PgPoolTimeout(this.#clock.monotonic() - waiter.since, this.#lastFailure));
  }

  #connectForWaiters(): void {
    if (this.#closed || this.#retryTimer !== undefined) return;
    while (
      this.#connecting + this.#checking < this.#waiters.length &&
      this.#idle.length + this.#inUse.size + this.#checking + this.#connecting < this.#options.size
    ) {
      this.#connecting += 1;
      void this.#connect();
    }
  }

  /** Never rejects: its failures go to the waiters. */
  async #connect(): Promise<void> {
    let connection: PgConnection | undefined;
    try {
      connection = await this.#options.connect();
      await this.#options.prepare?.(connection);
    } catch (error) {
      void connection?.close();
      this.#connecting -= 1;
      this.#connectFailed(error instanceof Error ? error : new HoldfastError('INTERNAL', String(error)));
      return;
    }
    this.#connecting -= 1;
    this.#connected += 1;
    this.#lastFailure = undefined;
    this.#retryDelayMs = RETRY_DELAY_MS;
    const made = connection;
    made.onClose((reason) => this.#connectionClosed(made, reason));
    if (this.#closed) void connection.close();
    else if (!connection.broken) this.#offer(connection);
  }

  #connectFailed(error: Error): void {
    this.#lastFailure = error;
    if (!isPassing(error)) {
      const waiter = this.#waiters.shift();
      if (waiter !== undefined) {
        this.#timers.clearTimeout(waiter.timer);
        waiter.reject(error);
      }
      this.#connectForWaiters();
      return;
    }
    if (this.#closed || this.#retryTimer !== undefined) return;
    this.#retryTimer = this.#timers.setTimeout(() => {
      this.#retryTimer = undefined;
      this.#connectForWaiters();
    }, this.#retryDelayMs);
    this.#retryDelayMs = Math.min(this.#retryDelayMs * 1.5, RETRY_DELAY_MAX_MS);
  }

  /** One in use leaves when its holder releases it. */
  #connectionClosed(connection: PgConnection, reason: Error | undefined): void {
    const at = this.#idle.indexOf(connection);
    if (at >= 0) this.#idle.splice(at, 1);
    if (reason !== undefined) {
      this.#lost += 1;
      for (const other of this.#inUse) this.#suspects.add(other);
      for (const other of this.#idle.splice(0)) void this.#check(other);
    }
    this.#connectForWaiters();
  }

  /** One round trip before anybody else gets it: a client's statement must not be what finds out. Never rejects. */
  async #check(connection: PgConnection): Promise<void> {
    this.#checking += 1;
    this.#suspects.delete(connection);
    try {
      await connection.runSimple('');
    } catch {
      // It is lost, or no use any more; either way it is not handed out, and close does no harm to a lost one.
      void connection.close();
    }
    this.#checking -= 1;
    if (connection.broken) this.#connectForWaiters();
    else if (this.#closed) void connection.close();
    else this.#offer(connection);
  }
}

function isPassing(error: Error): boolean {
  if ('code' in error && error.code === 'PG_CONNECTION_LOST') return true;
  if (!(error instanceof PgConnectFailed)) return false;
  if (error.sqlstate !== undefined) return PASSING_SQLSTATES.has(error.sqlstate);
  return error.systemCode !== undefined && PASSING_SYSTEM_CODES.has(error.systemCode);
}
