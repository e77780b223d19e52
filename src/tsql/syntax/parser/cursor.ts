import type {
  CursorDefinition,
  CursorRef,
  CursorStatement,
  DeclareCursor,
  Expr,
  FetchCursor,
  Name,
} from '../ast/index.ts';
import { parseExpr } from './expression.ts';
import { parseQueryHints } from './hint.ts';
import { isIdentifier, parseName, parseNameOrVariable, parseVariableName } from './name.ts';
import { parseQuery, parseWith } from './query.ts';
import type { TokenStream } from './token-stream.ts';

const OPTIONS: ReadonlySet<string> = new Set([
  'INSENSITIVE',
  'SCROLL',
  'LOCAL',
  'GLOBAL',
  'FORWARD_ONLY',
  'STATIC',
  'KEYSET',
  'DYNAMIC',
  'FAST_FORWARD',
  'READ_ONLY',
  'SCROLL_LOCKS',
  'OPTIMISTIC',
  'TYPE_WARNING',
]);

/** DECLARE name [options] CURSOR [options] FOR ...; DECLARE is the current token. */
export function parseDeclareCursor(s: TokenStream): DeclareCursor {
  const { pos } = s.next();
  const name = parseName(s);
  const options: string[] = [];
  while (s.atAny(OPTIONS)) options.push(s.next().word);
  const cursor = parseCursorDefinition(s, options);
  return { kind: 'declare-cursor', pos, end: s.lastEnd, name, cursor };
}

/** CURSOR [options] FOR query [FOR READ ONLY | UPDATE [OF columns]]. */
export function parseCursorDefinition(s: TokenStream, early: readonly string[] = []): CursorDefinition {
  s.expect('CURSOR');
  const options = [...early];
  while (s.atAny(OPTIONS)) options.push(s.next().word);
  s.expect('FOR');
  const clause = s.at('WITH') ? parseWith(s) : undefined;
  const query = parseQuery(s);
  let access: CursorDefinition['access'];
  let updateColumns: Name[] = [];
  let hints = s.at('OPTION') ? parseQueryHints(s) : [];
  if (s.accept('FOR')) {
    if (s.accept('READ')) {
      s.expect('ONLY');
      access = 'read only';
    } else {
      s.expect('UPDATE');
      access = 'update';
      if (s.accept('OF')) updateColumns = parseColumns(s);
    }
    if (s.at('OPTION')) hints = parseQueryHints(s);
  }
  return { options, with: clause, query, hints, access, updateColumns };
}

function parseColumns(s: TokenStream): Name[] {
  const names = [parseName(s)];
  while (s.accept(',')) names.push(parseName(s));
  return names;
}

function parseCursorRef(s: TokenStream): CursorRef {
  const global = s.at('GLOBAL') && isIdentifier(s.peek(1)) && s.accept('GLOBAL');
  return { global, name: parseNameOrVariable(s) };
}

export function parseCursorStatement(s: TokenStream): CursorStatement {
  const { pos, word } = s.token;
  if (word === 'FETCH') return parseFetch(s);
  s.next();
  if (word === 'DEALLOCATE') s.accept('CURSOR');
  const cursor = parseCursorRef(s);
  const kind = word === 'OPEN' ? 'open-cursor' : word === 'CLOSE' ? 'close-cursor' : 'deallocate-cursor';
  return { kind, pos, end: s.lastEnd, cursor };
}

const DIRECTIONS = {
  NEXT: 'next',
  PRIOR: 'prior',
  FIRST: 'first',
  LAST: 'last',
  ABSOLUTE: 'absolute',
  RELATIVE: 'relative',
} as const;

/** FETCH [NEXT ... FROM] cursor: a direction word with FROM behind it is a direction, otherwise a cursor's name. */
function parseFetch(s: TokenStream): FetchCursor {
  const { pos } = s.next();
  let direction: FetchCursor['direction'] = 'next';
  let offset: Expr | undefined;
  const word = s.token.word as keyof typeof DIRECTIONS;
  if (word in DIRECTIONS && !endsCursorName(s)) {
    s.next();
    direction = DIRECTIONS[word];
    if (word === 'ABSOLUTE' || word === 'RELATIVE') offset = parseExpr(s);
    s.expect('FROM');
  } else s.accept('FROM');
  const cursor = parseCursorRef(s);
  const into: string[] = [];
  if (s.accept('INTO')) {
    do into.push(parseVariableName(s));
    while (s.accept(','));
  }
  return { kind: 'fetch-cursor', pos, end: s.lastEnd, direction, offset, cursor, into };
}

function endsCursorName(s: TokenStream): boolean {
  const next = s.peek(1);
  return next.word === 'INTO' || next.word === ';';
}
