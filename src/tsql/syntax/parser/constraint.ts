import type { Constraint, ForeignKey, KeyConstraint, Name, Node } from '../ast/index.ts';
import { parseExpr } from './expression.ts';
import { parseName, parseNameList, parseObjectName } from './name.ts';
import { parseSearchCondition } from './predicate.ts';
import {
  parseClustered,
  parseFilegroup,
  parseIndexColumns,
  parseIndexOptions,
  parseNotForReplication,
} from './table.ts';
import type { TokenStream } from './token-stream.ts';

const STARTS: ReadonlySet<string> = new Set([
  'CONSTRAINT',
  'PRIMARY',
  'UNIQUE',
  'FOREIGN',
  'REFERENCES',
  'CHECK',
  'DEFAULT',
  'CONNECTION',
]);

export function startsConstraint(s: TokenStream): boolean {
  if (!s.atAny(STARTS)) return false;
  return !s.at('CONNECTION') || s.peek(1).word === '(';
}

/** A constraint of a column or of a table: the same words but for the columns, which a column's leaves out. */
export function parseConstraint(s: TokenStream): Constraint {
  const { pos } = s.token;
  const name = s.accept('CONSTRAINT') ? parseName(s) : undefined;
  switch (s.token.word) {
    case 'PRIMARY':
      s.next();
      s.expect('KEY');
      return parseKey(s, pos, name, 'primary key');
    case 'UNIQUE':
      s.next();
      return parseKey(s, pos, name, 'unique');
    case 'FOREIGN':
    case 'REFERENCES':
      return parseForeignKey(s, pos, name);
    case 'CHECK': {
      s.next();
      const notForReplication = parseNotForReplication(s);
      s.expect('(');
      const condition = parseSearchCondition(s);
      s.expect(')');
      return { kind: 'check', pos, name, condition, notForReplication };
    }
    case 'DEFAULT':
      return parseDefault(s, pos, name);
    case 'CONNECTION':
      return parseConnection(s, pos, name);
  }
  return s.fail();
}

function parseKey(
  s: TokenStream,
  pos: Node['pos'],
  name: Name | undefined,
  type: KeyConstraint['type'],
): KeyConstraint {
  const clustered = parseClustered(s);
  const hash = s.accept('HASH');
  const columns = s.at('(') ? parseIndexColumns(s) : [];
  const options = parseIndexOptions(s);
  const on = parseFilegroup(s);
  const key = { kind: 'key-constraint', pos, name, type, clustered, columns, options, on } as const;
  return hash ? { ...key, hash } : key;
}

function parseForeignKey(s: TokenStream, pos: Node['pos'], name: Name | undefined): ForeignKey {
  let columns: Name[] = [];
  if (s.accept('FOREIGN')) {
    s.expect('KEY');
    if (s.at('(')) columns = parseNameList(s);
  }
  s.expect('REFERENCES');
  const table = parseObjectName(s);
  const referenced = s.at('(') ? parseNameList(s) : [];
  let onDelete: ForeignKey['onDelete'];
  let onUpdate: ForeignKey['onUpdate'];
  while (s.atWords('ON', 'DELETE') || s.atWords('ON', 'UPDATE')) {
    s.next();
    if (s.next().word === 'DELETE') onDelete = parseAction(s);
    else onUpdate = parseAction(s);
  }
  const notForReplication = parseNotForReplication(s);
  return { kind: 'foreign-key', pos, name, columns, table, referenced, onDelete, onUpdate, notForReplication };
}

function parseAction(s: TokenStream): NonNullable<ForeignKey['onDelete']> {
  switch (s.expectOneOf('NO', 'CASCADE', 'SET')) {
    case 'NO':
      s.expect('ACTION');
      return 'no action';
    case 'CASCADE':
      return 'cascade';
    case 'SET':
      return s.expectOneOf('NULL', 'DEFAULT') === 'NULL' ? 'set null' : 'set default';
  }
}

function parseDefault(s: TokenStream, pos: Node['pos'], name: Name | undefined): Constraint {
  s.next();
  const expr = parseExpr(s);
  const column = s.accept('FOR') ? parseName(s) : undefined;
  const withValues = s.atWords('WITH', 'VALUES') && s.acceptWords('WITH', 'VALUES');
  return { kind: 'default-constraint', pos, name, expr, column, withValues };
}

function parseConnection(s: TokenStream, pos: Node['pos'], name: Name | undefined): Constraint {
  s.next();
  s.expect('(');
  const pairs = [];
  do {
    const from = parseObjectName(s);
    s.expect('TO');
    pairs.push({ from, to: parseObjectName(s) });
  } while (s.accept(','));
  s.expect(')');
  return { kind: 'connection', pos, name, pairs };
}
