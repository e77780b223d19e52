import { call } from '../../scalar/call.ts';
import { convert } from '../../scalar/convert.ts';
import { isBinary, isString, isUnicode } from '../../types/families.ts';
import { BIGINT, INT, MAX, type SqlType, char, nchar, nvarchar, varbinary, varchar } from '../../types/sql-type.ts';
import type { BoundExpr } from '../bound.ts';
import {
  constantInteger,
  define,
  hasSupplementary,
  invalidArgument,
  isMax,
  textCall,
  textType,
  toBigint,
  toInt,
  toText,
  unitSuffix,
} from './define.ts';
import type { FunctionContext, FunctionDef } from './function-def.ts';

/** Length, case, cutting and single characters. */
export const BASIC_STRING_FUNCTIONS: readonly FunctionDef[] = [
  define('string', 'LEN', 1, bindLen),
  define('string', 'DATALENGTH', 1, bindDatalength),
  define('string', 'LOWER', 1, (context, s) => bindCase('lower', s, context)),
  define('string', 'UPPER', 1, (context, s) => bindCase('upper', s, context)),
  define('string', 'LEFT', 2, (context, s, n) => bindSide('left', s, n, context)),
  define('string', 'RIGHT', 2, (context, s, n) => bindSide('right', s, n, context)),
  define('string', 'SUBSTRING', [2, 3], bindSubstring),
  define('string', 'LTRIM', [1, 2], (context, s, set) => bindTrim('ltrim', s, set, context)),
  define('string', 'RTRIM', [1, 2], (context, s, set) => bindTrim('rtrim', s, set, context)),
  define('string', 'TRIM', [1, 2], (context, s, set) =>
    bindTrim(TRIM_SIDES[context.trimSide ?? 'both'], s, set, context),
  ),
  define('string', 'REVERSE', 1, bindReverse),
  define('string', 'ASCII', 1, (_, s) =>
    call('ascii', INT, [toText(s, 1, 'ascii')], 'sys.ascii({0})', { nullable: true }),
  ),
  define('string', 'CHAR', 1, (context, n) => textCall('char', char(1), [toInt(n)], 'sys.char_({0})', context, true)),
  define('string', 'NCHAR', 1, bindNchar),
  define('string', 'UNICODE', 1, bindUnicode),
  define('string', 'SPACE', 1, (context, n) => {
    const length = constantInteger(n);
    const type = length === undefined ? varchar(8000) : textType(false, length);
    return textCall('space', type, [toInt(n)], `sys.replicate(' ', {0}, 8000)`, context, true);
  }),
];

const TRIM_SIDES = { leading: 'ltrim', trailing: 'rtrim', both: 'btrim' } as const;

/** bigint for the (max) types, int for the others. */
export const positionType = (s: BoundExpr): SqlType => (isMax(s) ? BIGINT : INT);
/** Casts an int4 of the runtime to the carrier of the position type. */
export const asPosition = (template: string, s: BoundExpr): string => (isMax(s) ? `(${template})::int8` : template);

function bindLen(context: FunctionContext, s: BoundExpr): BoundExpr {
  if (isBinary(s.type) && s.type.name !== 'image')
    return call('len', positionType(s), [s], asPosition('length({0})', s));
  const text = toText(s, 1, 'len', 'no lobs');
  return call('len', positionType(text), [text], asPosition(`sys.len${unitSuffix(text, context)}({0})`, text));
}

const FIXED_SIZES: Readonly<Partial<Record<SqlType['name'], number>>> = {
  bit: 1,
  tinyint: 1,
  smallint: 2,
  int: 4,
  bigint: 8,
  money: 8,
  smallmoney: 4,
  real: 4,
  float: 8,
  date: 3,
  datetime: 8,
  smalldatetime: 4,
  uniqueidentifier: 16,
};

function bindDatalength(context: FunctionContext, value: BoundExpr): BoundExpr {
  const { type } = value;
  const result = type.length === MAX ? BIGINT : INT;
  const answer = (template: string): BoundExpr =>
    call('datalength', result, [value], type.length === MAX ? `(${template})::int8` : template);
  if (isBinary(type)) return answer('length({0})');
  if (isUnicode(type) || type.name === 'xml') return answer('sys.len_units({0}) * 2');
  if (isString(type)) {
    return answer(
      /_UTF8$/i.test(value.collation?.name ?? context.databaseCollation)
        ? 'octet_length({0}::text)'
        : 'length({0}::text)',
    );
  }
  if (type.name === 'sql_variant') return answer('sys.variant_length({0})');
  return answer(`CASE WHEN {0} IS NOT NULL THEN ${storageSize(type)} END`);
}

/** Bytes of a value by its type alone (sql-docs, data-types). */
export function storageSize(type: SqlType): number {
  const fixed = FIXED_SIZES[type.name];
  if (fixed !== undefined) return fixed;
  if (type.name === 'decimal' || type.name === 'numeric') {
    return type.precision <= 9 ? 5 : type.precision <= 19 ? 9 : type.precision <= 28 ? 13 : 17;
  }
  const fraction = type.scale <= 2 ? 3 : type.scale <= 4 ? 4 : 5;
  return type.name === 'time' ? fraction : type.name === 'datetime2' ? fraction + 3 : fraction + 5;
}

function varyingType(s: BoundExpr): SqlType {
  return textType(isUnicode(s.type), s.type.length);
}

function bindCase(op: 'lower' | 'upper', s: BoundExpr, context: FunctionContext): BoundExpr {
  const text = toText(s, 1, op);
  return textCall(op, varyingType(text), [text], `sys.${op}_({0})`, context);
}

function bindSide(op: 'left' | 'right', s: BoundExpr, n: BoundExpr, context: FunctionContext): BoundExpr {
  const text = toText(s, 1, op);
  const width = constantInteger(n);
  const type =
    width !== undefined && width >= 0 && (text.type.length === MAX || width < text.type.length)
      ? textType(isUnicode(text.type), width)
      : varyingType(text);
  return textCall(op, type, [text, toBigint(n)], `sys.${op}_${unitSuffix(text, context).slice(1)}({0}, {1})`, context);
}

function bindSubstring(context: FunctionContext, s: BoundExpr, start: BoundExpr, n?: BoundExpr): BoundExpr {
  const width = constantInteger(n);
  const length = (whole: number): number =>
    width !== undefined && width >= 0 && (whole === MAX || width < whole) ? Math.max(width, 1) : whole;
  const rest = n === undefined ? [] : [toBigint(n)];
  const count = n === undefined ? '2147483647' : '{2}';
  if (isBinary(s.type)) {
    const whole = s.type.name === 'image' ? MAX : s.type.length;
    return call(
      'substring',
      varbinary(length(whole)),
      [s, toBigint(start), ...rest],
      `sys.substring_b({0}, {1}, ${count})`,
    );
  }
  const text = s.type.name === 'uniqueidentifier' || !isConvertible(s) ? rejectSubstring(s) : toText(s, 1, 'substring');
  const type = textType(isUnicode(text.type), length(text.type.length));
  return textCall(
    'substring',
    type,
    [text, toBigint(start), ...rest],
    `sys.substring_${unitSuffix(text, context).slice(1)}({0}, {1}, ${count})`,
    context,
  );
}

/** SUBSTRING and its like do not convert numbers implicitly: SUBSTRING(123, 1, 1) is error 8116. */
const isConvertible = (s: BoundExpr): boolean => isString(s.type) || s.type.name === 'null';

function rejectSubstring(s: BoundExpr): never {
  throw invalidArgument(s.type, 1, 'substring');
}

function bindTrim(
  op: 'ltrim' | 'rtrim' | 'btrim',
  s: BoundExpr,
  set: BoundExpr | undefined,
  context: FunctionContext,
): BoundExpr {
  const name = op === 'btrim' ? 'trim' : op;
  const text = toText(s, 1, name, op === 'btrim' || set ? 'no lobs' : 'lobs');
  if (set === undefined) return textCall(name, varyingType(text), [text], `${op}({0}::text)::sys.string`, context);
  const characters = toText(set, 2, name, 'no lobs');
  return textCall(name, varyingType(text), [text, characters], `${op}({0}::text, {1}::text)::sys.string`, context);
}

function bindReverse(context: FunctionContext, s: BoundExpr): BoundExpr {
  const text = toText(s, 1, 'reverse', 'no lobs');
  const template = unitSuffix(text, context) === '_u' ? 'sys.reverse_u({0})' : 'reverse({0}::text)::sys.string';
  return textCall('reverse', varyingType(text), [text], template, context);
}

function bindNchar(context: FunctionContext, n: BoundExpr): BoundExpr {
  const wide = hasSupplementary(context.databaseCollation);
  return textCall(
    'nchar',
    wide ? nvarchar(2) : nchar(1),
    [toInt(n)],
    `sys.nchar_${wide ? 'sc' : ''}({0})`,
    context,
    true,
  );
}

function bindUnicode(context: FunctionContext, s: BoundExpr): BoundExpr {
  const text = convert(s, isUnicode(s.type) && s.type.length !== MAX ? s.type : nvarchar(isMax(s) ? MAX : 4000), {
    mode: 'implicit',
  });
  const wide = hasSupplementary(s.collation?.name ?? context.databaseCollation);
  return call('unicode', INT, [text], `sys.unicode${wide ? '_sc' : ''}({0})`, { nullable: true });
}
