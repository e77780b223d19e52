import { isString } from '../types/families.ts';
import { BIGINT, BOOLEAN } from '../types/sql-type.ts';
import type { SqlType } from '../types/sql-type.ts';
import type { BoundColumn, BoundExpr, BoundVariable } from './bound.ts';
import type { BoundCte, BoundOutput, BoundSelect } from './bound-query.ts';
import type { BindContext } from './context.ts';
import { mapOperands } from './map.ts';
import { contains } from './walk.ts';

/** A variable that takes the value of the output at the same place. */
export interface AssignmentTarget {
  /** Lower case, with its @. */
  readonly variable: string;
  readonly type: SqlType;
}

/**
 * SELECT @v = expr. Mostly the last row decides, and the engine takes it. But an expression may read a variable that the same
 * statement assigns (`@s = @s + name`): SQL Server computes row by row, each row seeing what the row before it left. Without a
 * FROM that is plain substitution; with one it becomes a recursive query over the numbered rows.
 */
export function assignRowByRow(
  select: BoundSelect,
  targets: readonly AssignmentTarget[],
  ctx: BindContext,
): BoundSelect {
  const assigned = new Set(targets.map((target) => target.variable));
  const reads = (expr: BoundExpr): boolean =>
    contains(expr, (part) => part.kind === 'variable' && assigned.has(part.name));
  if (!select.expressions.some(reads)) return select;
  if (select.from.length === 0) return { ...select, expressions: substituteInOrder(select.expressions, targets) };
  return throughRounds(select, targets, ctx);
}

/** Later assignments of one row see the earlier ones. */
function substituteInOrder(
  expressions: readonly BoundExpr[],
  targets: readonly AssignmentTarget[],
  start: ReadonlyMap<string, BoundExpr> = new Map(),
): BoundExpr[] {
  const values = new Map(start);
  return expressions.map((expr, i) => {
    const value = replaceVariables(expr, values);
    const target = targets[i];
    if (target) values.set(target.variable, value);
    return value;
  });
}

function replaceVariables(expr: BoundExpr, values: ReadonlyMap<string, BoundExpr>): BoundExpr {
  if (expr.kind === 'variable') return values.get(expr.name) ?? expr;
  return mapOperands(expr, (operand) => replaceVariables(operand, values));
}

/**
 * `rows` numbers the rows and keeps the parts that do not read the variables; `rounds` begins with the variables' values and
 * computes, for each row, the next values out of the last round and that row.
 */
function throughRounds(select: BoundSelect, targets: readonly AssignmentTarget[], ctx: BindContext): BoundSelect {
  const { aliases } = ctx.state;
  const rowsCte = aliases.take('assign_rows');
  const roundsCte = aliases.take('assign_rounds');
  const row = aliases.take('r');
  const round = aliases.take('s');
  const variables = [...new Map(targets.map((target) => [target.variable, target.type]))];
  const assigned = new Set(variables.map(([name]) => name));
  const kept: BoundExpr[] = [];
  const expressions = select.expressions.map((expr) => keepRowParts(expr, assigned, kept, row));
  const last = new Map(
    variables.map(([name, type], i): [string, BoundExpr] => [name, column(round, `v${i + 1}`, type, true)]),
  );
  const next = substituteInOrder(expressions, targets, last);
  const nextByName = new Map(targets.map((target, i) => [target.variable, next[i]]));

  const number: BoundExpr = {
    kind: 'window',
    op: 'row_number',
    type: BIGINT,
    nullable: false,
    args: [],
    template: 'row_number(){over}',
    partitionBy: [],
    orderBy: [],
  };
  const ordered: BoundSelect = {
    ...select,
    expressions: kept,
    outputs: kept.map((expr, i) => output(`c${i + 1}`, expr)),
    orderBy: select.orderBy,
  };
  const inner = aliases.take('q');
  const rows: BoundSelect = {
    ...plain([number, ...kept.map((expr, i) => column(inner, `c${i + 1}`, expr.type, expr.nullable))]),
    outputs: [output('n', number), ...kept.map((expr, i) => output(`c${i + 1}`, expr))],
    from: [{ kind: 'derived', query: ordered, alias: inner, columns: kept.map((_, i) => `c${i + 1}`), lateral: false }],
  };
  const anchor = plain([
    zero(),
    ...variables.map(([name, type]): BoundVariable => ({ kind: 'variable', name, type, nullable: true })),
  ]);
  const step: BoundSelect = {
    ...plain([
      column(row, 'n', BIGINT, false),
      ...variables.map(([name], i) => nextByName.get(name) ?? column(round, `v${i + 1}`, BIGINT, true)),
    ]),
    from: [
      { kind: 'cte', pg: roundsCte, alias: round },
      { kind: 'cte', pg: rowsCte, alias: row },
    ],
    where: {
      kind: 'call',
      op: '=',
      type: BOOLEAN,
      nullable: false,
      args: [column(row, 'n', BIGINT, false), column(round, 'n', BIGINT, false)],
      template: '({0} = {1} + 1)',
    },
  };
  const names = ['n', ...variables.map((_, i) => `v${i + 1}`)];
  const ctes: BoundCte[] = [
    { pg: rowsCte, columns: ['n', ...kept.map((_, i) => `c${i + 1}`)], query: rows, recursive: false },
    {
      pg: roundsCte,
      columns: names,
      query: {
        kind: 'set operation',
        op: 'UNION ALL',
        left: anchor,
        right: step,
        outputs: anchor.outputs,
        orderBy: [],
      },
      recursive: true,
    },
  ];
  const end = aliases.take('e');
  const index = new Map(variables.map(([name], i) => [name, i + 1]));
  const results = targets.map((target) => column(end, `v${index.get(target.variable) ?? 1}`, target.type, true));
  const n = column(end, 'n', BIGINT, false);
  return {
    ...plain(results),
    outputs: results.map((expr, i) => output(`c${i + 1}`, expr)),
    with: ctes,
    from: [{ kind: 'cte', pg: roundsCte, alias: end }],
    where: { kind: 'call', op: '>', type: BOOLEAN, nullable: false, args: [n], template: '({0} > 0)' },
    orderBy: [{ expr: n, descending: false }],
  };
}

/** Parts that read no assigned variable are computed with their row and read back as its columns. */
function keepRowParts(expr: BoundExpr, assigned: ReadonlySet<string>, kept: BoundExpr[], row: string): BoundExpr {
  if (!contains(expr, (part) => part.kind === 'variable' && assigned.has(part.name))) {
    if (expr.kind === 'literal' || expr.kind === 'variable') return expr;
    const place = kept.push(expr);
    return {
      ...column(row, `c${place}`, expr.type, expr.nullable),
      ...(expr.collation ? { collation: expr.collation } : {}),
    };
  }
  return mapOperands(expr, (operand) => keepRowParts(operand, assigned, kept, row));
}

function column(source: string, pg: string, type: SqlType, nullable: boolean): BoundColumn {
  return { kind: 'column', source, pg, name: pg, type, nullable };
}

function output(pg: string, expr: BoundExpr): BoundOutput {
  return {
    name: '',
    pg,
    type: expr.type,
    nullable: expr.nullable,
    ...(isString(expr.type) && expr.collation ? { collation: expr.collation } : {}),
  };
}

const zero = (): BoundExpr => ({ kind: 'literal', value: 0n, type: BIGINT, nullable: false });

function plain(expressions: readonly BoundExpr[]): BoundSelect {
  return {
    kind: 'select',
    distinct: false,
    expressions,
    outputs: expressions.map((expr, i) => output(`c${i + 1}`, expr)),
    from: [],
    orderBy: [],
  };
}
