import { readdirSync, readFileSync } from 'node:fs';

const KIB = 1024;

export interface MemoryUse {
  readonly processes: number;
  /** Sum of the resident sets as `ps` and `top` show them: what processes share counts once in each. */
  readonly rssBytes: number;
  /** The same with PostgreSQL's shared memory counted once. */
  readonly rssSharedOnceBytes: number;
  /** Proportional set size: every page divided by the number of its users. What the tree really takes. */
  readonly pssBytes: number;
}

/** The process and all its descendants. */
export function processTree(root: number): number[] {
  const children = new Map<number, number[]>();
  for (const entry of readdirSync('/proc')) {
    const pid = Number(entry);
    if (!Number.isInteger(pid)) continue;
    const parent = parentOf(pid);
    if (parent === undefined) continue;
    const list = children.get(parent);
    if (list === undefined) children.set(parent, [pid]);
    else list.push(pid);
  }
  const tree = [root];
  for (let at = 0; at < tree.length; at += 1) tree.push(...(children.get(tree[at]!) ?? []));
  return tree;
}

export function memoryOf(pids: readonly number[]): MemoryUse {
  let rss = 0;
  let shared = 0;
  let largestShared = 0;
  let pss = 0;
  let processes = 0;
  for (const pid of pids) {
    const status = read(`/proc/${pid}/status`);
    const rollup = read(`/proc/${pid}/smaps_rollup`);
    if (status === undefined || rollup === undefined) continue;
    processes += 1;
    const shmem = kibibytes(status, 'RssShmem');
    rss += kibibytes(status, 'VmRSS');
    shared += shmem;
    largestShared = Math.max(largestShared, shmem);
    pss += kibibytes(rollup, 'Pss');
  }
  return {
    processes,
    rssBytes: rss * KIB,
    rssSharedOnceBytes: (rss - shared + largestShared) * KIB,
    pssBytes: pss * KIB,
  };
}

export function rssBytes(pid: number): number {
  return kibibytes(read(`/proc/${pid}/status`) ?? '', 'VmRSS') * KIB;
}

/** The command lines of a process's children, by pid. */
export function childrenOf(pid: number): Map<number, string> {
  const found = new Map<number, string>();
  for (const child of processTree(pid).slice(1)) {
    const line = read(`/proc/${child}/cmdline`);
    if (line !== undefined) found.set(child, line.replaceAll('\0', ' ').trim());
  }
  return found;
}

function parentOf(pid: number): number | undefined {
  const stat = read(`/proc/${pid}/stat`);
  // The name in parentheses may hold spaces and parentheses itself.
  const rest = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  return rest === undefined ? undefined : Number(rest[1]);
}

function kibibytes(text: string, key: string): number {
  return Number(text.match(new RegExp(`^${key}:\\s+(\\d+) kB`, 'm'))?.[1] ?? 0);
}

/** A process may end between being listed and being read. */
function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
