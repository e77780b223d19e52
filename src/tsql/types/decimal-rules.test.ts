import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type DecimalOperator, decimalResult } from './decimal-rules.ts';

const rows: readonly [op: DecimalOperator, a: [number, number], b: [number, number], result: [number, number]][] = [
  ['+', [10, 2], [5, 3], [12, 3]],
  ['-', [5, 2], [5, 2], [6, 2]],
  ['*', [10, 2], [5, 3], [16, 5]],
  ['/', [10, 2], [5, 3], [19, 8]],
  ['%', [10, 2], [5, 3], [5, 3]],
  // The examples of sql-docs: enough integral digits leave 17, too many leave 6.
  ['*', [30, 20], [30, 20], [38, 17]],
  ['*', [30, 10], [30, 10], [38, 6]],
  ['*', [38, 2], [38, 2], [38, 4]],
  ['+', [38, 10], [38, 0], [38, 0]],
  ['/', [38, 10], [38, 10], [38, 6]],
  ['/', [2, 1], [1, 0], [7, 6]],
];

test('precision and scale of decimal arithmetic', () => {
  for (const [op, [p1, s1], [p2, s2], [precision, scale]] of rows) {
    const actual = decimalResult(op, { precision: p1, scale: s1 }, { precision: p2, scale: s2 });
    assert.deepEqual(actual, { precision, scale }, `${p1},${s1} ${op} ${p2},${s2}`);
  }
});

test('no result is wider than 38 digits, none has more scale than precision', async () => {
  const type = fc
    .integer({ min: 1, max: 38 })
    .chain((precision) =>
      fc.record({ precision: fc.constant(precision), scale: fc.integer({ min: 0, max: precision }) }),
    );
  fc.assert(
    fc.property(fc.constantFrom<DecimalOperator>('+', '-', '*', '/', '%'), type, type, (op, a, b) => {
      const { precision, scale } = decimalResult(op, a, b);
      return precision <= 38 && scale >= 0 && scale <= precision;
    }),
  );
});
