import type {
  CreateFunction,
  CreateProcedure,
  CreateTrigger,
  CreateView,
  DataType,
  ExecuteAs,
  Expr,
  ExternalName,
  ModuleOptions,
  ModuleStatement,
  ModuleVerb,
  Name,
  Parameter,
  Statement,
} from '../ast/index.ts';
import { END, STRING, NSTRING } from '../token.ts';
import { notFirstInBatch } from '../syntax-error.ts';
import { parseArgumentValue } from './execute.ts';
import { parseDataType, parseNameList, parseObjectName, parseVariableName } from './name.ts';
import { parseQuery, parseWith } from './query.ts';
import { parseNullability } from './rowset.ts';
import { parseStatement, parseStatements } from './statement.ts';
import { parseTableDefinition } from './table.ts';
import type { TokenStream } from './token-stream.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type Pos = ModuleStatement['pos'];

const MODULES: ReadonlySet<string> = new Set(['PROC', 'PROCEDURE', 'FUNCTION', 'VIEW', 'TRIGGER']);

export const atModule = (s: TokenStream): boolean => s.atAny(MODULES);

/** The verb has been taken; a module must be the only statement of its batch. `first` says that nothing stood in front. */
export function parseModuleStatement(s: TokenStream, pos: Pos, verb: ModuleVerb, first: boolean): ModuleStatement {
  const { word } = s.token;
  if (!first) throw notFirstInBatch(moduleName(word, verb), pos.line);
  const module = parseModuleOf(s, pos, verb);
  while (s.accept(';'));
  if (s.token.type !== END) s.fail();
  return module;
}

function parseModuleOf(s: TokenStream, pos: Pos, verb: ModuleVerb): ModuleStatement {
  switch (s.token.word) {
    case 'VIEW':
      return parseView(s, pos, verb);
    case 'FUNCTION':
      return parseFunction(s, pos, verb);
    case 'TRIGGER':
      return parseTrigger(s, pos, verb);
    default:
      return parseProcedure(s, pos, verb);
  }
}

function moduleName(word: string, verb: ModuleVerb): string {
  if (word === 'PROC' || word === 'PROCEDURE') return 'CREATE/ALTER PROCEDURE';
  return `${verb === 'alter' ? 'ALTER' : 'CREATE'} ${word}`;
}

/** The rest of the batch. */
function parseBody(s: TokenStream): Statement[] | ExternalName {
  if (s.at('EXTERNAL')) return parseExternalName(s);
  const body = parseStatements(s);
  if (body.length === 0 || s.token.type !== END) s.fail();
  return body;
}

function parseExternalName(s: TokenStream): ExternalName {
  s.expectWords('EXTERNAL', 'NAME');
  return { kind: 'external-name', name: parseObjectName(s) };
}

function parseProcedure(s: TokenStream, pos: Pos, verb: ModuleVerb): CreateProcedure {
  s.next();
  const name = parseObjectName(s);
  let number: number | undefined;
  if (s.accept(';')) number = Number(s.next().text);
  const parenthesized = s.accept('(');
  const parameters = parseParameters(s);
  if (parenthesized) s.expect(')');
  const options = parseOptions(s);
  const forReplication = s.acceptWords('FOR', 'REPLICATION');
  s.expect('AS');
  const body = parseBody(s);
  return {
    kind: 'create-procedure',
    pos,
    end: s.lastEnd,
    verb,
    name,
    number,
    parameters,
    options,
    forReplication,
    body,
  };
}

function parseParameters(s: TokenStream): Parameter[] {
  const parameters: Parameter[] = [];
  if (s.token.word !== '' || s.token.type === END) return parameters;
  do parameters.push(parseParameter(s));
  while (s.accept(','));
  return parameters;
}

function parseParameter(s: TokenStream): Parameter {
  const { pos } = s.token;
  const name = parseVariableName(s);
  s.accept('AS');
  const type: DataType = parseDataType(s);
  const nullable = parseNullability(s);
  const value: Expr | undefined = s.accept('=') ? parseArgumentValue(s) : undefined;
  let output = false;
  let readonly = false;
  for (;;) {
    if (s.accept('OUTPUT') || s.accept('OUT')) output = true;
    else if (s.accept('READONLY')) readonly = true;
    else break;
  }
  return { kind: 'parameter', pos, name, type, nullable, default: value, output, readonly };
}

/** WITH RECOMPILE, SCHEMABINDING, EXECUTE AS OWNER, ... */
function parseOptions(s: TokenStream): ModuleOptions {
  const options: Mutable<ModuleOptions> = {};
  if (!s.accept('WITH')) return options;
  do parseModuleOption(s, options);
  while (s.accept(','));
  return options;
}

function parseModuleOption(s: TokenStream, options: Mutable<ModuleOptions>): void {
  switch (s.token.word) {
    case 'RECOMPILE':
      options.recompile = true;
      break;
    case 'ENCRYPTION':
      options.encryption = true;
      break;
    case 'SCHEMABINDING':
      options.schemaBinding = true;
      break;
    case 'NATIVE_COMPILATION':
      options.nativeCompilation = true;
      break;
    case 'VIEW_METADATA':
      options.viewMetadata = true;
      break;
    case 'RETURNS':
      s.expectWords('RETURNS', 'NULL', 'ON', 'NULL', 'INPUT');
      options.returnsNullOnNullInput = true;
      return;
    case 'CALLED':
      s.expectWords('CALLED', 'ON', 'NULL', 'INPUT');
      options.returnsNullOnNullInput = false;
      return;
    case 'INLINE':
      s.expectWords('INLINE', '=');
      options.inline = s.expectOneOf('ON', 'OFF') === 'ON';
      return;
    case 'EXEC':
    case 'EXECUTE':
      s.next();
      s.expect('AS');
      options.executeAs = parseExecuteAs(s);
      return;
    default:
      s.fail();
  }
  s.next();
}

function parseExecuteAs(s: TokenStream): ExecuteAs {
  const { type } = s.token;
  if (type === STRING || type === NSTRING) return { kind: 'name', name: s.next().text };
  return { kind: s.expectOneOf('CALLER', 'SELF', 'OWNER').toLowerCase() as 'caller' | 'self' | 'owner' };
}

function parseFunction(s: TokenStream, pos: Pos, verb: ModuleVerb): CreateFunction {
  s.next();
  const name = parseObjectName(s);
  s.expect('(');
  const parameters = parseParameters(s);
  s.expect(')');
  s.expect('RETURNS');
  let returns: CreateFunction['returns'];
  let options: ModuleOptions;
  if (s.accept('TABLE')) {
    if (s.at('(')) {
      const table = parseTableDefinition(s);
      options = parseOptions(s);
      if (s.at('ORDER')) parseClrOrder(s);
      s.accept('AS');
      returns = { kind: 'clr-table', table, body: parseExternalName(s) };
    } else {
      options = parseOptions(s);
      s.accept('AS');
      returns = parseInlineBody(s);
    }
  } else if (s.token.word === '') {
    const variable = parseVariableName(s);
    s.expect('TABLE');
    const table = parseTableDefinition(s);
    options = parseOptions(s);
    s.accept('AS');
    if (!s.at('BEGIN')) s.fail();
    returns = { kind: 'multi', variable, table, body: parseFunctionBlock(s) };
  } else {
    const type = parseDataType(s);
    options = parseOptions(s);
    s.accept('AS');
    const body = s.at('EXTERNAL') ? parseExternalName(s) : parseFunctionBlock(s);
    returns = { kind: 'scalar', type, body };
  }
  return { kind: 'create-function', pos, end: s.lastEnd, verb, name, parameters, options, returns };
}

function parseClrOrder(s: TokenStream): void {
  s.next();
  s.expect('(');
  while (!s.accept(')')) {
    if (s.token.type === END) s.fail();
    s.next();
  }
}

/** BEGIN ... END, the block's statements being the function's. */
function parseFunctionBlock(s: TokenStream): readonly Statement[] {
  const block = s.at('BEGIN') ? parseStatement(s) : s.fail();
  return block.kind === 'block' ? block.statements : s.fail();
}

/** RETURN [(] query [)] */
function parseInlineBody(s: TokenStream): CreateFunction['returns'] {
  s.expect('RETURN');
  const parenthesized = s.at('(') && (s.peek(1).word === 'WITH' || isWholeBody(s)) && s.accept('(');
  const clause = s.at('WITH') ? parseWith(s) : undefined;
  const query = parseQuery(s);
  if (parenthesized) s.expect(')');
  return { kind: 'inline', with: clause, query };
}

/** Is the parenthesis that opens here closed by the last token? `(SELECT ...) UNION ...` starts with one, too. */
function isWholeBody(s: TokenStream): boolean {
  let depth = 0;
  for (let ahead = 0; ; ahead++) {
    const { word, type } = s.peek(ahead);
    if (type === END) return false;
    if (word === '(') depth++;
    else if (word === ')' && --depth === 0) {
      const after = s.peek(ahead + 1);
      return after.type === END || after.word === ';';
    }
  }
}

function parseView(s: TokenStream, pos: Pos, verb: ModuleVerb): CreateView {
  s.next();
  const name = parseObjectName(s);
  const columns: Name[] = s.at('(') ? parseNameList(s) : [];
  const options = parseOptions(s);
  s.expect('AS');
  const clause = s.at('WITH') ? parseWith(s) : undefined;
  const query = parseQuery(s);
  const checkOption = s.acceptWords('WITH', 'CHECK', 'OPTION');
  return { kind: 'create-view', pos, end: s.lastEnd, verb, name, columns, options, with: clause, query, checkOption };
}

function parseTrigger(s: TokenStream, pos: Pos, verb: ModuleVerb): CreateTrigger {
  s.next();
  const name = parseObjectName(s);
  s.expect('ON');
  const on = s.accept('DATABASE') ? 'database' : s.acceptWords('ALL', 'SERVER') ? 'all server' : parseObjectName(s);
  const options = parseOptions(s);
  let timing: CreateTrigger['timing'] = 'after';
  if (s.accept('INSTEAD')) {
    s.expect('OF');
    timing = 'instead of';
  } else s.expectOneOf('FOR', 'AFTER');
  const events: string[] = [];
  do {
    if (s.token.word === '') s.fail();
    events.push(s.next().word);
  } while (s.accept(','));
  const append = s.acceptWords('WITH', 'APPEND');
  const notForReplication = s.acceptWords('NOT', 'FOR', 'REPLICATION');
  s.expect('AS');
  const body = parseBody(s);
  return {
    kind: 'create-trigger',
    pos,
    end: s.lastEnd,
    verb,
    name,
    on,
    options,
    timing,
    events,
    append,
    notForReplication,
    body,
  };
}
