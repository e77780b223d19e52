import { batchBytes, TdsLane } from './load/tds-lane.ts';
import { direct, type PgAddress, PgLane } from './load/pg-lane.ts';
import type { Result } from './result.ts';
import { Holdfast, SA_PASSWORD } from './servers/holdfast.ts';
import { PgBouncer } from './servers/pgbouncer.ts';

export const DATABASE = 'bench';
/** Where PostgreSQL keeps the tables of the T-SQL schema dbo. */
export const PG_SCHEMA = `"${DATABASE}.dbo"`;

export interface BenchOptions {
  /** Alternating runs of every contender. */
  readonly rounds: number;
  /** Length of a run. */
  readonly seconds: number;
  /** Rows of the large table, and of one bulk load. */
  readonly scanRows: number;
  readonly bulkRows: number;
  readonly idleConnections: number;
}

/** A kind of work that is measured; gives one line of the report or several. */
export interface Work {
  readonly name: string;
  run(bench: Bench): Promise<Result[]>;
}

/** The servers of one run: Holdfast, and PgBouncer in front of Holdfast's own PostgreSQL. */
export class Bench {
  readonly options: BenchOptions;
  readonly holdfast: Holdfast;
  readonly #bouncer: PgBouncer;
  #lastKey = 1_000_000_000;

  static async start(options: BenchOptions): Promise<Bench> {
    const holdfast = await Holdfast.create();
    await holdfast.start();
    const bench = new Bench(options, holdfast, await PgBouncer.start(holdfast.postgres));
    const master = await TdsLane.login({ port: holdfast.port, password: SA_PASSWORD });
    await master.query(batchBytes(`CREATE DATABASE ${DATABASE}`));
    master.close();
    return bench;
  }

  private constructor(options: BenchOptions, holdfast: Holdfast, bouncer: PgBouncer) {
    this.options = options;
    this.holdfast = holdfast;
    this.#bouncer = bouncer;
  }

  get bouncerVersion(): string {
    return this.#bouncer.version;
  }

  get bouncerPid(): number {
    return this.#bouncer.pid;
  }

  get directAddress(): PgAddress {
    return direct(this.holdfast.postgres);
  }

  get bouncerAddress(): PgAddress & { readonly port: number } {
    const { user, database } = this.holdfast.postgres;
    return { port: this.#bouncer.port, user, database };
  }

  tds(): Promise<TdsLane> {
    return TdsLane.login({ port: this.holdfast.port, password: SA_PASSWORD, database: DATABASE });
  }

  tdsLanes(count: number): Promise<TdsLane[]> {
    return Promise.all(Array.from({ length: count }, () => this.tds()));
  }

  pgLanes(address: PgAddress, count: number): Promise<PgLane[]> {
    return Promise.all(Array.from({ length: count }, () => PgLane.open(address)));
  }

  /** A key that no row of any table has. */
  nextKey(): number {
    return ++this.#lastKey;
  }

  /** T-SQL through Holdfast. */
  async sql(text: string): Promise<void> {
    const lane = await this.tds();
    await lane.batch(text);
    lane.close();
  }

  /** SQL straight to PostgreSQL: to fill tables, and to check what a measurement left. */
  async pg(text: string): Promise<(string | null)[][]> {
    const lane = await PgLane.open(this.directAddress);
    const rows = await lane.query(text);
    lane.close();
    return rows;
  }

  async stop(): Promise<void> {
    await this.#bouncer.stop();
    await this.holdfast.stop();
    this.holdfast.remove();
  }
}
