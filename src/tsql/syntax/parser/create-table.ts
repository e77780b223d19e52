import type { CreateTable, Name } from '../ast/index.ts';
import { parseNameOrString, parseObjectName } from './name.ts';
import { parseOptionList } from './option.ts';
import { parseFilegroup, parseTableDefinition } from './table.ts';
import type { TokenStream } from './token-stream.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** TABLE is the current token. */
export function parseCreateTable(s: TokenStream, pos: CreateTable['pos']): CreateTable {
  s.expect('TABLE');
  const name = parseObjectName(s);
  const fileTable = s.atWords('AS', 'FILETABLE') && s.acceptWords('AS', 'FILETABLE');
  const definition = fileTable
    ? ({ kind: 'table-definition', pos: s.pos, elements: [] } as const)
    : parseTableDefinition(s);
  const table: Mutable<CreateTable> = { kind: 'create-table', pos, end: 0, name, definition, options: [] };
  if (fileTable) table.fileTable = true;
  while (parseTail(s, table));
  table.end = s.lastEnd;
  return table;
}

function parseTail(s: TokenStream, table: Mutable<CreateTable>): boolean {
  switch (s.token.word) {
    case 'AS':
      s.next();
      table.graph = s.expectOneOf('NODE', 'EDGE') === 'NODE' ? 'node' : 'edge';
      return true;
    case 'ON':
      table.on = parseFilegroup(s);
      return true;
    case 'TEXTIMAGE_ON':
      s.next();
      table.textImageOn = parsePlace(s);
      return true;
    case 'FILESTREAM_ON':
      s.next();
      table.fileStreamOn = parsePlace(s);
      return true;
    case 'WITH':
      if (s.peek(1).word !== '(') return false;
      s.next();
      table.options = [...table.options, ...parseOptionList(s)];
      return true;
  }
  return false;
}

const parsePlace = (s: TokenStream): Name => parseNameOrString(s);
