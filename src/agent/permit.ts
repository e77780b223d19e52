import { leaseClock } from './lease-clock.ts';
import { killPostgres } from './postgres-kill.ts';

/** How often the server looks whether its permit still holds. */
const LOOK_EVERY_MS = 250;

/**
 * The server's own look at the time that the agent granted. It ends the instance when that is over and the agent, which should have
 * done so, hangs. `holds` is for the moment before an acknowledgement: a machine that was frozen in it must not send it.
 */
export class Permit {
  #until = Infinity;
  #untilHere = Infinity;
  #postmaster: number | undefined;
  #isWatched = false;

  extend(until: number, postmaster: number | undefined): void {
    this.#until = until;
    // The other clock costs a system call; this one is read for every acknowledgement.
    this.#untilHere = performance.now() + (until - leaseClock());
    this.#postmaster = postmaster;
    if (this.#isWatched) return;
    this.#isWatched = true;
    setInterval(() => this.#look(), LOOK_EVERY_MS);
  }

  /** Always true where nothing is coordinated. */
  holds(): boolean {
    return performance.now() < this.#untilHere;
  }

  /** Ends everything that could still write or answer. */
  end(): never {
    if (this.#postmaster !== undefined) killPostgres(this.#postmaster);
    process.kill(process.pid, 'SIGKILL');
    throw new Error('a killed process does not get here');
  }

  #look(): void {
    if (leaseClock() >= this.#until) this.end();
  }
}
