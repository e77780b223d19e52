import { call } from '../scalar/call.ts';
import { INT } from '../types/sql-type.ts';
import type { AliasAllocator } from './alias-allocator.ts';
import type { BoundColumn, BoundExpr } from './bound.ts';
import type { BoundOutput, BoundQuery, BoundSelect, BoundSetOperation, BoundSource } from './bound-query.ts';
import { coerceOutputs, outputColumn, wrapQuery } from './query-shape.ts';

interface RecursionParts {
  readonly anchor: BoundQuery;
  readonly members: readonly { readonly query: BoundQuery; readonly alias: string | undefined }[];
  readonly pg: string;
  readonly columns: readonly string[];
  readonly level: string;
  readonly aliases: AliasAllocator;
  /** 0: no limit. */
  readonly max: number;
}

/**
 * Adds a column that counts the rounds, and an error (530) in the round after the last one allowed: OPTION (MAXRECURSION n),
 * 100 where nothing is said (sql-docs, with-common-table-expression-transact-sql).
 */
export function limitRecursion(parts: RecursionParts): BoundSetOperation {
  const { level } = parts;
  const types = parts.anchor.outputs.map((output) => output.type);
  const start: BoundExpr = { kind: 'literal', value: 0, type: INT, nullable: false };
  const anchor = withColumn(parts.anchor, start, level, parts.aliases);
  const members = parts.members.map(({ query, alias }) => {
    const previous: BoundColumn = {
      kind: 'column',
      source: alias ?? parts.pg,
      pg: level,
      name: level,
      type: INT,
      nullable: false,
    };
    const template = parts.max === 0 ? '({0} + 1)' : `sys.recursion_level({0}, ${parts.max})`;
    return withColumn(
      coerceOutputs(query, types, parts.aliases),
      call('recursion level', INT, [previous], template),
      level,
      parts.aliases,
    );
  });
  const [first, ...rest] = members;
  if (!first) throw new RangeError('a recursive query without a recursive member');
  const recursive = rest.reduce<BoundQuery>((left, right) => unionAll(left, right), first);
  return unionAll(anchor, recursive);
}

function unionAll(left: BoundQuery, right: BoundQuery): BoundSetOperation {
  return { kind: 'set operation', op: 'UNION ALL', left, right, outputs: left.outputs, orderBy: [] };
}

/** One more output at the end. The recursive reference stands in the member's own FROM, so its level is at hand there. */
function withColumn(query: BoundQuery, expr: BoundExpr, name: string, aliases: AliasAllocator): BoundQuery {
  const output: BoundOutput = { name, pg: name, type: expr.type, nullable: expr.nullable };
  if (query.kind === 'select' && !query.distinct && !query.groupBy) {
    return { ...query, expressions: [...query.expressions, expr], outputs: [...query.outputs, output] };
  }
  const alias = aliases.take('q');
  return wrapQuery(query, alias, [
    ...query.outputs.map((inner) => ({ ...inner, expr: outputColumn(inner, alias) })),
    { ...output, expr },
  ]);
}

/**
 * PostgreSQL allows one reference to the table itself; several recursive members therefore share one: the members read a lateral
 * copy of its row.
 */
export function isolateMembers(
  query: BoundSetOperation,
  pg: string,
  through: string,
  columns: readonly string[],
): BoundSetOperation {
  const row: BoundSelect = {
    kind: 'select',
    distinct: false,
    outputs: query.outputs.map((output, i) => ({ ...output, pg: columns[i] ?? output.pg })),
    expressions: query.outputs.map((output, i) => ({
      ...outputColumn({ ...output, pg: columns[i] ?? output.pg }, through),
    })),
    from: [],
    orderBy: [],
  };
  const members = redirect(query.right, pg, row, columns);
  const alias = `${through}_members`;
  const shared: BoundSelect = {
    kind: 'select',
    distinct: false,
    outputs: query.outputs,
    expressions: query.outputs.map((output, i) => outputColumn({ ...output, pg: columns[i] ?? output.pg }, alias)),
    from: [
      { kind: 'cte', pg, alias: through },
      { kind: 'derived', query: members, alias, columns, lateral: true },
    ],
    orderBy: [],
  };
  return { ...query, right: shared };
}

function redirect(query: BoundQuery, pg: string, row: BoundSelect, columns: readonly string[]): BoundQuery {
  if (query.kind === 'set operation') {
    return { ...query, left: redirect(query.left, pg, row, columns), right: redirect(query.right, pg, row, columns) };
  }
  if (query.kind !== 'select') return query;
  return { ...query, from: query.from.map((source) => redirectSource(source, pg, row, columns)) };
}

function redirectSource(source: BoundSource, pg: string, row: BoundSelect, columns: readonly string[]): BoundSource {
  switch (source.kind) {
    case 'cte':
      return source.pg === pg ? { kind: 'derived', query: row, alias: source.alias, columns, lateral: true } : source;
    case 'join':
      return {
        ...source,
        left: redirectSource(source.left, pg, row, columns),
        right: redirectSource(source.right, pg, row, columns),
      };
    case 'derived':
      return { ...source, query: redirect(source.query, pg, row, columns) };
    default:
      return source;
  }
}
