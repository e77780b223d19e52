import type { DataType, Name, ObjectName } from '../ast/index.ts';
import { INT, KEYWORD, QUOTED, STRING, NSTRING, type Token, VARIABLE, WORD } from '../token.ts';
import { emptyName } from '../syntax-error.ts';
import type { TokenStream } from './token-stream.ts';

const MAX_PARTS = 4;

export const toName = (token: Token): Name => ({ text: token.text, quoted: token.type === QUOTED, pos: token.pos });

export function parseName(s: TokenStream): Name {
  if (!s.atIdentifier()) s.fail();
  return toName(s.next());
}

/** A name that may also be a reserved word, e.g. the role PUBLIC or the filegroup PRIMARY. */
export function parseNameOrKeyword(s: TokenStream): Name {
  if (s.token.type === KEYWORD) return toName(s.next());
  return parseName(s);
}

/** A name, or a string that stands for one: aliases, labels, principals of old statements. */
export function parseNameOrString(s: TokenStream): Name {
  const { type } = s.token;
  if (type === STRING || type === NSTRING) return stringName(s.next());
  return parseName(s);
}

/** A string that stands for a name. */
export function stringName(token: Token): Name {
  if (token.text === '') throw emptyName(token.pos.line);
  return { text: token.text, quoted: true, pos: token.pos };
}

export function parseNameOrVariable(s: TokenStream): Name {
  if (s.token.type === VARIABLE) return toName(s.next());
  return parseName(s);
}

export function parseObjectName(s: TokenStream): ObjectName {
  const pos = s.pos;
  const parts = [parseFirstPart(s)];
  while (s.at('.') && parts.length < MAX_PARTS) {
    s.next();
    parts.push(s.at('.') ? emptyPart(s) : parseName(s));
  }
  return { kind: 'object-name', pos, parts };
}

/** `..t` leaves out database and schema; it is only a name when an identifier follows. */
function parseFirstPart(s: TokenStream): Name {
  if (s.at('.') && (s.peek(1).word === '.' || isIdentifier(s.peek(1)))) return emptyPart(s);
  return parseName(s);
}

const emptyPart = (s: TokenStream): Name => ({ text: '', quoted: false, pos: s.pos });

export const isIdentifier = (token: Token): boolean => token.type === WORD || token.type === QUOTED;

export function nameOf(name: Name): ObjectName {
  return { kind: 'object-name', pos: name.pos, parts: [name] };
}

/** `(a, b, c)`. */
export function parseNameList(s: TokenStream): Name[] {
  s.expect('(');
  const names = [parseName(s)];
  while (s.accept(',')) names.push(parseName(s));
  s.expect(')');
  return names;
}

export function parseList<T>(s: TokenStream, item: (s: TokenStream) => T): T[] {
  const items = [item(s)];
  while (s.accept(',')) items.push(item(s));
  return items;
}

export function parseString(s: TokenStream): string {
  if (s.token.type !== STRING && s.token.type !== NSTRING) s.fail();
  return s.next().text;
}

export function parseVariableName(s: TokenStream): string {
  if (s.token.type !== VARIABLE) s.fail();
  return s.next().text;
}

export function parseInteger(s: TokenStream): number {
  if (s.token.type !== INT) s.fail();
  return Number(s.next().text);
}

/** `name [(args)]`, with the ANSI spellings of several words reduced to one. */
export function parseDataType(s: TokenStream): DataType {
  const pos = s.pos;
  const name = parseTypeName(s);
  if (s.token.word !== '(') {
    return name.varying
      ? { kind: 'data-type', pos, name: name.name, args: [], varying: true }
      : { kind: 'data-type', pos, name: name.name, args: [] };
  }
  const last = name.name.parts.at(-1)!.text.toLowerCase();
  s.next();
  if (last === 'xml') {
    const form = s.accept('CONTENT') ? 'content' : s.accept('DOCUMENT') ? 'document' : 'default';
    const schema = parseObjectName(s);
    s.expect(')');
    return { kind: 'data-type', pos, name: name.name, args: [], xmlSchema: { form, name: schema } };
  }
  const args = parseList(s, parseTypeArgument);
  s.expect(')');
  return { kind: 'data-type', pos, name: name.name, args };
}

function parseTypeArgument(s: TokenStream): string {
  if (s.token.type === INT) return s.next().text;
  s.expect('MAX');
  return 'max';
}

interface TypeName {
  readonly name: ObjectName;
  readonly varying: boolean;
}

function parseTypeName(s: TokenStream): TypeName {
  const token = s.token;
  if (token.type === KEYWORD) return parseKeywordType(s);
  if (token.type === WORD && s.peek(1).word === 'VARYING') {
    const varying = VARYING.get(token.word);
    if (varying !== undefined) {
      s.next();
      s.next();
      return single(varying, token);
    }
  }
  return { name: parseObjectName(s), varying: false };
}

const VARYING: ReadonlyMap<string, string> = new Map([
  ['CHAR', 'varchar'],
  ['CHARACTER', 'varchar'],
  ['BINARY', 'varbinary'],
  ['NCHAR', 'nvarchar'],
]);

function single(text: string, token: Token, varying = false): TypeName {
  return { name: nameOf({ text, quoted: false, pos: token.pos }), varying };
}

function parseKeywordType(s: TokenStream): TypeName {
  const token = s.token;
  switch (token.word) {
    case 'DOUBLE':
      s.next();
      s.expect('PRECISION');
      return single('float', token);
    case 'NATIONAL':
      s.next();
      if (s.accept('TEXT')) return single('ntext', token);
      s.expectOneOf('CHAR', 'CHARACTER');
      return single(s.accept('VARYING') ? 'nvarchar' : 'nchar', token);
    case 'CURSOR':
      s.next();
      return single('cursor', token, s.accept('VARYING'));
    default:
      return s.fail();
  }
}
