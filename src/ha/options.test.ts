import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { InvalidLeaseOptions } from './errors.ts';
import { DEFAULT_LEASE_OPTIONS, leaseOptions } from './options.ts';

test('the defaults are valid', () => {
  assert.deepEqual(leaseOptions(), DEFAULT_LEASE_OPTIONS);
});

test('a deadline that leaves no time to stop is refused, with the mend', () => {
  assert.throws(
    () => leaseOptions({ deadlineMs: 5_500 }),
    (error: InvalidLeaseOptions) =>
      error.code === 'INVALID_LEASE_OPTIONS' &&
      /stopped after 7055 ms at the latest, but may be replaced after 5940 ms/.test(error.message) &&
      /raise ttlMs/.test(error.hint ?? ''),
  );
});

test('what is no time, or leaves no second try, is refused', () => {
  assert.throws(() => leaseOptions({ ttlMs: 0 }), InvalidLeaseOptions);
  assert.throws(() => leaseOptions({ renewMs: Number.NaN }), InvalidLeaseOptions);
  assert.throws(() => leaseOptions({ renewMs: 2_100 }), InvalidLeaseOptions);
  assert.throws(() => leaseOptions({ retryMs: 3_000 }), InvalidLeaseOptions);
  assert.throws(() => leaseOptions({ clockDrift: 0.5 }), InvalidLeaseOptions);
});

test('whatever is accepted keeps the holder and its successor apart, at any allowed pair of clocks', () => {
  const ms = fc.integer({ min: 1, max: 60_000 });
  fc.assert(
    fc.property(
      ms,
      ms,
      ms,
      fc.double({ min: 0.001, max: 0.1, noNaN: true }),
      (ttlMs, deadlineMs, marginMs, clockDrift) => {
        try {
          leaseOptions({ ttlMs, deadlineMs, marginMs, clockDrift, renewMs: 1, retryMs: 1 });
        } catch {
          return;
        }
        const slowHolderStops = deadlineMs / (1 - clockDrift) + marginMs;
        const fastNewcomerStarts = (ttlMs * (1 + clockDrift)) / (1 + clockDrift);
        assert.ok(slowHolderStops <= fastNewcomerStarts * 1.02, `${slowHolderStops} > ${fastNewcomerStarts}`);
      },
    ),
  );
});
