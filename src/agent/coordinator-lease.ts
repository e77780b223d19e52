import { HoldfastError, type Log, unreachable } from '../base/index.ts';
import {
  checkDecision,
  type ChildrenStatus,
  decideLease,
  initialLeaseState,
  isAtRest,
  type LeaseAction,
  type LeaseEvent,
  type LeaseRequest,
  type LeaseState,
  type Member,
  RuleBroken,
} from '../ha/index.ts';
import type { ClusterStore } from './coordinator-cluster.ts';
import type { Coordinator, CoordinatorEvents, CoordinatorStatus } from './coordinator.ts';
import { leaseClock } from './lease-clock.ts';
import type { VolumeStore } from './volume-lease.ts';

/** To give back volume and Lease at the end. What is not given back by then runs out by itself. */
const RELEASE_WITHIN_MS = 2_000;
/** Timers of Node hold at most 2^31 - 1 ms. */
const LONGEST_SLEEP_MS = 60_000;

export interface LeaseCoordinatorOptions {
  readonly name: string;
  readonly member: Member;
  readonly volume: VolumeStore;
  /** Undefined on a single machine. */
  readonly cluster: ClusterStore | undefined;
  readonly log: Log;
  readonly clock?: () => number;
}

/** Carries out what `src/ha` decides: brings it the time and the answers, and does what it says. */
export class LeaseCoordinator implements Coordinator {
  readonly name: string;
  readonly #options: LeaseCoordinatorOptions;
  readonly #clock: () => number;
  readonly #log: Log;
  #state: LeaseState;
  #events: CoordinatorEvents | undefined;
  #timer: NodeJS.Timeout | undefined;
  #rested: (() => void) | undefined;
  /** An answer that comes while another is being worked on waits its turn. */
  readonly #queue: LeaseEvent[] = [];
  #isWorking = false;
  #isOver = false;
  #isApiAway = false;

  constructor(options: LeaseCoordinatorOptions) {
    this.name = options.name;
    this.#options = options;
    this.#clock = options.clock ?? leaseClock;
    this.#log = options.log.child({ holder: options.member.holder });
    this.#state = initialLeaseState(options.member, this.#clock());
  }

  async start(events: CoordinatorEvents): Promise<void> {
    this.#events = events;
    this.#tell({ kind: 'tick' });
  }

  async stop(): Promise<void> {
    if (this.#events === undefined || this.#isOver) return;
    const rested = new Promise<void>((resolve) => (this.#rested = resolve));
    const limit = setTimeout(() => {
      this.#log.warn({ phase: this.#state.phase }, 'the lease could not be given back: it runs out by itself');
      this.#rested?.();
    }, RELEASE_WITHIN_MS);
    this.#tell({ kind: 'request', what: 'release' });
    await rested;
    clearTimeout(limit);
    this.#isOver = true;
    clearTimeout(this.#timer);
  }

  check(): void {
    if (this.#isWorking || this.#state.epoch === 0 || this.#clock() < this.#state.proofUntil) return;
    this.#tell({ kind: 'tick' });
  }

  childrenChanged(status: ChildrenStatus): void {
    if (status !== this.#state.children || this.#isWorking) this.#tell({ kind: 'children', status });
  }

  writePathProbed(result: 'ok' | 'read only' | 'failed'): void {
    this.#tell({ kind: 'probe', result });
  }

  request(what: LeaseRequest): void {
    this.#log.info({ request: what }, 'asked from outside');
    this.#tell({ kind: 'request', what });
  }

  status(): CoordinatorStatus {
    const { phase, reason, epoch } = this.#state;
    return { phase, reason, epoch };
  }

  #tell(event: LeaseEvent): void {
    if (this.#isOver || this.#events === undefined) return;
    this.#queue.push(event);
    if (this.#isWorking) return;
    this.#isWorking = true;
    try {
      for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) this.#step(next);
    } finally {
      this.#isWorking = false;
    }
    this.#setTimer();
    if (isAtRest(this.#state)) this.#rested?.();
  }

  #step(event: LeaseEvent): void {
    const before = this.#state;
    const now = this.#clock();
    const decision = decideLease(before, event, now);
    try {
      checkDecision(before, decision, now);
    } catch (error) {
      if (!(error instanceof RuleBroken)) throw error;
      // Not one more step on a decision that must not be: without a beat this instance is replaced in time.
      this.#log.error({ error }, 'a rule of safety was broken: this instance stops');
      this.#isOver = true;
      this.#events?.mayNotServe(error.message);
      throw error;
    }
    this.#state = decision.state;
    const { phase, reason, epoch } = decision.state;
    if (phase !== before.phase) {
      const fields = { phase, epoch, reason };
      if (phase === 'fencing') this.#log.warn(fields, 'lost the right to serve');
      else this.#log.info(fields, 'changed its part');
    }
    for (const action of decision.actions) this.#act(action, reason);
  }

  #act(action: LeaseAction, reason: string): void {
    const events = this.#events!;
    switch (action.kind) {
      case 'volume':
        return void this.#onVolume(action);
      case 'lease':
        return void this.#onLease(action);
      case 'point endpoint':
        return void this.#pointEndpoint(action);
      case 'start':
        return events.mayServe();
      case 'permit':
        return events.permit(action.until);
      case 'cut sessions':
        return events.mayNotServe(reason);
      case 'stop':
        // 'at once' came with the cutting of the sessions.
        if (action.how === 'cleanly') events.stopCleanly();
        return;
      case 'restart':
        return events.restartPostgres();
      default:
        return unreachable(action, 'lease action');
    }
  }

  async #onVolume({ op, operation }: Extract<LeaseAction, { kind: 'volume' }>): Promise<void> {
    if (operation.kind !== 'read' && operation.kind !== 'beat') this.#log.info(operation, 'the lease on the volume');
    let answer: LeaseEvent;
    try {
      answer = { kind: 'volume done', op, view: await this.#options.volume.carryOut(operation) };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#log.warn({ reason, operation: operation.kind }, 'the lease on the volume failed');
      answer = { kind: 'volume failed', op, reason };
    }
    this.#tell(answer);
  }

  async #onLease({ op, operation }: Extract<LeaseAction, { kind: 'lease' }>): Promise<void> {
    let event: LeaseEvent;
    try {
      const answer = await this.#cluster().lease(operation);
      if (this.#isApiAway) this.#log.info({}, 'the API server answers again');
      this.#isApiAway = false;
      event = answer === 'refused' ? { kind: 'lease refused', op } : { kind: 'lease done', op, view: answer.view };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (!this.#isApiAway) this.#log.warn({ reason }, 'no answer about the Lease: the volume alone decides for now');
      this.#isApiAway = true;
      event = { kind: 'lease unreachable', op };
    }
    this.#tell(event);
  }

  async #pointEndpoint({ op, epoch }: Extract<LeaseAction, { kind: 'point endpoint' }>): Promise<void> {
    let event: LeaseEvent;
    try {
      await this.#cluster().pointEndpoint(epoch);
      event = { kind: 'endpoint done', op };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#log.debug({ reason }, 'the Service could not be pointed here');
      event = { kind: 'endpoint failed', op };
    }
    this.#tell(event);
  }

  #cluster(): ClusterStore {
    if (this.#options.cluster === undefined) throw new HoldfastError('NO_CLUSTER', 'there is no cluster to ask');
    return this.#options.cluster;
  }

  #setTimer(): void {
    clearTimeout(this.#timer);
    if (this.#isOver || this.#state.wakeAt === Infinity) return;
    const wait = Math.min(LONGEST_SLEEP_MS, Math.max(0, this.#state.wakeAt - this.#clock()));
    // Rounded up: a timer that fires early would only be set again.
    this.#timer = setTimeout(() => this.#tell({ kind: 'tick' }), Math.ceil(wait));
  }
}
