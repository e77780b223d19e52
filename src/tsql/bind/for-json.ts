import { quoteText } from '../lower/quote.ts';
import { isBinary, isNumber } from '../types/families.ts';
import { BIGINT } from '../types/sql-type.ts';
import type { ForJson, Query } from '../syntax/ast/index.ts';
import { bindError } from './bind-error.ts';
import type { BoundAggregate, BoundColumn, BoundExpr } from './bound.ts';
import type { BoundOutput, BoundQuery, BoundSelect } from './bound-query.ts';
import type { BindContext } from './context.ts';
import { DOCUMENT, documentText, piece } from './document-text.ts';
import { outputColumn, wrapQuery } from './query-shape.ts';

/** The column name that clients see (sql-docs, json/format-query-results-as-json-with-for-json-sql-server). */
export const JSON_COLUMN = 'JSON_F52E2B61-18A1-11d1-B105-00805F49916B';

/** A member of an object: a value, or an object of its own made by dots in column names. */
interface Member {
  readonly name: string;
  readonly value?: BoundExpr;
  readonly members?: Member[];
}

/** FOR JSON: the rows of the query become one text; no row becomes no text. */
export function bindForJson(query: BoundQuery, ast: ForJson, at: Query, ctx: BindContext): BoundSelect {
  const alias = ctx.state.aliases.take('j');
  if (ast.root !== undefined && ast.withoutArrayWrapper) {
    throw bindError(
      ast.pos,
      13620,
      1,
      'ROOT option and WITHOUT_ARRAY_WRAPPER option cannot be used together in FOR JSON. Remove one of these options.',
    );
  }
  const unnamed = query.outputs.findIndex((output) => output.name === '');
  if (unnamed >= 0) {
    throw bindError(
      at.pos,
      13605,
      1,
      `Column expressions and data sources without names or aliases cannot be formatted as JSON text using FOR JSON clause. Add alias to the unnamed column or table.`,
    );
  }
  const levels = ast.mode === 'auto' ? levelsOf(query) : [];
  const folded = levels.length > 1 ? foldLevels(query, levels, ast, ctx) : undefined;
  const members = folded
    ? folded.members(alias)
    : ast.mode === 'path'
      ? nest(query, alias, ast)
      : query.outputs.map((output, i) => ({ name: output.name, value: memberValue(output, query, i, alias) }));
  const order = folded ? [numberColumn(alias)] : [];
  const rows = aggregateRows(objectText(members, ast.includeNullValues), order);
  return documentQuery(folded?.query ?? query, alias, wrapRows(rows, ast), JSON_COLUMN, ctx);
}

export function aggregateRows(row: BoundExpr, order: readonly BoundExpr[]): BoundAggregate {
  return {
    kind: 'aggregate',
    op: 'string_agg',
    type: DOCUMENT,
    nullable: true,
    args: [row],
    template: `string_agg(({0})::text, ','{order})`,
    distinct: false,
    withinGroup: order.map((expr) => ({ expr, descending: false })),
  };
}

/** `SELECT document FROM (query) HAVING count(*) > 0`. */
export function documentQuery(
  query: BoundQuery,
  alias: string,
  document: BoundExpr,
  name: string,
  ctx: BindContext,
): BoundSelect {
  const count: BoundExpr = {
    kind: 'aggregate',
    op: 'count',
    type: DOCUMENT,
    nullable: false,
    args: [],
    template: 'count(*)',
    distinct: false,
  };
  const collation = { name: ctx.databaseCollation, label: 'default' } as const;
  const output: BoundOutput = { name, pg: 'document', type: document.type, nullable: true, collation };
  return {
    kind: 'select',
    distinct: false,
    expressions: [document],
    outputs: [output],
    from: [{ kind: 'derived', query, alias, columns: query.outputs.map((column) => column.pg), lateral: false }],
    having: piece('({0} > 0)', [count]),
    orderBy: [],
    document: name === JSON_COLUMN ? 'json' : 'xml',
  };
}

function wrapRows(rows: BoundExpr, ast: ForJson): BoundExpr {
  if (ast.withoutArrayWrapper) return piece('({0})::sys.string', [rows], true);
  if (ast.root === undefined) return piece(`('[' || {0} || ']')::sys.string`, [rows], true);
  const root = ast.root === '' ? 'root' : ast.root;
  return piece(`(${quoteText(`{${JSON.stringify(root)}:[`)} || {0} || ']}')::sys.string`, [rows], true);
}

/** FOR JSON AUTO: the tables in the order in which the select list first names them, each with its outputs. */
interface Level {
  readonly name: string;
  readonly outputs: number[];
}

/** Computed columns belong to the table named before them. */
function levelsOf(query: BoundQuery): Level[] {
  const levels = new Map<string, Level>();
  let current: Level | undefined;
  query.outputs.forEach((_, i) => {
    const expr = query.kind === 'select' ? query.expressions[i] : undefined;
    const source = expr?.kind === 'column' ? expr.source : undefined;
    if (source !== undefined) {
      current = levels.get(source) ?? { name: source, outputs: [] };
      levels.set(source, current);
    }
    if (!current) {
      current = { name: '', outputs: [] };
      levels.set('', current);
    }
    current.outputs.push(i);
  });
  return [...levels.values()];
}

const NUMBER = '$n';
const INNER = '$j';

const numberColumn = (alias: string): BoundColumn => ({
  kind: 'column',
  source: alias,
  pg: NUMBER,
  name: NUMBER,
  type: BIGINT,
  nullable: false,
});

/** Folds the rows of the inner tables into arrays, the innermost first: rows with equal outer columns are one object. */
function foldLevels(
  query: BoundQuery,
  levels: readonly Level[],
  ast: ForJson,
  ctx: BindContext,
): { readonly query: BoundQuery; members(alias: string): Member[] } {
  const number: BoundExpr = {
    kind: 'window',
    op: 'row_number',
    type: BIGINT,
    nullable: false,
    args: [],
    template: 'row_number(){over}',
    partitionBy: [],
    orderBy: [],
  };
  let alias = ctx.state.aliases.take('j');
  const numberOutput: BoundOutput = { name: NUMBER, pg: NUMBER, type: BIGINT, nullable: false };
  let folded: BoundQuery = wrapQuery(query, alias, [
    ...query.outputs.map((output) => ({ ...output, expr: outputColumn(output, alias) })),
    { ...numberOutput, expr: number },
  ]);
  const membersOf = (level: number, source: string): Member[] => {
    const own = (levels[level]?.outputs ?? []).flatMap((i): Member[] => {
      const output = query.outputs[i];
      return output ? [{ name: output.name, value: memberValue(output, query, i, source) }] : [];
    });
    const next = levels[level + 1];
    if (!next) return own;
    const inner: BoundExpr = { kind: 'column', source, pg: INNER, name: INNER, type: DOCUMENT, nullable: true };
    return [...own, { name: next.name, value: piece('{0}', [inner]) }];
  };
  for (let level = levels.length - 1; level > 0; level--) {
    alias = ctx.state.aliases.take('j');
    const source = alias;
    const outer = levels
      .slice(0, level)
      .flatMap(({ outputs }) => outputs)
      .flatMap((i) => query.outputs[i] ?? []);
    const keys = outer.map((output) => outputColumn(output, source));
    const array = piece(`('[' || {0} || ']')`, [
      aggregateRows(objectText(membersOf(level, source), ast.includeNullValues), [numberColumn(source)]),
    ]);
    const first: BoundExpr = {
      kind: 'aggregate',
      op: 'min',
      type: BIGINT,
      nullable: false,
      args: [numberColumn(source)],
      template: 'min({0})',
      distinct: false,
    };
    const inner: BoundOutput = { name: INNER, pg: INNER, type: DOCUMENT, nullable: true };
    folded = {
      ...wrapQuery(folded, source, [
        ...outer.map((output, i) => ({ ...output, expr: keys[i] as BoundExpr })),
        { ...numberOutput, expr: first },
        { ...inner, expr: array },
      ]),
      groupBy: { kind: 'plain', expressions: keys, sets: [] },
    };
  }
  return { query: folded, members: (source) => membersOf(0, source) };
}

/** `a.b` puts b into an object a; columns of one object must stand together (error 13601). */
function nest(query: BoundQuery, alias: string, ast: ForJson): Member[] {
  const root: Member[] = [];
  query.outputs.forEach((output, i) => {
    const path = output.name.split('.');
    const last = path.pop() ?? '';
    let members = root;
    for (const step of path) {
      const open = members.at(-1);
      if (open?.name === step && open.members) {
        members = open.members;
        continue;
      }
      if (members.some((member) => member.name === step)) throw conflict(output.name, ast);
      const inner: Member[] = [];
      members.push({ name: step, members: inner });
      members = inner;
    }
    if (members.some((member) => member.name === last)) throw conflict(output.name, ast);
    members.push({ name: last, value: memberValue(output, query, i, alias) });
  });
  return root;
}

const conflict = (name: string, ast: ForJson): Error =>
  bindError(
    ast.pos,
    13601,
    1,
    `Property '${name}' cannot be generated in JSON output due to a conflict with another column name or alias. Use different names and aliases for each column in SELECT list.`,
  );

function memberValue(output: BoundOutput, query: BoundQuery, index: number, alias: string): BoundExpr {
  const column = outputColumn(output, alias);
  if (isJson(query, index)) return piece('{0}', [column]);
  if (output.type.name === 'bit') return piece(`(CASE {0} WHEN 0 THEN 'false' WHEN 1 THEN 'true' END)`, [column]);
  const text = documentText(column);
  if (isNumber(output.type)) return piece('({0})::text', [text]);
  return isBinary(output.type) ? piece(`('"' || {0} || '"')`, [text]) : piece('sys.json_string(({0})::text)', [text]);
}

/** A nested FOR JSON, JSON_QUERY and JSON_MODIFY give JSON that is put in as it is. */
function isJson(query: BoundQuery, index: number): boolean {
  if (query.kind !== 'select') return false;
  const expr = query.expressions[index];
  if (expr?.kind === 'subquery') return expr.query.kind === 'select' && expr.query.document === 'json';
  return expr?.kind === 'call' && /^json_(query|modify|object|array)$/i.test(expr.op);
}

function objectText(members: readonly Member[], includeNulls: boolean): BoundExpr {
  return piece(`('{' || {0} || '}')`, [membersText(members, includeNulls)], false);
}

function membersText(members: readonly Member[], includeNulls: boolean): BoundExpr {
  const texts = members.map((member) => memberText(member, includeNulls));
  return piece(`concat_ws(',', ${texts.map((_, i) => `{${i}}`).join(', ')})`, texts, false);
}

/** NULL where the member is left out. */
function memberText(member: Member, includeNulls: boolean): BoundExpr {
  const key = `${JSON.stringify(member.name)}:`;
  if (member.members) {
    const inner = membersText(member.members, includeNulls);
    return piece(`(${quoteText(`${key}{`)} || nullif({0}, '') || '}')`, [inner], true);
  }
  const { value } = member;
  if (!value) return piece('NULL::text', [], true);
  return includeNulls
    ? piece(`(${quoteText(key)} || COALESCE({0}, 'null'))`, [value], false)
    : piece(`(${quoteText(key)} || {0})`, [value], true);
}
