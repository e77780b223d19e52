import type { BoundExpr } from '../bind/bound.ts';
import { carrierOf } from '../lower/carrier.ts';
import { concatenationType, integerDigits } from '../types/common-type.ts';
import {
  MAX_PRECISION,
  type PrecisionScale,
  decimalResult,
  decimalType,
  precisionScaleOf,
} from '../types/decimal-rules.ts';
import {
  isBinary,
  isDateTime,
  isDecimal,
  isFloat,
  isInteger,
  isLegacyDate,
  isMoney,
  isNumber,
  isString,
} from '../types/families.ts';
import { higher } from '../types/precedence.ts';
import { INT, SMALLINT, type SqlType, sameType } from '../types/sql-type.ts';
import { incompatibleTypes, invalidOperand, operandClash } from '../types/type-errors.ts';
import { call } from './call.ts';
import { combineCollations } from './collation.ts';
import { powerOfTen } from './conversion-template.ts';
import { convert } from './convert.ts';
import { foldConstant } from './fold.ts';

export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%';
export type BitOperator = '&' | '|' | '^';
export type BinaryOperator = ArithmeticOperator | BitOperator;

const OPERATOR_NAMES: Readonly<Record<BinaryOperator, string>> = {
  '+': 'add',
  '-': 'subtract',
  '*': 'multiply',
  '/': 'divide',
  '%': 'modulo',
  '&': "'&'",
  '|': "'|'",
  '^': "'^'",
};

export function bindBinary(op: BinaryOperator, left: BoundExpr, right: BoundExpr): BoundExpr {
  return foldConstant(bind(op, left, right));
}

function bind(op: BinaryOperator, left: BoundExpr, right: BoundExpr): BoundExpr {
  if (op === '&' || op === '|' || op === '^') return bindBits(op, left, right);
  const [l, r] = typedNulls(left, right);
  if (op === '+' && isCharacter(l.type) && isCharacter(r.type)) return concatenate(l, r);
  if (op === '+' && isBinary(l.type) && isBinary(r.type)) return concatenateBinary(l, r);
  if (isLegacyDate(l.type) || isLegacyDate(r.type)) return datetimeArithmetic(op, l, r);
  if (isDateTime(l.type) || isDateTime(r.type)) throw dateError(op, l.type, r.type);
  return numberArithmetic(op, l, r);
}

const isCharacter = (type: SqlType): boolean => isString(type) && type.name !== 'text' && type.name !== 'ntext';

/** An untyped NULL takes the other side's type; two of them are ints. */
function typedNulls(left: BoundExpr, right: BoundExpr): [BoundExpr, BoundExpr] {
  const type = left.type.name !== 'null' ? left.type : right.type.name !== 'null' ? right.type : INT;
  const typed = (expr: BoundExpr): BoundExpr =>
    expr.type.name === 'null' ? convert(expr, type, { mode: 'implicit' }) : expr;
  return [typed(left), typed(right)];
}

export function concatenate(left: BoundExpr, right: BoundExpr): BoundExpr {
  const type = concatenationType(left.type, right.type);
  const collation = combineCollations([left, right], 'add operator');
  // Past 8000 bytes a concatenation of two sized strings is cut.
  const full = left.type.length + right.type.length;
  const template = type.length > 0 && full > type.length ? `sys.cut({0} || {1}, ${type.length})` : '({0} || {1})';
  return call('concat', type, [left, right], template, collation === undefined ? {} : { collation });
}

function concatenateBinary(left: BoundExpr, right: BoundExpr): BoundExpr {
  const type = concatenationType(left.type, right.type);
  const full = left.type.length + right.type.length;
  const cut = type.length > 0 && full > type.length;
  return call('concat', type, [left, right], cut ? `substring({0} || {1} FROM 1 FOR ${type.length})` : '({0} || {1})');
}

function dateError(op: BinaryOperator, left: SqlType, right: SqlType): Error {
  if (left.name === right.name) return invalidOperand(left, OPERATOR_NAMES[op]);
  if (isNumber(left) || isNumber(right)) return operandClash(left, right);
  return incompatibleTypes(left, right, OPERATOR_NAMES[op]);
}

/** datetime and smalldatetime add and subtract as days; a string beside one is read as a datetime. */
function datetimeArithmetic(op: ArithmeticOperator, left: BoundExpr, right: BoundExpr): BoundExpr {
  if (op !== '+' && op !== '-') throw operatorError(left.type, right.type, OPERATOR_NAMES[op]);
  const type =
    isLegacyDate(left.type) && isLegacyDate(right.type)
      ? higher(left.type, right.type)
      : isLegacyDate(left.type)
        ? left.type
        : right.type;
  for (const side of [left.type, right.type]) {
    if (isDateTime(side) && !isLegacyDate(side)) throw incompatibleTypes(left.type, right.type, OPERATOR_NAMES[op]);
  }
  const l = convert(left, type, { mode: 'implicit' });
  const r = convert(right, type, { mode: 'implicit' });
  return call(op, type, [l, r], `sys.${type.name}_arith({0} ${op} {1})`);
}

function numberArithmetic(op: ArithmeticOperator, left: BoundExpr, right: BoundExpr): BoundExpr {
  checkArithmeticOperand(op, left.type, right.type);
  const winner = higher(left.type, right.type);
  if (isDecimal(winner)) return decimalArithmetic(op, left, right);
  const l = convert(left, winner, { mode: 'implicit' });
  const r = convert(right, winner, { mode: 'implicit' });
  if (isMoney(winner)) return call(op, winner, [l, r], moneyTemplate(op, winner));
  if (isFloat(winner)) return call(op, winner, [l, r], `({0} ${op} {1})`);
  return call(op, winner, [l, r], integerTemplate(op, winner));
}

function checkArithmeticOperand(op: ArithmeticOperator, left: SqlType, right: SqlType): void {
  const allowed = (type: SqlType): boolean =>
    isNumber(type) || isCharacter(type) || type.name === 'binary' || type.name === 'varbinary';
  const name = OPERATOR_NAMES[op];
  for (const [type, other] of [
    [left, right],
    [right, left],
  ] as const) {
    if (!allowed(type))
      throw sameType(type, other) || !isNumber(other) ? operatorError(left, right, name) : operandClash(type, other);
  }
  const winner = higher(left, right);
  if (!isNumber(winner)) throw operatorError(left, right, name);
  if (winner.name === 'bit') throw incompatibleTypes(left, right, name);
  if (op === '%' && isFloat(winner)) throw operatorError(left, right, name);
}

function operatorError(left: SqlType, right: SqlType, name: string): Error {
  return left.name === right.name ? invalidOperand(left, name) : incompatibleTypes(left, right, name);
}

function integerTemplate(op: ArithmeticOperator, type: SqlType): string {
  // PostgreSQL's own overflow checks serve smallint, int and bigint; it truncates division and takes the dividend's sign in %.
  if (type.name !== 'tinyint' || op === '/' || op === '%') return `({0} ${op} {1})`;
  return `sys.tinyint_arith(({0})::int4 ${op} {1})`;
}

function moneyTemplate(op: ArithmeticOperator, type: SqlType): string {
  switch (op) {
    case '%':
      return '({0} % {1})';
    case '*':
      return `sys.${type.name}_arith(round({0} * {1}, 4))`;
    case '/':
      return `sys.${type.name}_arith(div({0} * 10000, {1}) * 0.0001)`;
    default:
      return `sys.${type.name}_arith({0} ${op} {1})`;
  }
}

/** An integer constant beside a decimal counts its own digits, any other integer its type's. */
function decimalOperand(expr: BoundExpr): { expr: BoundExpr; ps: PrecisionScale } {
  if (isInteger(expr.type) && expr.kind === 'literal' && expr.value !== null) {
    const type = integerDigits(expr.value as number | bigint);
    return { expr: convert(expr, type, { mode: 'implicit' }), ps: precisionScaleOf(type) };
  }
  return { expr, ps: precisionScaleOf(expr.type) };
}

function decimalArithmetic(op: ArithmeticOperator, left: BoundExpr, right: BoundExpr): BoundExpr {
  const winner = higher(left.type, right.type);
  const numeric = (expr: BoundExpr): BoundExpr =>
    isNumber(expr.type) ? expr : convert(expr, winner, { mode: 'implicit' });
  const l = decimalOperand(numeric(left));
  const r = decimalOperand(numeric(right));
  const ps = decimalResult(op, l.ps, r.ps);
  const type = decimalType(l.expr.type, r.expr.type, ps);
  const args = [asNumeric(l.expr), asNumeric(r.expr)];
  const exact = decimalResultIsExact(op, l.ps, r.ps);
  const value = decimalTemplate(op, ps.scale, exact);
  // Where the rules had to reduce the precision, the value may not fit.
  const bound = powerOfTen(MAX_PRECISION - ps.scale);
  return call(op, type, args, exact ? value : `sys.decimal_arith(${value}, ${bound})`);
}

function asNumeric(expr: BoundExpr): BoundExpr {
  if (carrierOf(expr.type) === 'numeric') return expr;
  const ps = precisionScaleOf(expr.type);
  return convert(expr, decimalType(expr.type, expr.type, ps), { mode: 'implicit' });
}

function decimalTemplate(op: ArithmeticOperator, scale: number, exact: boolean): string {
  switch (op) {
    case '/':
      return `(div({0} * ${powerOfTen(scale)}, {1}) * ${tenth(scale)})`;
    case '%':
      return '({0} % {1})';
    default:
      return exact ? `({0} ${op} {1})` : `round({0} ${op} {1}, ${scale})`;
  }
}

const tenth = (scale: number): string => (scale === 0 ? '1' : `0.${'0'.repeat(scale - 1)}1`);

function decimalResultIsExact(op: ArithmeticOperator, a: PrecisionScale, b: PrecisionScale): boolean {
  const integral = Math.max(a.precision - a.scale, b.precision - b.scale);
  const fraction = Math.max(a.scale, b.scale);
  switch (op) {
    case '%':
      return true;
    case '*':
      return a.precision + b.precision + 1 <= MAX_PRECISION;
    case '/':
      return a.precision - a.scale + b.scale + Math.max(6, a.scale + b.precision + 1) <= MAX_PRECISION;
    default:
      return integral + fraction + 1 <= MAX_PRECISION;
  }
}

function bindBits(op: BitOperator, left: BoundExpr, right: BoundExpr): BoundExpr {
  const [l, r] = typedNulls(left, right);
  const integral = (type: SqlType): boolean => isInteger(type) || type.name === 'binary' || type.name === 'varbinary';
  const bothBinary = isBinary(l.type) && isBinary(r.type);
  if (!integral(l.type) || !integral(r.type) || bothBinary) throw operatorError(l.type, r.type, OPERATOR_NAMES[op]);
  const type = higher(l.type, r.type);
  const args = [convert(l, type, { mode: 'implicit' }), convert(r, type, { mode: 'implicit' })];
  return call(op, type, args, `({0} ${op === '^' ? '#' : op} {1})`);
}

export type UnaryOperator = '+' | '-' | '~';

export function bindUnary(op: UnaryOperator, operand: BoundExpr): BoundExpr {
  if (op === '+') return operand;
  const expr = operand.type.name === 'null' ? convert(operand, INT, { mode: 'implicit' }) : operand;
  const name = op === '-' ? 'minus' : "'~'";
  if (op === '~') {
    if (!isInteger(expr.type)) throw invalidOperand(expr.type, name);
    const template =
      expr.type.name === 'bit' ? '(1::int2 - {0})' : expr.type.name === 'tinyint' ? '(255::int2 - {0})' : '(~ {0})';
    return foldConstant(call('~', expr.type, [expr], template));
  }
  if (!isNumber(expr.type) || expr.type.name === 'bit') throw invalidOperand(expr.type, name);
  // -tinyint is out of tinyint's range unless it is 0; SQL Server makes it a smallint.
  const number = expr.type.name === 'tinyint' ? convert(expr, SMALLINT, { mode: 'implicit' }) : expr;
  const template = isMoney(number.type) ? `sys.${number.type.name}_arith(- {0})` : '(- {0})';
  return foldConstant(call('neg', number.type, [number], template));
}
