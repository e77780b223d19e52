import { unreachable } from '../../base/index.ts';
import { condition } from '../scalar/call.ts';
import { and, bindComparison, bindDistinct, bindIn, bindLike, isNull, not, or } from '../scalar/index.ts';
import type { Between, Comparison, Predicate } from '../syntax/ast/index.ts';
import { INT } from '../types/sql-type.ts';
import { bindExpression } from './bind-expression.ts';
import { make } from './bind-literal.ts';
import { bindExists, bindInQuery, bindQuantified } from './bind-subquery.ts';
import { unsupported } from './bind-error.ts';
import type { BoundExpr } from './bound.ts';
import type { BindContext } from './context.ts';
import { systemVariable } from './system-variables.ts';

/** A search condition: three-valued, of type BOOLEAN, as PostgreSQL's own. */
export function bindPredicate(ast: Predicate, ctx: BindContext): BoundExpr {
  switch (ast.kind) {
    case 'and':
    case 'or':
      return bindLogical(ast, ctx);
    case 'not':
      return not(bindPredicate(ast.operand, ctx));
    case 'comparison':
      return bindComparisonOf(ast, ctx);
    case 'quantified-comparison':
      return bindQuantified(ast, ctx);
    case 'between':
      return bindBetween(ast, ctx);
    case 'in-list':
      return bindIn(
        bindExpression(ast.expr, ctx),
        ast.list.map((item) => bindExpression(item, ctx)),
        ast.not,
      );
    case 'in-query': {
      const found = bindInQuery(ast, ctx);
      return ast.not ? not(found) : found;
    }
    case 'like': {
      const escape = ast.escape && bindExpression(ast.escape, ctx);
      return bindLike(bindExpression(ast.expr, ctx), bindExpression(ast.pattern, ctx), escape, ast.not);
    }
    case 'is-null':
      return isNull(bindExpression(ast.expr, ctx), ast.not);
    case 'exists':
      return bindExists(ast, ctx);
    case 'updated-column':
      return bindUpdatedColumn(ast.column.text, ctx);
    case 'full-text':
      throw unsupported(ast.pos, ast.function.toUpperCase());
    case 'current-of':
      throw unsupported(ast.pos, 'WHERE CURRENT OF in this place');
    default:
      return unreachable(ast, 'bind a search condition');
  }
}

function bindLogical(ast: Extract<Predicate, { kind: 'and' | 'or' }>, ctx: BindContext): BoundExpr {
  // Long chains lean to the left: they are taken apart in a loop, so that ten thousand ORs need no deep stack.
  const chain: Predicate[] = [];
  let node: Predicate = ast;
  while (node.kind === ast.kind) {
    chain.push(node.right);
    node = node.left;
  }
  chain.push(node);
  const operands = chain.toReversed().map((operand) => bindPredicate(operand, ctx));
  return ast.kind === 'and' ? and(...operands) : or(...operands);
}

/** The conditions that are there, joined by AND. */
export function allOf(...operands: readonly (BoundExpr | undefined)[]): BoundExpr | undefined {
  const present = operands.filter((operand) => operand !== undefined);
  return present.length === 0 ? undefined : and(...present);
}

/** ANSI_NULLS OFF: a comparison with NULL or a variable tells NULL from other values (sql-docs, set-ansi-nulls-transact-sql). */
function bindComparisonOf(ast: Comparison, ctx: BindContext): BoundExpr {
  const left = bindExpression(ast.left, ctx);
  const right = bindExpression(ast.right, ctx);
  const { ansiNulls } = ctx.state.env.options;
  const tellsNull = (side: BoundExpr): boolean =>
    side.kind === 'variable' || (side.kind === 'literal' && side.value === null);
  if (ansiNulls || (ast.op !== '=' && ast.op !== '<>') || !(tellsNull(left) || tellsNull(right))) {
    return bindComparison(ast.op, left, right);
  }
  return bindDistinct(left, right, ast.op === '=');
}

function bindBetween(ast: Between, ctx: BindContext): BoundExpr {
  const expr = bindExpression(ast.expr, ctx);
  const low = bindComparison('>=', expr, bindExpression(ast.low, ctx));
  const high = bindComparison('<=', expr, bindExpression(ast.high, ctx));
  const between = and(low, high);
  return ast.not ? not(between) : between;
}

/** UPDATE(column) of a trigger: the engine keeps COLUMNS_UPDATED(), a bit for each column_id. */
function bindUpdatedColumn(name: string, ctx: BindContext): BoundExpr {
  const table = ctx.state.env.transitionTable?.('inserted');
  const index = table?.columns.findIndex((column) => column.name.toLowerCase() === name.toLowerCase()) ?? -1;
  const id = table?.columns[index]?.id ?? 0;
  const bits = systemVariable('@@columns_updated');
  const byte = make((id - 1) >> 3, INT, ctx);
  const mask = make(1 << ((id - 1) & 7), INT, ctx);
  return condition('updated', [bits, byte, mask], '(get_byte({0}, {1}) & {2}) <> 0', { nullable: false });
}
