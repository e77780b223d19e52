import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseExpression, parsePredicate } from '../../tsql/index.ts';
import { definitionOfCondition, definitionOfValue } from './definition-text.ts';

const VALUES: readonly (readonly [string, string])[] = [
  ['0', '((0))'],
  ['-1', '((-1))'],
  ["'x''y'", "('x''y')"],
  ["N'x'", "(N'x')"],
  ['GETDATE()', '(getdate())'],
  ['CURRENT_TIMESTAMP', '(getdate())'],
  ['a + b * 2', '([a]+[b]*(2))'],
  ['(a + b) * 2', '(([a]+[b])*(2))'],
  ['a - (b - c)', '([a]-([b]-[c]))'],
  ['DATEADD(day, 1, d)', '(dateadd(day,(1),[d]))'],
  ['NEXT VALUE FOR dbo.s', '(NEXT VALUE FOR [dbo].[s])'],
];
const CONDITIONS: readonly (readonly [string, string])[] = [
  ['a > 0', '([a]>(0))'],
  ['a IN (1, 2)', '([a]=(2) OR [a]=(1))'],
  ['a BETWEEN 1 AND 5', '([a]>=(1) AND [a]<=(5))'],
  ['a > 1 AND (b = 2 OR c IS NOT NULL)', '([a]>(1) AND ([b]=(2) OR [c] IS NOT NULL))'],
  ["NOT a LIKE 'x%'", "(NOT [a] like 'x%')"],
];

for (const [text, stored] of VALUES) {
  test(`value ${text}`, () => {
    assert.equal(definitionOfValue(parseExpression(text)), stored);
    // What is stored is read again: it must mean itself.
    assert.equal(definitionOfValue(parseExpression(stored.slice(1, -1))), stored);
  });
}
for (const [text, stored] of CONDITIONS) {
  test(`condition ${text}`, () => assert.equal(definitionOfCondition(parsePredicate(text)), stored));
}
