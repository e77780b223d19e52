import { literal } from '../scalar/call.ts';
import { convert } from '../scalar/index.ts';
import type { OpenJson } from '../syntax/ast/index.ts';
import { isString } from '../types/families.ts';
import { INT, MAX, nvarchar } from '../types/sql-type.ts';
import { outputNames } from './alias-allocator.ts';
import { bindError } from './bind-error.ts';
import { bindExpression } from './bind-expression.ts';
import type { BoundFrom } from './bind-source.ts';
import { namedQuery } from './bind-source.ts';
import { functionSource } from './bind-table-function.ts';
import type { BoundColumn, BoundExpr } from './bound.ts';
import type { BoundOutput, BoundSelect } from './bound-query.ts';
import type { BindContext } from './context.ts';
import { resolveDataType } from './data-type.ts';
import { bindFunction } from './functions/registry.ts';
import { functionContext } from './function-context.ts';

const TEXT = nvarchar(MAX);

/** OPENJSON (sql-docs, functions/openjson-transact-sql): key, value and type of each element, or typed columns by WITH. */
export function bindOpenJson(ast: OpenJson, ctx: BindContext): BoundFrom {
  const json = convert(bindExpression(ast.json, ctx), TEXT, { mode: 'implicit' });
  const path = ast.path ? convert(bindExpression(ast.path, ctx), TEXT, { mode: 'implicit' }) : literal('$', TEXT);
  const collation = { name: ctx.databaseCollation, label: 'implicit' } as const;
  if (!ast.schema) {
    const outputs: BoundOutput[] = [
      {
        name: 'key',
        pg: 'key',
        type: nvarchar(4000),
        nullable: false,
        collation: { name: 'Latin1_General_BIN2', label: 'implicit' },
      },
      { name: 'value', pg: 'value', type: TEXT, nullable: true, collation },
      { name: 'type', pg: 'type', type: INT, nullable: false },
    ];
    return functionSource(
      { ...ast, ...(ast.alias ? {} : { alias: { text: 'OPENJSON', quoted: false, pos: ast.pos } }) },
      'sys.openjson({0}, {1})',
      [json, path],
      outputs,
      ctx,
    );
  }
  return bindTyped(ast, ast.schema, json, path, ctx);
}

function bindTyped(
  ast: OpenJson,
  schema: NonNullable<OpenJson['schema']>,
  json: BoundExpr,
  path: BoundExpr,
  ctx: BindContext,
): BoundFrom {
  const alias = ctx.state.aliases.take('j');
  const row: BoundColumn = {
    kind: 'column',
    source: alias,
    pg: 'value',
    name: 'value',
    type: TEXT,
    nullable: true,
    collation: { name: ctx.databaseCollation, label: 'implicit' },
  };
  const expressions = schema.map((column) => {
    const { type } = resolveDataType(column.type, {
      catalog: ctx.state.env.catalog,
      databaseId: ctx.databaseId,
      defaultSchema: ctx.defaultSchema,
    });
    if (column.asJson && !(type.name === 'nvarchar' && type.length === MAX)) {
      throw bindError(
        column.name.pos,
        13618,
        1,
        'AS JSON option can be specified only for column of nvarchar(max) type in WITH clause.',
      );
    }
    const place = literal(column.path ?? `$."${column.name.text.replaceAll('"', '\\"')}"`, TEXT, {
      name: ctx.databaseCollation,
      label: 'default',
    });
    const value = bindFunction(column.asJson ? 'JSON_QUERY' : 'JSON_VALUE', [row, place], functionContext(ctx));
    const converted = convert(value, type, { mode: 'cast' });
    return isString(type) && !converted.collation
      ? ({ ...converted, collation: row.collation } as BoundExpr)
      : converted;
  });
  const names = schema.map((column) => column.name.text);
  const pg = outputNames(names);
  const query: BoundSelect = {
    kind: 'select',
    distinct: false,
    expressions,
    outputs: expressions.map((expr, i) => ({
      name: names[i] ?? '',
      pg: pg[i] ?? '',
      type: expr.type,
      nullable: true,
      ...(expr.collation ? { collation: expr.collation } : {}),
    })),
    from: [
      {
        kind: 'function',
        template: 'sys.openjson_rows({0}, {1})',
        args: [json, path],
        alias,
        columns: ['value'],
        lateral: false,
      },
    ],
    orderBy: [],
  };
  return namedQuery(query, ast.alias?.text ?? 'OPENJSON', ast.columns, ast, ctx, true);
}
