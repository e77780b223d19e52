import { decide } from '../decide.ts';
import type { LeaseAction, LeaseEvent, LeaseOperation, VolumeOperation } from '../events.ts';
import { checkDecision } from '../invariants.ts';
import { initialLeaseState, type LeaseState, type Member } from '../state.ts';
import type { Cluster } from './cluster.ts';
import { Instance } from './instance.ts';
import { DISK_MS, NETWORK_MS, REQUEST_TIMEOUT_MS, TIMER_LATE_MS } from './options.ts';
import type { World } from './world.ts';

const PROBE_EVERY_MS = 2_000;
const THAW_ORDER_MS = 50;

/** A machine with an agent, the agent's children, its clock, and its paths to the storage and to the API server. */
export class SimulatedNode {
  readonly name: string;
  readonly world: World;
  readonly cluster: Cluster;
  readonly instance: Instance;
  readonly #clockRate: number;
  readonly #clockOrigin: number;
  isFrozen = false;
  thawedAt = -Infinity;
  #frozenAt = 0;
  #slept = 0;
  isStalled = false;
  /** How much later than the write the word of its success may come. */
  diskReplyMs = 0;
  reachesApi = true;
  reachesVolume = true;
  /** How much longer an answer of the API server may take. */
  apiDelayMs = 0;
  isRunning = false;
  leaseRequests = 0;
  state: LeaseState;
  #incarnation = 0;
  #timerAt = Infinity;
  #untilThaw: (() => void)[] = [];
  #untilStorage: ((arrives: boolean) => void)[] = [];

  constructor(name: string, cluster: Cluster) {
    this.name = name;
    this.cluster = cluster;
    this.world = cluster.world;
    this.#clockRate = 1 + this.world.between(-1, 1) * this.world.options.clockDrift;
    this.#clockOrigin = this.world.between(0, 100_000);
    this.instance = new Instance(this);
    this.state = initialLeaseState(this.#member(), this.clock());
  }

  clock(): number {
    return this.#clockOrigin + (this.world.now - this.#slept) * this.#clockRate;
  }

  #member(): Member {
    const { lease, mode, sabotage } = this.world.options;
    const alone = this.#incarnation > 1;
    return {
      options: lease,
      mode,
      identity: this.name,
      holder: `${this.name}${this.#incarnation}`,
      place: sabotage === 'alone by mere belief' ? 'anywhere' : this.name,
      alone: alone || sabotage === 'alone by mere belief',
    };
  }

  startAgent(): void {
    if (this.isRunning) return;
    this.isRunning = true;
    this.#incarnation++;
    this.#timerAt = Infinity;
    this.state = initialLeaseState(this.#member(), this.clock());
    this.world.note(this.name, () => `agent ${this.state.member.holder} starts`);
    this.tell({ kind: 'tick' });
    this.#probe(this.#incarnation);
  }

  /** The container is killed: the agent and its children die in one moment; what they had sent to the storage is under way. */
  crashAgent(): void {
    if (!this.isRunning) return;
    this.world.note(this.name, () => 'container killed');
    this.isRunning = false;
    this.instance.die();
  }

  freeze(): void {
    if (this.isFrozen) return;
    this.world.note(this.name, () => 'node frozen');
    this.isFrozen = true;
    this.#frozenAt = this.world.now;
  }

  thaw(): void {
    if (!this.isFrozen) return;
    this.world.note(this.name, () => 'node thawed');
    this.isFrozen = false;
    this.thawedAt = this.world.now;
    if (this.world.options.sabotage === 'clock that sleeps') this.#slept += this.world.now - this.#frozenAt;
    const waiting = this.#untilThaw;
    this.#untilThaw = [];
    // Nothing says which of the processes of a machine runs first.
    this.world.after(this.world.chance(0.5) ? 0 : this.world.between(0, THAW_ORDER_MS), () =>
      this.tell({ kind: 'tick' }),
    );
    for (const run of waiting) this.inside(this.world.random() * THAW_ORDER_MS, run);
  }

  releaseStorage(): void {
    const waiting = this.#untilStorage;
    this.#untilStorage = [];
    for (const run of waiting) run(this.#isAttached());
  }

  #isAttached(): boolean {
    return !this.world.options.exclusiveAttach || this.cluster.volume.attached === this.name;
  }

  afterThaw(run: () => void): void {
    if (this.isFrozen) this.#untilThaw.push(run);
    else run();
  }

  /** Happens on this machine after some time, unless it is frozen: then when it is thawed. */
  inside(ms: number, run: () => void): void {
    this.world.after(ms, () => this.afterThaw(run));
  }

  /** What was sent to the storage arrives, is refused, or waits for the storage; frozen machines keep some of it back. */
  throughStorage(ms: number, run: (arrives: boolean) => void): void {
    const staysInside = this.world.chance(0.5);
    this.world.after(ms, () => {
      const arrive = (): void => {
        if (!this.#isAttached()) run(false);
        else if (this.isStalled || (!this.reachesVolume && this.world.chance(0.5))) this.#untilStorage.push(run);
        else run(this.reachesVolume);
      };
      if (staysInside) this.afterThaw(arrive);
      else arrive();
    });
  }

  tell(event: LeaseEvent): void {
    if (!this.isRunning || this.isFrozen) return;
    const before = this.state;
    const now = this.clock();
    const decision = decide(before, event, now);
    checkDecision(before, decision, now);
    this.state = decision.state;
    const { phase, reason } = decision.state;
    if (phase !== before.phase) this.world.note(this.name, () => `${phase}: ${reason}`);
    for (const action of decision.actions) this.#act(action);
    this.#setTimer();
  }

  #setTimer(): void {
    const { wakeAt } = this.state;
    if (wakeAt === Infinity || wakeAt >= this.#timerAt) return;
    this.#timerAt = wakeAt;
    const incarnation = this.#incarnation;
    const wait = Math.max(0, (wakeAt - this.clock()) / this.#clockRate) + this.world.random() * TIMER_LATE_MS;
    this.inside(wait, () => {
      if (incarnation !== this.#incarnation || this.#timerAt !== wakeAt) return;
      this.#timerAt = Infinity;
      if (this.clock() >= this.state.wakeAt) this.tell({ kind: 'tick' });
      else this.#setTimer();
    });
  }

  #probe(incarnation: number): void {
    this.inside(PROBE_EVERY_MS, () => {
      if (!this.isRunning || incarnation !== this.#incarnation) return;
      const { instance } = this;
      const result = this.cluster.volume.isFull ? 'read only' : instance.hangs || this.isStalled ? 'failed' : 'ok';
      if (this.state.phase === 'leading') this.tell({ kind: 'probe', result });
      this.#probe(incarnation);
    });
  }

  #act(action: LeaseAction): void {
    switch (action.kind) {
      case 'volume':
        return this.#volume(action.op, action.operation);
      case 'lease':
        return this.#lease(action.op, action.operation);
      case 'point endpoint':
        return this.#point(action.op, action.epoch);
      case 'start':
        this.world.note(this.name, () => `starts PostgreSQL under epoch ${action.epoch}`);
        return this.instance.start();
      case 'permit':
        this.instance.permitUntil = action.until;
        return;
      case 'cut sessions':
        this.instance.permitUntil = -Infinity;
        return;
      case 'stop':
        this.world.note(this.name, () => `stops ${action.how}`);
        return action.how === 'at once' ? this.instance.kill() : this.instance.stopCleanly();
      case 'restart':
        this.world.note(this.name, () => 'kills a PostgreSQL that hangs');
        return this.instance.crash();
    }
  }

  #volume(op: number, operation: VolumeOperation): void {
    const { holder, place } = this.state.member;
    const incarnation = this.#incarnation;
    if (operation.kind !== 'read' && operation.kind !== 'beat') {
      this.world.note(this.name, () => `volume: ${operation.kind} epoch ${operation.epoch}`);
    }
    this.throughStorage(this.world.between(DISK_MS.least, DISK_MS.most), (arrives) => {
      const view = arrives ? this.cluster.volume.carryOut(operation, holder, place) : undefined;
      const answer: LeaseEvent =
        view === undefined
          ? { kind: 'volume failed', op, reason: 'cannot be reached' }
          : { kind: 'volume done', op, view };
      this.inside(this.world.random() * this.diskReplyMs, () => this.#answer(incarnation, answer));
    });
  }

  #answer(incarnation: number, event: LeaseEvent): void {
    if (incarnation !== this.#incarnation) return;
    const { sabotage } = this.world.options;
    if (sabotage !== undefined && event.kind === 'volume done') return this.#sabotagedAnswer(event);
    this.tell(event);
  }

  #sabotagedAnswer(event: Extract<LeaseEvent, { kind: 'volume done' }>): void {
    const { sabotage } = this.world.options;
    const { volumeOp } = this.state;
    if (sabotage === 'proof from the end of the beat' && volumeOp !== undefined) {
      this.state = { ...this.state, volumeOp: { ...volumeOp, issuedAt: this.clock() } };
    }
    this.tell(event);
  }

  /** The way there and the way back may each fail, and a request that was lost may come a second time. */
  #lease(op: number, operation: LeaseOperation): void {
    this.leaseRequests++;
    const { world, cluster } = this;
    const { identity, options } = this.state.member;
    const incarnation = this.#incarnation;
    const reply = (event: LeaseEvent): void =>
      this.afterThaw(() => {
        if (incarnation === this.#incarnation) this.tell(event);
      });
    const sentAt = world.now;
    const giveUp = (): void =>
      world.after(Math.max(0, sentAt + REQUEST_TIMEOUT_MS - world.now), () => reply({ kind: 'lease unreachable', op }));
    const delay = world.between(NETWORK_MS.least, NETWORK_MS.most) + world.random() * this.apiDelayMs;
    const wayThere = this.reachesApi;
    world.after(delay, () => {
      if (!wayThere || !cluster.api.isUp) return giveUp();
      const answer = cluster.api.carryOut(operation, identity, options.ttlMs);
      if (this.apiDelayMs > 0 && world.chance(0.2)) cluster.api.carryOut(operation, identity, options.ttlMs);
      const isLost = !this.reachesApi || delay > REQUEST_TIMEOUT_MS || (this.apiDelayMs > 0 && world.chance(0.1));
      if (isLost) return giveUp();
      reply(answer.kind === 'done' ? { kind: 'lease done', op, view: answer.view } : { kind: 'lease refused', op });
    });
  }

  #point(op: number, epoch: number): void {
    const incarnation = this.#incarnation;
    this.world.after(this.world.between(NETWORK_MS.least, NETWORK_MS.most), () => {
      const isDone = this.reachesApi && this.cluster.api.isUp && this.cluster.api.point(this.name, epoch);
      if (isDone) this.world.note(this.name, () => 'the Service points here');
      this.afterThaw(() => {
        if (incarnation === this.#incarnation) this.tell({ kind: isDone ? 'endpoint done' : 'endpoint failed', op });
      });
    });
  }
}
