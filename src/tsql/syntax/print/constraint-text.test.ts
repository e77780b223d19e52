import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseExpression, parsePredicate } from '../parse.ts';
import { checkText, computedText, defaultText } from './constraint-text.ts';
import { printPredicate } from './predicate.ts';
import { stripPositions } from './strip-positions.ts';

const CHECKS: readonly (readonly [string, string])[] = [
  ['a > 0', '([a]>(0))'],
  ["status in ('x', 'y')", "([status]='y' OR [status]='x')"],
  ['a between 1 and 10', '([a]>=(1) AND [a]<=(10))'],
  ['a is not null and (b = 1 or c < -1)', '([a] IS NOT NULL AND ([b]=(1) OR [c]<(-1)))'],
  ["len(name) > 3 and name like 'x%'", "(len([name])>(3) AND [name] like 'x%')"],
  ['(a + b) * 2 >= c', '(([a]+[b])*(2)>=[c])'],
  ['not (a = 1 or b = 2)', '(NOT ([a]=(1) OR [b]=(2)))'],
  ['dbo.f(a) = 1', '([dbo].[f]([a])=(1))'],
  ["b = 1 and status in ('x', 'y')", "([b]=(1) AND ([status]='y' OR [status]='x'))"],
  ['not a not in (1, 2)', '(NOT ([a]<>(2) AND [a]<>(1)))'],
  ['isjson(doc) = 1', '(isjson([doc])=(1))'],
];

test('conditions are kept as SQL Server keeps them, and still parse', () => {
  for (const [source, expected] of CHECKS) {
    const text = checkText(parsePredicate(source));
    assert.equal(text, expected);
    const parsed = parsePredicate(text);
    assert.deepEqual(stripPositions(parsePredicate(printPredicate(parsed))), stripPositions(parsed));
  }
});

test('defaults and computed columns', () => {
  assert.equal(defaultText(parseExpression('0')), '((0))');
  assert.equal(defaultText(parseExpression('-1')), '((-1))');
  assert.equal(defaultText(parseExpression("N'x'")), "(N'x')");
  assert.equal(defaultText(parseExpression('GETDATE()')), '(getdate())');
  assert.equal(defaultText(parseExpression('CURRENT_TIMESTAMP')), '(getdate())');
  assert.equal(defaultText(parseExpression('NULL')), '(NULL)');
  assert.equal(computedText(parseExpression('a * cast(b as decimal(10, 2))')), '([a]*CONVERT([decimal](10,2),[b]))');
  assert.equal(computedText(parseExpression("first + ' ' + last")), "([first]+' '+[last])");
});
