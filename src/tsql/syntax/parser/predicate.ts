import type { And, ComparisonOperator, Expr, FullText, Node, ObjectName, Or, Predicate } from '../ast/index.ts';
import { notACondition } from '../syntax-error.ts';
import { type Operand, asExpr, parseAdditive, parseExpr } from './expression.ts';
import { nameOf, parseName, parseObjectName } from './name.ts';
import { continueQuery, parseQuery } from './query.ts';
import type { TokenStream } from './token-stream.ts';

const KINDS: ReadonlySet<string> = new Set([
  'and',
  'or',
  'not',
  'comparison',
  'quantified-comparison',
  'between',
  'in-list',
  'in-query',
  'like',
  'is-null',
  'exists',
  'full-text',
  'updated-column',
  'current-of',
] satisfies Predicate['kind'][]);

export function isPredicate(node: Node): node is Predicate {
  return KINDS.has(node.kind);
}

/** A condition of WHERE, ON, IF, ...: a value there is error 4145. */
export function parseSearchCondition(s: TokenStream): Predicate {
  return asPredicate(s, parseCondition(s));
}

function asPredicate(s: TokenStream, operand: Operand): Predicate {
  if (!isPredicate(operand)) throw notACondition(s.token, s.previous());
  return operand;
}

/** A condition or, where there is no comparison, a value. */
export function parseCondition(s: TokenStream): Operand {
  const first = parseConjunction(s);
  if (!s.at('OR')) return first;
  const operands = [asPredicate(s, first)];
  while (s.accept('OR')) operands.push(asPredicate(s, parseConjunction(s)));
  return chain('or', operands, 0, operands.length);
}

function parseConjunction(s: TokenStream): Operand {
  const first = parseNegation(s);
  if (!s.at('AND')) return first;
  const operands = [asPredicate(s, first)];
  while (s.accept('AND')) operands.push(asPredicate(s, parseNegation(s)));
  return chain('and', operands, 0, operands.length);
}

/** From here on a chain of AND or OR becomes a balanced tree: programs write thousands of them, and trees are walked by recursion. */
const BALANCE_FROM = 32;

function chain(kind: 'and' | 'or', operands: readonly Predicate[], from: number, to: number): Predicate {
  if (to - from >= BALANCE_FROM) {
    const middle = (from + to) >> 1;
    return join(kind, chain(kind, operands, from, middle), chain(kind, operands, middle, to));
  }
  let left = operands[from]!;
  for (let i = from + 1; i < to; i++) left = join(kind, left, operands[i]!);
  return left;
}

function join(kind: 'and' | 'or', left: Predicate, right: Predicate): And | Or {
  return { kind, pos: left.pos, left, right };
}

function parseNegation(s: TokenStream): Operand {
  if (!s.at('NOT')) return parsePredicate(s);
  const { pos } = s.next();
  s.enter();
  const operand = asPredicate(s, parseNegation(s));
  s.leave();
  return { kind: 'not', pos, operand };
}

function parsePredicate(s: TokenStream): Operand {
  switch (s.token.word) {
    case 'EXISTS':
      return parseExists(s);
    case 'CONTAINS':
    case 'FREETEXT':
      return parseFullText(s);
    case 'UPDATE':
      return parseUpdatedColumn(s);
  }
  return parseComparison(s, parseAdditive(s));
}

function parseExists(s: TokenStream): Predicate {
  s.predicateToken = s.token;
  const { pos } = s.next();
  s.expect('(');
  s.enter();
  const query = parseQuery(s);
  s.leave();
  s.expect(')');
  return { kind: 'exists', pos, query };
}

function parseUpdatedColumn(s: TokenStream): Predicate {
  s.predicateToken = s.token;
  const { pos } = s.next();
  s.expect('(');
  const column = parseName(s);
  s.expect(')');
  return { kind: 'updated-column', pos, column };
}

function parseFullText(s: TokenStream): FullText {
  s.predicateToken = s.token;
  const { pos, word } = s.next();
  s.expect('(');
  const columns: ObjectName[] = [];
  if (s.accept('(')) {
    if (!s.accept('*')) {
      do columns.push(parseObjectName(s));
      while (s.accept(','));
    }
    s.expect(')');
  } else if (!s.accept('*')) columns.push(parseFullTextColumn(s));
  s.expect(',');
  const search = parseExpr(s);
  const language = s.accept(',') ? parseLanguage(s) : undefined;
  s.expect(')');
  return { kind: 'full-text', pos, function: word === 'CONTAINS' ? 'contains' : 'freetext', columns, search, language };
}

function parseFullTextColumn(s: TokenStream): ObjectName {
  if (!s.atWords('PROPERTY', '(')) return parseObjectName(s);
  return nameOf(parseName(s));
}

export function parseLanguage(s: TokenStream): Expr {
  s.expect('LANGUAGE');
  return parseExpr(s);
}

function parseComparison(s: TokenStream, left: Operand): Operand {
  const op = parseComparisonOperator(s);
  if (op !== undefined) {
    const expr = asExpr(s, left);
    const quantifier = s.at('ALL') ? 'all' : s.at('ANY') || s.at('SOME') ? 'any' : undefined;
    if (quantifier !== undefined) {
      s.next();
      s.expect('(');
      s.enter();
      const query = parseQuery(s);
      s.leave();
      s.expect(')');
      return { kind: 'quantified-comparison', pos: expr.pos, op, quantifier, left: expr, query };
    }
    return { kind: 'comparison', pos: expr.pos, op, left: expr, right: parseExpr(s) };
  }
  switch (s.token.word) {
    case 'IS':
      return parseIsNull(s, asExpr(s, left));
    case 'NOT':
      return parseNotPredicate(s, left);
    case 'IN':
    case 'LIKE':
    case 'BETWEEN':
      return parseTail(s, asExpr(s, left), false);
  }
  return left;
}

function parseNotPredicate(s: TokenStream, left: Operand): Operand {
  const { word } = s.peek(1);
  if (word !== 'IN' && word !== 'LIKE' && word !== 'BETWEEN') return left;
  const expr = asExpr(s, left);
  s.next();
  return parseTail(s, expr, true);
}

/** `=`, `<>`, ...; the two characters of an operator may stand apart. Undefined, and nothing taken, when there is none. */
function parseComparisonOperator(s: TokenStream): ComparisonOperator | undefined {
  const { word } = s.token;
  switch (word) {
    case '=':
    case '<>':
    case '<=':
    case '>=':
      return take(s, word);
    case '!=':
      return take(s, '<>');
    case '!<':
      return take(s, '>=');
    case '!>':
      return take(s, '<=');
    case '<':
      take(s, '<');
      return s.accept('=') ? '<=' : s.accept('>') ? '<>' : '<';
    case '>':
      take(s, '>');
      return s.accept('=') ? '>=' : '>';
    case '!':
      take(s, '<>');
      return s.accept('=') ? '<>' : s.accept('<') ? '>=' : s.accept('>') ? '<=' : s.fail();
  }
  return undefined;
}

function take(s: TokenStream, op: ComparisonOperator): ComparisonOperator {
  s.predicateToken = s.token;
  s.next();
  return op;
}

function parseIsNull(s: TokenStream, expr: Expr): Predicate {
  s.predicateToken = s.token;
  s.next();
  const not = s.accept('NOT');
  s.expect('NULL');
  return { kind: 'is-null', pos: expr.pos, not, expr };
}

/** IN, LIKE and BETWEEN behind their operand. */
function parseTail(s: TokenStream, expr: Expr, not: boolean): Predicate {
  s.predicateToken = s.token;
  const { word } = s.next();
  if (word === 'BETWEEN') {
    const low = parseExpr(s);
    s.expect('AND');
    return { kind: 'between', pos: expr.pos, not, expr, low, high: parseExpr(s) };
  }
  if (word === 'LIKE') {
    const pattern = parseExpr(s);
    return { kind: 'like', pos: expr.pos, not, expr, pattern, escape: parseEscape(s) };
  }
  return parseIn(s, expr, not);
}

/** ESCAPE 'c', also as ODBC's {escape 'c'}. */
function parseEscape(s: TokenStream): Expr | undefined {
  if (s.accept('ESCAPE')) return parseExpr(s);
  if (!s.atWords('{', 'ESCAPE')) return undefined;
  s.acceptWords('{', 'ESCAPE');
  const escape = parseExpr(s);
  s.expect('}');
  return escape;
}

function parseIn(s: TokenStream, expr: Expr, not: boolean): Predicate {
  s.expect('(');
  s.enter();
  if (s.at('SELECT')) {
    const query = parseQuery(s);
    s.leave();
    s.expect(')');
    return { kind: 'in-query', pos: expr.pos, not, expr, query };
  }
  const list = [parseExpr(s)];
  while (s.accept(',')) list.push(parseExpr(s));
  const only = list[0]!;
  if (list.length === 1 && only.kind === 'subquery') return parseInQuery(s, expr, not, only);
  s.leave();
  s.expect(')');
  return { kind: 'in-list', pos: expr.pos, not, expr, list };
}

/** `IN ((SELECT ...))` and `IN ((SELECT ...) UNION ...)` are queries, not lists of one scalar subquery. */
function parseInQuery(s: TokenStream, expr: Expr, not: boolean, only: Expr & { kind: 'subquery' }): Predicate {
  const query = s.at(')') ? only.query : continueQuery(s, only.query);
  s.leave();
  s.expect(')');
  return { kind: 'in-query', pos: expr.pos, not, expr, query };
}
