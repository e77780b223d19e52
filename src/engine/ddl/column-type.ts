import { type DataType, type ResolvedType, SqlError, resolveDataType } from '../../tsql/index.ts';
import type { DdlContext } from './plan.ts';

/** The type of column number `ordinal`, which error texts name. */
export function columnType(ast: DataType, ordinal: number, ctx: DdlContext, databaseId: number): ResolvedType {
  try {
    return resolveDataType(ast, { catalog: ctx.catalog, databaseId, defaultSchema: ctx.defaultSchema });
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    const message = error.message.replace('parameter, or variable #1', `parameter, or variable #${ordinal}`);
    throw new SqlError(error.number, error.severity, error.state, message, error.line);
  }
}
