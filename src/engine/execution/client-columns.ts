import type { CompiledColumn } from '../../tsql/index.ts';
import type { ResultColumn } from '../result-sink.ts';

/** The binder's columns as the client's header shows them. */
export function clientColumns(columns: readonly CompiledColumn[]): readonly ResultColumn[] {
  return columns.map((column) => ({
    name: column.name,
    type: column.type,
    nullable: column.nullable,
    identity: column.identity,
    computed: column.computed,
    updatable: column.updatable,
    ...(column.collation === undefined ? {} : { collation: column.collation }),
    ...(column.origin === undefined ? {} : { table: originTable(column.origin) }),
  }));
}

function originTable(origin: NonNullable<CompiledColumn['origin']>): readonly string[] {
  return [origin.table];
}
