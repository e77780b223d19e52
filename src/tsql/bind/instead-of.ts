import type { ColumnMeta, TableMeta } from '../catalog/meta.ts';
import { printQuery } from '../lower/print-query.ts';
import { quoteName, quoteQualified } from '../lower/quote.ts';
import type { Printer } from '../lower/printer.ts';
import type { BoundAssignment, BoundCte, BoundQuery, BoundSelect } from './bound-query.ts';
import type { BoundExpr } from './bound.ts';
import { newPrinter, permissionsOf } from './compile.ts';
import type { CompiledStatement } from './compiled.ts';
import type { BindContext } from './context.ts';
import type { ChangeSource } from './dml-source.ts';
import type { TargetTable } from './dml-target.ts';
import { PG_TEMP, rangeOf, sourceOf } from './dml-target.ts';

/** INSERT under an INSTEAD OF trigger: the new rows go into `inserted` and nowhere else. */
export function insteadOfInsert(
  target: TargetTable,
  columns: readonly ColumnMeta[],
  source: BoundQuery | undefined,
  ctx: BindContext,
): CompiledStatement | undefined {
  const { transition } = ctx.state.env;
  if (!transition?.insteadOf || !transition.inserted || !source) return undefined;
  const names = columns.flatMap(
    (column) =>
      transition.inserted?.columns.find((own) => own.name.toLowerCase() === column.name.toLowerCase())?.pg ?? [],
  );
  const printer = newPrinter(ctx);
  const list = names.map(quoteName).join(', ');
  return {
    verb: 'INSERT',
    sql: `INSERT INTO ${quoteQualified(PG_TEMP, transition.inserted.pg)} (${list}) ${printQuery(source, printer)}`,
    parameters: printer.parameters,
    columns: [],
    assignments: [],
    target: { objectId: target.objectId, action: 'INSERT', updatedColumns: [] },
    permissions: permissionsOf(ctx),
    readsOnly: false,
    locks: ctx.state.locks,
    usesTemporary: true,
  };
}

interface Change {
  readonly source: ChangeSource;
  readonly assignments: readonly BoundAssignment[];
  readonly ctes: readonly BoundCte[];
  readonly updated: readonly string[];
}

/** UPDATE or DELETE under an INSTEAD OF trigger changes nothing: it fills the trigger's `inserted` and `deleted` only. */
export function compileInsteadOfChange(
  action: 'UPDATE' | 'DELETE',
  change: Change,
  ctx: BindContext,
): CompiledStatement | undefined {
  const { transition } = ctx.state.env;
  if (!transition?.insteadOf) return undefined;
  const { source } = change;
  const { target } = source;
  const columns = rangeOf(target, '', source.alias, ctx, false).columns;
  const before = columns.map((column) => column.expr());
  const after = columns.map((_, i) => {
    const stored = target.table.columns[i];
    return change.assignments.find((assignment) => assignment.pg === stored?.pg)?.value ?? (before[i] as BoundExpr);
  });
  const expressions = [...before, ...after];
  const rows: BoundSelect = {
    kind: 'select',
    ...(change.ctes.length > 0 ? { with: change.ctes } : {}),
    distinct: false,
    expressions,
    outputs: expressions.map((expr, i) => ({ name: '', pg: `r${i + 1}`, type: expr.type, nullable: expr.nullable })),
    from: source.rows ?? [sourceOf(target, source.alias), ...source.from],
    ...(source.where ? { where: source.where } : {}),
    orderBy: [],
  };
  const printer = newPrinter(ctx);
  const stores: string[] = [];
  if (transition.deleted) stores.push(storeText(transition.deleted, target, 0));
  if (transition.inserted && action === 'UPDATE') stores.push(storeText(transition.inserted, target, before.length));
  ctx.state.usesTemporary = true;
  return {
    verb: action,
    sql: storing(rows, stores, printer),
    parameters: printer.parameters,
    columns: [],
    assignments: [],
    target: { objectId: target.objectId, action, updatedColumns: change.updated },
    permissions: permissionsOf(ctx),
    readsOnly: false,
    locks: ctx.state.locks,
    usesTemporary: true,
  };
}

function storing(rows: BoundSelect, stores: readonly string[], printer: Printer): string {
  const last = stores.at(-1) ?? 'SELECT 1 FROM "rows"';
  const before = stores.slice(0, -1).map((store, i) => `, "$store${i + 1}" AS (${store})`);
  return `WITH "rows" AS (${printQuery(rows, printer)})${before.join('')} ${last}`;
}

function storeText(table: TableMeta, target: TargetTable, offset: number): string {
  const pairs = table.columns.flatMap((column) => {
    const index = target.table.columns.findIndex(
      (candidate) => candidate.name.toLowerCase() === column.name.toLowerCase(),
    );
    return index < 0 ? [] : [{ pg: column.pg, value: `r${index + offset + 1}` }];
  });
  const names = pairs.map(({ pg }) => quoteName(pg)).join(', ');
  return `INSERT INTO ${quoteQualified(PG_TEMP, table.pg)} (${names}) SELECT ${pairs.map(({ value }) => quoteName(value)).join(', ')} FROM "rows"`;
}
