import { totalmem } from 'node:os';

const MIB = 1024 * 1024;
/** What SQL Server plans for when it is told nothing. */
const SHARE_OF_MACHINE = 0.8;
/** An edge device's worth, until more is asked for: PostgreSQL sets up its buffers' tables at every start, and they stay resident. */
const UNASKED_LIMIT_MB = 4096;
const MIN_HEAP_MB = 128;
const MAX_HEAP_MB = 4096;
const HEAP_SHARE = 0.25;

export interface MemoryPlan {
  /** PostgreSQL sizes its buffers and work memory by it. */
  readonly postgresBytes: number;
  /** Largest heap of the server process. */
  readonly serverHeapMb: number;
}

export function planMemory(limitMb: number | undefined): MemoryPlan {
  const constrained = process.constrainedMemory();
  const machine = constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
  const bytes =
    limitMb === undefined
      ? Math.min(machine * SHARE_OF_MACHINE, UNASKED_LIMIT_MB * MIB)
      : Math.min(limitMb * MIB, machine);
  const serverHeapMb = Math.round(Math.min(Math.max((bytes / MIB) * HEAP_SHARE, MIN_HEAP_MB), MAX_HEAP_MB));
  return { postgresBytes: Math.max(bytes - serverHeapMb * MIB, bytes / 2), serverHeapMb };
}
