import { unreachable } from '../base/index.ts';

/** The two processes under the agent. */
export type ChildName = 'postgres' | 'server';

/**
 * A crash is answered at once: nobody is helped by waiting, and the tenth crash must cost no more than the first. Only a child that
 * fails again and again without ever living for SETTLED_MS is slowed down, and to a constant pace.
 */
export const SETTLED_MS = 1_000;
export const QUICK_FAILURES_ALLOWED = 20;
export const PACE_MS = 1_000;

/** How long a clean stop may take before it is forced. Kubernetes' usual grace period is 30 s. */
export const CLEAN_STOP_MS = 20_000;

/** Starts of a child that never ran that are tried before the agent gives up: there is nothing to keep alive yet. */
export const FIRST_STARTS = 3;

export type ChildStatus = 'down' | 'waiting' | 'starting' | 'up' | 'stopping';

export interface ChildState {
  readonly status: ChildStatus;
  /** When the current status began, on the monotonic clock. */
  readonly since: number;
  readonly everUp: boolean;
  /** Failures in a row that came before the child had settled. */
  readonly quickFailures: number;
  readonly restarts: number;
}

export type Phase = 'idle' | 'running' | 'stopping' | 'killing' | 'ended';

export interface AgentState {
  readonly phase: Phase;
  /** What the coordinator said last. It may change its mind while the children are still stopping. */
  readonly mayServe: boolean;
  /** What ended it for good; the exit code follows from it. */
  readonly failure: Failure | undefined;
  readonly postgres: ChildState;
  readonly server: ChildState;
}

export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
}

export type AgentEvent =
  /** The coordinator says that this instance may serve, or no longer may. */
  | { readonly kind: 'may serve' }
  | { readonly kind: 'may not serve' }
  | { readonly kind: 'up'; readonly child: ChildName }
  /** It ended, or could not be started. `final`: another attempt cannot help (wrong version, port taken, ...). */
  | { readonly kind: 'down'; readonly child: ChildName; readonly failure: Failure; readonly final: boolean }
  | { readonly kind: 'pause over'; readonly child: ChildName }
  /** It runs, but has not answered for longer than its deadline. */
  | { readonly kind: 'silent'; readonly child: ChildName }
  | { readonly kind: 'stop'; readonly how: 'clean' | 'immediate' }
  | { readonly kind: 'stop overdue' };

export type AgentAction =
  | { readonly kind: 'start'; readonly child: ChildName }
  | { readonly kind: 'pause'; readonly child: ChildName; readonly ms: number }
  | { readonly kind: 'drain server' }
  | { readonly kind: 'kill server' }
  | { readonly kind: 'stop postgres'; readonly how: 'fast' | 'immediate' }
  | { readonly kind: 'limit stop'; readonly ms: number }
  | { readonly kind: 'exit'; readonly code: number };

export interface Decision {
  readonly state: AgentState;
  readonly actions: readonly AgentAction[];
}

const FRESH: ChildState = { status: 'down', since: 0, everUp: false, quickFailures: 0, restarts: 0 };

export const INITIAL_STATE: AgentState = {
  phase: 'idle',
  mayServe: false,
  failure: undefined,
  postgres: FRESH,
  server: FRESH,
};

/** What the agent does about an event. Pure: the caller brings the time and carries out the actions. */
export function decide(state: AgentState, event: AgentEvent, now: number): Decision {
  switch (event.kind) {
    case 'may serve':
      return startWhenAllIsDown({ ...state, mayServe: true }, now);
    case 'may not serve':
      return fence({ ...state, mayServe: false }, now);
    case 'up':
      return childUp(state, event.child, now);
    case 'down':
      return childDown(state, event.child, event.failure, event.final, now);
    case 'pause over':
      return state.phase === 'running' && state[event.child].status === 'waiting'
        ? start(state, event.child, now)
        : { state, actions: [] };
    case 'silent':
      return childSilent(state, event.child);
    case 'stop':
      return event.how === 'clean' ? stopCleanly(state, now) : stopNow(state, now);
    case 'stop overdue':
      return state.phase === 'stopping' ? stopNow(state, now) : { state, actions: [] };
    default:
      return unreachable(event, 'agent event');
  }
}

function withChild(state: AgentState, child: ChildName, change: Partial<ChildState>): AgentState {
  return { ...state, [child]: { ...state[child], ...change } };
}

function start(state: AgentState, child: ChildName, now: number): Decision {
  return { state: withChild(state, child, { status: 'starting', since: now }), actions: [{ kind: 'start', child }] };
}

/** Both at once: while PostgreSQL starts, the server loads its code. */
function startWhenAllIsDown(state: AgentState, now: number): Decision {
  if (state.phase !== 'idle' || !state.mayServe || isRunning(state.postgres) || isRunning(state.server)) {
    return { state, actions: [] };
  }
  const first = start({ ...state, phase: 'running' }, 'postgres', now);
  const second = start(first.state, 'server', now);
  return { state: second.state, actions: [...first.actions, ...second.actions] };
}

function childUp(state: AgentState, child: ChildName, now: number): Decision {
  if (state[child].status !== 'starting') return { state, actions: [] };
  return { state: withChild(state, child, { status: 'up', since: now, everUp: true }), actions: [] };
}

function childDown(state: AgentState, child: ChildName, failure: Failure, final: boolean, now: number): Decision {
  const before = state[child];
  if (before.status === 'down' || before.status === 'waiting') return { state, actions: [] };
  const down = withChild(state, child, { status: 'down', since: now });
  if (state.phase !== 'running') return goOnStopping(down, now);

  const settled = before.status === 'up' && now - before.since >= SETTLED_MS;
  const quickFailures = settled ? 0 : before.quickFailures + 1;
  if (!before.everUp && (final || quickFailures >= FIRST_STARTS)) {
    return stopNow({ ...down, failure }, now);
  }
  const counted = withChild(down, child, { quickFailures, restarts: before.restarts + 1 });
  if (quickFailures <= QUICK_FAILURES_ALLOWED) return start(counted, child, now);
  return { state: withChild(counted, child, { status: 'waiting' }), actions: [{ kind: 'pause', child, ms: PACE_MS }] };
}

/** Its exit is an event of its own, which starts it again. */
function childSilent(state: AgentState, child: ChildName): Decision {
  if (state.phase !== 'running' || state[child].status !== 'up') return { state, actions: [] };
  return {
    state,
    actions: [child === 'server' ? { kind: 'kill server' } : { kind: 'stop postgres', how: 'immediate' }],
  };
}

function isRunning(child: ChildState): boolean {
  return child.status === 'starting' || child.status === 'up' || child.status === 'stopping';
}

/** What a coordinator needs to know of both together. Between a crash and the restart the instance is on its way up. */
export function childrenStatus(state: AgentState): 'down' | 'starting' | 'up' {
  if (state.postgres.status === 'up' && state.server.status === 'up') return 'up';
  if (state.phase === 'running') return 'starting';
  return isRunning(state.postgres) || isRunning(state.server) ? 'starting' : 'down';
}

/** Sessions first, so that no client sees its transaction die with PostgreSQL; then PostgreSQL, with a checkpoint. */
function stopCleanly(state: AgentState, now: number): Decision {
  if (state.phase !== 'running' && state.phase !== 'idle') return { state, actions: [] };
  const stopping: AgentState = { ...state, phase: 'stopping' };
  if (!isRunning(state.server)) {
    const next = goOnStopping(stopping, now);
    return { state: next.state, actions: [{ kind: 'limit stop', ms: CLEAN_STOP_MS }, ...next.actions] };
  }
  return {
    state: withChild(stopping, 'server', { status: 'stopping', since: now }),
    actions: [{ kind: 'limit stop', ms: CLEAN_STOP_MS }, { kind: 'drain server' }],
  };
}

function stopNow(state: AgentState, now: number): Decision {
  if (state.phase === 'killing' || state.phase === 'ended') return { state, actions: [] };
  let next: AgentState = { ...state, phase: 'killing' };
  const actions: AgentAction[] = [];
  if (isRunning(next.server)) {
    next = withChild(next, 'server', { status: 'stopping', since: now });
    actions.push({ kind: 'kill server' });
  }
  if (isRunning(next.postgres)) {
    next = withChild(next, 'postgres', { status: 'stopping', since: now });
    actions.push({ kind: 'stop postgres', how: 'immediate' });
  }
  const rest = goOnStopping(next, now);
  return { state: rest.state, actions: [...actions, ...rest.actions] };
}

/** Another instance may start at any moment: nothing is drained. The agent stays, and waits until it may serve again. */
function fence(state: AgentState, now: number): Decision {
  if (state.phase !== 'running') return { state, actions: [] };
  const next = stopNow(state, now);
  return { state: { ...next.state, phase: 'idle' }, actions: next.actions.filter((action) => action.kind !== 'exit') };
}

function goOnStopping(state: AgentState, now: number): Decision {
  if (state.phase === 'idle') return startWhenAllIsDown(state, now);
  if (state.phase === 'ended' || isRunning(state.server)) return { state, actions: [] };
  if (state.postgres.status === 'stopping') return { state, actions: [] };
  if (isRunning(state.postgres)) {
    return {
      state: withChild(state, 'postgres', { status: 'stopping', since: now }),
      actions: [{ kind: 'stop postgres', how: state.phase === 'killing' ? 'immediate' : 'fast' }],
    };
  }
  return {
    state: { ...state, phase: 'ended' },
    actions: [{ kind: 'exit', code: state.failure === undefined ? 0 : 1 }],
  };
}
