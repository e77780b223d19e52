import { SqlError } from '../../errors.ts';
import { convert } from '../../scalar/convert.ts';
import {
  isDateTime,
  isDecimal,
  isFloat,
  isInteger,
  isMoney,
  isNumber,
  isString,
  messageName,
} from '../../types/families.ts';
import {
  BIGINT,
  FLOAT,
  INT,
  MAX,
  MONEY,
  type SqlType,
  TINYINT,
  decimal,
  numeric,
  nvarchar,
  varchar,
} from '../../types/sql-type.ts';
import type { BoundAggregate, BoundCollation, BoundExpr, BoundWindow } from '../bound.ts';
import { anyUnicode, resultCollation, toText, toInt } from './define.ts';
import type { AggregateDef, AggregateOptions, FunctionContext, WindowOptions } from './function-def.ts';

/** One description of an aggregate, with and without OVER: `{over}` is where the window goes, nothing in a plain aggregate. */
interface Shape {
  readonly op: string;
  readonly type: SqlType;
  readonly args: readonly BoundExpr[];
  readonly template: string;
  readonly nullable: boolean;
  readonly collation?: BoundCollation;
}

type Describe = (args: readonly BoundExpr[], context: FunctionContext, over: boolean) => Shape;

/** sql-docs, t-sql/functions/aggregate-functions-transact-sql. */
export const AGGREGATES: readonly AggregateDef[] = [
  { ...aggregate('COUNT', 1, (args) => count('count', INT, args)), star: true },
  { ...aggregate('COUNT_BIG', 1, (args) => count('count_big', BIGINT, args)), star: true },
  aggregate('SUM', 1, sum),
  aggregate('AVG', 1, average),
  aggregate('MIN', 1, (args, context) => extreme('min', args, context)),
  aggregate('MAX', 1, (args, context) => extreme('max', args, context)),
  aggregate('STDEV', 1, (args) => deviation('stdev', 'stddev_samp', args)),
  aggregate('STDEVP', 1, (args) => deviation('stdevp', 'stddev_pop', args)),
  aggregate('VAR', 1, (args) => deviation('var', 'var_samp', args)),
  aggregate('VARP', 1, (args) => deviation('varp', 'var_pop', args)),
  aggregate('CHECKSUM_AGG', 1, (args) => {
    const [x] = args.map(toInt);
    return { op: 'checksum_agg', type: INT, args: [x!], template: 'bit_xor({0}){over}', nullable: true };
  }),
  aggregate('APPROX_COUNT_DISTINCT', 1, (args) => {
    rejectLobs(args[0]!, 'approx_count_distinct');
    return { op: 'approx_count_distinct', type: BIGINT, args, template: 'count(DISTINCT {0}){over}', nullable: false };
  }),
  aggregate('STRING_AGG', 2, stringAgg),
  grouping('GROUPING', 1),
  grouping('GROUPING_ID', 32),
];

function aggregate(name: string, arity: number, describe: Describe): AggregateDef {
  return {
    name,
    area: 'aggregate',
    minArgs: arity,
    maxArgs: arity,
    bind: (args, options, context) => plain(describe(args, context, false), options),
    bindOver: (args, window, context) => {
      if (window.distinct) throw new SqlError(10759, 15, 1, 'Use of DISTINCT is not allowed with the OVER clause.');
      if (name === 'STRING_AGG' || name === 'APPROX_COUNT_DISTINCT') {
        throw new SqlError(
          4113,
          16,
          1,
          `The function '${name}' is not a valid windowing function, and cannot be used with the OVER clause.`,
        );
      }
      return windowed(describe(args, context, true), window);
    },
  };
}

function plain(shape: Shape, options: AggregateOptions): BoundAggregate {
  return {
    kind: 'aggregate',
    ...shape,
    template: shape.template.replace('{over}', ''),
    distinct: options.distinct,
    ...(options.withinGroup === undefined ? {} : { withinGroup: options.withinGroup }),
  };
}

function windowed(shape: Shape, window: WindowOptions): BoundWindow {
  return {
    kind: 'window',
    ...shape,
    template: shape.template.replace('{order}', ''),
    partitionBy: window.partitionBy,
    orderBy: window.orderBy,
    ...(window.frame === undefined ? {} : { frame: window.frame }),
  };
}

function invalidOperand(type: SqlType, name: string): SqlError {
  return new SqlError(8117, 16, 1, `Operand data type ${messageName(type)} is invalid for ${name} operator.`);
}

const LOBS = ['text', 'ntext', 'image', 'xml', 'cursor'];

function rejectLobs(x: BoundExpr, name: string): void {
  if (LOBS.includes(x.type.name)) throw invalidOperand(x.type, name);
}

function count(op: 'count' | 'count_big', type: SqlType, args: readonly BoundExpr[]): Shape {
  const [x] = args;
  if (x) rejectLobs(x, op === 'count' ? 'count' : 'count_big');
  const counted = `count(${x ? '{0}' : '*'}){over}`;
  return { op, type, args, template: op === 'count' ? `sys.count_int(${counted})` : counted, nullable: false };
}

/** bit has no sum; text becomes no number here. */
function numberOf(x: BoundExpr, name: string): BoundExpr {
  if (x.type.name === 'bit' || !isNumber(x.type)) throw invalidOperand(x.type, name);
  return x;
}

function sum(args: readonly BoundExpr[]): Shape {
  const x = numberOf(args[0]!, 'sum');
  const base = { op: 'sum', args: [x], nullable: true };
  if (isFloat(x.type)) return { ...base, type: FLOAT, template: 'sum({0}::float8){over}' };
  if (isMoney(x.type)) return { ...base, type: MONEY, template: 'sys.money_arith(sum({0}){over})' };
  if (isDecimal(x.type)) {
    const type = (x.type.name === 'decimal' ? decimal : numeric)(38, x.type.scale);
    return { ...base, type, template: `sys.decimal_arith(sum({0}){over}, 1e${38 - x.type.scale}::numeric)` };
  }
  if (x.type.name === 'bigint') return { ...base, type: BIGINT, template: 'sum({0}){over}::int8' };
  // PostgreSQL sums int4 in int8; the cast fails beyond int as SQL Server does.
  return { ...base, type: INT, template: 'sum({0}){over}::int4' };
}

function average(args: readonly BoundExpr[]): Shape {
  const x = numberOf(args[0]!, 'avg');
  const base = { op: 'avg', args: [x], nullable: true };
  if (isFloat(x.type)) return { ...base, type: FLOAT, template: 'avg({0}::float8){over}' };
  if (isMoney(x.type)) return { ...base, type: MONEY, template: 'round(avg({0}){over}, 4)' };
  if (isInteger(x.type)) {
    const big = x.type.name === 'bigint';
    // avg of integers is a numeric rounded far behind the point: cutting it gives the quotient of integers.
    return { ...base, type: big ? BIGINT : INT, template: `trunc(avg({0}){over})::${big ? 'int8' : 'int4'}` };
  }
  const scale = Math.max(6, x.type.scale);
  return {
    ...base,
    type: (x.type.name === 'decimal' ? decimal : numeric)(38, scale),
    template: `trunc(avg({0}){over}, ${scale})`,
  };
}

function extreme(op: 'min' | 'max', args: readonly BoundExpr[], context: FunctionContext): Shape {
  const x = args[0]!;
  if (LOBS.includes(x.type.name) || x.type.name === 'bit') throw invalidOperand(x.type, op);
  const value = x.type.name === 'null' ? convert(x, INT, { mode: 'implicit' }) : x;
  return {
    op,
    type: value.type,
    args: [value],
    template: `${op}({0}){over}`,
    nullable: true,
    ...(isString(value.type) ? { collation: resultCollation([value], context, op) } : {}),
  };
}

function deviation(op: string, pg: string, args: readonly BoundExpr[]): Shape {
  const x = args[0]!;
  if (isDateTime(x.type) || (!isNumber(x.type) && !isString(x.type))) throw invalidOperand(x.type, op);
  return {
    op,
    type: FLOAT,
    args: [convert(x, FLOAT, { mode: 'implicit' })],
    template: `${pg}({0}){over}`,
    nullable: true,
  };
}

/** The result is as long as its kind allows; (max) stays. Other types than text become nvarchar(4000). */
function stringAgg(args: readonly BoundExpr[], context: FunctionContext): Shape {
  const [value, separator] = args as readonly [BoundExpr, BoundExpr];
  if (value.type.name === 'xml' || value.type.name === 'image' || value.type.name === 'sql_variant') {
    throw new SqlError(
      8116,
      16,
      1,
      `Argument data type ${value.type.name} is invalid for argument 1 of string_agg function.`,
    );
  }
  const text = isString(value.type)
    ? toText(value, 1, 'string_agg')
    : convert(value, nvarchar(4000), { mode: 'implicit' });
  const between = toText(separator, 2, 'string_agg');
  const unicode = anyUnicode([text]);
  const type =
    text.type.length === MAX ? (unicode ? nvarchar(MAX) : varchar(MAX)) : unicode ? nvarchar(4000) : varchar(8000);
  const limit = type.length === MAX ? 'NULL' : String(type.length);
  return {
    op: 'string_agg',
    type,
    args: [text, between],
    nullable: true,
    template: `sys.string_agg_result(string_agg({0}::text, coalesce({1}::text, ''){order}), ${limit})`,
    collation: resultCollation([text], context, 'string_agg'),
  };
}

/** GROUPING is a tinyint, GROUPING_ID an int; PostgreSQL's GROUPING counts bits in the same order. */
function grouping(name: 'GROUPING' | 'GROUPING_ID', most: number): AggregateDef {
  const describe = (args: readonly BoundExpr[]): Shape => {
    const places = args.map((_, i) => `{${i}}`).join(', ');
    return name === 'GROUPING'
      ? { op: 'grouping', type: TINYINT, args, template: `grouping(${places})::int2`, nullable: false }
      : { op: 'grouping_id', type: INT, args, template: `grouping(${places})`, nullable: false };
  };
  return {
    name,
    area: 'aggregate',
    minArgs: 1,
    maxArgs: most,
    grouping: true,
    bind: (args) => plain(describe(args), { distinct: false }),
    bindOver: () => {
      throw new SqlError(
        4113,
        16,
        1,
        `The function '${name}' is not a valid windowing function, and cannot be used with the OVER clause.`,
      );
    },
  };
}
