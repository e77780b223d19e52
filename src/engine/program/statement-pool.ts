import { pgStatement, type PgStatement } from '../../pg/index.ts';

/** Texts remembered: the same PostgreSQL text from many batches is one prepared statement on each connection. */
const MAX_STATEMENTS = 4096;

const pool = new Map<string, PgStatement>();

/** Parameter types are left to PostgreSQL: every parameter of a lowered statement stands inside a cast. */
export function statementFor(sql: string): PgStatement {
  const found = pool.get(sql);
  if (found !== undefined) return found;
  if (pool.size >= MAX_STATEMENTS) {
    const oldest = pool.keys().next().value;
    if (oldest !== undefined) pool.delete(oldest);
  }
  const made = pgStatement(sql, []);
  pool.set(sql, made);
  return made;
}
