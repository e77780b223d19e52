import type { ColumnMeta } from '../catalog/meta.ts';
import { convert } from '../scalar/index.ts';
import { call } from '../scalar/call.ts';
import type { Expr, Pos, SetItem, SetMethod } from '../syntax/ast/index.ts';
import { BIGINT, MAX } from '../types/sql-type.ts';
import type { SqlType } from '../types/sql-type.ts';
import { bindError, mustDeclare, unsupported } from './bind-error.ts';
import { bindExpression } from './bind-expression.ts';
import { compound } from './bind-select.ts';
import type { BoundExpr } from './bound.ts';
import type { BoundAssignment } from './bound-query.ts';
import { assign, defaultOf, nextRowversion, notModifiable, periodValue } from './column-values.ts';
import { duplicateColumn, nullOf } from './compile-insert.ts';
import type { BindContext } from './context.ts';
import type { TargetTable } from './dml-target.ts';
import { storedColumn } from './table-range.ts';
import { contains } from './walk.ts';

export interface SetVariable {
  readonly variable: string;
  readonly type: SqlType;
  /** The value, over the old row (`old`) or as the new column (`new`). */
  readonly value: BoundExpr;
}

export interface BoundSet {
  readonly assignments: readonly BoundAssignment[];
  readonly variables: readonly SetVariable[];
  /** Lower-case names. */
  readonly updated: readonly string[];
}

export interface SetScope {
  readonly target: TargetTable;
  /** PostgreSQL's alias of the row that changes. */
  readonly alias: string;
  /** The column that a name in SET means (a view's names differ from its table's). */
  find(name: string): ColumnMeta | undefined;
  /** Context whose names are the row before the change, under `old`, for values of variables. */
  readonly oldCtx: BindContext;
}

/** The SET list of UPDATE and of MERGE's UPDATE. Every expression sees the row as it was. */
export function bindSet(items: readonly SetItem[], scope: SetScope, ctx: BindContext): BoundSet {
  const { target } = scope;
  const values = new Map<ColumnMeta, BoundExpr>();
  const variables: SetVariable[] = [];
  for (const item of items) {
    if (item.kind === 'set-variable-item') {
      variables.push(variableOf(item.variable, item.pos, compoundOf(item, scope.oldCtx), ctx));
      continue;
    }
    const column = settable(item.column.parts.at(-1)?.text ?? '', item.pos, scope);
    if (values.has(column)) throw duplicateColumn(column, item.pos);
    values.set(
      column,
      item.kind === 'set-method' ? bindMethod(item, column, scope, ctx) : bindColumnValue(item, column, scope, ctx),
    );
    if (item.kind === 'set-column' && item.variable !== undefined) {
      variables.push(variableOf(item.variable, item.pos, storedColumn(column, 'new', target.collation), ctx));
    }
  }
  refuseRunningValues([...values.values()], variables, items);
  const updated = [...values.keys()].map((column) => column.name.toLowerCase());
  return { assignments: withGenerated(values, scope), variables, updated };
}

function withGenerated(values: ReadonlyMap<ColumnMeta, BoundExpr>, { target, alias }: SetScope): BoundAssignment[] {
  const assignments = [...values].map(([column, value]): BoundAssignment => ({ pg: column.pg, value }));
  for (const column of target.table.columns) {
    if (column.type.name === 'rowversion') assignments.push({ pg: column.pg, value: nextRowversion() });
    if (column.generatedAlways === 'row start') assignments.push({ pg: column.pg, value: periodValue(column) });
  }
  // SET @v = ... alone: PostgreSQL wants a column, and the row counts as updated.
  const [first] = target.table.columns.filter((column) => !column.computed);
  if (assignments.length === 0 && first)
    assignments.push({ pg: first.pg, value: storedColumn(first, alias, target.collation) });
  return assignments;
}

function settable(name: string, pos: Pos, { target, find }: SetScope): ColumnMeta {
  const column = find(name);
  if (!column) throw bindError(pos, 207, 1, `Invalid column name '${name}'.`);
  if (column.computed) throw notModifiable(column, pos);
  if (column.identity) throw bindError(pos, 8102, 1, `Cannot update identity column '${column.name}'.`);
  if (column.type.name === 'rowversion') throw bindError(pos, 272, 1, 'Cannot update a timestamp column.');
  if (column.generatedAlways)
    throw bindError(pos, 13537, 1, `Cannot update GENERATED ALWAYS columns in table '${target.fullName}'.`);
  return column;
}

function bindColumnValue(
  item: Extract<SetItem, { kind: 'set-column' }>,
  column: ColumnMeta,
  scope: SetScope,
  ctx: BindContext,
): BoundExpr {
  const { target } = scope;
  if (item.value.kind === 'default') return defaultOf(column, target, ctx) ?? nullOf(column);
  const given = bindExpression(item.value, { ...ctx, clause: 'set' });
  const current = storedColumn(column, scope.alias, target.collation);
  return assign(compound(item.op, current, given), column, target, ctx);
}

function variableOf(name: string, pos: Pos, value: BoundExpr, ctx: BindContext): SetVariable {
  const found = ctx.state.env.variable(name.toLowerCase());
  if (!found) throw mustDeclare(pos, name);
  return { variable: name.toLowerCase(), type: found.type, value: convert(value, found.type, { mode: 'assign' }) };
}

function compoundOf(
  item: {
    readonly variable: string;
    readonly op: Parameters<typeof compound>[0];
    readonly value: Expr;
    readonly pos: Pos;
  },
  ctx: BindContext,
): BoundExpr {
  const given = bindExpression(item.value, { ...ctx, clause: 'set' });
  if (item.op === '=') return given;
  return compound(item.op, bindExpression({ kind: 'variable', name: item.variable, pos: item.pos }, ctx), given);
}

/** A value that runs on from row to row through a variable depends on an order that an UPDATE does not have. */
function refuseRunningValues(
  values: readonly BoundExpr[],
  variables: readonly SetVariable[],
  items: readonly SetItem[],
): void {
  const names = new Set(variables.map((variable) => variable.variable));
  const reads = (expr: BoundExpr): boolean =>
    contains(expr, (part) => part.kind === 'variable' && names.has(part.name));
  if (values.some(reads) || variables.some((variable) => reads(variable.value))) {
    throw unsupported(items[0]?.pos, 'An UPDATE whose SET list reads a variable that it assigns');
  }
}

/** `c.WRITE(expression, offset, length)` (sql-docs, queries/update-transact-sql). */
function bindMethod(item: SetMethod, column: ColumnMeta, scope: SetScope, ctx: BindContext): BoundExpr {
  if (item.method.text.toLowerCase() !== 'write') throw unsupported(item.pos, `The method ${item.method.text} in SET`);
  if (column.type.length !== MAX)
    throw bindError(item.pos, 8137, 1, `Incorrect use of the XML data type method '${item.method.text}'.`);
  const [text, offset, length] = item.args.map((arg) => bindExpression(arg, { ...ctx, clause: 'set' }));
  if (!text || !offset || !length) throw bindError(item.pos, 174, 1, 'The write function requires 3 argument(s).', 15);
  const number = (expr: BoundExpr): BoundExpr => convert(expr, BIGINT, { mode: 'implicit' });
  const current = storedColumn(column, scope.alias, scope.target.collation);
  const binary = column.type.name === 'varbinary';
  return call(
    'write',
    column.type,
    [current, assign(text, column, scope.target, ctx), number(offset), number(length)],
    binary ? 'sys.write_binary({0}, {1}, {2}, {3})' : 'sys.write_string({0}, {1}, {2}, {3})',
    { nullable: true },
  );
}
