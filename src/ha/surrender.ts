import type { LeaseAction } from './events.ts';
import type { Draft } from './state.ts';

/**
 * Gives up the epoch for ever: even where a beat that is still under way should arrive, nothing runs under it again. The way back is
 * a new epoch.
 */
export function lose(draft: Draft, actions: LeaseAction[], reason: string): void {
  draft.epoch = 0;
  draft.proofUntil = -Infinity;
  draft.endpointOp = undefined;
  draft.reason = reason;
  if (draft.children !== 'down') actions.push({ kind: 'cut sessions' }, { kind: 'stop', how: 'at once' });
}
