import type { SqlError } from '../errors.ts';
import type { BoundExpr } from './bound.ts';
import type { AliasAllocator } from './alias-allocator.ts';
import type { TableSource } from '../syntax/ast/index.ts';
import type { BoundFrom } from './bind-source.ts';
import type { CompiledStatement, RequiredPermission } from './compiled.ts';
import type { BindEnvironment } from './environment.ts';
import type { CommonTableScope } from './common-tables.ts';
import type { Scope } from './scope.ts';

/** What all parts of one statement share while it is bound. The only mutable thing in the binder. */
export interface StatementState {
  readonly env: BindEnvironment;
  readonly aliases: AliasAllocator;
  readonly permissions: Map<
    string,
    { objectId: number; action: RequiredPermission['action']; columns: Set<string> | undefined }
  >;
  /** Column names that mean nothing: told all together once the statement is bound. */
  readonly errors: SqlError[];
  usesTemporary: boolean;
  locks: boolean;
  /** A sequence, an identity or a function with side effects is used. */
  writes: boolean;
  /** OPTION (MAXRECURSION n): 0 is no limit. */
  maxRecursion: number;
  /** The element of FROM that an UPDATE or DELETE changes, already bound under the target's own alias. */
  target?: { readonly node: TableSource; readonly from: BoundFrom } | undefined;
  /** WHERE CURRENT OF was bound. */
  currentOf?: CompiledStatement['currentOf'];
  /** XMLNAMESPACES of the statement's WITH. */
  xmlNamespaces: readonly { readonly prefix: string; readonly uri: string }[];
}

/** Where in a query an expression stands: decides which functions may be used. */
export type Clause = 'select' | 'where' | 'on' | 'group by' | 'having' | 'order by' | 'set' | 'values' | 'other';

/** Where in a statement something is bound. Immutable: what differs further in is a copy. */
export interface BindContext {
  readonly state: StatementState;
  /** Database and schema in which names without them are looked up; a view's own inside the view. */
  readonly databaseId: number;
  readonly defaultSchema: string;
  readonly databaseCollation: string;
  readonly scope: Scope | undefined;
  readonly commonTables: CommonTableScope | undefined;
  /** Arguments of an inline function, by lower-case parameter name; inside modules no other variable exists. */
  readonly parameters: ReadonlyMap<string, BoundExpr> | undefined;
  readonly clause: Clause;
  /** How many views and inline functions we are inside of. Their permissions are those of the outermost (ownership chain). */
  readonly depth: number;
  /** Inside an aggregate's operand. */
  readonly inAggregate: boolean;
  /** The aggregates and window functions that the current query block has met. */
  readonly block: BlockFacts;
}

export interface BlockFacts {
  aggregates: number;
  windows: number;
}

export function collationOf(env: BindEnvironment, databaseId: number): string {
  return env.catalog.databaseById(databaseId)?.collation ?? env.serverCollation;
}

/** Notes that the statement needs a permission; inside a view its owner has it already. */
export function require(
  ctx: BindContext,
  objectId: number,
  action: RequiredPermission['action'],
  column?: string,
): void {
  if (ctx.depth > 0 || objectId === 0) return;
  const key = `${objectId}.${action}`;
  const found = ctx.state.permissions.get(key);
  if (!found) {
    ctx.state.permissions.set(key, {
      objectId,
      action,
      columns: column === undefined ? undefined : new Set([column.toLowerCase()]),
    });
  } else if (column !== undefined) {
    (found.columns ??= new Set()).add(column.toLowerCase());
  }
}
