import type { ChildrenStatus, LeaseRequest } from '../ha/index.ts';

/** Decides whether this instance may serve. The agent runs its children only while it may. */
export interface Coordinator {
  readonly name: string;
  start(events: CoordinatorEvents): Promise<void>;
  /** Gives everything back. The children are down by then. */
  stop(): Promise<void>;
  /**
   * Looks at the clock, at once: after a freeze nothing may be started before it. The agent calls it before it does anything about
   * any event.
   */
  check(): void;
  /** All children together: `up` when clients are served, `down` when no process of them is left. */
  childrenChanged(status: ChildrenStatus): void;
  writePathProbed(result: 'ok' | 'read only' | 'failed'): void;
  request(what: LeaseRequest): void;
  /** Undefined where nothing is coordinated. */
  status(): CoordinatorStatus | undefined;
}

export interface CoordinatorEvents {
  mayServe(): void;
  /** At once: no session is drained, no process asked. */
  mayNotServe(reason: string): void;
  /** Serving is permitted until then, on `leaseClock()`; said again about once a second. */
  permit(until: number): void;
  /** Asked from outside to stop cleanly: whoever comes next finds nothing to wait for. */
  stopCleanly(): void;
  /** PostgreSQL lets no write through: kill it, and start it again. */
  restartPostgres(): void;
}

/** Part of the agent's status: fields are only ever added. */
export interface CoordinatorStatus {
  readonly phase: string;
  readonly reason: string;
  readonly epoch: number;
}

/** Nobody else can run on this data: the lock on the directory is all the coordination there is. */
export function noCoordinator(): Coordinator {
  return {
    name: 'none',
    start: async (events) => events.mayServe(),
    stop: async () => {},
    check: () => {},
    childrenChanged: () => {},
    writePathProbed: () => {},
    request: () => {},
    status: () => undefined,
  };
}
