import {
  type ColumnMeta,
  type ForeignKeyMeta,
  type IndexMeta,
  type SchemaMeta,
  type SqlType,
  type TableMeta,
  carrierOf,
  pgCollation,
  quoteName,
  quoteQualified,
} from '../../tsql/index.ts';
import type { DdlContext } from './plan.ts';

/** PostgreSQL's text for the pieces of a table. */

export const tableText = (schema: SchemaMeta, table: { readonly pg: string }): string =>
  quoteQualified(schema.pg, table.pg);

/** The carrier, with a COLLATE clause where the column does not compare as the server does. */
export function columnTypeText(
  column: { readonly type: SqlType; readonly collation?: string },
  serverCollation: string,
): string {
  const carrier = carrierOf(column.type);
  if (carrier !== 'sys.string' || column.collation === undefined) return carrier;
  const collation = pgCollation(column.collation);
  return collation === undefined || collation === pgCollation(serverCollation)
    ? carrier
    : `${carrier} COLLATE ${collation}`;
}

/** `generated`: the lowered expression of a stored computed column. */
export function columnText(column: ColumnMeta, ctx: DdlContext, generated?: string): string {
  const parts = [quoteName(column.pg), columnTypeText(column, ctx.serverCollation)];
  if (generated !== undefined) parts.push(`GENERATED ALWAYS AS (${generated}) STORED`);
  if (!column.nullable) parts.push('NOT NULL');
  return parts.join(' ');
}

/** A column that PostgreSQL has: all but computed ones that are not stored. */
export const isStored = (column: ColumnMeta): boolean => !column.computed || column.computed.stored;

/**
 * NULLs come first in an ascending index, as T-SQL orders them. `lowered` gives the text of a computed column that PostgreSQL does not
 * have, and of the filter.
 */
export function indexText(
  schema: SchemaMeta,
  table: TableMeta,
  index: IndexMeta,
  lowered: { column(column: ColumnMeta): string; where?: string },
): string {
  const keys = index.columns.map((key) => {
    const column = columnByName(table, key.column);
    const text = column && isStored(column) ? quoteName(column.pg) : `(${column ? lowered.column(column) : 'NULL'})`;
    // What may not be NULL keeps PostgreSQL's own order of NULLs: that is what ORDER BY is printed with, too.
    if (column && !column.nullable) return `${text}${key.descending ? ' DESC' : ''}`;
    return `${text}${key.descending ? ' DESC NULLS LAST' : ' NULLS FIRST'}`;
  });
  const include = index.include.flatMap((name) => {
    const column = columnByName(table, name);
    return column && isStored(column) ? [quoteName(column.pg)] : [];
  });
  return [
    `CREATE ${index.unique ? 'UNIQUE ' : ''}INDEX ${quoteName(index.pg)} ON ${tableText(schema, table)} (${keys.join(', ')})`,
    include.length > 0 ? ` INCLUDE (${include.join(', ')})` : '',
    index.unique ? ' NULLS NOT DISTINCT' : '',
    index.fillFactor && index.fillFactor >= 10 ? ` WITH (fillfactor = ${index.fillFactor})` : '',
    lowered.where === undefined ? '' : ` WHERE ${lowered.where}`,
  ].join('');
}

export function foreignKeyText(
  table: TableMeta,
  key: ForeignKeyMeta,
  referencedSchema: SchemaMeta,
  referenced: TableMeta,
  validated: boolean,
): string {
  const names = (of: TableMeta, columns: readonly string[]): string =>
    columns.map((name) => quoteName(columnByName(of, name)?.pg ?? name)).join(', ');
  return (
    `CONSTRAINT ${quoteName(key.pg)} FOREIGN KEY (${names(table, key.columns)}) ` +
    `REFERENCES ${tableText(referencedSchema, referenced)} (${names(referenced, key.referencedColumns)}) ` +
    `ON DELETE ${key.onDelete} ON UPDATE ${key.onUpdate}${validated ? '' : ' NOT VALID'}`
  );
}

/** Any bounds: DBCC CHECKIDENT may go below the seed. */
export function identitySequenceText(schema: SchemaMeta, table: TableMeta, column: ColumnMeta): string {
  const { seed = '1', increment = '1', pgSequence = '' } = column.identity ?? {};
  const name = table.temporary ? quoteName(pgSequence) : quoteQualified(schema.pg, pgSequence);
  return (
    `CREATE ${table.temporary ? 'TEMP ' : ''}SEQUENCE ${name} AS int8 INCREMENT BY ${increment} ` +
    `MINVALUE ${INT8_MIN} MAXVALUE ${INT8_MAX} START WITH ${seed} OWNED BY ${tableText(schema, table)}.${quoteName(column.pg)}`
  );
}

export const INT8_MIN = '-9223372036854775808';
export const INT8_MAX = '9223372036854775807';

export function columnByName(table: { readonly columns: readonly ColumnMeta[] }, name: string): ColumnMeta | undefined {
  const folded = name.toLowerCase();
  return table.columns.find((column) => column.name.toLowerCase() === folded);
}
