import { isDecimal, isInteger, isMoney } from '../types/families.ts';
import type { SqlType } from '../types/sql-type.ts';
import type { SqlValue } from '../types/sql-value.ts';
import { DATETIME_HIGH, DATETIME_LOW, SMALLDATETIME_HIGH } from '../values/calendar.ts';
import { decimalOperation, divideRounded, pow10 } from '../values/decimal.ts';
import { INTEGER_LIMITS, MONEY_LIMITS } from '../values/number-parse.ts';
import { divideByZero, overflow } from '../values/value-errors.ts';

export type BinaryOperation = (a: NonNullable<SqlValue>, b: NonNullable<SqlValue>) => SqlValue;
export type UnaryOperation = (a: NonNullable<SqlValue>) => SqlValue;

/** The operator over two values of the types that the binder gave its operands. */
export function compileBinary(op: string, type: SqlType, left: SqlType, right: SqlType): BinaryOperation | undefined {
  if (type.name === 'bigint') return bigintOperation(op) as BinaryOperation;
  if (isInteger(type)) return integerOperation(op, type) as BinaryOperation;
  if (isDecimal(type)) return numericOperation(op, type, left, right) as BinaryOperation;
  if (isMoney(type)) return moneyOperation(op, type) as BinaryOperation;
  switch (type.name) {
    case 'float':
    case 'real':
      return floatOperation(op, type.name) as BinaryOperation;
    case 'datetime':
      return datetimeOperation(op, type.name, DATETIME_LOW, DATETIME_HIGH) as BinaryOperation;
    case 'smalldatetime':
      return datetimeOperation(op, type.name, 0, SMALLDATETIME_HIGH) as BinaryOperation;
    default:
      return undefined;
  }
}

type Numbers = (a: number, b: number) => number;
type Bigints = (a: bigint, b: bigint) => bigint;

function integerOperation(op: string, type: SqlType): Numbers {
  const low = Number(INTEGER_LIMITS[type.name]?.low ?? 0n);
  const high = Number(INTEGER_LIMITS[type.name]?.high ?? 1n);
  const check = (value: number): number => {
    if (value < low || value > high) throw overflow(type.name);
    return value;
  };
  switch (op) {
    case '+':
      return (a, b) => check(a + b);
    case '-':
      return (a, b) => check(a - b);
    // A product past 2^53 is inexact, but then it is far out of range as well. Adding 0 turns -0 into 0.
    case '*':
      return (a, b) => check(a * b + 0);
    case '/':
      return (a, b) => {
        if (b === 0) throw divideByZero();
        return check(Math.trunc(a / b) + 0);
      };
    case '%':
      return (a, b) => {
        if (b === 0) throw divideByZero();
        return (a % b) + 0;
      };
    case '&':
      return (a, b) => a & b;
    case '|':
      return (a, b) => a | b;
    default:
      return (a, b) => a ^ b;
  }
}

function bigintOperation(op: string): Bigints {
  const { low, high } = INTEGER_LIMITS['bigint']!;
  const check = (value: bigint): bigint => {
    if (value < low || value > high) throw overflow('bigint');
    return value;
  };
  switch (op) {
    case '+':
      return (a, b) => check(a + b);
    case '-':
      return (a, b) => check(a - b);
    case '*':
      return (a, b) => check(a * b);
    case '/':
      return (a, b) => {
        if (b === 0n) throw divideByZero();
        return check(a / b);
      };
    case '%':
      return (a, b) => {
        if (b === 0n) throw divideByZero();
        return a % b;
      };
    case '&':
      return (a, b) => a & b;
    case '|':
      return (a, b) => a | b;
    default:
      return (a, b) => a ^ b;
  }
}

const DECIMAL_LIMIT = pow10(38);

function numericOperation(op: string, type: SqlType, left: SqlType, right: SqlType): Bigints {
  return (a, b) => {
    const value = decimalOperation(op, a, left.scale, b, right.scale, type.scale);
    if (value >= DECIMAL_LIMIT || value <= -DECIMAL_LIMIT) throw overflow('numeric');
    return value;
  };
}

const MONEY_UNIT = 10_000n;

function moneyOperation(op: string, type: SqlType): Bigints {
  const { low, high } = MONEY_LIMITS[type.name as 'money' | 'smallmoney'];
  const check = (value: bigint): bigint => {
    if (value < low || value > high) throw overflow(type.name);
    return value;
  };
  switch (op) {
    case '+':
      return (a, b) => check(a + b);
    case '-':
      return (a, b) => check(a - b);
    case '*':
      return (a, b) => check(divideRounded(a * b, MONEY_UNIT));
    default:
      return (a, b) => {
        if (b === 0n) throw divideByZero();
        return op === '/' ? check((a * MONEY_UNIT) / b) : a % b;
      };
  }
}

function floatOperation(op: string, name: 'float' | 'real'): Numbers {
  const check = (value: number): number => {
    const rounded = name === 'real' ? Math.fround(value) : value;
    if (!Number.isFinite(rounded)) throw overflow(name);
    return rounded;
  };
  switch (op) {
    case '+':
      return (a, b) => check(a + b);
    case '-':
      return (a, b) => check(a - b);
    case '*':
      return (a, b) => check(a * b);
    default:
      return (a, b) => {
        if (b === 0) throw divideByZero();
        return check(a / b);
      };
  }
}

function datetimeOperation(op: string, name: string, low: number, high: number): Numbers {
  return (a, b) => {
    const value = op === '+' ? a + b : a - b;
    if (value < low || value > high) throw overflow(name);
    return value;
  };
}

export function compileUnary(op: string, type: SqlType): UnaryOperation | undefined {
  if (op === '~') {
    switch (type.name) {
      case 'bit':
        return (a) => 1 - (a as number);
      case 'tinyint':
        return (a) => 255 - (a as number);
      case 'bigint':
        return (a) => ~(a as bigint);
      default:
        return (a) => ~(a as number);
    }
  }
  if (isDecimal(type)) return (a) => -(a as bigint);
  if (type.name === 'float' || type.name === 'real') return (a) => -(a as number);
  const zero: NonNullable<SqlValue> = type.name === 'bigint' || isMoney(type) ? 0n : 0;
  const subtract = compileBinary('-', type, type, type);
  return subtract && ((a) => subtract(zero, a));
}
