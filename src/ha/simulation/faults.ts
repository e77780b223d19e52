import type { Cluster } from './cluster.ts';
import type { SimulatedNode } from './node.ts';

/** Faults begin after the first, end before the second; then all is healed. */
const FAULTS_FROM_MS = 2_500;
export const HEALED_AT_MS = 17_000;
const MOST_FAULTS = 5;
const LONGEST_MS = 11_000;

type Fault = (cluster: Cluster, node: SimulatedNode, lastsMs: number) => void;

/** Begins something, and ends it later, at the latest when everything heals. */
function during(begin: (cluster: Cluster, node: SimulatedNode) => () => void): Fault {
  return (cluster, node, lastsMs) => {
    const end = begin(cluster, node);
    cluster.world.after(lastsMs, end);
  };
}

const crash = during((_, node) => {
  node.crashAgent();
  return () => node.startAgent();
});

const freeze = during((_, node) => {
  node.freeze();
  return () => node.thaw();
});

const loseApi = during((cluster, node) => {
  cluster.world.note(node.name, () => 'loses the API server');
  node.reachesApi = false;
  return () => (node.reachesApi = true);
});

const loseVolume = during((cluster, node) => {
  cluster.world.note(node.name, () => 'loses the volume');
  node.reachesVolume = false;
  return () => {
    node.reachesVolume = true;
    node.releaseStorage();
  };
});

const slowDisk = during((cluster, node) => {
  cluster.world.note(node.name, () => 'disk answers late');
  node.diskReplyMs = cluster.world.between(500, 4_500);
  return () => (node.diskReplyMs = 0);
});

const partition: Fault = (cluster, node, lastsMs) => {
  loseApi(cluster, node, lastsMs);
  loseVolume(cluster, node, lastsMs);
};

/** As a network dies in truth: first slow, then gone. */
const fadeAway: Fault = (cluster, node, lastsMs) => {
  slowDisk(cluster, node, lastsMs);
  cluster.world.after(lastsMs * 0.3 * cluster.world.random(), () => partition(cluster, node, lastsMs * 0.7));
};

const apiAway = during((cluster) => {
  cluster.world.note('api', () => 'is away');
  cluster.api.isUp = false;
  return () => (cluster.api.isUp = true);
});

const apiSlow = during((cluster) => {
  cluster.world.note('api', () => 'is slow, loses and repeats messages');
  for (const node of cluster.nodes) node.apiDelayMs = 2_500;
  return () => {
    for (const node of cluster.nodes) node.apiDelayMs = 0;
  };
});

const stallDisk = during((cluster, node) => {
  cluster.world.note(node.name, () => 'disk stalls');
  node.isStalled = true;
  return () => {
    node.isStalled = false;
    node.releaseStorage();
  };
});

const stallAllDisks: Fault = (cluster, _, lastsMs) => {
  for (const node of cluster.nodes) stallDisk(cluster, node, lastsMs);
};

const fillVolume = during((cluster) => {
  cluster.world.note('vol', () => 'is full');
  cluster.volume.isFull = true;
  return () => (cluster.volume.isFull = false);
});

const crashChild: Fault = (cluster, node) => {
  cluster.world.note(node.name, () => 'PostgreSQL crashes');
  node.instance.crash();
};

const hangChild = during((cluster, node) => {
  cluster.world.note(node.name, () => 'PostgreSQL hangs');
  node.instance.hangs = true;
  return () => (node.instance.hangs = false);
});

const fence = during((cluster, node) => {
  cluster.world.note(node.name, () => 'asked to fence');
  node.tell({ kind: 'request', what: 'fence' });
  return () => node.tell({ kind: 'request', what: 'lead' });
});

const release = during((cluster, node) => {
  cluster.world.note(node.name, () => 'asked to release');
  node.tell({ kind: 'request', what: 'release' });
  return () => node.tell({ kind: 'request', what: 'lead' });
});

/** Short freezes of what does not recover at once, again and again: the hardest case for a deadline. */
const stutter: Fault = (cluster, node, lastsMs) => {
  const { world } = cluster;
  let begin = 0;
  while (begin < lastsMs - 1_000) {
    const length = Math.min(world.between(200, 4_500), lastsMs - begin);
    world.after(begin, () => node.freeze());
    world.after(begin + length, () => node.thaw());
    begin += length + world.between(1, 900);
  }
  world.after(lastsMs, () => node.thaw());
};

const FAULTS: readonly Fault[] = [
  crash,
  crash,
  freeze,
  freeze,
  loseApi,
  loseVolume,
  partition,
  partition,
  apiAway,
  apiSlow,
  stallDisk,
  stallDisk,
  stallAllDisks,
  slowDisk,
  fadeAway,
  fillVolume,
  crashChild,
  hangChild,
  fence,
  release,
  stutter,
];

export function planFaults(cluster: Cluster): void {
  const { world } = cluster;
  const count = 1 + Math.floor(world.random() * MOST_FAULTS);
  for (let index = 0; index < count; index++) {
    const fault = FAULTS[Math.floor(world.random() * FAULTS.length)]!;
    const begin = world.between(FAULTS_FROM_MS, HEALED_AT_MS - 1_000);
    const lasts = Math.min(world.between(50, LONGEST_MS), HEALED_AT_MS - begin);
    world.after(begin, () => fault(cluster, aim(cluster), lasts));
  }
  world.after(HEALED_AT_MS, () => heal(cluster));
}

/** Mostly at the one that leads: the others have little to lose. */
function aim(cluster: Cluster): SimulatedNode {
  const { world, nodes } = cluster;
  const leader = nodes.find((node) => node.state.epoch > 0);
  if (leader !== undefined && world.chance(0.7)) return leader;
  return nodes[Math.floor(world.random() * nodes.length)]!;
}

function heal(cluster: Cluster): void {
  cluster.world.note('--', () => 'all is healed');
  cluster.api.isUp = true;
  cluster.volume.isFull = false;
  for (const node of cluster.nodes) {
    node.reachesApi = true;
    node.reachesVolume = true;
    node.apiDelayMs = 0;
    node.isStalled = false;
    node.diskReplyMs = 0;
    node.instance.hangs = false;
    node.thaw();
    node.releaseStorage();
    node.startAgent();
    node.tell({ kind: 'request', what: 'lead' });
  }
}
