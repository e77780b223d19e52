import { call } from '../../scalar/call.ts';
import { convert } from '../../scalar/convert.ts';
import { isDateTime, isDecimal, isInteger, isMoney, isNumber, isString } from '../../types/families.ts';
import { BIGINT, FLOAT, INT, MONEY, type SqlType, decimal, numeric } from '../../types/sql-type.ts';
import type { BoundExpr } from '../bound.ts';
import { constant, constantInteger, define, invalidArgument, toFloat, toInt, volatileCall } from './define.ts';
import type { FunctionDef } from './function-def.ts';

const FLOAT_TEMPLATES: Readonly<Record<string, string>> = {
  ACOS: 'sys.acos_({0})',
  ASIN: 'sys.asin_({0})',
  ATAN: 'atan({0})',
  COS: 'cos({0})',
  COT: 'sys.cot_({0})',
  EXP: 'sys.exp_({0})',
  LOG10: 'sys.log10_({0})',
  SIN: 'sin({0})',
  SQRT: 'sys.sqrt_({0})',
  TAN: 'tan({0})',
};

/** sql-docs, t-sql/functions/mathematical-functions-transact-sql. */
export const MATHEMATICS: readonly FunctionDef[] = [
  ...Object.entries(FLOAT_TEMPLATES).map(([name, template]) =>
    define('mathematics', name, 1, (_, x) => call(name.toLowerCase(), FLOAT, [floatOf(x, name)], template)),
  ),
  define('mathematics', 'ATN2', 2, (_, y, x) =>
    call('atn2', FLOAT, [floatOf(y, 'ATN2'), floatOf(x, 'ATN2')], 'sys.atn2({0}, {1})'),
  ),
  define('mathematics', 'LOG', [1, 2], (_, x, base) =>
    base === undefined
      ? call('log', FLOAT, [floatOf(x, 'LOG')], 'sys.log_({0})')
      : call('log', FLOAT, [floatOf(x, 'LOG'), floatOf(base, 'LOG')], 'sys.log_base({0}, {1})'),
  ),
  define('mathematics', 'SQUARE', 1, (_, x) => call('square', FLOAT, [floatOf(x, 'SQUARE')], 'power({0}, 2::float8)')),
  define('mathematics', 'PI', 0, () => call('pi', FLOAT, [], 'pi()', { nullable: false })),
  define('mathematics', 'POWER', 2, (_, x, y) => bindPower(x, y)),
  define('mathematics', 'DEGREES', 1, (_, x) => bindAngle('degrees', x)),
  define('mathematics', 'RADIANS', 1, (_, x) => bindAngle('radians', x)),
  define('mathematics', 'ABS', 1, (_, x) => bindAbs(x)),
  define('mathematics', 'SIGN', 1, (_, x) => bindSign(x)),
  define('mathematics', 'CEILING', 1, (_, x) => bindWhole('ceiling', 'ceil', x)),
  define('mathematics', 'FLOOR', 1, (_, x) => bindWhole('floor', 'floor', x)),
  define('mathematics', 'ROUND', [2, 3], (_, x, places, how) => bindRound(x, places, how)),
  define('mathematics', 'RAND', [0, 1], (_, seed) =>
    seed === undefined
      ? // A scalar subquery, so that a query draws one number for all its rows, as SQL Server does.
        volatileCall('rand', FLOAT, [], '(SELECT random())')
      : call('rand seed', FLOAT, [toInt(seed)], 'sys.rand_of_seed({0})'),
  ),
];

function floatOf(x: BoundExpr, name: string): BoundExpr {
  if (isDateTime(x.type) || x.type.name === 'uniqueidentifier' || x.type.name === 'sql_variant') {
    throw invalidArgument(x.type, 1, name.toLowerCase());
  }
  return toFloat(x);
}

/** Text becomes float; tinyint and smallint become int; real and smallmoney their greater kind. bit has no mathematics. */
function promoted(x: BoundExpr, name: string, bit: 'float' | 'error'): BoundExpr {
  const to = (type: SqlType): BoundExpr => convert(x, type, { mode: 'implicit' });
  switch (x.type.name) {
    case 'bit':
      if (bit === 'error') throw invalidArgument(x.type, 1, name);
      return to(FLOAT);
    case 'tinyint':
    case 'smallint':
      return to(INT);
    case 'real':
      return to(FLOAT);
    case 'smallmoney':
      return to(MONEY);
    case 'null':
      return to(INT);
    default:
      if (isNumber(x.type)) return x;
      if (isString(x.type)) return to(FLOAT);
      throw invalidArgument(x.type, 1, name);
  }
}

/** A numeric carrier with exactly the digits of its type after the point. */
const scaled = (template: string, type: SqlType): string => `round(${template}, ${type.scale})`;

const isExact = (type: SqlType): boolean => isDecimal(type) || isMoney(type);

function bindAbs(value: BoundExpr): BoundExpr {
  const x = promoted(value, 'abs', 'float');
  return call('abs', x.type, [x], 'abs({0})');
}

function bindSign(value: BoundExpr): BoundExpr {
  const x = promoted(value, 'sign', 'float');
  if (isExact(x.type)) return call('sign', x.type, [x], scaled('sign({0})', x.type));
  const cast = x.type.name === 'bigint' ? '::int8' : x.type.name === 'int' ? '::int4' : '';
  return call('sign', x.type, [x], `sign({0})${cast}`);
}

function bindWhole(name: 'ceiling' | 'floor', pg: string, value: BoundExpr): BoundExpr {
  const x = promoted(value, name, 'error');
  if (isInteger(x.type)) return call(name, x.type, [x], '({0})');
  if (isMoney(x.type)) return call(name, x.type, [x], scaled(`${pg}({0})`, x.type));
  if (!isDecimal(x.type)) return call(name, x.type, [x], `${pg}({0})`);
  const type = (x.type.name === 'decimal' ? decimal : numeric)(x.type.precision, 0);
  return call(name, type, [x], `${pg}({0})`);
}

function bindRound(value: BoundExpr, places: BoundExpr, how: BoundExpr = constant(0)): BoundExpr {
  const x = promoted(value, 'round', 'error');
  const mode = constantInteger(how);
  const args = mode === undefined ? [x, toInt(places), toInt(how)] : [x, toInt(places)];
  const either = (round: string, trunc: string): string =>
    mode === undefined ? `CASE WHEN {2} = 0 THEN ${round} ELSE ${trunc} END` : mode === 0 ? round : trunc;
  if (x.type.name === 'float') {
    return call('round', x.type, args, either('sys.round_float({0}, {1})', 'sys.trunc_float({0}, {1})'), {
      options: { trunc: mode !== 0 },
    });
  }
  const exact = isInteger(x.type) ? '{0}::numeric' : '{0}';
  const rounded = either(`round(${exact}, {1})`, `trunc(${exact}, {1})`);
  if (isInteger(x.type))
    return call('round', x.type, args, `(${rounded})::${x.type.name === 'bigint' ? 'int8' : 'int4'}`);
  const whole = x.type.precision - x.type.scale;
  const template = isMoney(x.type)
    ? `sys.money_arith(${scaled(rounded, x.type)})`
    : `sys.decimal_arith(${scaled(rounded, x.type)}, 1e${whole}::numeric)`;
  return call('round', x.type, args, template);
}

/** The type of POWER, DEGREES and RADIANS follows the (first) argument; they are computed in floating point. */
function bindPower(value: BoundExpr, exponent: BoundExpr): BoundExpr {
  const type = resultOf(value, 'power');
  const computed = call('power', FLOAT, [floatOf(value, 'POWER'), floatOf(exponent, 'POWER')], 'sys.power_({0}, {1})');
  return type.name === 'float'
    ? computed
    : convert(computed, isDecimal(type) ? numeric(38, type.scale) : type, { mode: 'cast' });
}

function bindAngle(name: 'degrees' | 'radians', value: BoundExpr): BoundExpr {
  const type = resultOf(value, name);
  const computed = call(name, FLOAT, [floatOf(value, name)], `${name}({0})`);
  return type.name === 'float'
    ? computed
    : convert(computed, isDecimal(type) ? numeric(38, 18) : type, { mode: 'cast' });
}

function resultOf(value: BoundExpr, name: string): SqlType {
  const { type } = value;
  if (type.name === 'bigint') return BIGINT;
  if (type.name === 'bit' || isString(type)) return FLOAT;
  return promoted(value, name, 'float').type;
}
