import type { Option, OptionValue } from '../ast/index.ts';
import { KEYWORD, QUOTED, type Token, VARIABLE, WORD } from '../token.ts';
import { literalOf } from './expression.ts';
import { isIdentifier, parseObjectName } from './name.ts';
import type { TokenStream } from './token-stream.ts';

/** `(option, option)`. A comma may trail, as examples in the documentation have it. */
export function parseOptionList(s: TokenStream): Option[] {
  s.expect('(');
  s.enter();
  const options: Option[] = [];
  while (!s.at(')')) {
    options.push(parseOption(s));
    if (!s.accept(',')) break;
  }
  s.leave();
  s.expect(')');
  return options;
}

/** WITH (...), where it stands at all. */
export function parseWithOptions(s: TokenStream): Option[] {
  if (!s.atWords('WITH', '(')) return [];
  s.next();
  return parseOptionList(s);
}

const isWord = (token: Token): boolean => token.type === WORD || token.type === KEYWORD;

/**
 * One option between parentheses: `NAME`, `NAME = values`, `NAME values`, `NAME (options)`. Inside parentheses a comma or the
 * closing one ends it, so that everything between can be taken.
 */
export function parseOption(s: TokenStream): Option {
  const { pos } = s.token;
  const words: string[] = [];
  const values: OptionValue[] = [];
  if (startsName(s)) {
    words.push(s.next().word);
    while (isWord(s.token) && !s.at('ON') && !s.at('OFF')) words.push(s.next().word);
  }
  const equals = s.accept('=');
  while (!s.at(',') && !s.at(')') && !s.at('(')) values.push(parseOptionValue(s));
  if (words.length === 0 && values.length === 0) s.fail();
  if (equals && values.length === 0 && !s.at('(')) s.fail();
  const options = s.at('(') ? parseOptionList(s) : undefined;
  while (!s.at(',') && !s.at(')')) values.push(parseOptionValue(s));
  const option = { kind: 'option', pos, name: words.join(' '), values } as const;
  return options === undefined ? option : { ...option, options };
}

/** A list of partition numbers, columns or files has no option names: `(1, 3 TO 5)`, `('a', 'b')`, `(schema.t)`. */
function startsName(s: TokenStream): boolean {
  return isWord(s.token) && s.peek(1).word !== '.';
}

export function parseOptionValue(s: TokenStream): OptionValue {
  const token = s.token;
  if (token.type === WORD || token.type === QUOTED) {
    if (s.peek(1).word === '.' && isIdentifier(s.peek(2))) return parseObjectName(s);
    s.next();
    return { kind: 'word', pos: token.pos, text: token.text, quoted: token.type === QUOTED };
  }
  if (token.type === KEYWORD || token.word === '%' || token.word === '*') {
    s.next();
    return { kind: 'word', pos: token.pos, text: token.text, quoted: false };
  }
  if (token.type === VARIABLE) {
    s.next();
    return { kind: 'variable', pos: token.pos, name: token.text };
  }
  if (token.word === '-' || token.word === '+') {
    s.next();
    const number = literalOf(s.token);
    if (number === undefined) s.fail();
    s.next();
    return token.word === '-' ? { ...number, pos: token.pos, value: `-${number.value}` } : number;
  }
  const literal = literalOf(token);
  if (literal === undefined) s.fail();
  s.next();
  return literal;
}

/** What may stand behind a value as its unit. */
const UNITS: ReadonlySet<string> = new Set([
  'KB',
  'MB',
  'GB',
  'TB',
  '%',
  'SECOND',
  'SECONDS',
  'MINUTE',
  'MINUTES',
  'HOUR',
  'HOURS',
  'DAY',
  'DAYS',
  'WEEK',
  'WEEKS',
  'MONTH',
  'MONTHS',
  'YEAR',
  'YEARS',
  'HASHED',
  'MUST_CHANGE',
  'UNLOCK',
  'PERCENT',
]);

/**
 * One option of a list without parentheses (CREATE LOGIN ... WITH a = 1, b = 2): here a value is one token and its unit, because
 * the next statement may follow at once. `bare` names take a word without `=` (SET RECOVERY SIMPLE).
 */
export function parseOpenOption(s: TokenStream, nameWords = 1): Option {
  const { pos } = s.token;
  const words: string[] = [];
  while (words.length < nameWords) {
    if (!isWord(s.token)) s.fail();
    words.push(s.next().word);
  }
  const values: OptionValue[] = [];
  if (s.accept('=')) {
    if (!s.at('(')) values.push(parseOptionValue(s));
    while (s.atAny(UNITS)) values.push(parseOptionValue(s));
  }
  const option = { kind: 'option', pos, name: words.join(' '), values } as const;
  return s.at('(') ? { ...option, options: parseOptionList(s) } : option;
}

export function parseOpenOptions(s: TokenStream): Option[] {
  const options = [parseOpenOption(s)];
  while (s.accept(',')) options.push(parseOpenOption(s));
  return options;
}
