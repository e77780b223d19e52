import type { BoundExpr } from '../bind/bound.ts';
import { SqlError } from '../errors.ts';
import { conversionKind } from '../types/conversion-matrix.ts';
import { isString } from '../types/families.ts';
import { INT, type SqlType, sameType } from '../types/sql-type.ts';
import { explicitNotAllowed, implicitNotAllowed, operandClash } from '../types/type-errors.ts';
import type { DateFormat } from '../values/date-parse.ts';
import { convertValue } from '../values/convert-value.ts';
import { call, literal } from './call.ts';
import { isLatinCollation } from './collation.ts';
import { conversionTemplate } from './conversion-template.ts';

/**
 * implicit: an operand of an operator or function; assign: a value for a column, variable or parameter; cast: CAST and CONVERT;
 * try: TRY_CAST and TRY_CONVERT.
 */
export type ConvertMode = 'implicit' | 'assign' | 'cast' | 'try';

export interface ConvertOptions {
  readonly mode: ConvertMode;
  /** Third argument of CONVERT. */
  readonly style?: number | BoundExpr;
  /** SET DATEFORMAT; default mdy. */
  readonly dateFormat?: DateFormat;
  /** Assignment to a column: text that is too long is error 2628 and names it. Without it text is cut silently. */
  readonly column?: { readonly table: string; readonly column: string };
  /** Collation of the target (the column's, else the database's): varchar outside its code page becomes '?'. */
  readonly collation?: string;
}

export function convert(expr: BoundExpr, target: SqlType, options: ConvertOptions): BoundExpr {
  checkAllowed(expr.type, target, options.mode);
  const style = typeof options.style === 'number' ? literal(options.style, INT) : options.style;
  if (sameType(expr.type, target) && style === undefined) return expr;
  if (expr.type.name === 'null') return literal(null, target);
  const folded = fold(expr, target, style, options);
  if (folded !== undefined) return options.mode === 'try' ? { ...folded, nullable: true } : folded;
  const dateFormat = options.dateFormat ?? 'mdy';
  const styled =
    style === undefined || style.kind === 'literal' ? undefined : convert(style, INT, { mode: 'implicit' });
  const constantStyle = style?.kind === 'literal' && typeof style.value === 'number' ? style.value : undefined;
  if (style?.kind === 'literal' && style.value === null) return literal(null, target);
  const quiet = options.mode === 'try';
  const latin = isLatinCollation(options.collation ?? expr.collation?.name);
  const template = conversionTemplate(expr.type, target, {
    quiet,
    explicit: quiet || options.mode === 'cast',
    style: styled === undefined ? (constantStyle === undefined ? undefined : String(constantStyle)) : '{1}',
    dateFormat,
    column: options.mode === 'assign' ? options.column : undefined,
    latin,
  });
  return call('convert', target, styled === undefined ? [expr] : [expr, styled], template, {
    nullable: expr.nullable || quiet || styled?.nullable === true,
    ...(isString(expr.type) && isString(target) && expr.collation !== undefined ? { collation: expr.collation } : {}),
    options: {
      mode: options.mode,
      dateFormat,
      ...(latin ? {} : { latin }),
      ...(constantStyle === undefined ? {} : { style: constantStyle }),
      ...(options.mode === 'assign' && options.column !== undefined ? options.column : {}),
    },
  });
}

function checkAllowed(from: SqlType, to: SqlType, mode: ConvertMode): void {
  const kind = conversionKind(from, to);
  if (kind === 'implicit') return;
  const explicit = mode === 'cast' || mode === 'try';
  if (kind === 'explicit' && explicit) return;
  if (kind === 'explicit') throw implicitNotAllowed(from, to);
  throw explicit ? explicitNotAllowed(from, to) : operandClash(from, to);
}

/** A constant is converted while binding. One that fails is left to run time: its branch may never run. */
function fold(
  expr: BoundExpr,
  target: SqlType,
  style: BoundExpr | undefined,
  options: ConvertOptions,
): BoundExpr | undefined {
  if (expr.kind !== 'literal' || (style !== undefined && style.kind !== 'literal')) return undefined;
  if (expr.value === null || style?.value === null) return literal(null, target);
  // A variant is made, and xml is checked, where it runs.
  if (target.name === 'sql_variant' || target.name === 'xml') return undefined;
  try {
    const value = convertValue(expr.value, expr.type, target, {
      mode: options.mode,
      ...(style === undefined ? {} : { style: Number(style.value) }),
      dateFormat: options.dateFormat ?? 'mdy',
      latin: isLatinCollation(options.collation ?? expr.collation?.name),
      ...(options.column === undefined ? {} : { column: options.column }),
    });
    return literal(value, target, isString(target) && isString(expr.type) ? expr.collation : undefined);
  } catch (error) {
    if (error instanceof SqlError) return undefined;
    throw error;
  }
}
