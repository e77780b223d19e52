import type { ObjectMeta } from '../../tsql/index.ts';

export interface PgRelation {
  readonly kind: 'TABLE' | 'SEQUENCE' | 'FUNCTION';
  readonly pg: string;
}

/** What stands behind an object in PostgreSQL: tables, sequences, functions that were compiled; owned sequences and indexes go with their table. */
export function pgRelations(meta: ObjectMeta): PgRelation[] {
  if (meta.kind === 'table' && !meta.tableType) return [{ kind: 'TABLE', pg: meta.pg }];
  if (meta.kind === 'function' && meta.pgSignature !== undefined) return [{ kind: 'FUNCTION', pg: meta.pg }];
  return meta.kind === 'sequence' ? [{ kind: 'SEQUENCE', pg: meta.pg }] : [];
}
