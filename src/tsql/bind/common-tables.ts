import type { BoundOutput, BoundQuery } from './bound-query.ts';

/** A common table of WITH, as names see it: a chain, the latest first, so that a later one may use the earlier ones. */
export interface CommonTableScope {
  readonly name: string;
  readonly pg: string;
  readonly outputs: readonly BoundOutput[];
  /** Its query, for a statement that changes rows through it. */
  readonly query?: BoundQuery;
  /** Set while its own recursive members are bound. */
  readonly recursive?: RecursiveReference;
  readonly parent: CommonTableScope | undefined;
}

/** How a recursive member reaches the rows of the previous round. */
export interface RecursiveReference {
  /** Name of the extra column that counts the rounds. */
  readonly level: string;
  /** Set where several members share one reference: they read this range variable's columns instead of the table. */
  readonly through?: string;
  /** Set by the binder when the reference was used: the alias that carries the level. */
  seen: string | undefined;
}

export function findCommonTable(name: string, scope: CommonTableScope | undefined): CommonTableScope | undefined {
  const wanted = name.toLowerCase();
  for (let table = scope; table; table = table.parent) if (table.name.toLowerCase() === wanted) return table;
  return undefined;
}
