import { unreachable } from '../../base/index.ts';
import { call } from '../scalar/call.ts';
import { bindBinary, bindUnary, collate, convert } from '../scalar/index.ts';
import type {
  Binary,
  Cast,
  Convert,
  Expr,
  GlobalVariable,
  Parse,
  PseudoColumn,
  Variable,
} from '../syntax/ast/index.ts';
import { isString } from '../types/families.ts';
import { bindCall, bindNextValue } from './bind-call.ts';
import { bindColumn } from './bind-column.ts';
import { bindCoalesce, bindIif, bindNullif, bindSearchedCase, bindSimpleCase } from './bind-case.ts';
import { bindLiteral, bindOdbcLiteral, make } from './bind-literal.ts';
import { bindScalarSubquery } from './bind-subquery.ts';
import { bindError, mustDeclare, unsupported } from './bind-error.ts';
import type { BoundExpr } from './bound.ts';
import type { BindContext } from './context.ts';
import { resolveDataType } from './data-type.ts';
import { bindFunction } from './functions/registry.ts';
import { functionContext } from './function-context.ts';
import { findRange } from './scope.ts';
import { findSystemVariable } from './system-variables.ts';

/** An expression of T-SQL with its type, in the scope that the context gives. */
export function bindExpression(ast: Expr, ctx: BindContext): BoundExpr {
  switch (ast.kind) {
    case 'literal':
      return bindLiteral(ast, ctx);
    case 'variable':
      return bindVariable(ast, ctx);
    case 'global-variable':
      return bindGlobalVariable(ast);
    case 'column':
      return bindColumn(ast.name, ctx).expr;
    case 'pseudo-column':
      return bindPseudoColumn(ast, ctx);
    case 'unary':
      return bindUnary(ast.op, bindExpression(ast.operand, ctx));
    case 'binary':
      return bindOperator(ast, ctx);
    case 'collate':
      return collate(
        bindExpression(ast.expr, ctx),
        ast.collation.text === 'database_default' ? ctx.databaseCollation : ast.collation.text,
      );
    case 'at-time-zone':
      return bindFunction(
        'AT TIME ZONE',
        [bindExpression(ast.expr, ctx), bindExpression(ast.zone, ctx)],
        functionContext(ctx),
      );
    case 'simple-case':
      return bindSimpleCase(ast, ctx);
    case 'searched-case':
      return bindSearchedCase(ast, ctx);
    case 'iif':
      return bindIif(ast, ctx);
    case 'coalesce':
      return bindCoalesce(ast, ctx);
    case 'nullif':
      return bindNullif(ast, ctx);
    case 'cast':
    case 'convert':
      return bindCast(ast, ctx);
    case 'parse':
      return bindParse(ast, ctx);
    case 'call':
      return bindCall(ast, ctx);
    case 'next-value-for':
      return bindNextValue(ast, ctx);
    case 'subquery':
      return bindScalarSubquery(ast, ctx);
    case 'odbc-literal':
      return bindOdbcLiteral(ast, ctx);
    case 'method-call':
      throw unsupported(ast.pos, `The method ${ast.method.text} of the xml data type`);
    case 'static-method-call':
      throw unsupported(ast.pos, `The method ${ast.method.text} of a CLR type`);
    case 'identity-function':
      throw bindError(
        ast.pos,
        177,
        1,
        'The IDENTITY function can only be used when the SELECT statement has an INTO clause.',
        15,
      );
    case 'default':
      throw bindError(ast.pos, 156, 1, "Incorrect syntax near the keyword 'DEFAULT'.", 15);
    default:
      return unreachable(ast, 'bind an expression');
  }
}

/** CONCAT_NULL_YIELDS_NULL OFF: NULL counts as the empty string (sql-docs, set-concat-null-yields-null-transact-sql). */
function bindOperator(ast: Binary, ctx: BindContext): BoundExpr {
  const left = bindExpression(ast.left, ctx);
  const right = bindExpression(ast.right, ctx);
  if (ast.op !== '+' || ctx.state.env.options.concatNullYieldsNull || !isString(left.type) || !isString(right.type)) {
    return bindBinary(ast.op, left, right);
  }
  const notNull = (expr: BoundExpr): BoundExpr =>
    call('coalesce', expr.type, [expr, make('', expr.type, ctx)], 'COALESCE({0}, {1})', {
      nullable: false,
      ...(expr.collation ? { collation: expr.collation } : {}),
    });
  return bindBinary('+', notNull(left), notNull(right));
}

function bindVariable(ast: Variable, ctx: BindContext): BoundExpr {
  const name = ast.name.toLowerCase();
  if (ctx.parameters) {
    const value = ctx.parameters.get(name);
    if (!value) throw mustDeclare(ast.pos, ast.name);
    return value;
  }
  const found = ctx.state.env.variable(name);
  if (!found) throw mustDeclare(ast.pos, ast.name);
  if (found.type.name === 'cursor') {
    throw bindError(
      ast.pos,
      16949,
      1,
      `The variable "${ast.name}" is a cursor variable, but it is used in a place where a cursor variable is not valid.`,
    );
  }
  const base = { kind: 'variable', name, type: found.type, nullable: found.nullable ?? true } as const;
  return isString(found.type) ? { ...base, collation: { name: ctx.databaseCollation, label: 'default' } } : base;
}

function bindGlobalVariable(ast: GlobalVariable): BoundExpr {
  const found = findSystemVariable(ast.name);
  if (!found) throw mustDeclare(ast.pos, ast.name);
  return found;
}

/** `$identity` and `$rowguid` stand for the column of that property; `$action` is put into MERGE's OUTPUT scope by name. */
function bindPseudoColumn(ast: PseudoColumn, ctx: BindContext): BoundExpr {
  const ranges = ast.qualifier ? [findRange(ast.qualifier.parts, ctx.scope?.ranges ?? [])] : (ctx.scope?.ranges ?? []);
  for (const range of ranges) {
    for (const column of range?.columns ?? []) {
      if (column.name === ast.name || column.property === ast.name) return column.expr();
    }
  }
  throw bindError(ast.pos, 207, 1, `Invalid column name '${ast.name}'.`);
}

function bindCast(ast: Cast | Convert, ctx: BindContext): BoundExpr {
  const { type } = resolveDataType(
    ast.type,
    { catalog: ctx.state.env.catalog, databaseId: ctx.databaseId, defaultSchema: ctx.defaultSchema },
    30,
  );
  const expr = bindExpression(ast.expr, ctx);
  const style = ast.kind === 'convert' && ast.style ? bindExpression(ast.style, ctx) : undefined;
  const result = convert(expr, type, {
    mode: ast.try ? 'try' : 'cast',
    dateFormat: ctx.state.env.options.dateFormat,
    collation: ctx.databaseCollation,
    ...(style ? { style } : {}),
  });
  if (!isString(type) || result.collation) return result;
  return { ...result, collation: { name: ctx.databaseCollation, label: 'default' } };
}

function bindParse(ast: Parse, ctx: BindContext): BoundExpr {
  const { type } = resolveDataType(
    ast.type,
    { catalog: ctx.state.env.catalog, databaseId: ctx.databaseId, defaultSchema: ctx.defaultSchema },
    30,
  );
  if (ast.culture) {
    const culture = bindExpression(ast.culture, ctx);
    if (culture.kind !== 'literal' || !/^en-us$/i.test(String(culture.value)))
      throw unsupported(ast.pos, 'PARSE with a culture other than en-US');
  }
  return convert(bindExpression(ast.expr, ctx), type, { mode: ast.try ? 'try' : 'cast', dateFormat: 'mdy' });
}
