import type { DmlTable } from '../ast/index.ts';
import { parseDelete, parseInsert, parseUpdate } from './dml.ts';
import { parseMerge } from './merge.ts';
import { parseAlias } from './table-source.ts';
import type { TokenStream } from './token-stream.ts';

const DML: ReadonlySet<string> = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE']);

export const atDmlTable = (word: string): boolean => DML.has(word);

/** `(UPDATE ... OUTPUT ...) AS t` in the FROM of INSERT ... SELECT. */
export function parseDmlTable(s: TokenStream): DmlTable {
  const { pos } = s.expect('(');
  s.enter();
  const { word } = s.token;
  const statement =
    word === 'INSERT'
      ? parseInsert(s)
      : word === 'UPDATE'
        ? parseUpdate(s)
        : word === 'DELETE'
          ? parseDelete(s)
          : parseMerge(s);
  s.leave();
  s.expect(')');
  return { kind: 'dml-table', pos, statement, ...parseAlias(s) };
}
