import type { Expr } from '../../tsql/index.ts';

/** A whole number as written, with its sign, in the range of bigint; undefined: it is something else. */
export function integerText(expr: Expr): string | undefined {
  if (expr.kind === 'unary' && (expr.op === '-' || expr.op === '+')) {
    const operand = integerText(expr.operand);
    if (operand === undefined) return undefined;
    return inRange(expr.op === '-' ? -BigInt(operand) : BigInt(operand));
  }
  if (expr.kind !== 'literal' || (expr.type !== 'int' && expr.type !== 'numeric')) return undefined;
  const digits = /^(\d+)(?:\.0*)?$/.exec(expr.value)?.[1];
  return digits === undefined ? undefined : BigInt(digits).toString();
}

function inRange(value: bigint): string | undefined {
  return BigInt.asIntN(64, value) === value ? value.toString() : undefined;
}
