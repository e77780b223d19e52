import { readdirSync, readFileSync } from 'node:fs';

/**
 * SIGKILL for the postmaster and everything under it, at once. A polite signal waits behind whatever hangs; and since every backend
 * leads a process group of its own, and outlives a postmaster that was killed until it notices, each is named. Returns who was
 * told to die.
 */
export function killPostgres(postmaster: number): number[] {
  // First the one that would start others.
  const killed = [postmaster, ...childrenOf(postmaster)];
  for (const pid of killed) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
  return killed;
}

/** A process that waits for a stalled disk stays until the disk answers; a zombie is gone. */
export function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return statOf(String(pid))?.state !== 'Z';
}

function childrenOf(parent: number): number[] {
  let entries: string[];
  try {
    entries = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    // No /proc, as on macOS: the backends notice the end of their postmaster by themselves.
    return [];
  }
  return entries.filter((entry) => statOf(entry)?.parent === parent).map(Number);
}

function statOf(entry: string): { state: string; parent: number } | undefined {
  try {
    const stat = readFileSync(`/proc/${entry}/stat`, 'utf8');
    const [state = '', parent = ''] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { state, parent: Number(parent) };
  } catch {
    // It ended meanwhile.
    return undefined;
  }
}
