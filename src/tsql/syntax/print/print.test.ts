import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseBatch } from '../parse.ts';
import { SAMPLES } from '../samples/all.ts';
import { printBatch } from './statement.ts';
import { stripPositions } from './strip-positions.ts';

const OPTIONS = { quotedIdentifier: true };

test('what is printed parses to the same tree, and prints the same again', () => {
  for (const sample of SAMPLES) {
    const tree = parseBatch(sample, OPTIONS);
    const printed = printBatch(tree);
    const again = parseBatch(printed, OPTIONS);
    assert.deepEqual(stripPositions(again), stripPositions(tree), `${sample}\n${printed}`);
    assert.equal(printBatch(again), printed);
  }
});
