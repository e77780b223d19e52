import { RESERVED_WORDS } from './keywords.ts';
import { emptyName, identifierTooLong, missingEndComment, unclosedQuote } from './syntax-error.ts';
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
  OPERATOR,
  PSEUDO,
  QUOTED,
  STRING,
  type Token,
  VARIABLE,
  WORD,
} from './token.ts';

/** docs/relational-databases/databases/database-identifiers.md: 1 to 128 characters, 116 for local temporary tables. */
const MAX_IDENTIFIER = 128;
const MAX_INT = '2147483647';

const SPACE = 1;
const DIGIT = 2;
const LETTER = 4;
/** May stand in an identifier behind its first character, besides letters and digits: @ $ # _ */
const PART = 8;

/** Classes of the ASCII characters; everything above asks a regular expression. */
const CLASS = new Uint8Array(128);
for (let code = 0; code <= 32; code++) CLASS[code] = SPACE;
for (let code = 48; code <= 57; code++) CLASS[code] = DIGIT;
for (let code = 65; code <= 90; code++) CLASS[code] = CLASS[code + 32] = LETTER;
for (const char of '@$#_') CLASS[char.charCodeAt(0)] = PART;

const UNICODE_LETTER = /\p{L}/u;
const UNICODE_PART = /[\p{L}\p{Nd}\p{M}\p{Pc}]/u;
const UNICODE_SPACE = /[\s\u0085\ufeff\u200b]/;
/** docs/t-sql/data-types/money-and-smallmoney-transact-sql.md: the currency symbols. */
const CURRENCY = /[$\u00a2-\u00a5\u09f2\u09f3\u0e3f\u17db\u20a0-\u20b1\ufdfc\ufe69\uff04\uffe0\uffe1\uffe5\uffe6]/;

const TWO_CHARACTERS: ReadonlySet<string> = new Set([
  '<=',
  '>=',
  '<>',
  '!=',
  '!<',
  '!>',
  '+=',
  '-=',
  '*=',
  '/=',
  '%=',
  '&=',
  '|=',
  '^=',
  '::',
]);

function isPart(code: number): boolean {
  return code < 128 ? (CLASS[code]! & (LETTER | DIGIT | PART)) !== 0 : UNICODE_PART.test(String.fromCharCode(code));
}
const isDigit = (code: number): boolean => code >= 48 && code <= 57;

/** Cuts the text of a batch into tokens, the last of which is END. */
export function tokenize(text: string, quotedIdentifier: boolean): Token[] {
  const lexer = new Lexer(text, quotedIdentifier);
  lexer.run();
  return lexer.tokens;
}

class Lexer {
  readonly tokens: Token[] = [];
  private readonly text: string;
  private readonly quotedIdentifier: boolean;
  private at = 0;
  private line = 1;

  constructor(text: string, quotedIdentifier: boolean) {
    this.text = text;
    this.quotedIdentifier = quotedIdentifier;
  }

  run(): void {
    const { text } = this;
    while (this.at < text.length) {
      const code = text.charCodeAt(this.at);
      if (code === 10) this.line++;
      const type = code < 128 ? CLASS[code]! : 0;
      if (type === SPACE) this.at++;
      else if (type === LETTER) this.letter(code);
      else if (type === DIGIT) this.number(this.at);
      else this.other(code);
    }
    this.push(END, '', '', this.at, this.at, this.line);
  }

  private push(type: number, value: string, word: string, start: number, end: number, line: number): void {
    this.tokens.push({ type, text: value, word, pos: { offset: start, line }, end });
  }

  private letter(code: number): void {
    if ((code === 78 || code === 110) && this.at + 1 < this.text.length) {
      const quote = this.text.charCodeAt(this.at + 1);
      if (quote === 39 || (quote === 34 && !this.quotedIdentifier)) {
        this.quoted(this.at, this.at + 1, quote, NSTRING);
        return;
      }
    }
    this.word();
  }

  private word(): void {
    const { text, at } = this;
    const end = this.wordEnd(at + 1);
    const word = text.slice(at, end);
    const upper = word.toUpperCase();
    this.push(RESERVED_WORDS.has(upper) ? KEYWORD : WORD, word, upper, at, end, this.line);
    this.at = end;
  }

  private wordEnd(from: number): number {
    const { text } = this;
    let end = from;
    while (end < text.length && isPart(text.charCodeAt(end))) end++;
    if (end - this.at > MAX_IDENTIFIER) throw identifierTooLong(text.slice(this.at, end), this.line);
    return end;
  }

  private other(code: number): void {
    switch (code) {
      case 39: // '
        return this.quoted(this.at, this.at, 39, STRING);
      case 34: // "
        return this.quoted(this.at, this.at, 34, this.quotedIdentifier ? QUOTED : STRING);
      case 91: // [
        return this.quoted(this.at, this.at, 93, QUOTED);
      case 35: // #
      case 95: // _
        return this.word();
      case 64: // @
        return this.variable();
      case 36: // $
        return this.dollar();
      case 45: // -
        if (this.text.charCodeAt(this.at + 1) === 45) return this.lineComment();
        return this.operator();
      case 47: // /
        if (this.text.charCodeAt(this.at + 1) === 42) return this.blockComment();
        return this.operator();
      case 46: // .
        if (isDigit(this.text.charCodeAt(this.at + 1))) return this.number(this.at);
        return this.operator();
    }
    if (code < 128) return this.operator();
    const char = String.fromCharCode(code);
    if (UNICODE_LETTER.test(char)) this.word();
    else if (UNICODE_SPACE.test(char)) this.at++;
    else if (CURRENCY.test(char)) this.money();
    else this.operator();
  }

  private lineComment(): void {
    const end = this.text.indexOf('\n', this.at);
    this.at = end < 0 ? this.text.length : end;
  }

  /** T-SQL's block comments nest. */
  private blockComment(): void {
    const { text } = this;
    const line = this.line;
    let depth = 1;
    let at = this.at + 2;
    while (depth > 0) {
      if (at >= text.length) throw missingEndComment(line);
      const code = text.charCodeAt(at);
      const next = text.charCodeAt(at + 1);
      if (code === 42 && next === 47) {
        depth--;
        at += 2;
      } else if (code === 47 && next === 42) {
        depth++;
        at += 2;
      } else {
        if (code === 10) this.line++;
        at++;
      }
    }
    this.at = at;
  }

  /** A string or quoted identifier whose opening quote is at `open`; a doubled closing quote stands for itself. */
  private quoted(start: number, open: number, close: number, type: number): void {
    const { text } = this;
    const line = this.line;
    let doubled = false;
    let at = open + 1;
    for (; ; at++) {
      if (at >= text.length) throw unclosedQuote(text.slice(open + 1), line);
      const code = text.charCodeAt(at);
      if (code === close) {
        if (text.charCodeAt(at + 1) !== close) break;
        doubled = true;
        at++;
      } else if (code === 10) this.line++;
    }
    let value = text.slice(open + 1, at);
    if (doubled) {
      const quote = String.fromCharCode(close);
      value = value.replaceAll(quote + quote, quote);
    }
    if (type === QUOTED) {
      if (value.length === 0) throw emptyName(line);
      if (value.length > MAX_IDENTIFIER) throw identifierTooLong(value, line);
    }
    this.push(type, value, '', start, at + 1, line);
    this.at = at + 1;
  }

  private variable(): void {
    const { text, at } = this;
    const global = text.charCodeAt(at + 1) === 64;
    const end = this.wordEnd(at + 1);
    this.push(global ? GLOBAL : VARIABLE, text.slice(at, end), '', at, end, this.line);
    this.at = end;
  }

  private dollar(): void {
    const { text, at } = this;
    if ((CLASS[text.charCodeAt(at + 1)] ?? 0) !== LETTER) return this.money();
    const end = this.wordEnd(at + 1);
    const word = text.slice(at, end);
    this.push(PSEUDO, word, word.toUpperCase(), at, end, this.line);
    this.at = end;
  }

  /** A currency sign and a number without exponent; the sign alone is zero. */
  private money(): void {
    const { text, at } = this;
    let end = at + 1;
    while (isDigit(text.charCodeAt(end))) end++;
    if (text.charCodeAt(end) === 46) {
      end++;
      while (isDigit(text.charCodeAt(end))) end++;
    }
    this.push(MONEY, text.slice(at + 1, end) || '0', '', at, end, this.line);
    this.at = end;
  }

  private number(start: number): void {
    const { text } = this;
    const second = text.charCodeAt(start + 1) | 32;
    if (text.charCodeAt(start) === 48 && second === 120) return this.binary(start);
    let end = start;
    let type = INT;
    while (isDigit(text.charCodeAt(end))) end++;
    if (text.charCodeAt(end) === 46) {
      type = NUMERIC;
      end++;
      while (isDigit(text.charCodeAt(end))) end++;
    }
    if ((text.charCodeAt(end) | 32) === 101) {
      type = FLOAT;
      end++;
      const sign = text.charCodeAt(end);
      // 1e and 1e+ are numbers to T-SQL: their exponent is zero.
      if (sign === 43 || sign === 45) end++;
      while (isDigit(text.charCodeAt(end))) end++;
    }
    const value = text.slice(start, end);
    if (type === INT && value.length >= MAX_INT.length && beyondInt(value)) type = NUMERIC;
    this.push(type, value, '', start, end, this.line);
    this.at = end;
  }

  private binary(start: number): void {
    const { text } = this;
    let end = start + 2;
    while (isHex(text.charCodeAt(end))) end++;
    const digits = text.slice(start + 2, end);
    this.push(BINARY, digits.length % 2 === 0 ? digits : `0${digits}`, '', start, end, this.line);
    this.at = end;
  }

  private operator(): void {
    const { text, at } = this;
    const two = text.slice(at, at + 2);
    const op = TWO_CHARACTERS.has(two) ? two : two.charAt(0);
    this.push(OPERATOR, op, op, at, at + op.length, this.line);
    this.at = at + op.length;
  }
}

function isHex(code: number): boolean {
  return isDigit(code) || ((code | 32) >= 97 && (code | 32) <= 102);
}

function beyondInt(digits: string): boolean {
  const significant = digits.replace(/^0+/, '');
  return significant.length === MAX_INT.length ? significant > MAX_INT : significant.length > MAX_INT.length;
}
