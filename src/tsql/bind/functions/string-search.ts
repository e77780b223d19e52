import { call } from '../../scalar/call.ts';
import { comparisonCollation } from '../../scalar/collation.ts';
import { isBinary, isUnicode } from '../../types/families.ts';
import { MAX, type SqlType, varbinary } from '../../types/sql-type.ts';
import type { BoundExpr } from '../bound.ts';
import {
  anyUnicode,
  constant,
  define,
  foldMode,
  folded,
  invalidArgument,
  isMax,
  textCall,
  textType,
  toBigint,
  toText,
  unitSuffix,
  widestType,
} from './define.ts';
import type { FunctionContext, FunctionDef } from './function-def.ts';
import { asPosition, positionType } from './string-basic.ts';

/** Finding and replacing, as the collation sees it. */
export const SEARCH_FUNCTIONS: readonly FunctionDef[] = [
  define('string', 'CHARINDEX', [2, 3], bindCharindex),
  define('string', 'PATINDEX', 2, bindPatindex),
  define('string', 'REPLACE', 3, bindReplace),
  define('string', 'TRANSLATE', 3, bindTranslate),
  define('string', 'STUFF', 4, bindStuff),
];

function collationOf(exprs: readonly BoundExpr[], name: string, context: FunctionContext): string {
  return comparisonCollation(exprs, name)?.name ?? context.databaseCollation;
}

function bindCharindex(
  context: FunctionContext,
  find: BoundExpr,
  s: BoundExpr,
  start: BoundExpr = constant(1),
): BoundExpr {
  if (isBinary(s.type) && isBinary(find.type)) {
    return call(
      'charindex',
      positionType(s),
      [find, s, toBigint(start)],
      asPosition('sys.charindex_b({0}, {1}, {2})', s),
    );
  }
  const args = [toText(find, 1, 'charindex'), toText(s, 2, 'charindex')];
  const collation = collationOf(args, 'charindex', context);
  const template = `sys.charindex${unitSuffix(args[1]!, context)}(${folded('{0}', collation)}, ${folded('{1}', collation)}, {2})`;
  return call('charindex', positionType(s), [...args, toBigint(start)], asPosition(template, s), {
    options: { fold: foldMode(collation) },
  });
}

function bindPatindex(context: FunctionContext, pattern: BoundExpr, s: BoundExpr): BoundExpr {
  const args = [toText(pattern, 1, 'patindex'), toText(s, 2, 'patindex')];
  const collation = collationOf(args, 'patindex', context);
  const template = `sys.patindex${unitSuffix(args[1]!, context)}(${folded('{0}', collation)}, ${folded('{1}', collation)})`;
  return call('patindex', positionType(s), args, asPosition(template, s));
}

function bindReplace(context: FunctionContext, s: BoundExpr, find: BoundExpr, replacement: BoundExpr): BoundExpr {
  const args = [
    toText(s, 1, 'replace', 'no lobs'),
    toText(find, 2, 'replace', 'no lobs'),
    toText(replacement, 3, 'replace', 'no lobs'),
  ];
  const mode = foldMode(collationOf(args, 'replace', context));
  // Only the first argument makes the result (max): the others are cut into it.
  const type = widestType(anyUnicode(args), args.slice(0, 1));
  return textCall('replace', type, args, `sys.replace_({0}, {1}, {2}, '${mode}')`, context);
}

function bindTranslate(context: FunctionContext, s: BoundExpr, from: BoundExpr, to: BoundExpr): BoundExpr {
  const args = [toText(s, 1, 'translate'), toText(from, 2, 'translate'), toText(to, 3, 'translate')];
  const mode = foldMode(collationOf(args, 'translate', context));
  const type = textType(anyUnicode(args), args[0]!.type.length);
  return textCall('translate', type, args, `sys.translate_({0}, {1}, {2}, '${mode}')`, context);
}

function bindStuff(
  context: FunctionContext,
  s: BoundExpr,
  start: BoundExpr,
  n: BoundExpr,
  replacement: BoundExpr,
): BoundExpr {
  if (s.type.name === 'image') throw invalidArgument(s.type, 1, 'stuff');
  if (isBinary(s.type)) {
    const length = sumOfLengths(s.type, replacement.type);
    return call(
      'stuff',
      varbinary(length === MAX ? MAX : Math.min(length, 8000)),
      [s, toBigint(start), toBigint(n), replacement],
      'sys.stuff_b({0}, {1}, {2}, {3})',
      { nullable: true },
    );
  }
  const text = toText(s, 1, 'stuff', 'no lobs');
  const inserted = toText(replacement, 4, 'stuff', 'no lobs');
  const unicode = isUnicode(text.type) || isUnicode(inserted.type);
  const type = textType(unicode, sumOfLengths(text.type, inserted.type));
  const args = [text, toBigint(start), toBigint(n), inserted];
  return textCall('stuff', type, args, `sys.stuff${unitSuffix(text, context)}({0}, {1}, {2}, {3})`, context, true);
}

const sumOfLengths = (a: SqlType, b: SqlType): number =>
  a.length === MAX || b.length === MAX ? MAX : a.length + b.length;

export const replicateLimit = (s: BoundExpr): string => (isMax(s) ? 'NULL' : isUnicode(s.type) ? '4000' : '8000');
