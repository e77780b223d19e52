import { readFileSync, readdirSync } from 'node:fs';

export const VICTIMS = ['agent', 'server', 'postmaster', 'backend'] as const;
export type Victim = (typeof VICTIMS)[number];

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

/** Finds the processes of an instance by their command lines, below its agent. */
export function findVictim(agentPid: number, victim: Victim): number | undefined {
  if (victim === 'agent') return agentPid;
  const tree = descendants(agentPid);
  const server = tree.find(({ command }) => /main\.[jt]s server/.test(command));
  const postmaster = tree.find(({ command }) => /\/postgres /.test(command) && command.includes('-D'));
  if (victim === 'server') return server?.pid;
  if (victim === 'postmaster') return postmaster?.pid;
  return tree.find(({ parent, command }) => parent === postmaster?.pid && /^postgres: .*\[local\]/.test(command))?.pid;
}

function descendants(root: number): Process[] {
  const all = allProcesses();
  const found: Process[] = [];
  let parents = new Set([root]);
  while (parents.size > 0) {
    const children = all.filter(({ parent }) => parents.has(parent));
    found.push(...children);
    parents = new Set(children.map(({ pid }) => pid));
  }
  return found;
}

function allProcesses(): Process[] {
  return readdirSync('/proc').flatMap((name) => {
    const pid = Number(name);
    if (!Number.isInteger(pid)) return [];
    try {
      const status = readFileSync(`/proc/${pid}/status`, 'utf8');
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
      return [{ pid, parent: Number(/^PPid:\s*(\d+)/m.exec(status)?.[1]), command }];
    } catch {
      // It ended between the two looks.
      return [];
    }
  });
}
