import { seededRandom } from '../../base/index.ts';
import { RuleBroken } from '../errors.ts';
import { DEFAULT_LEASE_OPTIONS, type LeaseOptions } from '../options.ts';
import { Cluster } from './cluster.ts';
import { HEALED_AT_MS, planFaults } from './faults.ts';
import { RuleBrokenInSimulation, type SimulationOptions } from './options.ts';
import type { Sabotage } from './sabotage.ts';
import { World } from './world.ts';

/** After everything is healed, writes are acknowledged again within this time: two TTLs, a start, and a look at everything. */
export const LIVE_WITHIN_MS = 20_000;
/** Of one agent to the API server, on average over a history. */
const MOST_REQUESTS_PER_SECOND = 4;
/** Then it must stay so. */
const STEADY_MS = 2_500;

export interface SimulationResult {
  readonly seed: number;
  readonly failure: string | undefined;
  readonly steps: number;
  readonly acknowledged: number;
  readonly openings: number;
  readonly lateWrites: number;
  readonly overlapsAfterThaw: number;
  /** From the healing to the first acknowledged write. */
  readonly liveAfterMs: number;
  readonly exclusiveAttach: boolean;
  readonly trace: readonly string[];
}

/** One history, wholly determined by its seed. */
export function simulate(seed: number, how: { trace?: boolean; sabotage?: Sabotage } = {}): SimulationResult {
  const random = seededRandom(seed);
  const cluster = new Cluster(new World(chooseOptions(random, how.sabotage, how.trace ?? false), random));
  let failure: string | undefined;
  let liveAt = Infinity;
  try {
    cluster.start();
    planFaults(cluster);
    liveAt = runToTheEnd(cluster);
  } catch (error) {
    if (!(error instanceof RuleBroken || error instanceof RuleBrokenInSimulation)) throw error;
    failure = error.message;
  }
  const { world, volume } = cluster;
  return {
    seed,
    failure,
    steps: world.steps,
    acknowledged: cluster.acknowledged,
    openings: volume.openings,
    lateWrites: volume.lateWrites,
    overlapsAfterThaw: cluster.overlapsAfterThaw,
    liveAfterMs: liveAt - HEALED_AT_MS,
    exclusiveAttach: world.options.exclusiveAttach,
    trace: world.trace,
  };
}

function runToTheEnd(cluster: Cluster): number {
  cluster.runUntil(HEALED_AT_MS);
  const isLive = (): boolean => cluster.lastAcknowledgedAt > HEALED_AT_MS;
  cluster.runUntil(HEALED_AT_MS + LIVE_WITHIN_MS, isLive);
  if (!isLive()) cluster.world.fail(`no write is acknowledged ${LIVE_WITHIN_MS} ms after all was healed`);
  const liveAt = cluster.lastAcknowledgedAt;
  cluster.runUntil(liveAt + STEADY_MS);
  const { world, nodes } = cluster;
  for (const { name, leaseRequests } of nodes) {
    const perSecond = leaseRequests / (world.now / 1000);
    if (perSecond > MOST_REQUESTS_PER_SECOND)
      world.fail(`${name} asks the API server ${perSecond.toFixed(1)} times a second`);
  }
  return liveAt;
}

function chooseOptions(random: () => number, sabotage: Sabotage | undefined, trace: boolean): SimulationOptions {
  const mode = random() < 0.15 ? 'local' : 'kubernetes';
  return {
    nodes: random() < 0.7 ? 2 : 3,
    mode,
    exclusiveAttach: mode === 'kubernetes' && random() < 0.35,
    lease: sabotagedLease(sabotage),
    clockDrift: sabotage === 'clocks that drift' ? 0.3 : DEFAULT_LEASE_OPTIONS.clockDrift * 0.9 * random(),
    trace,
    sabotage,
  };
}

function sabotagedLease(sabotage: Sabotage | undefined): LeaseOptions {
  if (sabotage === 'deadline beyond the TTL') return { ...DEFAULT_LEASE_OPTIONS, deadlineMs: 9_000 };
  if (sabotage === 'impatient newcomer') return { ...DEFAULT_LEASE_OPTIONS, ttlMs: 1_500 };
  return DEFAULT_LEASE_OPTIONS;
}
