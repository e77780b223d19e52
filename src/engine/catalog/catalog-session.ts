import type { MemoryCatalog } from '../../tsql/index.ts';
import { applyChanges } from './apply-changes.ts';
import type { CatalogChange } from './catalog-change.ts';

/** The committed catalog, shared by all sessions. Each content has a version number of its own that never returns. */
export class CatalogStore {
  #committed: MemoryCatalog;
  readonly #onCommit: (changes: readonly CatalogChange[]) => void;
  #lastVersion: number;

  constructor(committed: MemoryCatalog, onCommit: (changes: readonly CatalogChange[]) => void) {
    this.#committed = committed;
    this.#onCommit = onCommit;
    this.#lastVersion = committed.version;
  }

  get committed(): MemoryCatalog {
    return this.#committed;
  }

  nextVersion(): number {
    return ++this.#lastVersion;
  }

  commit(changes: readonly CatalogChange[]): void {
    this.#committed = applyChanges(this.#committed, changes, this.nextVersion());
    this.#onCommit(changes);
  }

  /** After PostgreSQL was replaced under us: what it holds now. */
  replace(committed: MemoryCatalog): void {
    this.#committed = committed.with({ version: this.nextVersion() });
  }
}

/**
 * The catalog as one session sees it: what is committed, and on top the changes of its own open transaction, which nobody else sees
 * until COMMIT, and which a rollback takes back.
 */
export class CatalogSession {
  readonly #store: CatalogStore;
  #changes: CatalogChange[] = [];
  #view: MemoryCatalog | undefined;
  #basis: MemoryCatalog | undefined;

  constructor(store: CatalogStore) {
    this.#store = store;
  }

  get view(): MemoryCatalog {
    const { committed } = this.#store;
    if (this.#changes.length === 0) return committed;
    if (this.#view === undefined || this.#basis !== committed) {
      this.#basis = committed;
      this.#view = applyChanges(committed, this.#changes, this.#store.nextVersion());
    }
    return this.#view;
  }

  /** Called after PostgreSQL has the changes, inside or outside a transaction. */
  add(changes: readonly CatalogChange[], transactionOpen: boolean): void {
    if (changes.length === 0) return;
    if (!transactionOpen) {
      this.#store.commit(changes);
      return;
    }
    this.#changes.push(...changes);
    this.#view = undefined;
  }

  mark(): number {
    return this.#changes.length;
  }

  rollbackTo(mark: number): void {
    this.#changes.length = mark;
    this.#view = undefined;
  }

  rollback(): void {
    this.rollbackTo(0);
  }

  commit(): void {
    if (this.#changes.length === 0) return;
    const changes = this.#changes;
    this.#changes = [];
    this.#view = undefined;
    this.#store.commit(changes);
  }
}
