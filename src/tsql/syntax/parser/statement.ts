import type { Statement, With } from '../ast/index.ts';
import { END, KEYWORD, QUOTED, STRING, WORD } from '../token.ts';
import { mergeNeedsSemicolon, withNeedsSemicolon } from '../syntax-error.ts';
import { parseAdminStatement } from './admin.ts';
import { parseBulkInsert, parseInsertBulk, parseTruncate } from './bulk.ts';
import { parseBegin, parseControlStatement, parseLabel } from './control.ts';
import { parseCursorStatement } from './cursor.ts';
import { parseAlter, parseCreate, parseDrop, parseWordStatement } from './ddl.ts';
import { parseDeclare } from './declare.ts';
import { parseDelete, parseInsert, parseUpdate } from './dml.ts';
import { parseExecute, parseOdbcCall, parseProcedureCall } from './execute.ts';
import { parseMerge } from './merge.ts';
import { parseSelectStatement, parseWith } from './query.ts';
import { parseExecuteAs, parsePermissionStatement, parseRevert } from './security.ts';
import { parseSet } from './set.ts';
import { parseTransactionStatement } from './transaction.ts';
import type { TokenStream } from './token-stream.ts';

const LIST_ENDS: ReadonlySet<string> = new Set(['END']);

/** Statements up to END (of a block) or the end of the batch. */
export function parseStatements(s: TokenStream): Statement[] {
  const statements: Statement[] = [];
  let terminated = true;
  for (;;) {
    while (s.accept(';')) terminated = true;
    if (s.token.type === END || s.atAny(LIST_ENDS)) return statements;
    if (!terminated) requireSemicolon(s);
    const first = s.index === 0;
    statements.push(first ? parseFirstStatement(s) : parseStatement(s));
    terminated = s.previous()?.word === ';';
  }
}

/** WITH and THROW can only follow a semicolon: otherwise they belong to the statement in front. */
function requireSemicolon(s: TokenStream): void {
  if (s.at('WITH')) throw withNeedsSemicolon(s.token);
  // A label ends where it stands, and ELSE is no statement to be ended.
  if (s.at('THROW') && s.previous()?.word !== ':') s.fail();
}

/** The first statement of a batch may be a procedure call without EXEC. */
function parseFirstStatement(s: TokenStream): Statement {
  const { type } = s.token;
  const isName = type === WORD || type === QUOTED;
  if (isName && !startsWordStatement(s) && s.peek(1).word !== ':') return parseProcedureCall(s);
  return parseStatement(s);
}

/** Statements that begin with a word that is not reserved. */
const WORD_STATEMENTS: ReadonlySet<string> = new Set(['THROW', 'ENABLE', 'DISABLE', 'GET', 'SEND', 'RECEIVE', 'MOVE']);

function startsWordStatement(s: TokenStream): boolean {
  const { word } = s.token;
  if (!WORD_STATEMENTS.has(word)) return false;
  const next = s.peek(1);
  switch (word) {
    case 'ENABLE':
    case 'DISABLE':
      return next.word === 'TRIGGER';
    case 'GET':
    case 'MOVE':
      return next.word === 'CONVERSATION';
    case 'SEND':
      return next.word === 'ON';
    case 'RECEIVE':
      return next.type !== STRING && next.type !== END;
  }
  return next.word !== '.';
}

export function parseStatement(s: TokenStream): Statement {
  s.enter();
  const statement = parseOneStatement(s);
  s.leave();
  return statement;
}

function parseOneStatement(s: TokenStream): Statement {
  const token = s.token;
  if (token.type === KEYWORD) return parseKeywordStatement(s);
  if (token.type === WORD || token.type === QUOTED) {
    if (s.peek(1).word === ':') return parseLabel(s);
    if (token.word === 'THROW') return parseControlStatement(s);
    if (startsWordStatement(s)) return parseWordStatement(s);
    return s.fail();
  }
  if (token.word === '(') return parseSelectStatement(s);
  if (token.word === '{') return parseOdbcCall(s);
  return s.fail();
}

function parseKeywordStatement(s: TokenStream): Statement {
  switch (s.token.word) {
    case 'SELECT':
      return parseSelectStatement(s);
    case 'WITH':
      return parseWithStatement(s);
    case 'INSERT':
      return s.peek(1).word === 'BULK' ? parseInsertBulk(s) : parseInsert(s);
    case 'UPDATE':
      return s.peek(1).word === 'STATISTICS' ? parseAdminStatement(s) : parseUpdate(s);
    case 'DELETE':
      return parseDelete(s);
    case 'MERGE':
      return parseMergeStatement(s);
    case 'TRUNCATE':
      return parseTruncate(s);
    case 'BULK':
      return parseBulkInsert(s);
    case 'EXEC':
    case 'EXECUTE':
      return s.peek(1).word === 'AS' ? parseExecuteAs(s) : parseExecute(s);
    case 'BEGIN':
      return parseBegin(s);
    case 'DECLARE':
      return parseDeclare(s);
    case 'SET':
      return parseSet(s);
    case 'CREATE':
      return parseCreate(s);
    case 'ALTER':
      return parseAlter(s);
    case 'DROP':
      return parseDrop(s);
    case 'GRANT':
    case 'DENY':
    case 'REVOKE':
      return parsePermissionStatement(s);
    case 'REVERT':
      return parseRevert(s);
    case 'COMMIT':
    case 'ROLLBACK':
    case 'SAVE':
      return parseTransactionStatement(s);
    case 'FETCH':
    case 'DEALLOCATE':
      return parseCursorStatement(s);
    case 'OPEN':
    case 'CLOSE':
      return KEYS.has(s.peek(1).word) ? parseAdminStatement(s) : parseCursorStatement(s);
    case 'IF':
    case 'WHILE':
    case 'BREAK':
    case 'CONTINUE':
    case 'GOTO':
    case 'RETURN':
    case 'WAITFOR':
    case 'RAISERROR':
    case 'PRINT':
    case 'USE':
      return parseControlStatement(s);
  }
  return parseAdminStatement(s);
}

/** OPEN and CLOSE of keys, as opposed to cursors. */
const KEYS: ReadonlySet<string> = new Set(['SYMMETRIC', 'MASTER', 'ALL']);

function parseWithStatement(s: TokenStream): Statement {
  const clause = parseWith(s);
  switch (s.token.word) {
    case 'INSERT':
      return parseInsert(s, clause);
    case 'UPDATE':
      return parseUpdate(s, clause);
    case 'DELETE':
      return parseDelete(s, clause);
    case 'MERGE':
      return parseMergeStatement(s, clause);
    case 'SELECT':
    case '(':
      return parseSelectStatement(s, clause);
  }
  return s.fail();
}

function parseMergeStatement(s: TokenStream, clause?: With): Statement {
  const merge = parseMerge(s, clause);
  if (!s.at(';')) throw mergeNeedsSemicolon(s.previous()!.pos.line);
  return merge;
}
