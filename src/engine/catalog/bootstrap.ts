import { HoldfastError } from '../../base/index.ts';
import { changeSteps } from './change-steps.ts';
import { initialCatalog } from './initial-data.ts';
import type { SqlRunner } from './load-catalog.ts';
import { replaceRuntime } from './replace-runtime.ts';
import { type RuntimeScript, readRuntimeScripts, runtimeVersion } from './runtime-scripts.ts';
import { systemViewScripts } from './system-views/generate.ts';

export interface BootstrapOptions {
  /** SQL Server collation of the server, e.g. SQL_Latin1_General_CP1_CI_AS. */
  readonly collation: string;
  /** The collation of schema sys that stands for it, e.g. sys.ci_as. */
  readonly pgCollation: string;
  /** ISO 8601. */
  readonly now: string;
  /** Other scripts than the shipped ones; for tests. */
  readonly scripts?: readonly RuntimeScript[];
}

const TEMPDB_ID = 2;

export type BootstrapResult = 'installed' | 'upgraded' | 'current';

/** Whoever comes second waits for the first. Any constant will do. */
const BOOTSTRAP_LOCK = 0x484f4c44;

/**
 * Makes an empty PostgreSQL database a Holdfast server, or brings an older one's runtime up to date: in one transaction, so that
 * a crash in the middle leaves what was before.
 */
export async function bootstrapDatabase(runner: SqlRunner, options: BootstrapOptions): Promise<BootstrapResult> {
  const scripts = options.scripts ?? [...readRuntimeScripts(), ...systemViewScripts()];
  const version = runtimeVersion(scripts);
  await runner.runSimple(`BEGIN; SELECT pg_advisory_xact_lock(${BOOTSTRAP_LOCK})`);
  try {
    const installed = await installedVersion(runner);
    let result: BootstrapResult = 'current';
    if (installed !== undefined) await clearTempdb(runner);
    if (installed === undefined) {
      await install(runner, scripts, options);
      result = 'installed';
    } else if (installed !== version) {
      await replaceRuntime(runner, scripts);
      result = 'upgraded';
    }
    if (result !== 'current') {
      await runner.runSimple(
        [
          // Every column, cast and result of type sys.string made from here on compares like the server's collation.
          `UPDATE pg_catalog.pg_type SET typcollation = '${options.pgCollation}'::regcollation WHERE oid = 'sys.string'::regtype`,
          ...changeSteps([{ action: 'put', what: 'setting', name: 'runtime', value: version }]),
        ].join('; '),
      );
    }
    await runner.runSimple('COMMIT');
    return result;
  } catch (error) {
    await runner.runSimple('ROLLBACK');
    throw error;
  }
}

/**
 * tempdb is empty after every start: ##temp tables of sessions that were go, and what users left in it. Its schemas sys and
 * INFORMATION_SCHEMA stand for the runtime's own. A standby cannot clear anything and need not.
 */
async function clearTempdb(runner: SqlRunner): Promise<void> {
  const [found] = await runner.runSimple(
    `SELECT format('%I.%I', n.nspname, c.relname) FROM holdfast.schemas s JOIN pg_namespace n ON n.nspname = s.meta->>'pg'
     JOIN pg_class c ON c.relnamespace = n.oid AND c.relkind = 'r'
     WHERE s.database_id = ${TEMPDB_ID} AND s.meta->>'pg' <> 'sys' AND NOT pg_is_in_recovery()`,
  );
  const tables = (found?.rows ?? []).map((row) => row[0]);
  const [objects] = await runner.runSimple(
    `SELECT o.id FROM holdfast.objects o JOIN holdfast.schemas s ON s.id = o.schema_id WHERE s.database_id = ${TEMPDB_ID} AND NOT pg_is_in_recovery()`,
  );
  const ids = (objects?.rows ?? []).map((row) => row[0]);
  if (tables.length > 0) await runner.runSimple(`DROP TABLE ${tables.join(', ')} CASCADE`);
  if (ids.length > 0) await runner.runSimple(`DELETE FROM holdfast.objects WHERE id IN (${ids.join(', ')})`);
}

async function installedVersion(runner: SqlRunner): Promise<string | undefined> {
  const [exists] = await runner.runSimple(`SELECT to_regclass('holdfast.settings') IS NOT NULL`);
  if (exists?.rows[0]?.[0] !== 't') return undefined;
  const [found] = await runner.runSimple(`SELECT value->>'is' FROM holdfast.settings WHERE name = 'runtime'`);
  return found?.rows[0]?.[0] ?? undefined;
}

async function install(runner: SqlRunner, scripts: readonly RuntimeScript[], options: BootstrapOptions): Promise<void> {
  for (const script of scripts) await runScript(runner, script);
  const initial = initialCatalog(options.collation, options.now);
  const steps = [
    ...initial.sql,
    ...changeSteps([
      ...initial.changes,
      { action: 'put', what: 'setting', name: 'collation', value: options.collation },
    ]),
  ];
  await runner.runSimple(steps.join('; '));
}

export async function runScript(runner: SqlRunner, script: RuntimeScript): Promise<void> {
  try {
    await runner.runSimple(script.sql);
  } catch (error) {
    throw new HoldfastError(
      'RUNTIME_SCRIPT_FAILED',
      `${script.name}: ${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    );
  }
}
