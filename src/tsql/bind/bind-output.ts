import type { TableMeta } from '../catalog/meta.ts';
import { bindComparison } from '../scalar/index.ts';
import { literal } from '../scalar/call.ts';
import type { Output, Pos, SelectItem } from '../syntax/ast/index.ts';
import { isString } from '../types/families.ts';
import { nvarchar } from '../types/sql-type.ts';
import { bindError } from './bind-error.ts';
import { bindNamed, bindStar } from './bind-select.ts';
import type { SelectEntry } from './bind-select.ts';
import type { BoundColumn, BoundExpr } from './bound.ts';
import { CHANGED } from './bound-query.ts';
import type { BoundReturning, BoundStore } from './bound-query.ts';
import type { ResultColumn } from './compiled.ts';
import { require } from './context.ts';
import type { BindContext } from './context.ts';
import { assign, newRowValue, periodValue } from './column-values.ts';
import { PG_TEMP, findTableColumn, rangeOf, resolveTarget } from './dml-target.ts';
import type { TargetTable } from './dml-target.ts';
import type { RangeVariable } from './scope.ts';
import { asNullable } from './scope.ts';

export type Action = 'INSERT' | 'UPDATE' | 'DELETE' | 'MERGE';

/** Everything that leaves a change: the client's rows, rows stored elsewhere, variables, the identity value. */
export interface Answer {
  readonly returning: readonly BoundReturning[];
  readonly stores: readonly BoundStore[];
  readonly answers: number;
  readonly columns: readonly ResultColumn[];
  /** Index of each extra expression that was asked for. */
  readonly extras: readonly number[];
}

/** The action that MERGE took for a row: `$action`. */
const MERGE_ACTION: BoundExpr = {
  kind: 'call',
  op: 'merge action',
  type: nvarchar(10),
  nullable: false,
  args: [],
  template: 'merge_action()::sys.string',
};

/** `deleted` and `inserted` are PostgreSQL's `old` and `new` of RETURNING. */
export function outputRanges(target: TargetTable, action: Action, ctx: BindContext): RangeVariable[] {
  const ranges: RangeVariable[] = [];
  const optional = action === 'MERGE' ? asNullable : (range: RangeVariable): RangeVariable => range;
  if (action !== 'INSERT') ranges.push(optional(rangeOf(target, 'deleted', 'old', ctx, false)));
  if (action !== 'DELETE') ranges.push(optional(rangeOf(target, 'inserted', 'new', ctx, false)));
  if (action === 'MERGE')
    ranges.push({ name: '$merge', alias: '$merge', columns: [{ name: '$action', expr: () => MERGE_ACTION }] });
  return ranges;
}

interface AnswerParts {
  readonly target: TargetTable;
  readonly action: Action;
  readonly output: readonly Output[];
  /** Range variables of FROM that OUTPUT may use too. */
  readonly from: readonly RangeVariable[];
  /** Expressions for the engine: values of variables, the identity. */
  readonly extras: readonly BoundExpr[];
  readonly ctx: BindContext;
}

/** OUTPUT clauses, trigger tables and temporal history, and what the engine needs, as one RETURNING list. */
export function bindAnswer(parts: AnswerParts): Answer {
  const { target, action, ctx } = parts;
  const list = new ReturningList();
  const scope = { ranges: [...outputRanges(target, action, ctx), ...parts.from], parent: ctx.scope };
  const within: BindContext = { ...ctx, scope, clause: 'values' };
  const shown: SelectEntry[] = [];
  for (const output of parts.output) {
    if (!output.into) shown.push(...output.items.flatMap((item) => bindOutputItem(item, within)));
  }
  shown.forEach((entry) => list.add(entry.expr));
  const extras = parts.extras.map((expr) => list.add(expr));
  const answers = list.items.length;
  const stores: BoundStore[] = [];
  for (const output of parts.output) {
    if (output.into) stores.push(storeInto(output, output.into, within, list));
  }
  stores.push(...historyStores(parts, list), ...transitionStores(parts, list));
  const keepsCount = action === 'MERGE' && stores.length > 0 && answers === 0;
  if (keepsCount) return { ...countingAnswer(list, stores), columns: [], extras };
  return { returning: list.items, stores, answers, columns: shown.map(columnOf), extras };
}

/** Stores that take only some of the rows cannot give the count: every row then answers something. */
function countingAnswer(
  list: ReturningList,
  stores: readonly BoundStore[],
): Pick<Answer, 'returning' | 'stores' | 'answers'> {
  const action: BoundReturning = { expr: MERGE_ACTION, pg: '$action' };
  return { returning: [action, ...list.items], stores, answers: 1 };
}

/** RETURNING under names of its own, so that stores can read it. */
class ReturningList {
  readonly items: BoundReturning[] = [];

  add(expr: BoundExpr): number {
    return this.items.push({ expr, pg: `r${this.items.length + 1}` }) - 1;
  }

  /** The value as a store reads it. */
  read(expr: BoundExpr): BoundColumn {
    const pg = this.items[this.add(expr)]?.pg ?? '';
    return {
      kind: 'column',
      source: CHANGED,
      pg,
      name: pg,
      type: expr.type,
      nullable: expr.nullable,
      ...(expr.collation ? { collation: expr.collation } : {}),
    };
  }
}

function bindOutputItem(item: SelectItem, ctx: BindContext): readonly SelectEntry[] {
  switch (item.kind) {
    case 'select-star':
      return bindStar(item, false, ctx);
    case 'select-expr':
      return [bindNamed(item.expr, item.alias ?? pseudoAlias(item), ctx)];
    case 'select-assignment':
      throw bindError(item.pos, 102, 1, "Incorrect syntax near '='.", 15);
  }
}

function pseudoAlias(item: Extract<SelectItem, { kind: 'select-expr' }>): typeof item.alias {
  return item.expr.kind === 'pseudo-column' ? { text: item.expr.name, quoted: false, pos: item.pos } : undefined;
}

function columnOf(entry: SelectEntry): ResultColumn {
  const { expr, origin } = entry;
  return {
    name: entry.name,
    type: expr.type,
    nullable: expr.nullable,
    identity: false,
    computed: origin?.computed ?? false,
    updatable: false,
    ...(isString(expr.type) && expr.collation ? { collation: expr.collation.name } : {}),
  };
}

/** OUTPUT ... INTO table [(columns)]: the rows become rows there, with that table's own defaults and identity. */
function storeInto(
  output: Output,
  into: NonNullable<Output['into']>,
  ctx: BindContext,
  list: ReturningList,
): BoundStore {
  const entries = output.items.flatMap((item) => bindOutputItem(item, ctx));
  const found = resolveTarget(into.target, ctx);
  if (found.kind !== 'table') {
    throw bindError(
      into.target.pos,
      330,
      1,
      'The target of the OUTPUT INTO clause cannot be a view or common table expression.',
    );
  }
  const { target } = found;
  require(ctx, target.objectId, 'INSERT');
  const named =
    into.columns.length > 0
      ? into.columns.map((name) => {
          const column = findTableColumn(target.table, name.text);
          if (!column) throw bindError(name.pos, 207, 1, `Invalid column name '${name.text}'.`);
          return column;
        })
      : target.table.columns.filter(
          (column) =>
            !column.computed && !column.identity && column.type.name !== 'rowversion' && !column.generatedAlways,
        );
  if (named.length !== entries.length) throw countMismatch(into.target.pos, named.length, entries.length);
  const columns: string[] = [];
  const values: BoundExpr[] = [];
  named.forEach((column, i) => {
    const entry = entries[i];
    if (!entry) return;
    columns.push(column.pg);
    values.push(assign(list.read(entry.expr), column, target, ctx));
  });
  for (const column of target.table.columns) {
    if (named.includes(column)) continue;
    const value = newRowValue(column, target, ctx);
    if (!value) continue;
    columns.push(column.pg);
    values.push(value);
  }
  return { pgSchema: target.pgSchema, pg: target.table.pg, columns, values };
}

function countMismatch(pos: Pos, wanted: number, given: number): Error {
  if (given < wanted) {
    return bindError(
      pos,
      120,
      1,
      'The select list for the INSERT statement contains fewer items than the insert list. The number of SELECT values must match the number of INSERT columns.',
      15,
    );
  }
  return bindError(
    pos,
    121,
    1,
    'The select list for the INSERT statement contains more items than the insert list. The number of SELECT values must match the number of INSERT columns.',
    15,
  );
}

/** Rows for the target's triggers: every column of the old and the new rows. */
function transitionStores(parts: AnswerParts, list: ReturningList): BoundStore[] {
  const { transition } = parts.ctx.state.env;
  if (!transition) return [];
  const stores: BoundStore[] = [];
  if (parts.action === 'MERGE' && transition.merge) {
    for (const { action, inserted, deleted } of transition.merge) {
      const where = bindComparison('=', list.read(MERGE_ACTION), literal(action, nvarchar(10)));
      if (deleted) stores.push({ ...rowStore(deleted, 'old', parts, list, 'INSERT'), where });
      if (inserted) stores.push({ ...rowStore(inserted, 'new', parts, list, 'DELETE'), where });
    }
    parts.ctx.state.usesTemporary = true;
    return stores;
  }
  if (transition.deleted && parts.action !== 'INSERT')
    stores.push(rowStore(transition.deleted, 'old', parts, list, 'INSERT'));
  if (transition.inserted && parts.action !== 'DELETE')
    stores.push(rowStore(transition.inserted, 'new', parts, list, 'DELETE'));
  parts.ctx.state.usesTemporary = true;
  return stores;
}

function rowStore(
  table: TableMeta,
  alias: 'old' | 'new',
  parts: AnswerParts,
  list: ReturningList,
  without: 'INSERT' | 'DELETE',
): BoundStore {
  const range = rangeOf(parts.target, '', alias, parts.ctx, false);
  const columns: string[] = [];
  const values: BoundExpr[] = [];
  for (const column of table.columns) {
    const own = range.columns.find((candidate) => candidate.name.toLowerCase() === column.name.toLowerCase());
    if (!own) continue;
    columns.push(column.pg);
    values.push(list.read(own.expr()));
  }
  const store: BoundStore = { pgSchema: PG_TEMP, pg: table.pg, columns, values };
  return parts.action === 'MERGE' ? { ...store, where: actionIsNot(without, list) } : store;
}

function actionIsNot(action: 'INSERT' | 'DELETE', list: ReturningList): BoundExpr {
  return bindComparison('<>', list.read(MERGE_ACTION), literal(action, nvarchar(10)));
}

/** A system-versioned table keeps the old rows in its history, closed at this moment. */
function historyStores(parts: AnswerParts, list: ReturningList): BoundStore[] {
  const { temporal } = parts.target.table;
  if (!temporal || parts.action === 'INSERT') return [];
  const { catalog } = parts.ctx.state.env;
  const history = catalog.objectById(temporal.historyObjectId);
  const schema = history && catalog.schemaById(history.schemaId);
  if (history?.kind !== 'table' || !schema) return [];
  const old = rangeOf(parts.target, '', 'old', parts.ctx, false);
  const columns: string[] = [];
  const values: BoundExpr[] = [];
  for (const column of history.columns) {
    const isEnd = column.name.toLowerCase() === temporal.end.toLowerCase();
    const name = column.name.toLowerCase();
    const own = old.columns.find((candidate) => candidate.name.toLowerCase() === name);
    if (!own) continue;
    columns.push(column.pg);
    values.push(isEnd ? closingTime(parts, column.type) : list.read(own.expr()));
  }
  const store: BoundStore = { pgSchema: schema.pg, pg: history.pg, columns, values };
  return [parts.action === 'MERGE' ? { ...store, where: actionIsNot('INSERT', list) } : store];
}

function closingTime(parts: AnswerParts, type: BoundExpr['type']): BoundExpr {
  const column = parts.target.table.columns.find((candidate) => candidate.generatedAlways === 'row start');
  return column ? assign(periodValue(column), { ...column, type }, parts.target, parts.ctx) : literal(null, type);
}
