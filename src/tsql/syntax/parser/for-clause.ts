import type { ForClause, ForJson, ForXml } from '../ast/index.ts';
import { parseString } from './name.ts';
import type { TokenStream } from './token-stream.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export function parseForClause(s: TokenStream): ForClause {
  const { pos } = s.expect('FOR');
  if (s.accept('BROWSE')) return { kind: 'for-browse', pos };
  return s.accept('JSON') ? parseForJson(s, pos) : parseForXml(s, pos);
}

function parseForJson(s: TokenStream, pos: ForJson['pos']): ForJson {
  const mode = s.expectOneOf('AUTO', 'PATH') === 'AUTO' ? 'auto' : 'path';
  const clause: Mutable<ForJson> = {
    kind: 'for-json',
    pos,
    mode,
    includeNullValues: false,
    withoutArrayWrapper: false,
  };
  while (s.accept(',')) {
    switch (s.expectOneOf('ROOT', 'INCLUDE_NULL_VALUES', 'WITHOUT_ARRAY_WRAPPER')) {
      case 'ROOT':
        clause.root = parseOptionalString(s) ?? '';
        break;
      case 'INCLUDE_NULL_VALUES':
        clause.includeNullValues = true;
        break;
      case 'WITHOUT_ARRAY_WRAPPER':
        clause.withoutArrayWrapper = true;
        break;
    }
  }
  return clause;
}

function parseForXml(s: TokenStream, pos: ForXml['pos']): ForXml {
  s.expect('XML');
  const word = s.expectOneOf('RAW', 'AUTO', 'EXPLICIT', 'PATH');
  const mode = ({ RAW: 'raw', AUTO: 'auto', EXPLICIT: 'explicit', PATH: 'path' } as const)[word];
  const clause: Mutable<ForXml> = { kind: 'for-xml', pos, mode, type: false, binaryBase64: false };
  if (mode === 'raw' || mode === 'path') {
    const element = parseOptionalString(s);
    if (element !== undefined) clause.element = element;
  }
  while (s.accept(',')) parseXmlDirective(s, clause);
  return clause;
}

function parseXmlDirective(s: TokenStream, clause: Mutable<ForXml>): void {
  switch (s.expectOneOf('ROOT', 'TYPE', 'BINARY', 'ELEMENTS', 'XMLSCHEMA', 'XMLDATA')) {
    case 'ROOT':
      clause.root = parseOptionalString(s) ?? '';
      break;
    case 'TYPE':
      clause.type = true;
      break;
    case 'BINARY':
      s.expect('BASE64');
      clause.binaryBase64 = true;
      break;
    case 'ELEMENTS':
      clause.elements = s.accept('XSINIL') ? 'xsinil' : s.accept('ABSENT') ? 'absent' : 'plain';
      break;
    case 'XMLSCHEMA':
      clause.xmlSchema = parseOptionalString(s) ?? '';
      break;
    case 'XMLDATA':
      clause.xmlData = true;
      break;
  }
}

function parseOptionalString(s: TokenStream): string | undefined {
  if (!s.accept('(')) return undefined;
  const text = parseString(s);
  s.expect(')');
  return text;
}
