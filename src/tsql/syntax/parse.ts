import { SqlError } from '../errors.ts';
import type { Batch, Expr, ModuleStatement, Predicate } from './ast/index.ts';
import { checkLabels } from './parser/control.ts';
import { parseExpr } from './parser/expression.ts';
import { parseSearchCondition } from './parser/predicate.ts';
import { parseStatements } from './parser/statement.ts';
import { TokenStream } from './parser/token-stream.ts';
import { UNCLOSED_QUOTE, nearUnclosedQuote } from './syntax-error.ts';
import { END } from './token.ts';

export interface ParseOptions {
  /** SET QUOTED_IDENTIFIER of the session, or of the module: "x" is an identifier when on, a string when off. */
  readonly quotedIdentifier: boolean;
}

const DEFAULTS: ParseOptions = { quotedIdentifier: true };

/** Parses a whole batch. Throws SqlError (severity 15, with its line) on the first thing that is not T-SQL. */
export function parseBatch(text: string, options: ParseOptions = DEFAULTS): Batch {
  try {
    return parseWhole(text, options);
  } catch (error) {
    if (error instanceof SqlError && error.number === UNCLOSED_QUOTE) throw nearUnclosedQuote(error);
    throw error;
  }
}

function parseWhole(text: string, options: ParseOptions): Batch {
  const s = new TokenStream(text, options.quotedIdentifier);
  const { pos } = s.token;
  const statements = parseStatements(s);
  if (s.token.type !== END) s.fail();
  checkLabels(s);
  return { kind: 'batch', pos, statements };
}

/** Parses a value: the text of a default or computed column. */
export function parseExpression(text: string, options: ParseOptions = DEFAULTS): Expr {
  return parseAll(text, options, parseExpr);
}

/** Parses a condition: the text of a CHECK constraint or of an index's filter. */
export function parsePredicate(text: string, options: ParseOptions = DEFAULTS): Predicate {
  return parseAll(text, options, parseSearchCondition);
}

function parseAll<T>(text: string, options: ParseOptions, parse: (s: TokenStream) => T): T {
  const s = new TokenStream(text, options.quotedIdentifier);
  const node = parse(s);
  if (s.token.type !== END) s.fail();
  return node;
}

const MODULES: ReadonlySet<string> = new Set(['create-procedure', 'create-function', 'create-view', 'create-trigger']);

/** Parses the stored definition of a procedure, function, view or trigger. */
export function parseModule(text: string, options: ParseOptions = DEFAULTS): ModuleStatement {
  const s = new TokenStream(text, options.quotedIdentifier);
  const statements = parseStatements(s);
  const [module] = statements;
  if (s.token.type !== END || statements.length !== 1) s.fail();
  checkLabels(s);
  return isModule(module) ? module : s.fail();
}

function isModule(statement: Batch['statements'][number] | undefined): statement is ModuleStatement {
  return statement !== undefined && MODULES.has(statement.kind);
}
