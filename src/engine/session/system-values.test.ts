import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SYSTEM_VARIABLES } from '../../tsql/index.ts';
import { KNOWN_SYSTEM_VALUES } from './system-values.ts';

test('the engine can fill every system variable that the binder knows', () => {
  const known = new Set(KNOWN_SYSTEM_VALUES);
  assert.deepEqual(
    [...SYSTEM_VARIABLES.keys()].filter((name) => !known.has(name)),
    [],
  );
});
