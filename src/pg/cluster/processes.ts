import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** How the processes of one instance are told from all others. */
export interface InstanceIdentity {
  /** Without symbolic links. */
  readonly dataDirectory: string;
  /** The setting cluster_name, which is part of the processes' titles. */
  readonly clusterName: string;
}

/**
 * PostgreSQL processes of this instance that are alive. All of them work in the data directory. Where /proc does not let us see that
 * (root in a container lacks CAP_SYS_PTRACE), their command lines, which everybody may read, tell.
 */
export function instanceProcesses(identity: InstanceIdentity): number[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => pid !== process.pid && belongsToInstance(pid, identity));
}

export function belongsToInstance(pid: number, identity: InstanceIdentity): boolean {
  const status = readProc(pid, 'stat');
  // Undefined: gone. Z: a zombie holds nothing any more.
  if (status === undefined || processState(status) === 'Z' || processName(status) !== 'postgres') return false;
  try {
    return readlinkSync(`/proc/${pid}/cwd`).replace(/ \(deleted\)$/, '') === identity.dataDirectory;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && (error.code === 'EACCES' || error.code === 'EPERM')))
      return false;
  }
  const commandLine = readProc(pid, 'cmdline') ?? '';
  return (
    commandLine.startsWith(`postgres: ${identity.clusterName}: `) ||
    commandLine.split('\0').includes(identity.dataDirectory)
  );
}

/** Start time in clock ticks since boot: with the pid it names one process for good. Undefined where there is no such process. */
export function processStartTime(pid: number): string | undefined {
  const status = readProc(pid, 'stat');
  if (status === undefined || processState(status) === 'Z') return undefined;
  return status.slice(status.lastIndexOf(')') + 2).split(' ')[19];
}

/** proc_pid_stat(5): "pid (name) state ..."; the name may hold anything, even parentheses. */
function processState(status: string): string | undefined {
  return status[status.lastIndexOf(')') + 2];
}

function processName(status: string): string {
  return status.slice(status.indexOf('(') + 1, status.lastIndexOf(')'));
}

function readProc(pid: number, file: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'latin1');
  } catch {
    // The process ended, now or long ago: that is the answer.
    return undefined;
  }
}

/** False where the process was gone already. */
export function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, name);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false;
    throw error;
  }
}
