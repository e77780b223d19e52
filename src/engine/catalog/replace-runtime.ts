import type { SqlRunner } from './load-catalog.ts';
import type { RuntimeScript } from './runtime-scripts.ts';
import { splitStatements } from './split-statements.ts';

/** duplicate_object, duplicate_function, duplicate_table, duplicate_schema: it is there already. */
const EXISTS = `SQLSTATE '42710' OR SQLSTATE '42723' OR SQLSTATE '42P07' OR SQLSTATE '42P06'`;

/**
 * Brings the runtime of an older release up to date. Functions are replaced in place, because generated columns and checks of the
 * user's tables hold on to them; types, operators, casts and tables stay as they are; views are dropped and made again.
 */
export async function replaceRuntime(runner: SqlRunner, scripts: readonly RuntimeScript[]): Promise<void> {
  await dropViews(runner);
  const emptied = new Set<string>();
  for (const script of scripts) {
    const statements = splitStatements(script.sql).map((statement) => withFreshRows(replaceable(statement), emptied));
    await runner.runSimple(statements.join(';\n'));
  }
}

async function dropViews(runner: SqlRunner): Promise<void> {
  const [views] = await runner.runSimple(
    `SELECT format('DROP VIEW IF EXISTS %I.%I CASCADE', schemaname, viewname) FROM pg_views WHERE schemaname IN ('sys', 'holdfast')`,
  );
  const drops = (views?.rows ?? []).map((row) => row[0]);
  if (drops.length > 0) await runner.runSimple(drops.join(';'));
}

/** The runtime's own tables (time zones, cultures) hold nothing but what a release ships: its rows replace the older ones. */
function withFreshRows(statement: string, emptied: Set<string>): string {
  const table = /^INSERT INTO (sys\.\w+)/i.exec(statement)?.[1];
  if (table === undefined || emptied.has(table)) return statement;
  emptied.add(table);
  return `DELETE FROM ${table};\n${statement}`;
}

function replaceable(statement: string): string {
  const replaced = statement.replace(/^CREATE (FUNCTION|AGGREGATE|PROCEDURE)\b/i, 'CREATE OR REPLACE $1');
  if (replaced !== statement || !/^CREATE\b(?! OR REPLACE\b)/i.test(statement)) return replaced;
  return `DO $existing$ BEGIN ${statement}; EXCEPTION WHEN ${EXISTS} THEN NULL; END $existing$`;
}
