import { convert } from '../../scalar/convert.ts';
import { isDateTime, isFloat, isInteger, isNumber } from '../../types/families.ts';
import { FLOAT, nvarchar } from '../../types/sql-type.ts';
import type { BoundExpr } from '../bound.ts';
import { ticksAt } from './date-carrier.ts';
import { define, invalidArgument, textCall, toNvarchar } from './define.ts';
import type { FunctionContext, FunctionDef } from './function-def.ts';

/** FORMAT: by .NET's format strings (the runtime's 260-format.sql). */
export const FORMAT_FUNCTIONS: readonly FunctionDef[] = [define('string', 'FORMAT', [2, 3], bindFormat)];

function bindFormat(context: FunctionContext, value: BoundExpr, format: BoundExpr, culture?: BoundExpr): BoundExpr {
  const { type } = value;
  const known = isDateTime(type) || (isNumber(type) && type.name !== 'bit');
  if (!known) throw invalidArgument(type, 1, 'format');
  const args = [
    isFloat(type) ? convert(value, FLOAT, { mode: 'implicit' }) : value,
    toNvarchar(format),
    ...(culture === undefined ? [] : [toNvarchar(culture, 10)]),
  ];
  const rest = `{1}, ${culture === undefined ? 'NULL' : '{2}'}`;
  return textCall('format', nvarchar(4000), args, template(value, rest), context, true);
}

function template({ type }: BoundExpr, rest: string): string {
  if (type.name === 'time') return `sys.format_time({0}, ${rest})`;
  if (isDateTime(type)) {
    const minutes = type.name === 'datetimeoffset' ? '({0}).minutes' : 'NULL';
    return `sys.format_datetime(${ticksAt('{0}', type)}, ${minutes}, ${rest})`;
  }
  return `sys.format_number({0}::numeric, ${rest}, ${isInteger(type)})`;
}
