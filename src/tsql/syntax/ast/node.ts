import type { Literal } from './expression.ts';

/** Where a node starts: a 0-based UTF-16 offset into the batch text, and a line that counts from 1. */
export interface Pos {
  readonly offset: number;
  readonly line: number;
}

export interface Node {
  readonly kind: string;
  readonly pos: Pos;
}

/** Every statement also knows the offset just behind its last token (its semicolon not included). */
export interface StatementNode extends Node {
  readonly end: number;
}

/** One identifier. `text` is without brackets or quotes; an omitted part of `db..t` has the text ''. */
export interface Name {
  readonly text: string;
  readonly quoted: boolean;
  readonly pos: Pos;
}

/** A name of one to four parts, outermost first. */
export interface ObjectName {
  readonly kind: 'object-name';
  readonly pos: Pos;
  readonly parts: readonly Name[];
}

/**
 * A data type as written. ANSI spellings of several words are reduced to the T-SQL word (`double precision` is float, `national
 * character varying` is nvarchar, `char varying` is varchar); single words (`integer`, `dec`, `character`) stay as they are.
 */
export interface DataType {
  readonly kind: 'data-type';
  readonly pos: Pos;
  readonly name: ObjectName;
  /** Digits or 'max'. */
  readonly args: readonly string[];
  /** xml(CONTENT | DOCUMENT schema). */
  readonly xmlSchema?: { readonly form: 'content' | 'document' | 'default'; readonly name: ObjectName };
  /** CURSOR VARYING of procedure parameters. */
  readonly varying?: true;
}

/**
 * One entry of an option list, in upper case with single blanks: `FILLFACTOR = 80`, `SIZE = 10 MB`, `NOUNLOAD`,
 * `DATA_DELETION = ON (FILTER_COLUMN = c, RETENTION_PERIOD = 1 DAY)`. The values are what stands behind the `=`; a list in
 * parentheses behind them is `options`.
 */
export interface Option {
  readonly kind: 'option';
  readonly pos: Pos;
  readonly name: string;
  readonly values: readonly OptionValue[];
  readonly options?: readonly Option[];
}

export type OptionValue =
  | { readonly kind: 'word'; readonly pos: Pos; readonly text: string; readonly quoted: boolean }
  | { readonly kind: 'variable'; readonly pos: Pos; readonly name: string }
  /** A name of several parts: HISTORY_TABLE = dbo.h. */
  | ObjectName
  | Literal;
