import type { PgStatement } from './types.ts';

let lastId = 0;

/** Statements are named by id on every connection, so make one per plan and keep it; the same object is prepared once a connection. */
export function pgStatement(sql: string, parameterTypes: readonly number[] = []): PgStatement {
  lastId += 1;
  return { id: lastId, sql, parameterTypes };
}
