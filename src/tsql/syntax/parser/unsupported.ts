import type { Unsupported } from '../ast/index.ts';
import { END } from '../token.ts';
import type { TokenStream } from './token-stream.ts';

/** Words that start a statement and hardly ever stand at the start of a line inside another one. */
const STARTERS: ReadonlySet<string> = new Set([
  'SELECT',
  'INSERT',
  'UPDATE',
  'DELETE',
  'MERGE',
  'EXEC',
  'EXECUTE',
  'DECLARE',
  'IF',
  'WHILE',
  'BEGIN',
  'END',
  'ELSE',
  'CREATE',
  'ALTER',
  'DROP',
  'GRANT',
  'REVOKE',
  'DENY',
  'PRINT',
  'RETURN',
  'USE',
  'GO',
  'TRUNCATE',
  'COMMIT',
  'ROLLBACK',
  'RAISERROR',
  'SET',
]);

/**
 * Takes a statement that Holdfast refuses by name without looking into it: up to its semicolon, or to a word at the start of a
 * line that begins another statement.
 */
export function parseUnsupported(s: TokenStream, what: string): Unsupported {
  const { pos } = s.token;
  skipStatement(s);
  return { kind: 'unsupported', pos, end: s.lastEnd, what, text: s.text.slice(pos.offset, s.lastEnd) };
}

export function skipStatement(s: TokenStream): void {
  let depth = 0;
  do {
    const { word } = s.next();
    if (word === '(') depth++;
    else if (word === ')') depth--;
  } while (s.token.type !== END && !(depth <= 0 && (s.at(';') || startsLine(s))));
}

function startsLine(s: TokenStream): boolean {
  if (!STARTERS.has(s.token.word)) return false;
  const previous = s.previous();
  return previous !== undefined && previous.pos.line < s.token.pos.line;
}
