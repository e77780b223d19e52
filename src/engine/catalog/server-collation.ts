import { SqlError } from '../../tsql/index.ts';

/**
 * The PostgreSQL collation that compares like a collation of SQL Server, by its name's parts (sql-docs: relational-databases/collations):
 * CI or CS, AI or AS, BIN or BIN2. Width and kana are not told apart, as _WS and _KS would.
 */
export function pgCollationOf(name: string): string {
  if (!/^[A-Za-z0-9_]+$/.test(name)) throw new SqlError(448, 16, 1, `Invalid collation '${name}'.`);
  const parts = name.toUpperCase().split('_');
  if (parts.includes('BIN') || parts.includes('BIN2')) return 'pg_catalog."C"';
  const accent = parts.includes('AI') ? 'ai' : 'as';
  if (parts.includes('CI')) return `sys.ci_${accent}`;
  if (parts.includes('CS')) return `sys.cs_${accent}`;
  throw new SqlError(448, 16, 1, `Invalid collation '${name}'.`);
}
