import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import * as t from '../types/sql-type.ts';
import type { SqlValue } from '../types/sql-value.ts';
import { civilFromDays, daysFromCivil } from './calendar.ts';
import { convertValue } from './convert-value.ts';

/** Answers of SQL Server, from sql-docs (t-sql/functions/cast-and-convert-transact-sql, t-sql/data-types). */
const text = (value: SqlValue, from: t.SqlType, to: t.SqlType, style?: number): SqlValue =>
  convertValue(value, from, to, { mode: 'cast', ...(style === undefined ? {} : { style }) });
const through = (value: string, type: t.SqlType, style?: number): SqlValue =>
  text(text(value, t.varchar(60), type), type, t.varchar(60), style);

test('decimal to int truncates, to numeric and money rounds; money to int rounds', () => {
  assert.equal(text(106496n, t.decimal(10, 4), t.INT), 10);
  assert.equal(text(-106496n, t.decimal(10, 4), t.INT), -10);
  assert.equal(text(106496n, t.decimal(10, 4), t.numeric(18, 0)), 11n);
  assert.equal(text(103496847n, t.decimal(10, 7), t.MONEY), 103497n);
  assert.equal(text(15000n, t.MONEY, t.INT), 2);
});

test('an int that does not fit becomes * in varchar and an error in nvarchar', () => {
  assert.equal(text(12345, t.INT, t.varchar(3)), '*');
  assert.throws(() => text(12345, t.INT, t.nvarchar(3)), { number: 8115 });
});

test('datetime is rounded to .000, .003 or .007 seconds', () => {
  const rows = [
    ['01/01/98 23:59:59.999', '1998-01-02 00:00:00.000'],
    ['01/01/98 23:59:59.995', '1998-01-01 23:59:59.997'],
    ['01/01/98 23:59:59.992', '1998-01-01 23:59:59.993'],
    ['01/01/98 23:59:59.994', '1998-01-01 23:59:59.993'],
    ['01/01/98 23:59:59.990', '1998-01-01 23:59:59.990'],
    ['01/01/98 23:59:59.991', '1998-01-01 23:59:59.990'],
  ] as const;
  for (const [written, kept] of rows) assert.equal(through(written, t.DATETIME, 121), kept);
});

test('smalldatetime is rounded to the minute', () => {
  assert.equal(through('2007-05-09 12:35:29.998', t.SMALLDATETIME, 120), '2007-05-09 12:35:00');
  assert.equal(through('2007-05-09 12:35:29.999', t.SMALLDATETIME, 120), '2007-05-09 12:36:00');
  assert.equal(through('2007-05-08 12:59:59.998', t.SMALLDATETIME, 120), '2007-05-08 13:00:00');
});

test('the styles of CONVERT', () => {
  const rows: readonly [style: number, expected: string][] = [
    [0, 'May  8 2007 12:35PM'],
    [1, '05/08/07'],
    [101, '05/08/2007'],
    [2, '07.05.08'],
    [103, '08/05/2007'],
    [4, '08.05.07'],
    [105, '08-05-2007'],
    [6, '08 May 07'],
    [107, 'May 08, 2007'],
    [108, '12:35:29'],
    [9, 'May  8 2007 12:35:29:123PM'],
    [110, '05-08-2007'],
    [111, '2007/05/08'],
    [112, '20070508'],
    [113, '08 May 2007 12:35:29:123'],
    [114, '12:35:29:123'],
    [120, '2007-05-08 12:35:29'],
    [121, '2007-05-08 12:35:29.123'],
    [22, '05/08/07 12:35:29 PM'],
    [23, '2007-05-08'],
    [126, '2007-05-08T12:35:29.123'],
  ];
  for (const [style, expected] of rows) assert.equal(through('2007-05-08 12:35:29.123', t.DATETIME, style), expected);
});

test('float and money as text', () => {
  const rows: readonly [value: number, style: number, expected: string][] = [
    [1000000, 0, '1e+006'],
    [123456, 0, '123456'],
    [1234567, 0, '1.23457e+006'],
    [0.00001, 0, '1e-005'],
    [0.1, 0, '0.1'],
    [123.456, 1, '1.2345600e+002'],
    [0.1, 2, '1.000000000000000e-001'],
    [0.1, 3, '1.0000000000000001e-001'],
  ];
  for (const [value, style, expected] of rows) assert.equal(text(value, t.FLOAT, t.varchar(30), style), expected);
  assert.equal(text(42359819n, t.MONEY, t.varchar(30)), '4235.98');
  assert.equal(text(35109200n, t.MONEY, t.varchar(30), 1), '3,510.92');
  assert.equal(text(42359819n, t.MONEY, t.varchar(30), 2), '4235.9819');
});

test('conversions that fail name the value as SQL Server does', () => {
  const cast = (value: string, to: t.SqlType) => () => text(value, t.varchar(60), to);
  assert.throws(cast('abc', t.INT), {
    number: 245,
    message: `Conversion failed when converting the varchar value 'abc' to data type int.`,
  });
  assert.throws(cast('abc', t.numeric(5, 2)), {
    number: 8114,
    message: 'Error converting data type varchar to numeric.',
  });
  assert.throws(cast('99999999999', t.INT), { number: 248 });
  assert.throws(cast('256', t.TINYINT), { number: 244 });
  assert.throws(cast('2024-13-01', t.DATETIME), { number: 242 });
  assert.throws(cast('2024-13-01', t.DATE), { number: 241 });
  assert.throws(cast('zz', t.UNIQUEIDENTIFIER), { number: 8169 });
  assert.throws(() => text(256, t.INT, t.TINYINT), {
    number: 220,
    message: 'Arithmetic overflow error for data type tinyint, value = 256.',
  });
});

test('every day of the calendar comes back from its year, month and day', async () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 3652058 }), (days) => {
      const { year, month, day } = civilFromDays(days);
      return daysFromCivil(year, month, day) === days;
    }),
  );
});
