import type {
  Expr,
  Join,
  Name,
  ObjectName,
  Pivot,
  SystemTime,
  TableHint,
  TableSample,
  TableSource,
  Unpivot,
} from '../ast/index.ts';
import { END, KEYWORD, QUOTED, VARIABLE } from '../token.ts';
import { nestedTooDeeply } from '../syntax-error.ts';
import { parseExpr, parseExprOrDefault } from './expression.ts';
import { atOldHints, parseTableHints } from './hint.ts';
import { parseName, parseNameList, parseObjectName } from './name.ts';
import { parseSearchCondition } from './predicate.ts';
import { parseQuery } from './query.ts';
import { atRowset, parseRowset } from './rowset.ts';
import { atAlias, parseAliasName } from './select.ts';
import { parseDmlTable, atDmlTable } from './dml-table.ts';
import type { TokenStream } from './token-stream.ts';

const MAX_JOINS = 500;

export function parseFrom(s: TokenStream): TableSource[] {
  const sources = [parseTableSource(s)];
  while (s.accept(',')) sources.push(parseTableSource(s));
  return sources;
}

export function parseTableSource(s: TokenStream): TableSource {
  s.enter();
  let left = parseTablePrimary(s);
  for (let count = 0; ; count++) {
    const join = parseJoinOperator(s);
    if (join === undefined) break;
    if (count > MAX_JOINS) throw nestedTooDeeply(s.pos.line);
    left = parseJoin(s, left, join);
  }
  s.leave();
  return left;
}

interface JoinOperator {
  readonly type: Join['type'];
  readonly hint?: Join['hint'];
}

const JOIN_HINTS: ReadonlyMap<string, NonNullable<Join['hint']>> = new Map([
  ['LOOP', 'loop'],
  ['HASH', 'hash'],
  ['MERGE', 'merge'],
  ['REMOTE', 'remote'],
]);

function parseJoinOperator(s: TokenStream): JoinOperator | undefined {
  switch (s.token.word) {
    case 'JOIN':
      s.next();
      return { type: 'inner' };
    case 'INNER':
      s.next();
      return finishJoinOperator(s, 'inner');
    case 'LEFT':
    case 'RIGHT':
    case 'FULL': {
      const type = s.next().word.toLowerCase() as 'left' | 'right' | 'full';
      s.accept('OUTER');
      return finishJoinOperator(s, type);
    }
    case 'CROSS':
      s.next();
      return { type: s.expectOneOf('JOIN', 'APPLY') === 'JOIN' ? 'cross' : 'cross apply' };
    case 'OUTER':
      s.next();
      s.expect('APPLY');
      return { type: 'outer apply' };
  }
  return undefined;
}

function finishJoinOperator(s: TokenStream, type: 'inner' | 'left' | 'right' | 'full'): JoinOperator {
  const hint = JOIN_HINTS.get(s.token.word);
  if (hint !== undefined) s.next();
  s.expect('JOIN');
  return { type, hint };
}

/** `a JOIN b JOIN c ON ... ON ...`: whatever joins before ON belongs to the right side. */
function parseJoin(s: TokenStream, left: TableSource, join: JoinOperator): Join {
  s.enter();
  let right = parseTablePrimary(s);
  const { type, hint } = join;
  if (type === 'cross' || type === 'cross apply' || type === 'outer apply') {
    s.leave();
    return { kind: 'join', pos: left.pos, type, left, right };
  }
  while (!s.at('ON')) {
    const inner = parseJoinOperator(s);
    if (inner === undefined) s.fail();
    right = parseJoin(s, right, inner);
  }
  s.next();
  const on = parseSearchCondition(s);
  s.leave();
  return { kind: 'join', pos: left.pos, type, hint, left, right, on };
}

function parseTablePrimary(s: TokenStream): TableSource {
  let source = parseTableFactor(s);
  for (;;) {
    if (s.at('PIVOT')) source = parsePivot(s, source);
    else if (s.at('UNPIVOT')) source = parseUnpivot(s, source);
    else return source;
  }
}

interface Alias {
  readonly alias?: Name;
  readonly columns?: readonly Name[];
}

/** [AS] alias [(columns)]. */
export function parseAlias(s: TokenStream): Alias {
  const alias = parseTableAlias(s);
  if (alias === undefined) return {};
  return s.at('(') && !atOldHints(s) ? { alias, columns: parseNameList(s) } : { alias };
}

export function parseTableAlias(s: TokenStream): Name | undefined {
  if (s.accept('AS')) return parseAliasName(s);
  // USING is not reserved, and stands behind the target of MERGE.
  return atAlias(s) && !s.at('USING') ? parseName(s) : undefined;
}

function parseTableFactor(s: TokenStream): TableSource {
  const { type, word, pos } = s.token;
  if (word === '(') return parseParenthesized(s);
  if (type === VARIABLE) return parseVariableSource(s);
  if (word === '{') {
    s.next();
    s.expect('OJ');
    const source = parseTableSource(s);
    s.expect('}');
    return source;
  }
  if (word === '::') {
    s.next();
    const name = parseObjectName(s);
    return { kind: 'table-function', pos, name, args: parseTableArguments(s), ...parseAlias(s) };
  }
  if (type !== QUOTED && atRowset(s)) return parseRowset(s);
  if (type === KEYWORD) return s.fail();
  return parseNamedSource(s);
}

function parseNamedSource(s: TokenStream): TableSource {
  const { pos } = s.token;
  const name = parseObjectName(s);
  if (s.at('(') && !atOldHints(s)) {
    if (name.parts.length > 1 && name.parts.at(-1)!.text === 'nodes') return parseNodes(s, name);
    return { kind: 'table-function', pos, name, args: parseTableArguments(s), ...parseAlias(s) };
  }
  return parseTableTail(s, name);
}

/** What may stand behind the name of a table: FOR SYSTEM_TIME, alias, TABLESAMPLE and hints. */
function parseTableTail(s: TokenStream, name: ObjectName): TableSource {
  const systemTime = s.atWords('FOR', 'SYSTEM_TIME') ? parseSystemTime(s) : undefined;
  const early: readonly TableHint[] = atOldHints(s) ? parseTableHints(s) : [];
  const alias = parseTableAlias(s);
  const sample = s.at('TABLESAMPLE') ? parseTableSample(s) : undefined;
  const hints = [...early, ...parseTableHints(s)];
  return { kind: 'table', pos: name.pos, name, alias, hints, sample, systemTime };
}

function parseTableArguments(s: TokenStream): Expr[] {
  s.expect('(');
  const args: Expr[] = [];
  if (!s.at(')')) {
    s.enter();
    do args.push(parseExprOrDefault(s));
    while (s.accept(','));
    s.leave();
  }
  s.expect(')');
  return args;
}

/** `@t AS x`, `@x.nodes('...') AS n(x)`. */
function parseVariableSource(s: TokenStream): TableSource {
  const token = s.next();
  if (s.accept('.')) {
    const method = parseName(s);
    if (method.text !== 'nodes') s.fail(s.previous());
    const target: Expr = { kind: 'variable', pos: token.pos, name: token.text };
    return { kind: 'xml-nodes', pos: token.pos, target, xquery: parseXquery(s), ...parseAlias(s) };
  }
  const alias = parseTableAlias(s);
  return { kind: 'table-variable', pos: token.pos, name: token.text, alias, hints: parseTableHints(s) };
}

function parseNodes(s: TokenStream, name: ObjectName): TableSource {
  const column: ObjectName = { kind: 'object-name', pos: name.pos, parts: name.parts.slice(0, -1) };
  const target: Expr = { kind: 'column', pos: name.pos, name: column };
  return { kind: 'xml-nodes', pos: name.pos, target, xquery: parseXquery(s), ...parseAlias(s) };
}

function parseXquery(s: TokenStream): Expr {
  s.expect('(');
  const xquery = parseExpr(s);
  s.expect(')');
  return xquery;
}

function parseSystemTime(s: TokenStream): SystemTime {
  s.expectWords('FOR', 'SYSTEM_TIME');
  if (s.accept('ALL')) return { kind: 'all' };
  if (s.accept('AS')) {
    s.expect('OF');
    return { kind: 'as-of', at: parseExpr(s) };
  }
  if (s.accept('FROM')) {
    const from = parseExpr(s);
    s.expect('TO');
    return { kind: 'from-to', from, to: parseExpr(s) };
  }
  if (s.accept('BETWEEN')) {
    const from = parseExpr(s);
    s.expect('AND');
    return { kind: 'between-and', from, to: parseExpr(s) };
  }
  s.expectWords('CONTAINED', 'IN');
  s.expect('(');
  const from = parseExpr(s);
  s.expect(',');
  const to = parseExpr(s);
  s.expect(')');
  return { kind: 'contained-in', from, to };
}

function parseTableSample(s: TokenStream): TableSample {
  const { pos } = s.next();
  const system = s.accept('SYSTEM');
  s.expect('(');
  const count = parseExpr(s);
  const unit = s.accept('PERCENT') ? 'percent' : s.accept('ROWS') ? 'rows' : undefined;
  s.expect(')');
  let repeatable: Expr | undefined;
  if (s.accept('REPEATABLE')) {
    s.expect('(');
    repeatable = parseExpr(s);
    s.expect(')');
  }
  return { kind: 'table-sample', pos, system, count, unit, repeatable };
}

function parseParenthesized(s: TokenStream): TableSource {
  const { pos } = s.token;
  const inner = s.peek(1).word;
  if (inner === 'VALUES') return parseValuesTable(s);
  if (atDmlTable(inner)) return parseDmlTable(s);
  if (inner === 'SELECT' || (inner === '(' && isQueryInside(s))) {
    s.next();
    s.enter();
    const query = parseQuery(s);
    s.leave();
    s.expect(')');
    return { kind: 'derived-table', pos, query, ...parseAlias(s) };
  }
  s.next();
  const source = parseTableSource(s);
  s.expect(')');
  return source;
}

/**
 * `((SELECT ...) UNION ...) AS t` is a query, `((SELECT ...) AS t JOIN ...)` is a join: what follows the parenthesis around
 * the first SELECT tells.
 */
function isQueryInside(s: TokenStream): boolean {
  let ahead = 1;
  while (s.peek(ahead).word === '(') ahead++;
  if (s.peek(ahead).word !== 'SELECT') return false;
  let depth = 1;
  while (depth > 0) {
    ahead++;
    const { word, type } = s.peek(ahead);
    if (type === END) return true;
    if (word === '(') depth++;
    else if (word === ')') depth--;
  }
  const after = s.peek(ahead + 1).word;
  return after === ')' || after === 'UNION' || after === 'EXCEPT' || after === 'INTERSECT' || after === 'ORDER';
}

export function parseRows(s: TokenStream): Expr[][] {
  s.expect('VALUES');
  const rows: Expr[][] = [];
  do {
    s.expect('(');
    const row = [parseExprOrDefault(s)];
    while (s.accept(',')) row.push(parseExprOrDefault(s));
    s.expect(')');
    rows.push(row);
  } while (s.accept(','));
  return rows;
}

function parseValuesTable(s: TokenStream): TableSource {
  const { pos } = s.next();
  s.enter();
  const rows = parseRows(s);
  s.leave();
  s.expect(')');
  return { kind: 'values-table', pos, rows, ...parseAlias(s) };
}

function parsePivot(s: TokenStream, source: TableSource): Pivot {
  s.next();
  s.expect('(');
  const aggregate = s.token.type === KEYWORD ? s.fail() : parseObjectName(s);
  s.expect('(');
  const args: ObjectName[] = [];
  if (!s.accept('*')) {
    do args.push(parseObjectName(s));
    while (s.accept(','));
  }
  s.expect(')');
  s.expect('FOR');
  const column = parseObjectName(s);
  s.expect('IN');
  const values = parseNameList(s);
  s.expect(')');
  return { kind: 'pivot', pos: source.pos, source, aggregate, args, column, values, ...parseAlias(s) };
}

function parseUnpivot(s: TokenStream, source: TableSource): Unpivot {
  s.next();
  s.expect('(');
  const value = parseName(s);
  s.expect('FOR');
  const column = parseName(s);
  s.expect('IN');
  s.expect('(');
  const from = [parseObjectName(s)];
  while (s.accept(',')) from.push(parseObjectName(s));
  s.expect(')');
  s.expect(')');
  return { kind: 'unpivot', pos: source.pos, source, value, column, from, ...parseAlias(s) };
}
