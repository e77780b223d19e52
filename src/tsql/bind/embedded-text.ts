import { HoldfastError } from '../../base/index.ts';
import type { Expr, ModuleStatement } from '../syntax/ast/index.ts';
import { parseExpression, parseModule as parseDefinition } from '../syntax/parse.ts';
import { bindExpression } from './bind-expression.ts';
import type { BoundExpr } from './bound.ts';
import type { BindContext } from './context.ts';

/** Texts that the catalog keeps (defaults, computed columns) are few and used often: parsed once. */
const expressions = new Map<string, Expr>();
const EXPRESSIONS_KEPT = 2000;

/** Binds T-SQL text out of the catalog. */
export function bindEmbeddedExpression(text: string, ctx: BindContext): BoundExpr {
  let ast = expressions.get(text);
  if (!ast) {
    ast = parseExpression(text);
    if (expressions.size >= EXPRESSIONS_KEPT) expressions.clear();
    expressions.set(text, ast);
  }
  return bindExpression(ast, ctx);
}

interface Module {
  readonly definition: string;
  readonly quotedIdentifier?: boolean;
}

const modules = new WeakMap<Module, ModuleStatement>();

/** The syntax tree of a stored module, parsed once for each version of it. */
export function parseModule<K extends ModuleStatement['kind']>(
  module: Module,
  kind: K,
): Extract<ModuleStatement, { kind: K }> {
  let ast = modules.get(module);
  if (!ast) {
    ast = parseDefinition(module.definition, { quotedIdentifier: module.quotedIdentifier ?? true });
    modules.set(module, ast);
  }
  if (ast.kind !== kind) throw new HoldfastError('INTERNAL', `the catalog holds a ${ast.kind} where a ${kind} belongs`);
  return ast as Extract<ModuleStatement, { kind: K }>;
}
