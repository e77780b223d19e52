import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { pgInnerName, pgName, pgSchemaName } from './pg-name.ts';

test('a name that fits is kept as written', () => {
  assert.equal(pgName('Order Details'), 'Order Details');
  assert.equal(pgSchemaName('shop', 'dbo'), 'shop.dbo');
  assert.equal(pgInnerName(7, 'PK_t'), '#7.PK_t');
});

test('any name fits in 63 bytes, and long names that differ stay different', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 128 }), (name) => {
      assert.ok(Buffer.byteLength(pgName(name)) <= 63);
    }),
  );
  const long = 'x'.repeat(127);
  assert.notEqual(pgName(`${long}a`), pgName(`${long}b`));
  assert.equal(pgName(`${long}A`).slice(-12), pgName(`${long}a`).slice(-12));
});
