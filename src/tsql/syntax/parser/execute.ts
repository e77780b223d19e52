import type {
  Execute,
  ExecuteArgument,
  ExecuteProcedure,
  ExecuteString,
  Expr,
  ResultColumn,
  ResultSet,
  ResultSets,
} from '../ast/index.ts';
import { GLOBAL, INT, KEYWORD, VARIABLE } from '../token.ts';
import { syntaxError } from '../syntax-error.ts';
import { literalOf } from './expression.ts';
import {
  isIdentifier,
  nameOf,
  parseDataType,
  parseInteger,
  parseName,
  parseObjectName,
  parseString,
  toName,
} from './name.ts';
import { parseOdbcEscape } from './odbc.ts';
import { parseNullability } from './rowset.ts';
import type { TokenStream } from './token-stream.ts';

/** EXEC[UTE] in all its forms. EXECUTE AS is a statement of its own. */
export function parseExecute(s: TokenStream): Execute {
  const { pos } = s.token;
  s.expectOneOf('EXEC', 'EXECUTE');
  if (s.at('(')) return parseExecuteString(s, pos);
  return parseProcedureCall(s, pos);
}

/** The first statement of a batch may leave EXEC out. */
export function parseProcedureCall(s: TokenStream, pos = s.pos): ExecuteProcedure {
  let returnTo: string | undefined;
  if (s.token.type === VARIABLE && s.peek(1).word === '=') {
    returnTo = s.next().text;
    s.next();
  }
  const procedure = parseProcedure(s);
  const number = s.at(';') && isNumbered(s) ? parseNumber(s) : undefined;
  const args = startsArgument(s) ? parseExecuteArguments(s) : [];
  const atDataSource = s.acceptWords('AT', 'DATA_SOURCE') ? parseName(s) : undefined;
  const { recompile, resultSets } = parseExecuteOptions(s);
  return {
    kind: 'execute-procedure',
    pos,
    end: s.lastEnd,
    returnTo,
    procedure,
    number,
    args,
    recompile,
    resultSets,
    atDataSource,
  };
}

function parseProcedure(s: TokenStream): ExecuteProcedure['procedure'] {
  const token = s.token;
  if (token.type !== VARIABLE) return parseObjectName(s);
  s.next();
  return { kind: 'variable', pos: token.pos, name: token.text };
}

/** `proc;2`: the number must follow at once, or the semicolon ends the statement. */
function isNumbered(s: TokenStream): boolean {
  return s.peek(1).type === INT;
}

function parseNumber(s: TokenStream): number {
  s.next();
  return parseInteger(s);
}

function startsArgument(s: TokenStream): boolean {
  const { type, word } = s.token;
  if (type === VARIABLE || type === GLOBAL || literalOf(s.token) !== undefined) return true;
  if (word === '-' || word === '+' || word === 'DEFAULT' || word === 'NULL') return true;
  if (!isIdentifier(s.token) || s.peek(1).word === ':') return false;
  return !(word === 'AT' && s.peek(1).word === 'DATA_SOURCE');
}

export function parseExecuteArguments(s: TokenStream): ExecuteArgument[] {
  const args: ExecuteArgument[] = [];
  do {
    const line = s.pos.line;
    const arg = parseExecuteArgument(s);
    if (arg.name === undefined && args.some((earlier) => earlier.name !== undefined))
      throw mustBeNamed(args.length + 1, line);
    args.push(arg);
  } while (s.accept(','));
  return args;
}

const mustBeNamed = (index: number, line: number): Error =>
  syntaxError(
    119,
    `Must pass parameter number ${index} and subsequent parameters as '@name = value'. After the form '@name = value' has been ` +
      "used, all subsequent parameters must be passed in the form '@name = value'.",
    line,
  );

function parseExecuteArgument(s: TokenStream): ExecuteArgument {
  const { pos } = s.token;
  let name: string | undefined;
  if (s.token.type === VARIABLE && s.peek(1).word === '=') {
    name = s.next().text;
    s.next();
  }
  const value = parseArgumentValue(s);
  const output = s.accept('OUTPUT') || s.accept('OUT');
  if (output && value.kind !== 'variable') throw constantOutput(pos.line);
  return { kind: 'execute-argument', pos, name, value, output };
}

const constantOutput = (line: number): Error =>
  syntaxError(179, 'Cannot use the OUTPUT option when passing a constant to a stored procedure.', line);

/** A constant with an optional sign, a variable, DEFAULT, or a bare word that means its own text. */
export function parseArgumentValue(s: TokenStream): Expr {
  const token = s.token;
  const { pos } = token;
  const literal = literalOf(token);
  if (literal !== undefined) {
    s.next();
    return literal;
  }
  switch (token.type) {
    case VARIABLE:
      s.next();
      return { kind: 'variable', pos, name: token.text };
    case GLOBAL:
      s.next();
      return { kind: 'global-variable', pos, name: token.text };
  }
  switch (token.word) {
    case 'NULL':
      s.next();
      return { kind: 'literal', pos, type: 'null', value: '' };
    case 'DEFAULT':
      s.next();
      return { kind: 'default', pos };
    case '-':
    case '+': {
      s.next();
      const operand = literalOf(s.token);
      if (operand === undefined) s.fail();
      s.next();
      return { kind: 'unary', pos, op: token.word, operand };
    }
    case '{':
      return parseOdbcEscape(s);
  }
  if (isIdentifier(token)) return { kind: 'column', pos, name: parseObjectName(s) };
  if (token.type === KEYWORD && (token.word === 'ON' || token.word === 'OFF')) {
    return { kind: 'column', pos, name: nameOf(toName(s.next())) };
  }
  return s.fail();
}

/** EXEC ('text' + @more, @p OUTPUT) AS USER = 'u' AT server. */
function parseExecuteString(s: TokenStream, pos: Execute['pos']): ExecuteString {
  s.expect('(');
  const text = [parseTextPart(s)];
  while (s.accept('+')) text.push(parseTextPart(s));
  const args = s.accept(',') ? parseExecuteArguments(s) : [];
  s.expect(')');
  let as: ExecuteString['as'];
  if (s.accept('AS')) {
    const type = s.expectOneOf('USER', 'LOGIN') === 'USER' ? 'user' : 'login';
    s.expect('=');
    as = { type, name: parseString(s) };
  }
  const at = s.at('AT') && isIdentifier(s.peek(1)) && s.accept('AT') ? parseServer(s) : undefined;
  const { recompile, resultSets } = parseExecuteOptions(s);
  return { kind: 'execute-string', pos, end: s.lastEnd, text, args, as, at, recompile, resultSets };
}

function parseServer(s: TokenStream): ReturnType<typeof parseName> {
  s.accept('DATA_SOURCE');
  return parseName(s);
}

function parseTextPart(s: TokenStream): Expr {
  const token = s.token;
  const literal = literalOf(token);
  if (literal?.type === 'string' || literal?.type === 'nstring') {
    s.next();
    return literal;
  }
  if (token.type !== VARIABLE) s.fail();
  s.next();
  return { kind: 'variable', pos: token.pos, name: token.text };
}

interface ExecuteOptions {
  readonly recompile: boolean;
  readonly resultSets?: ResultSets;
}

/** WITH RECOMPILE, RESULT SETS ... A WITH that is neither is left alone: error 319 comes of it. */
function parseExecuteOptions(s: TokenStream): ExecuteOptions {
  let recompile = false;
  let resultSets: ResultSets | undefined;
  const next = s.peek(1).word;
  if (!s.at('WITH') || (next !== 'RECOMPILE' && next !== 'RESULT')) return { recompile };
  s.next();
  do {
    if (s.accept('RECOMPILE')) recompile = true;
    else {
      s.expectWords('RESULT', 'SETS');
      resultSets = parseResultSets(s);
    }
  } while (s.accept(','));
  return { recompile, resultSets };
}

function parseResultSets(s: TokenStream): ResultSets {
  if (s.accept('UNDEFINED')) return { form: 'undefined', sets: [] };
  if (s.accept('NONE')) return { form: 'none', sets: [] };
  s.expect('(');
  const sets = [parseResultSet(s)];
  while (s.accept(',')) sets.push(parseResultSet(s));
  s.expect(')');
  return { form: 'defined', sets };
}

function parseResultSet(s: TokenStream): ResultSet {
  if (s.accept('AS')) {
    switch (s.expectOneOf('OBJECT', 'TYPE', 'FOR')) {
      case 'OBJECT':
        return { kind: 'as-object', name: parseObjectName(s) };
      case 'TYPE':
        return { kind: 'as-type', name: parseObjectName(s) };
      case 'FOR':
        s.expect('XML');
        return { kind: 'as-for-xml' };
    }
  }
  s.expect('(');
  const columns: ResultColumn[] = [];
  do {
    const name = parseName(s);
    const type = parseDataType(s);
    const collation = s.accept('COLLATE') ? parseName(s) : undefined;
    columns.push({ name, type, collation, nullable: parseNullability(s) });
  } while (s.accept(','));
  s.expect(')');
  return { kind: 'result-columns', columns };
}

/** {call p(...)} and {? = call p(...)}. */
export function parseOdbcCall(s: TokenStream): ExecuteProcedure {
  const { pos } = s.expect('{');
  let returnTo: string | undefined;
  if (s.token.type === VARIABLE) {
    returnTo = s.next().text;
    s.expect('=');
  }
  s.expect('CALL');
  const procedure = parseProcedure(s);
  const number = s.at(';') && isNumbered(s) ? parseNumber(s) : undefined;
  let args: ExecuteArgument[] = [];
  if (s.accept('(')) {
    if (!s.at(')')) args = parseExecuteArguments(s);
    s.expect(')');
  }
  s.expect('}');
  return { kind: 'execute-procedure', pos, end: s.lastEnd, returnTo, procedure, number, args, recompile: false };
}
