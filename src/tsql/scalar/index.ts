/** Scalar semantics of T-SQL: what the binder builds expressions with. */
export { literal, isNullLiteral } from './call.ts';
export {
  type ArithmeticOperator,
  type BinaryOperator,
  type UnaryOperator,
  bindBinary,
  bindUnary,
  concatenate,
} from './arithmetic.ts';
export { type ComparisonOperator, bindComparison, bindDistinct, bindIn } from './comparison.ts';
export { collate, combineCollations, comparisonCollation, pgCollation } from './collation.ts';
export { type ConvertMode, type ConvertOptions, convert } from './convert.ts';
export { bindLike } from './like.ts';
export { and, isNull, not, or } from './logic.ts';
export { bindCase, commonType, unify } from './unify.ts';
