import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { seededRandom } from '../../base/index.ts';
import type { BoundExpr, BoundVariable } from '../../tsql/bind/bound.ts';
import { SqlError } from '../../tsql/errors.ts';
import { compileCondition, compileScalar } from '../../tsql/eval/index.ts';
import { printLiteral } from '../../tsql/lower/literal.ts';
import { printExpression } from '../../tsql/lower/print-expression.ts';
import { Printer } from '../../tsql/lower/printer.ts';
import {
  type BinaryOperator,
  type ComparisonOperator,
  bindBinary,
  bindComparison,
  bindUnary,
  convert,
  literal,
} from '../../tsql/scalar/index.ts';
import * as t from '../../tsql/types/sql-type.ts';
import type { SqlType } from '../../tsql/types/sql-type.ts';
import type { SqlValue } from '../../tsql/types/sql-value.ts';
import { convertValue } from '../../tsql/values/convert-value.ts';
import { type PostgresFixture, startPostgres } from './postgres-fixture.ts';

/**
 * The JavaScript conversions (variables, constants) and PostgreSQL's (columns) must be one semantics: both run over the same values
 * and must answer the same value or the same error.
 */
let pg: PostgresFixture;
before(async () => {
  pg = await startPostgres((name) => name < '200');
});
after(() => pg.stop());

type Row = readonly [value: SqlValue, type: SqlType];

function variable(name: string, type: SqlType): BoundVariable {
  return { kind: 'variable', name, type, nullable: true };
}

/** PostgreSQL's word on an expression over variables, beside JavaScript's: undefined when they agree. */
async function disagreement(expr: BoundExpr, values: Readonly<Record<string, Row>>): Promise<string | undefined> {
  // A WITH MATERIALIZED row keeps the planner from computing with constants, as it does for columns.
  const names = Object.keys(values);
  const columns = names.map((name) => `${printLiteral(literal(values[name]![0], values[name]![1]))} AS "${name}"`);
  const printed = printExpression(expr, new Printer((name) => `v."${name}"`));
  const mine = outcome(expr, (name) => values[name]![0]);
  const expected =
    mine.error === undefined && expr.type.name !== 'boolean'
      ? printLiteral(literal(mine.value as SqlValue, expr.type))
      : mine.error === undefined
        ? `${mine.value === null ? 'NULL' : String(mine.value)}::boolean`
        : 'NULL';
  const sql = `WITH v AS MATERIALIZED (SELECT ${columns.join(', ')}) SELECT (${printed})::text AS theirs, (${expected})::text AS mine FROM v`;
  try {
    const { rows } = await pg.client.query(sql);
    const [row] = rows as { theirs: string | null; mine: string | null }[];
    if (mine.error !== undefined) return `PostgreSQL: ${row!.theirs}; JavaScript: ${mine.error}`;
    const numeric =
      row!.theirs !== null &&
      row!.mine !== null &&
      /^-?[\d.]+$/.test(row!.theirs) &&
      /^-?[\d.]+$/.test(row!.mine) &&
      Number(row!.theirs) === Number(row!.mine) &&
      ['decimal', 'numeric', 'money', 'smallmoney'].includes(expr.type.name);
    // JavaScript prints -0 as 0.
    const zero = row!.theirs === '-0' && row!.mine === '0';
    return row!.theirs === row!.mine || numeric || zero
      ? undefined
      : `PostgreSQL: ${row!.theirs}; JavaScript: ${row!.mine}`;
  } catch (error) {
    const { code, message, detail } = error as { code: string; message: string; detail?: string };
    const number =
      code === 'HF000' ? Number(detail!.split(';')[0]) : code === '22012' ? 8134 : code === '22003' ? 8115 : 0;
    if (mine.error === undefined) return `PostgreSQL: ${code} ${message} in ${sql}; JavaScript: ${String(mine.value)}`;
    const same = code === 'HF000' ? mine.error === `${number} ${message}` : mine.error.startsWith(`${number} `);
    return same ? undefined : `PostgreSQL: ${number} ${code} ${message}; JavaScript: ${mine.error}`;
  }
}

function outcome(expr: BoundExpr, read: (name: string) => SqlValue): { value?: SqlValue | boolean; error?: string } {
  const compiled = expr.type.name === 'boolean' ? compileCondition(expr) : compileScalar(expr);
  assert.ok(compiled, 'JavaScript evaluates it');
  try {
    return { value: compiled(read) };
  } catch (error) {
    if (error instanceof SqlError) return { error: `${error.number} ${error.message}` };
    throw error;
  }
}

const unhex = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));

const TEXTS = [
  '',
  ' ',
  '0',
  '1',
  '-1',
  '+7',
  ' 12 ',
  '- 5',
  '255',
  '256',
  '-32769',
  '32768',
  '2147483647',
  '2147483648',
  '-2147483648',
  '9223372036854775807',
  '9223372036854775808',
  '1.5',
  '-1.5',
  '.5',
  '5.',
  '.',
  '1e5',
  '1E-3',
  '1d2',
  '1e400',
  '1e-400',
  'abc',
  '12abc',
  '$1,234.56789',
  '-$3',
  '$-3',
  '£12',
  'true',
  'FALSE',
  'yes',
  '123456789012345678901234567890.123456789',
  '0.00005',
  '99999.99999',
  '1 2',
  '--1',
  '12,3',
  'A972C577-DFB0-064E-1189-0154C99310DA',
  '{a972c577-dfb0-064e-1189-0154c99310da}',
  'a972c577-dfb0-064e-1189-0154c99310daXX',
  'a972c577',
  'héllo €',
  'Жук',
  'smile 😀 end',
  '0x1aF',
  '0x1aF0',
  '1AF0',
  'xyz   ',
];

const DATES = [
  '2024-02-29',
  '2023-02-29',
  '20240229',
  '240229',
  '2024',
  '2024-13-01',
  '02/03/2024',
  '2/3/24',
  '31/12/2023',
  '2024/3/2',
  '2.3.2024',
  '02-03-49',
  '02-03-50',
  '3/2024/2',
  'Apr 15 1996',
  'April 15, 1996',
  '15 April 1996',
  'Apr 1996',
  '1996 Apr 15',
  'Apr 15 96',
  '15-Apr-1996',
  'Foo 15 1996',
  '14:30',
  '14:30:20',
  '14:30:20:999',
  '14:30:20.9',
  '14:30:20.1234567',
  '14:30:20.12345678',
  '4am',
  '4 PM',
  '12AM',
  '12:15am',
  '13:00 PM',
  '25:00',
  '14:60',
  'Jan  1 2020 12:00AM',
  'Jan  1 2020  9:05:03:123PM',
  '2024-01-01T10:20:30',
  '2024-01-01T10:20:30.123',
  '2024-01-01T10:20:30.1234567Z',
  '2024-01-01T10:20:30+02:00',
  '2024-01-01 10:20:30 +02:00',
  '2024-01-01 10:20:30.5 -14:00',
  '2024-01-01 10:20 +15:00',
  '2024-01-01 10:20Z',
  '10:30 Jan 1 2020',
  `{d '2024-05-06'}`,
  `{t '10:11:12'}`,
  `{ts '2024-05-06 10:11:12.345'}`,
  '9999-12-31 23:59:59.9999999',
  '9999-12-31 23:59:59.999',
  '1753-01-01',
  '1752-12-31',
  '0001-01-01',
  '0000-01-01',
  '2079-06-06 23:59:29',
  '2079-06-06 23:59:31',
  '1900-01-01 00:00:29.999',
  '1899-12-31',
  '1899-12-31 23:59:50',
  '2024-01-01 10:20:29.998',
  '2024-01-01 10:20:29.999',
  '2024-01-01 00:00:00.995',
  '2024-1-1 1:2:3',
  'garbage',
  '',
  '2024-01',
  '01/02/03/04',
  '123',
  '2024-02-29 10:20:30 PM',
];

const INTEGERS = [t.BIT, t.TINYINT, t.SMALLINT, t.INT, t.BIGINT];
const DECIMALS = [
  t.decimal(5, 0),
  t.decimal(5, 2),
  t.decimal(10, 4),
  t.decimal(38, 0),
  t.decimal(38, 10),
  t.decimal(38, 38),
];
const NUMBERS = [...INTEGERS, ...DECIMALS, t.MONEY, t.SMALLMONEY, t.FLOAT, t.REAL];
const DATE_TYPES = [
  t.DATE,
  t.time(0),
  t.time(3),
  t.time(7),
  t.DATETIME,
  t.SMALLDATETIME,
  t.datetime2(0),
  t.datetime2(3),
  t.datetime2(7),
  t.datetimeoffset(0),
  t.datetimeoffset(7),
];
const STRINGS = [
  t.varchar(1),
  t.varchar(4),
  t.char(6),
  t.varchar(30),
  t.nvarchar(4),
  t.nchar(8),
  t.varchar(t.MAX),
  t.nvarchar(t.MAX),
];
const BINARIES = [t.varbinary(3), t.varbinary(16), t.binary(2), t.binary(20), t.varbinary(t.MAX)];

function numbers(): Row[] {
  const rows: Row[] = [
    [0, t.BIT],
    [1, t.BIT],
    [0, t.TINYINT],
    [255, t.TINYINT],
    [-32768, t.SMALLINT],
    [300, t.SMALLINT],
    [0, t.INT],
    [-1, t.INT],
    [256, t.INT],
    [2147483647, t.INT],
    [-2147483648, t.INT],
    [40000, t.INT],
    [9223372036854775807n, t.BIGINT],
    [-9223372036854775808n, t.BIGINT],
    [123456n, t.BIGINT],
    [7n, t.BIGINT],
    [12345n, t.decimal(5, 2)],
    [-12355n, t.decimal(5, 2)],
    [99999n, t.decimal(5, 2)],
    [5n, t.decimal(5, 1)],
    [-5n, t.decimal(5, 1)],
    [15n, t.decimal(5, 1)],
    [10n ** 38n - 1n, t.decimal(38, 0)],
    [-(10n ** 38n - 1n), t.decimal(38, 10)],
    [21474836479n, t.decimal(12, 1)],
    [21474836480n, t.decimal(12, 1)],
    [-9n, t.decimal(3, 1)],
    [9223372036854775807n, t.MONEY],
    [-9223372036854775808n, t.MONEY],
    [12345678n, t.MONEY],
    [-15000n, t.MONEY],
    [5n, t.MONEY],
    [2147483647n, t.SMALLMONEY],
    [-49n, t.SMALLMONEY],
    [0, t.FLOAT],
    [1.5, t.FLOAT],
    [-2.5, t.FLOAT],
    [1e6, t.FLOAT],
    [123456.5, t.FLOAT],
    [1e-5, t.FLOAT],
    [0.0001, t.FLOAT],
    [1 / 3, t.FLOAT],
    [1e20, t.FLOAT],
    [-1e300, t.FLOAT],
    [1e-300, t.FLOAT],
    [2147483647.9, t.FLOAT],
    [2147483648, t.FLOAT],
    [9.2e18, t.FLOAT],
    [9.3e18, t.FLOAT],
    [45000.123456, t.FLOAT],
    [-60000, t.FLOAT],
    [1.005, t.FLOAT],
    [1e-46, t.FLOAT],
    [Math.fround(0.1), t.REAL],
    [Math.fround(3.4e38), t.REAL],
    [Math.fround(1e-40), t.REAL],
    [Math.fround(16777217), t.REAL],
    [Math.fround(-0.5), t.REAL],
  ];
  const random = seededRandom(7);
  for (let i = 0; i < 40; i++) {
    rows.push([Math.trunc((random() - 0.5) * 10 ** Math.trunc(random() * 10)), t.INT]);
    rows.push([
      BigInt(Math.trunc((random() - 0.5) * 10 ** Math.trunc(random() * 15))),
      t.decimal(18, Math.trunc(random() * 19)),
    ]);
    rows.push([(random() - 0.5) * 10 ** Math.trunc(random() * 40 - 20), t.FLOAT]);
  }
  return rows;
}

const DATE_VALUES: readonly Row[] = [
  [0, t.DATE],
  [3652058, t.DATE],
  [693595, t.DATE],
  [738944, t.DATE],
  [0, t.time(7)],
  [863999999999, t.time(7)],
  [863999990000, t.time(3)],
  [123456789012, t.time(7)],
  [0, t.DATETIME],
  [-1391644800000, t.DATETIME],
  [76683386879999, t.DATETIME],
  [1170000000001, t.DATETIME],
  [1170000000002, t.DATETIME],
  [-1, t.DATETIME],
  [12959999, t.DATETIME],
  [12960000, t.DATETIME],
  [0, t.SMALLDATETIME],
  [94371839, t.SMALLDATETIME],
  [60000001, t.SMALLDATETIME],
  [720, t.SMALLDATETIME],
  [0n, t.datetime2(7)],
  [3155378975999999999n, t.datetime2(7)],
  [638400000001234567n, t.datetime2(7)],
  [638400000009990000n, t.datetime2(3)],
  [638400000000000000n, t.datetime2(0)],
  [{ utc: 638400000001234567n, offset: 120 }, t.datetimeoffset(7)],
  [{ utc: 638400000000000000n, offset: -570 }, t.datetimeoffset(0)],
];

const OTHERS: readonly Row[] = [
  ['a972c577-dfb0-064e-1189-0154c99310da', t.UNIQUEIDENTIFIER],
  [unhex(''), t.varbinary(10)],
  [unhex('01'), t.varbinary(10)],
  [unhex('ff80'), t.varbinary(10)],
  [unhex('7fffffff'), t.binary(4)],
  [unhex('ffffffffffffffff'), t.varbinary(8)],
  [unhex('410042004300'), t.varbinary(10)],
  [unhex('80e9ff'), t.varbinary(10)],
  [unhex('00000000000000001234'), t.varbinary(10)],
  [unhex('0502000139300000'), t.varbinary(20)],
  [unhex('0000b0e400c5c100'), t.varbinary(8)],
];

async function compareAll(
  sources: readonly Row[],
  targets: readonly SqlType[],
  styles: readonly (number | undefined)[] = [undefined],
): Promise<void> {
  const found: string[] = [];
  let compared = 0;
  for (const [value, from] of sources) {
    for (const to of targets) {
      for (const style of styles) {
        let expr: BoundExpr;
        try {
          expr = convert(variable('@v', from), to, { mode: 'cast', ...(style === undefined ? {} : { style }) });
        } catch (error) {
          assert.ok(error instanceof SqlError && error.number === 529, String(error));
          continue;
        }
        compared++;
        const difference = await disagreement(expr, { '@v': [value, from] });
        if (difference !== undefined)
          found.push(`${String(value)} ${t.formatType(from)} -> ${t.formatType(to)} style ${style}: ${difference}`);
      }
    }
  }
  assert.deepEqual(found.slice(0, 40), [], `${found.length} of ${compared} differ`);
}

test('numbers to numbers, text, binary and dates', () =>
  compareAll(numbers(), [...NUMBERS, ...STRINGS, ...BINARIES, t.DATETIME, t.SMALLDATETIME]));

test('text to numbers, guids, text and binary', () =>
  compareAll(
    [...TEXTS.map((text): Row => [text, t.varchar(60)]), ...TEXTS.map((text): Row => [text, t.nvarchar(60)])],
    [...NUMBERS, t.UNIQUEIDENTIFIER, ...STRINGS, ...BINARIES],
  ));

test('hexadecimal text and binary in styles 1 and 2', async () => {
  await compareAll(
    TEXTS.map((text): Row => [text, t.varchar(60)]),
    BINARIES,
    [1, 2],
  );
  await compareAll(OTHERS, [t.varchar(60), t.nvarchar(60)], [0, 1, 2]);
});

test('text to dates', () =>
  compareAll(
    DATES.map((text): Row => [text, t.varchar(60)]),
    DATE_TYPES,
    [undefined, 101, 103, 111, 126, 127],
  ));

test('dates to dates, numbers, binary and text', () =>
  compareAll(DATE_VALUES, [...DATE_TYPES, ...NUMBERS, ...STRINGS, ...BINARIES]));

test('dates in every style', () =>
  compareAll(
    DATE_VALUES,
    [t.varchar(60), t.nvarchar(20)],
    [
      0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 20, 21, 22, 23, 24, 25, 100, 101, 102, 103, 104, 105, 106,
      107, 108, 109, 110, 111, 112, 113, 114, 120, 121, 126, 127, 130, 131,
    ],
  ));

test('money and float in every style', () =>
  compareAll(
    numbers().filter(([, type]) => ['money', 'smallmoney', 'float', 'real'].includes(type.name)),
    [t.varchar(60)],
    [0, 1, 2, 3, 126],
  ));

test('guids and binary to everything', () =>
  compareAll(OTHERS, [...NUMBERS, ...STRINGS, ...BINARIES, t.UNIQUEIDENTIFIER, t.DATETIME, t.SMALLDATETIME]));

test('TRY_CAST answers NULL where CAST fails', async () => {
  for (const text of [...TEXTS, ...DATES]) {
    for (const to of [
      t.INT,
      t.TINYINT,
      t.decimal(5, 2),
      t.FLOAT,
      t.MONEY,
      t.DATE,
      t.DATETIME,
      t.UNIQUEIDENTIFIER,
      t.BIT,
    ]) {
      const expr = convert(variable('@v', t.varchar(60)), to, { mode: 'try' });
      assert.equal(await disagreement(expr, { '@v': [text, t.varchar(60)] }), undefined, `${text} to ${to.name}`);
    }
  }
});

test('assignment to a column refuses what does not fit', async () => {
  for (const text of ['abc', 'abcd', 'abc  ', 'ab😀', 'a😀b', 'ééé', 'éééé']) {
    const expr = convert(variable('@v', t.nvarchar(60)), t.nvarchar(3), {
      mode: 'assign',
      column: { table: 'shop.dbo.t{0}', column: `c'` },
    });
    assert.equal(await disagreement(expr, { '@v': [text, t.nvarchar(60)] }), undefined, text);
  }
});

const OPERATORS: readonly BinaryOperator[] = ['+', '-', '*', '/', '%', '&', '|', '^'];

test('operators over pairs of numbers', async () => {
  const rows = numbers()
    .filter((_, index) => index < 45 || index % 5 === 0)
    .concat([
      [3, t.INT],
      [-2, t.INT],
      [2n, t.BIGINT],
      [3n, t.decimal(3, 1)],
      [20000n, t.MONEY],
      [7, t.TINYINT],
    ]);
  const random = seededRandom(11);
  const found: string[] = [];
  for (let i = 0; i < 2500; i++) {
    const left = rows[Math.trunc(random() * rows.length)]!;
    const right = rows[Math.trunc(random() * rows.length)]!;
    const op = OPERATORS[Math.trunc(random() * OPERATORS.length)]!;
    let expr: BoundExpr;
    try {
      expr = bindBinary(op, variable('@a', left[1]), variable('@b', right[1]));
    } catch (error) {
      assert.ok(error instanceof SqlError && [402, 8117, 206].includes(error.number), String(error));
      continue;
    }
    const difference = await disagreement(expr, { '@a': left, '@b': right });
    // PostgreSQL reports an underflow of floats as an error.
    if (difference !== undefined && !difference.includes('underflow')) {
      found.push(
        `${String(left[0])} ${t.formatType(left[1])} ${op} ${String(right[0])} ${t.formatType(right[1])}: ${difference}`,
      );
    }
  }
  assert.deepEqual(found.slice(0, 40), [], `${found.length} differ`);
});

test('comparisons over all kinds of pairs', async () => {
  const rows: Row[] = [
    ...numbers().filter((_, index) => index % 3 === 0),
    ...DATE_VALUES,
    ...OTHERS,
    ...['abc', 'ABC', 'abc ', 'abd', 'äbc', 'a', '', ' ', 'ß', 'ss', 'Z', 'z1', '-a', 'a-b', 'ab'].map((text): Row => [
      text,
      t.varchar(20),
    ]),
    ['12', t.nvarchar(20)],
    ['1.5', t.varchar(20)],
    ['2024-01-01', t.varchar(20)],
  ];
  const operators: readonly ComparisonOperator[] = ['=', '<>', '<', '<=', '>', '>='];
  const random = seededRandom(13);
  const found: string[] = [];
  for (let i = 0; i < 3000; i++) {
    const left = rows[Math.trunc(random() * rows.length)]!;
    const right = rows[Math.trunc(random() * rows.length)]!;
    const op = operators[Math.trunc(random() * operators.length)]!;
    let expr: BoundExpr;
    try {
      expr = bindComparison(op, variable('@a', left[1]), variable('@b', right[1]));
    } catch (error) {
      assert.ok(error instanceof SqlError && [402, 206, 257].includes(error.number), String(error));
      continue;
    }
    const difference = await disagreement(expr, { '@a': left, '@b': right });
    if (difference !== undefined)
      found.push(
        `${String(left[0])} ${t.formatType(left[1])} ${op} ${String(right[0])} ${t.formatType(right[1])}: ${difference}`,
      );
  }
  assert.deepEqual(found.slice(0, 40), [], `${found.length} differ`);
});

test('unary operators', async () => {
  for (const [value, type] of numbers()) {
    for (const op of ['-', '~'] as const) {
      let expr: BoundExpr;
      try {
        expr = bindUnary(op, variable('@a', type));
      } catch (error) {
        assert.ok(error instanceof SqlError && error.number === 8117);
        continue;
      }
      assert.equal(await disagreement(expr, { '@a': [value, type] }), undefined, `${op} ${String(value)} ${type.name}`);
    }
  }
});

test('sql_variant gives back what it was given', async () => {
  for (const [value, type] of [...numbers(), ...DATE_VALUES, ...OTHERS, ['text', t.varchar(10)] as Row]) {
    const packed = convert(variable('@v', type), t.SQL_VARIANT, { mode: 'implicit' });
    const unpacked = convert(packed, type, { mode: 'cast' });
    assert.equal(
      await disagreement(unpacked, { '@v': [value, type] }),
      undefined,
      `${String(value)} ${t.formatType(type)}`,
    );
  }
});

test('convertValue refuses what T-SQL does not convert', () => {
  assert.throws(() => convertValue(1, t.INT, t.DATE, { mode: 'cast' }), { number: 529 });
  assert.throws(() => convertValue(1, t.INT, t.DATE, { mode: 'implicit' }), { number: 206 });
  assert.throws(() => convertValue(1, t.DATETIME, t.INT, { mode: 'implicit' }), { number: 257 });
});
