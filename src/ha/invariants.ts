import type { LeaseDecision } from './decide.ts';
import { RuleBroken } from './errors.ts';
import type { LeaseAction } from './events.ts';
import { holdsLease, holdsVolume, volumeIsFree } from './rights.ts';
import type { LeaseState } from './state.ts';

/**
 * The safety rules as far as one agent can break them, checked at every step, in the simulation as in the running agent. They look
 * at what was decided, not at how.
 */
export function checkDecision(before: LeaseState, { state, actions }: LeaseDecision, now: number): void {
  const runs = state.phase === 'starting' || state.phase === 'leading' || state.phase === 'stopping';
  if (runs && !holdsVolume(state, now)) broken('it runs without proof', state);
  if (!runs && state.epoch > 0) broken('it holds an epoch and does not run', state);
  if (state.epoch > 0 && state.wakeAt > state.proofUntil) broken('it sleeps past the end of its proof', state);
  if (before.epoch > 0 && state.epoch > 0 && state.epoch !== before.epoch)
    broken('its epoch changed while it ran', state);
  if (before.epoch > 0 && before.epoch === state.epoch && now >= before.proofUntil) {
    broken('a proof that had ended was taken up again', state);
  }
  if (before.epoch > 0 && state.epoch === 0 && before.children !== 'down' && state.children !== 'down') {
    const kinds = actions.map((action) => (action.kind === 'stop' ? action.how : action.kind));
    if (!kinds.includes('cut sessions') || !kinds.includes('at once'))
      broken('it lost its right and did not stop', state);
  }
  for (const action of actions) checkAction(before, state, action, now);
}

function checkAction(before: LeaseState, state: LeaseState, action: LeaseAction, now: number): void {
  if (action.kind === 'start') {
    if (before.children !== 'down' || before.epoch !== 0) broken('it starts what has not stopped', state);
    if (action.epoch !== state.epoch || !holdsVolume(state, now)) broken('it starts without an epoch', state);
    if (state.record?.epoch !== state.epoch) broken('it starts under an epoch that is not on the volume', state);
  } else if (action.kind === 'permit') {
    if (state.epoch > 0 && action.until !== state.proofUntil) broken('the permit is not the proof', state);
  } else if (action.kind === 'volume') checkVolumeAction(state, action, now);
}

function checkVolumeAction(state: LeaseState, action: Extract<LeaseAction, { kind: 'volume' }>, now: number): void {
  const { operation } = action;
  if (operation.kind === 'beat' && (operation.epoch !== state.epoch || !holdsVolume(state, now))) {
    broken('it beats for an epoch that it does not hold', state);
  } else if (operation.kind === 'take') {
    if (state.epoch !== 0 || state.children !== 'down') broken('it takes an epoch while something runs', state);
    if (!volumeIsFree(state)) broken('it takes the volume from a living holder', state);
    if (operation.epoch <= (state.record?.epoch ?? 0)) broken('it takes an epoch that is gone', state);
  } else if (operation.kind === 'release' && (state.epoch !== 0 || state.children !== 'down')) {
    broken('it releases the volume while something runs', state);
  } else if (operation.kind === 'claim' && !holdsLease(state, now)) broken('it claims without the Lease', state);
}

function broken(rule: string, state: LeaseState): never {
  throw new RuleBroken(rule, `${state.member.holder}, ${state.phase}, epoch ${state.epoch}: ${state.reason}`);
}
