import {
  PgConnectionLost,
  type PgConnection,
  type PgHandler,
  type PgPool,
  type PgStep,
  pgStatement,
} from '../../pg/index.ts';
import type { IsolationLevel } from '../session-api.ts';
import { SqlError } from '../../tsql/index.ts';

const BEGIN: Readonly<Record<IsolationLevel, PgStep>> = {
  'read uncommitted': step('BEGIN ISOLATION LEVEL READ COMMITTED'),
  'read committed': step('BEGIN ISOLATION LEVEL READ COMMITTED'),
  'repeatable read': step('BEGIN ISOLATION LEVEL REPEATABLE READ'),
  snapshot: step('BEGIN ISOLATION LEVEL REPEATABLE READ'),
  serializable: step('BEGIN ISOLATION LEVEL SERIALIZABLE'),
};
const COMMIT = step('COMMIT');
const ROLLBACK = step('ROLLBACK');
/** Taken before each statement of an open transaction, so that a failed statement undoes itself alone, as in SQL Server. */
const STATEMENT_SAVEPOINT = step('SAVEPOINT holdfast_statement');
const RELEASE_STATEMENT = step('RELEASE SAVEPOINT holdfast_statement');
const UNDO_STATEMENT = step('ROLLBACK TO SAVEPOINT holdfast_statement');
const DISCARD_TEMP = step('DISCARD TEMP');
const CLOSE_CURSORS = step('CLOSE ALL');

function step(sql: string): PgStep {
  return { statement: pgStatement(sql, []), parameters: [] };
}

/** A handler that learns how many steps (BEGIN, SAVEPOINT) go before its own. */
export interface OffsetHandler extends PgHandler {
  firstStep: number;
  /** All steps went well and hold: called right before the run's promise resolves. What it throws, the promise rejects with. */
  settled?(): void;
}

export const ignoreRows = (): OffsetHandler => ({ firstStep: 0 });

export interface RunMode {
  /** Only reads: sent again, once, when PostgreSQL went away before the first row. */
  readonly readsOnly?: boolean;
  /** Several steps that must hold together although no transaction is open: they get one of their own. */
  readonly atomic?: boolean;
}

const NO_MODE: RunMode = {};

/** The rows of a bulk load on their way into PostgreSQL. `write` paces the caller. */
export interface CopyStream {
  write(bytes: Uint8Array): Promise<void>;
  end(): Promise<void>;
  abort(): Promise<void>;
}

/** Thrown when an open transaction is gone with the PostgreSQL process that held it. */
export function transactionLost(): SqlError {
  return new SqlError(
    40197,
    17,
    1,
    'The service has encountered an error processing your request. Please try again. The transaction was rolled back because the ' +
      'storage process that held it ended; run the transaction again.',
  );
}

export function databaseUnavailable(): SqlError {
  return new SqlError(
    40613,
    17,
    1,
    'The database is not currently available: its storage process is starting. Please retry the connection later.',
  );
}

/**
 * The PostgreSQL side of a session: a connection from the pool while a statement runs, the session's own one while it must be (open
 * transaction, temporary tables, application locks, cursors). A PostgreSQL transaction begins with the first statement that needs it.
 */
export class Backend {
  readonly #pool: PgPool;
  readonly #onLost: () => void;
  readonly #pins = new Set<string>();
  #connection: PgConnection | undefined;
  #running: PgConnection | undefined;
  #begun = false;
  #open = false;
  #isolation: IsolationLevel = 'read committed';
  #lockTimeoutMs = -1;

  constructor(pool: PgPool, onLost: () => void) {
    this.#pool = pool;
    this.#onLost = onLost;
  }

  /** True while a transaction of T-SQL is open, whether or not PostgreSQL has heard of it. */
  get transactionOpen(): boolean {
    return this.#open;
  }

  get processId(): number {
    return this.#connection?.processId ?? 0;
  }

  get pinned(): boolean {
    return this.#open || this.#pins.size > 0;
  }

  set lockTimeoutMs(value: number) {
    this.#lockTimeoutMs = value;
  }

  begin(isolation: IsolationLevel): void {
    this.#open = true;
    this.#begun = false;
    this.#isolation = isolation;
  }

  /** Keeps this session's connection until `unpin` with the same reason. */
  pin(reason: string): void {
    this.#pins.add(reason);
  }

  unpin(reason: string): void {
    this.#pins.delete(reason);
    this.#releaseUnlessPinned();
  }

  /**
   * The usual case, a statement of its own with a connection at hand, costs one promise and no more: it is what a server does all
   * day. Everything else goes the longer way.
   */
  run(steps: readonly PgStep[], handler: OffsetHandler, mode: RunMode = NO_MODE): Promise<void> {
    if (this.#open || mode.atomic === true || this.#lockTimeoutMs >= 0) return this.#runGuarded(steps, handler, mode);
    const connection = this.#connection ?? this.#pool.tryAcquire();
    if (connection === undefined || connection.broken) return this.#runGuarded(steps, handler, mode);
    this.#connection = connection;
    this.#running = connection;
    handler.firstStep = 0;
    return new Promise((resolve, reject) => {
      connection.start(steps, handler, (error) => {
        this.#running = undefined;
        if (error instanceof PgConnectionLost) {
          this.#afterLoss(error, steps, handler, mode).then(resolve, reject);
          return;
        }
        this.#releaseUnlessPinned();
        if (error !== undefined) return reject(error);
        try {
          handler.settled?.();
          resolve();
        } catch (thrown) {
          reject(thrown);
        }
      });
    });
  }

  async #runGuarded(steps: readonly PgStep[], handler: OffsetHandler, mode: RunMode): Promise<void> {
    const connection = await this.#acquire();
    try {
      if (this.#open) await this.#runInTransaction(connection, steps, handler);
      else if (mode.atomic === true || this.#lockTimeoutMs >= 0) await this.#runAtomic(connection, steps, handler);
      else {
        handler.firstStep = 0;
        await this.#send(connection, steps, handler);
      }
    } catch (error) {
      if (!(error instanceof PgConnectionLost)) throw error;
      return await this.#afterLoss(error, steps, handler, mode);
    } finally {
      this.#releaseUnlessPinned();
    }
    handler.settled?.();
  }

  async #afterLoss(
    error: PgConnectionLost,
    steps: readonly PgStep[],
    handler: OffsetHandler,
    mode: RunMode,
  ): Promise<void> {
    const lostState = this.#forget();
    if (lostState) throw transactionLost();
    if (mode.readsOnly !== true) throw error;
    const again = await this.#acquire();
    handler.firstStep = 0;
    try {
      await this.#send(again, steps, handler);
    } finally {
      this.#releaseUnlessPinned();
    }
    handler.settled?.();
  }

  /** Begins a COPY ... FROM STDIN, inside the open transaction if there is one. The connection is the stream's until it ends. */
  async copyIn(sql: string): Promise<CopyStream> {
    const connection = await this.#acquire();
    if (this.#open) {
      await this.#send(
        connection,
        this.#begun ? [STATEMENT_SAVEPOINT] : [BEGIN[this.#isolation], STATEMENT_SAVEPOINT],
        {},
      );
      this.#begun = true;
    }
    this.pin('bulk load');
    this.#running = connection;
    let settled = false;
    const settle = async (failed: boolean): Promise<void> => {
      // A load whose end failed is aborted as well: its savepoint is gone by then.
      if (settled) return;
      settled = true;
      this.#running = undefined;
      if (this.#open && !connection.broken) {
        await this.#send(connection, failed ? [UNDO_STATEMENT, RELEASE_STATEMENT] : [RELEASE_STATEMENT], {});
      }
      this.unpin('bulk load');
    };
    try {
      const copy = await connection.copyIn(sql);
      return {
        write: async (bytes) => {
          if (!copy.write(bytes)) await copy.drain();
        },
        end: async () => {
          let failed = true;
          try {
            await copy.end();
            failed = false;
          } finally {
            await settle(failed);
          }
        },
        abort: async () => {
          if (!settled) await copy.fail('the client ended the bulk load').catch(() => undefined);
          await settle(true);
        },
      };
    } catch (error) {
      await settle(true);
      throw error;
    }
  }

  async commit(): Promise<void> {
    const begun = this.#begun;
    this.#open = false;
    this.#begun = false;
    if (begun) await this.#finish(COMMIT);
    this.#releaseUnlessPinned();
  }

  async rollback(): Promise<void> {
    const begun = this.#begun;
    this.#open = false;
    this.#begun = false;
    if (begun && this.#connection?.broken === false) await this.#finish(ROLLBACK);
    this.#releaseUnlessPinned();
  }

  async savepoint(pgName: string): Promise<void> {
    await this.#transactionCommand(`SAVEPOINT ${pgName}`);
  }

  async rollbackTo(pgName: string): Promise<void> {
    await this.#transactionCommand(`ROLLBACK TO SAVEPOINT ${pgName}`);
  }

  /** The client reads slower than PostgreSQL writes: stop reading until it has caught up. */
  pauseUntil(ready: Promise<void>): void {
    const connection = this.#running;
    if (connection === undefined) return;
    connection.pause();
    void ready.then(() => connection.resume());
  }

  /** Stops what PostgreSQL does for this session just now. */
  cancel(): void {
    const connection = this.#running;
    if (connection !== undefined) connection.cancel().catch(() => connection.close());
  }

  /** Ends the session's claim on PostgreSQL: transaction rolled back, temporary tables gone. */
  async reset(): Promise<void> {
    await this.rollback();
    const hadTemporary = this.#pins.has('temporary tables');
    const hadCursors = [...this.#pins].some((reason) => reason.startsWith('cursor'));
    this.#pins.clear();
    const connection = this.#connection;
    const commands = [...(hadTemporary ? [DISCARD_TEMP] : []), ...(hadCursors ? [CLOSE_CURSORS] : [])];
    if (connection !== undefined && commands.length > 0 && !connection.broken)
      await this.#send(connection, commands, {});
    this.#releaseUnlessPinned();
  }

  async #transactionCommand(sql: string): Promise<void> {
    const connection = await this.#acquire();
    const command: PgStep = { sql };
    try {
      await this.#send(connection, this.#begun ? [command] : [BEGIN[this.#isolation], command], {});
      this.#begun = true;
    } catch (error) {
      if (error instanceof PgConnectionLost && this.#forget()) throw transactionLost();
      throw error;
    }
  }

  async #finish(command: PgStep): Promise<void> {
    const connection = this.#connection;
    if (connection === undefined) return;
    try {
      await this.#send(connection, [command], {});
    } catch (error) {
      if (!(error instanceof PgConnectionLost)) throw error;
      this.#forget();
      throw transactionLost();
    }
  }

  async #runInTransaction(connection: PgConnection, steps: readonly PgStep[], handler: OffsetHandler): Promise<void> {
    const before: PgStep[] = this.#begun ? [STATEMENT_SAVEPOINT] : [BEGIN[this.#isolation], STATEMENT_SAVEPOINT];
    if (this.#lockTimeoutMs >= 0) before.push(this.#lockTimeoutStep());
    handler.firstStep = before.length;
    this.#begun = true;
    try {
      await this.#send(connection, [...before, ...steps, RELEASE_STATEMENT], handler);
    } catch (error) {
      if (!connection.broken && connection.transactionStatus === 'E') {
        await this.#send(connection, [UNDO_STATEMENT, RELEASE_STATEMENT], {});
      }
      throw error;
    }
  }

  async #runAtomic(connection: PgConnection, steps: readonly PgStep[], handler: OffsetHandler): Promise<void> {
    const before: PgStep[] = [BEGIN['read committed']];
    if (this.#lockTimeoutMs >= 0) before.push(this.#lockTimeoutStep());
    handler.firstStep = before.length;
    try {
      await this.#send(connection, [...before, ...steps, COMMIT], handler);
    } catch (error) {
      if (!connection.broken && connection.transactionStatus !== 'I') await this.#send(connection, [ROLLBACK], {});
      throw error;
    }
  }

  /** SQL Server's 0 means "do not wait at all", PostgreSQL's means "for ever": one millisecond is its shortest wait. */
  #lockTimeoutStep(): PgStep {
    return { sql: `SET LOCAL lock_timeout = ${Math.max(1, Math.trunc(this.#lockTimeoutMs))}` };
  }

  async #send(connection: PgConnection, steps: readonly PgStep[], handler: PgHandler): Promise<void> {
    this.#running = connection;
    try {
      await connection.run(steps, handler);
    } finally {
      this.#running = undefined;
    }
  }

  async #acquire(): Promise<PgConnection> {
    const own = this.#connection;
    if (own !== undefined && !own.broken) return own;
    if (own !== undefined && this.#forget()) throw transactionLost();
    this.#connection = await this.#pool.acquire();
    return this.#connection;
  }

  /** Lets go of a broken connection; true when something of the session was lost with it. */
  #forget(): boolean {
    const lost = this.#begun || this.#pins.size > 0;
    const connection = this.#connection;
    this.#connection = undefined;
    this.#open = this.#open && !this.#begun;
    this.#begun = false;
    this.#pins.clear();
    if (connection !== undefined) this.#pool.release(connection);
    if (lost) this.#onLost();
    return lost;
  }

  #releaseUnlessPinned(): void {
    if (this.#begun || this.#pins.size > 0) return;
    const connection = this.#connection;
    if (connection === undefined || this.#running !== undefined) return;
    this.#connection = undefined;
    this.#pool.release(connection);
  }
}
