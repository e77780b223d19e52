import { HoldfastError } from '../../base/index.ts';
import type { LeaseOptions } from '../options.ts';
import type { Sabotage } from './sabotage.ts';

export type { Random } from '../../base/index.ts';

export interface SimulationOptions {
  readonly nodes: number;
  readonly mode: 'local' | 'kubernetes';
  /** The storage admits one node at a time, and refuses what a detached one still sends. */
  readonly exclusiveAttach: boolean;
  readonly lease: LeaseOptions;
  /** How far the clocks of the nodes run from true time, as a fraction. */
  readonly clockDrift: number;
  readonly trace: boolean;
  readonly sabotage: Sabotage | undefined;
}

/** The network and the disks of the simulation, in milliseconds. */
export const DISK_MS = { least: 1, most: 15 };
export const NETWORK_MS = { least: 2, most: 30 };
/** A request to the API server that was not answered by then counts as lost. */
export const REQUEST_TIMEOUT_MS = 2_000;
/** From SIGKILL to the end of the process. */
export const KILL_MS = { least: 5, most: 400 };
export const CLEAN_STOP_MS = { least: 50, most: 900 };
export const START_MS = { least: 100, most: 900 };
/** How late a timer of the agent may fire. */
export const TIMER_LATE_MS = 20;
export const WRITE_EVERY_MS = { least: 150, most: 400 };
export const ATTACH_MS = 500;

export class RuleBrokenInSimulation extends HoldfastError {
  readonly at: number;

  constructor(rule: string, at: number) {
    super('RULE_BROKEN', `${rule}, at ${(at / 1000).toFixed(2)} s`);
    this.at = at;
  }
}
