import { quoteName, quoteText, type TableMeta } from '../../tsql/index.ts';
import type { Frame } from '../execution/frame.ts';
import { type OffsetHandler, ignoreRows } from '../session/backend.ts';
import { CopyEncoder } from './copy-encoder.ts';
import { remakeTableVariable } from './table-variable.ts';

interface Kept {
  readonly table: TableMeta;
  readonly scope: Map<string, TableMeta>;
  readonly rows: readonly Buffer[];
}

/**
 * Table variables take no part in transactions (sql-docs, data-types/table-transact-sql), but to PostgreSQL they are tables like others:
 * what they hold is read before a ROLLBACK and put back behind it by the function that this answers.
 */
export async function keepTableVariables(frame: Frame): Promise<() => Promise<void>> {
  const kept: Kept[] = [];
  for (let scope: Frame | undefined = frame; scope !== undefined; scope = scope.parent) {
    for (const table of scope.ownTableVariables)
      kept.push({ table, scope: scope.tableVariables, rows: await rowsOf(table, frame) });
  }
  return async () => {
    for (const each of kept) await putBack(each, frame);
  };
}

/** The rows as PostgreSQL sends them, which is how COPY takes them. */
async function rowsOf(table: TableMeta, { session }: Frame): Promise<readonly Buffer[]> {
  const rows: Buffer[] = [];
  const keep: OffsetHandler = {
    firstStep: 0,
    row: (_step, buffer, start, end) => void rows.push(Buffer.from(buffer.subarray(start, end))),
  };
  await session.backend.run([{ sql: `SELECT ${storedColumns(table)} FROM pg_temp.${quoteName(table.pg)}` }], keep, {
    readsOnly: true,
  });
  return rows;
}

const storedColumns = (table: TableMeta): string =>
  table.columns
    .filter(({ computed }) => computed === undefined)
    .map(({ pg }) => quoteName(pg))
    .join(', ');

async function putBack({ table, scope, rows }: Kept, frame: Frame): Promise<void> {
  const { session } = frame;
  const name = `pg_temp.${quoteName(table.pg)}`;
  const remade = !(await exists(name, frame));
  if (remade) await remakeTableVariable(table, scope, frame);
  else await session.backend.run([{ sql: `TRUNCATE ${name}` }], ignoreRows());
  if (rows.length === 0) return;
  const copy = await session.backend.copyIn(`COPY ${name} (${storedColumns(table)}) FROM STDIN (FORMAT binary)`);
  const encoder = new CopyEncoder([]);
  const header = Buffer.from(encoder.take());
  encoder.finish();
  await copy.write(Buffer.concat([header, ...rows, encoder.take()]));
  await copy.end();
  if (remade) await advanceIdentity(table, name, frame);
}

/** A sequence made anew goes on behind the values that were drawn before. */
async function advanceIdentity(table: TableMeta, name: string, { session }: Frame): Promise<void> {
  const column = table.columns.find(({ identity }) => identity !== undefined);
  if (column?.identity === undefined) return;
  const last = column.identity.increment.startsWith('-') ? 'min' : 'max';
  const sequence = quoteText(`pg_temp.${quoteName(column.identity.pgSequence)}`);
  const sql = `SELECT pg_catalog.setval(${sequence}, (SELECT ${last}(${quoteName(column.pg)}) FROM ${name})::int8)`;
  await session.backend.run([{ sql }], ignoreRows());
}

async function exists(name: string, { session }: Frame): Promise<boolean> {
  let found = false;
  const look: OffsetHandler = { firstStep: 0, row: () => void (found = true) };
  await session.backend.run([{ sql: `SELECT 1 WHERE pg_catalog.to_regclass(${quoteText(name)}) IS NOT NULL` }], look, {
    readsOnly: true,
  });
  return found;
}
