import type { LeaseAction, LeaseEvent, LeaseOperation } from './events.ts';
import { canReadVolume, leaseExpired } from './rights.ts';
import type { Draft, Pending } from './state.ts';
import { lose } from './surrender.ts';
import type { LeaseView } from './volume-view.ts';

type LeaseAnswer = Extract<LeaseEvent, { kind: 'lease done' | 'lease refused' | 'lease unreachable' }>;

export function absorbLease(draft: Draft, actions: LeaseAction[], event: LeaseAnswer, now: number): void {
  const pending = draft.leaseOp;
  if (pending === undefined || pending.op !== event.op) return;
  draft.leaseOp = undefined;
  if (event.kind === 'lease unreachable') return;
  draft.leaseAnsweredAt = now;
  if (event.kind === 'lease refused') {
    draft.leaseKnown = false;
    draft.leaseDueAt = now + draft.member.options.retryMs;
  } else remember(draft, actions, event.view, pending, now);
}

function remember(
  draft: Draft,
  actions: LeaseAction[],
  view: LeaseView | undefined,
  pending: Pending<LeaseOperation>,
  now: number,
): void {
  const before = draft.lease;
  if (before?.version !== view?.version) draft.leaseSeenAt = now;
  draft.lease = view;
  draft.leaseKnown = true;
  const holder = view?.holder ?? '';
  if (holder === draft.member.identity) {
    draft.leaseWasOurs = true;
    if (pending.operation.kind === 'read') draft.leaseDueAt = now;
    else draft.leaseHeldUntil = pending.issuedAt + draft.member.options.deadlineMs;
    return;
  }
  draft.leaseHeldUntil = -Infinity;
  if (holder === '') {
    if (pending.operation.kind === 'release') draft.leaseWasOurs = false;
    if (mayWant(draft, now)) draft.leaseDueAt = Math.min(draft.leaseDueAt, now);
    return;
  }
  // A holder that came after us, or that renews: it lives. One that was there before us may have died with the API server away.
  const lives = draft.leaseWasOurs || (before?.holder === holder && before.version !== view?.version);
  draft.leaseWasOurs = false;
  if (lives && draft.epoch > 0) lose(draft, actions, `the Lease is held by ${holder}`);
}

/** Issues what is due, and returns when to look again. */
export function nextLeaseOperation(draft: Draft, actions: LeaseAction[], now: number): number {
  if (draft.member.mode === 'local' || draft.leaseOp !== undefined) return Infinity;
  const operation = wanted(draft, now);
  if (operation === undefined) return Infinity;
  if (now < draft.leaseDueAt) return draft.leaseDueAt;
  const { renewMs, retryMs } = draft.member.options;
  const op = ++draft.lastOp;
  draft.leaseOp = { op, operation, issuedAt: now };
  draft.leaseDueAt = now + (operation.kind === 'read' && draft.epoch === 0 ? retryMs : renewMs);
  actions.push({ kind: 'lease', op, operation });
  return Infinity;
}

function wanted(draft: Draft, now: number): LeaseOperation | undefined {
  const { lease, phase } = draft;
  const hasNoUse = phase === 'released' && !draft.leaseWasOurs;
  if (!draft.leaseKnown) return hasNoUse ? undefined : { kind: 'read' };
  const isOurs = lease !== undefined && lease.holder === draft.member.identity;
  if (isOurs) {
    return mustLetGo(draft, now)
      ? { kind: 'release', version: lease.version }
      : { kind: 'renew', version: lease.version };
  }
  if (hasNoUse) return undefined;
  const isFree = lease === undefined || lease.holder === '' || leaseExpired(draft, now);
  if (isFree && mayWant(draft, now)) return { kind: 'take', version: lease?.version };
  return { kind: 'read' };
}

/** The Lease without the volume would keep away those who can reach it. */
function mayWant(draft: Draft, now: number): boolean {
  if (draft.goal !== 'lead') return false;
  if (draft.phase === 'starting' || draft.phase === 'leading') return true;
  return draft.children === 'down' && canReadVolume(draft, now);
}

function mustLetGo(draft: Draft, now: number): boolean {
  if (draft.epoch > 0 || draft.phase === 'fenced') return false;
  if (draft.phase === 'released') {
    const { record, member } = draft;
    // First the volume, then the Lease: the next one finds nothing to wait for. Unless the volume cannot be written.
    const isOwed = record !== undefined && record.holder === member.holder && !record.released;
    return !isOwed || !canReadVolume(draft, now);
  }
  return !canReadVolume(draft, now) && now - draft.waitsSince >= draft.member.options.ttlMs;
}
