import type { Expr, Merge, MergeAction, MergeClause, Name, With } from '../ast/index.ts';
import { parseExprOrDefault } from './expression.ts';
import { parseQueryHints, parseTableHints } from './hint.ts';
import { parseNameList } from './name.ts';
import { parseSearchCondition } from './predicate.ts';
import { parseOutputs, parseSetItems, parseTarget } from './dml.ts';
import { parseTop } from './select.ts';
import { parseTableAlias, parseTableSource } from './table-source.ts';
import type { TokenStream } from './token-stream.ts';

/** MERGE without its semicolon, which the statement needs and a MERGE inside FROM has not. */
export function parseMerge(s: TokenStream, clause?: With): Merge {
  const { pos } = s.expect('MERGE');
  const top = s.at('TOP') ? parseTop(s) : undefined;
  s.accept('INTO');
  let target = parseTarget(s);
  const alias = parseTableAlias(s);
  if (s.at('WITH') && target.kind === 'target-table') target = { ...target, hints: parseTableHints(s) };
  s.expect('USING');
  const source = parseTableSource(s);
  s.expect('ON');
  const on = parseSearchCondition(s);
  const clauses: MergeClause[] = [];
  if (!s.at('WHEN')) s.fail();
  while (s.at('WHEN')) clauses.push(parseMergeClause(s));
  const output = parseOutputs(s);
  const options = s.at('OPTION') ? parseQueryHints(s) : [];
  return {
    kind: 'merge',
    pos: clause?.pos ?? pos,
    end: s.lastEnd,
    with: clause,
    top,
    target,
    alias,
    source,
    on,
    clauses,
    output,
    options,
  };
}

function parseMergeClause(s: TokenStream): MergeClause {
  const { pos } = s.expect('WHEN');
  const when = parseWhen(s);
  const condition = s.accept('AND') ? parseSearchCondition(s) : undefined;
  s.expect('THEN');
  return { kind: 'merge-clause', pos, when, condition, action: parseMergeAction(s) };
}

function parseWhen(s: TokenStream): MergeClause['when'] {
  if (s.accept('MATCHED')) return 'matched';
  s.expectWords('NOT', 'MATCHED');
  if (!s.accept('BY')) return 'not matched by target';
  return s.expectOneOf('TARGET', 'SOURCE') === 'TARGET' ? 'not matched by target' : 'not matched by source';
}

function parseMergeAction(s: TokenStream): MergeAction {
  const { pos } = s.token;
  switch (s.expectOneOf('UPDATE', 'DELETE', 'INSERT')) {
    case 'UPDATE':
      s.expect('SET');
      return { kind: 'merge-update', pos, set: parseSetItems(s) };
    case 'DELETE':
      return { kind: 'merge-delete', pos };
    case 'INSERT':
      return parseMergeInsert(s, pos);
  }
}

function parseMergeInsert(s: TokenStream, pos: MergeAction['pos']): MergeAction {
  const columns: Name[] = s.at('(') ? parseNameList(s) : [];
  if (s.accept('DEFAULT')) {
    s.expect('VALUES');
    return { kind: 'merge-insert', pos, columns };
  }
  s.expect('VALUES');
  s.expect('(');
  const values: Expr[] = [parseExprOrDefault(s)];
  while (s.accept(',')) values.push(parseExprOrDefault(s));
  s.expect(')');
  return { kind: 'merge-insert', pos, columns, values };
}
