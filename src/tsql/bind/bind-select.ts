import { bindBinary, convert } from '../scalar/index.ts';
import { carrierOf } from '../lower/carrier.ts';
import { call, literal } from '../scalar/call.ts';
import { BIGINT, INT } from '../types/sql-type.ts';
import { resolveDataType } from './data-type.ts';
import type {
  Expr,
  IdentityFunction,
  Name,
  ObjectName,
  Select,
  SelectAssignment,
  SelectItem,
  SelectStar,
} from '../syntax/ast/index.ts';
import { outputNames } from './alias-allocator.ts';
import { bindColumn } from './bind-column.ts';
import { bindError, mustDeclare, nameText } from './bind-error.ts';
import { bindExpression } from './bind-expression.ts';
import { bindGroupBy, checkGrouping } from './bind-grouping.ts';
import { bindOrder } from './bind-order.ts';
import { bindPredicate } from './bind-predicate.ts';
import type { QueryOptions, QueryTail } from './bind-query.ts';
import { bindLimit } from './bind-query.ts';
import { bindFromList } from './bind-source.ts';
import type { BoundExpr } from './bound.ts';
import type { BoundOutput, BoundSelect, BoundSource, BoundTable, ColumnOrigin } from './bound-query.ts';
import type { BindContext, BlockFacts } from './context.ts';
import type { RangeVariable, ScopeColumn } from './scope.ts';
import { findRange } from './scope.ts';
import { assignRowByRow } from './select-assignment.ts';

/** One element of a select list after `*` was spread out. */
export interface SelectEntry {
  readonly name: string;
  readonly expr: BoundExpr;
  readonly origin?: ColumnOrigin;
  readonly newIdentity?: BoundOutput['newIdentity'];
}

/** One query block: FROM, WHERE, GROUP BY, HAVING, the select list, ORDER BY, in the order in which SQL Server looks at them. */
export function bindSelect(ast: Select, tail: QueryTail, ctx: BindContext, options: QueryOptions): BoundSelect {
  if (ast.into && !options.mayHaveInto) {
    throw bindError(ast.into.pos, 156, 1, "Incorrect syntax near the keyword 'INTO'.", 15);
  }
  const block: BlockFacts = { aggregates: 0, windows: 0 };
  const around: BindContext = { ...ctx, block, clause: 'other' };
  const from = bindFromList(ast.from, around);
  const within: BindContext = { ...around, scope: { ranges: from.ranges, parent: ctx.scope } };
  const where = ast.where && bindPredicate(ast.where, { ...within, clause: 'where' });
  const groupBy = ast.groupBy && bindGroupBy(ast.groupBy, { ...within, clause: 'group by' });
  const entries = bindItems(ast, { ...within, clause: 'select' }, options);
  const having = ast.having && bindPredicate(ast.having, { ...within, clause: 'having' });
  const pg = outputNames(entries.map((entry) => entry.name));
  const outputs = entries.map((entry, i) => makeOutput(entry, pg[i] ?? `c${i + 1}`));
  const order = bindOrder(tail.orderBy, entries, outputs, ast.distinct, { ...within, clause: 'order by' });
  // A grouping set leaves out columns: they are NULL there, whatever the table says.
  const orderBy =
    groupBy?.kind === 'sets' ? order.map((item) => ({ ...item, expr: { ...item.expr, nullable: true } })) : order;
  const grouped = groupBy !== undefined || having !== undefined || block.aggregates > 0;
  if (grouped) checkGrouping({ groupBy, entries, having, orderBy, ranges: from.ranges, at: ast });
  const limit = bindLimit(ast.top, tail, around);
  const select: BoundSelect = {
    kind: 'select',
    distinct: ast.distinct,
    outputs: groupBy?.kind === 'sets' ? outputs.map((output) => ({ ...output, nullable: true })) : outputs,
    expressions: entries.map((entry) => entry.expr),
    from: from.sources,
    ...(where ? { where } : {}),
    ...(groupBy ? { groupBy } : {}),
    ...(having ? { having } : {}),
    orderBy,
    ...(limit ? { limit } : {}),
  };
  const locked = grouped || ast.distinct || block.windows > 0 ? select : withRowLocks(select, ctx);
  const { assignments } = options;
  return assignments && assignments.length > 0 ? assignRowByRow(locked, assignments, ctx) : locked;
}

/** UPDLOCK and XLOCK as FOR UPDATE. The side that an outer join fills with NULLs has no rows to lock. */
function withRowLocks(select: BoundSelect, ctx: BindContext): BoundSelect {
  const tables = select.from.flatMap((source) => [...lockedTables(source)]);
  const [first] = tables;
  if (!first?.lock) return select;
  ctx.state.writes = true;
  return { ...select, lock: { strength: 'UPDATE', of: tables.map((table) => table.alias), wait: first.lock } };
}

function* lockedTables(source: BoundSource): Iterable<BoundTable> {
  if (source.kind === 'table' && source.lock) yield source;
  if (source.kind !== 'join' || source.join === 'FULL') return;
  if (source.join !== 'RIGHT') yield* lockedTables(source.left);
  if (source.join !== 'LEFT') yield* lockedTables(source.right);
}

export function makeOutput(entry: SelectEntry, pg: string): BoundOutput {
  const { expr } = entry;
  return {
    name: entry.name,
    pg,
    type: expr.type,
    nullable: expr.nullable,
    ...(expr.collation ? { collation: expr.collation } : {}),
    ...(entry.origin ? { origin: entry.origin } : {}),
    ...(entry.newIdentity ? { newIdentity: entry.newIdentity } : {}),
  };
}

function bindItems(ast: Select, ctx: BindContext, options: QueryOptions): readonly SelectEntry[] {
  const assigning = ast.items.some((item) => item.kind === 'select-assignment');
  if (!assigning) return ast.items.flatMap((item) => bindItem(item, ast, ctx));
  if (!options.assignments || ast.items.some((item) => item.kind !== 'select-assignment')) {
    throw bindError(
      ast.pos,
      141,
      1,
      'A SELECT statement that assigns a value to a variable must not be combined with data-retrieval operations.',
      15,
    );
  }
  const targets = options.assignments;
  return ast.items.map((item) => bindAssignment(item as SelectAssignment, targets, ctx));
}

function bindAssignment(
  item: SelectAssignment,
  targets: NonNullable<QueryOptions['assignments']>,
  ctx: BindContext,
): SelectEntry {
  const variable = item.variable.toLowerCase();
  const found = ctx.parameters ? undefined : ctx.state.env.variable(variable);
  if (!found) throw mustDeclare(item.pos, item.variable);
  targets.push({ variable, type: found.type });
  return { name: '', expr: assignedValue(item, ctx) };
}

/** `@v = e`, `@v += e` as a value of the variable's type. */
export function assignedValue(
  item: Pick<SelectAssignment, 'op' | 'variable' | 'pos'> & { readonly expr: Expr },
  ctx: BindContext,
): BoundExpr {
  const current = bindExpression({ kind: 'variable', pos: item.pos, name: item.variable }, ctx);
  const given = bindExpression(item.expr, ctx);
  return convert(compound(item.op, current, given), current.type, { mode: 'assign' });
}

/** `a op= b` is `a = a op b`. */
export function compound(op: SelectAssignment['op'], current: BoundExpr, given: BoundExpr): BoundExpr {
  switch (op) {
    case '=':
      return given;
    case '+=':
      return bindBinary('+', current, given);
    case '-=':
      return bindBinary('-', current, given);
    case '*=':
      return bindBinary('*', current, given);
    case '/=':
      return bindBinary('/', current, given);
    case '%=':
      return bindBinary('%', current, given);
    case '&=':
      return bindBinary('&', current, given);
    case '|=':
      return bindBinary('|', current, given);
    case '^=':
      return bindBinary('^', current, given);
  }
}

function bindItem(
  item: SelectItem,
  ast: Pick<Select, 'from' | 'pos' | 'into'>,
  ctx: BindContext,
): readonly SelectEntry[] {
  switch (item.kind) {
    case 'select-star':
      return bindStar(item, ast.from.length === 0, ctx);
    case 'select-expr':
      if (item.expr.kind === 'identity-function' && ast.into) return [bindIdentity(item.expr, item.alias, ctx)];
      return [bindNamed(item.expr, item.alias, ctx)];
    case 'select-assignment':
      throw bindError(
        item.pos,
        141,
        1,
        'A SELECT statement that assigns a value to a variable must not be combined with data-retrieval operations.',
        15,
      );
  }
}

/** IDENTITY(type, seed, increment) of SELECT INTO: the rows are numbered, the new column goes on from there. */
function bindIdentity(ast: IdentityFunction, alias: Name | undefined, ctx: BindContext): SelectEntry {
  const { type } = resolveDataType(ast.type, {
    catalog: ctx.state.env.catalog,
    databaseId: ctx.databaseId,
    defaultSchema: ctx.defaultSchema,
  });
  const number = (expr: Expr | undefined): BoundExpr =>
    convert(expr ? bindExpression(expr, ctx) : literal(1, INT), BIGINT, { mode: 'implicit' });
  const seed = number(ast.seed);
  const increment = number(ast.increment);
  const text = (expr: BoundExpr): string => (expr.kind === 'literal' ? String(expr.value) : '1');
  const template = `({0} + (row_number() OVER () - 1) * {1})::${carrierOf(type)}`;
  return {
    name: alias?.text ?? '',
    expr: call('identity', type, [seed, increment], template, { nullable: false }),
    newIdentity: { seed: text(seed), increment: text(increment) },
  };
}

export function bindNamed(expr: Expr, alias: Name | undefined, ctx: BindContext): SelectEntry {
  if (expr.kind === 'column') {
    // Without an alias the client sees the name as the query writes it, not as the table does.
    const { expr: bound, column } = bindColumn(expr.name, ctx);
    const name = alias?.text ?? expr.name.parts.at(-1)?.text ?? '';
    return { name, expr: bound, ...(column?.origin ? { origin: column.origin } : {}) };
  }
  const bound = bindExpression(expr, ctx);
  const name = alias?.text ?? (bound.kind === 'column' && expr.kind === 'pseudo-column' ? bound.name : '');
  return { name, expr: bound };
}

export function bindStar(star: SelectStar, noFrom: boolean, ctx: BindContext): readonly SelectEntry[] {
  const ranges = ctx.scope?.ranges ?? [];
  if (!star.qualifier) {
    if (noFrom) throw bindError(star.pos, 263, 1, 'Must specify table to select from.');
    return ranges.flatMap(spread);
  }
  return spread(qualifiedRange(star.qualifier, ranges));
}

function qualifiedRange(qualifier: ObjectName, ranges: readonly RangeVariable[]): RangeVariable {
  const range = findRange(qualifier.parts, ranges);
  if (range) return range;
  const message = `The column prefix '${nameText(qualifier)}' does not match with a table name or alias name used in the query.`;
  throw bindError(qualifier.pos, 107, 1, message, 15);
}

function spread(range: RangeVariable): SelectEntry[] {
  const visible = range.columns.filter((column) => !column.hidden);
  return visible.map((column: ScopeColumn) => {
    range.used?.(column);
    return { name: column.name, expr: column.expr(), ...(column.origin ? { origin: column.origin } : {}) };
  });
}
