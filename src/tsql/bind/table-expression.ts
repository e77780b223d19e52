import type { ColumnMeta, TableMeta } from '../catalog/meta.ts';
import { printCondition, printExpression } from '../lower/print-expression.ts';
import { Printer } from '../lower/printer.ts';
import { convert, literal } from '../scalar/index.ts';
import type { CreateFunction, CreateView, Expr, Predicate } from '../syntax/ast/index.ts';
import { isString } from '../types/families.ts';
import { INT, type SqlType } from '../types/sql-type.ts';
import type { SqlValue } from '../types/sql-value.ts';
import { bindError } from './bind-error.ts';
import { reportingNames } from './bind-column.ts';
import { bindExpression } from './bind-expression.ts';
import { bindPredicate } from './bind-predicate.ts';
import { bindQuery } from './bind-query.ts';
import { bindWith } from './bind-with.ts';
import type { BoundExpr } from './bound.ts';
import { rootContext } from './compile.ts';
import { type BindContext, collationOf } from './context.ts';
import type { BindEnvironment } from './environment.ts';
import { storedColumn, tableRange } from './table-range.ts';
import { contains } from './walk.ts';

/** Expressions that belong to a table: checks, filters, computed columns, defaults. PostgreSQL keeps them, so they have no parameters. */
export interface TableExpression {
  readonly sql: string;
  readonly type: SqlType;
  readonly nullable: boolean;
  readonly collation?: string;
  /** Another value at another time: it names the clock, the session or chance. */
  readonly volatile: boolean;
}

export interface TableExpressionOptions {
  readonly env: BindEnvironment;
  /** The table whose columns may be named, under its own PostgreSQL name; none for a default. */
  readonly table?: TableMeta;
  /** Value of a session variable such as @@now at this moment, for a column that is filled once. */
  systemValue?(name: string): SqlValue;
}

export function compileTableCondition(ast: Predicate, options: TableExpressionOptions): string {
  const ctx = contextFor(options);
  const bound = reportingNames(ctx, () => bindPredicate(ast, ctx));
  refuseSession(bound);
  return printCondition(bound, printerFor(options, PG_CLOCK));
}

export function compileTableValue(
  ast: Expr,
  options: TableExpressionOptions,
  target?: { readonly type: SqlType; readonly collation?: string },
): TableExpression {
  const ctx = contextFor(options);
  const bound = reportingNames(ctx, () => bindExpression(ast, ctx));
  const converted = target
    ? convert(bound, target.type, { mode: 'assign', ...(target.collation ? { collation: target.collation } : {}) })
    : bound;
  // A computed column over NULL alone is an int.
  const value = converted.type.name === 'null' ? convert(converted, INT, { mode: 'implicit' }) : converted;
  return {
    sql: printExpression(value, printerFor(options)),
    type: value.type,
    nullable: value.nullable,
    ...(isString(value.type) && value.collation ? { collation: value.collation.name } : {}),
    volatile: isVolatile(bound),
  };
}

/** ALTER COLUMN: the old value as the new type, with the errors an UPDATE would have. */
export function compileColumnConversion(
  column: ColumnMeta,
  target: { readonly type: SqlType; readonly collation?: string },
  options: TableExpressionOptions,
): string {
  const table = options.table?.pg ?? '';
  const old = storedColumn(column, table, collationOf(options.env, options.env.databaseId));
  const place = { table: options.table?.name ?? '', column: column.name };
  const converted = convert(old, target.type, {
    mode: 'assign',
    column: place,
    ...(target.collation ? { collation: target.collation } : {}),
  });
  return printExpression(converted, printerFor(options));
}

/** What a view or an inline function answers. Parameters of the function are NULLs of their types here. */
export function compileModuleColumns(
  ast: CreateView | CreateFunction,
  env: BindEnvironment,
  parameters: ReadonlyMap<string, SqlType>,
): readonly Pick<ColumnMeta, 'name' | 'type' | 'nullable' | 'collation'>[] {
  const values = new Map(
    [...parameters].map(([name, type]): [string, BoundExpr] => [
      name.toLowerCase(),
      { ...literal(null, type), nullable: true },
    ]),
  );
  const ctx: BindContext = { ...contextFor({ env }), parameters: values, depth: 1 };
  const body = ast.kind === 'create-view' ? ast : ast.returns;
  if (body.kind !== 'create-view' && body.kind !== 'inline') return [];
  const query = reportingNames(ctx, () => {
    const { ctx: within } = bindWith(body.with, ctx);
    return bindQuery(body.query, within, { place: 'view' });
  });
  return query.outputs.map((output) => ({
    name: output.name,
    type: output.type.name === 'null' ? INT : output.type,
    nullable: output.nullable,
    ...(isString(output.type) && output.collation ? { collation: output.collation.name } : {}),
  }));
}

function isVolatile(expr: BoundExpr): boolean {
  return contains(
    expr,
    (part) =>
      (part.kind === 'call' && part.volatile === true) || (part.kind === 'variable' && part.name.startsWith('@@')),
  );
}

/** A check is evaluated by PostgreSQL whenever a row changes: it may read the clock, but knows nothing of the session. */
function refuseSession(expr: BoundExpr): void {
  const reads = (part: BoundExpr): boolean => part.kind === 'variable' && !CLOCK.has(part.name);
  if (!contains(expr, reads)) return;
  throw bindError(undefined, 49999, 1, 'A CHECK constraint that reads the session is not supported by Holdfast.');
}

const CLOCK: ReadonlySet<string> = new Set(['@@now', '@@utc_offset_minutes']);

/** @@now inside PostgreSQL: 100 ns ticks since the year 1. 62135596800 s lie between it and 1970. */
const PG_CLOCK = '((extract(epoch FROM statement_timestamp()) + 62135596800) * 10000000)::int8';

/**
 * What PostgreSQL keeps cannot have parameters: session variables become literals of this moment. With `clock` the time is read
 * anew each time, and only the offset of the server's time zone is of this moment.
 */
function printerFor({ systemValue }: TableExpressionOptions, clock?: string): Printer {
  return new Printer((name, type) => {
    if (clock !== undefined && name === '@@now') return clock;
    const value = systemValue?.(name);
    return value === undefined ? undefined : printExpression(literal(value, type), new Printer());
  });
}

function contextFor({ env, table }: TableExpressionOptions): BindContext {
  const base = rootContext(env);
  if (!table) return base;
  const schema = env.catalog.schemaById(table.schemaId);
  const place = {
    name: table.name,
    alias: table.pg,
    databaseId: env.databaseId,
    schemaName: schema?.name ?? 'dbo',
    collation: base.databaseCollation,
  };
  return { ...base, scope: { ranges: [tableRange(table, place, base)], parent: undefined } };
}
