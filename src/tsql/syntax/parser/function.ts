import type {
  Call,
  Cast,
  Expr,
  Frame,
  FrameBound,
  Name,
  NextValueFor,
  ObjectName,
  OrderItem,
  Over,
  Parse,
} from '../ast/index.ts';
import { PSEUDO, type Token } from '../token.ts';
import { expectedWord } from '../syntax-error.ts';
import { asExpr, parseAdditive, parseArguments, parseExpr, parseExprOrDefault } from './expression.ts';
import { nameOf, parseDataType, parseName, parseObjectName, toName } from './name.ts';
import { parseSearchCondition } from './predicate.ts';
import { parseOrderBy } from './query.ts';
import type { TokenStream } from './token-stream.ts';

/** Functions with a grammar of their own whose names are not reserved: only with a parenthesis behind them. */
const WORD_FUNCTIONS: ReadonlySet<string> = new Set(['CAST', 'TRY_CAST', 'PARSE', 'TRY_PARSE', 'IIF', 'TRIM', 'NEXT']);

export function startsWordFunction(s: TokenStream): boolean {
  const { word } = s.token;
  if (!WORD_FUNCTIONS.has(word)) return false;
  const next = s.peek(1).word;
  return word === 'NEXT' ? next === 'VALUE' && s.peek(2).word === 'FOR' : next === '(';
}

/** Functions whose names are words of the grammar. Any other keyword cannot start a value. */
export function parseKeywordFunction(s: TokenStream): Expr {
  const token = s.token;
  switch (token.word) {
    case 'CAST':
    case 'TRY_CAST':
      return parseCast(s);
    case 'PARSE':
    case 'TRY_PARSE':
      return parseParse(s);
    case 'CONVERT':
    case 'TRY_CONVERT':
      return parseConvert(s);
    case 'IIF':
      return parseIif(s);
    case 'TRIM':
      return parseTrim(s);
    case 'NEXT':
      return parseNextValueFor(s);
    case 'COALESCE':
      s.next();
      return { kind: 'coalesce', pos: token.pos, args: parseArguments(s) };
    case 'NULLIF':
      return parseNullif(s);
    case 'IDENTITY':
      return parseIdentityFunction(s);
    case 'CURRENT_TIMESTAMP':
    case 'CURRENT_USER':
    case 'SESSION_USER':
    case 'SYSTEM_USER':
    case 'USER':
      s.next();
      return { kind: 'call', pos: token.pos, name: nameOf(toName(token)), args: [], niladic: true };
    case 'LEFT':
    case 'RIGHT':
      s.next();
      return { kind: 'call', pos: token.pos, name: nameOf(toName(token)), args: parseArguments(s) };
    case 'IDENTITYCOL':
    case 'ROWGUIDCOL':
      s.next();
      return { kind: 'pseudo-column', pos: token.pos, name: token.word === 'IDENTITYCOL' ? '$identity' : '$rowguid' };
    default:
      return s.fail();
  }
}

function expectAs(s: TokenStream, name: Token): void {
  if (!s.accept('AS')) throw expectedWord(name, 'AS');
}

function parseCast(s: TokenStream): Cast {
  const token = s.next();
  s.expect('(');
  s.enter();
  const expr = parseExpr(s);
  s.leave();
  expectAs(s, token);
  const type = parseDataType(s);
  s.expect(')');
  return { kind: 'cast', pos: token.pos, try: token.word === 'TRY_CAST', expr, type };
}

function parseParse(s: TokenStream): Parse {
  const token = s.next();
  s.expect('(');
  s.enter();
  const expr = parseExpr(s);
  s.leave();
  expectAs(s, token);
  const type = parseDataType(s);
  const culture = s.accept('USING') ? parseExpr(s) : undefined;
  s.expect(')');
  return { kind: 'parse', pos: token.pos, try: token.word === 'TRY_PARSE', expr, type, culture };
}

function parseConvert(s: TokenStream): Expr {
  const token = s.next();
  s.expect('(');
  s.enter();
  const type = parseDataType(s);
  s.expect(',');
  const expr = parseExpr(s);
  const style = s.accept(',') ? parseExpr(s) : undefined;
  s.leave();
  s.expect(')');
  return { kind: 'convert', pos: token.pos, try: token.word === 'TRY_CONVERT', type, expr, style };
}

function parseIif(s: TokenStream): Expr {
  const { pos } = s.next();
  s.expect('(');
  s.enter();
  const condition = parseSearchCondition(s);
  s.expect(',');
  const then = parseExpr(s);
  s.expect(',');
  const otherwise = parseExpr(s);
  s.leave();
  s.expect(')');
  return { kind: 'iif', pos, condition, then, otherwise };
}

function parseNullif(s: TokenStream): Expr {
  const { pos } = s.next();
  s.expect('(');
  s.enter();
  const left = parseExpr(s);
  s.expect(',');
  const right = parseExpr(s);
  s.leave();
  s.expect(')');
  return { kind: 'nullif', pos, left, right };
}

/** TRIM([characters FROM] string). */
function parseTrim(s: TokenStream): Call {
  const token = s.next();
  const name = nameOf(toName(token));
  s.expect('(');
  s.enter();
  const args = [parseExpr(s)];
  const from = s.accept('FROM');
  if (from) args.push(parseExpr(s));
  s.leave();
  s.expect(')');
  return from
    ? { kind: 'call', pos: token.pos, name, args, trimFrom: true }
    : { kind: 'call', pos: token.pos, name, args };
}

function parseNextValueFor(s: TokenStream): NextValueFor {
  const { pos } = s.token;
  s.expectWords('NEXT', 'VALUE', 'FOR');
  const sequence = parseObjectName(s);
  return { kind: 'next-value-for', pos, sequence, over: s.at('OVER') ? parseOver(s) : undefined };
}

function parseIdentityFunction(s: TokenStream): Expr {
  const { pos } = s.next();
  s.expect('(');
  const type = parseDataType(s);
  const seed = s.accept(',') ? parseExpr(s) : undefined;
  const increment = seed !== undefined && s.accept(',') ? parseExpr(s) : undefined;
  s.expect(')');
  return { kind: 'identity-function', pos, type, seed, increment };
}

/** `$action`, or `$partition.f(x)`. */
export function parsePseudo(s: TokenStream, qualifier?: ObjectName): Expr {
  const token = s.next();
  if (token.word !== '$PARTITION') {
    return { kind: 'pseudo-column', pos: qualifier?.pos ?? token.pos, qualifier, name: token.text.toLowerCase() };
  }
  s.expect('.');
  const parts = [...(qualifier?.parts ?? []), toName(token), parseName(s)];
  const pos = parts[0]!.pos;
  return { kind: 'call', pos, name: { kind: 'object-name', pos, parts }, args: parseArguments(s) };
}

/** Methods of xml are lower case always, which keeps them apart from functions of the user's in a schema of that name. */
const XML_METHODS: ReadonlySet<string> = new Set(['value', 'query', 'exist', 'nodes', 'modify']);

export function parseCallOrColumn(s: TokenStream): Expr {
  const { pos } = s.token;
  const parts: Name[] = [];
  if (!s.at('.')) parts.push(parseName(s));
  while (s.token.word === '.') {
    const next = s.peek(1);
    if (parts.length === 0) parts.push({ text: '', quoted: false, pos });
    s.next();
    if (next.type === PSEUDO) return parsePseudo(s, { kind: 'object-name', pos, parts });
    if (next.word === 'IDENTITYCOL' || next.word === 'ROWGUIDCOL') {
      s.next();
      const name = next.word === 'IDENTITYCOL' ? '$identity' : '$rowguid';
      return { kind: 'pseudo-column', pos, qualifier: { kind: 'object-name', pos, parts }, name };
    }
    parts.push(next.word === '.' ? { text: '', quoted: false, pos: next.pos } : parseName(s));
  }
  const name: ObjectName = { kind: 'object-name', pos, parts };
  if (s.token.word === '(') return isXmlMethod(parts) ? parseXmlMethod(s, name) : parseCall(s, name);
  if (s.token.word === '::') return parseStaticMethod(s, name);
  return { kind: 'column', pos, name };
}

function isXmlMethod(parts: readonly Name[]): boolean {
  return parts.length > 1 && XML_METHODS.has(parts.at(-1)!.text);
}

function parseXmlMethod(s: TokenStream, name: ObjectName): Expr {
  const column: ObjectName = { kind: 'object-name', pos: name.pos, parts: name.parts.slice(0, -1) };
  const target: Expr = { kind: 'column', pos: name.pos, name: column };
  return { kind: 'method-call', pos: name.pos, target, method: name.parts.at(-1)!, args: parseArguments(s) };
}

function parseStaticMethod(s: TokenStream, type: ObjectName): Expr {
  s.next();
  const method = parseName(s);
  const args = s.at('(') ? parseArguments(s) : undefined;
  return { kind: 'static-method-call', pos: type.pos, type, method, args };
}

/** A call with what may stand inside its parentheses (DISTINCT, *) and behind them (WITHIN GROUP, IGNORE NULLS, OVER). */
export function parseCall(s: TokenStream, name: ObjectName): Call {
  s.next();
  const call: { -readonly [K in keyof Call]: Call[K] } = { kind: 'call', pos: name.pos, name, args: [] };
  if (s.at('*') && s.peek(1).word === ')') {
    s.next();
    call.star = true;
  } else if (!s.at(')')) {
    if (s.accept('DISTINCT')) call.quantifier = 'distinct';
    else if (s.accept('ALL')) call.quantifier = 'all';
    s.enter();
    const args: Expr[] = [];
    do args.push(parseExprOrDefault(s));
    while (s.accept(','));
    call.args = args;
    s.leave();
  }
  s.expect(')');
  parseCallTail(s, call);
  return call;
}

function parseCallTail(s: TokenStream, call: { -readonly [K in keyof Call]: Call[K] }): void {
  if (s.at('WITHIN') && s.peek(1).word === 'GROUP') {
    s.acceptWords('WITHIN', 'GROUP');
    s.expect('(');
    call.withinGroup = parseOrderBy(s);
    s.expect(')');
  }
  if (s.peek(1).word === 'NULLS') {
    if (s.at('IGNORE')) call.nulls = 'ignore';
    else if (s.at('RESPECT')) call.nulls = 'respect';
    if (call.nulls !== undefined) s.acceptWords(s.token.word, 'NULLS');
  }
  if (s.at('OVER')) call.over = parseOver(s);
}

function parseOver(s: TokenStream): Over {
  const { pos } = s.next();
  s.expect('(');
  s.enter();
  const partitionBy: Expr[] = [];
  if (s.acceptWords('PARTITION', 'BY')) {
    do partitionBy.push(parseExpr(s));
    while (s.accept(','));
  }
  const orderBy: readonly OrderItem[] = s.at('ORDER') ? parseOrderBy(s) : [];
  const frame = s.at('ROWS') || s.at('RANGE') ? parseFrame(s) : undefined;
  s.leave();
  s.expect(')');
  return { kind: 'over', pos, partitionBy, orderBy, frame };
}

function parseFrame(s: TokenStream): Frame {
  const unit = s.next().word === 'ROWS' ? 'rows' : 'range';
  if (!s.accept('BETWEEN')) return { unit, start: parseFrameBound(s) };
  const start = parseFrameBound(s);
  s.expect('AND');
  return { unit, start, end: parseFrameBound(s) };
}

function parseFrameBound(s: TokenStream): FrameBound {
  if (s.acceptWords('CURRENT', 'ROW')) return { type: 'current row' };
  if (s.accept('UNBOUNDED')) {
    return {
      type: s.expectOneOf('PRECEDING', 'FOLLOWING') === 'PRECEDING' ? 'unbounded preceding' : 'unbounded following',
    };
  }
  const offset = asExpr(s, parseAdditive(s));
  return { type: s.expectOneOf('PRECEDING', 'FOLLOWING') === 'PRECEDING' ? 'preceding' : 'following', offset };
}
