/** Time as a dependency: pure rooms never read a clock, and tests hand in their own. */
export interface Clock {
  /** Wall-clock time in milliseconds since 1970-01-01 UTC, with a fraction where the platform has one. */
  now(): number;
  /** Milliseconds on a clock that never goes back. Its origin means nothing. */
  monotonic(): number;
}

export const systemClock: Clock = {
  now: () => performance.timeOrigin + performance.now(),
  monotonic: () => performance.now(),
};
