import type { Expr, Name, QueryHint, TableHint } from '../ast/index.ts';
import { INT, KEYWORD, type Token, WORD } from '../token.ts';
import { commonTableNeedsSemicolon, syntaxError } from '../syntax-error.ts';
import { literalOf, parseExpr } from './expression.ts';
import { isIdentifier, nameOf, parseName, parseNameList, parseObjectName, parseVariableName } from './name.ts';
import type { TokenStream } from './token-stream.ts';

/** docs/t-sql/queries/hints-transact-sql-table.md */
const TABLE_HINTS: ReadonlySet<string> = new Set([
  'NOEXPAND',
  'INDEX',
  'FORCESEEK',
  'FORCESCAN',
  'HOLDLOCK',
  'NOLOCK',
  'NOWAIT',
  'PAGLOCK',
  'READCOMMITTED',
  'READCOMMITTEDLOCK',
  'READPAST',
  'READUNCOMMITTED',
  'REPEATABLEREAD',
  'ROWLOCK',
  'SERIALIZABLE',
  'SNAPSHOT',
  'SPATIAL_WINDOW_MAX_CELLS',
  'TABLOCK',
  'TABLOCKX',
  'UPDLOCK',
  'XLOCK',
  'KEEPIDENTITY',
  'KEEPDEFAULTS',
  'IGNORE_CONSTRAINTS',
  'IGNORE_TRIGGERS',
  'FASTFIRSTROW',
]);

/** Does `( hint` start here: the old form without WITH, which looks like a call? */
export function atOldHints(s: TokenStream): boolean {
  if (!s.at('(') || !TABLE_HINTS.has(s.peek(1).word)) return false;
  const after = s.peek(2).word;
  return after === ')' || after === ',' || s.peek(1).word === 'INDEX' || TABLE_HINTS.has(after);
}

export function parseTableHints(s: TokenStream): readonly TableHint[] {
  if (s.at('WITH')) {
    const next = s.peek(1);
    // A statement without a semicolon, and then a common table expression.
    if (next.word !== '(' && isIdentifier(next)) throw commonTableNeedsSemicolon(next);
    if (next.word !== '(') return [];
    s.next();
    return parseHintList(s);
  }
  return atOldHints(s) ? parseHintList(s) : [];
}

function parseHintList(s: TokenStream): TableHint[] {
  s.expect('(');
  const hints = [parseTableHint(s)];
  while (!s.at(')')) {
    s.accept(',');
    hints.push(parseTableHint(s));
  }
  s.expect(')');
  return hints;
}

function parseTableHint(s: TokenStream): TableHint {
  const token = s.token;
  if (!TABLE_HINTS.has(token.word)) {
    if (token.type !== WORD) s.fail();
    throw unknownHint(token);
  }
  s.next();
  const hint = { kind: 'table-hint', pos: token.pos, name: token.word } as const;
  if (token.word === 'INDEX') return { ...hint, args: parseIndexArguments(s) };
  if (token.word === 'FORCESEEK' && s.accept('(')) {
    const args = [parseIndexArgument(s)];
    const columns = s.at('(') ? parseNameList(s) : [];
    s.expect(')');
    return { ...hint, args, columns };
  }
  if (token.word === 'SPATIAL_WINDOW_MAX_CELLS') {
    s.expect('=');
    return { ...hint, args: [parseExpr(s)] };
  }
  return { ...hint, args: [] };
}

const unknownHint = (token: Token): Error =>
  syntaxError(
    321,
    `"${token.text}" is not a recognized table hints option. If it is intended as a parameter to a table-valued function or to ` +
      'the CHANGETABLE function, ensure that your database compatibility mode is set to 90.',
    token.pos.line,
  );

/** INDEX(i, 2), INDEX = i, INDEX = (i). */
function parseIndexArguments(s: TokenStream): Expr[] {
  const equals = s.accept('=');
  if (!s.accept('(')) return equals ? [parseIndexArgument(s)] : s.fail();
  const args = [parseIndexArgument(s)];
  while (s.accept(',')) args.push(parseIndexArgument(s));
  s.expect(')');
  return args;
}

function parseIndexArgument(s: TokenStream): Expr {
  if (s.token.type === INT) return literalOf(s.next())!;
  const name: Name = parseName(s);
  return { kind: 'column', pos: name.pos, name: nameOf(name) };
}

/** Hints whose second word belongs to the name. docs/t-sql/queries/hints-transact-sql-query.md */
const TWO_WORDS: ReadonlySet<string> = new Set([
  'HASH GROUP',
  'ORDER GROUP',
  'CONCAT UNION',
  'HASH UNION',
  'MERGE UNION',
  'LOOP JOIN',
  'MERGE JOIN',
  'HASH JOIN',
  'EXPAND VIEWS',
  'FORCE ORDER',
  'FORCE EXTERNALPUSHDOWN',
  'DISABLE EXTERNALPUSHDOWN',
  'FORCE SCALEOUTEXECUTION',
  'DISABLE SCALEOUTEXECUTION',
  'KEEP PLAN',
  'KEEPFIXED PLAN',
  'OPTIMIZE FOR',
  'PARAMETERIZATION SIMPLE',
  'PARAMETERIZATION FORCED',
  'ROBUST PLAN',
  'USE HINT',
  'USE PLAN',
  'TABLE HINT',
  'OPTIMIZE CORRELATED',
]);
/** Hints with a number or string behind them, `=` allowed. */
const WITH_VALUE: ReadonlySet<string> = new Set([
  'FAST',
  'MAXDOP',
  'MAXRECURSION',
  'QUERYTRACEON',
  'LABEL',
  'MIN_GRANT_PERCENT',
  'MAX_GRANT_PERCENT',
  'USE PLAN',
  'USEPLAN',
]);
const PLAIN: ReadonlySet<string> = new Set([
  'RECOMPILE',
  'IGNORE_NONCLUSTERED_COLUMNSTORE_INDEX',
  'NO_PERFORMANCE_SPOOL',
]);

export function parseQueryHints(s: TokenStream): QueryHint[] {
  s.expect('OPTION');
  s.expect('(');
  const hints = [parseQueryHint(s)];
  while (s.accept(',')) hints.push(parseQueryHint(s));
  s.expect(')');
  return hints;
}

function parseQueryHint(s: TokenStream): QueryHint {
  const token = s.token;
  if (token.type !== WORD && token.type !== KEYWORD) s.fail();
  let name = token.word;
  const pair = `${name} ${s.peek(1).word}`;
  if (TWO_WORDS.has(pair)) {
    name = pair;
    s.next();
  } else if (!WITH_VALUE.has(name) && !PLAIN.has(name)) s.fail();
  s.next();
  const hint = { kind: 'query-hint', pos: token.pos, name } as const;
  if (WITH_VALUE.has(name)) {
    s.accept('=');
    return { ...hint, args: [parseExpr(s)] };
  }
  if (name === 'USE HINT') {
    s.expect('(');
    const args = [parseExpr(s)];
    while (s.accept(',')) args.push(parseExpr(s));
    s.expect(')');
    return { ...hint, args };
  }
  if (name === 'OPTIMIZE FOR') return { ...hint, args: [], optimizeFor: parseOptimizeFor(s) };
  if (name === 'TABLE HINT') {
    s.expect('(');
    const table = parseObjectName(s);
    const tableHints: TableHint[] = [];
    while (s.accept(',')) tableHints.push(parseTableHint(s));
    s.expect(')');
    return { ...hint, args: [], table, tableHints };
  }
  return { ...hint, args: [] };
}

/** OPTIMIZE FOR UNKNOWN is an empty list. */
function parseOptimizeFor(s: TokenStream): NonNullable<QueryHint['optimizeFor']> {
  if (s.accept('UNKNOWN')) return [];
  s.expect('(');
  const items: { variable: string; value?: Expr }[] = [];
  do {
    const variable = parseVariableName(s);
    if (s.accept('UNKNOWN')) items.push({ variable });
    else {
      s.expect('=');
      items.push({ variable, value: parseExpr(s) });
    }
  } while (s.accept(','));
  s.expect(')');
  return items;
}
