import type { BoundExpr } from '../bind/bound.ts';
import { SqlError } from '../errors.ts';
import { isString, isUnicode } from '../types/families.ts';
import { MAX, nvarchar, varchar } from '../types/sql-type.ts';
import { condition, literal } from './call.ts';
import { collatedOperand } from './collation.ts';
import { convert } from './convert.ts';

/** `value LIKE pattern [ESCAPE escape]`. */
export function bindLike(
  value: BoundExpr,
  pattern: BoundExpr,
  escape: BoundExpr | undefined,
  negated: boolean,
): BoundExpr {
  const [text, like, escaping] = [asText(value), asText(pattern), escape === undefined ? undefined : asText(escape)];
  const options = { negated };
  const args = escaping === undefined ? [text, like] : [text, like, escaping];
  const collated = collatedOperand([text, like], 'like');
  const word = negated ? 'NOT LIKE' : 'LIKE';
  const op = negated ? 'not like' : 'like';
  const plain = plainPattern(like, escaping);
  // In char and varchar trailing spaces of the value may be left unmatched; what ends in % matches them anyway.
  const padded =
    !isUnicode(text.type) && !isUnicode(like.type) && !(typeof plain === 'string' && /(^|[^\\])%$/.test(plain));
  if (plain !== undefined && !padded) {
    const constant = literal(plain, like.type, like.collation);
    return condition(op, [text, constant], `(${collated}::text ${word} ({1})::text)`, {
      options: { ...options, escaped: true },
    });
  }
  const escapeHole = escaping === undefined ? `''` : '{2}';
  const matcher = padded ? 'sys.like_padded' : 'sys.like';
  return condition(op, args, `(${negated ? 'NOT ' : ''}${matcher}(${collated}, {1}, ${escapeHole}))`, { options });
}

function asText(expr: BoundExpr): BoundExpr {
  if (isString(expr.type)) return expr;
  if (expr.type.name === 'null') return convert(expr, varchar(1), { mode: 'implicit' });
  if (expr.type.name === 'xml' || expr.type.name === 'image') {
    throw new SqlError(8116, 16, 1, `Argument data type ${expr.type.name} is invalid for argument 1 of like function.`);
  }
  return convert(expr, expr.type.name === 'sql_variant' ? nvarchar(MAX) : varchar(8000), { mode: 'implicit' });
}

/** A constant pattern without character classes as PostgreSQL's LIKE takes it: backslash escapes what is not a wildcard. */
function plainPattern(pattern: BoundExpr, escape: BoundExpr | undefined): string | undefined {
  if (pattern.kind !== 'literal' || typeof pattern.value !== 'string') return undefined;
  if (escape !== undefined && (escape.kind !== 'literal' || typeof escape.value !== 'string')) return undefined;
  const escapeCharacter = escape === undefined ? '' : String(escape.value);
  if (escape !== undefined && [...escapeCharacter].length !== 1) return undefined;
  let result = '';
  const characters = [...pattern.value];
  for (let i = 0; i < characters.length; i++) {
    const character = characters[i]!;
    if (character === escapeCharacter && escapeCharacter !== '') {
      const next = characters[++i];
      if (next === undefined || next === '\\') return undefined;
      result += `\\${next}`;
    } else if (character === '[' || character === '\\') {
      // PostgreSQL 18 misreads an escaped backslash under a nondeterministic collation ('a\\b' LIKE 'a\\\\b' is false).
      return undefined;
    } else {
      result += character;
    }
  }
  return result;
}
