export type * from './syntax/ast/index.ts';
export * from './types/sql-type.ts';
export type * from './types/sql-value.ts';
export { SqlError } from './errors.ts';
export { asOne } from './bind/bind-column.ts';
export * from './catalog/meta.ts';
export * from './catalog/security-meta.ts';
export { type CatalogChanges, MemoryCatalog } from './catalog/memory-catalog.ts';
export { type Carrier, carrierOf } from './lower/carrier.ts';
export { quoteName, quoteQualified, quoteText } from './lower/quote.ts';
export { type ResolvedType, resolveDataType } from './bind/data-type.ts';
export { pgCollation } from './scalar/collation.ts';
export {
  type TableExpression,
  type TableExpressionOptions,
  compileColumnConversion,
  compileModuleColumns,
  compileTableCondition,
  compileTableValue,
} from './bind/table-expression.ts';
export { parseBatch, parseExpression, parseModule, parsePredicate } from './syntax/parse.ts';
export {
  type BindEnvironment,
  DEFAULT_SET_OPTIONS,
  type SetOptions,
  type TransitionTables,
} from './bind/environment.ts';
export { parseNameParts, parseTypeText } from './syntax/parse-parts.ts';
export { type ConvertValueOptions, convertValue } from './values/convert-value.ts';
export { formatValue } from './values/format-value.ts';
export { type Condition, type ReadVariable, type Scalar, compileCondition, compileScalar } from './eval/index.ts';
export type {
  CompiledCursor,
  CompiledExpression,
  CompiledParameter,
  CompiledStatement,
  CursorKey,
  CursorKind,
  IdentityResult,
  RequiredPermission,
  ResultColumn as CompiledColumn,
  SelectInto,
  VariableAssignment,
} from './bind/compiled.ts';
export { compileExpression, compileStatement } from './bind/compile.ts';
export {
  type CompiledFunction,
  type FunctionOptions,
  type FunctionTable,
  compileFunction,
  compileStub,
} from './bind/compile-function.ts';
export { currentOfVariable, refetchVariable } from './bind/compile-cursor.ts';
export { type ChangeTarget, changeTarget } from './bind/change-target.ts';
export { functionTable } from './bind/functions/registry.ts';
export { unsupportedFunctions } from './bind/functions/unsupported-functions.ts';
export { SYSTEM_VARIABLES, type SystemVariable } from './bind/system-variables.ts';
