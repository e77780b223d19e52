import type {
  AlterPartition,
  AlterSchema,
  CreatePartitionFunction,
  CreatePartitionScheme,
  CreateSchema,
  CreateSequence,
  CreateStatistics,
  CreateSynonym,
  CreateType,
  CreateXmlSchemaCollection,
  DropStatistics,
  Expr,
  Name,
  PartitionDdl,
  Statement,
  UpdateStatistics,
} from '../ast/index.ts';
import { INT } from '../token.ts';
import { notFirstInBatch } from '../syntax-error.ts';
import { parseExpr } from './expression.ts';
import { parseDataType, parseName, parseNameList, parseNameOrKeyword, parseObjectName } from './name.ts';
import { parseOpenOption, parseWithOptions } from './option.ts';
import { parseSearchCondition } from './predicate.ts';
import { parseNullability } from './rowset.ts';
import { parseStatement } from './statement.ts';
import { parseTableDefinition } from './table.ts';
import type { TokenStream } from './token-stream.ts';

type Pos = Statement['pos'];
type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const SCHEMA_ELEMENTS: ReadonlySet<string> = new Set(['CREATE', 'GRANT', 'DENY', 'REVOKE']);

/** Each parser here begins at the word of the class, the verb having been taken. */
export function parseCreateSchema(s: TokenStream, pos: Pos, first: boolean): CreateSchema {
  if (!first) throw notFirstInBatch('CREATE SCHEMA', pos.line);
  s.next();
  const name = s.at('AUTHORIZATION') ? undefined : parseName(s);
  const owner = s.accept('AUTHORIZATION') ? parseName(s) : undefined;
  const elements: Statement[] = [];
  while (s.atAny(SCHEMA_ELEMENTS)) elements.push(parseStatement(s));
  return { kind: 'create-schema', pos, end: s.lastEnd, name, owner, elements };
}

export function parseAlterSchema(s: TokenStream, pos: Pos): AlterSchema {
  s.next();
  const name = parseName(s);
  s.expect('TRANSFER');
  let objectClass: AlterSchema['class'];
  if (s.acceptWords('OBJECT', '::')) objectClass = 'OBJECT';
  else if (s.acceptWords('TYPE', '::')) objectClass = 'TYPE';
  else if (s.acceptWords('XML', 'SCHEMA', 'COLLECTION', '::')) objectClass = 'XML SCHEMA COLLECTION';
  const object = parseObjectName(s);
  return { kind: 'alter-schema', pos, end: s.lastEnd, name, class: objectClass, object };
}

export function parseSequence(s: TokenStream, pos: Pos, create: boolean): CreateSequence {
  s.next();
  const name = parseObjectName(s);
  const sequence: Mutable<CreateSequence> = { kind: create ? 'create-sequence' : 'alter-sequence', pos, end: 0, name };
  if (create && s.accept('AS')) sequence.type = parseDataType(s);
  while (parseSequenceOption(s, sequence));
  sequence.end = s.lastEnd;
  return sequence;
}

function parseSequenceOption(s: TokenStream, sequence: Mutable<CreateSequence>): boolean {
  switch (s.token.word) {
    case 'START':
      s.expectWords('START', 'WITH');
      sequence.start = parseExpr(s);
      return true;
    case 'RESTART':
      s.next();
      if (s.accept('WITH')) sequence.start = parseExpr(s);
      sequence.restart = true;
      return true;
    case 'INCREMENT':
      s.expectWords('INCREMENT', 'BY');
      sequence.increment = parseExpr(s);
      return true;
    case 'MINVALUE':
      s.next();
      sequence.minimum = parseExpr(s);
      return true;
    case 'MAXVALUE':
      s.next();
      sequence.maximum = parseExpr(s);
      return true;
    case 'CYCLE':
      s.next();
      sequence.cycle = true;
      return true;
    case 'CACHE':
      s.next();
      sequence.cache = s.peek(0).type === INT ? parseExpr(s) : 'default';
      return true;
    case 'NO':
      s.next();
      parseNoOption(s, sequence);
      return true;
  }
  return false;
}

function parseNoOption(s: TokenStream, sequence: Mutable<CreateSequence>): void {
  switch (s.expectOneOf('MINVALUE', 'MAXVALUE', 'CYCLE', 'CACHE')) {
    case 'MINVALUE':
      sequence.minimum = null;
      break;
    case 'MAXVALUE':
      sequence.maximum = null;
      break;
    case 'CYCLE':
      sequence.cycle = false;
      break;
    case 'CACHE':
      sequence.cache = null;
      break;
  }
}

export function parseSynonym(s: TokenStream, pos: Pos): CreateSynonym {
  s.next();
  const name = parseObjectName(s);
  s.expect('FOR');
  const target = parseObjectName(s);
  return { kind: 'create-synonym', pos, end: s.lastEnd, name, target };
}

export function parseCreateType(s: TokenStream, pos: Pos): CreateType {
  s.next();
  const name = parseObjectName(s);
  const definition = parseTypeDefinition(s);
  return { kind: 'create-type', pos, end: s.lastEnd, name, definition };
}

function parseTypeDefinition(s: TokenStream): CreateType['definition'] {
  if (s.accept('FROM')) {
    const base = parseDataType(s);
    return { kind: 'alias', base, nullable: parseNullability(s) };
  }
  if (s.accept('EXTERNAL')) {
    s.expect('NAME');
    return { kind: 'external', assembly: parseObjectName(s) };
  }
  s.expectWords('AS', 'TABLE');
  const table = parseTableDefinition(s);
  return { kind: 'table', table, options: parseWithOptions(s) };
}

export function parseCreateStatistics(s: TokenStream, pos: Pos): CreateStatistics {
  s.next();
  const name = parseName(s);
  s.expect('ON');
  const table = parseObjectName(s);
  const columns = parseNameList(s);
  const where = s.accept('WHERE') ? parseSearchCondition(s) : undefined;
  const options = parseStatisticsOptions(s);
  return { kind: 'create-statistics', pos, end: s.lastEnd, name, table, columns, where, options };
}

/** WITH FULLSCAN, SAMPLE 10 PERCENT, NORECOMPUTE, INCREMENTAL = ON, ... */
function parseStatisticsOptions(s: TokenStream): UpdateStatistics['options'] {
  if (!s.accept('WITH')) return [];
  const options: UpdateStatistics['options'][number][] = [];
  do {
    if (!s.at('SAMPLE')) {
      options.push(parseOpenOption(s));
      continue;
    }
    const { pos } = s.next();
    const count = parseExpr(s);
    if (count.kind !== 'literal' && count.kind !== 'variable') s.fail();
    const unit = s.expectOneOf('PERCENT', 'ROWS');
    options.push({
      kind: 'option',
      pos,
      name: 'SAMPLE',
      values: [count, { kind: 'word', pos, text: unit, quoted: false }],
    });
  } while (s.accept(','));
  return options;
}

/** UPDATE is the current token. */
export function parseUpdateStatistics(s: TokenStream): UpdateStatistics {
  const { pos } = s.next();
  s.next();
  const table = parseObjectName(s);
  let names: Name[] = [];
  if (s.at('(')) names = parseNameList(s);
  else if (s.atIdentifier() && s.peek(1).word !== ':') names = [parseName(s)];
  const options = parseStatisticsOptions(s);
  return { kind: 'update-statistics', pos, end: s.lastEnd, table, names, options };
}

export function parseDropStatistics(s: TokenStream, pos: Pos): DropStatistics {
  s.next();
  const names = [parseObjectName(s)];
  while (s.accept(',')) names.push(parseObjectName(s));
  return { kind: 'drop-statistics', pos, end: s.lastEnd, names };
}

export function parseXmlSchemaCollection(s: TokenStream, pos: Pos, create: boolean): CreateXmlSchemaCollection {
  s.expectWords('XML', 'SCHEMA', 'COLLECTION');
  const name = parseObjectName(s);
  s.expect(create ? 'AS' : 'ADD');
  const schema = parseExpr(s);
  const kind = create ? 'create-xml-schema-collection' : 'alter-xml-schema-collection';
  return { kind, pos, end: s.lastEnd, name, schema };
}

export function parsePartitionDdl(s: TokenStream, pos: Pos, create: boolean): PartitionDdl {
  s.next();
  const isFunction = s.expectOneOf('FUNCTION', 'SCHEME') === 'FUNCTION';
  const name = parseName(s);
  if (!create) return parseAlterPartition(s, pos, isFunction, name);
  return isFunction ? parsePartitionFunction(s, pos, name) : parsePartitionScheme(s, pos, name);
}

function parsePartitionFunction(s: TokenStream, pos: Pos, name: Name): CreatePartitionFunction {
  s.expect('(');
  const type = parseDataType(s);
  s.expect(')');
  s.expectWords('AS', 'RANGE');
  const range = s.accept('RIGHT') ? 'right' : 'left';
  if (range === 'left') s.accept('LEFT');
  s.expectWords('FOR', 'VALUES', '(');
  const values: Expr[] = [];
  if (!s.at(')')) {
    do values.push(parseExpr(s));
    while (s.accept(','));
  }
  s.expect(')');
  return { kind: 'create-partition-function', pos, end: s.lastEnd, name, type, range, values };
}

function parsePartitionScheme(s: TokenStream, pos: Pos, name: Name): CreatePartitionScheme {
  s.expectWords('AS', 'PARTITION');
  const partitionFunction = parseName(s);
  const all = s.accept('ALL');
  s.expectWords('TO', '(');
  const filegroups = [parseNameOrKeyword(s)];
  while (s.accept(',')) filegroups.push(parseNameOrKeyword(s));
  s.expect(')');
  return { kind: 'create-partition-scheme', pos, end: s.lastEnd, name, function: partitionFunction, all, filegroups };
}

function parseAlterPartition(s: TokenStream, pos: Pos, isFunction: boolean, name: Name): AlterPartition {
  if (!isFunction) {
    s.expectWords('NEXT', 'USED');
    const filegroup = s.atIdentifier() ? parseName(s) : undefined;
    return { kind: 'alter-partition', pos, end: s.lastEnd, class: 'SCHEME', name, action: 'next used', filegroup };
  }
  s.expect('(');
  s.expect(')');
  const action = s.expectOneOf('SPLIT', 'MERGE') === 'SPLIT' ? 'split' : 'merge';
  s.expectWords('RANGE', '(');
  const value = parseExpr(s);
  s.expect(')');
  return { kind: 'alter-partition', pos, end: s.lastEnd, class: 'FUNCTION', name, action, value };
}
