import { ApiServer } from './api-server.ts';
import { SimulatedNode } from './node.ts';
import { ATTACH_MS, WRITE_EVERY_MS } from './options.ts';
import { SharedVolume } from './shared-volume.ts';
import type { World } from './world.ts';

const NAMES = ['a', 'b', 'c', 'd', 'e'];
const OPERATOR_EVERY_MS = 1_000;

/** All machines, the volume and the API server; the client; and the checks that look at all of them together. */
export class Cluster {
  readonly world: World;
  readonly volume: SharedVolume;
  readonly api = new ApiServer();
  readonly nodes: readonly SimulatedNode[];
  #values = 0;
  acknowledged = 0;
  lastAcknowledgedAt = 0;
  #longestPauseMs = 0;
  lastAcknowledgedBy: SimulatedNode | undefined;
  /** A thawed machine ran beside a newer one for a moment, on storage that does not fence. */
  overlapsAfterThaw = 0;
  #leaseSeen: { version: string | undefined; at: number } = { version: undefined, at: 0 };

  constructor(world: World) {
    this.world = world;
    this.volume = new SharedVolume(world);
    this.nodes = NAMES.slice(0, world.options.nodes).map((name) => new SimulatedNode(name, this));
    if (world.options.exclusiveAttach) this.volume.attached = this.nodes[0]!.name;
  }

  /** `apartMs`: the agents start one after another; by default in any order. */
  start(apartMs?: number): void {
    for (const [index, node] of this.nodes.entries()) {
      this.world.after(apartMs === undefined ? this.world.between(0, 500) : index * apartMs, () => node.startAgent());
    }
    this.#writeOn();
    if (this.world.options.exclusiveAttach) this.#operate();
  }

  /** Runs to the given time, and checks after everything that happens. */
  runUntil(time: number, isOver: () => boolean = () => false): void {
    const { world } = this;
    while (world.queue.nextAt <= time && !isOver()) {
      const entry = world.queue.take()!;
      world.now = entry.at;
      world.steps++;
      entry.run();
      this.#checkAcknowledgers();
    }
    if (!isOver()) world.now = Math.max(world.now, time);
  }

  /** Rule 1. */
  #checkAcknowledgers(): void {
    let found: SimulatedNode | undefined;
    for (const node of this.nodes) {
      if (!node.instance.mayAcknowledge) continue;
      if (found !== undefined) this.world.fail(`${found.name} and ${node.name} may both acknowledge`);
      found = node;
    }
  }

  /** Rule 4: nobody else has the data open. */
  checkOpenings(opener: SimulatedNode): void {
    const { exclusiveAttach, lease } = this.world.options;
    for (const node of this.nodes) {
      if (node === opener || !node.instance.isAlive || node.isFrozen) continue;
      if (exclusiveAttach && this.volume.attached !== node.name) continue;
      if (this.world.now - node.thawedAt > lease.marginMs) {
        this.world.fail(`${opener.name} opens the volume while ${node.name} has it open`);
      }
      this.overlapsAfterThaw++;
    }
  }

  /** Rule 2: what is acknowledged is on the volume; and `SharedVolume.write` lets nobody replace it. */
  acknowledge(node: SimulatedNode, position: number, value: number): void {
    if (this.volume.log[position] !== value) {
      this.world.fail(`${node.name} acknowledges a write that is not in the history`);
    }
    this.acknowledged++;
    this.#longestPauseMs = Math.max(this.#longestPauseMs, this.world.now - this.lastAcknowledgedAt);
    this.lastAcknowledgedAt = this.world.now;
    if (this.lastAcknowledgedBy === node) return;
    this.lastAcknowledgedBy = node;
    this.world.note(node.name, () => `acknowledges writes (first: number ${value})`);
  }

  /** The longest time without an acknowledged write since this was asked last. */
  takeLongestPause(): number {
    const longest = Math.max(this.#longestPauseMs, this.world.now - this.lastAcknowledgedAt);
    this.#longestPauseMs = 0;
    return longest;
  }

  #writeOn(): void {
    for (const node of this.nodes) node.instance.clientWrites(++this.#values);
    this.world.after(this.world.between(WRITE_EVERY_MS.least, WRITE_EVERY_MS.most), () => this.#writeOn());
  }

  /** With exclusive attachment somebody must move the volume: when the Lease has expired and the node does not answer. */
  #operate(): void {
    this.world.after(OPERATOR_EVERY_MS, () => this.#operate());
    if (!this.api.isUp) return;
    const version = this.api.lease?.version;
    if (version !== this.#leaseSeen.version || version === undefined) {
      this.#leaseSeen = { version, at: this.world.now };
    }
    if (this.world.now - this.#leaseSeen.at < this.world.options.lease.ttlMs) return;
    const isFit = (node: SimulatedNode): boolean =>
      node.isRunning && !node.isFrozen && node.reachesApi && node.reachesVolume && !node.isStalled;
    const holder = this.nodes.find((node) => node.name === this.volume.attached);
    if (holder !== undefined && isFit(holder)) return;
    const next = this.nodes.find(isFit);
    if (next === undefined || this.volume.attached === undefined) return;
    this.world.note('op', () => `detaches the volume from ${this.volume.attached}, attaches it to ${next.name}`);
    this.volume.attached = undefined;
    holder?.releaseStorage();
    this.world.after(ATTACH_MS, () => (this.volume.attached = next.name));
  }
}
