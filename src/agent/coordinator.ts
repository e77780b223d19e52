/** Decides whether this instance may serve. The agent runs its children only while it may. */
export interface Coordinator {
  readonly name: string;
  start(events: CoordinatorEvents): Promise<void>;
  stop(): Promise<void>;
}

export interface CoordinatorEvents {
  mayServe(): void;
  mayNotServe(reason: string): void;
}

/** One instance on one machine: the lock on the data directory is all the coordination there is. */
export function localCoordinator(): Coordinator {
  return {
    name: 'local',
    start: async (events) => events.mayServe(),
    stop: async () => {},
  };
}
