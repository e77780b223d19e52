import type { ColumnMeta } from '../catalog/meta.ts';
import { printChange } from '../lower/print-change.ts';
import { call, literal } from '../scalar/call.ts';
import { convert } from '../scalar/index.ts';
import type { Expr, Insert, InsertSource, Pos } from '../syntax/ast/index.ts';
import { BIGINT, NULL_TYPE } from '../types/sql-type.ts';
import { bindError, unsupported } from './bind-error.ts';
import { bindExpression } from './bind-expression.ts';
import { bindAnswer } from './bind-output.ts';
import { bindLimit, bindQuery } from './bind-query.ts';
import { bindWith } from './bind-with.ts';
import type { BoundExpr } from './bound.ts';
import type { BoundInsert, BoundQuery, BoundSelect, BoundValues } from './bound-query.ts';
import { assign, checkInsertable, defaultOf, explicitIdentity, isGenerated, newRowValue } from './column-values.ts';
import { newPrinter, permissionsOf, readHints } from './compile.ts';
import type { CompiledStatement, IdentityResult } from './compiled.ts';
import { require } from './context.ts';
import type { BindContext } from './context.ts';
import { boundTarget } from './dml-target.ts';
import type { TargetTable } from './dml-target.ts';
import { insertThroughView } from './insert-target.ts';
import { insteadOfInsert } from './instead-of.ts';
import { outputColumn } from './query-shape.ts';
import { contains } from './walk.ts';

/** INSERT: the given values, then defaults, identity and rowversion for what is not given. */
export function compileInsert(ast: Insert, root: BindContext): CompiledStatement {
  readHints(ast.options, root);
  const { ctes, ctx } = bindWith(ast.with, root);
  const { target, columns } = insertTarget(ast, ctx);
  const plan = planInsert(ast, target, columns, ctx);
  const source =
    ctes.length > 0 && plan.source ? { ...plan.source, with: [...ctes, ...(plan.source.with ?? [])] } : plan.source;
  const replaced = insteadOfInsert(target, plan.metas, source, ctx);
  if (replaced) return replaced;
  const identity = identityResult(ast, target, plan.identityColumn);
  const byColumn = identity?.how.kind === 'column';
  const answer = bindAnswer({
    target,
    action: 'INSERT',
    output: ast.output,
    from: [],
    extras: byColumn && plan.identityColumn ? [newIdentity(plan.identityColumn)] : [],
    ctx,
  });
  const insert: BoundInsert = {
    kind: 'insert',
    target: boundTarget(target, ctx.state.aliases.take(target.table.name)),
    columns: plan.columns,
    source,
    returning: answer.returning,
    stores: answer.stores,
    answers: answer.answers,
    ...(target.table.indexes.some((index) => index.ignoreDupKey) ? { ignoreDuplicates: true } : {}),
  };
  const printer = newPrinter(ctx);
  return {
    verb: 'INSERT',
    sql: printChange(insert, printer),
    parameters: printer.parameters,
    columns: answer.columns,
    assignments: [],
    ...(identity ? { identity } : {}),
    // Through a view it is the table's triggers that fire.
    target: { objectId: target.table.temporary ? 0 : target.table.id, action: 'INSERT', updatedColumns: [] },
    permissions: permissionsOf(ctx),
    readsOnly: false,
    locks: ctx.state.locks,
    usesTemporary: ctx.state.usesTemporary,
  };
}

export interface InsertColumns {
  readonly target: TargetTable;
  /** Columns that get given values, in the order of the values. */
  readonly columns: readonly ColumnMeta[];
}

function insertTarget(ast: Insert, ctx: BindContext): InsertColumns {
  const { target, nameOf } = insertThroughView(ast.target, ctx);
  const identityInsert = target.objectId !== 0 && ctx.state.env.options.identityInsert === target.table.id;
  if (ast.columns.length === 0) {
    if (identityInsert && target.table.columns.some((column) => column.identity)) {
      const message = `An explicit value for the identity column in table '${target.table.name}' can only be specified when a column list is used and IDENTITY_INSERT is ON.`;
      throw bindError(ast.pos, 8101, 1, message);
    }
    const columns = nameOf.all().filter((column) => !isGenerated(column) && !column.identity);
    return { target, columns };
  }
  const columns: ColumnMeta[] = [];
  for (const name of ast.columns) {
    const last = name.parts.at(-1);
    const column = last && nameOf.find(last.text);
    if (!last || !column) throw bindError(name.pos, 207, 1, `Invalid column name '${last?.text ?? ''}'.`);
    if (columns.includes(column)) throw duplicateColumn(column, name.pos);
    columns.push(column);
  }
  checkIdentity(columns, target, identityInsert, ast.pos);
  return { target, columns };
}

export function duplicateColumn(column: ColumnMeta, pos: Pos): Error {
  const message = `The column name '${column.name}' is specified more than once in the SET clause or column list of an INSERT. A column cannot be assigned more than one value in the same clause. Modify the clause to make sure that a column is updated only once. If this statement updates or inserts columns into a view, column aliasing can conceal the duplication in your code.`;
  return bindError(pos, 264, 1, message);
}

function checkIdentity(columns: readonly ColumnMeta[], target: TargetTable, identityInsert: boolean, pos: Pos): void {
  const identity = target.table.columns.find((column) => column.identity);
  if (!identity) return;
  const named = columns.includes(identity);
  if (named && !identityInsert) {
    throw bindError(
      pos,
      544,
      1,
      `Cannot insert explicit value for identity column in table '${target.table.name}' when IDENTITY_INSERT is set to OFF.`,
    );
  }
  if (!named && identityInsert) {
    throw bindError(
      pos,
      545,
      1,
      `Explicit value must be specified for identity column in table '${target.table.name}' either when IDENTITY_INSERT is set to ON or when a replication user is inserting into a NOT FOR REPLICATION identity column.`,
    );
  }
}

interface InsertPlan {
  readonly metas: readonly ColumnMeta[];
  readonly columns: readonly string[];
  readonly source: BoundQuery | undefined;
  readonly identityColumn: ColumnMeta | undefined;
}

function planInsert(ast: Insert, target: TargetTable, columns: readonly ColumnMeta[], ctx: BindContext): InsertPlan {
  require(ctx, target.objectId, 'INSERT');
  const identityColumn = target.table.columns.find((column) => column.identity);
  const generated = generatedColumns(columns, target, ctx);
  const source = bindInsertSource(
    ast.source,
    ast,
    columns,
    generated.map(({ value }) => value),
    target,
    ctx,
  );
  const metas = [...columns, ...generated.map(({ column }) => column)];
  return {
    metas,
    columns: metas.map((column) => column.pg),
    source,
    identityColumn,
  };
}

interface GeneratedColumn {
  readonly column: ColumnMeta;
  readonly value: () => BoundExpr;
}

/** Columns that the statement does not name but that get more than a NULL. */
export function generatedColumns(
  given: readonly ColumnMeta[],
  target: TargetTable,
  ctx: BindContext,
): GeneratedColumn[] {
  const generated: GeneratedColumn[] = [];
  for (const column of target.table.columns) {
    if (given.includes(column)) continue;
    const value = newRowValue(column, target, ctx);
    if (value) generated.push({ column, value: () => value });
  }
  return generated;
}

function bindInsertSource(
  source: InsertSource,
  ast: Insert,
  columns: readonly ColumnMeta[],
  generated: readonly (() => BoundExpr)[],
  target: TargetTable,
  ctx: BindContext,
): BoundQuery | undefined {
  switch (source.kind) {
    case 'insert-values': {
      const rows = source.rows.map((row) => {
        checkValueCount(row.length, columns.length, ast, row[0]?.pos ?? ast.pos);
        return [
          ...row.map((value, i) => insertValue(value, columns[i] as ColumnMeta, target, ctx)),
          ...generated.map((value) => value()),
        ];
      });
      const values: BoundValues = { kind: 'values', rows, outputs: outputsOf(rows[0] ?? []), orderBy: [] };
      return ast.top ? limited(values, ast, ctx) : values;
    }
    case 'insert-default-values': {
      const defaults = columns.map((column) => defaultOf(column, target, ctx) ?? nullOf(column));
      const row = [...defaults, ...generated.map((value) => value())];
      return row.length === 0 ? undefined : { kind: 'values', rows: [row], outputs: outputsOf(row), orderBy: [] };
    }
    case 'insert-query': {
      const query = bindQuery(source.query, ctx, { place: 'insert' });
      if (query.outputs.length !== columns.length) throw selectCount(query.outputs.length, columns.length, ast);
      return insertQuery(ast.top ? limited(query, ast, ctx) : query, columns, generated, target, ctx);
    }
    case 'insert-execute':
      throw unsupported(source.pos, 'INSERT EXECUTE as one query');
  }
}

function checkValueCount(given: number, wanted: number, ast: Insert, pos: Pos): void {
  if (given === wanted) return;
  if (ast.columns.length === 0)
    throw bindError(pos, 213, 1, 'Column name or number of supplied values does not match table definition.');
  if (given < wanted) {
    const message =
      'There are more columns in the INSERT statement than values specified in the VALUES clause. The number of values in the VALUES clause must match the number of columns specified in the INSERT statement.';
    throw bindError(pos, 109, 1, message, 15);
  }
  const message =
    'There are fewer columns in the INSERT statement than values specified in the VALUES clause. The number of values in the VALUES clause must match the number of columns specified in the INSERT statement.';
  throw bindError(pos, 110, 1, message, 15);
}

function selectCount(given: number, wanted: number, ast: Insert): Error {
  if (ast.columns.length === 0)
    return bindError(ast.pos, 213, 1, 'Column name or number of supplied values does not match table definition.');
  const [number, word] = given < wanted ? [120, 'fewer'] : [121, 'more'];
  const message = `The select list for the INSERT statement contains ${word} items than the insert list. The number of SELECT values must match the number of INSERT columns.`;
  return bindError(ast.pos, number, 1, message, 15);
}

/** One value of VALUES for one column; DEFAULT is the column's own. */
export function insertValue(value: Expr, column: ColumnMeta, target: TargetTable, ctx: BindContext): BoundExpr {
  if (value.kind === 'default') return newRowValue(column, target, ctx) ?? nullOf(column);
  checkInsertable(column, target, value.pos);
  const bound = bindExpression(value, { ...ctx, clause: 'values' });
  return givenValue(bound, column, target, ctx);
}

export function givenValue(value: BoundExpr, column: ColumnMeta, target: TargetTable, ctx: BindContext): BoundExpr {
  const converted = assign(value, column, target, ctx);
  return column.identity ? explicitIdentity(converted, column, target) : converted;
}

export const nullOf = (column: ColumnMeta): BoundExpr =>
  convert(literal(null, NULL_TYPE), column.type, { mode: 'implicit' });

const outputsOf = (row: readonly BoundExpr[]): BoundValues['outputs'] =>
  row.map((expr, i) => ({ name: '', pg: `column${i + 1}`, type: expr.type, nullable: expr.nullable }));

/** INSERT TOP (n): any n rows of the source. */
function limited(query: BoundQuery, ast: Insert, ctx: BindContext): BoundQuery {
  const limit = bindLimit(ast.top, { orderBy: [], offset: undefined, fetch: undefined }, ctx);
  if (!limit) return query;
  if (query.limit === undefined && !(query.kind === 'select' && query.document)) return { ...query, limit };
  const alias = ctx.state.aliases.take('q');
  return {
    ...around(
      query,
      alias,
      query.outputs.map((output) => outputColumn(output, alias)),
    ),
    limit,
  };
}

/**
 * The rows of a query with conversions and generated values. They go into its own select list where nothing there counts rows or
 * compares values; else around it, which also makes identity values follow ORDER BY.
 */
function insertQuery(
  query: BoundQuery,
  columns: readonly ColumnMeta[],
  generated: readonly (() => BoundExpr)[],
  target: TargetTable,
  ctx: BindContext,
): BoundQuery {
  columns.forEach((column) => checkInsertable(column, target, { offset: 0, line: 0 }));
  const extra = generated.map((value) => value());
  const given = (expr: BoundExpr, i: number): BoundExpr => givenValue(expr, columns[i] as ColumnMeta, target, ctx);
  const open =
    query.kind === 'select' &&
    !query.distinct &&
    !query.limit &&
    query.orderBy.length === 0 &&
    !query.groupBy &&
    !query.having;
  if (open && (extra.length === 0 || !hasAggregate(query))) {
    const expressions = [...query.expressions.map(given), ...extra];
    return { ...query, expressions, outputs: outputsOf(expressions) };
  }
  if (query.kind === 'values') {
    const rows = query.rows.map((row) => [...row.map(given), ...extra]);
    return { ...query, rows, outputs: outputsOf(rows[0] ?? []) };
  }
  const alias = ctx.state.aliases.take('q');
  return around(query, alias, [...query.outputs.map((output, i) => given(outputColumn(output, alias), i)), ...extra]);
}

const hasAggregate = (query: BoundSelect): boolean =>
  query.expressions.some((expr) => contains(expr, (part) => part.kind === 'aggregate'));

function around(query: BoundQuery, alias: string, expressions: readonly BoundExpr[]): BoundSelect {
  return {
    kind: 'select',
    distinct: false,
    expressions,
    outputs: outputsOf(expressions),
    from: [{ kind: 'derived', query, alias, columns: query.outputs.map((output) => output.pg), lateral: false }],
    orderBy: [],
  };
}

/** The new identity value as int8, whatever the column's type: what the engine reads. */
function newIdentity(column: ColumnMeta): BoundExpr {
  const value: BoundExpr = {
    kind: 'column',
    source: 'new',
    pg: column.pg,
    name: column.name,
    type: column.type,
    nullable: false,
  };
  return call('identity value', BIGINT, [value], '({0})::int8', { nullable: false });
}

/** With few rows their own values tell the last identity; with many, or where the rows go to the client, the sequence does. */
function identityResult(ast: Insert, target: TargetTable, column: ColumnMeta | undefined): IdentityResult | undefined {
  if (!column?.identity) return undefined;
  const byColumn = ast.source.kind !== 'insert-query' && ast.output.length === 0;
  return {
    objectId: target.objectId,
    how: byColumn ? { kind: 'column', column: 0 } : { kind: 'currval' },
    pgSchema: target.pgSchema,
    pgSequence: column.identity.pgSequence,
  };
}
