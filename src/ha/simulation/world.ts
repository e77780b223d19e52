import { type Random, RuleBrokenInSimulation, type SimulationOptions } from './options.ts';
import { EventQueue } from './queue.ts';

/** True time, chance, and what was observed. Everything in the simulation hangs on one of these. */
export class World {
  readonly options: SimulationOptions;
  readonly random: Random;
  readonly queue = new EventQueue();
  now = 0;
  steps = 0;
  readonly trace: string[] = [];

  constructor(options: SimulationOptions, random: Random) {
    this.options = options;
    this.random = random;
  }

  after(ms: number, run: () => void): void {
    this.queue.add(this.now + ms, run);
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.random();
  }

  chance(probability: number): boolean {
    return this.random() < probability;
  }

  /** `text` is built only for a run that somebody reads. */
  note(who: string, text: () => string): void {
    if (!this.options.trace) return;
    this.trace.push(`${(this.now / 1000).toFixed(2).padStart(6)} ${who.padEnd(4)} ${text()}`);
  }

  fail(rule: string): never {
    this.note('!!', () => rule);
    throw new RuleBrokenInSimulation(rule, this.now);
  }
}
