import type { ColumnMeta, TableMeta } from '../catalog/meta.ts';
import { convert } from '../scalar/index.ts';
import { isString } from '../types/families.ts';
import type { BoundColumn, BoundExpr } from './bound.ts';
import type { BoundOutput, ColumnOrigin } from './bound-query.ts';
import type { BindContext } from './context.ts';
import { bindEmbeddedExpression } from './embedded-text.ts';
import type { RangeVariable, ScopeColumn } from './scope.ts';

/** Where a table's rows are, and under which names the statement knows it. */
export interface TablePlace {
  /** Exposed name. */
  readonly name: string;
  readonly schema?: string;
  readonly database?: string;
  /** PostgreSQL's range variable. */
  readonly alias: string;
  readonly databaseId: number;
  readonly schemaName: string;
  readonly collation: string;
}

/** A stored table's columns as names see them. */
export function tableRange(table: TableMeta, place: TablePlace, ctx: BindContext): RangeVariable {
  const columns: ScopeColumn[] = [];
  const range: RangeVariable = {
    name: place.name,
    alias: place.alias,
    columns,
    ...(place.schema === undefined ? {} : { schema: place.schema }),
    ...(place.database === undefined ? {} : { database: place.database }),
  };
  for (const column of table.columns) columns.push(tableColumn(table, column, place, range, ctx));
  return range;
}

function tableColumn(
  table: TableMeta,
  column: ColumnMeta,
  place: TablePlace,
  range: RangeVariable,
  ctx: BindContext,
): ScopeColumn {
  const stored = storedColumn(column, place.alias, place.collation);
  const inlined = column.computed && !column.computed.stored ? column.computed.text : undefined;
  const origin: ColumnOrigin = {
    databaseId: place.databaseId,
    schema: place.schemaName,
    objectId: table.temporary === true ? 0 : table.id,
    table: table.name,
    column: column.name,
    columnId: column.id,
    identity: column.identity !== undefined,
    computed: column.computed !== undefined,
  };
  return {
    name: column.name,
    expr: () => (inlined === undefined ? stored : computedColumn(inlined, column, range, ctx)),
    origin,
    ...(column.hidden === true ? { hidden: true } : {}),
    ...(column.identity
      ? { property: '$identity' as const }
      : column.rowguidcol
        ? { property: '$rowguid' as const }
        : {}),
  };
}

export function storedColumn(column: ColumnMeta, alias: string, databaseCollation: string): BoundColumn {
  return {
    kind: 'column',
    source: alias,
    pg: column.pg,
    name: column.name,
    type: column.type,
    nullable: column.nullable,
    ...(isString(column.type) ? { collation: { name: column.collation ?? databaseCollation, label: 'implicit' } } : {}),
  };
}

/** The text of a computed column over the columns of its own row. */
function computedColumn(text: string, column: ColumnMeta, range: RangeVariable, ctx: BindContext): BoundExpr {
  const inner = {
    ...ctx,
    scope: { ranges: [range], parent: undefined },
    parameters: new Map(),
    clause: 'other' as const,
    depth: ctx.depth + 1,
  };
  const expr = bindEmbeddedExpression(text, inner);
  return convert(expr, column.type, { mode: 'implicit' });
}

/** The outputs of a query as the columns of a range variable. `names` are the PostgreSQL names that the FROM clause gives them. */
export function queryRange(
  outputs: readonly BoundOutput[],
  place: { readonly name: string; readonly alias: string; readonly schema?: string; readonly database?: string },
  names: readonly { readonly name: string; readonly pg: string }[],
): RangeVariable {
  return {
    ...place,
    columns: outputs.map((output, i): ScopeColumn => {
      const named = names[i] ?? output;
      const column: BoundColumn = {
        kind: 'column',
        source: place.alias,
        pg: named.pg,
        name: named.name,
        type: output.type,
        nullable: output.nullable,
        ...(output.collation ? { collation: { name: output.collation.name, label: 'implicit' } } : {}),
      };
      return { name: named.name, expr: () => column, ...(output.origin ? { origin: output.origin } : {}) };
    }),
  };
}
