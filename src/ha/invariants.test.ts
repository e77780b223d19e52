import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decide } from './decide.ts';
import { RuleBroken } from './errors.ts';
import { checkDecision } from './invariants.ts';
import { leaseOptions } from './options.ts';
import { initialLeaseState, isAtRest, type LeaseState } from './state.ts';
import type { VolumeRecord } from './volume-view.ts';

const MEMBER = {
  options: leaseOptions(),
  mode: 'local',
  identity: 'a',
  holder: 'a1',
  place: 'here',
  alone: false,
} as const;

const OURS: VolumeRecord = { epoch: 1, holder: 'a1', place: 'here', beat: 0, released: false };

/** Holds epoch 1 since 10 ms, by an operation begun at 5 ms. */
function leading(): LeaseState {
  let state = initialLeaseState(MEMBER, 0);
  state = decide(state, { kind: 'tick' }, 0).state;
  state = decide(state, { kind: 'volume done', op: 1, view: { record: undefined, claim: undefined } }, 5).state;
  state = decide(state, { kind: 'volume done', op: 2, view: { record: OURS, claim: undefined } }, 10).state;
  state = decide(state, { kind: 'children', status: 'up' }, 300).state;
  assert.equal(state.phase, 'leading');
  assert.equal(state.proofUntil, 4_005);
  return state;
}

test('every decision of an ordinary life passes', () => {
  const before = leading();
  const decision = decide(before, { kind: 'tick' }, 1_005);
  checkDecision(before, decision, 1_005);
  assert.deepEqual(decision.actions, [{ kind: 'volume', op: 3, operation: { kind: 'beat', epoch: 1, beat: 1 } }]);
});

test('a leader past its proof stops, and so does one that wakes up late', () => {
  for (const now of [4_005, 400_000]) {
    const before = leading();
    const decision = decide(before, { kind: 'probe', result: 'ok' }, now);
    checkDecision(before, decision, now);
    assert.deepEqual(decision.actions.slice(0, 2), [{ kind: 'cut sessions' }, { kind: 'stop', how: 'at once' }]);
    assert.equal(decision.state.phase, 'fencing');
  }
});

test('a beat that comes back after the proof has ended revives nothing', () => {
  const before = leading();
  const beating = decide(before, { kind: 'tick' }, 1_005).state;
  const late = decide(
    beating,
    { kind: 'volume done', op: 3, view: { record: { ...OURS, beat: 1 }, claim: undefined } },
    4_500,
  );
  checkDecision(beating, late, 4_500);
  assert.equal(late.state.phase, 'fencing');
  assert.equal(
    late.actions.some((action) => action.kind === 'permit'),
    false,
  );
});

test('decisions against the rules are refused', () => {
  const before = leading();
  const now = 5_000;
  const state = { ...before, wakeAt: 0 };
  assert.throws(() => checkDecision(before, { state, actions: [] }, now), RuleBroken);
  assert.throws(
    () => checkDecision(before, { state: { ...before, epoch: 0, phase: 'fencing' }, actions: [] }, 100),
    /did not stop/,
  );
  const take = { kind: 'volume', op: 9, operation: { kind: 'take', epoch: 2 } } as const;
  const waiting = initialLeaseState(MEMBER, 0);
  const living = { ...waiting, record: { ...OURS, holder: 'b1' }, recordSeenAt: 0, volumeReadAt: 1 };
  assert.throws(() => checkDecision(waiting, { state: living, actions: [take] }, 1), /living holder/);
});

test('asked to release, it stops cleanly, gives the volume back, and rests', () => {
  let { state, actions } = decide(leading(), { kind: 'request', what: 'release' }, 500);
  assert.deepEqual(actions[0], { kind: 'stop', how: 'cleanly' });
  assert.equal(state.phase, 'stopping');
  ({ state, actions } = decide(state, { kind: 'volume done', op: 3, view: { record: OURS, claim: undefined } }, 520));
  ({ state, actions } = decide(state, { kind: 'children', status: 'down' }, 700));
  assert.deepEqual(actions, [{ kind: 'volume', op: 4, operation: { kind: 'release', epoch: 1 } }]);
  const released = { record: { ...OURS, released: true }, claim: undefined };
  ({ state, actions } = decide(state, { kind: 'volume done', op: 4, view: released }, 720));
  assert.equal(isAtRest(state), true);
});
