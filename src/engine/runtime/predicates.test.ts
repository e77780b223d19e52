import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { BoundExpr, BoundVariable } from '../../tsql/bind/bound.ts';
import { printLiteral } from '../../tsql/lower/literal.ts';
import { printExpression } from '../../tsql/lower/print-expression.ts';
import { Printer } from '../../tsql/lower/printer.ts';
import { bindComparison, bindIn, bindLike, collate, convert, isNull, literal } from '../../tsql/scalar/index.ts';
import * as t from '../../tsql/types/sql-type.ts';
import type { SqlType } from '../../tsql/types/sql-type.ts';
import type { SqlValue } from '../../tsql/types/sql-value.ts';
import { type PostgresFixture, startPostgres } from './postgres-fixture.ts';

let pg: PostgresFixture;
before(async () => {
  pg = await startPostgres((name) => name < '200');
});
after(() => pg.stop());

const variable = (name: string, type: SqlType): BoundVariable => ({ kind: 'variable', name, type, nullable: true });

async function answer(
  expr: BoundExpr,
  values: Readonly<Record<string, readonly [SqlValue, SqlType]>>,
): Promise<unknown> {
  const columns = Object.entries(values).map(
    ([name, [value, type]]) => `${printLiteral(literal(value, type))} AS "${name}"`,
  );
  const printed = printExpression(expr, new Printer((name) => `v."${name}"`));
  const { rows } = await pg.client.query(
    `WITH v AS MATERIALIZED (SELECT ${columns.join(', ')}) SELECT ${printed} AS answer FROM v`,
  );
  return (rows[0] as { answer: unknown }).answer;
}

/** Examples of sql-docs, language-elements/like-transact-sql, and edges of the grammar. */
const LIKES: readonly [value: string, pattern: string, escape: string | undefined, matches: boolean][] = [
  ['computer', '%COMPUTER%', undefined, true],
  ['dean', '_ean', undefined, true],
  ['Carsen', '[CK]ars[eo]n', undefined, true],
  ['karson', '[CK]ars[eo]n', undefined, true],
  ['Tarson', '[CK]ars[eo]n', undefined, false],
  ['Larsen', '[C-P]arsen', undefined, true],
  ['del', 'de[^l]%', undefined, false],
  ['dem', 'de[^l]%', undefined, true],
  ['5%', '5[%]', undefined, true],
  ['5x', '5[%]', undefined, false],
  ['_n', '[_]n', undefined, true],
  ['-', '[-acdf]', undefined, true],
  ['[', '[[]', undefined, true],
  [']', ']', undefined, true],
  ['abc_d_', 'abc[_]d%', undefined, true],
  ['50% off', '%50!%%', '!', true],
  ['50 off', '%50!%%', '!', false],
  ['a\\b', 'a\\b', undefined, true],
  ['a\\b', 'a\\%', undefined, true],
  ['a.c', 'a.[c]', undefined, true],
  ['abc', 'a.[c]', undefined, false],
  ['abc', '[abc', undefined, false],
  ['line\nbreak', 'line[x\n]break', undefined, true],
  ['', '%', undefined, true],
];

test('LIKE, with the pattern a constant and a variable', async () => {
  for (const [value, pattern, escape, matches] of LIKES) {
    const text = variable('@t', t.nvarchar(40));
    const escaping = escape === undefined ? undefined : literal(escape, t.nvarchar(1));
    const values = { '@t': [value, t.nvarchar(40)], '@p': [pattern, t.nvarchar(40)] } as const;
    assert.equal(
      await answer(bindLike(text, literal(pattern, t.nvarchar(40)), escaping, false), values),
      matches,
      `${value} LIKE ${pattern}`,
    );
    assert.equal(
      await answer(bindLike(text, variable('@p', t.nvarchar(40)), escaping, true), values),
      !matches,
      `${value} NOT LIKE @p ${pattern}`,
    );
  }
});

test('trailing spaces count in LIKE over nvarchar, not over varchar', async () => {
  for (const [type, matches] of [
    [t.varchar(10), true],
    [t.char(6), true],
    [t.nvarchar(10), false],
  ] as const) {
    const like = bindLike(
      variable('@t', type),
      literal('abc', type.name === 'nvarchar' ? t.nvarchar(3) : t.varchar(3)),
      undefined,
      false,
    );
    assert.equal(await answer(like, { '@t': ['abc   ', type] }), matches, type.name);
  }
});

test('collations decide case and accents', async () => {
  const values = { '@a': ['abé', t.nvarchar(5)], '@b': ['ABE ', t.nvarchar(5)], '@c': ['ABÉ', t.nvarchar(5)] } as const;
  const rows: readonly [collation: string, other: string, equal: boolean][] = [
    ['Latin1_General_CI_AS', '@b', false],
    ['Latin1_General_CI_AS', '@c', true],
    ['Latin1_General_CI_AI', '@b', true],
    ['Latin1_General_CS_AI', '@b', false],
    ['Latin1_General_CS_AS', '@c', false],
    ['Latin1_General_100_BIN2', '@c', false],
  ];
  for (const [collation, other, equal] of rows) {
    const left = collate(variable('@a', t.nvarchar(5)), collation);
    assert.equal(
      await answer(bindComparison('=', left, variable(other, t.nvarchar(5))), values),
      equal,
      `${collation} ${other}`,
    );
  }
});

test('text made of numbers compares by the server collation, not as PostgreSQL text', async () => {
  const made = convert(variable('@f', t.FLOAT), t.varchar(30), { mode: 'cast' });
  assert.equal(
    await answer(bindComparison('=', made, literal('1E+006  ', t.varchar(30))), { '@f': [1e6, t.FLOAT] }),
    true,
  );
  const both = bindComparison('=', made, convert(variable('@g', t.FLOAT), t.varchar(30), { mode: 'cast' }));
  assert.equal(await answer(both, { '@f': [1e6, t.FLOAT], '@g': [1e6, t.FLOAT] }), true);
});

test('IN and IS NULL', async () => {
  const number = variable('@n', t.INT);
  const values = { '@n': [2, t.INT], '@d': [null, t.datetimeoffset(7)] } as const;
  const list = [literal(1, t.INT), literal(25n, t.numeric(2, 1)), literal('2', t.varchar(1))];
  assert.equal(await answer(bindIn(number, list, false), values), true);
  assert.equal(await answer(bindIn(number, [literal(1, t.INT), literal(null, t.NULL_TYPE)], false), values), null);
  assert.equal(await answer(bindIn(number, [literal(1, t.INT), literal(3, t.INT)], true), values), true);
  assert.equal(await answer(isNull(variable('@d', t.datetimeoffset(7))), values), true);
  assert.equal(await answer(isNull(variable('@n', t.INT), true), values), true);
});
