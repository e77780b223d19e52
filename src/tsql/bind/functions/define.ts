import { SqlError } from '../../errors.ts';
import { call, literal } from '../../scalar/call.ts';
import { combineCollations } from '../../scalar/collation.ts';
import { convert } from '../../scalar/convert.ts';
import { isBinary, isString, isUnicode, messageName } from '../../types/families.ts';
import { BIGINT, FLOAT, INT, MAX, type SqlType, nvarchar, varchar } from '../../types/sql-type.ts';
import type { BoundCall, BoundCollation, BoundExpr } from '../bound.ts';
import type { FunctionArea, FunctionContext, FunctionDef } from './function-def.ts';

/** The registry has checked the number of arguments: a body takes those it declares, optional ones as `x?: BoundExpr`. */
type Body = (
  context: FunctionContext,
  ...args: [BoundExpr, BoundExpr, BoundExpr, BoundExpr, BoundExpr, ...BoundExpr[]]
) => BoundExpr;

export function define(
  area: FunctionArea,
  name: string,
  arity: number | readonly [number, number],
  body: Body,
): FunctionDef {
  const [minArgs, maxArgs] = typeof arity === 'number' ? [arity, arity] : arity;
  return {
    name,
    area,
    minArgs,
    maxArgs,
    bind: (args, context) =>
      body(context, ...(args as Parameters<Body> extends [FunctionContext, ...infer A] ? A : never)),
  };
}

export function defineWithDatepart(name: string, arity: number | readonly [number, number], body: Body): FunctionDef {
  return { ...define('date and time', name, arity, body), datepart: true };
}

/** Arguments as a list, for functions that take any number. */
export function defineVariadic(
  area: FunctionArea,
  name: string,
  minArgs: number,
  maxArgs: number,
  bind: (args: readonly BoundExpr[], context: FunctionContext) => BoundExpr,
): FunctionDef {
  return { name, area, minArgs, maxArgs, bind };
}

export function volatileCall(
  op: string,
  type: SqlType,
  args: readonly BoundExpr[],
  template: string,
  nullable = false,
): BoundCall {
  return { ...call(op, type, args, template, { nullable }), volatile: true };
}

/** 8116. `position` counts from 1. */
export function invalidArgument(type: SqlType, position: number, name: string): SqlError {
  return new SqlError(
    8116,
    16,
    1,
    `Argument data type ${messageName(type)} is invalid for argument ${position} of ${name} function.`,
  );
}

export const toInt = (expr: BoundExpr): BoundExpr => convert(expr, INT, { mode: 'implicit' });
export const toBigint = (expr: BoundExpr): BoundExpr => convert(expr, BIGINT, { mode: 'implicit' });
export const toFloat = (expr: BoundExpr): BoundExpr => convert(expr, FLOAT, { mode: 'implicit' });
export const toName = (expr: BoundExpr): BoundExpr => convert(expr, nvarchar(256), { mode: 'implicit' });
export const toNvarchar = (expr: BoundExpr, length = 4000): BoundExpr =>
  convert(expr, nvarchar(length), { mode: 'implicit' });

export const constant = (n: number): BoundExpr => literal(n, INT);

/** The value of a constant integer argument, which may set the length of a result. */
export function constantInteger(expr: BoundExpr | undefined): number | undefined {
  if (expr?.kind !== 'literal') return undefined;
  if (typeof expr.value === 'number') return Math.trunc(expr.value);
  return typeof expr.value === 'bigint' && expr.type.name === 'bigint' ? Number(expr.value) : undefined;
}

/** Characters that a value of the type needs as text under style 0. */
export function textLength(type: SqlType): number {
  switch (type.name) {
    case 'bit':
      return 1;
    case 'tinyint':
      return 3;
    case 'smallint':
      return 6;
    case 'int':
      return 12;
    case 'bigint':
      return 24;
    case 'date':
      return 10;
    case 'time':
      return 16;
    case 'datetime':
    case 'smalldatetime':
      return 30;
    case 'datetime2':
      return 27;
    case 'datetimeoffset':
      return 34;
    case 'uniqueidentifier':
      return 36;
    case 'decimal':
    case 'numeric':
    case 'money':
    case 'smallmoney':
      return 41;
    case 'real':
    case 'float':
      return 32;
    case 'null':
      return 1;
    default:
      return type.length;
  }
}

/**
 * Any argument as a string: character types stay, numbers, dates and GUIDs convert implicitly. Error 8116 for what has no
 * implicit conversion, and for the old LOB types where the function does not take them.
 */
export function toText(expr: BoundExpr, position: number, name: string, lobs: 'lobs' | 'no lobs' = 'lobs'): BoundExpr {
  const type = expr.type;
  if (type.name === 'text' || type.name === 'ntext') {
    if (lobs === 'no lobs') throw invalidArgument(type, position, name);
    return convert(expr, type.name === 'text' ? varchar(MAX) : nvarchar(MAX), { mode: 'implicit' });
  }
  if (isString(type)) return expr;
  if (['sql_variant', 'xml', 'image', 'cursor', 'boolean', 'rowversion'].includes(type.name)) {
    throw invalidArgument(type, position, name);
  }
  return convert(expr, varchar(textLength(type)), { mode: 'implicit' });
}

const limitOf = (unicode: boolean): number => (unicode ? 4000 : 8000);

/** varchar or nvarchar of a length, at least 1, at most the limit of its kind; MAX stays. */
export function textType(unicode: boolean, length: number): SqlType {
  const bounded = length === MAX ? MAX : Math.max(1, Math.min(length, limitOf(unicode)));
  return unicode ? nvarchar(bounded) : varchar(bounded);
}

/** The longest of the kind, or (max) when one of the operands is. */
export function widestType(unicode: boolean, operands: readonly BoundExpr[]): SqlType {
  return textType(unicode, operands.some(isMax) ? MAX : limitOf(unicode));
}

export const isMax = (expr: BoundExpr): boolean =>
  expr.type.length === MAX && (isString(expr.type) || isBinary(expr.type) || expr.type.name === 'xml');

export const anyUnicode = (exprs: readonly BoundExpr[]): boolean =>
  exprs.some((e) => isUnicode(e.type) || e.type.name === 'xml');

/** Collation of a string that a function makes out of its arguments. */
export function resultCollation(exprs: readonly BoundExpr[], context: FunctionContext, name: string): BoundCollation {
  return combineCollations(exprs, name) ?? { name: context.databaseCollation, label: 'default' };
}

/** A call whose result is text. */
export function textCall(
  op: string,
  type: SqlType,
  args: readonly BoundExpr[],
  template: string,
  context: FunctionContext,
  nullable?: boolean,
): BoundCall {
  return call(op, type, args, template, { collation: resultCollation(args, context, op), nullable });
}

/**
 * Whether positions in this text are UTF-16 code units (nvarchar) or characters: varchar, and collations with supplementary
 * characters (sql-docs, relational-databases/collations/collation-and-unicode-support).
 */
export function countsUnits(expr: BoundExpr, context: FunctionContext): boolean {
  return isUnicode(expr.type) && !hasSupplementary(expr.collation?.name ?? context.databaseCollation);
}

export const hasSupplementary = (collation: string): boolean => /_(SC|140|UTF8)(_|$)/i.test(collation);

/** Suffix of the runtime's functions for this text. */
export const unitSuffix = (expr: BoundExpr, context: FunctionContext): '_u' | '' =>
  countsUnits(expr, context) ? '_u' : '';

/** What sys.fold takes: the differences that the collation does not see. */
export function foldMode(collation: string): 'cs' | 'ci' | 'ai' | 'ci_ai' {
  if (/_BIN2?(_|$)/i.test(collation)) return 'cs';
  const ci = /_CI(_|$)/i.test(collation);
  const ai = /_AI(_|$)/i.test(collation);
  return ci ? (ai ? 'ci_ai' : 'ci') : ai ? 'ai' : 'cs';
}

/** `{i}` folded by the collation, as sys.charindex and sys.patindex want their operands. */
export function folded(place: string, collation: string): string {
  const mode = foldMode(collation);
  return mode === 'cs' ? place : `sys.fold_${mode}(${place})`;
}
