import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { playScenario } from './simulation/scenario.ts';

const DIRECTORY = join(import.meta.dirname, 'scenarios');
/** Set to write down what is observed now; then read the difference. */
const REWRITES = process.env['HOLDFAST_REWRITE_SCENARIOS'] !== undefined;

for (const name of readdirSync(DIRECTORY).toSorted()) {
  test(name.replace(/\.txt$/, '').replaceAll('-', ' '), () => {
    const path = join(DIRECTORY, name);
    const expected = readFileSync(path, 'utf8');
    const observed = playScenario(expected);
    if (REWRITES) writeFileSync(path, observed);
    else assert.equal(observed, expected);
  });
}
