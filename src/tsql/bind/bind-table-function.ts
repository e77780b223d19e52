import type { FunctionMeta, SchemaMeta } from '../catalog/meta.ts';
import { quoteQualified } from '../lower/quote.ts';
import { call } from '../scalar/call.ts';
import { convert } from '../scalar/index.ts';
import { commonTypeOf } from '../types/common-type.ts';
import type { TableFunction } from '../syntax/ast/index.ts';
import { isInteger, isString } from '../types/families.ts';
import { BIGINT, INT, nvarchar, varchar } from '../types/sql-type.ts';
import type { SqlType } from '../types/sql-type.ts';
import { outputNames } from './alias-allocator.ts';
import { bindArguments, hiddenArguments } from './bind-call.ts';
import { bindError, invalidObject, nameText } from './bind-error.ts';
import { bindExpression } from './bind-expression.ts';
import { bindQuery } from './bind-query.ts';
import type { BoundFrom } from './bind-source.ts';
import { bindSource, columnNames, derivedSource } from './bind-source.ts';
import { bindListExtendedProperty } from './bind-extended-property.ts';
import { moduleContext } from './bind-view.ts';
import { bindWith } from './bind-with.ts';
import type { BoundExpr } from './bound.ts';
import type { BoundOutput } from './bound-query.ts';
import { require } from './context.ts';
import type { BindContext } from './context.ts';
import { parseModule } from './embedded-text.ts';
import { findObject } from './resolve-object.ts';
import { queryRange } from './table-range.ts';

/** A function in FROM: built in, inline, or of several statements. `ctx.scope` is what its arguments may use. */
export function bindTableFunction(ast: TableFunction, ctx: BindContext): BoundFrom {
  const name = ast.name.parts.at(-1)?.text.toUpperCase() ?? '';
  if (ast.name.parts.length === 1) {
    if (name === 'STRING_SPLIT') return bindStringSplit(ast, ctx);
    if (name === 'GENERATE_SERIES') return bindGenerateSeries(ast, ctx);
  }
  if (name === 'FN_LISTEXTENDEDPROPERTY') return bindListExtendedProperty(ast, ctx);
  const found = findObject(ast.name, ctx);
  // SQL Server's own functions without arguments are views here.
  if (found?.kind === 'system view' && name.startsWith('FN_') && ast.args.length === 0) {
    return bindSource({ ...ast, kind: 'table', hints: [] }, ctx, []);
  }
  if (found?.kind !== 'object' || found.object.kind !== 'function' || found.object.form === 'scalar')
    throw invalidObject(ast.name);
  require(ctx, found.object.id, 'SELECT');
  if (found.object.form === 'inline') return bindInlineFunction(ast, found.object, found.schema, ctx);
  return bindMultiFunction(ast, found.object, found.schema, ctx);
}

/** An inline function is a view with parameters: its query, with the arguments in their place, as a lateral derived table. */
function bindInlineFunction(ast: TableFunction, fn: FunctionMeta, schema: SchemaMeta, ctx: BindContext): BoundFrom {
  const args = bindArguments(ast.args, fn, ast, ctx);
  const definition = parseModule(fn, 'create-function');
  if (definition.returns.kind !== 'inline') throw invalidObject(ast.name);
  const parameters = new Map(
    fn.parameters.map((parameter, i): [string, BoundExpr] => [parameter.name.toLowerCase(), args[i] as BoundExpr]),
  );
  const inner: BindContext = { ...moduleContext(ctx, schema), parameters };
  const { ctes, ctx: within } = bindWith(definition.returns.with, inner);
  const bound = bindQuery(definition.returns.query, within, { place: 'view' });
  const query = ctes.length > 0 ? { ...bound, with: [...ctes, ...(bound.with ?? [])] } : bound;
  const shown = ast.alias?.text ?? fn.name;
  const alias = ctx.state.aliases.take(shown);
  const names = columnNames(query.outputs, shown, ast.columns, ast);
  const pg = outputNames(names);
  const source = derivedSource(query, alias, true);
  const range = queryRange(
    query.outputs,
    { name: shown, alias },
    names.map((text, i) => ({ name: text, pg: pg[i] ?? text })),
  );
  return { source: source.kind === 'derived' ? { ...source, columns: pg } : source, ranges: [range] };
}

/** A multi-statement function is a set-returning PostgreSQL function of the same name. */
function bindMultiFunction(ast: TableFunction, fn: FunctionMeta, schema: SchemaMeta, ctx: BindContext): BoundFrom {
  const args = [...bindArguments(ast.args, fn, ast, ctx), ...hiddenArguments(fn, ctx)];
  const outputs = (fn.columns ?? []).map((column): BoundOutput => ({
    name: column.name,
    pg: column.pg,
    type: column.type,
    nullable: column.nullable,
    ...(isString(column.type)
      ? { collation: { name: column.collation ?? ctx.databaseCollation, label: 'implicit' } }
      : {}),
  }));
  const template = `${quoteQualified(schema.pg, fn.pg)}(${args.map((_, i) => `{${i}}`).join(', ')})`;
  return functionSource(ast, template, args, outputs, ctx);
}

/** A set-returning function of PostgreSQL under an alias. */
export function functionSource(
  ast: Pick<TableFunction, 'alias' | 'columns' | 'pos'> & { readonly name?: TableFunction['name'] },
  template: string,
  args: readonly BoundExpr[],
  outputs: readonly BoundOutput[],
  ctx: BindContext,
): BoundFrom {
  const shown = ast.alias?.text ?? ast.name?.parts.at(-1)?.text ?? '';
  const alias = ctx.state.aliases.take(shown);
  const names = columnNames(outputs, shown, ast.columns, ast);
  const columns = outputs.map((output) => output.pg);
  const range = queryRange(
    outputs,
    { name: shown, alias },
    names.map((text, i) => ({ name: text, pg: columns[i] ?? text })),
  );
  return { source: { kind: 'function', template, args, alias, columns, lateral: false }, ranges: [range] };
}

function checkCount(ast: TableFunction, least: number, most: number): void {
  if (ast.args.length >= least && ast.args.length <= most) return;
  const [number, text] =
    ast.args.length < least
      ? [313, 'An insufficient number of arguments were supplied for the procedure or function']
      : [8144, 'Procedure or function'];
  const name = nameText(ast.name);
  throw bindError(
    ast.pos,
    number,
    3,
    number === 313 ? `${text} ${name}.` : `${text} ${name} has too many arguments specified.`,
  );
}

/** STRING_SPLIT(string, separator [, enable_ordinal]) (sql-docs, functions/string-split-transact-sql). */
function bindStringSplit(ast: TableFunction, ctx: BindContext): BoundFrom {
  checkCount(ast, 2, 3);
  const [text, separator, ordinal] = ast.args.map((arg) => bindExpression(arg, ctx));
  if (!text || !separator) throw invalidObject(ast.name);
  const type: SqlType = isString(text.type) ? text.type : varchar(8000);
  const value =
    type.name === 'nchar' || type.name === 'nvarchar' || type.name === 'ntext'
      ? nvarchar(type.length)
      : varchar(type.length);
  if (separator.type.length !== 1 && separator.kind === 'literal') {
    throw bindError(ast.pos, 214, 11, "Procedure expects parameter 'separator' of type 'nchar(1)/nvarchar(1)'.");
  }
  const withOrdinal = ordinal?.kind === 'literal' && Number(ordinal.value ?? 0) === 1;
  const outputs: BoundOutput[] = [
    {
      name: 'value',
      pg: 'value',
      type: value,
      nullable: true,
      collation: { name: text.collation?.name ?? ctx.databaseCollation, label: 'implicit' },
    },
  ];
  if (withOrdinal) outputs.push({ name: 'ordinal', pg: 'ordinal', type: BIGINT, nullable: false });
  const args = [convert(text, value, { mode: 'implicit' }), convert(separator, nvarchar(1), { mode: 'implicit' })];
  return functionSource(
    ast,
    withOrdinal ? 'sys.string_split({0}, {1}) WITH ORDINALITY' : 'sys.string_split({0}, {1})',
    args,
    outputs,
    ctx,
  );
}

/** GENERATE_SERIES(start, stop [, step]) (sql-docs, functions/generate-series-transact-sql). */
function bindGenerateSeries(ast: TableFunction, ctx: BindContext): BoundFrom {
  checkCount(ast, 2, 3);
  const args = ast.args.map((arg) => bindExpression(arg, ctx));
  const type = args.map((arg) => arg.type).reduce(commonTypeOf);
  const carrier = isInteger(type) ? (type.name === 'bigint' ? BIGINT : INT) : type;
  const [start, stop, step] = args.map((arg) => convert(arg, carrier, { mode: 'implicit' }));
  if (!start || !stop) throw invalidObject(ast.name);
  // Without a step the series runs towards its end, up or down.
  const chosen = step ?? call('series step', carrier, [start, stop], `(CASE WHEN {0} <= {1} THEN 1 ELSE -1 END)`);
  const output: BoundOutput = { name: 'value', pg: 'value', type: carrier, nullable: false };
  return functionSource(ast, 'generate_series({0}, {1}, {2})', [start, stop, chosen], [output], ctx);
}
