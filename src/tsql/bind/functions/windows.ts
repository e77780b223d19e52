import { SqlError } from '../../errors.ts';
import { convert } from '../../scalar/convert.ts';
import { isDateTime, isNumber, isString } from '../../types/families.ts';
import { BIGINT, FLOAT, type SqlType } from '../../types/sql-type.ts';
import type { BoundExpr, BoundWindow } from '../bound.ts';
import { constant, constantInteger, resultCollation, toFloat, toInt } from './define.ts';
import type { FunctionContext, WindowDef, WindowOptions } from './function-def.ts';

/** sql-docs, t-sql/functions/ranking-functions-transact-sql and analytic-functions-transact-sql. */
export const WINDOW_FUNCTIONS: readonly WindowDef[] = [
  ranking('ROW_NUMBER', 'row_number(){over}'),
  ranking('RANK', 'rank(){over}'),
  ranking('DENSE_RANK', 'dense_rank(){over}'),
  distribution('CUME_DIST', 'cume_dist(){over}'),
  distribution('PERCENT_RANK', 'percent_rank(){over}'),
  { name: 'NTILE', area: 'window', minArgs: 1, maxArgs: 1, bind: bindNtile },
  {
    name: 'LAG',
    area: 'window',
    minArgs: 1,
    maxArgs: 3,
    bind: (args, window, context) => bindShift('lag', args, window, context),
  },
  {
    name: 'LEAD',
    area: 'window',
    minArgs: 1,
    maxArgs: 3,
    bind: (args, window, context) => bindShift('lead', args, window, context),
  },
  {
    name: 'FIRST_VALUE',
    area: 'window',
    minArgs: 1,
    maxArgs: 1,
    bind: (args, window, context) => bindEdge('first_value', args, window, context),
  },
  {
    name: 'LAST_VALUE',
    area: 'window',
    minArgs: 1,
    maxArgs: 1,
    bind: (args, window, context) => bindEdge('last_value', args, window, context),
  },
  {
    name: 'PERCENTILE_CONT',
    area: 'window',
    minArgs: 1,
    maxArgs: 1,
    bind: (args, window) => bindPercentile('percentile_cont', args, window),
  },
  {
    name: 'PERCENTILE_DISC',
    area: 'window',
    minArgs: 1,
    maxArgs: 1,
    bind: (args, window) => bindPercentile('percentile_disc', args, window),
  },
];

function requireOrder(name: string, window: WindowOptions): void {
  if (window.orderBy.length === 0)
    throw new SqlError(4112, 15, 1, `The function '${name}' must have an OVER clause with ORDER BY.`);
}

function rejectFrame(name: string, window: WindowOptions): void {
  if (window.frame !== undefined)
    throw new SqlError(10752, 15, 1, `The function '${name}' may not have a window frame.`);
}

function make(
  op: string,
  type: SqlType,
  args: readonly BoundExpr[],
  template: string,
  window: WindowOptions,
  nullable: boolean,
  frame: string | undefined = window.frame,
): BoundWindow {
  return {
    kind: 'window',
    op,
    type,
    args,
    template,
    nullable,
    partitionBy: window.partitionBy,
    orderBy: window.orderBy,
    ...(frame === undefined ? {} : { frame }),
  };
}

function ranking(name: string, template: string): WindowDef {
  return {
    name,
    area: 'window',
    minArgs: 0,
    maxArgs: 0,
    bind: (_, window) => {
      requireOrder(name, window);
      rejectFrame(name, window);
      return make(name.toLowerCase(), BIGINT, [], template, window, false);
    },
  };
}

function distribution(name: string, template: string): WindowDef {
  return {
    name,
    area: 'window',
    minArgs: 0,
    maxArgs: 0,
    bind: (_, window) => {
      requireOrder(name, window);
      rejectFrame(name, window);
      return make(name.toLowerCase(), FLOAT, [], template, window, false);
    },
  };
}

function bindNtile(args: readonly BoundExpr[], window: WindowOptions): BoundWindow {
  requireOrder('NTILE', window);
  rejectFrame('NTILE', window);
  const groups = constantInteger(args[0]);
  if (groups !== undefined && groups <= 0)
    throw new SqlError(
      9819,
      16,
      1,
      "The function 'NTILE' takes only a positive int or bigint expression as its input.",
    );
  return make('ntile', BIGINT, [toInt(args[0]!)], 'ntile({0}){over}::int8', window, false);
}

/** LAG and LEAD. IGNORE NULLS (not in PostgreSQL 18) is an aggregate over the rows before, or behind, the current one. */
function bindShift(
  op: 'lag' | 'lead',
  args: readonly BoundExpr[],
  window: WindowOptions,
  context: FunctionContext,
): BoundWindow {
  const name = op.toUpperCase();
  requireOrder(name, window);
  rejectFrame(name, window);
  const [value, offset, fallback] = args;
  const distance = constantInteger(offset ?? constant(1));
  if (distance !== undefined && distance < 0) {
    throw new SqlError(8730, 16, 1, `Offset parameter for Lag and Lead functions cannot be a negative value.`);
  }
  const x = valueOf(value!);
  const shown = fallback === undefined ? undefined : convert(fallback, x.type, { mode: 'implicit' });
  const nullable = x.nullable || shown === undefined || shown.nullable || window.nulls === 'ignore';
  const rest = [offset === undefined ? constant(1) : toInt(offset), ...(shown === undefined ? [] : [shown])];
  const bound =
    window.nulls === 'ignore'
      ? ignoringShift(op, [x, ...rest], window, distance)
      : make(op, x.type, [x, ...rest], `${op}({0}, {1}${shown === undefined ? '' : ', {2}'}){over}`, window, nullable);
  return withCollation({ ...bound, nullable }, x, context);
}

function ignoringShift(
  op: 'lag' | 'lead',
  args: readonly BoundExpr[],
  window: WindowOptions,
  distance: number | undefined,
): BoundWindow {
  const x = args[0]!;
  if (distance === 0)
    return make(op, x.type, [x], 'first_value({0}){over}', window, true, 'ROWS BETWEEN CURRENT ROW AND CURRENT ROW');
  const frame =
    op === 'lag'
      ? 'ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING'
      : 'ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING';
  const one = distance === 1;
  const found =
    op === 'lag'
      ? one
        ? 'sys.last_known({0}){over}'
        : 'sys.element_from_end(array_agg({0}) FILTER (WHERE {0} IS NOT NULL){over}, {1})'
      : one
        ? 'sys.first_known({0}){over}'
        : '(array_agg({0}) FILTER (WHERE {0} IS NOT NULL){over})[{1}]';
  const template = args[2] === undefined ? found : `coalesce(${found}, {2})`;
  return make(op, x.type, args, template, window, true, frame);
}

function bindEdge(
  op: 'first_value' | 'last_value',
  args: readonly BoundExpr[],
  window: WindowOptions,
  context: FunctionContext,
): BoundWindow {
  requireOrder(op.toUpperCase(), window);
  const x = valueOf(args[0]!);
  const ignored = op === 'first_value' ? 'sys.first_known({0}){over}' : 'sys.last_known({0}){over}';
  const template = window.nulls === 'ignore' ? ignored : `${op}({0}){over}`;
  return withCollation(make(op, x.type, [x], template, window, true), x, context);
}

const valueOf = (x: BoundExpr): BoundExpr => (x.type.name === 'null' ? toInt(x) : x);

function withCollation(bound: BoundWindow, x: BoundExpr, context: FunctionContext): BoundWindow {
  return isString(x.type) ? { ...bound, collation: resultCollation([x], context, bound.op) } : bound;
}

/** PostgreSQL's ordered-set aggregates take no OVER: the partition's values go into an array, computed once a partition. */
function bindPercentile(
  op: 'percentile_cont' | 'percentile_disc',
  args: readonly BoundExpr[],
  window: WindowOptions,
): BoundWindow {
  const name = op.toUpperCase();
  const [item] = window.withinGroup ?? [];
  if (item === undefined || window.withinGroup!.length !== 1) {
    throw new SqlError(10754, 15, 1, `The function '${name}' must have a WITHIN GROUP clause.`);
  }
  if (window.orderBy.length > 0)
    throw new SqlError(10758, 15, 1, `The function '${name}' may not have ORDER BY in OVER clause.`);
  rejectFrame(name, window);
  const value = item.expr;
  if (!isNumber(value.type) && !(op === 'percentile_disc' && (isDateTime(value.type) || isString(value.type)))) {
    throw new SqlError(
      8116,
      16,
      1,
      `Argument data type ${value.type.name} is invalid for argument 1 of ${op} function.`,
    );
  }
  const continuous = op === 'percentile_cont';
  const x = continuous ? toFloat(value) : value;
  const fraction = item.descending ? `(1 - sys.percent({1}))` : 'sys.percent({1})';
  const pg = continuous
    ? 'sys.percentile_cont_of'
    : item.descending
      ? 'sys.percentile_disc_down'
      : 'sys.percentile_disc_of';
  const position = continuous ? fraction : 'sys.percent({1})';
  return make(
    op,
    x.type,
    [x, toFloat(args[0]!)],
    `${pg}(array_agg({0}) FILTER (WHERE {0} IS NOT NULL){over}, ${position})`,
    window,
    true,
  );
}
