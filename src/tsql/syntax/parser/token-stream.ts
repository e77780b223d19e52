import type { Pos } from '../ast/index.ts';
import { tokenize } from '../lexer.ts';
import { incorrectSyntax, nestedTooDeeply } from '../syntax-error.ts';
import { OPERATOR, QUOTED, type Token, WORD } from '../token.ts';

/**
 * How deep expressions, queries and statements may nest. Far beyond what people write, and low enough that neither the parser
 * nor anything that walks the tree afterwards runs out of stack.
 */
const MAX_DEPTH = 200;

/** Where the parser stands in the tokens of a batch, and what it must remember on its way. */
export class TokenStream {
  readonly text: string;
  readonly tokens: readonly Token[];
  index = 0;
  /** The token at the index. */
  token: Token;
  /** WHILE loops around this point: BREAK and CONTINUE need one. */
  loops = 0;
  /** Labels seen and labels asked for by GOTO, in the batch or module. */
  readonly labels = new Map<string, Token>();
  readonly gotos: Token[] = [];
  /** The token that made the last predicate: what an error names when a condition stands where a value should. */
  predicateToken: Token | undefined;
  private depth = 0;

  constructor(text: string, quotedIdentifier: boolean) {
    this.text = text;
    this.tokens = tokenize(text, quotedIdentifier);
    this.token = this.tokens[0]!;
  }

  get pos(): Pos {
    return this.token.pos;
  }

  /** The offset behind the last token taken. */
  get lastEnd(): number {
    return this.index === 0 ? 0 : this.tokens[this.index - 1]!.end;
  }

  peek(ahead: number): Token {
    const { tokens } = this;
    return tokens[Math.min(this.index + ahead, tokens.length - 1)]!;
  }

  previous(): Token | undefined {
    return this.tokens[this.index - 1];
  }

  /** Takes the current token. END is never passed. */
  next(): Token {
    const token = this.token;
    if (this.index < this.tokens.length - 1) this.token = this.tokens[++this.index]!;
    return token;
  }

  /** Is this word or operator next? Quoted identifiers and strings never are. */
  at(word: string): boolean {
    return this.token.word === word;
  }

  atWords(first: string, second: string): boolean {
    return this.token.word === first && this.peek(1).word === second;
  }

  atAny(words: ReadonlySet<string>): boolean {
    return this.token.word !== '' && words.has(this.token.word);
  }

  accept(word: string): boolean {
    if (this.token.word !== word) return false;
    this.next();
    return true;
  }

  acceptWords(...words: string[]): boolean {
    for (let i = 0; i < words.length; i++) if (this.peek(i).word !== words[i]) return false;
    for (let i = 0; i < words.length; i++) this.next();
    return true;
  }

  expect(word: string): Token {
    if (this.token.word !== word) this.fail();
    return this.next();
  }

  expectWords(...words: string[]): void {
    for (const word of words) this.expect(word);
  }

  /** One of the words, or the error. */
  expectOneOf<const W extends string>(...words: W[]): W {
    for (const word of words) if (this.accept(word)) return word;
    return this.fail();
  }

  /** Is an identifier next, quoted or not? */
  atIdentifier(): boolean {
    return this.token.type === WORD || this.token.type === QUOTED;
  }

  atOperator(): boolean {
    return this.token.type === OPERATOR;
  }

  fail(near: Token = this.token): never {
    const index = this.tokens.indexOf(near);
    throw incorrectSyntax(near, this.tokens[index - 1]);
  }

  enter(): void {
    if (++this.depth > MAX_DEPTH) throw nestedTooDeeply(this.token.pos.line);
  }

  leave(): void {
    this.depth--;
  }
}
