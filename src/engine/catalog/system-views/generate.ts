import { type SystemViewMeta, carrierOf, quoteName, quoteText } from '../../../tsql/index.ts';
import type { RuntimeScript } from '../runtime-scripts.ts';
import { SYSTEM_VIEWS } from './all.ts';
import type { SystemColumn, SystemView } from './system-view.ts';

const PG_SCHEMA = 'sys';

const pgViewName = (view: SystemView): string => `${view.schema}.${view.name}`;

/** The built-in views as the binder sees them. */
export const SYSTEM_VIEW_METAS: readonly SystemViewMeta[] = SYSTEM_VIEWS.map((view, index) =>
  Object.freeze({
    schema: view.schema,
    name: view.name,
    pgSchema: PG_SCHEMA,
    pg: pgViewName(view),
    columns: view.columns.map(({ name, type, nullable }) => Object.freeze({ name, type, nullable })),
    perDatabase: view.database !== undefined,
    objectId: objectIdOf(index),
    live: view.live,
  }),
);

/** SQL Server's system objects have negative ids too. */
function objectIdOf(index: number): number {
  return -(index + 101);
}

/** The same views as PostgreSQL has them, and the rows by which sys.all_objects and sys.all_columns show them. */
export function systemViewScripts(): RuntimeScript[] {
  return [
    { name: '390-system-views', sql: SYSTEM_VIEWS.map(createView).join('\n') },
    { name: '391-system-objects', sql: systemObjects() },
  ];
}

function createView(view: SystemView): string {
  const columns = [
    ...(view.database === undefined ? [] : [`(${view.database})::int4 AS "$db"`]),
    ...view.columns.map((column) => `${carried(column)} AS ${quoteName(column.name)}`),
  ];
  const from = view.from === undefined ? 'WHERE false' : `FROM ${view.from}`;
  return `CREATE VIEW ${PG_SCHEMA}.${quoteName(pgViewName(view))} AS SELECT ${columns.join(', ')} ${from};`;
}

/** The expression, in the carrier of the column's type. */
function carried(column: SystemColumn): string {
  const carrier = carrierOf(column.type);
  if (column.sql === 'NULL') return `NULL::${carrier}`;
  // A boolean casts to int4 alone.
  if (column.type.name === 'bit') return `(${column.sql})::int4::int2`;
  if (column.type.name === 'datetime') return `holdfast.datetime_ticks((${column.sql})::text)`;
  if (carrier === 'sys.string') return `(${column.sql})::text::sys.string`;
  return `(${column.sql})::${carrier}`;
}

const SCHEMA_IDS = { sys: 4, INFORMATION_SCHEMA: 3, dbo: 1 } as const;

function systemObjects(): string {
  const objects = SYSTEM_VIEWS.map(
    (view, index) => `(${objectIdOf(index)}, ${SCHEMA_IDS[view.schema]}, ${quoteText(view.name)}, 'V')`,
  );
  const columns = SYSTEM_VIEWS.flatMap((view, index) =>
    view.columns.map(
      (column, position) =>
        `(${objectIdOf(index)}, ${position + 1}, ${quoteText(column.name)}, ${quoteText(JSON.stringify(column.type))}, ${column.nullable})`,
    ),
  );
  return [
    'DELETE FROM holdfast.system_objects;',
    'DELETE FROM holdfast.system_columns;',
    `INSERT INTO holdfast.system_objects (object_id, schema_id, name, type) VALUES ${objects.join(', ')};`,
    `INSERT INTO holdfast.system_columns (object_id, column_id, name, type, nullable) VALUES ${columns.join(', ')};`,
  ].join('\n');
}
