import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type pg from 'pg';
import { type PostgresFixture, startPostgres } from '../runtime/postgres-fixture.ts';
import { bootstrapDatabase } from './bootstrap.ts';
import { type SqlRunner, loadCatalog } from './load-catalog.ts';
import { readRuntimeScripts } from './runtime-scripts.ts';
import { SYSTEM_VIEW_METAS, systemViewScripts } from './system-views/generate.ts';

export function runnerOver(client: pg.Client): SqlRunner {
  return {
    async runSimple(sql) {
      const result: unknown = await client.query({
        text: sql,
        rowMode: 'array',
        types: { getTypeParser: () => (value: unknown) => value },
      } as pg.QueryConfig);
      return (Array.isArray(result) ? result : [result]) as { rows: (string | null)[][] }[];
    },
  };
}

/** Without the function library, which the catalog does not need. */
const scripts = [...readRuntimeScripts().filter((script) => /^([03]|205)/.test(script.name)), ...systemViewScripts()];
const OPTIONS = {
  scripts,
  collation: 'SQL_Latin1_General_CP1_CI_AS',
  pgCollation: 'sys.ci_as',
  now: '2024-05-01T10:00:00.000Z',
};

let fixture: PostgresFixture;
before(async () => {
  fixture = await startPostgres(() => false);
});
after(() => fixture.stop());

test('an empty database becomes a server quickly, and only once', async () => {
  const runner = runnerOver(fixture.client);
  const started = performance.now();
  assert.equal(await bootstrapDatabase(runner, OPTIONS), 'installed');
  const took = performance.now() - started;
  assert.ok(took < 4000, `took ${took} ms`);
  assert.equal(await bootstrapDatabase(runner, OPTIONS), 'current');
});

test('the catalog that was installed can be loaded', async () => {
  const loaded = await loadCatalog(runnerOver(fixture.client), SYSTEM_VIEW_METAS);
  assert.deepEqual(
    [...loaded.catalog.databases()].map((d) => [d.id, d.name]),
    [
      [1, 'master'],
      [2, 'tempdb'],
      [3, 'model'],
      [4, 'msdb'],
    ],
  );
  assert.equal(loaded.catalog.schema(1, 'DBO')?.pg, 'master.dbo');
  assert.equal(loaded.settings.get('collation'), OPTIONS.collation);
  assert.equal(loaded.security.principals.find((p) => p.databaseId === 0 && p.id === 1)?.name, 'sa');
});

test('an older runtime is replaced in place', async () => {
  const runner = runnerOver(fixture.client);
  await runner.runSimple(`UPDATE holdfast.settings SET value = '{"is":"older"}' WHERE name = 'runtime'`);
  assert.equal(await bootstrapDatabase(runner, OPTIONS), 'upgraded');
  assert.equal(await bootstrapDatabase(runner, OPTIONS), 'current');
});

test('a start empties tempdb and nothing else', async () => {
  const runner = runnerOver(fixture.client);
  const count = async (): Promise<unknown> =>
    (
      await runner.runSimple(
        `SELECT relkind, count(*) FROM pg_class WHERE relnamespace IN ('sys'::regnamespace, 'holdfast'::regnamespace) GROUP BY 1 ORDER BY 1`,
      )
    )[0]?.rows;
  const before = await count();
  await runner.runSimple('CREATE TABLE "tempdb.dbo"."##left" (a int); CREATE TABLE "master.dbo".kept (a int)');
  assert.equal(await bootstrapDatabase(runner, OPTIONS), 'current');
  assert.deepEqual(await count(), before);
  const left = await runner.runSimple(
    `SELECT to_regclass('"tempdb.dbo"."##left"'), to_regclass('"master.dbo".kept') IS NOT NULL`,
  );
  assert.deepEqual(left[0]?.rows, [[null, 't']]);
});

test('every system view answers', async () => {
  const runner = runnerOver(fixture.client);
  for (const view of SYSTEM_VIEW_METAS) {
    await runner
      .runSimple(`SELECT * FROM ${view.pgSchema}."${view.pg}"`)
      .catch((error: Error) => assert.fail(`${view.pg}: ${error.message}`));
  }
});
