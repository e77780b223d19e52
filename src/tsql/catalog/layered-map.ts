/** An overlay larger than this is merged into a new base: look-ups stay two probes, and a change stays cheap. */
const MERGE_AT = 256;

/**
 * An immutable map with cheap changed copies: a shared base and a small overlay in which `undefined` means deleted. A look-up is
 * at most two probes; `with` copies only the overlay.
 */
export class LayeredMap<K, V> {
  readonly #base: ReadonlyMap<K, V>;
  readonly #overlay: ReadonlyMap<K, V | undefined>;

  constructor(base: ReadonlyMap<K, V> = new Map(), overlay: ReadonlyMap<K, V | undefined> = new Map()) {
    this.#base = base;
    this.#overlay = overlay;
  }

  get(key: K): V | undefined {
    return this.#overlay.has(key) ? this.#overlay.get(key) : this.#base.get(key);
  }

  /** A changed copy; an `undefined` value deletes its key. */
  with(changes: Iterable<readonly [K, V | undefined]>): LayeredMap<K, V> {
    const overlay = new Map(this.#overlay);
    for (const [key, value] of changes) overlay.set(key, value);
    if (overlay.size <= MERGE_AT) return new LayeredMap(this.#base, overlay);
    const merged = new Map(this.#base);
    for (const [key, value] of overlay) {
      if (value === undefined) merged.delete(key);
      else merged.set(key, value);
    }
    return new LayeredMap(merged);
  }

  *values(): IterableIterator<V> {
    for (const [key, value] of this.#base) if (!this.#overlay.has(key)) yield value;
    for (const value of this.#overlay.values()) if (value !== undefined) yield value;
  }
}
