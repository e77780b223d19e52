import { SqlError } from '../errors.ts';
import { END, KEYWORD, type Token } from './token.ts';

/** Severity of everything the parser says: "a syntax error in the Transact-SQL command". */
const SYNTAX = 15;

export function syntaxError(number: number, message: string, line: number): SqlError {
  return new SqlError(number, SYNTAX, 1, message, line);
}

/** 102, or 156 for a reserved word. At the end of the batch SQL Server names the last token, always as 102. */
export function incorrectSyntax(near: Token, previous: Token | undefined): SqlError {
  if (near.type === END) {
    const text = previous?.text ?? '';
    return syntaxError(102, `Incorrect syntax near '${text}'.`, previous?.pos.line ?? near.pos.line);
  }
  if (near.type === KEYWORD) {
    return syntaxError(156, `Incorrect syntax near the keyword '${near.text}'.`, near.pos.line);
  }
  return syntaxError(102, `Incorrect syntax near '${near.text}'.`, near.pos.line);
}

export const UNCLOSED_QUOTE = 105;

/** SQL Server reads the unfinished string as a token, and says that nothing follows it. */
export function nearUnclosedQuote(error: SqlError): SqlError {
  const text = /'(.*)'\.$/s.exec(error.message)?.[1] ?? '';
  const near = syntaxError(102, `Incorrect syntax near '${text}'.`, error.line);
  near.preceding = [error];
  return near;
}

export const unclosedQuote = (text: string, line: number): SqlError =>
  syntaxError(UNCLOSED_QUOTE, `Unclosed quotation mark after the character string '${text}'.`, line);

export const missingEndComment = (line: number): SqlError => syntaxError(113, "Missing end comment mark '*/'.", line);

export const identifierTooLong = (text: string, line: number): SqlError =>
  syntaxError(103, `The identifier that starts with '${text.slice(0, 128)}' is too long. Maximum length is 128.`, line);

export const emptyName = (line: number): SqlError =>
  syntaxError(
    1038,
    'An object or column name is missing or empty. For SELECT INTO statements, verify each column has a name. For other ' +
      'statements, look for empty alias names. Aliases defined as "" or [] are not allowed. Change the alias to a valid name.',
    line,
  );

export const nestedTooDeeply = (line: number): SqlError =>
  syntaxError(
    191,
    'Some part of your SQL statement is nested too deeply. Rewrite the query or break it up into smaller queries.',
    line,
  );

export const notACondition = (near: Token, previous: Token | undefined): SqlError => {
  const token = near.type === END ? (previous ?? near) : near;
  return syntaxError(
    4145,
    `An expression of non-boolean type specified in a context where a condition is expected, near '${token.text}'.`,
    token.pos.line,
  );
};

/** A common table expression behind a statement that has no semicolon. */
export const withNeedsSemicolon = (near: Token): SqlError =>
  syntaxError(
    319,
    `Incorrect syntax near the keyword '${near.text}'. If this statement is a common table expression, an xmlnamespaces ` +
      'clause or a change tracking context clause, the previous statement must be terminated with a semicolon.',
    near.pos.line,
  );

/** The same, where WITH was already taken for the start of table hints. */
export const commonTableNeedsSemicolon = (near: Token): SqlError =>
  syntaxError(
    336,
    `Incorrect syntax near '${near.text}'. If this is intended to be a common table expression, you need to explicitly ` +
      'terminate the previous statement with a semi-colon.',
    near.pos.line,
  );

export const notFirstInBatch = (what: string, line: number): SqlError =>
  syntaxError(111, `'${what}' must be the first statement in a query batch.`, line);

export const expectedWord = (near: Token, word: string): SqlError =>
  syntaxError(1035, `Incorrect syntax near '${near.text}', expected '${word}'.`, near.pos.line);

export const mergeNeedsSemicolon = (line: number): SqlError =>
  syntaxError(10713, 'A MERGE statement must be terminated by a semi-colon (;).', line);
