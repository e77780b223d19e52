import { uptime } from 'node:os';

/**
 * Milliseconds that go on while the machine sleeps. Linux' monotonic clock, which `performance.now` reads, stands still in a suspended
 * machine, whose lease runs out all the same; the time since boot does not. Elsewhere `performance.now` counts sleep.
 */
export function leaseClock(): number {
  return process.platform === 'linux' ? uptime() * 1000 : performance.now();
}
