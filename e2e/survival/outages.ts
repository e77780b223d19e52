/** Acknowledgements in time; the longest silence around a kill is the time without service. */
export class Outages {
  #lastAt = performance.now();
  #longestMs = 0;
  #since = 0;

  acknowledged(atMs: number): void {
    this.#longestMs = Math.max(this.#longestMs, atMs - this.#lastAt);
    this.#lastAt = atMs;
    this.#since++;
  }

  /** A kill happens now. */
  begin(): void {
    this.#longestMs = 0;
    this.#since = 0;
    this.#lastAt = performance.now();
  }

  /** Acknowledgements since the kill. */
  get count(): number {
    return this.#since;
  }

  get longestMs(): number {
    return this.#longestMs;
  }
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? 0;
}

/** A small seeded generator (mulberry32): the same seed kills in the same order. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
