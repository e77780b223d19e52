import type { Literal, OdbcLiteral } from '../syntax/ast/index.ts';
import { isString } from '../types/families.ts';
import {
  FLOAT,
  INT,
  MAX,
  MONEY,
  NULL_TYPE,
  DATETIME,
  UNIQUEIDENTIFIER,
  numeric,
  nvarchar,
  varbinary,
  varchar,
} from '../types/sql-type.ts';
import type { SqlType } from '../types/sql-type.ts';
import type { SqlValue } from '../types/sql-value.ts';
import { isLatinCollation } from '../scalar/collation.ts';
import { convert } from '../scalar/index.ts';
import { narrow } from '../values/bytes.ts';
import { bindError } from './bind-error.ts';
import type { BoundExpr, BoundLiteral } from './bound.ts';
import type { BindContext } from './context.ts';

const INT_MAX = 2147483647n;
const MAX_PRECISION = 38;

/** A constant with the type that T-SQL gives it (sql-docs, data-types/constants-transact-sql). */
export function bindLiteral(ast: Literal, ctx: BindContext): BoundLiteral {
  switch (ast.type) {
    case 'null':
      return make(null, NULL_TYPE, ctx);
    case 'int': {
      const value = BigInt(ast.value);
      return value <= INT_MAX ? make(Number(value), INT, ctx) : exact(ast.value, ast, ctx);
    }
    case 'numeric':
      return exact(ast.value, ast, ctx);
    case 'float':
      return make(Number(ast.value), FLOAT, ctx);
    case 'money':
      return make(money(ast.value), MONEY, ctx);
    case 'string': {
      // Without N the text goes through the database's code page: what that lacks is lost (sql-docs, data-types/constants).
      const text = isLatinCollation(ctx.databaseCollation) ? narrow(ast.value) : ast.value;
      return make(text, varchar(text.length > 8000 ? MAX : Math.max(text.length, 1)), ctx);
    }
    case 'nstring':
      return make(ast.value, nvarchar(ast.value.length > 4000 ? MAX : Math.max(ast.value.length, 1)), ctx);
    case 'binary': {
      const bytes = Buffer.from(ast.value.length % 2 === 0 ? ast.value : `0${ast.value}`, 'hex');
      return make(new Uint8Array(bytes), varbinary(bytes.length > 8000 ? MAX : Math.max(bytes.length, 1)), ctx);
    }
  }
}

export function make(value: SqlValue, type: SqlType, ctx: Pick<BindContext, 'databaseCollation'>): BoundLiteral {
  const base = { kind: 'literal', value, type, nullable: value === null } as const;
  return isString(type) ? { ...base, collation: { name: ctx.databaseCollation, label: 'default' } } : base;
}

/** Digits with or without a point: numeric(p,s) with no more precision than its digits need. */
function exact(text: string, ast: Literal, ctx: BindContext): BoundLiteral {
  const [whole = '', fraction = ''] = text.split('.');
  const significant = whole.replace(/^0+/, '');
  const precision = Math.max(significant.length + fraction.length, 1);
  if (precision > MAX_PRECISION) {
    const message = `The number '${text}' is out of the range for numeric representation (maximum precision 38).`;
    throw bindError(ast.pos, 1007, 1, message, 15);
  }
  return make(BigInt(significant + fraction || '0'), numeric(precision, fraction.length), ctx);
}

/** Money has four decimals; more are rounded. */
function money(text: string): bigint {
  const [whole = '0', fraction = ''] = text.replaceAll(',', '').split('.');
  const scaled = BigInt(`${whole === '' ? '0' : whole}${fraction.slice(0, 4).padEnd(4, '0')}`);
  return (fraction[4] ?? '0') >= '5' ? scaled + 1n : scaled;
}

/** `{d '...'}`, `{t '...'}` and `{ts '...'}` are datetime (sql-docs, functions/odbc-scalar-functions; data-types/datetime). */
export function bindOdbcLiteral(ast: OdbcLiteral, ctx: BindContext): BoundExpr {
  const text = make(ast.value, varchar(Math.max(ast.value.length, 1)), ctx);
  return convert(text, ast.type === 'guid' ? UNIQUEIDENTIFIER : DATETIME, { mode: 'cast', dateFormat: 'ymd' });
}
