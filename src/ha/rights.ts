import type { LeaseState } from './state.ts';

/** It holds an epoch of the volume whose proof has not run out. */
export function holdsVolume(state: LeaseState, now: number): boolean {
  return state.epoch > 0 && now < state.proofUntil;
}

export function holdsLease(state: LeaseState, now: number): boolean {
  return state.member.mode === 'kubernetes' && now < state.leaseHeldUntil;
}

export function canReadVolume(state: LeaseState, now: number): boolean {
  return now - state.volumeReadAt < state.member.options.deadlineMs;
}

/** The patience of one who waits, stretched for a clock that runs fast. */
export function patienceMs(state: LeaseState): number {
  const { ttlMs, clockDrift } = state.member.options;
  return ttlMs * (1 + clockDrift);
}

/** Nobody renewed the Lease for its whole TTL, as far as this agent's own clock and eyes can tell. No wall clock is compared. */
export function leaseExpired(state: LeaseState, now: number): boolean {
  const promised = (state.lease?.ttlMs ?? 0) * (1 + state.member.options.clockDrift);
  return now - state.leaseSeenAt >= Math.max(patienceMs(state), promised);
}

/** The Lease is another's, who may well be alive. */
function leaseIsOthers(state: LeaseState, now: number): boolean {
  const { lease, member } = state;
  return lease !== undefined && lease.holder !== '' && lease.holder !== member.identity && !leaseExpired(state, now);
}

function apiIsSilent(state: LeaseState, now: number): boolean {
  return now - state.leaseAnsweredAt >= state.member.options.apiPatienceMs;
}

/** The record's holder is an earlier run at this very place, and the kernel gave us the lock that it held. */
function holderIsDead(state: LeaseState): boolean {
  const { record, member } = state;
  return record !== undefined && member.alone && record.place === member.place && record.holder !== member.holder;
}

/** The holder was silent between two looks that lie a full TTL apart; the second began after the TTL had passed. */
function holderIsSilent(state: LeaseState): boolean {
  return state.volumeReadAt - state.recordSeenAt >= patienceMs(state);
}

/** Nothing runs on the volume, and nothing may start under the record that was read. */
export function volumeIsFree(state: LeaseState): boolean {
  const { record } = state;
  return record === undefined || record.released || holderIsDead(state) || holderIsSilent(state);
}

/** Another one asked for the volume, and not so long ago that it must be dead. */
function isClaimedByOther(state: LeaseState): boolean {
  const { claim, record, member } = state;
  if (claim === undefined || claim.holder === member.holder || claim.epoch <= (record?.epoch ?? 0)) return false;
  return state.volumeReadAt - state.claimSeenAt < patienceMs(state);
}

/**
 * Whether this agent should be the one to run, as far as anyone can know. Safety does not rest on it: an epoch is created by one
 * agent only.
 */
export function shouldRun(state: LeaseState, now: number): boolean {
  if (state.member.mode === 'local' || holdsLease(state, now)) return true;
  if (isClaimedByOther(state)) return false;
  if (apiIsSilent(state, now)) return true;
  // The container was restarted where it ran: no need to wait for the API server.
  return holderIsDead(state) && !leaseIsOthers(state, now);
}

/** An epoch may be created now. What was read must be fresh, or it would say nothing about the present. */
export function mayTakeVolume(state: LeaseState, now: number): boolean {
  return canReadVolume(state, now) && volumeIsFree(state) && shouldRun(state, now);
}

/** Only the one whom the Lease names may ask a living holder to leave. */
export function shouldClaim(state: LeaseState, now: number): boolean {
  const { record, claim, member } = state;
  if (!holdsLease(state, now) || record === undefined || record.holder === member.holder) return false;
  if (!canReadVolume(state, now) || volumeIsFree(state)) return false;
  return claim?.holder !== member.holder || claim.epoch !== record.epoch + 1;
}

export function mustYieldToClaim(state: LeaseState): boolean {
  const { claim, member } = state;
  return claim !== undefined && claim.holder !== member.holder && claim.epoch > state.epoch;
}
