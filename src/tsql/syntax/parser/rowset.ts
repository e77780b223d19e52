import type {
  ChangeTable,
  DataType,
  Expr,
  FullTextTable,
  Name,
  ObjectName,
  OpenJson,
  OpenQuery,
  OpenRowset,
  OpenXml,
  Predict,
  TableSource,
} from '../ast/index.ts';
import { INT, NSTRING, STRING } from '../token.ts';
import { parseArguments, parseExpr } from './expression.ts';
import { parseDataType, parseName, parseNameList, parseObjectName, parseString } from './name.ts';
import { parseOption } from './option.ts';
import { parseLanguage } from './predicate.ts';
import { parseAlias, parseTableAlias } from './table-source.ts';
import type { TokenStream } from './token-stream.ts';

const ROWSETS: ReadonlySet<string> = new Set([
  'OPENJSON',
  'OPENXML',
  'OPENROWSET',
  'OPENQUERY',
  'OPENDATASOURCE',
  'CONTAINSTABLE',
  'FREETEXTTABLE',
  'CHANGETABLE',
  'PREDICT',
]);

/** Table functions with a grammar of their own. */
export function atRowset(s: TokenStream): boolean {
  return ROWSETS.has(s.token.word) && s.peek(1).word === '(';
}

export function parseRowset(s: TokenStream): TableSource {
  switch (s.token.word) {
    case 'OPENJSON':
      return parseOpenJson(s);
    case 'OPENXML':
      return parseOpenXml(s);
    case 'CONTAINSTABLE':
    case 'FREETEXTTABLE':
      return parseFullTextTable(s);
    case 'CHANGETABLE':
      return parseChangeTable(s);
    case 'PREDICT':
      return parsePredict(s);
    case 'OPENROWSET':
      return { ...parseOpenRowset(s), ...parseAlias(s) };
    default:
      return { ...parseOpenQuery(s), ...parseAlias(s) };
  }
}

function parseOpenJson(s: TokenStream): OpenJson {
  const { pos } = s.next();
  s.expect('(');
  const json = parseExpr(s);
  const path = s.accept(',') ? parseExpr(s) : undefined;
  s.expect(')');
  if (!s.at('WITH') || s.peek(1).word !== '(') return { kind: 'openjson', pos, json, path, ...parseAlias(s) };
  s.next();
  s.next();
  const schema: NonNullable<OpenJson['schema']>[number][] = [];
  do {
    const name = parseName(s);
    const type = parseDataType(s);
    const column = parseColumnPath(s);
    schema.push({ name, type, path: column, asJson: s.acceptWords('AS', 'JSON') });
  } while (s.accept(','));
  s.expect(')');
  return { kind: 'openjson', pos, json, path, schema, ...parseAlias(s) };
}

function parseColumnPath(s: TokenStream): string | undefined {
  return s.token.type === STRING || s.token.type === NSTRING ? parseString(s) : undefined;
}

interface SchemaColumn {
  readonly name: Name;
  readonly type: DataType;
  readonly path?: string;
}

function parseSchemaColumn(s: TokenStream): SchemaColumn {
  const name = parseName(s);
  const type = parseDataType(s);
  // OPENROWSET(BULK) also numbers the columns of a file.
  const path = s.token.type === INT ? s.next().text : parseColumnPath(s);
  return path === undefined ? { name, type } : { name, type, path };
}

function parseSchema(s: TokenStream): SchemaColumn[] {
  s.expect('(');
  const columns = [parseSchemaColumn(s)];
  while (s.accept(',')) columns.push(parseSchemaColumn(s));
  s.expect(')');
  return columns;
}

function parseOpenXml(s: TokenStream): OpenXml {
  const { pos } = s.next();
  const [document, rowPattern, flags] = parseArguments(s);
  if (document === undefined || rowPattern === undefined) s.fail(s.previous());
  const node = { kind: 'openxml', pos, document, rowPattern, flags } as const;
  if (!s.atWords('WITH', '(')) return { ...node, ...parseAlias(s) };
  s.next();
  const next = s.peek(2).word;
  if (next === ')' || next === '.') {
    s.next();
    const schemaTable = parseObjectName(s);
    s.expect(')');
    return { ...node, schemaTable, ...parseAlias(s) };
  }
  return { ...node, schema: parseSchema(s), ...parseAlias(s) };
}

/** OPENROWSET(BULK 'file', options) or OPENROWSET('provider', 'connection', query or object). */
export function parseOpenRowset(s: TokenStream): OpenRowset {
  const { pos } = s.next();
  s.expect('(');
  if (!s.accept('BULK')) {
    const args = [parseExpr(s)];
    let object: ObjectName | undefined;
    while (object === undefined && (s.accept(',') || s.accept(';'))) {
      if (s.atIdentifier()) object = parseObjectName(s);
      else args.push(parseExpr(s));
    }
    s.expect(')');
    return { kind: 'openrowset', pos, args, object };
  }
  const files: string[] = [];
  if (s.accept('(')) {
    do files.push(parseString(s));
    while (s.accept(','));
    s.expect(')');
  } else files.push(parseString(s));
  const options = [];
  while (s.accept(',')) options.push(parseOption(s));
  s.expect(')');
  const node = { kind: 'openrowset', pos, args: [], bulk: { files, options } } as const;
  if (!s.atWords('WITH', '(')) return node;
  s.next();
  return { ...node, schema: parseSchema(s) };
}

export function parseOpenQuery(s: TokenStream): OpenQuery {
  const { pos, word } = s.next();
  if (word === 'OPENDATASOURCE') {
    const args = parseArguments(s);
    s.expect('.');
    return { kind: 'openquery', pos, function: 'opendatasource', args, object: parseObjectName(s) };
  }
  s.expect('(');
  const server = parseName(s);
  s.expect(',');
  const args = [parseExpr(s)];
  s.expect(')');
  return { kind: 'openquery', pos, function: 'openquery', server, args };
}

function parseFullTextTable(s: TokenStream): FullTextTable {
  const { pos, word } = s.next();
  s.expect('(');
  const table = parseObjectName(s);
  s.expect(',');
  let searchColumns: Name[] = [];
  if (s.at('(')) searchColumns = s.peek(1).word === '*' ? parseStarList(s) : parseNameList(s);
  else if (!s.accept('*')) searchColumns = [parseName(s)];
  s.expect(',');
  const args: Expr[] = [parseExpr(s)];
  while (s.accept(',')) args.push(s.at('LANGUAGE') ? parseLanguage(s) : parseExpr(s));
  s.expect(')');
  const name = word === 'CONTAINSTABLE' ? 'containstable' : 'freetexttable';
  return { kind: 'full-text-table', pos, function: name, table, searchColumns, args, ...parseAlias(s) };
}

function parseStarList(s: TokenStream): Name[] {
  s.acceptWords('(', '*', ')');
  return [];
}

function parseChangeTable(s: TokenStream): ChangeTable {
  const { pos } = s.next();
  s.expect('(');
  const form = s.expectOneOf('CHANGES', 'VERSION') === 'CHANGES' ? 'changes' : 'version';
  const table = parseObjectName(s);
  const args: Expr[] = [];
  while (s.accept(',')) {
    if (!s.accept('(')) {
      args.push(parseExpr(s));
      continue;
    }
    do args.push(parseExpr(s));
    while (s.accept(','));
    s.expect(')');
  }
  s.expect(')');
  return { kind: 'changetable', pos, form, table, args, ...parseAlias(s) };
}

function parsePredict(s: TokenStream): Predict {
  const { pos } = s.next();
  s.expect('(');
  s.expectWords('MODEL', '=');
  const model = parseExpr(s);
  s.expect(',');
  s.expectWords('DATA', '=');
  const data = parsePredictData(s);
  let runtime: string | undefined;
  if (s.accept(',')) {
    s.expectWords('RUNTIME', '=');
    runtime = s.token.word === '' ? parseString(s) : s.next().word;
  }
  s.expect(')');
  s.expect('WITH');
  s.expect('(');
  const schema: Predict['schema'][number][] = [];
  do {
    const name = parseName(s);
    const type = parseDataType(s);
    const collation = s.accept('COLLATE') ? parseName(s) : undefined;
    schema.push({ name, type, collation, nullable: parseNullability(s) });
  } while (s.accept(','));
  s.expect(')');
  return { kind: 'predict', pos, model, data, runtime, schema, ...parseAlias(s) };
}

function parsePredictData(s: TokenStream): TableSource {
  const { pos } = s.token;
  const name = parseObjectName(s);
  if (s.at('(')) return { kind: 'table-function', pos, name, args: parseArguments(s), ...parseAlias(s) };
  return { kind: 'table', pos, name, alias: parseTableAlias(s), hints: [] };
}

/** [NULL | NOT NULL]. */
export function parseNullability(s: TokenStream): boolean | undefined {
  if (s.accept('NULL')) return true;
  if (!s.atWords('NOT', 'NULL')) return undefined;
  s.acceptWords('NOT', 'NULL');
  return false;
}
