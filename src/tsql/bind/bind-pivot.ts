import { literal } from '../scalar/call.ts';
import { bindCase, bindComparison, commonType, convert, isNull } from '../scalar/index.ts';
import type { Name, ObjectName, Pivot, Unpivot } from '../syntax/ast/index.ts';
import { INT, nvarchar } from '../types/sql-type.ts';
import { outputNames } from './alias-allocator.ts';
import { bindError, invalidColumn, nameText } from './bind-error.ts';
import type { BoundFrom } from './bind-source.ts';
import { bindSource, namedQuery } from './bind-source.ts';
import type { SelectEntry } from './bind-select.ts';
import { makeOutput } from './bind-select.ts';
import type { BoundColumn, BoundExpr } from './bound.ts';
import type { BoundSelect, BoundSource, BoundValues } from './bound-query.ts';
import type { BindContext } from './context.ts';
import { functionContext } from './function-context.ts';
import { bindAggregate, findAggregate } from './functions/registry.ts';
import type { RangeVariable, ScopeColumn } from './scope.ts';
import { resolveColumn } from './scope.ts';

/** PIVOT: one aggregate for each listed value, grouped by every column that PIVOT itself does not name. */
export function bindPivot(ast: Pivot, ctx: BindContext, before: readonly RangeVariable[]): BoundFrom {
  const inner = bindSource(ast.source, ctx, before);
  const scope = { ranges: inner.ranges, parent: undefined };
  const column = resolveColumn(ast.column, scope).column;
  const operands = ast.args.map((arg) => resolveColumn(arg, scope).column);
  const used = new Set<ScopeColumn>([column, ...operands]);
  const groups = inner.ranges.flatMap((range) => range.columns).filter((other) => !used.has(other) && !other.hidden);
  const def = findAggregate(nameText(ast.aggregate));
  if (!def)
    throw bindError(ast.pos, 195, 12, `'${nameText(ast.aggregate)}' is not a recognized aggregate function.`, 15);
  const entries: SelectEntry[] = groups.map((group) => ({
    name: group.name,
    expr: group.expr(),
    ...(group.origin ? { origin: group.origin } : {}),
  }));
  for (const value of ast.values) {
    const matches = bindComparison('=', column.expr(), pivotValue(value, column.expr(), ctx));
    const picked = operands.map((operand) => bindCase([{ when: matches, then: operand.expr() }]));
    const args = picked.length > 0 ? picked : [bindCase([{ when: matches, then: literal(1, INT) }])];
    entries.push({ name: value.text, expr: bindAggregate(def, args, { distinct: false }, functionContext(ctx)) });
  }
  const groupBy = { kind: 'plain', expressions: groups.map((group) => group.expr()), sets: [] } as const;
  const query = selectOf(entries, [inner.source]);
  return namedQuery({ ...query, groupBy }, ast.alias?.text ?? '', ast.columns, ast, ctx, before.length > 0);
}

function pivotValue(value: Name, column: BoundExpr, ctx: BindContext): BoundExpr {
  const text = literal(value.text, nvarchar(Math.max(value.text.length, 1)), {
    name: ctx.databaseCollation,
    label: 'default',
  });
  return convert(text, column.type, { mode: 'cast' });
}

function selectOf(entries: readonly SelectEntry[], from: readonly BoundSource[]): BoundSelect {
  const pg = outputNames(entries.map((entry) => entry.name));
  return {
    kind: 'select',
    distinct: false,
    expressions: entries.map((entry) => entry.expr),
    outputs: entries.map((entry, i) => makeOutput(entry, pg[i] ?? '')),
    from,
    orderBy: [],
  };
}

/** UNPIVOT: each row once for each listed column, without the NULLs. */
export function bindUnpivot(ast: Unpivot, ctx: BindContext, before: readonly RangeVariable[]): BoundFrom {
  const inner = bindSource(ast.source, ctx, before);
  const scope = { ranges: inner.ranges, parent: undefined };
  const listed = ast.from.map((name) => resolveColumn(name, scope).column);
  const values = listed.map((column) => column.expr());
  const type = commonType(values);
  checkTypes(ast.from, values);
  const alias = ctx.state.aliases.take('u');
  const nameType = nvarchar(128);
  const rows: BoundValues = {
    kind: 'values',
    outputs: [
      { name: 'value', pg: 'value', type, nullable: true },
      { name: 'name', pg: 'name', type: nameType, nullable: false },
    ],
    rows: values.map((value, i) => [
      convert(value, type, { mode: 'implicit' }),
      literal(listed[i]?.name ?? '', nameType),
    ]),
    orderBy: [],
  };
  const collation = values.find((value) => value.collation)?.collation;
  const base = { kind: 'column', source: alias } as const;
  const value: BoundColumn = {
    ...base,
    pg: 'value',
    name: ast.value.text,
    type,
    nullable: true,
    ...(collation ? { collation } : {}),
  };
  const name: BoundColumn = {
    ...base,
    pg: 'name',
    name: ast.column.text,
    type: nameType,
    nullable: false,
    collation: { name: ctx.databaseCollation, label: 'implicit' },
  };
  const used = new Set(listed);
  const others = inner.ranges.flatMap((range) => range.columns).filter((other) => !used.has(other) && !other.hidden);
  const entries: SelectEntry[] = [
    ...others.map((other) => ({ name: other.name, expr: other.expr() })),
    { name: ast.value.text, expr: { ...value, nullable: false } },
    { name: ast.column.text, expr: name },
  ];
  const source: BoundSource = {
    kind: 'join',
    join: 'CROSS',
    left: inner.source,
    right: { kind: 'derived', query: rows, alias, columns: ['value', 'name'], lateral: true },
  };
  const query = { ...selectOf(entries, [source]), where: isNull(value, true) };
  return namedQuery(query, ast.alias?.text ?? '', ast.columns, ast, ctx, before.length > 0);
}

/** All unpivoted columns must have one type exactly (error 8167). */
function checkTypes(names: readonly ObjectName[], values: readonly BoundExpr[]): void {
  const [first] = values;
  values.forEach((value, i) => {
    const name = names[i];
    if (
      !first ||
      !name ||
      (value.type.name === first.type.name &&
        value.type.length === first.type.length &&
        value.type.scale === first.type.scale)
    )
      return;
    const column = name.parts.at(-1);
    if (!column) throw invalidColumn({ text: '', quoted: false, pos: name.pos });
    const message = `The type of column "${column.text}" conflicts with the type of other columns specified in the UNPIVOT list.`;
    throw bindError(name.pos, 8167, 1, message);
  });
}
