import { unreachable } from '../base/index.ts';
import type { LeaseAction, LeaseEvent } from './events.ts';
import { absorbLease, nextLeaseOperation } from './lease-steps.ts';
import { shouldRun } from './rights.ts';
import type { Draft, LeaseState } from './state.ts';
import { lose } from './surrender.ts';
import { absorbVolume, nextVolumeOperation } from './volume-steps.ts';

export interface LeaseDecision {
  readonly state: LeaseState;
  readonly actions: readonly LeaseAction[];
}

/**
 * What one agent does about an event. Pure: the caller brings the time of its monotonic clock, carries out the actions, and comes
 * back at `state.wakeAt`. However late it comes, the proof is looked at before anything else.
 */
export function decide(state: LeaseState, event: LeaseEvent, now: number): LeaseDecision {
  const draft: Draft = { ...state };
  const actions: LeaseAction[] = [];
  checkProof(draft, actions, now);
  absorb(draft, actions, event, now);
  followGoal(draft, actions);
  settle(draft, now);
  draft.wakeAt = Math.min(
    nextVolumeOperation(draft, actions, now),
    nextLeaseOperation(draft, actions, now),
    nextPointing(draft, actions, now),
    draft.epoch > 0 ? draft.proofUntil : Infinity,
  );
  draft.lastEventAt = now;
  return { state: draft, actions };
}

function checkProof(draft: Draft, actions: LeaseAction[], now: number): void {
  if (draft.epoch === 0 || now < draft.proofUntil) return;
  const { deadlineMs, renewMs } = draft.member.options;
  const pause = now - draft.lastEventAt;
  // A sleep longer than any it asked for: the machine or this process did not run.
  const cause =
    pause > 2 * renewMs && pause > deadlineMs / 2 ? `did not run for ${seconds(pause)}, so that there was ` : '';
  lose(draft, actions, `${cause}no proof on the volume for ${seconds(deadlineMs)}`);
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

function absorb(draft: Draft, actions: LeaseAction[], event: LeaseEvent, now: number): void {
  switch (event.kind) {
    case 'tick':
      return;
    case 'volume done':
    case 'volume failed':
      return absorbVolume(draft, actions, event, now);
    case 'lease done':
    case 'lease refused':
    case 'lease unreachable':
      return absorbLease(draft, actions, event, now);
    case 'endpoint done':
    case 'endpoint failed':
      return absorbPointing(draft, event, now);
    case 'children':
      draft.children = event.status;
      if (event.status === 'up') draft.writeSeenAt = now;
      return;
    case 'probe':
      return absorbProbe(draft, actions, event.result, now);
    case 'request':
      draft.goal = event.what;
      draft.volumeDueAt = Math.min(draft.volumeDueAt, now);
      draft.leaseDueAt = Math.min(draft.leaseDueAt, now);
      return;
    default:
      return unreachable(event, 'lease event');
  }
}

/** A PostgreSQL that hangs is no reason to give the volume away: nobody else would do better with it than a new start here. */
function absorbProbe(draft: Draft, actions: LeaseAction[], result: 'ok' | 'read only' | 'failed', now: number): void {
  if (result !== 'failed') {
    draft.writeSeenAt = now;
    return;
  }
  if (draft.phase !== 'leading' || now - draft.writeSeenAt < draft.member.options.probePatienceMs) return;
  draft.writeSeenAt = now;
  actions.push({ kind: 'restart' });
}

function followGoal(draft: Draft, actions: LeaseAction[]): void {
  if (draft.epoch === 0) return;
  if (draft.goal === 'fence') lose(draft, actions, 'fenced by request');
  else if (draft.children === 'down' && (draft.goal === 'release' || draft.phase === 'stopping')) {
    lose(draft, actions, 'stopped by request');
  } else if (draft.goal === 'release' && draft.phase !== 'stopping') {
    draft.phase = 'stopping';
    draft.reason = 'asked to stop';
    actions.push({ kind: 'stop', how: 'cleanly' });
  }
}

/** The phase follows from what is held, what runs and what is wanted. */
function settle(draft: Draft, now: number): void {
  if (draft.epoch > 0 || draft.children !== 'down') draft.waitsSince = now;
  if (draft.epoch > 0) {
    if (draft.phase !== 'stopping') draft.phase = draft.children === 'up' ? 'leading' : 'starting';
  } else if (draft.children !== 'down') draft.phase = 'fencing';
  else if (draft.goal === 'fence') draft.phase = 'fenced';
  else if (draft.goal === 'release') draft.phase = 'released';
  else wait(draft, now);
}

function wait(draft: Draft, now: number): void {
  const phase = shouldRun(draft, now) ? 'waiting for volume' : 'waiting for lease';
  // What it had lost before it began to wait says more than what it waits for.
  if (draft.phase !== phase && (draft.phase === 'waiting for lease' || draft.phase === 'waiting for volume')) {
    const { record, lease } = draft;
    const holder = phase === 'waiting for lease' ? lease?.holder : record?.released === true ? '' : record?.holder;
    draft.reason = holder === undefined || holder === '' ? 'nobody has it' : `${holder} has it`;
  }
  draft.phase = phase;
}

function absorbPointing(
  draft: Draft,
  event: Extract<LeaseEvent, { kind: 'endpoint done' | 'endpoint failed' }>,
  now: number,
): void {
  if (draft.endpointOp?.op !== event.op) return;
  draft.endpointOp = undefined;
  const { repointMs, renewMs } = draft.member.options;
  draft.endpointDueAt = now + (event.kind === 'endpoint done' ? repointMs : renewMs);
}

/** While it starts already, so that the Service leads here by the time that it accepts its first client. */
function nextPointing(draft: Draft, actions: LeaseAction[], now: number): number {
  if (draft.member.mode === 'local' || (draft.phase !== 'starting' && draft.phase !== 'leading')) return Infinity;
  if (draft.endpointOp !== undefined) return Infinity;
  if (now < draft.endpointDueAt) return draft.endpointDueAt;
  const op = ++draft.lastOp;
  draft.endpointOp = { op, operation: 'point', issuedAt: now };
  actions.push({ kind: 'point endpoint', op, epoch: draft.epoch });
  return Infinity;
}
