import {
  type BindEnvironment,
  DEFAULT_SET_OPTIONS,
  type MemoryCatalog,
  type SqlError,
  type TableMeta,
  parseBatch,
} from '../../tsql/index.ts';
import { applyChanges } from '../catalog/apply-changes.ts';
import { bootstrapDatabase } from '../catalog/bootstrap.ts';
import { changeSteps } from '../catalog/change-steps.ts';
import { type SqlRunner, loadCatalog } from '../catalog/load-catalog.ts';
import { SYSTEM_VIEW_METAS } from '../catalog/system-views/generate.ts';
import type { CatalogIds } from '../catalog/ids.ts';
import { type PostgresFixture, startPostgres } from '../runtime/postgres-fixture.ts';
import { createDdlCompiler } from './compiler.ts';
import { planDdl } from './plan-ddl.ts';
import type { DdlContext, DdlPlan } from './plan.ts';

const COLLATION = 'SQL_Latin1_General_CP1_CI_AS';
const NOW = '2024-05-01T10:00:00.000Z';
/** @@now: ticks of 2024-05-01T10:00 since year 1. */
const NOW_TICKS = 638501400000000000n;

export function runnerOver(client: PostgresFixture['client']): SqlRunner {
  return {
    async runSimple(sql) {
      const query = { text: sql, rowMode: 'array', types: { getTypeParser: () => (value: unknown) => value } };
      const asked: unknown = client.query(query as never);
      const result = await asked;
      return (Array.isArray(result) ? result : [result]) as { rows: (string | null)[][] }[];
    },
  };
}

/** A server of tests: DDL planned, run on a real PostgreSQL and kept in the catalog, as the engine does it. */
export class DdlTestbed {
  readonly #fixture: PostgresFixture;
  readonly runner: SqlRunner;
  readonly #ids: CatalogIds;
  catalog: MemoryCatalog;
  database = 'master';
  readonly temporary = new Map<string, TableMeta>();
  messages: readonly SqlError[] = [];

  private constructor(fixture: PostgresFixture, runner: SqlRunner, catalog: MemoryCatalog, ids: CatalogIds) {
    this.#fixture = fixture;
    this.runner = runner;
    this.catalog = catalog;
    this.#ids = ids;
  }

  static async start(): Promise<DdlTestbed> {
    const fixture = await startPostgres(() => false);
    const runner = runnerOver(fixture.client);
    try {
      await bootstrapDatabase(runner, { collation: COLLATION, pgCollation: 'sys.ci_as', now: NOW });
      await runner.runSimple('SET search_path = pg_catalog, sys');
      const loaded = await loadCatalog(runner, SYSTEM_VIEW_METAS);
      return new DdlTestbed(fixture, runner, loaded.catalog, loaded.ids);
    } catch (error) {
      await fixture.stop();
      throw error;
    }
  }

  stop(): Promise<void> {
    return this.#fixture.stop();
  }

  context(batchText: string): DdlContext {
    const databaseId = this.catalog.database(this.database)?.id ?? 1;
    const temporaryTable = (name: string): TableMeta | undefined => this.temporary.get(name.toLowerCase());
    const env: BindEnvironment = {
      catalog: this.catalog,
      databaseId,
      defaultSchema: 'dbo',
      variable: () => undefined,
      tableVariable: () => undefined,
      temporaryTable,
      options: DEFAULT_SET_OPTIONS,
      serverCollation: COLLATION,
    };
    return {
      catalog: this.catalog,
      databaseId,
      defaultSchema: 'dbo',
      serverCollation: COLLATION,
      now: NOW,
      ids: this.#ids,
      compiler: createDdlCompiler(env, (name) =>
        name === '@@now' ? NOW_TICKS : name === '@@utc_offset_minutes' ? 0 : null,
      ),
      batchText,
      quotedIdentifier: true,
      ansiNulls: true,
      ansiNullDefault: true,
      temporaryTable,
      temporaryName: (name) => `${name}~${this.temporary.size + 1}`,
      inUse: () => false,
      principalId: (_, name) => (name === 'dbo' ? 1 : undefined),
    };
  }

  /** Runs each DDL statement of the text; the catalog follows. Throws what the client would see. */
  async run(text: string): Promise<void> {
    for (const statement of parseBatch(text).statements) {
      await this.execute(planDdl(statement, this.context(text)));
    }
  }

  async execute(planned: DdlPlan): Promise<void> {
    await this.runner.runSimple('BEGIN');
    let command = '';
    try {
      for (command of [...planned.sql, ...changeSteps(planned.changes)]) await this.runner.runSimple(command);
      await this.runner.runSimple('COMMIT');
    } catch (error) {
      await this.runner.runSimple('ROLLBACK');
      throw translate(error, planned, command);
    }
    this.catalog = applyChanges(this.catalog, planned.changes, this.catalog.version + 1);
    for (const table of planned.temporary?.put ?? []) this.temporary.set(table.name.toLowerCase(), table);
    for (const id of planned.temporary?.drop ?? []) {
      for (const [name, table] of this.temporary) if (table.id === id) this.temporary.delete(name);
    }
    this.messages = planned.messages;
    const last = planned.errors?.at(-1);
    if (last) throw last;
  }

  get client(): PostgresFixture['client'] {
    return this.#fixture.client;
  }

  async rows(sql: string): Promise<readonly (readonly (string | null)[])[]> {
    return (await this.runner.runSimple(sql)).at(-1)?.rows ?? [];
  }

  table(name: string, schema = 'dbo'): TableMeta {
    const found = this.catalog.object(
      this.catalog.schema(this.catalog.database(this.database)?.id ?? 0, schema)?.id ?? 0,
      name,
    );
    if (found?.kind !== 'table') throw new Error(`no table ${name}`);
    return found;
  }
}

function translate(error: unknown, planned: DdlPlan, command: string): unknown {
  const refusal = error as {
    code?: string;
    constraint?: string;
    table?: string;
    column?: string;
    detail?: string;
    message: string;
  };
  const translated = planned.translate?.({
    sqlstate: refusal.code ?? '',
    constraint: refusal.constraint,
    table: refusal.table,
    column: refusal.column,
    detail: refusal.detail,
  });
  return (
    translated ??
    (refusal.code === 'HF000' ? error : new Error(`${refusal.code} ${refusal.message}: ${command}`, { cause: error }))
  );
}
