import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from '../../base/index.ts';
import { socketPath } from '../wire/startup-flight.ts';
import { PgClusterError } from './errors.ts';
import { postmasterFilePath, readPostmasterFile } from './postmaster-file.ts';
import { belongsToInstance, type InstanceIdentity, instanceProcesses, processStartTime, signal } from './processes.ts';

/** Who started the postmaster. With it a later start tells an orphan, which it stops, from an instance in use, which it leaves alone. */
const OWNER_FILE = 'holdfast.owner';
const POLL_MS = 5;
/** How long an orphan gets to stop by itself, then to abort, then to vanish after SIGKILL. */
const ORPHAN_STOP_MS = 10_000;
const ORPHAN_ABORT_MS = 5_000;
const KILL_MS = 10_000;

interface Owner {
  readonly pid: number;
  readonly startTime: string;
}

export function writeOwner(dataDirectory: string): void {
  const owner: Owner = { pid: process.pid, startTime: processStartTime(process.pid) ?? '' };
  writeFileSync(join(dataDirectory, OWNER_FILE), `${JSON.stringify(owner)}\n`, { mode: 0o600 });
}

/**
 * Clears what an earlier run left, so that a start finds the data directory free: an orphaned postmaster, backends that outlived their
 * postmaster, lock files. Shared memory needs no care: a starting postmaster removes that of its predecessor, once no process uses it.
 */
export async function clearLeftovers(identity: InstanceIdentity, log: Log): Promise<void> {
  const lock = readPostmasterFile(identity.dataDirectory);
  if (process.platform !== 'linux') {
    // Without /proc a pid cannot be verified; PostgreSQL's own checks of its lock file apply.
    return;
  }
  if (lock !== undefined && belongsToInstance(lock.pid, identity)) await stopOrphan(lock.pid, identity, log);
  await killOutlivers(identity, log);
  if (lock === undefined) return;
  // PostgreSQL would refuse to start where another process of the same uid has the recorded pid by now.
  rmSync(postmasterFilePath(identity.dataDirectory), { force: true });
  if (lock.socketDirectory === '' || !Number.isInteger(lock.port)) return;
  const socket = socketPath(lock.socketDirectory, lock.port);
  rmSync(socket, { force: true });
  rmSync(`${socket}.lock`, { force: true });
}

async function stopOrphan(pid: number, identity: InstanceIdentity, log: Log): Promise<void> {
  const owner = readOwner(identity.dataDirectory);
  const ownerLives = owner !== undefined && processStartTime(owner.pid) === owner.startTime;
  if (owner === undefined || ownerLives) {
    const by = owner === undefined ? 'it was started by hand' : `process ${owner.pid} keeps it running`;
    throw new PgClusterError(
      'PG_DATA_IN_USE',
      `${identity.dataDirectory} is in use by PostgreSQL process ${pid}; ${by}`,
      {
        hint: `stop that instance first (kill -INT ${pid}), or use another data directory`,
      },
    );
  }
  log.warn({ pid, owner: owner.pid }, 'stopping a PostgreSQL whose starter is gone');
  signal(pid, 'SIGINT');
  if (await gone(() => !belongsToInstance(pid, identity), ORPHAN_STOP_MS)) return;
  signal(pid, 'SIGQUIT');
  if (await gone(() => !belongsToInstance(pid, identity), ORPHAN_ABORT_MS)) return;
  signal(pid, 'SIGKILL');
}

/** Without a postmaster these processes serve nobody and only hold the shared memory; a crash is what recovery is for. */
async function killOutlivers(identity: InstanceIdentity, log: Log): Promise<void> {
  const outlivers = instanceProcesses(identity);
  if (outlivers.length === 0) return;
  log.warn({ pids: outlivers }, 'killing PostgreSQL processes that outlived their postmaster');
  for (const pid of outlivers) {
    if (belongsToInstance(pid, identity)) signal(pid, 'SIGKILL');
  }
  if (await gone(() => instanceProcesses(identity).length === 0, KILL_MS)) return;
  const stuck = instanceProcesses(identity);
  throw new PgClusterError('PG_DATA_IN_USE', `PostgreSQL processes ${stuck.join(', ')} do not go away after SIGKILL`, {
    hint: 'they hang in the kernel, usually because of the storage: check the volume',
  });
}

async function gone(check: () => boolean, deadlineMs: number): Promise<boolean> {
  for (let waited = 0; waited < deadlineMs; waited += POLL_MS) {
    if (check()) return true;
    await delay(POLL_MS);
  }
  return check();
}

function readOwner(dataDirectory: string): Owner | undefined {
  const path = join(dataDirectory, OWNER_FILE);
  if (!existsSync(path)) return undefined;
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Owner;
  } catch {
    // Cut short by a crash while it was written: then the writer is gone as well, which an impossible owner says.
    return { pid: -1, startTime: '-' };
  }
}
