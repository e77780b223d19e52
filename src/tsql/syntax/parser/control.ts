import type {
  Expr,
  If,
  Label,
  Name,
  Option,
  Print,
  RaiseError,
  Return,
  Statement,
  Throw,
  TryCatch,
  Use,
  WaitFor,
  While,
} from '../ast/index.ts';
import { END, INT, VARIABLE, type Token } from '../token.ts';
import { RESERVED_WORDS } from '../keywords.ts';
import { syntaxError } from '../syntax-error.ts';
import { parseExpr } from './expression.ts';
import { parseName, toName } from './name.ts';
import { parseOptionList } from './option.ts';
import { parseSearchCondition } from './predicate.ts';
import { parseStatement, parseStatements } from './statement.ts';
import { parseBeginTransaction } from './transaction.ts';
import { parseUnsupported } from './unsupported.ts';
import type { TokenStream } from './token-stream.ts';

/** BEGIN: a block, TRY, a transaction, or a conversation. */
export function parseBegin(s: TokenStream): Statement {
  switch (s.peek(1).word) {
    case 'TRAN':
    case 'TRANSACTION':
    case 'DISTRIBUTED':
      return parseBeginTransaction(s);
    case 'TRY':
      return parseTryCatch(s);
    case 'DIALOG':
      return parseUnsupported(s, 'BEGIN DIALOG');
    case 'CONVERSATION':
      return parseUnsupported(s, 'BEGIN CONVERSATION TIMER');
  }
  return parseBlock(s);
}

function parseBlock(s: TokenStream): Statement {
  const { pos } = s.expect('BEGIN');
  let atomic: Option[] | undefined;
  if (s.at('ATOMIC') && s.peek(1).word === 'WITH') {
    s.acceptWords('ATOMIC', 'WITH');
    atomic = parseOptionList(s);
  }
  const statements = parseStatements(s);
  if (statements.length === 0) s.fail();
  s.expect('END');
  return { kind: 'block', pos, end: s.lastEnd, statements, atomic };
}

function parseTryCatch(s: TokenStream): TryCatch {
  const { pos } = s.token;
  s.expectWords('BEGIN', 'TRY');
  const body = parseStatements(s);
  if (body.length === 0) s.fail();
  s.expectWords('END', 'TRY');
  s.accept(';');
  s.expectWords('BEGIN', 'CATCH');
  const handler = parseStatements(s);
  s.expectWords('END', 'CATCH');
  return { kind: 'try-catch', pos, end: s.lastEnd, body, handler };
}

export function parseLabel(s: TokenStream): Label {
  const token = s.next();
  s.expect(':');
  const key = token.text.toLowerCase();
  if (s.labels.has(key)) throw duplicateLabel(token);
  s.labels.set(key, token);
  return { kind: 'label', pos: token.pos, end: s.lastEnd, name: toName(token) };
}

const duplicateLabel = (token: Token): Error =>
  syntaxError(
    132,
    `The label '${token.text}' has already been declared. Label names must be unique within a query batch or stored procedure.`,
    token.pos.line,
  );

/** Every GOTO of a batch or module needs its label there. */
export function checkLabels(s: TokenStream): void {
  for (const token of s.gotos) {
    if (s.labels.has(token.text.toLowerCase())) continue;
    throw syntaxError(
      133,
      `A GOTO statement references the label '${token.text}' but the label has not been declared.`,
      token.pos.line,
    );
  }
}

export function parseControlStatement(s: TokenStream): Statement {
  const { word } = s.token;
  switch (word) {
    case 'IF':
      return parseIf(s);
    case 'WHILE':
      return parseWhile(s);
    case 'BREAK':
    case 'CONTINUE':
      return parseLoopExit(s);
    case 'GOTO': {
      const { pos } = s.next();
      s.gotos.push(s.token);
      const label: Name = parseName(s);
      return { kind: 'goto', pos, end: s.lastEnd, label };
    }
    case 'RETURN':
      return parseReturn(s);
    case 'WAITFOR':
      return parseWaitFor(s);
    case 'THROW':
      return parseThrow(s);
    case 'RAISERROR':
      return parseRaiseError(s);
    case 'PRINT':
      return parsePrint(s);
    default:
      return parseUse(s);
  }
}

function parseIf(s: TokenStream): If {
  const { pos } = s.next();
  const condition = parseSearchCondition(s);
  const then = parseBranch(s);
  let otherwise: Statement | undefined;
  if (s.at('ELSE') || (s.at(';') && s.peek(1).word === 'ELSE')) {
    s.accept(';');
    s.next();
    otherwise = parseBranch(s);
  }
  return { kind: 'if', pos, end: s.lastEnd, condition, then, otherwise };
}

/** The statement a condition governs: an empty one does not count. */
function parseBranch(s: TokenStream): Statement {
  if (s.token.type === END) s.fail();
  return parseStatement(s);
}

function parseWhile(s: TokenStream): While {
  const { pos } = s.next();
  const condition = parseSearchCondition(s);
  s.loops++;
  const body = parseBranch(s);
  s.loops--;
  return { kind: 'while', pos, end: s.lastEnd, condition, body };
}

function parseLoopExit(s: TokenStream): Statement {
  const token = s.next();
  const isBreak = token.word === 'BREAK';
  if (s.loops === 0) {
    const message = `Cannot use a ${token.word} statement outside the scope of a WHILE statement.`;
    throw syntaxError(isBreak ? 135 : 136, message, token.pos.line);
  }
  return { kind: isBreak ? 'break' : 'continue', pos: token.pos, end: s.lastEnd };
}

function parseReturn(s: TokenStream): Return {
  const { pos } = s.next();
  const value = startsValue(s) ? parseExpr(s) : undefined;
  return { kind: 'return', pos, end: s.lastEnd, value };
}

/** Reserved words that start a value; every other one starts the next statement. */
const VALUE_WORDS: ReadonlySet<string> = new Set([
  'NULL',
  'CASE',
  'COALESCE',
  'CONVERT',
  'TRY_CONVERT',
  'NULLIF',
  'LEFT',
  'RIGHT',
  'CURRENT_TIMESTAMP',
  'CURRENT_USER',
  'SESSION_USER',
  'SYSTEM_USER',
  'USER',
]);

/** RETURN takes a value if one can start here. */
function startsValue(s: TokenStream): boolean {
  const { type, word } = s.token;
  if (type === END || word === ';' || word === ')') return false;
  if (word === 'THROW' || s.peek(1).word === ':') return false;
  if (RESERVED_WORDS.has(word)) return VALUE_WORDS.has(word);
  return true;
}

function parseWaitFor(s: TokenStream): Statement {
  const { pos } = s.token;
  if (s.peek(1).word === '(') return parseUnsupported(s, 'WAITFOR (RECEIVE)');
  s.next();
  const form = s.expectOneOf('DELAY', 'TIME') === 'DELAY' ? 'delay' : 'time';
  const value = parseExpr(s);
  const statement: WaitFor = { kind: 'waitfor', pos, end: s.lastEnd, form, value };
  return statement;
}

function parseThrow(s: TokenStream): Throw {
  const { pos } = s.next();
  if (s.token.type !== INT && s.token.type !== VARIABLE) return { kind: 'throw', pos, end: s.lastEnd };
  const number = parseExpr(s);
  s.expect(',');
  const message = parseExpr(s);
  s.expect(',');
  const state = parseExpr(s);
  return { kind: 'throw', pos, end: s.lastEnd, args: { number, message, state } };
}

function parseRaiseError(s: TokenStream): RaiseError {
  const { pos } = s.next();
  s.expect('(');
  const message = parseExpr(s);
  s.expect(',');
  const severity = parseExpr(s);
  s.expect(',');
  const state = parseExpr(s);
  const args: Expr[] = [];
  while (s.accept(',')) args.push(parseExpr(s));
  s.expect(')');
  const options: string[] = [];
  if (s.at('WITH') && RAISERROR_OPTIONS.has(s.peek(1).word)) {
    s.next();
    do options.push(s.expectOneOf('LOG', 'NOWAIT', 'SETERROR'));
    while (s.accept(','));
  }
  return { kind: 'raiserror', pos, end: s.lastEnd, message, severity, state, args, options };
}

const RAISERROR_OPTIONS: ReadonlySet<string> = new Set(['LOG', 'NOWAIT', 'SETERROR']);

function parsePrint(s: TokenStream): Print {
  const { pos } = s.next();
  const value = parseExpr(s);
  return { kind: 'print', pos, end: s.lastEnd, value };
}

function parseUse(s: TokenStream): Use {
  const { pos } = s.next();
  const database = parseName(s);
  return { kind: 'use', pos, end: s.lastEnd, database };
}
