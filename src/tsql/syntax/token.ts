import type { Pos } from './ast/index.ts';

/** Kinds of tokens, as small integers: the parser compares them all the time. */
export const END = 0;
/** An unquoted identifier that is not reserved. */
export const WORD = 1;
/** A reserved word. */
export const KEYWORD = 2;
/** [x], or "x" under QUOTED_IDENTIFIER ON. */
export const QUOTED = 3;
export const STRING = 4;
export const NSTRING = 5;
export const INT = 6;
export const NUMERIC = 7;
export const FLOAT = 8;
export const MONEY = 9;
export const BINARY = 10;
export const VARIABLE = 11;
export const GLOBAL = 12;
/** $action, $identity, $partition, ... */
export const PSEUDO = 13;
export const OPERATOR = 14;

export interface Token {
  readonly type: number;
  /** Words and operators as written, the content of strings and quoted identifiers, the digits of numbers. */
  readonly text: string;
  /** What the grammar compares: words in upper case and operators; '' for everything that can only be data. */
  readonly word: string;
  readonly pos: Pos;
  /** Offset behind the token. */
  readonly end: number;
}
