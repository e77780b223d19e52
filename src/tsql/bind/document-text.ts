import { call, literal } from '../scalar/call.ts';
import { convert } from '../scalar/index.ts';
import { familyOf } from '../types/families.ts';
import { INT, MAX, nvarchar } from '../types/sql-type.ts';
import type { BoundExpr } from './bound.ts';

/** The type of everything that FOR JSON and FOR XML build. */
export const DOCUMENT = nvarchar(MAX);

/** A piece of a document made of other pieces. NULL if a piece is, where the template does not say otherwise. */
export function piece(
  template: string,
  args: readonly BoundExpr[],
  nullable = args.some((arg) => arg.nullable),
): BoundExpr {
  return call('document', DOCUMENT, args, template, { nullable });
}

/** CONVERT styles that give ISO 8601 and full precision (sql-docs, functions/cast-and-convert-transact-sql). */
const ISO = 126;
const ISO_UTC = 127;
const FLOAT_DIGITS = 2;
const MONEY_DIGITS = 2;

/** A value as the text that documents show. */
export function documentText(expr: BoundExpr): BoundExpr {
  const style = (number: number): BoundExpr => convert(expr, DOCUMENT, { mode: 'cast', style: literal(number, INT) });
  switch (familyOf(expr.type)) {
    case 'float':
      return style(expr.type.name === 'real' ? 1 : FLOAT_DIGITS);
    case 'money':
      return style(MONEY_DIGITS);
    case 'legacy date':
    case 'date':
    case 'time':
      return style(ISO);
    case 'modern date':
      return style(expr.type.name === 'datetimeoffset' ? ISO_UTC : ISO);
    case 'binary':
    case 'image':
    case 'rowversion':
      return piece(`replace(encode({0}, 'base64'), E'\\n', '')::sys.string`, [expr]);
    case 'null':
      return literal(null, DOCUMENT);
    default:
      return convert(expr, DOCUMENT, { mode: 'cast' });
  }
}
