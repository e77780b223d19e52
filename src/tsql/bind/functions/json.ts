import { SqlError } from '../../errors.ts';
import { call } from '../../scalar/call.ts';
import { convert } from '../../scalar/convert.ts';
import { isDateTime, isMoney, isNumber, isString } from '../../types/families.ts';
import { INT, MAX, nvarchar, varchar } from '../../types/sql-type.ts';
import type { BoundExpr } from '../bound.ts';
import {
  define,
  defineVariadic,
  invalidArgument,
  resultCollation,
  textCall,
  textLength,
  toNvarchar,
} from './define.ts';
import type { FunctionContext, FunctionDef } from './function-def.ts';

/** sql-docs, t-sql/functions/json-functions-transact-sql. */
export const JSON_FUNCTIONS: readonly FunctionDef[] = [
  define('json', 'ISJSON', 1, (_, s) => call('isjson', INT, [jsonText(s, 'isjson')], 'sys.isjson({0})')),
  define('json', 'JSON_VALUE', 2, (context, s, path) =>
    textCall(
      'json_value',
      nvarchar(4000),
      [jsonText(s, 'json_value'), pathOf(path)],
      'sys.json_value({0}, sys.json_path({1}))',
      context,
      true,
    ),
  ),
  define('json', 'JSON_QUERY', [1, 2], (context, s, path) =>
    path === undefined
      ? textCall(
          'json_query',
          nvarchar(MAX),
          [jsonText(s, 'json_query')],
          `sys.json_query({0}, sys.json_path('$'))`,
          context,
          true,
        )
      : textCall(
          'json_query',
          nvarchar(MAX),
          [jsonText(s, 'json_query'), pathOf(path)],
          'sys.json_query({0}, sys.json_path({1}))',
          context,
          true,
        ),
  ),
  define('json', 'JSON_MODIFY', 3, bindModify),
  define('json', 'JSON_PATH_EXISTS', 2, (_, s, path) =>
    call(
      'json_path_exists',
      INT,
      [jsonText(s, 'json_path_exists'), pathOf(path)],
      'sys.json_path_exists({0}, sys.json_path({1}))',
    ),
  ),
  defineVariadic('json', 'JSON_OBJECT', 0, 254, bindObject),
  defineVariadic('json', 'JSON_ARRAY', 0, 254, bindArray),
];

function jsonText(s: BoundExpr, name: string): BoundExpr {
  if (!isString(s.type) && s.type.name !== 'null') throw invalidArgument(s.type, 1, name);
  return s.type.name === 'null' ? convert(s, nvarchar(MAX), { mode: 'implicit' }) : s;
}

function pathOf(path: BoundExpr): BoundExpr {
  return toNvarchar(path, 4000);
}

/** Functions whose result is JSON already: it goes in as it is, not as a string. */
const JSON_RESULTS = new Set(['json_query', 'json_modify', 'json_object', 'json_array', 'for json']);

/** The JSON text of `{i}`: numbers bare, bit as true or false, JSON as it stands, everything else as a string. */
function jsonOf(
  expr: BoundExpr,
  place: string,
  position: number,
  name: string,
): { readonly arg: BoundExpr; readonly text: string } {
  if (expr.kind === 'call' && JSON_RESULTS.has(expr.op)) return { arg: expr, text: `${place}::text` };
  if (expr.type.name === 'bit') return { arg: expr, text: `CASE ${place} WHEN 1 THEN 'true' WHEN 0 THEN 'false' END` };
  if (isMoney(expr.type)) return { arg: expr, text: `round(${place}, 4)::text` };
  if (isNumber(expr.type)) return { arg: expr, text: `${place}::text` };
  if (isDateTime(expr.type)) {
    // ISO 8601, as FOR JSON writes dates.
    const style = expr.type.name === 'datetimeoffset' ? 127 : 126;
    return { arg: convert(expr, varchar(40), { mode: 'cast', style }), text: `sys.json_string(${place})` };
  }
  if (expr.type.name === 'sql_variant' || expr.type.name === 'image' || expr.type.name === 'xml') {
    throw invalidArgument(expr.type, position, name);
  }
  const arg = isString(expr.type) ? expr : convert(expr, varchar(Math.max(textLength(expr.type), 1)), { mode: 'cast' });
  return { arg, text: `sys.json_string(${place})` };
}

function bindModify(context: FunctionContext, s: BoundExpr, path: BoundExpr, value: BoundExpr): BoundExpr {
  const { arg, text } = jsonOf(value, '{2}', 3, 'json_modify');
  const args = [jsonText(s, 'json_modify'), pathOf(path), arg];
  return textCall(
    'json_modify',
    nvarchar(MAX),
    args,
    `sys.json_modify({0}, sys.json_path({1}), ${text})`,
    context,
    true,
  );
}

/** Keys and values alternate. */
function bindObject(args: readonly BoundExpr[], context: FunctionContext): BoundExpr {
  if (args.length % 2 !== 0) throw new SqlError(102, 15, 1, "Incorrect syntax near ')'.");
  const absent = context.jsonNulls === 'absent';
  const bound: BoundExpr[] = [];
  const members: string[] = [];
  for (let i = 0; i < args.length; i += 2) {
    const { arg, text } = jsonOf(args[i + 1]!, `{${i + 1}}`, i + 2, 'json_object');
    bound.push(toNvarchar(args[i]!, 4000), arg);
    members.push(`sys.json_member({${i}}, ${absent ? text : `coalesce(${text}, 'null')`})`);
  }
  return document('json_object', bound, '{', members, '}', context);
}

function bindArray(args: readonly BoundExpr[], context: FunctionContext): BoundExpr {
  const keep = context.jsonNulls === 'null';
  const elements = args.map((arg, i) => jsonOf(arg, `{${i}}`, i + 1, 'json_array'));
  const texts = elements.map(({ text }) => (keep ? `coalesce(${text}, 'null')` : text));
  return document(
    'json_array',
    elements.map(({ arg }) => arg),
    '[',
    texts,
    ']',
    context,
  );
}

function document(
  op: string,
  args: readonly BoundExpr[],
  open: string,
  parts: readonly string[],
  close: string,
  context: FunctionContext,
): BoundExpr {
  const template =
    parts.length === 0
      ? `'${open}${close}'::sys.string`
      : `('${open}' || concat_ws(',', ${parts.join(', ')}) || '${close}')::sys.string`;
  return call(op, nvarchar(MAX), args, template, { nullable: false, collation: resultCollation([], context, op) });
}
