import type {
  ColumnDefinition,
  ComputedColumn,
  DataType,
  FilegroupRef,
  IndexColumn,
  InlineIndex,
  Name,
  Period,
  TableDefinition,
  TableElement,
} from '../ast/index.ts';
import { parseConstraint, startsConstraint } from './constraint.ts';
import { parseExpr } from './expression.ts';
import { nameOf, parseDataType, parseName, parseNameList, parseNameOrString, parseString } from './name.ts';
import { parseOpenOption, parseOptionList, parseWithOptions } from './option.ts';
import { parseSearchCondition } from './predicate.ts';
import { parseNullability } from './rowset.ts';
import type { TokenStream } from './token-stream.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export function parseTableDefinition(s: TokenStream): TableDefinition {
  const { pos } = s.expect('(');
  const elements = [parseTableElement(s)];
  // T-SQL takes a comma behind the last element, and does without one in front of a constraint.
  while (s.accept(',') || startsConstraint(s)) {
    if (s.at(')')) break;
    elements.push(parseTableElement(s));
  }
  s.expect(')');
  return { kind: 'table-definition', pos, elements };
}

export function parseTableElement(s: TokenStream): TableElement {
  if (startsConstraint(s)) return parseConstraint(s);
  if (s.at('INDEX')) return parseInlineIndex(s);
  if (s.atWords('PERIOD', 'FOR')) return parsePeriod(s);
  const { pos } = s.token;
  const name = parseName(s);
  if (s.accept('AS')) return parseComputedColumn(s, name);
  if (s.at('XML') && s.peek(1).word === 'COLUMN_SET') {
    s.expectWords('XML', 'COLUMN_SET', 'FOR', 'ALL_SPARSE_COLUMNS');
    return { kind: 'column-set', pos, name };
  }
  return parseColumnDefinition(s, name);
}

function parsePeriod(s: TokenStream): Period {
  const { pos } = s.token;
  s.expectWords('PERIOD', 'FOR', 'SYSTEM_TIME', '(');
  const start = parseName(s);
  s.expect(',');
  const end = parseName(s);
  s.expect(')');
  return { kind: 'period', pos, start, end };
}

function parseComputedColumn(s: TokenStream, name: Name): ComputedColumn {
  const expr = parseExpr(s);
  const persisted = s.accept('PERSISTED');
  const notNull = persisted && s.atWords('NOT', 'NULL') && s.acceptWords('NOT', 'NULL');
  const constraints = [];
  while (startsConstraint(s)) constraints.push(parseConstraint(s));
  return { kind: 'computed-column', pos: name.pos, name, expr, persisted, notNull, constraints };
}

/** A column behind its name. The attributes come in any order. */
export function parseColumnDefinition(s: TokenStream, name: Name): ColumnDefinition {
  const column: Mutable<ColumnDefinition> = {
    kind: 'column-definition',
    pos: name.pos,
    name,
    type: parseColumnType(s, name),
    constraints: [],
  };
  const constraints: ColumnDefinition['constraints'][number][] = [];
  for (;;) {
    if (startsConstraint(s)) {
      constraints.push(parseConstraint(s));
      continue;
    }
    if (!parseAttribute(s, column)) break;
  }
  column.constraints = constraints;
  return column;
}

/** A column called timestamp needs no type. */
function parseColumnType(s: TokenStream, name: Name): DataType {
  const { word } = s.token;
  const isBare = word === ',' || word === ')' || word === 'NOT' || word === 'NULL';
  if (isBare && name.text.toLowerCase() === 'timestamp') {
    return { kind: 'data-type', pos: name.pos, name: nameOf(name), args: [] };
  }
  return parseDataType(s);
}

function parseAttribute(s: TokenStream, column: Mutable<ColumnDefinition>): boolean {
  switch (s.token.word) {
    case 'COLLATE':
      s.next();
      column.collation = parseName(s);
      return true;
    case 'NULL':
      column.nullable = parseNullability(s);
      return true;
    case 'NOT':
      if (s.peek(1).word === 'FOR') {
        s.expectWords('NOT', 'FOR', 'REPLICATION');
        column.notForReplication = true;
      } else {
        s.expectWords('NOT', 'NULL');
        column.nullable = false;
      }
      return true;
    case 'IDENTITY':
      column.identity = parseIdentity(s);
      return true;
    case 'ROWGUIDCOL':
      s.next();
      column.rowguidcol = true;
      return true;
    case 'SPARSE':
      s.next();
      column.sparse = true;
      return true;
    case 'FILESTREAM':
      s.next();
      column.filestream = true;
      return true;
    case 'HIDDEN':
      s.next();
      column.hidden = true;
      return true;
    case 'INDEX':
      column.index = parseInlineIndex(s);
      return true;
    case 'MASKED':
      s.next();
      s.expect('WITH');
      column.masked = { function: parseMask(s) };
      return true;
    case 'ENCRYPTED':
      s.next();
      s.expect('WITH');
      column.encrypted = parseOptionList(s);
      return true;
    case 'GENERATED':
      s.next();
      s.expectWords('ALWAYS', 'AS', 'ROW');
      column.generated = s.expectOneOf('START', 'END') === 'START' ? 'row start' : 'row end';
      return true;
  }
  return false;
}

/** (FUNCTION = 'default()') */
export function parseMask(s: TokenStream): string {
  s.expectWords('(', 'FUNCTION', '=');
  const mask = parseString(s);
  s.expect(')');
  return mask;
}

function parseIdentity(s: TokenStream): ColumnDefinition['identity'] {
  s.next();
  if (!s.accept('(')) return { notForReplication: parseNotForReplication(s) };
  const seed = parseExpr(s);
  s.expect(',');
  const increment = parseExpr(s);
  s.expect(')');
  return { seed, increment, notForReplication: parseNotForReplication(s) };
}

export function parseNotForReplication(s: TokenStream): boolean {
  return s.at('NOT') && s.peek(1).word === 'FOR' && s.acceptWords('NOT', 'FOR', 'REPLICATION');
}

/** (a ASC, b DESC) */
export function parseIndexColumns(s: TokenStream): IndexColumn[] {
  s.expect('(');
  const columns: IndexColumn[] = [];
  do {
    const name = parseName(s);
    const descending = s.accept('DESC');
    if (!descending) s.accept('ASC');
    columns.push({ name, descending });
  } while (s.accept(','));
  s.expect(')');
  return columns;
}

/** CLUSTERED or NONCLUSTERED, where it is said. */
export function parseClustered(s: TokenStream): boolean | undefined {
  if (s.accept('CLUSTERED')) return true;
  return s.accept('NONCLUSTERED') ? false : undefined;
}

/** ON filegroup | scheme(column) */
export function parseFilegroup(s: TokenStream): FilegroupRef | undefined {
  if (!s.accept('ON')) return undefined;
  const name = parseNameOrString(s);
  return { name, columns: s.at('(') ? parseNameList(s) : [] };
}

/** WITH (options), or the old WITH FILLFACTOR = n without parentheses. */
export function parseIndexOptions(s: TokenStream): InlineIndex['options'] {
  if (!s.at('WITH')) return [];
  const next = s.peek(1).word;
  if (next === '(') return parseWithOptions(s);
  if (!OLD_OPTIONS.has(next)) return [];
  s.next();
  const options = [parseOpenOption(s)];
  while (s.at(',') && OLD_OPTIONS.has(s.peek(1).word)) {
    s.next();
    options.push(parseOpenOption(s));
  }
  return options;
}

const OLD_OPTIONS: ReadonlySet<string> = new Set([
  'FILLFACTOR',
  'PAD_INDEX',
  'IGNORE_DUP_KEY',
  'DROP_EXISTING',
  'STATISTICS_NORECOMPUTE',
  'SORT_IN_TEMPDB',
]);

export function parseInlineIndex(s: TokenStream): InlineIndex {
  const { pos } = s.expect('INDEX');
  const name = parseName(s);
  const unique = s.accept('UNIQUE');
  const clustered = parseClustered(s);
  const columnstore = s.accept('COLUMNSTORE');
  const hash = s.accept('HASH');
  const columns = s.at('(') ? parseIndexColumns(s) : [];
  const include = s.accept('INCLUDE') ? parseNameList(s) : [];
  const where = s.accept('WHERE') ? parseSearchCondition(s) : undefined;
  const options = parseIndexOptions(s);
  const on = parseFilegroup(s);
  const index = {
    kind: 'inline-index',
    pos,
    name,
    unique,
    clustered,
    columnstore,
    columns,
    include,
    where,
    options,
    on,
  } as const;
  return hash ? { ...index, hash } : index;
}
