/** Scalar semantics of T-SQL: what the binder builds expressions with. */
export { literal } from './call.ts';
export { type BinaryOperator, bindBinary, bindUnary } from './arithmetic.ts';
export { type ComparisonOperator, bindComparison, bindDistinct, bindIn } from './comparison.ts';
export { collate, combineCollations } from './collation.ts';
export { convert } from './convert.ts';
export { bindLike } from './like.ts';
export { and, isNull, not, or } from './logic.ts';
export { bindCase, commonType, unify } from './unify.ts';
