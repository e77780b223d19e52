import type { LeaseAction, LeaseEvent, VolumeOperation } from './events.ts';
import { mayTakeVolume, mustYieldToClaim, shouldClaim } from './rights.ts';
import type { Draft } from './state.ts';
import { lose } from './surrender.ts';
import { sameClaim, sameRecord, type VolumeView } from './volume-view.ts';

type VolumeAnswer = Extract<LeaseEvent, { kind: 'volume done' | 'volume failed' }>;

export function absorbVolume(draft: Draft, actions: LeaseAction[], event: VolumeAnswer, now: number): void {
  const pending = draft.volumeOp;
  if (pending === undefined || pending.op !== event.op) return;
  draft.volumeOp = undefined;
  if (event.kind === 'volume failed') {
    if (draft.epoch === 0) draft.reason = `the volume: ${event.reason}`;
    draft.volumeRetryAt = now + draft.member.options.retryMs;
    return;
  }
  remember(draft, event.view, pending.issuedAt, now);
  if (pending.operation.kind === 'take') taken(draft, actions, pending.operation.epoch, pending.issuedAt, now);
  else if (draft.epoch > 0) proven(draft, actions, pending.operation, pending.issuedAt);
}

function remember(draft: Draft, view: VolumeView, issuedAt: number, now: number): void {
  if (!sameRecord(draft.record, view.record) || draft.volumeReadAt === -Infinity) {
    draft.record = view.record;
    draft.recordSeenAt = now;
  }
  if (!sameClaim(draft.claim, view.claim)) {
    draft.claim = view.claim;
    draft.claimSeenAt = now;
  }
  draft.volumeReadAt = issuedAt;
}

/** An epoch that came too late is left alone: others may have counted its silence already. It is released, and a new one taken. */
function taken(draft: Draft, actions: LeaseAction[], epoch: number, issuedAt: number, now: number): void {
  const { record, member } = draft;
  const proofUntil = issuedAt + member.options.deadlineMs;
  const isOurs = record?.epoch === epoch && record.holder === member.holder && !record.released;
  if (!isOurs || now >= proofUntil || draft.goal !== 'lead' || draft.children !== 'down') return;
  draft.epoch = epoch;
  draft.beat = record.beat;
  draft.proofUntil = proofUntil;
  draft.children = 'starting';
  draft.reason = `holds epoch ${epoch}`;
  draft.endpointDueAt = now;
  draft.volumeDueAt = issuedAt + member.options.renewMs;
  actions.push({ kind: 'start', epoch }, { kind: 'permit', until: proofUntil });
}

function proven(draft: Draft, actions: LeaseAction[], operation: VolumeOperation, issuedAt: number): void {
  const { record, member } = draft;
  if (record?.epoch !== draft.epoch || record.holder !== member.holder) {
    return lose(draft, actions, `epoch ${record?.epoch ?? 'none'} of ${record?.holder ?? 'nobody'} is on the volume`);
  }
  if (mustYieldToClaim(draft)) return lose(draft, actions, `${draft.claim?.holder} claims the volume`);
  if (operation.kind !== 'beat' || operation.epoch !== draft.epoch) return;
  draft.proofUntil = issuedAt + member.options.deadlineMs;
  actions.push({ kind: 'permit', until: draft.proofUntil });
}

/** Issues what is due, and returns when to look again. One operation at a time: a stalled one holds up the others. */
export function nextVolumeOperation(draft: Draft, actions: LeaseAction[], now: number): number {
  if (draft.volumeOp !== undefined) return Infinity;
  const operation = wanted(draft, now);
  if (operation === undefined) return Infinity;
  const dueAt = isUrgent(operation) ? draft.volumeRetryAt : Math.max(draft.volumeRetryAt, draft.volumeDueAt);
  if (now < dueAt) return dueAt;
  const { renewMs, retryMs } = draft.member.options;
  const op = ++draft.lastOp;
  draft.volumeOp = { op, operation, issuedAt: now };
  draft.volumeDueAt = now + (draft.epoch > 0 ? renewMs : retryMs);
  if (operation.kind === 'beat') draft.beat = operation.beat;
  actions.push({ kind: 'volume', op, operation });
  return Infinity;
}

function wanted(draft: Draft, now: number): VolumeOperation | undefined {
  if (draft.epoch > 0) return { kind: 'beat', epoch: draft.epoch, beat: draft.beat + 1 };
  if (draft.children !== 'down') return undefined;
  const { record, member } = draft;
  // Nothing of ours runs: say so, and nobody has to wait for a silence.
  if (record !== undefined && record.holder === member.holder && !record.released) {
    return { kind: 'release', epoch: record.epoch };
  }
  if (draft.goal !== 'lead') return undefined;
  if (mayTakeVolume(draft, now)) return { kind: 'take', epoch: (record?.epoch ?? 0) + 1 };
  if (shouldClaim(draft, now)) return { kind: 'claim', epoch: (record?.epoch ?? 0) + 1 };
  return { kind: 'read' };
}

/** What somebody waits for is not held up to the next look. */
function isUrgent(operation: VolumeOperation): boolean {
  return operation.kind !== 'read' && operation.kind !== 'beat';
}
