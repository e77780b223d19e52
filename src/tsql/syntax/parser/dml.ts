import type {
  Delete,
  DmlTarget,
  Insert,
  InsertSource,
  ObjectName,
  Output,
  QueryHint,
  SetItem,
  TableSource,
  Top,
  Update,
  With,
} from '../ast/index.ts';
import { PSEUDO, VARIABLE } from '../token.ts';
import { syntaxError } from '../syntax-error.ts';
import { parseArguments, parseExprOrDefault } from './expression.ts';
import { parseExecute } from './execute.ts';
import { parseQueryHints, parseTableHints } from './hint.ts';
import { isIdentifier, nameOf, parseName, parseNameList, parseObjectName, toName } from './name.ts';
import { parseSearchCondition } from './predicate.ts';
import { parseQuery } from './query.ts';
import { parseOpenQuery, parseOpenRowset } from './rowset.ts';
import { atAssignment, parseAssignmentOperator, parseSelectItem, parseTop } from './select.ts';
import { parseFrom, parseRows } from './table-source.ts';
import type { TokenStream } from './token-stream.ts';

/** Rows of VALUES in an INSERT; a derived table may have more. */
const MAX_INSERT_ROWS = 1000;

export function parseTarget(s: TokenStream): DmlTarget {
  const { pos, type, word } = s.token;
  if (type === VARIABLE) {
    const name = s.next().text;
    return { kind: 'target-variable', pos, name, hints: parseTableHints(s) };
  }
  if (word === 'OPENQUERY' || word === 'OPENDATASOURCE') return parseOpenQuery(s);
  if (word === 'OPENROWSET') return parseOpenRowset(s);
  const name = parseObjectName(s);
  return { kind: 'target-table', pos, name, hints: parseTableHints(s) };
}

const parseOptionalTop = (s: TokenStream): Top | undefined => (s.at('TOP') ? parseTop(s) : undefined);
const parseOptions = (s: TokenStream): QueryHint[] => (s.at('OPTION') ? parseQueryHints(s) : []);

export function parseInsert(s: TokenStream, clause?: With): Insert {
  const { pos } = s.expect('INSERT');
  const top = parseOptionalTop(s);
  s.accept('INTO');
  const target = parseTarget(s);
  const columns: ObjectName[] = [];
  if (s.at('(') && !startsQuery(s)) {
    s.next();
    do columns.push(parseColumn(s));
    while (s.accept(','));
    s.expect(')');
  }
  const output = parseOutputs(s);
  const source = parseInsertSource(s);
  const options = parseOptions(s);
  return {
    kind: 'insert',
    pos: clause?.pos ?? pos,
    end: s.lastEnd,
    with: clause,
    top,
    target,
    columns,
    output,
    source,
    options,
  };
}

/** `INSERT t (SELECT ...)`: a query in parentheses, not a column list. */
function startsQuery(s: TokenStream): boolean {
  let ahead = 1;
  while (s.peek(ahead).word === '(') ahead++;
  return s.peek(ahead).word === 'SELECT';
}

/** A column to be set: also $identity-like pseudo-columns of graph tables. */
function parseColumn(s: TokenStream): ObjectName {
  return s.token.type === PSEUDO ? nameOf(toName(s.next())) : parseObjectName(s);
}

function parseInsertSource(s: TokenStream): InsertSource {
  const { pos, word } = s.token;
  switch (word) {
    case 'VALUES': {
      const rows = parseRows(s);
      if (rows.length > MAX_INSERT_ROWS) throw tooManyRows(pos.line);
      return { kind: 'insert-values', pos, rows };
    }
    case 'DEFAULT':
      s.next();
      s.expect('VALUES');
      return { kind: 'insert-default-values', pos };
    case 'EXEC':
    case 'EXECUTE':
      return { kind: 'insert-execute', pos, execute: parseExecute(s) };
    case 'SELECT':
    case '(':
      return { kind: 'insert-query', pos, query: parseQuery(s) };
    default:
      return s.fail();
  }
}

const tooManyRows = (line: number): Error =>
  syntaxError(
    10738,
    'The number of row value expressions in the INSERT statement exceeds the maximum allowed number of 1000 row values.',
    line,
  );

/** OUTPUT ... INTO t and OUTPUT ...: one of each at most. */
export function parseOutputs(s: TokenStream): Output[] {
  const outputs: Output[] = [];
  while (s.at('OUTPUT') && outputs.length < 2) {
    const { pos } = s.next();
    const items = [parseSelectItem(s)];
    while (s.accept(',')) items.push(parseSelectItem(s));
    if (!s.accept('INTO')) {
      outputs.push({ kind: 'output', pos, items });
      break;
    }
    const target = parseTarget(s);
    const columns = s.at('(') && !startsQuery(s) ? parseNameList(s) : [];
    outputs.push({ kind: 'output', pos, items, into: { target, columns } });
  }
  return outputs;
}

export function parseUpdate(s: TokenStream, clause?: With): Update {
  const { pos } = s.expect('UPDATE');
  const top = parseOptionalTop(s);
  const target = parseTarget(s);
  s.expect('SET');
  const set = parseSetItems(s);
  const output = parseOutputs(s);
  const from: TableSource[] = s.accept('FROM') ? parseFrom(s) : [];
  const where = parseDmlWhere(s);
  const options = parseOptions(s);
  return {
    kind: 'update',
    pos: clause?.pos ?? pos,
    end: s.lastEnd,
    with: clause,
    top,
    target,
    set,
    output,
    from,
    where,
    options,
  };
}

export function parseSetItems(s: TokenStream): SetItem[] {
  const items = [parseSetItem(s)];
  while (s.accept(',')) items.push(parseSetItem(s));
  return items;
}

function parseSetItem(s: TokenStream): SetItem {
  const { pos, type } = s.token;
  if (type !== VARIABLE) return parseSetColumn(s);
  const variable = s.next().text;
  const op = parseAssignmentOperator(s);
  // `@v = column = value`, as opposed to `@v = column`.
  if (op === '=' && s.atIdentifier() && isColumnAssignment(s)) {
    const item = parseSetColumn(s);
    return item.kind === 'set-column' ? { ...item, pos, variable } : s.fail();
  }
  return { kind: 'set-variable-item', pos, variable, op, value: parseExprOrDefault(s) };
}

function isColumnAssignment(s: TokenStream): boolean {
  let ahead = 1;
  while (s.peek(ahead).word === '.') ahead += 2;
  return atAssignment(s, ahead);
}

function parseSetColumn(s: TokenStream): SetItem {
  const { pos } = s.token;
  const column = parseColumn(s);
  if (s.at('(')) {
    if (column.parts.length < 2) s.fail();
    const owner: ObjectName = { ...column, parts: column.parts.slice(0, -1) };
    return { kind: 'set-method', pos, column: owner, method: column.parts.at(-1)!, args: parseArguments(s) };
  }
  const op = parseAssignmentOperator(s);
  return { kind: 'set-column', pos, column, op, value: parseExprOrDefault(s) };
}

/** WHERE of UPDATE and DELETE, which may be CURRENT OF a cursor. */
function parseDmlWhere(s: TokenStream): Update['where'] {
  if (!s.accept('WHERE')) return undefined;
  if (!s.atWords('CURRENT', 'OF')) return parseSearchCondition(s);
  const { pos } = s.token;
  s.acceptWords('CURRENT', 'OF');
  const global = s.at('GLOBAL') && isIdentifier(s.peek(1)) && s.accept('GLOBAL');
  const cursor = s.token.type === VARIABLE ? toName(s.next()) : parseName(s);
  return { kind: 'current-of', pos, global, cursor };
}

export function parseDelete(s: TokenStream, clause?: With): Delete {
  const { pos } = s.expect('DELETE');
  const top = parseOptionalTop(s);
  s.accept('FROM');
  const target = parseTarget(s);
  const output = parseOutputs(s);
  const from: TableSource[] = s.accept('FROM') ? parseFrom(s) : [];
  const where = parseDmlWhere(s);
  const options = parseOptions(s);
  return {
    kind: 'delete',
    pos: clause?.pos ?? pos,
    end: s.lastEnd,
    with: clause,
    top,
    target,
    output,
    from,
    where,
    options,
  };
}
