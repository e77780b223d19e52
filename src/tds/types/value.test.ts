import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ByteReader } from '../byte-reader.ts';
import { collationOf, DEFAULT_COLLATION } from '../collation.ts';
import { TdsProtocolError } from '../errors.ts';
import { collectBytes } from '../token-writer.ts';
import { TICKS_PER_DAY } from './date-time.ts';
import { type TdsType, tdsType } from './tds-type.ts';
import type { TdsValue } from './tds-value.ts';
import { PLP_LENGTH, TypeId } from './type-id.ts';
import { readTypeInfo, writeTypeInfo } from './type-info.ts';
import { readColumnValue, readValue, writeColumnValue, writeValue } from './value.ts';

type Case = readonly [name: string, type: TdsType, values: fc.Arbitrary<TdsValue>];

const int = (min: number, max: number): fc.Arbitrary<TdsValue> => fc.integer({ min, max });
const big = (bits: number): fc.Arbitrary<TdsValue> =>
  fc.bigInt({ min: -(2n ** BigInt(bits - 1)), max: 2n ** BigInt(bits - 1) - 1n });
const digits = (count: number): fc.Arbitrary<TdsValue> =>
  fc.bigInt({ min: -(10n ** BigInt(count)) + 1n, max: 10n ** BigInt(count) - 1n });
const latin = (max: number): fc.Arbitrary<TdsValue> =>
  fc.array(fc.constantFrom(...'abc ÄÖ€z'), { maxLength: max }).map((all) => all.join(''));
const bytes = (max: number): fc.Arbitrary<TdsValue> => fc.uint8Array({ maxLength: max }).map((all) => Buffer.from(all));
const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
const DAY = BigInt(TICKS_PER_DAY);
const C = DEFAULT_COLLATION;
const ticks = (scale: number) =>
  fc.integer({ min: 0, max: 24 * 3600 * 10 ** scale - 1 }).map((units) => units * 10 ** (7 - scale));
const moment = (scale: number) =>
  fc.tuple(fc.integer({ min: 0, max: 3_652_058 }), ticks(scale)).map(([day, time]) => BigInt(day) * DAY + BigInt(time));

const cases: readonly Case[] = [
  ['bit', tdsType(TypeId.bitN, 1), int(0, 1)],
  ['bit not null', tdsType(TypeId.bit, 1), int(0, 1)],
  ['tinyint', tdsType(TypeId.intN, 1), int(0, 255)],
  ['smallint', tdsType(TypeId.intN, 2), int(-32768, 32767)],
  ['int', tdsType(TypeId.intN, 4), int(-(2 ** 31), 2 ** 31 - 1)],
  ['int not null', tdsType(TypeId.int4, 4), int(-(2 ** 31), 2 ** 31 - 1)],
  ['bigint', tdsType(TypeId.intN, 8), big(64)],
  ['bigint not null', tdsType(TypeId.int8, 8), big(64)],
  ['decimal(9,2)', tdsType(TypeId.decimalN, 5, 9, 2), digits(9)],
  ['decimal(19,4)', tdsType(TypeId.decimalN, 9, 19, 4), digits(19)],
  ['numeric(28,0)', tdsType(TypeId.numericN, 13, 28, 0), digits(28)],
  ['numeric(38,10)', tdsType(TypeId.numericN, 17, 38, 10), digits(38)],
  ['money', tdsType(TypeId.moneyN, 8, 0, 4), big(64)],
  ['smallmoney', tdsType(TypeId.moneyN, 4, 0, 4), big(32)],
  [
    'real',
    tdsType(TypeId.floatN, 4),
    finite.map((value) => Math.fround(value)).filter((value) => Number.isFinite(value)),
  ],
  ['float', tdsType(TypeId.floatN, 8), finite],
  ['char(8)', tdsType(TypeId.bigChar, 8, 0, 0, C), latin(8).map((text) => (text as string).padEnd(8))],
  ['varchar(20)', tdsType(TypeId.bigVarchar, 20, 0, 0, C), latin(20)],
  ['varchar(max)', tdsType(TypeId.bigVarchar, PLP_LENGTH, 0, 0, C), latin(200)],
  ['nchar(5)', tdsType(TypeId.nchar, 10, 0, 0, C), fc.string({ minLength: 5, maxLength: 5 })],
  ['nvarchar(10)', tdsType(TypeId.nvarchar, 20, 0, 0, C), fc.string({ unit: 'binary-ascii', maxLength: 10 })],
  ['nvarchar(max)', tdsType(TypeId.nvarchar, PLP_LENGTH, 0, 0, C), fc.string({ unit: 'binary' })],
  [
    'utf8 varchar',
    tdsType(TypeId.bigVarchar, 8000, 0, 0, collationOf('Latin1_General_100_CI_AS_SC_UTF8')),
    fc.string({ unit: 'binary' }),
  ],
  ['xml', tdsType(TypeId.xml, PLP_LENGTH), fc.string()],
  ['text', tdsType(TypeId.text, 0x7fffffff, 0, 0, C), latin(100)],
  ['ntext', tdsType(TypeId.ntext, 0x7ffffffe, 0, 0, C), fc.string()],
  ['image', tdsType(TypeId.image, 0x7fffffff), bytes(100)],
  [
    'binary(4)',
    tdsType(TypeId.bigBinary, 4),
    fc.uint8Array({ minLength: 4, maxLength: 4 }).map((all) => Buffer.from(all)),
  ],
  ['varbinary(50)', tdsType(TypeId.bigVarbinary, 50), bytes(50)],
  ['varbinary(max)', tdsType(TypeId.bigVarbinary, PLP_LENGTH), bytes(300)],
  ['date', tdsType(TypeId.dateN, 3), int(0, 3_652_058)],
  ['time(0)', tdsType(TypeId.timeN, 0, 0, 0), ticks(0)],
  ['time(7)', tdsType(TypeId.timeN, 0, 0, 7), fc.nat(2 ** 31 - 1).map((low) => (low * 402) % TICKS_PER_DAY)],
  [
    'datetime',
    tdsType(TypeId.datetimeN, 8),
    fc.tuple(fc.integer({ min: -53690, max: 2958463 }), fc.nat(25_919_999)).map(([d, t]) => d * 25_920_000 + t),
  ],
  ['smalldatetime', tdsType(TypeId.datetimeN, 4), fc.tuple(fc.nat(65535), fc.nat(1439)).map(([d, m]) => d * 1440 + m)],
  ['datetime2(3)', tdsType(TypeId.datetime2N, 0, 0, 3), moment(3)],
  [
    'datetimeoffset(2)',
    tdsType(TypeId.datetimeoffsetN, 0, 0, 2),
    fc.tuple(moment(2), fc.integer({ min: -840, max: 840 })).map(([utc, offset]) => ({ utc, offset })),
  ],
  ['uniqueidentifier', tdsType(TypeId.guid, 16), fc.uuid()],
];

for (const [name, type, values] of cases) {
  test(`${name}: type and value come back`, () => {
    const isFixed = name.endsWith('not null');
    fc.assert(
      fc.property(isFixed ? values : fc.option(values), (value) => {
        const wire = collectBytes((writer) => {
          writeTypeInfo(writer, type);
          writeValue(writer, type, value);
          writeColumnValue(writer, type, value);
        });
        const reader = new ByteReader(wire);
        const readType = readTypeInfo(reader);
        assert.deepEqual({ ...readType, length: type.length }, type);
        assert.deepEqual(readValue(reader, readType), value);
        assert.deepEqual(readColumnValue(reader, readType), value);
        assert.equal(reader.remaining, 0);
      }),
    );
  });
}

test('sql_variant carries every base type', () => {
  const type = tdsType(TypeId.variant, 8009);
  const fits: Case[] = [
    ['int', tdsType(TypeId.int4, 4), int(-5, 5)],
    ['bigint', tdsType(TypeId.int8, 8), big(64)],
    ['bit', tdsType(TypeId.bit, 1), int(0, 1)],
    ['money', tdsType(TypeId.money, 8, 0, 4), big(64)],
    ['float', tdsType(TypeId.float8, 8), finite],
    ['guid', tdsType(TypeId.guid, 16), fc.uuid()],
    ['datetime', tdsType(TypeId.datetime, 8), int(0, 1_000_000)],
    ['date', tdsType(TypeId.dateN, 3), int(0, 3_000_000)],
    ['datetime2', tdsType(TypeId.datetime2N, 0, 0, 5), moment(5)],
    ['decimal', tdsType(TypeId.decimalN, 13, 20, 4), digits(20)],
    ['nvarchar', tdsType(TypeId.nvarchar, 80, 0, 0, C), fc.string({ unit: 'binary-ascii', maxLength: 40 })],
    ['varchar', tdsType(TypeId.bigVarchar, 80, 0, 0, C), latin(80)],
    ['varbinary', tdsType(TypeId.bigVarbinary, 80), bytes(80)],
  ];
  for (const [, baseType, values] of fits) {
    fc.assert(
      fc.property(values, (value) => {
        const wire = collectBytes((writer) => writeValue(writer, type, { baseType, value }));
        assert.deepEqual(readValue(new ByteReader(wire), type), { baseType, value });
      }),
      { numRuns: 30 },
    );
  }
});

test('fixed-length values come back padded', () => {
  const read = (type: TdsType, hex: string) => readValue(new ByteReader(Buffer.from(hex, 'hex')), type);
  assert.equal(read(tdsType(TypeId.bigChar, 4, 0, 0, C), '020041424344'), 'AB  ');
  assert.equal(read(tdsType(TypeId.nchar, 6, 0, 0, C), '02004100'), 'A  ');
  assert.deepEqual(read(tdsType(TypeId.bigBinary, 3), '010041'), Buffer.from([0x41, 0, 0]));
});

test('values beyond their domain are protocol errors', () => {
  const refuse = (type: TdsType, hex: string) =>
    assert.throws(() => readValue(new ByteReader(Buffer.from(hex, 'hex')), type), TdsProtocolError);
  refuse(tdsType(TypeId.intN, 4), '0300');
  refuse(tdsType(TypeId.floatN, 8), '08000000000000f07f');
  refuse(tdsType(TypeId.datetimeN, 8), '0800000000ffffffff');
  refuse(tdsType(TypeId.dateN, 3), '03ffffff');
  refuse(tdsType(TypeId.decimalN, 17, 38, 0), '1101ffffffffffffffffffffffffffffffff');
  refuse(tdsType(TypeId.nvarchar, 4, 0, 0, C), '0600410042004300');
  refuse(tdsType(TypeId.nvarchar, 4, 0, 0, C), '0300410042');
  refuse(tdsType(TypeId.bigVarbinary, PLP_LENGTH), '0500000000000000020000000102' + '00000000');
  refuse(tdsType(TypeId.bigVarbinary, PLP_LENGTH), 'feffffffffffffff' + 'ffffff7f01');
});
