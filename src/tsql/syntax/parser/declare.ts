import type { Declare, DeclareCursor, DeclareItem } from '../ast/index.ts';
import { VARIABLE } from '../token.ts';
import { parseDeclareCursor } from './cursor.ts';
import { parseExpr } from './expression.ts';
import { parseDataType, parseVariableName } from './name.ts';
import { parseTableDefinition } from './table.ts';
import type { TokenStream } from './token-stream.ts';

export function parseDeclare(s: TokenStream): Declare | DeclareCursor {
  if (s.peek(1).type !== VARIABLE) return parseDeclareCursor(s);
  const { pos } = s.next();
  const items = [parseItem(s)];
  while (s.accept(',')) items.push(parseItem(s));
  return { kind: 'declare', pos, end: s.lastEnd, items };
}

function parseItem(s: TokenStream): DeclareItem {
  const { pos } = s.token;
  const name = parseVariableName(s);
  s.accept('AS');
  if (s.accept('TABLE')) return { kind: 'declare-table', pos, name, table: parseTableDefinition(s) };
  if (s.at('CURSOR')) {
    s.next();
    return { kind: 'declare-cursor-variable', pos, name };
  }
  const type = parseDataType(s);
  const initial = s.accept('=') ? parseExpr(s) : undefined;
  return { kind: 'declare-variable', pos, name, type, initial };
}
