import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decodeCodePage, encodeCodePage } from './code-page.ts';
import { collationOf, decodeCollation, DEFAULT_COLLATION, encodeCollation } from './collation.ts';

test('every byte of code page 1252 comes back', () => {
  const bytes = Buffer.from(Array.from({ length: 256 }, (_, i) => i));
  assert.deepEqual(encodeCodePage(1252, decodeCodePage(1252, bytes)), bytes);
  assert.equal(decodeCodePage(1252, bytes), new TextDecoder('windows-1252').decode(bytes));
});

test('what a page does not have becomes a question mark, a surrogate pair only one', () => {
  assert.equal(encodeCodePage(1252, 'a€日😀b').toString('latin1'), 'a\x80??b');
  assert.equal(encodeCodePage(1251, 'Привет é').toString('hex'), 'cff0e8e2e5f2203f');
  assert.equal(decodeCodePage(932, encodeCodePage(932, '日本語 abc')), '日本語 abc');
  assert.equal(decodeCodePage(65001, encodeCodePage(65001, '日😀')), '日😀');
});

test('text of a page survives it', () => {
  const alphabet = 'abcXYZ 0189äöüß€„“–™ÿ';
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...alphabet)), (characters) => {
      const text = characters.join('');
      assert.equal(decodeCodePage(1252, encodeCodePage(1252, text)), text);
    }),
  );
});

test('collations have the bytes that SQL Server sends', () => {
  assert.equal(encodeCollation(DEFAULT_COLLATION).toString('hex'), '0904d00034');
  assert.equal(encodeCollation(collationOf('Latin1_General_CI_AS')).toString('hex'), '0904d00000');
  assert.equal(encodeCollation(collationOf('Latin1_General_100_CI_AS_SC_UTF8')).toString('hex'), '0904d02400');
  assert.equal(collationOf('Cyrillic_General_CI_AS').codePage, 1251);
  const { info, sortId } = collationOf('Latin1_General_BIN2');
  assert.deepEqual(decodeCollation(info, sortId), collationOf('Latin1_General_BIN2'));
});
