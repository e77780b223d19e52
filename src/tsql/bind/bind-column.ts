import { SqlError } from '../errors.ts';
import { literal } from '../scalar/call.ts';
import type { ObjectName } from '../syntax/ast/index.ts';
import { NULL_TYPE } from '../types/sql-type.ts';
import type { BoundExpr } from './bound.ts';
import type { BindContext } from './context.ts';
import { type ScopeColumn, resolveColumn } from './scope.ts';

/** SQL Server tells all wrong column names of a statement, not only the first: 207, 209, 4104. */
const NAME_ERRORS: ReadonlySet<number> = new Set([207, 209, 4104]);

/** A column by its name. A name that means nothing is noted, and NULL takes its place until the statement is bound. */
export function bindColumn(
  name: ObjectName,
  ctx: BindContext,
): { readonly expr: BoundExpr; readonly column: ScopeColumn | undefined } {
  try {
    const { column } = resolveColumn(name, ctx.scope);
    return { expr: column.expr(), column };
  } catch (error) {
    if (!(error instanceof SqlError) || !NAME_ERRORS.has(error.number)) throw error;
    ctx.state.errors.push(error);
    return { expr: literal(null, NULL_TYPE), column: undefined };
  }
}

/** Binds by `bind`, then throws what was noted meanwhile. Another error may be only the consequence of a name that means nothing. */
export function reportingNames<T>(ctx: BindContext, bind: () => T): T {
  const { errors } = ctx.state;
  let result: T;
  try {
    result = bind();
  } catch (error) {
    if (errors.length === 0 || !(error instanceof SqlError)) throw error;
    if (NAME_ERRORS.has(error.number)) errors.push(error);
    throw asOne(errors);
  }
  if (errors.length > 0) throw asOne(errors);
  return result;
}

/** Several errors as one to throw: the last, which tells the others first. */
export function asOne(errors: readonly SqlError[]): SqlError {
  const last = errors.at(-1) as SqlError;
  last.preceding = [...errors.slice(0, -1).flatMap((error) => [...error.preceding, error]), ...last.preceding];
  return last;
}
