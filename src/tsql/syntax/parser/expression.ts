import type { Binary, BinaryOperator, Expr, Literal, Predicate } from '../ast/index.ts';
import {
  BINARY,
  END,
  FLOAT,
  GLOBAL,
  INT,
  KEYWORD,
  MONEY,
  NSTRING,
  NUMERIC,
  PSEUDO,
  QUOTED,
  STRING,
  type Token,
  VARIABLE,
  WORD,
} from '../token.ts';
import { nestedTooDeeply } from '../syntax-error.ts';
import { isPredicate, parseCondition, parseSearchCondition } from './predicate.ts';
import { parseCallOrColumn, parseKeywordFunction, parsePseudo, startsWordFunction } from './function.ts';
import { parseName } from './name.ts';
import { continueQuery, parseQuery } from './query.ts';
import { parseOdbcEscape } from './odbc.ts';
import type { TokenStream } from './token-stream.ts';

/**
 * Values, by precedence climbing. docs/t-sql/language-elements/operator-precedence-transact-sql.md: `~`, then `* / %`, then
 * `+ - & ^ |` and the unary signs, then comparisons. The signs bind less tightly than `*`: `-a / -b * c` is -(a / -(b * c)).
 *
 * A parenthesis may hold a condition or a value, and one token of look-ahead cannot tell: the inner levels return either, and
 * `asExpr` refuses a condition where a value must stand.
 */
export type Operand = Expr | Predicate;

/** Left-deep chains of operators are as deep to whoever walks the tree as nested parentheses, if cheaper to parse. */
const MAX_CHAIN = 1000;

export function parseExpr(s: TokenStream): Expr {
  return asExpr(s, parseAdditive(s));
}

export function asExpr(s: TokenStream, operand: Operand): Expr {
  if (isPredicate(operand)) s.fail(s.predicateToken);
  return operand;
}

const LITERALS: ReadonlyMap<number, Literal['type']> = new Map([
  [STRING, 'string'],
  [NSTRING, 'nstring'],
  [INT, 'int'],
  [NUMERIC, 'numeric'],
  [FLOAT, 'float'],
  [MONEY, 'money'],
  [BINARY, 'binary'],
]);

export function literalOf(token: Token): Literal | undefined {
  const type = LITERALS.get(token.type);
  return type === undefined ? undefined : { kind: 'literal', pos: token.pos, type, value: token.text };
}

export function parseAdditive(s: TokenStream): Operand {
  let left = parseMultiplicative(s);
  for (let count = 0; ; count++) {
    const op = s.token.word;
    if (op !== '+' && op !== '-' && op !== '&' && op !== '|' && op !== '^') return left;
    left = binary(s, op, left, parseMultiplicative, count);
  }
}

function parseMultiplicative(s: TokenStream): Operand {
  let left = parseUnary(s);
  for (let count = 0; ; count++) {
    const op = s.token.word;
    if (op !== '*' && op !== '/' && op !== '%') return left;
    left = binary(s, op, left, parseUnary, count);
  }
}

function binary(
  s: TokenStream,
  op: BinaryOperator,
  left: Operand,
  parseRight: (s: TokenStream) => Operand,
  count: number,
): Binary {
  if (count > MAX_CHAIN) throw nestedTooDeeply(s.pos.line);
  const a = asExpr(s, left);
  s.next();
  return { kind: 'binary', pos: a.pos, op, left: a, right: asExpr(s, parseRight(s)) };
}

function parseUnary(s: TokenStream): Operand {
  const { word, pos } = s.token;
  if (word === '-' || word === '+' || word === '~') {
    s.next();
    s.enter();
    const operand = asExpr(s, word === '~' ? parseUnary(s) : parseMultiplicative(s));
    s.leave();
    return { kind: 'unary', pos, op: word, operand };
  }
  return parsePostfix(s, parsePrimary(s));
}

/** COLLATE, AT TIME ZONE and methods behind a value. */
function parsePostfix(s: TokenStream, primary: Operand): Operand {
  let operand = primary;
  for (let count = 0; ; count++) {
    const { word } = s.token;
    if (word !== 'COLLATE' && word !== 'AT' && word !== '.') return operand;
    if (count > MAX_CHAIN) throw nestedTooDeeply(s.pos.line);
    if (word === 'COLLATE') {
      const expr = asExpr(s, operand);
      s.next();
      operand = { kind: 'collate', pos: expr.pos, expr, collation: parseName(s) };
    } else if (word === 'AT') {
      if (s.peek(1).word !== 'TIME' || s.peek(2).word !== 'ZONE') return operand;
      const expr = asExpr(s, operand);
      s.acceptWords('AT', 'TIME', 'ZONE');
      operand = { kind: 'at-time-zone', pos: expr.pos, expr, zone: asExpr(s, parsePrimary(s)) };
    } else {
      const target = asExpr(s, operand);
      s.next();
      const method = parseName(s);
      operand = { kind: 'method-call', pos: target.pos, target, method, args: parseArguments(s) };
    }
  }
}

/** `(a, b)`; DEFAULT may stand for an argument of the user's functions. */
export function parseArguments(s: TokenStream): Expr[] {
  s.expect('(');
  const args: Expr[] = [];
  if (s.accept(')')) return args;
  s.enter();
  do args.push(parseExprOrDefault(s));
  while (s.accept(','));
  s.leave();
  s.expect(')');
  return args;
}

export function parseExprOrDefault(s: TokenStream): Expr {
  if (s.at('DEFAULT')) return { kind: 'default', pos: s.next().pos };
  return parseExpr(s);
}

function parsePrimary(s: TokenStream): Operand {
  const token = s.token;
  switch (token.type) {
    case WORD:
      if (startsWordFunction(s)) return parseKeywordFunction(s);
      return parseCallOrColumn(s);
    case QUOTED:
      return parseCallOrColumn(s);
    case VARIABLE:
      s.next();
      return { kind: 'variable', pos: token.pos, name: token.text };
    case GLOBAL:
      s.next();
      return { kind: 'global-variable', pos: token.pos, name: token.text };
    case KEYWORD:
      if (token.word === 'NULL') {
        s.next();
        return { kind: 'literal', pos: token.pos, type: 'null', value: '' };
      }
      if (token.word === 'CASE') return parseCase(s);
      return parseKeywordFunction(s);
    case PSEUDO:
      return parsePseudo(s);
    case END:
      return s.fail();
  }
  const literal = literalOf(token);
  if (literal !== undefined) {
    s.next();
    return literal;
  }
  if (token.word === '(') return parseParenthesis(s);
  if (token.word === '{') return parseOdbcEscape(s);
  if (token.word === '.') return parseCallOrColumn(s);
  return s.fail();
}

/** A subquery, a value or a condition. `((SELECT 1) UNION SELECT 2)` only shows what it is behind its first inner parenthesis. */
function parseParenthesis(s: TokenStream): Operand {
  const { pos } = s.next();
  s.enter();
  let inner: Operand;
  if (s.at('SELECT')) inner = { kind: 'subquery', pos, query: parseQuery(s) };
  else {
    inner = parseCondition(s);
    if (inner.kind === 'subquery' && !s.at(')'))
      inner = { kind: 'subquery', pos, query: continueQuery(s, inner.query) };
  }
  s.leave();
  s.expect(')');
  return inner;
}

function parseCase(s: TokenStream): Expr {
  const { pos } = s.next();
  s.enter();
  const node = s.at('WHEN') ? parseSearchedCase(s, pos) : parseSimpleCase(s, pos);
  s.leave();
  return node;
}

function parseSearchedCase(s: TokenStream, pos: Expr['pos']): Expr {
  const branches: { when: Predicate; then: Expr }[] = [];
  while (s.accept('WHEN')) {
    const when = parseSearchCondition(s);
    s.expect('THEN');
    branches.push({ when, then: parseExpr(s) });
  }
  const otherwise = parseElse(s);
  return { kind: 'searched-case', pos, branches, otherwise };
}

function parseSimpleCase(s: TokenStream, pos: Expr['pos']): Expr {
  const operand = parseExpr(s);
  const branches: { when: Expr; then: Expr }[] = [];
  if (!s.at('WHEN')) s.fail();
  while (s.accept('WHEN')) {
    const when = parseExpr(s);
    s.expect('THEN');
    branches.push({ when, then: parseExpr(s) });
  }
  const otherwise = parseElse(s);
  return { kind: 'simple-case', pos, operand, branches, otherwise };
}

function parseElse(s: TokenStream): Expr | undefined {
  const otherwise = s.accept('ELSE') ? parseExpr(s) : undefined;
  s.expect('END');
  return otherwise;
}
