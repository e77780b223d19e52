import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LoginThrottle } from './login-throttle.ts';

function throttleAt() {
  const time = { ms: 0 };
  return { time, throttle: new LoginThrottle({ now: () => time.ms, monotonic: () => time.ms }) };
}

test('the first failures are free, then the wait doubles up to a limit', () => {
  const { throttle } = throttleAt();
  const delays: number[] = [];
  for (let i = 0; i < 10; i++) {
    delays.push(throttle.delay('sa', '127.0.0.1'));
    throttle.failed('SA', '127.0.0.1');
  }
  assert.deepEqual(delays, [0, 0, 0, 250, 500, 1000, 2000, 4000, 5000, 5000]);
});

test('another address is not slowed down, and success or time forgives', () => {
  const { throttle, time } = throttleAt();
  for (let i = 0; i < 5; i++) throttle.failed('sa', 'a');
  assert.equal(throttle.delay('sa', 'b'), 0);
  assert.ok(throttle.delay('sa', 'a') > 0);
  throttle.succeeded('sa', 'a');
  assert.equal(throttle.delay('sa', 'a'), 0);
  for (let i = 0; i < 5; i++) throttle.failed('sa', 'a');
  time.ms += 5 * 60_000 + 1;
  assert.equal(throttle.delay('sa', 'a'), 0);
});
