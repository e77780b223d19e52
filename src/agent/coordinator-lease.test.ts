import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { silentLog } from '../base/index.ts';
import { leaseOptions, type LeaseView, type VolumeOperation, type VolumeView } from '../ha/index.ts';
import type { ClusterStore } from './coordinator-cluster.ts';
import { LeaseCoordinator } from './coordinator-lease.ts';
import { VolumeLease, type VolumeStore } from './volume-lease.ts';

/** A tenth of the real times. */
const LEASE = leaseOptions({
  ttlMs: 900,
  renewMs: 100,
  deadlineMs: 500,
  marginMs: 200,
  retryMs: 50,
  apiPatienceMs: 400,
  repointMs: 3_000,
});
const WITHIN_MS = 5_000;

class StallingVolume implements VolumeStore {
  readonly #inner: VolumeStore;
  #stall = Promise.resolve();
  release: () => void = () => {};

  constructor(inner: VolumeStore) {
    this.#inner = inner;
  }

  stall(): void {
    this.#stall = new Promise((resolve) => (this.release = resolve));
  }

  async carryOut(operation: VolumeOperation): Promise<VolumeView> {
    await this.#stall;
    return this.#inner.carryOut(operation);
  }
}

/** The Lease of a cluster, in memory. */
class Cluster {
  isUp = true;
  endpoint = '';
  #lease: LeaseView | undefined;
  #version = 0;

  storeOf(identity: string): ClusterStore {
    const reach = (): void => {
      if (!this.isUp) throw new Error('no API server');
    };
    return {
      lease: async (operation) => {
        reach();
        if (operation.kind === 'read') return { view: this.#lease };
        if (operation.version !== this.#lease?.version) return 'refused';
        const holder = operation.kind === 'release' ? '' : identity;
        this.#lease = { holder, version: String(++this.#version), ttlMs: LEASE.ttlMs };
        return { view: this.#lease };
      },
      pointEndpoint: async () => {
        reach();
        this.endpoint = identity;
      },
    };
  }
}

/** A coordinator with children that start and stop at once. */
class Member {
  readonly volume: StallingVolume;
  readonly coordinator: LeaseCoordinator;
  serves = false;
  permitUntil = -Infinity;
  readonly reasons: string[] = [];

  constructor(directory: string, name: string, cluster: Cluster | undefined, alone = false) {
    const holder = `${name}/${Math.random()}`;
    this.volume = new StallingVolume(new VolumeLease(directory, { holder, place: name }));
    this.coordinator = new LeaseCoordinator({
      name: 'test',
      member: {
        options: LEASE,
        mode: cluster === undefined ? 'local' : 'kubernetes',
        identity: name,
        holder,
        place: name,
        alone,
      },
      volume: this.volume,
      cluster: cluster?.storeOf(name),
      log: silentLog,
    });
  }

  async start(): Promise<void> {
    await this.coordinator.start({
      mayServe: () => {
        this.serves = true;
        setImmediate(() => this.coordinator.childrenChanged('up'));
      },
      mayNotServe: (reason) => this.#stop(reason),
      permit: (until) => (this.permitUntil = until),
      stopCleanly: () => this.#stop('cleanly'),
      restartPostgres: () => {},
    });
  }

  #stop(reason: string): void {
    this.serves = false;
    this.reasons.push(reason);
    setImmediate(() => this.coordinator.childrenChanged('down'));
  }

  phase(): string {
    return this.coordinator.status().phase;
  }
}

function volume(t: TestContext): string {
  const directory = mkdtempSync(join(tmpdir(), 'holdfast-coordinator-'));
  t.after(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

async function until(what: string, check: () => boolean): Promise<number> {
  const started = performance.now();
  while (!check()) {
    assert.ok(performance.now() - started < WITHIN_MS, `${what}: not within ${WITHIN_MS} ms`);
    await pause(5);
  }
  return performance.now() - started;
}

test('alone on a fresh volume it serves at once; after a stop the next one does too', async (t) => {
  const directory = volume(t);
  const first = new Member(directory, 'a', undefined);
  await first.start();
  assert.ok((await until('a leads', () => first.phase() === 'leading')) < 400);
  assert.equal(first.coordinator.status().epoch, 1);
  await first.coordinator.stop();
  assert.deepEqual(first.reasons, ['cleanly']);
  const second = new Member(directory, 'b', undefined);
  await second.start();
  assert.ok((await until('b leads', () => second.phase() === 'leading')) < 400);
  assert.equal(second.coordinator.status().epoch, 2);
  await second.coordinator.stop();
});

test('a stalled disk stops it by the deadline, though the disk never answers; it goes on under a new epoch', async (t) => {
  const member = new Member(volume(t), 'a', undefined);
  await member.start();
  await until('it leads', () => member.phase() === 'leading');
  member.volume.stall();
  const stoppedAfter = await until('it stops', () => !member.serves);
  assert.ok(stoppedAfter < LEASE.deadlineMs + 150, `${stoppedAfter} ms`);
  assert.match(member.reasons[0]!, /no proof on the volume/);
  await pause(100);
  member.volume.release();
  await until('it leads again', () => member.phase() === 'leading');
  assert.equal(member.coordinator.status().epoch, 2);
  await member.coordinator.stop();
});

test('a newcomer waits for a full TTL of silence, and takes no living holder’s place', async (t) => {
  const directory = volume(t);
  const holder = new Member(directory, 'a', undefined);
  await holder.start();
  await until('a leads', () => holder.phase() === 'leading');
  const newcomer = new Member(directory, 'b', undefined);
  await newcomer.start();
  await pause(1_500);
  assert.equal(newcomer.serves, false);
  holder.volume.stall();
  const overlap = await until('b leads', () => newcomer.serves);
  assert.equal(holder.serves, false);
  assert.ok(overlap >= LEASE.ttlMs - LEASE.renewMs - 100, `${overlap} ms`);
  holder.volume.release();
  await pause(100);
  assert.equal(newcomer.phase(), 'leading');
  assert.equal(holder.serves, false);
  await newcomer.coordinator.stop();
  await holder.coordinator.stop();
});

test('an agent that was killed is followed at the same place at once, by the kernel’s word that it is dead', async (t) => {
  const directory = volume(t);
  await new VolumeLease(directory, { holder: 'a/dead', place: 'a' }).carryOut({ kind: 'take', epoch: 1 });
  const next = new Member(directory, 'a', undefined, true);
  await next.start();
  assert.ok((await until('it leads', () => next.phase() === 'leading')) < 400);
  await next.coordinator.stop();
});

test('in a cluster: an outage of the API server changes nothing; a lost Lease makes way by a claim', async (t) => {
  const directory = volume(t);
  const cluster = new Cluster();
  const a = new Member(directory, 'a', cluster);
  await a.start();
  await until('a leads', () => a.phase() === 'leading');
  assert.equal(cluster.endpoint, 'a');
  cluster.isUp = false;
  await pause(1_500);
  assert.equal(a.serves, true);
  cluster.isUp = true;

  const b = new Member(directory, 'b', cluster);
  await b.start();
  await pause(500);
  assert.equal(b.phase(), 'waiting for lease');
  b.coordinator.request('fence');
  b.coordinator.request('lead');
  a.coordinator.request('release');
  await until('b leads', () => b.phase() === 'leading');
  assert.equal(cluster.endpoint, 'b');
  assert.equal(a.phase(), 'released');
  await a.coordinator.stop();
  await b.coordinator.stop();
});

test('after a freeze the clock is looked at before anything else', async (t) => {
  const member = new Member(volume(t), 'a', undefined);
  await member.start();
  await until('it leads', () => member.phase() === 'leading');
  // The whole process stands still, as under SIGSTOP.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LEASE.deadlineMs + 100);
  member.coordinator.check();
  assert.equal(member.serves, false);
  await member.coordinator.stop();
});
