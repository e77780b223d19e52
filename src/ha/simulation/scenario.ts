import { HoldfastError, seededRandom } from '../../base/index.ts';
import { DEFAULT_LEASE_OPTIONS } from '../options.ts';
import { Cluster } from './cluster.ts';
import type { SimulatedNode } from './node.ts';
import { World } from './world.ts';

const SEED = 1;
const APART_MS = 1_000;

/**
 * Plays a story: blocks of commands, `----`, and what is observed. Returns the text with what was observed this time.
 *
 *   cluster nodes=2 shared|exclusive|local   the first command; the first node leads
 *   run 5s                                   lets time pass
 *   freeze a, thaw a                         and every other command of COMMANDS
 */
export function playScenario(text: string): string {
  let cluster: Cluster | undefined;
  return text
    .split(/\n\n+/)
    .map((block) => {
      if (!/^----$/m.test(block)) return block.trimEnd();
      const commands = block.split(/^----$/m)[0]!.trimEnd();
      const lines = commands.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
      for (const line of lines) {
        const words = line.trim().split(/\s+/);
        if (words[0] === 'cluster') cluster = build(words.slice(1));
        else if (cluster === undefined) throw new HoldfastError('SCENARIO', 'begin with: cluster nodes=2 shared');
        else command(cluster, words);
      }
      if (cluster === undefined) throw new HoldfastError('SCENARIO', `no command in: ${block}`);
      const pause = (cluster.takeLongestPause() / 1000).toFixed(1);
      const seen = cluster.world.trace.splice(0);
      return [commands, '----', ...seen, `       without an acknowledged write for at most ${pause} s`].join('\n');
    })
    .join('\n\n')
    .concat('\n');
}

function build(words: readonly string[]): Cluster {
  const nodes = Number(words.find((word) => word.startsWith('nodes='))?.slice('nodes='.length) ?? 2);
  const options = {
    nodes,
    mode: words.includes('local') ? ('local' as const) : ('kubernetes' as const),
    exclusiveAttach: words.includes('exclusive'),
    lease: DEFAULT_LEASE_OPTIONS,
    clockDrift: 0.002,
    trace: true,
    sabotage: undefined,
  };
  const cluster = new Cluster(new World(options, seededRandom(SEED)));
  cluster.start(APART_MS);
  return cluster;
}

const NODE_COMMANDS: Readonly<Record<string, (node: SimulatedNode) => void>> = {
  freeze: (node) => node.freeze(),
  thaw: (node) => node.thaw(),
  'kill-container': (node) => node.crashAgent(),
  'start-container': (node) => node.startAgent(),
  'kill-postgres': (node) => node.instance.crash(),
  'hang-postgres': (node) => (node.instance.hangs = true),
  'lose-api': (node) => (node.reachesApi = false),
  'lose-volume': (node) => (node.reachesVolume = false),
  'reach-api': (node) => (node.reachesApi = true),
  'reach-volume': (node) => {
    node.reachesVolume = true;
    node.releaseStorage();
  },
  'stall-disk': (node) => (node.isStalled = true),
  'free-disk': (node) => {
    node.isStalled = false;
    node.releaseStorage();
  },
  fence: (node) => node.tell({ kind: 'request', what: 'fence' }),
  release: (node) => node.tell({ kind: 'request', what: 'release' }),
  lead: (node) => node.tell({ kind: 'request', what: 'lead' }),
};

const COMMANDS: Readonly<Record<string, (cluster: Cluster) => void>> = {
  'api-away': (cluster) => (cluster.api.isUp = false),
  'api-back': (cluster) => (cluster.api.isUp = true),
  'volume-full': (cluster) => (cluster.volume.isFull = true),
  'volume-grown': (cluster) => (cluster.volume.isFull = false),
};

function command(cluster: Cluster, [verb = '', argument = '']: readonly string[]): void {
  const { world } = cluster;
  if (verb === 'run') {
    cluster.runUntil(world.now + Number(argument.replace(/s$/, '')) * 1000);
    return;
  }
  const onAll = COMMANDS[verb];
  const onNode = NODE_COMMANDS[verb];
  const node = cluster.nodes.find(({ name }) => name === argument);
  if (onAll !== undefined) onAll(cluster);
  else if (onNode !== undefined && node !== undefined) onNode(node);
  else throw new HoldfastError('SCENARIO', `unknown command: ${verb} ${argument}`);
}
