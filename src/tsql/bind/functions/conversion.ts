import { call, literal } from '../../scalar/call.ts';
import { convert } from '../../scalar/convert.ts';
import { unify } from '../../scalar/unify.ts';
import { isNumber, isString } from '../../types/families.ts';
import { INT, MAX, varchar } from '../../types/sql-type.ts';
import type { BoundExpr } from '../bound.ts';
import { constant, defineVariadic, define, resultCollation, toInt, toText } from './define.ts';
import type { FunctionContext, FunctionDef } from './function-def.ts';

/** Functions about types and choices. CAST, CONVERT, COALESCE, NULLIF, IIF and CASE are syntax, not functions. */
export const CONVERSION_FUNCTIONS: readonly FunctionDef[] = [
  define('conversion', 'ISNULL', 2, bindIsNull),
  define('conversion', 'ISNUMERIC', 1, (_, value) => bindIsNumeric(value)),
  defineVariadic('logic', 'CHOOSE', 2, 254, bindChoose),
  defineVariadic('logic', 'GREATEST', 1, 254, (args, context) => bindExtreme('greatest', args, context)),
  defineVariadic('logic', 'LEAST', 1, 254, (args, context) => bindExtreme('least', args, context)),
];

/** The type, also the length, is the first argument's: ISNULL(char(2), 'abc') cuts. */
function bindIsNull(context: FunctionContext, value: BoundExpr, instead: BoundExpr): BoundExpr {
  const type = value.type.name === 'null' ? instead.type : value.type;
  const args = [convert(value, type, { mode: 'implicit' }), convert(instead, type, { mode: 'assign' })];
  return call('isnull', type, args, 'coalesce({0}, {1})', {
    nullable: args[0]!.nullable && args[1]!.nullable,
    ...(isString(type) ? { collation: resultCollation(args, context, 'isnull') } : {}),
  });
}

function bindIsNumeric(value: BoundExpr): BoundExpr {
  if (isNumber(value.type)) return call('isnumeric', INT, [value], '({0} IS NOT NULL)::int4', { nullable: false });
  if (value.type.name === 'null') return literal(0, INT);
  if (!isString(value.type))
    return call('isnumeric', INT, [value], 'CASE WHEN {0} IS NULL THEN 0 ELSE 0 END', { nullable: false });
  const text = toText(value, 1, 'isnumeric');
  return call(
    'isnumeric',
    INT,
    [text.type.length === MAX ? convert(text, varchar(MAX), { mode: 'implicit' }) : text],
    'coalesce(sys.isnumeric({0}), 0)',
    { nullable: false },
  );
}

function bindChoose(args: readonly BoundExpr[], context: FunctionContext): BoundExpr {
  const [index, ...choices] = args;
  const { type, exprs: unified } = unify(choices);
  const branches = unified.map((_, i) => `WHEN ${i + 1} THEN {${i + 1}}`).join(' ');
  return call('choose', type, [toInt(index ?? constant(0)), ...unified], `CASE {0} ${branches} END`, {
    nullable: true,
    ...(isString(type) ? { collation: resultCollation(unified, context, 'choose') } : {}),
  });
}

function bindExtreme(op: 'greatest' | 'least', args: readonly BoundExpr[], context: FunctionContext): BoundExpr {
  const { type, exprs: unified } = unify(args);
  const places = unified.map((_, i) => `{${i}}`).join(', ');
  return call(op, type, unified, `${op}(${places})`, {
    nullable: unified.every((e) => e.nullable),
    ...(isString(type) ? { collation: resultCollation(unified, context, op) } : {}),
  });
}
