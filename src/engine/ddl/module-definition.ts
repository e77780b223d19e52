import type { ModuleStatement } from '../../tsql/index.ts';
import type { DdlContext } from './plan.ts';

const VERB = /^(?:CREATE\s+OR\s+ALTER|ALTER)\b/i;

/**
 * The text of sys.sql_modules: the whole batch, comments in front included. SQL Server keeps a module that was altered as if it had
 * been created so.
 */
export function moduleDefinition(ast: ModuleStatement, ctx: DdlContext): string {
  const { offset } = ast.pos;
  const before = ctx.batchText.slice(0, offset);
  return before + ctx.batchText.slice(offset, ast.end).replace(VERB, 'CREATE');
}
