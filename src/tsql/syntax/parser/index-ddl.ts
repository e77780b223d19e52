import type { AlterIndex, CreateIndex, DropIndex, Name, ObjectName } from '../ast/index.ts';
import { parsePartition } from './alter-table.ts';
import { parseName, parseNameList, parseObjectName } from './name.ts';
import { parseOptionList, parseWithOptions } from './option.ts';
import { parseSearchCondition } from './predicate.ts';
import { parseClustered, parseFilegroup, parseIndexColumns, parseIndexOptions } from './table.ts';
import type { TokenStream } from './token-stream.ts';

const STARTS: ReadonlySet<string> = new Set(['UNIQUE', 'CLUSTERED', 'NONCLUSTERED', 'COLUMNSTORE', 'INDEX']);
const SPECIAL: ReadonlySet<string> = new Set(['XML', 'SPATIAL', 'PRIMARY']);

/** Does an index follow CREATE? XML also starts XML SCHEMA COLLECTION. */
export function startsIndex(s: TokenStream): boolean {
  if (s.atAny(STARTS)) return true;
  return s.atAny(SPECIAL) && (s.peek(1).word === 'INDEX' || s.peek(1).word === 'XML');
}

/** CREATE has been taken. */
export function parseCreateIndex(s: TokenStream, pos: CreateIndex['pos']): CreateIndex {
  const special = parseSpecial(s);
  const unique = s.accept('UNIQUE');
  const clustered = parseClustered(s);
  const columnstore = s.accept('COLUMNSTORE');
  s.expect('INDEX');
  const name = parseName(s);
  s.expect('ON');
  const table = parseObjectName(s);
  const columns = s.at('(') ? parseIndexColumns(s) : columnstore ? [] : s.fail();
  const using = s.at('USING') ? parseUsing(s) : undefined;
  const include = s.accept('INCLUDE') ? parseNameList(s) : [];
  const order = columnstore && s.at('ORDER') ? parseOrder(s) : [];
  const where = s.accept('WHERE') ? parseSearchCondition(s) : undefined;
  const options = parseIndexOptions(s);
  const on = parseFilegroup(s);
  if (s.accept('FILESTREAM_ON')) parseName(s);
  return {
    kind: 'create-index',
    pos,
    end: s.lastEnd,
    name,
    table,
    unique,
    clustered,
    columnstore,
    special,
    columns,
    include,
    order,
    where,
    options,
    on,
    using,
  };
}

function parseSpecial(s: TokenStream): CreateIndex['special'] {
  if (s.acceptWords('PRIMARY', 'XML')) return 'primary xml';
  if (s.accept('XML')) return 'xml';
  return s.accept('SPATIAL') ? 'spatial' : undefined;
}

/** USING XML INDEX i FOR PATH, USING GEOGRAPHY_GRID: kept as text. */
function parseUsing(s: TokenStream): string {
  const start = s.next().end;
  while (!s.at('WITH') && !s.at('ON') && !s.at(';') && (s.atIdentifier() || s.at('INDEX') || s.at('FOR'))) s.next();
  return s.text.slice(start, s.lastEnd).trim();
}

function parseOrder(s: TokenStream): Name[] {
  s.next();
  return parseNameList(s);
}

const ACTIONS = ['REBUILD', 'REORGANIZE', 'DISABLE', 'SET', 'RESUME', 'PAUSE', 'ABORT'] as const;

/** INDEX is the current token. */
export function parseAlterIndex(s: TokenStream, pos: AlterIndex['pos']): AlterIndex {
  s.expect('INDEX');
  const name = s.accept('ALL') ? undefined : parseName(s);
  s.expect('ON');
  const table = parseObjectName(s);
  const action = s.expectOneOf(...ACTIONS).toLowerCase() as AlterIndex['action'];
  if (action === 'set')
    return { kind: 'alter-index', pos, name, table, action, options: parseOptionList(s), end: s.lastEnd };
  const partition = parsePartition(s);
  const options = parseWithOptions(s);
  return { kind: 'alter-index', pos, end: s.lastEnd, name, table, action, partition, options };
}

/** INDEX is the current token. */
export function parseDropIndex(s: TokenStream, pos: DropIndex['pos']): DropIndex {
  s.expect('INDEX');
  const ifExists = s.acceptWords('IF', 'EXISTS');
  const items: DropIndex['items'][number][] = [];
  do {
    const full = parseObjectName(s);
    if (s.accept('ON')) {
      if (full.parts.length > 1) s.fail();
      items.push({ name: full.parts[0]!, table: parseObjectName(s), options: parseWithOptions(s) });
      continue;
    }
    if (full.parts.length < 2) s.fail();
    const table: ObjectName = { ...full, parts: full.parts.slice(0, -1) };
    items.push({ name: full.parts.at(-1)!, table, options: parseWithOptions(s) });
  } while (s.accept(','));
  return { kind: 'drop-index', pos, end: s.lastEnd, ifExists, items };
}
