import { bindCase, bindComparison, combineCollations, convert, unify } from '../scalar/index.ts';
import type { Coalesce, Iif, Nullif, SearchedCase, SimpleCase } from '../syntax/ast/index.ts';
import { isString } from '../types/families.ts';
import { NULL_TYPE } from '../types/sql-type.ts';
import { bindError } from './bind-error.ts';
import { bindExpression } from './bind-expression.ts';
import { make } from './bind-literal.ts';
import { bindPredicate } from './bind-predicate.ts';
import type { BoundExpr } from './bound.ts';
import type { BindContext } from './context.ts';

export function bindSearchedCase(ast: SearchedCase, ctx: BindContext): BoundExpr {
  const branches = ast.branches.map(({ when, then }) => ({
    when: bindPredicate(when, ctx),
    then: bindExpression(then, ctx),
  }));
  return bindCase(branches, ast.otherwise && bindExpression(ast.otherwise, ctx));
}

/** SQL Server evaluates the operand once for each WHEN (a volatile one too): so does this. */
export function bindSimpleCase(ast: SimpleCase, ctx: BindContext): BoundExpr {
  const operand = bindExpression(ast.operand, ctx);
  const branches = ast.branches.map(({ when, then }) => ({
    when: bindComparison('=', operand, bindExpression(when, ctx)),
    then: bindExpression(then, ctx),
  }));
  return bindCase(branches, ast.otherwise && bindExpression(ast.otherwise, ctx));
}

export function bindIif(ast: Iif, ctx: BindContext): BoundExpr {
  const branch = { when: bindPredicate(ast.condition, ctx), then: bindExpression(ast.then, ctx) };
  return bindCase([branch], bindExpression(ast.otherwise, ctx));
}

export function bindCoalesce(ast: Coalesce, ctx: BindContext): BoundExpr {
  const args = ast.args.map((arg) => bindExpression(arg, ctx));
  if (args.every((arg) => arg.type.name === 'null')) {
    throw bindError(
      ast.pos,
      4127,
      1,
      'At least one of the arguments to COALESCE must be an expression that is not the NULL constant.',
    );
  }
  const { type, exprs } = unify(args);
  const collation = isString(type) ? combineCollations(args, 'COALESCE') : undefined;
  return {
    kind: 'call',
    op: 'coalesce',
    type,
    nullable: args.every((arg) => arg.nullable),
    ...(collation ? { collation } : {}),
    args: exprs,
    template: `COALESCE(${args.map((_, i) => `{${i}}`).join(', ')})`,
  };
}

export function bindNullif(ast: Nullif, ctx: BindContext): BoundExpr {
  const left = bindExpression(ast.left, ctx);
  if (left.type.name === 'null') {
    throw bindError(
      ast.pos,
      4151,
      1,
      'The type of the first argument to NULLIF cannot be the NULL constant because the type of the first argument has to be known.',
    );
  }
  const equal = bindComparison('=', left, bindExpression(ast.right, ctx));
  return {
    kind: 'case',
    type: left.type,
    nullable: true,
    ...(left.collation ? { collation: left.collation } : {}),
    branches: [{ when: equal, then: convert(make(null, NULL_TYPE, ctx), left.type, { mode: 'implicit' }) }],
    otherwise: left,
  };
}
