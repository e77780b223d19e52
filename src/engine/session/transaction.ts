import { SqlError } from '../../tsql/index.ts';
import type { CatalogSession } from '../catalog/catalog-session.ts';
import type { EnvironmentChange } from '../result-sink.ts';
import type { IsolationLevel } from '../session-api.ts';
import type { Backend } from './backend.ts';

/** Names of transactions and savepoints are significant to this many characters (sql-docs: begin-transaction-transact-sql). */
const MAX_NAME = 32;

interface Savepoint {
  readonly name: string;
  readonly catalogMark: number;
}

/**
 * The transaction of a session as T-SQL counts it: BEGIN TRAN nests by counting, only the outermost COMMIT commits, ROLLBACK ends
 * everything, SAVE TRAN marks a place to go back to. Changes of the catalog share its fate.
 */
export class Transaction {
  readonly #backend: Backend;
  readonly #catalog: CatalogSession;
  readonly #nextDescriptor: () => bigint;
  readonly #onEnd: (committed: boolean) => void;
  readonly #savepoints: Savepoint[] = [];
  #count = 0;
  #doomed = false;
  #name = '';
  #descriptor = 0n;
  #isolation: IsolationLevel = 'read committed';

  constructor(
    backend: Backend,
    catalog: CatalogSession,
    nextDescriptor: () => bigint,
    onEnd: (committed: boolean) => void,
  ) {
    this.#backend = backend;
    this.#catalog = catalog;
    this.#nextDescriptor = nextDescriptor;
    this.#onEnd = onEnd;
  }

  /** @@TRANCOUNT */
  get count(): number {
    return this.#count;
  }

  /** XACT_STATE(): 1 open, -1 open but can only be rolled back, 0 none. */
  get state(): -1 | 0 | 1 {
    return this.#count === 0 ? 0 : this.#doomed ? -1 : 1;
  }

  get descriptor(): bigint {
    return this.#descriptor;
  }

  get isolation(): IsolationLevel {
    return this.#isolation;
  }

  doom(): void {
    if (this.#count > 0) this.#doomed = true;
  }

  begin(name: string, isolation: IsolationLevel): EnvironmentChange | undefined {
    this.refuseWhenDoomed();
    this.#count++;
    if (this.#count > 1) return undefined;
    this.#name = name.slice(0, MAX_NAME);
    this.#descriptor = this.#nextDescriptor();
    this.#isolation = isolation;
    this.#backend.begin(isolation);
    return { kind: 'begin transaction', descriptor: this.#descriptor };
  }

  async commit(): Promise<EnvironmentChange | undefined> {
    if (this.#count === 0) {
      throw new SqlError(3902, 16, 1, 'The COMMIT TRANSACTION request has no corresponding BEGIN TRANSACTION.');
    }
    if (this.#doomed) {
      throw new SqlError(
        3930,
        16,
        1,
        'The current transaction cannot be committed and cannot support operations that write to the log file. Roll back the transaction.',
      );
    }
    if (this.#count > 1) {
      this.#count--;
      return undefined;
    }
    const descriptor = this.#end();
    try {
      await this.#backend.commit();
    } catch (error) {
      this.#catalog.rollback();
      this.#onEnd(false);
      throw error;
    }
    this.#catalog.commit();
    this.#onEnd(true);
    return { kind: 'commit transaction', descriptor };
  }

  /** ROLLBACK TRAN [name]: to the savepoint of that name, or everything. Undefined: a savepoint, the transaction goes on. */
  async rollback(name: string): Promise<EnvironmentChange | undefined> {
    if (this.#count === 0) {
      throw new SqlError(3903, 16, 1, 'The ROLLBACK TRANSACTION request has no corresponding BEGIN TRANSACTION.');
    }
    const wanted = name.slice(0, MAX_NAME);
    if (wanted !== '') {
      const index = this.#savepoints.findLastIndex((savepoint) => savepoint.name === wanted);
      if (index >= 0) {
        await this.#rollbackTo(index);
        return undefined;
      }
      if (wanted !== this.#name) {
        throw new SqlError(
          6401,
          16,
          1,
          `Cannot roll back ${wanted}. No transaction or savepoint of that name was found.`,
        );
      }
    }
    return this.rollbackAll();
  }

  async rollbackAll(): Promise<EnvironmentChange | undefined> {
    if (this.#count === 0) return undefined;
    const descriptor = this.#end();
    this.#catalog.rollback();
    await this.#backend.rollback();
    this.#onEnd(false);
    return { kind: 'rollback transaction', descriptor };
  }

  async save(name: string): Promise<void> {
    if (this.#count === 0) {
      throw new SqlError(628, 16, 0, 'Cannot issue SAVE TRANSACTION when there is no active transaction.');
    }
    this.refuseWhenDoomed();
    const wanted = name.slice(0, MAX_NAME);
    await this.#backend.savepoint(pgSavepoint(this.#savepoints.length));
    this.#savepoints.push({ name: wanted, catalogMark: this.#catalog.mark() });
  }

  refuseWhenDoomed(): void {
    if (!this.#doomed) return;
    throw new SqlError(
      3930,
      16,
      1,
      'The current transaction cannot be committed and cannot support operations that write to the log file. Roll back the transaction.',
    );
  }

  async #rollbackTo(index: number): Promise<void> {
    const savepoint = this.#savepoints[index];
    if (savepoint === undefined) return;
    if (this.#doomed) {
      throw new SqlError(
        3931,
        16,
        1,
        'The current transaction cannot be rolled back to a savepoint. Roll back the entire transaction.',
      );
    }
    await this.#backend.rollbackTo(pgSavepoint(index));
    this.#catalog.rollbackTo(savepoint.catalogMark);
    this.#savepoints.length = index + 1;
  }

  #end(): bigint {
    const descriptor = this.#descriptor;
    this.#count = 0;
    this.#doomed = false;
    this.#name = '';
    this.#descriptor = 0n;
    this.#savepoints.length = 0;
    return descriptor;
  }
}

/** T-SQL's savepoint names may hold anything and repeat; PostgreSQL gets a name made of their depth. */
function pgSavepoint(depth: number): string {
  return `tsql_${depth}`;
}
