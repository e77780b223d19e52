import type { BindContext } from './context.ts';
import type { FunctionContext } from './functions/function-def.ts';

export function functionContext(ctx: BindContext, extra: Partial<FunctionContext> = {}): FunctionContext {
  return {
    databaseCollation: ctx.databaseCollation,
    databaseId: ctx.databaseId,
    catalog: ctx.state.env.catalog,
    ...extra,
  };
}
