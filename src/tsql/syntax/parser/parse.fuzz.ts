import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seededRandom, type Random } from '../../../base/index.ts';
import { SqlError } from '../../errors.ts';
import { RESERVED_WORDS } from '../keywords.ts';
import { parseBatch } from '../parse.ts';
import { SAMPLES } from '../samples/all.ts';

const SOUP: readonly string[] = [
  ...RESERVED_WORDS,
  ...'( ) , ; . = + - * / % & | ^ ~ < > ! : :: { } += [a] "b" #t @x @@y 1 2.5 1e3 $5 0xAB'.split(' '),
  "'s'",
  "N'n'",
  'a',
  'b',
  'nodes',
  'value',
  'OUTPUT',
  'XML',
  'JSON',
  'PATH',
  'THROW',
  'TRY',
  'CATCH',
  'USING',
  'MATCHED',
  'LOGIN',
  'ROLE',
  'APPLY',
  'OFFSET',
  'ROWS',
  'PARTITION',
  'RANGE',
  'CAST',
  'IIF',
  'fn',
  'd',
  'call',
  '$action',
  '\n',
  '--',
  '/*',
  '*/',
  "'",
  '[',
  '"',
  'é',
  '\u3000',
];

const pick = <T>(random: Random, items: readonly T[]): T => items[Math.floor(random() * items.length)]!;

/** Whatever the text: a tree, or a SqlError with a number and a line. */
function mustNotSurprise(text: string): void {
  try {
    parseBatch(text, { quotedIdentifier: true });
  } catch (error) {
    assert.ok(error instanceof SqlError, `${String(error)} from: ${text.slice(0, 300)}`);
    assert.ok(error.line >= 1 && error.severity === 15, text.slice(0, 300));
  }
}

test('soup of tokens never does anything but parse or raise a SqlError', () => {
  const random = seededRandom(20190101);
  for (let round = 0; round < 20_000; round++) {
    const length = 1 + Math.floor(random() * 25);
    mustNotSurprise(Array.from({ length }, () => pick(random, SOUP)).join(' '));
  }
});

test('statements with a token removed, doubled, replaced or cut off neither hang nor crash', () => {
  const random = seededRandom(7);
  for (let round = 0; round < 20_000; round++) {
    const words = pick(random, SAMPLES).split(/(\s+|[(),;.=])/);
    const at = Math.floor(random() * words.length);
    const how = Math.floor(random() * 4);
    if (how === 0) words.splice(at, 1);
    else if (how === 1) words.splice(at, 0, words[at]!);
    else if (how === 2) words[at] = pick(random, SOUP);
    else words.length = at;
    mustNotSurprise(words.join(''));
  }
});

const DEEP = 20_000;
const NESTED: readonly (readonly [string, string, string])[] = [
  ['SELECT ', '(', '1)'],
  ['SELECT ', 'f(', '1)'],
  ['SELECT ', '-', ' 1'],
  ['SELECT ', '- ', '1'],
  ['SELECT ', '~', '1'],
  ['SELECT 1 WHERE ', 'NOT ', '1=1'],
  ['SELECT 1 WHERE ', '(', '1=1)'],
  ['', 'SELECT (', '1)'],
  ['SELECT * FROM ', '(', 't)'],
  ['SELECT * FROM ', '(SELECT * FROM ', 't) x'],
  ['', 'BEGIN ', 'SELECT 1 END '],
  ['', 'IF 1=1 ', 'SELECT 1'],
  ['', 'WHILE 1=1 ', 'SELECT 1'],
  ['SELECT ', 'CASE WHEN 1=1 THEN ', '1 END '],
  ['SELECT ', 'CASE ', '1 WHEN 1 THEN 1 END '],
  ['SELECT 1 FROM ', 't JOIN ', 't ON 1=1 '],
  ['', '(', 'SELECT 1)'],
  ['', 'BEGIN TRY ', 'SELECT 1 END TRY BEGIN CATCH END CATCH '],
  ['SELECT 1 WHERE ', '1 IN (', '1)'],
  ['SELECT 1 WHERE ', 'EXISTS (SELECT 1 WHERE ', '1=1)'],
  ['SELECT ', 'CAST(', '1 AS int)'],
  ['SELECT ', 'CONVERT(int, ', '1)'],
  ['SELECT ', 'COALESCE(', '1)'],
  ['SELECT ', '{fn abs(', '1)}'],
  ['SELECT ', 'IIF(1=1,', '1,1)'],
  ['SELECT 1 GROUP BY ', 'ROLLUP(', 'a)'],
  ['CREATE TABLE t (a int) WITH (a', ' = (a', ')'],
  ['SELECT SUM(1) OVER (ORDER BY ', 'SUM(1) OVER (ORDER BY ', '1)'],
  ['SELECT * FROM ', 'OPENJSON((SELECT 1 FROM ', 't))'],
  ['SELECT 1 WHERE 1=1 OR ', '(1=1 AND ', '1=1)'],
  ['SELECT 1 WHERE ', '1 = ALL (SELECT 1 WHERE ', '1=1)'],
  ['WITH a AS (', 'SELECT 1 UNION ALL SELECT (', '1)'],
  ['SELECT 1 ', 'UNION SELECT (SELECT 1', ')'],
];

test('statements nested too deeply are error 191', () => {
  for (const [start, open, close] of NESTED) {
    const text = start + open.repeat(DEEP) + close.repeat(DEEP);
    assert.throws(
      () => parseBatch(text, { quotedIdentifier: true }),
      (error) => error instanceof SqlError && (error.number === 191 || error.number === 102 || error.number === 156),
      text.slice(0, 80),
    );
  }
});

test('chains as long as programs write them parse, and far longer ones are refused', () => {
  const chain = (item: string, separator: string, count: number): string =>
    Array.from({ length: count }, () => item).join(separator);
  const ok = (text: string): void => void parseBatch(text, { quotedIdentifier: true });
  ok(`SELECT 1 WHERE ${chain('a = 1', ' OR ', 50_000)}`);
  ok(`SELECT 1 WHERE ${chain('a = 1', ' AND ', 50_000)}`);
  ok(`SELECT 1 WHERE a IN (${chain('1', ',', 100_000)})`);
  ok(chain('SELECT 1', ' UNION ALL ', 20_000));
  ok(`SELECT ${chain('a', ' + ', 900)}`);
  ok(chain('SELECT 1', ' ', 20_000));
  ok(chain('IF @a = 1 SELECT 1', ' ELSE ', 150));
  for (const text of [
    `SELECT ${chain('1', ' + ', 50_000)}`,
    `SELECT ${chain('1', ' * ', 50_000)}`,
    chain('SELECT 1', ' EXCEPT ', 50_000),
    `SELECT * FROM ${chain('t', ' CROSS JOIN ', 50_000)}`,
  ]) {
    assert.throws(() => ok(text), { number: 191 });
  }
});
