import type { BoundCall, BoundCase, BoundExpr } from '../bind/bound.ts';
import { isString } from '../types/families.ts';
import { sameType } from '../types/sql-type.ts';
import type { SqlValue } from '../types/sql-value.ts';
import { cutText } from '../values/fit-text.ts';
import { type ConvertValueOptions, convertValue } from '../values/convert-value.ts';
import type { DateFormat } from '../values/date-parse.ts';
import { compileBinary, compileUnary } from './arithmetic.ts';
import { comparatorOf } from './compare.ts';

/** Gives the current value of a variable; what it reads has the type that the expression was bound with. */
export type ReadVariable = (name: string) => SqlValue;

export type Scalar = (read: ReadVariable) => SqlValue;

/** A search condition: null is unknown. */
export type Condition = (read: ReadVariable) => boolean | null;

/** The expression as a closure, or undefined when it needs PostgreSQL (columns, subqueries, functions without a twin here). */
export function compileScalar(expr: BoundExpr): Scalar | undefined {
  switch (expr.kind) {
    case 'literal': {
      const { value } = expr;
      return () => value;
    }
    case 'variable': {
      const { name } = expr;
      return (read) => read(name);
    }
    case 'call':
      return compileCall(expr);
    case 'case':
      return compileCase(expr);
    default:
      return undefined;
  }
}

export function compileCondition(expr: BoundExpr): Condition | undefined {
  if (expr.kind !== 'call' || expr.volatile === true) return undefined;
  switch (expr.op) {
    case 'and':
    case 'or':
      return compileJunction(expr);
    case 'not': {
      const operand = compileCondition(expr.args[0]!);
      return (
        operand &&
        ((read) => {
          const value = operand(read);
          return value === null ? null : !value;
        })
      );
    }
    case 'is null':
    case 'is not null': {
      const operand = compileScalar(expr.args[0]!);
      const wanted = expr.op === 'is null';
      return operand && ((read) => (operand(read) === null) === wanted);
    }
    case 'is distinct from':
    case 'is not distinct from':
      return compileDistinct(expr);
    case 'in':
    case 'not in':
      return compileIn(expr);
    default:
      return compileComparison(expr);
  }
}

function compileAll(exprs: readonly BoundExpr[]): readonly Scalar[] | undefined {
  const compiled: Scalar[] = [];
  for (const expr of exprs) {
    const scalar = compileScalar(expr);
    if (scalar === undefined) return undefined;
    compiled.push(scalar);
  }
  return compiled;
}

function compileCall(expr: BoundCall): Scalar | undefined {
  if (expr.volatile === true) return undefined;
  switch (expr.op) {
    case 'convert':
      return compileConvert(expr);
    case 'collate':
      return compileScalar(expr.args[0]!);
    case 'concat':
      return compileConcat(expr);
    case 'concat texts':
      return compileConcatTexts(expr);
    case 'neg':
    case '~': {
      const operand = compileScalar(expr.args[0]!);
      const operation = compileUnary(expr.op, expr.type);
      return (
        operand &&
        operation &&
        ((read) => {
          const value = operand(read);
          return value === null ? null : operation(value);
        })
      );
    }
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
    case '&':
    case '|':
    case '^': {
      const operands = compileAll(expr.args);
      const operation = compileBinary(expr.op, expr.type, expr.args[0]!.type, expr.args[1]!.type);
      if (operands === undefined || operation === undefined) return undefined;
      const [left, right] = operands as [Scalar, Scalar];
      return (read) => {
        const a = left(read);
        const b = right(read);
        return a === null || b === null ? null : operation(a, b);
      };
    }
    default:
      return undefined;
  }
}

function compileConvert(expr: BoundCall): Scalar | undefined {
  const source = expr.args[0]!;
  const operand = compileScalar(source);
  // Only PostgreSQL checks that xml is well-formed.
  if (operand === undefined || expr.args.length !== 1 || expr.type.name === 'xml') return undefined;
  const options = expr.options ?? {};
  const { type: from } = source;
  const { type: to } = expr;
  const convertOptions: ConvertValueOptions = {
    mode: options['mode'] as ConvertValueOptions['mode'],
    dateFormat: options['dateFormat'] as DateFormat,
    latin: options['latin'] !== false,
    ...(options['style'] === undefined ? {} : { style: Number(options['style']) }),
    ...(options['table'] === undefined
      ? {}
      : { column: { table: String(options['table']), column: String(options['column']) } }),
  };
  if (sameType(from, to) && convertOptions.style === undefined) return operand;
  return (read) => {
    const value = operand(read);
    return value === null ? null : convertValue(value, from, to, convertOptions);
  };
}

function compileConcat(expr: BoundCall): Scalar | undefined {
  const operands = compileAll(expr.args);
  if (operands === undefined) return undefined;
  const [left, right] = operands as [Scalar, Scalar];
  const { length } = expr.type;
  if (isString(expr.type)) {
    return (read) => {
      const a = left(read);
      const b = right(read);
      if (a === null || b === null) return null;
      const text = (a as string) + (b as string);
      return length > 0 ? cutText(text, length) : text;
    };
  }
  return (read) => {
    const a = left(read) as Uint8Array | null;
    const b = right(read) as Uint8Array | null;
    if (a === null || b === null) return null;
    const bytes = new Uint8Array(a.length + b.length);
    bytes.set(a);
    bytes.set(b, a.length);
    return length > 0 ? bytes.subarray(0, length) : bytes;
  };
}

/** CONCAT(a, b, ...): NULL is the empty string. */
function compileConcatTexts(expr: BoundCall): Scalar | undefined {
  const operands = compileAll(expr.args);
  if (operands === undefined) return undefined;
  return (read) => operands.map((operand) => (operand(read) as string | null) ?? '').join('');
}

function compileCase(expr: BoundCase): Scalar | undefined {
  const branches: { when: Condition; then: Scalar }[] = [];
  for (const branch of expr.branches) {
    const when = compileCondition(branch.when);
    const then = compileScalar(branch.then);
    if (when === undefined || then === undefined) return undefined;
    branches.push({ when, then });
  }
  const otherwise = expr.otherwise === undefined ? () => null : compileScalar(expr.otherwise);
  if (otherwise === undefined) return undefined;
  return (read) => {
    for (const branch of branches) if (branch.when(read) === true) return branch.then(read);
    return otherwise(read);
  };
}

function compileJunction(expr: BoundCall): Condition | undefined {
  const conditions: Condition[] = [];
  for (const arg of expr.args) {
    const compiled = compileCondition(arg);
    if (compiled === undefined) return undefined;
    conditions.push(compiled);
  }
  // AND is decided by the first false, OR by the first true; an unknown leaves the rest to decide.
  const decisive = expr.op === 'or';
  return (read) => {
    let result: boolean | null = !decisive;
    for (const compiled of conditions) {
      const value = compiled(read);
      if (value === decisive) return decisive;
      if (value === null) result = null;
    }
    return result;
  };
}

type Test = (order: number) => boolean;

const TESTS: Readonly<Record<string, Test>> = {
  '=': (order) => order === 0,
  '<>': (order) => order !== 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

function compileComparison(expr: BoundCall): Condition | undefined {
  const test = TESTS[expr.op];
  const compare = test && comparatorOf(expr.args);
  const operands = compare && compileAll(expr.args);
  if (test === undefined || compare === undefined || operands === undefined) return undefined;
  const [left, right] = operands as [Scalar, Scalar];
  return (read) => {
    const a = left(read);
    const b = right(read);
    return a === null || b === null ? null : test(compare(a, b));
  };
}

function compileDistinct(expr: BoundCall): Condition | undefined {
  const compare = comparatorOf(expr.args);
  const operands = compileAll(expr.args);
  if (compare === undefined || operands === undefined) return undefined;
  const [left, right] = operands as [Scalar, Scalar];
  const wanted = expr.op === 'is distinct from';
  return (read) => {
    const a = left(read);
    const b = right(read);
    const equal = a === null || b === null ? a === b : compare(a, b) === 0;
    return equal !== wanted;
  };
}

function compileIn(expr: BoundCall): Condition | undefined {
  const compare = comparatorOf(expr.args);
  const operands = compileAll(expr.args);
  if (compare === undefined || operands === undefined) return undefined;
  const [left, ...items] = operands as [Scalar, ...Scalar[]];
  const negated = expr.op === 'not in';
  return (read) => {
    const value = left(read);
    if (value === null) return null;
    let unknown = false;
    for (const item of items) {
      const candidate = item(read);
      if (candidate === null) unknown = true;
      else if (compare(value, candidate) === 0) return !negated;
    }
    return unknown ? null : negated;
  };
}
