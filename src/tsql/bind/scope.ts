import type { Name, ObjectName } from '../syntax/ast/index.ts';
import { ambiguousColumn, invalidColumn, unboundIdentifier } from './bind-error.ts';
import type { BoundExpr } from './bound.ts';
import type { ColumnOrigin } from './bound-query.ts';

/** A column that a name may mean. */
export interface ScopeColumn {
  readonly name: string;
  /** Made on first use: a computed column's text is parsed only when somebody asks for it. */
  expr(): BoundExpr;
  readonly hidden?: boolean;
  /** What `$identity` and `$rowguid` look for. */
  readonly property?: '$identity' | '$rowguid';
  readonly origin?: ColumnOrigin;
}

/** A table, view, derived table or function of a FROM clause, under its exposed name. */
export interface RangeVariable {
  /** Alias, or the table's own name. */
  readonly name: string;
  /** Set only where there is no alias: `dbo.t.c` is then allowed. */
  readonly schema?: string;
  readonly database?: string;
  readonly columns: readonly ScopeColumn[];
  /** PostgreSQL's name of the range variable. */
  readonly alias: string;
  /** Called for each column that is used: permissions by column. */
  readonly used?: (column: ScopeColumn) => void;
}

/** The range variables that names in one query block may mean; `parent` is the block around it. */
export interface Scope {
  readonly ranges: readonly RangeVariable[];
  readonly parent: Scope | undefined;
}

export interface ResolvedColumn {
  readonly column: ScopeColumn;
  readonly range: RangeVariable;
}

const same = (a: string | undefined, b: string): boolean => a !== undefined && a.toLowerCase() === b.toLowerCase();

/** Column names are found by linear search up to here, by an index above. */
const columnIndexes = new WeakMap<RangeVariable, Map<string, ScopeColumn[]>>();

function columnsNamed(range: RangeVariable, name: string): readonly ScopeColumn[] {
  let index = columnIndexes.get(range);
  if (!index) {
    index = new Map();
    for (const column of range.columns) {
      const key = column.name.toLowerCase();
      const list = index.get(key);
      if (list) list.push(column);
      else index.set(key, [column]);
    }
    columnIndexes.set(range, index);
  }
  return index.get(name.toLowerCase()) ?? [];
}

/** The column that a name of one to four parts means, from the innermost block outwards; undefined where no block knows it. */
export function findColumn(name: ObjectName, scope: Scope | undefined): ResolvedColumn | undefined {
  const column = name.parts.at(-1);
  if (!column) return undefined;
  for (let block = scope; block; block = block.parent) {
    const found =
      name.parts.length === 1 ? findByName(column, block.ranges) : findQualified(name, column, block.ranges);
    if (found) {
      found.range.used?.(found.column);
      return found;
    }
  }
  return undefined;
}

/** Like findColumn; throws 207 or 4104. */
export function resolveColumn(name: ObjectName, scope: Scope | undefined): ResolvedColumn {
  const found = findColumn(name, scope);
  if (found) return found;
  const last = name.parts.at(-1);
  throw name.parts.length === 1 && last ? invalidColumn(last) : unboundIdentifier(name);
}

function findByName(name: Name, ranges: readonly RangeVariable[]): ResolvedColumn | undefined {
  let found: ResolvedColumn | undefined;
  for (const range of ranges) {
    for (const column of columnsNamed(range, name.text)) {
      if (found) throw ambiguousColumn(name);
      found = { column, range };
    }
  }
  return found;
}

function findQualified(name: ObjectName, column: Name, ranges: readonly RangeVariable[]): ResolvedColumn | undefined {
  const range = findRange(name.parts.slice(0, -1), ranges);
  if (!range) return undefined;
  const columns = columnsNamed(range, column.text);
  if (columns.length > 1) throw ambiguousColumn(column);
  const [only] = columns;
  if (!only) throw invalidColumn(column);
  return { column: only, range };
}

/** The range variable that `t`, `s.t` or `d.s.t` means. */
export function findRange(qualifier: readonly Name[], ranges: readonly RangeVariable[]): RangeVariable | undefined {
  const [table, schema, database] = qualifier.map((part) => part.text).toReversed();
  return ranges.find(
    (range) =>
      same(range.name, table ?? '') &&
      (schema === undefined || schema === '' || same(range.schema, schema)) &&
      (database === undefined || database === '' || same(range.database, database)),
  );
}

/** The same columns where an outer join may put NULLs in their place. */
export function asNullable(range: RangeVariable): RangeVariable {
  return {
    ...range,
    columns: range.columns.map((column) => ({
      ...column,
      expr: () => {
        const expr = column.expr();
        return expr.nullable ? expr : { ...expr, nullable: true };
      },
    })),
  };
}
