import type { TableMeta } from '../../tsql/index.ts';

type Scope = Map<string, TableMeta>;

/**
 * Which temporary tables and table variables of a session PostgreSQL holds, in whatever scope; while there are any, the session keeps
 * its connection. Those made inside a transaction go when it is rolled back.
 */
export class TemporaryTables {
  readonly #scopes = new Map<number, Scope>();
  readonly #made = new Set<number>();
  #names = 0;

  get any(): boolean {
    return this.#scopes.size > 0;
  }

  /** A PostgreSQL name that no other temporary table of the session has. */
  nextName(name: string): string {
    return `${name.slice(0, 40)}_${(++this.#names).toString(36)}`;
  }

  scopeOf(id: number): Scope | undefined {
    return this.#scopes.get(id);
  }

  /** The table that PostgreSQL calls so. */
  byPgName(pg: string): TableMeta | undefined {
    for (const [id, scope] of this.#scopes) {
      for (const table of scope.values()) if (table.id === id && table.pg === pg) return table;
    }
    return undefined;
  }

  put(table: TableMeta, scope: Scope, transactionOpen: boolean): void {
    scope.set(table.name.toLowerCase(), table);
    if (transactionOpen && !this.#scopes.has(table.id)) this.#made.add(table.id);
    this.#scopes.set(table.id, scope);
  }

  drop(id: number): void {
    const scope = this.#scopes.get(id);
    if (scope === undefined) return;
    for (const [name, table] of scope) if (table.id === id) scope.delete(name);
    this.#scopes.delete(id);
    this.#made.delete(id);
  }

  committed(): void {
    this.#made.clear();
  }

  rolledBack(): boolean {
    const any = this.#made.size > 0;
    for (const id of this.#made) this.drop(id);
    return any;
  }

  /** The connection that held them is gone. */
  lost(): void {
    for (const id of this.#scopes.keys()) this.drop(id);
  }
}
