import type { BoundCollation, BoundExpr } from '../bind/bound.ts';
import { SqlError } from '../errors.ts';
import { isString } from '../types/families.ts';
import { collationConflict, invalidOperand } from '../types/type-errors.ts';
import { call } from './call.ts';

/** PostgreSQL's collation of a T-SQL one, by what it tells apart. Undefined: there is no such collation. */
export function pgCollation(name: string): string | undefined {
  const upper = name.toUpperCase();
  if (upper === 'DATABASE_DEFAULT' || upper === 'CATALOG_DEFAULT') return 'sys.ci_as';
  if (!/^[A-Z][A-Z0-9_]*$/.test(upper)) return undefined;
  if (/_BIN2?(_UTF8)?$/.test(upper)) return '"C"';
  const match = /_(CI|CS)_(AI|AS)(_KS)?(_WS)?(_VSS)?(_SC)?(_UTF8)?$/.exec(upper);
  if (match === null) return undefined;
  return `sys.${match[1]!.toLowerCase()}_${match[2]!.toLowerCase()}`;
}

export const DEFAULT_PG_COLLATION = 'sys.ci_as';

/** varchar of a _UTF8 collation holds any character; its length counts bytes of UTF-8. */
export const isUtf8Collation = (name: string | undefined): boolean => name !== undefined && /_UTF8$/i.test(name);

/** Code page 1252, where characters outside the page become '?'. Other code pages keep what they are given. */
export const isLatinCollation = (name: string | undefined): boolean =>
  name === undefined || (/^(SQL_)?Latin1_General/i.test(name) && !isUtf8Collation(name));

/** COLLATE clause. */
export function collate(expr: BoundExpr, name: string): BoundExpr {
  const pg = pgCollation(name);
  if (pg === undefined) throw new SqlError(448, 16, 3, `Invalid collation '${name}'.`);
  if (!isString(expr.type)) {
    if (expr.type.name === 'null') return expr;
    throw new SqlError(447, 16, 0, `Expression type ${expr.type.name} is invalid for COLLATE clause.`);
  }
  return call('collate', expr.type, [expr], `({0} COLLATE ${pg})`, { collation: { name, label: 'explicit' } });
}

/**
 * Collation precedence (sql-docs, statements/collation-precedence-transact-sql): explicit beats implicit beats default; two
 * different explicit ones are an error at once, two different implicit ones make "no collation", an error where one is needed.
 */
export function combineCollations(exprs: readonly BoundExpr[], operation: string): BoundCollation | undefined {
  let best: BoundCollation | undefined;
  for (const expr of exprs) {
    const next = expr.collation;
    if (next === undefined || !isString(expr.type)) continue;
    if (best === undefined) {
      best = next;
      continue;
    }
    const same = best.name.toLowerCase() === next.name.toLowerCase();
    if (best.label === 'explicit' && next.label === 'explicit' && !same)
      throw collationConflict(best.name, next.name, operation);
    if (RANK[next.label] > RANK[best.label]) best = next;
    else if (best.label === 'implicit' && next.label === 'implicit' && !same) {
      best = { name: `${best.name}\u0000${next.name}`, label: 'none' };
    }
  }
  return best;
}

const RANK = { explicit: 3, none: 2, implicit: 1, default: 0 } as const;

/** The collation that a comparison, LIKE, ORDER BY, ... over these operands uses; error 468 when they have no common one. */
export function comparisonCollation(exprs: readonly BoundExpr[], operation: string): BoundCollation | undefined {
  const combined = combineCollations(exprs, operation);
  if (combined?.label !== 'none') return combined;
  const [left = '', right = ''] = combined.name.split('\u0000');
  throw collationConflict(left, right, operation);
}

/** Whether PostgreSQL itself derives the server's collation for this operand: its type's own, not that of a text inside. */
function derivesDefault(expr: BoundExpr): boolean {
  return expr.kind === 'column' || expr.kind === 'literal' || expr.kind === 'variable';
}

/** `{0}` with the COLLATE clause it needs so that PostgreSQL compares by the resolved collation. */
export function collatedOperand(exprs: readonly BoundExpr[], operation: string): string {
  const resolved = comparisonCollation(exprs, operation);
  const pg = resolved === undefined ? DEFAULT_PG_COLLATION : pgCollation(resolved.name);
  if (pg === undefined) throw invalidOperand(exprs[0]!.type, operation);
  if (pg === DEFAULT_PG_COLLATION && exprs.some(derivesDefault) && resolved?.label !== 'explicit') return '{0}';
  return `({0} COLLATE ${pg})`;
}
