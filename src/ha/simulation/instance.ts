import type { ChildrenStatus } from '../events.ts';
import { CLEAN_STOP_MS, DISK_MS, KILL_MS, START_MS } from './options.ts';
import type { SimulatedNode } from './node.ts';

/** PostgreSQL and the server under one agent, and the client that writes to them. */
export class Instance {
  readonly #node: SimulatedNode;
  /** Counts starts and ends: what belongs to an earlier run is ignored. */
  #run = 0;
  status: ChildrenStatus = 'down';
  /** Its processes exist, and could run. */
  isAlive = false;
  permitUntil = -Infinity;
  #opening = 0;
  #tail = 0;
  #writing = false;
  #held: (() => void) | undefined;
  hangs = false;
  #isStopping = false;
  lastAcknowledged = -Infinity;

  constructor(node: SimulatedNode) {
    this.#node = node;
  }

  start(): void {
    const { world, cluster } = this.#node;
    this.isAlive = true;
    this.#writing = false;
    this.hangs = false;
    this.#isStopping = false;
    this.status = 'starting';
    const run = ++this.#run;
    cluster.checkOpenings(this.#node);
    ({ opening: this.#opening, tail: this.#tail } = cluster.volume.open());
    this.#node.inside(world.between(START_MS.least, START_MS.most), () => {
      if (run !== this.#run) return;
      // What was under way when it opened has arrived or been refused by now: recovery reads the end of the log.
      this.#tail = cluster.volume.log.length;
      this.status = 'up';
      this.#node.tell({ kind: 'children', status: 'up' });
    });
  }

  /** PostgreSQL or the server crashed: the supervisor starts it again at once. */
  crash(): void {
    if (!this.isAlive || this.#isStopping || this.#node.isFrozen) return;
    // The agent looks at its proof before it starts anything anew.
    this.#node.tell({ kind: 'children', status: 'starting' });
    if (!this.#isStopping) this.start();
  }

  kill(): void {
    this.#end(this.#node.world.between(KILL_MS.least, KILL_MS.most), true);
  }

  /** With its machine or its container: no one is told. */
  die(): void {
    this.#run++;
    this.isAlive = false;
    this.status = 'down';
    this.permitUntil = -Infinity;
    this.#writing = false;
  }

  stopCleanly(): void {
    this.#end(this.#node.world.between(CLEAN_STOP_MS.least, CLEAN_STOP_MS.most), false);
  }

  #end(ms: number, cutsSessions: boolean): void {
    const { world } = this.#node;
    const run = this.#run;
    this.#isStopping = true;
    if (cutsSessions) this.status = 'starting';
    if (world.options.sabotage === 'death not awaited') this.#node.tell({ kind: 'children', status: 'down' });
    this.#node.inside(ms, () => {
      if (run !== this.#run) return;
      // A process that waits for its disk cannot die; it cannot do anything else either.
      const waits = this.#writing;
      this.die();
      const ended = this.#run;
      const gone = (): void => {
        if (ended === this.#run) this.#node.tell({ kind: 'children', status: 'down' });
      };
      if (waits) this.#held = gone;
      else gone();
    });
  }

  /** It could send an acknowledgement in this moment. */
  get mayAcknowledge(): boolean {
    if (this.status !== 'up' || !this.isAlive || this.#node.isFrozen) return false;
    return this.#node.clock() < this.permitUntil || this.#node.world.options.sabotage === 'permit ignored';
  }

  /** A client that reaches this instance, over an old connection perhaps, writes to it. */
  clientWrites(value: number): void {
    if (!this.mayAcknowledge || this.#writing || this.hangs) return;
    const { world, cluster, name } = this.#node;
    const run = this.#run;
    const write = {
      position: this.#tail,
      value,
      opening: this.#opening,
      wasPermitted: this.#node.clock() < this.permitUntil,
      node: name,
    };
    this.#writing = true;
    this.#node.throughStorage(world.between(DISK_MS.least, DISK_MS.most), (arrives) => {
      const isWritten = arrives && cluster.volume.write(write);
      this.#node.afterThaw(() => this.#written(run, write.position, value, isWritten));
    });
  }

  #written(run: number, position: number, value: number, isWritten: boolean): void {
    const held = this.#held;
    this.#held = undefined;
    held?.();
    if (run !== this.#run) return;
    this.#writing = false;
    if (!isWritten) return;
    this.#tail = position + 1;
    if (!this.mayAcknowledge) return;
    this.lastAcknowledged = this.#node.world.now;
    this.#node.cluster.acknowledge(this.#node, position, value);
  }
}
