import type {
  AssignmentOperator,
  Expr,
  GroupBy,
  GroupItem,
  Name,
  ObjectName,
  Select,
  SelectItem,
  Top,
} from '../ast/index.ts';
import { END, INT, NSTRING, NUMERIC, FLOAT, OPERATOR, STRING, VARIABLE } from '../token.ts';
import { literalOf, parseExpr } from './expression.ts';
import { isIdentifier, parseName, parseObjectName, stringName, toName } from './name.ts';
import { parseSearchCondition } from './predicate.ts';
import { parseQuery } from './query.ts';
import { parseFrom } from './table-source.ts';
import type { TokenStream } from './token-stream.ts';

export function parseSelect(s: TokenStream): Select {
  const { pos } = s.expect('SELECT');
  const distinct = s.accept('DISTINCT');
  if (!distinct) s.accept('ALL');
  const top = s.at('TOP') ? parseTop(s) : undefined;
  const items = [parseSelectItem(s)];
  while (s.accept(',')) items.push(parseSelectItem(s));
  let into: ObjectName | undefined;
  let intoFilegroup: Name | undefined;
  if (s.accept('INTO')) {
    into = parseObjectName(s);
    if (s.accept('ON')) intoFilegroup = parseName(s);
  }
  const from = s.accept('FROM') ? parseFrom(s) : [];
  const where = s.accept('WHERE') ? parseSearchCondition(s) : undefined;
  const groupBy = s.at('GROUP') ? parseGroupBy(s) : undefined;
  const having = s.accept('HAVING') ? parseSearchCondition(s) : undefined;
  return { kind: 'select', pos, distinct, top, items, into, intoFilegroup, from, where, groupBy, having };
}

/** TOP (expr) or the old TOP number. */
export function parseTop(s: TokenStream): Top {
  const { pos } = s.next();
  const parenthesized = s.accept('(');
  let count: Expr;
  if (parenthesized) {
    count = s.at('SELECT') ? parseSubqueryCount(s) : parseExpr(s);
    s.expect(')');
  } else {
    const { type } = s.token;
    if (type !== INT && type !== NUMERIC && type !== FLOAT && type !== VARIABLE) s.fail();
    count = literalOf(s.token) ?? { kind: 'variable', pos: s.pos, name: s.token.text };
    s.next();
  }
  const percent = s.accept('PERCENT');
  const withTies = s.at('WITH') && s.peek(1).word === 'TIES' && s.acceptWords('WITH', 'TIES');
  return { kind: 'top', pos, count, percent, withTies, parenthesized };
}

function parseSubqueryCount(s: TokenStream): Expr {
  const { pos } = s.token;
  return { kind: 'subquery', pos, query: parseQuery(s) };
}

const ASSIGNMENTS: ReadonlySet<string> = new Set(['=', '+=', '-=', '*=', '/=', '%=', '&=', '|=', '^=']);

export function atAssignment(s: TokenStream, ahead = 0): boolean {
  const token = s.peek(ahead);
  return token.type === OPERATOR && ASSIGNMENTS.has(token.word);
}

export function parseAssignmentOperator(s: TokenStream): AssignmentOperator {
  if (!atAssignment(s)) s.fail();
  return s.next().word as AssignmentOperator;
}

export function parseSelectItem(s: TokenStream): SelectItem {
  const { pos, type } = s.token;
  if (s.accept('*')) return { kind: 'select-star', pos };
  if (type === VARIABLE && atAssignment(s, 1)) {
    const variable = s.next().text;
    const op = parseAssignmentOperator(s);
    return { kind: 'select-assignment', pos, variable, op, expr: parseExpr(s) };
  }
  const isString = type === STRING || type === NSTRING;
  if ((isString || isIdentifier(s.token)) && s.peek(1).word === '=') {
    const alias = isString ? stringName(s.next()) : toName(s.next());
    s.next();
    return { kind: 'select-expr', pos, expr: parseExpr(s), alias };
  }
  if (isQualifiedStar(s)) {
    const qualifier = parseStarQualifier(s);
    return { kind: 'select-star', pos, qualifier };
  }
  const expr = parseExpr(s);
  return { kind: 'select-expr', pos, expr, alias: parseSelectAlias(s) };
}

/** `a.b.*`: the first token that is neither an identifier nor a dot must be the star. */
function isQualifiedStar(s: TokenStream): boolean {
  if (!isIdentifier(s.token)) return false;
  let ahead = 1;
  while (s.peek(ahead).word === '.') {
    ahead++;
    if (s.peek(ahead).word === '*') return true;
    if (isIdentifier(s.peek(ahead))) ahead++;
  }
  return false;
}

function parseStarQualifier(s: TokenStream): ObjectName {
  const { pos } = s.token;
  const parts = [parseName(s)];
  for (;;) {
    s.expect('.');
    if (s.accept('*')) return { kind: 'object-name', pos, parts };
    parts.push(s.at('.') ? { text: '', quoted: false, pos: s.pos } : parseName(s));
  }
}

function parseSelectAlias(s: TokenStream): Name | undefined {
  if (s.accept('AS')) return parseAliasName(s);
  const { type } = s.token;
  if (type === STRING || type === NSTRING) return stringName(s.next());
  return atAlias(s) ? parseName(s) : undefined;
}

export function parseAliasName(s: TokenStream): Name {
  const { type } = s.token;
  return type === STRING || type === NSTRING ? stringName(s.next()) : parseName(s);
}

/** An identifier is an alias, unless it is a label (`done:`). */
export function atAlias(s: TokenStream): boolean {
  return isIdentifier(s.token) && s.peek(1).word !== ':';
}

function parseGroupBy(s: TokenStream): GroupBy {
  const { pos } = s.token;
  s.expectWords('GROUP', 'BY');
  const all = s.accept('ALL');
  const items: GroupItem[] = [];
  do items.push(parseGroupItem(s, true));
  while (s.accept(','));
  const old = s.at('WITH') ? s.peek(1).word : '';
  if (old !== 'CUBE' && old !== 'ROLLUP') return { kind: 'group-by', pos, all, items };
  s.next();
  s.next();
  return { kind: 'group-by', pos, all, items, with: old === 'CUBE' ? 'cube' : 'rollup' };
}

/** `top` level parentheses are values, inside ROLLUP, CUBE and GROUPING SETS they are sets; `()` is a set everywhere. */
function parseGroupItem(s: TokenStream, top: boolean): GroupItem {
  const { pos, word } = s.token;
  const next = s.peek(1).word;
  if (word === '(' && next === ')') {
    s.acceptWords('(', ')');
    return { kind: 'group-set', pos, exprs: [] };
  }
  if ((word === 'ROLLUP' || word === 'CUBE') && next === '(') {
    s.next();
    return { kind: word === 'CUBE' ? 'cube' : 'rollup', pos, items: parseGroupItems(s) };
  }
  if (word === 'GROUPING' && next === 'SETS') {
    s.next();
    s.next();
    return { kind: 'grouping-sets', pos, items: parseGroupItems(s) };
  }
  if (word === '(' && !top && isSet(s)) {
    s.next();
    const exprs = [parseExpr(s)];
    while (s.accept(',')) exprs.push(parseExpr(s));
    s.expect(')');
    return { kind: 'group-set', pos, exprs };
  }
  return { kind: 'group-expr', pos, expr: parseExpr(s) };
}

/** Does the parenthesis that starts here end the item, as in `(a, b)`, unlike `(a) + 1`? */
function isSet(s: TokenStream): boolean {
  let depth = 0;
  for (let ahead = 0; ; ahead++) {
    const { word, type } = s.peek(ahead);
    if (type === END) return true;
    if (word === '(') depth++;
    else if (word === ')' && --depth === 0) {
      const after = s.peek(ahead + 1).word;
      return after === ',' || after === ')';
    }
  }
}

function parseGroupItems(s: TokenStream): GroupItem[] {
  s.expect('(');
  s.enter();
  const items: GroupItem[] = [];
  do items.push(parseGroupItem(s, false));
  while (s.accept(','));
  s.leave();
  s.expect(')');
  return items;
}
