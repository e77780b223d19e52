import type { BoundWindow, BoundExpr } from './bound.ts';
import type { FunctionMeta } from '../catalog/meta.ts';
import { carrierOf } from '../lower/carrier.ts';
import { quoteQualified, quoteText } from '../lower/quote.ts';
import { call } from '../scalar/call.ts';
import { convert } from '../scalar/index.ts';
import type { Call, Frame, FrameBound, NextValueFor, Over, OrderItem } from '../syntax/ast/index.ts';
import { isString } from '../types/families.ts';
import { INT } from '../types/sql-type.ts';
import { bindError, nameText } from './bind-error.ts';
import { bindExpression } from './bind-expression.ts';
import { bindEmbeddedExpression } from './embedded-text.ts';
import { require } from './context.ts';
import type { BindContext } from './context.ts';
import { functionContext } from './function-context.ts';
import type { FunctionContext, OrderItem as BoundOrderItem, WindowOptions } from './functions/function-def.ts';
import {
  bindAggregate,
  bindFunction,
  bindOver,
  findAggregate,
  findFunction,
  findWindowFunction,
} from './functions/registry.ts';
import { resolveObject, findObject } from './resolve-object.ts';
import { systemVariable } from './system-variables.ts';

/** A function call of any sort: window, aggregate, built-in, the user's. */
export function bindCall(ast: Call, ctx: BindContext): BoundExpr {
  const name = ast.name.parts.at(-1)?.text ?? '';
  const builtIn =
    ast.name.parts.length === 1 || (ast.name.parts.length === 2 && ast.name.parts[0]?.text.toLowerCase() === 'sys');
  if (!builtIn) return bindUserFunction(ast, ctx);
  if (ast.over) return bindWindowCall(ast, ast.over, name, ctx);
  const aggregate = findAggregate(name);
  if (aggregate) return bindAggregateCall(ast, aggregate, ctx);
  if (findWindowFunction(name)) {
    throw bindError(ast.pos, 10753, 3, `The function '${name}' must have an OVER clause.`, 15);
  }
  const def = findFunction(name);
  if (!def) throw bindError(ast.pos, 195, 10, `'${name}' is not a recognized built-in function name.`, 15);
  if (!def.datepart) {
    const args = ast.args.map((arg) => bindExpression(arg, ctx));
    const extra: Partial<FunctionContext> = ast.trimFrom ? { trimSide: 'both' } : {};
    return noteVolatile(bindFunction(name, ast.trimFrom ? args.toReversed() : args, functionContext(ctx, extra)), ctx);
  }
  const [part, ...rest] = ast.args;
  if (part?.kind !== 'column' || part.name.parts.length !== 1) {
    throw bindError(ast.pos, 1023, 1, `Invalid parameter 1 specified for ${name.toLowerCase()}.`, 15);
  }
  const datepart = part.name.parts[0]?.text ?? '';
  return bindFunction(
    name,
    rest.map((arg) => bindExpression(arg, ctx)),
    functionContext(ctx, { datepart }),
  );
}

function noteVolatile(expr: BoundExpr, ctx: BindContext): BoundExpr {
  if (expr.kind === 'call' && expr.template.includes('nextval(')) ctx.state.writes = true;
  return expr;
}

function bindAggregateCall(ast: Call, def: NonNullable<ReturnType<typeof findAggregate>>, ctx: BindContext): BoundExpr {
  checkAggregatePlace(ast, ctx);
  ctx.block.aggregates++;
  const inner: BindContext = { ...ctx, inAggregate: true };
  const args = ast.args.map((arg) => bindExpression(arg, inner));
  const withinGroup = ast.withinGroup?.map((item) => ({
    expr: bindExpression(item.expr, inner),
    descending: item.descending,
  }));
  const options = { distinct: ast.quantifier === 'distinct', ...(withinGroup ? { withinGroup } : {}) };
  return bindAggregate(def, args, options, functionContext(ctx));
}

function checkAggregatePlace(ast: Call, ctx: BindContext): void {
  if (ctx.inAggregate) {
    throw bindError(
      ast.pos,
      130,
      1,
      'Cannot perform an aggregate function on an expression containing an aggregate or a subquery.',
      15,
    );
  }
  switch (ctx.clause) {
    case 'where':
      throw bindError(
        ast.pos,
        147,
        1,
        'An aggregate may not appear in the WHERE clause unless it is in a subquery contained in a HAVING clause or a select list, and the column being aggregated is an outer reference.',
        15,
      );
    case 'on':
      throw bindError(
        ast.pos,
        1015,
        1,
        'An aggregate cannot appear in an ON clause unless it is in a subquery contained in a HAVING clause or select list, and the column being aggregated is an outer reference.',
        15,
      );
    case 'group by':
      throw bindError(
        ast.pos,
        144,
        1,
        'Cannot use an aggregate or a subquery in an expression used for the group by list of a GROUP BY clause.',
        15,
      );
    case 'set':
      throw bindError(ast.pos, 157, 1, 'An aggregate may not appear in the set list of an UPDATE statement.', 15);
    case 'values':
      throw bindError(ast.pos, 158, 1, 'An aggregate may not appear in the OUTPUT clause.', 15);
    default:
  }
}

function bindWindowCall(ast: Call, over: Over, name: string, ctx: BindContext): BoundWindow {
  const def = findWindowFunction(name) ?? findAggregate(name);
  if (!def) throw bindError(ast.pos, 195, 10, `'${name}' is not a recognized built-in function name.`, 15);
  if (ctx.clause !== 'select' && ctx.clause !== 'order by') {
    throw bindError(ast.pos, 4108, 1, 'Windowed functions can only appear in the SELECT or ORDER BY clauses.', 15);
  }
  if (ctx.inAggregate) {
    throw bindError(
      ast.pos,
      4109,
      1,
      'Windowed functions cannot be used in the context of another windowed function or aggregate.',
      15,
    );
  }
  ctx.block.windows++;
  const args = ast.args.map((arg) => bindExpression(arg, ctx));
  const window: WindowOptions = {
    partitionBy: over.partitionBy.map((expr) => bindExpression(expr, ctx)),
    orderBy: over.orderBy.map((item) => bindWindowOrder(item, ctx)),
    ...(over.frame ? { frame: printFrame(over.frame, over, ctx) } : {}),
    ...(ast.quantifier === 'distinct' ? { distinct: true } : {}),
    ...(ast.nulls ? { nulls: ast.nulls } : {}),
    ...(ast.withinGroup ? { withinGroup: ast.withinGroup.map((item) => bindWindowOrder(item, ctx)) } : {}),
  };
  return bindOver(def, args, window, functionContext(ctx));
}

function bindWindowOrder(item: OrderItem, ctx: BindContext): BoundOrderItem {
  const { expr } = item;
  if (expr.kind === 'literal') {
    const [number, what] = expr.type === 'int' ? [5308, 'integer indices'] : [5309, 'constants'];
    const text = `Windowed functions, aggregates and NEXT VALUE FOR functions do not support ${what} as ORDER BY clause expressions.`;
    throw bindError(item.pos, number, 1, text);
  }
  return { expr: bindExpression(expr, ctx), descending: item.descending };
}

function printFrame(frame: Frame, over: Over, ctx: BindContext): string {
  if (over.orderBy.length === 0) {
    throw bindError(over.pos, 10756, 1, 'Window frame with ROWS or RANGE must have an ORDER BY clause.', 15);
  }
  const start = printFrameBound(frame.start, frame, ctx);
  const end = frame.end ? printFrameBound(frame.end, frame, ctx) : 'CURRENT ROW';
  return `${frame.unit.toUpperCase()} BETWEEN ${start} AND ${end}`;
}

function printFrameBound(bound: FrameBound, frame: Frame, ctx: BindContext): string {
  if (bound.type !== 'preceding' && bound.type !== 'following') return bound.type.toUpperCase();
  const offset = bound.offset && bindExpression(bound.offset, ctx);
  if (frame.unit === 'range') {
    throw bindError(
      bound.offset?.pos,
      4194,
      1,
      'RANGE is only supported with UNBOUNDED and CURRENT ROW window frame delimiters.',
    );
  }
  if (offset?.kind !== 'literal' || typeof offset.value !== 'number') {
    throw bindError(bound.offset?.pos, 10751, 1, 'The ROWS frame offset must be an integer constant.', 15);
  }
  return `${offset.value} ${bound.type.toUpperCase()}`;
}

/** The user's own scalar function: a PostgreSQL function of the same schema and name. */
function bindUserFunction(ast: Call, ctx: BindContext): BoundExpr {
  const found = findObject(ast.name, ctx);
  if (found?.kind !== 'object' || found.object.kind !== 'function' || found.object.form !== 'scalar') {
    const [first = ''] = ast.name.parts.map((part) => part.text);
    const text = `Cannot find either column "${first}" or the user-defined function or aggregate "${nameText(ast.name)}", or the name is ambiguous.`;
    throw bindError(ast.pos, 4121, 1, text);
  }
  const { object, schema } = found;
  require(ctx, object.id, 'EXECUTE');
  const args = bindArguments(ast.args, object, ast, ctx);
  const type = object.returns;
  if (!type) throw bindError(ast.pos, 4121, 2, `The function "${nameText(ast.name)}" returns no value.`);
  const all = [...args, ...hiddenArguments(object, ctx)];
  const places = all.map((_, i) => `{${i}}`).join(', ');
  return {
    ...call('user function', type, all, `${quoteQualified(schema.pg, object.pg)}(${places})`, { nullable: true }),
    ...(object.deterministic ? {} : { volatile: true }),
    ...(isString(type) ? { collation: { name: ctx.databaseCollation, label: 'default' } } : {}),
  };
}

/** What a compiled body wants behind its arguments: session variables, the depth of its recursion. */
export function hiddenArguments(fn: FunctionMeta, ctx: BindContext): BoundExpr[] {
  const own = ctx.state.env.function;
  own?.called(fn.id);
  const session = (fn.session ?? []).map((name): BoundExpr => systemVariable(name));
  if (!fn.recursive) return session;
  const depth = own?.meta.id === fn.id ? `(${own.depth} + 1)` : '1';
  return [...session, call('depth', INT, [], depth, { nullable: false })];
}

/** Arguments converted to the parameters' types; DEFAULT stands for the parameter's own default. */
export function bindArguments(
  args: Call['args'],
  fn: FunctionMeta,
  at: Pick<Call, 'name' | 'pos'>,
  ctx: BindContext,
): BoundExpr[] {
  if (args.length < fn.parameters.length) {
    throw bindError(
      at.pos,
      313,
      2,
      `An insufficient number of arguments were supplied for the procedure or function ${nameText(at.name)}.`,
    );
  }
  if (args.length > fn.parameters.length) {
    throw bindError(at.pos, 8144, 2, `Procedure or function ${nameText(at.name)} has too many arguments specified.`);
  }
  return fn.parameters.map((parameter, i) => {
    const ast = args[i];
    const given =
      !ast || ast.kind === 'default'
        ? bindEmbeddedExpression(parameter.default ?? 'NULL', ctx)
        : bindExpression(ast, ctx);
    return convert(given, parameter.type, { mode: 'assign' });
  });
}

/** NEXT VALUE FOR: PostgreSQL's sequence of the same name. */
export function bindNextValue(ast: NextValueFor, ctx: BindContext): BoundExpr {
  const found = resolveObject(ast.sequence, ctx);
  if (found.kind !== 'object' || found.object.kind !== 'sequence') {
    throw bindError(ast.pos, 11730, 1, `Object '${nameText(ast.sequence)}' is not a sequence object.`);
  }
  ctx.state.writes = true;
  require(ctx, found.object.id, 'UPDATE');
  const { type } = found.object;
  const sequence = quoteText(quoteQualified(found.schema.pg, found.object.pg));
  return {
    ...call('next value', type, [], `nextval(${sequence})::${carrierOf(type)}`, { nullable: false }),
    volatile: true,
  };
}
