import type { BoundExpr } from '../bind/bound.ts';
import { SqlError } from '../errors.ts';
import { compileScalar } from '../eval/compile.ts';
import { literal } from './call.ts';

/** A call over constants becomes a constant, when its value is exact and does not fail: an error belongs to run time. */
export function foldConstant(expr: BoundExpr): BoundExpr {
  if (expr.kind !== 'call' || expr.volatile === true || !expr.args.every((arg) => arg.kind === 'literal')) return expr;
  // Floating point is left to PostgreSQL, which alone decides its last bit.
  if (expr.type.name === 'float' || expr.type.name === 'real') return expr;
  const evaluate = compileScalar(expr);
  if (evaluate === undefined) return expr;
  try {
    return literal(evaluate(noVariables), expr.type, expr.collation);
  } catch (error) {
    if (error instanceof SqlError) return expr;
    throw error;
  }
}

function noVariables(): never {
  throw new SqlError(137, 15, 2, 'A constant expression reads no variable.');
}
