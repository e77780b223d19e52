import { quoteName, type TableMeta } from '../../tsql/index.ts';
import type { Frame } from '../execution/frame.ts';
import { ignoreRows } from '../session/backend.ts';
import type { ClientSession } from '../session/client-session.ts';

/** Takes local temporary tables that DDL made, changed or dropped into the scope they belong to. */
export function keepTemporary(
  change: { readonly put: readonly TableMeta[]; readonly drop: readonly number[] },
  frame: Frame,
): void {
  const { session } = frame;
  const { temporary } = session;
  for (const table of change.put) {
    temporary.put(table, temporary.scopeOf(table.id) ?? frame.temporaryTables, session.transaction.count > 0);
  }
  for (const id of change.drop) temporary.drop(id);
  session.temporaryTablesChanged();
}

/** The end of a scope: its temporary tables and table variables go. */
export async function dropTemporary(session: ClientSession, tables: readonly TableMeta[]): Promise<void> {
  const names = tables.map((table) => `pg_temp.${quoteName(table.pg)}`);
  for (const table of tables) session.temporary.drop(table.id);
  await session.backend.run([{ sql: `DROP TABLE IF EXISTS ${names.join(', ')}` }], ignoreRows());
  session.temporaryTablesChanged();
}
