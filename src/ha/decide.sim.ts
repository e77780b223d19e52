import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SABOTAGES } from './simulation/sabotage.ts';
import { LIVE_WITHIN_MS, simulate, type SimulationResult } from './simulation/simulate.ts';

const SEEDS = Number(process.env['HOLDFAST_SIMULATION_SEEDS'] ?? 20_000);
const FIRST_SEED = Number(process.env['HOLDFAST_SIMULATION_SEED'] ?? 1);
/** A rule that is broken on purpose must be noticed within so many seeds. */
const SABOTAGE_SEEDS = 3_000;

function story(seed: number): string {
  const { failure, trace } = simulate(seed, { trace: true });
  return `seed ${seed}: ${failure}\n(again: HOLDFAST_SIMULATION_SEED=${seed} HOLDFAST_SIMULATION_SEEDS=1)\n${trace.join('\n')}`;
}

test(`the safety rules hold, and service comes back, in ${SEEDS} random histories`, (t) => {
  let acknowledged = 0;
  let steps = 0;
  let failovers = 0;
  let late = 0;
  let slowest = 0;
  for (let seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
    const result: SimulationResult = simulate(seed);
    if (result.failure !== undefined) assert.fail(story(seed));
    if (result.exclusiveAttach) assert.equal(result.overlapsAfterThaw, 0, `seed ${seed}`);
    acknowledged += result.acknowledged;
    steps += result.steps;
    failovers += result.openings - 1;
    late += result.lateWrites;
    slowest = Math.max(slowest, result.liveAfterMs);
  }
  t.diagnostic(
    `${steps} steps, ${failovers} restarts and failovers, ${acknowledged} acknowledged writes, none lost; ` +
      `${late} late writes of stopped machines; back ${(slowest / 1000).toFixed(1)} s after healing at the latest`,
  );
  assert.ok(slowest < LIVE_WITHIN_MS);
  assert.ok(SEEDS < 1000 || failovers > SEEDS / 2, 'the faults have an effect');
});

test('the same seed gives the same history', () => {
  assert.deepEqual(simulate(7, { trace: true }), simulate(7, { trace: true }));
});

for (const sabotage of SABOTAGES) {
  test(`noticed: ${sabotage}`, (t) => {
    for (let seed = 1; seed <= SABOTAGE_SEEDS; seed++) {
      const { failure } = simulate(seed, { sabotage });
      if (failure === undefined) continue;
      t.diagnostic(`seed ${seed}: ${failure}`);
      return;
    }
    assert.fail(`not noticed in ${SABOTAGE_SEEDS} histories`);
  });
}
