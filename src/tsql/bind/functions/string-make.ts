import { call } from '../../scalar/call.ts';
import { convert } from '../../scalar/convert.ts';
import { isBinary, isString, isUnicode } from '../../types/families.ts';
import { INT, MAX, type SqlType, nvarchar, varchar } from '../../types/sql-type.ts';
import type { BoundExpr } from '../bound.ts';
import {
  anyUnicode,
  constant,
  constantInteger,
  define,
  defineVariadic,
  invalidArgument,
  isMax,
  resultCollation,
  textCall,
  textLength,
  textType,
  toBigint,
  toFloat,
  toInt,
  toNvarchar,
  toText,
} from './define.ts';
import type { FunctionContext, FunctionDef } from './function-def.ts';
import { replicateLimit } from './string-search.ts';

const MOST_ARGUMENTS = 254;
const QUOTENAME_LENGTH = 258;
const STR_LENGTH = 10;

/** Functions that make new text. */
export const MAKING_FUNCTIONS: readonly FunctionDef[] = [
  defineVariadic('string', 'CONCAT', 2, MOST_ARGUMENTS, bindConcat),
  defineVariadic('string', 'CONCAT_WS', 3, MOST_ARGUMENTS, bindConcatWs),
  define('string', 'REPLICATE', 2, bindReplicate),
  define('string', 'QUOTENAME', [1, 2], (context, s, quote) => {
    const args = [toNvarchar(s, 4000), ...(quote === undefined ? [] : [toNvarchar(quote, 1)])];
    return textCall(
      'quotename',
      nvarchar(QUOTENAME_LENGTH),
      args,
      `sys.quotename({0}, ${quote === undefined ? "'['" : '{1}'})`,
      context,
      true,
    );
  }),
  define('string', 'STR', [1, 3], bindStr),
  define('string', 'SOUNDEX', 1, (context, s) =>
    textCall('soundex', varchar(5), [toText(s, 1, 'soundex')], 'sys.soundex({0})', context),
  ),
  define('string', 'DIFFERENCE', 2, (_, a, b) =>
    call('difference', INT, [toText(a, 1, 'difference'), toText(b, 2, 'difference')], 'sys.difference({0}, {1})'),
  ),
  define('string', 'STRING_ESCAPE', 2, (context, s, kind) =>
    textCall(
      'string_escape',
      nvarchar(MAX),
      [toNvarchar(s, MAX), toNvarchar(kind, 30)],
      'sys.string_escape({0}, {1})',
      context,
    ),
  ),
];

/** CONCAT converts everything to text by itself and takes NULL as ''. */
function textOfAnything(expr: BoundExpr, position: number, name: string): BoundExpr {
  if (expr.type.name === 'xml' || expr.type.name === 'sql_variant' || expr.type.name === 'image')
    throw invalidArgument(expr.type, position, name);
  if (isString(expr.type) && expr.type.name !== 'text' && expr.type.name !== 'ntext') return expr;
  if (isBinary(expr.type))
    return convert(expr, varchar(expr.type.length === MAX ? MAX : Math.min(expr.type.length, 8000)), {
      mode: 'implicit',
    });
  if (expr.type.name === 'text' || expr.type.name === 'ntext') return toText(expr, position, name);
  return convert(expr, varchar(textLength(expr.type)), { mode: 'implicit' });
}

function concatenated(texts: readonly BoundExpr[], separators: number): SqlType {
  const unicode = anyUnicode(texts);
  if (texts.some(isMax)) return textType(unicode, MAX);
  return textType(unicode, texts.reduce((sum, t) => sum + t.type.length, 0) + separators);
}

function bindConcat(args: readonly BoundExpr[], context: FunctionContext): BoundExpr {
  const texts = args.map((arg, i) => textOfAnything(arg, i + 1, 'concat'));
  const template = `concat(${texts.map((_, i) => `{${i}}`).join(', ')})::sys.string`;
  return call('concat texts', concatenated(texts, 0), texts, template, {
    nullable: false,
    collation: resultCollation(texts, context, 'concat'),
  });
}

function bindConcatWs(args: readonly BoundExpr[], context: FunctionContext): BoundExpr {
  const texts = args.map((arg, i) => textOfAnything(arg, i + 1, 'concat_ws'));
  const separators = Math.max(texts[0]!.type.length, 0) * (texts.length - 2);
  // concat_ws gives NULL for a NULL separator, SQL Server takes it as ''.
  const separator = texts[0]!.nullable ? `coalesce({0}::text, '')` : '{0}::text';
  const template = `concat_ws(${[separator, ...texts.slice(1).map((_, i) => `{${i + 1}}`)].join(', ')})::sys.string`;
  return call('concat_ws', concatenated(texts.slice(1), separators), texts, template, {
    nullable: false,
    collation: resultCollation(texts, context, 'concat_ws'),
  });
}

function bindReplicate(context: FunctionContext, s: BoundExpr, n: BoundExpr): BoundExpr {
  const text = toText(s, 1, 'replicate', 'no lobs');
  const times = constantInteger(n);
  const unicode = isUnicode(text.type);
  const length =
    text.type.length === MAX ? MAX : times === undefined ? Infinity : text.type.length * Math.max(times, 0);
  return textCall(
    'replicate',
    textType(unicode, length),
    [text, toBigint(n)],
    `sys.replicate({0}, {1}, ${replicateLimit(text)})`,
    context,
    true,
  );
}

function bindStr(context: FunctionContext, x: BoundExpr, width?: BoundExpr, decimals?: BoundExpr): BoundExpr {
  const length = width === undefined ? STR_LENGTH : constantInteger(width);
  const type = textType(false, length ?? 8000);
  const args = [toFloat(x), toInt(width ?? constant(STR_LENGTH)), toInt(decimals ?? constant(0))];
  return textCall('str', type, args, 'sys.str_({0}, {1}, {2})', context, true);
}
