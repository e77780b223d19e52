import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SqlType, SqlValue } from '../../tsql/index.ts';
import { decodeVariantText, variantText, variantType } from './carrier-codec.ts';

const cases: readonly [name: string, value: SqlValue][] = [
  ['bit', 1],
  ['tinyint', 255],
  ['int', -2147483648],
  ['bigint', -9007199254740993n],
  ['decimal(38,10)', 12345678901234567890n],
  ['money', 12345n],
  ['money', -9223372036854775808n],
  ['smallmoney', 2147483647n],
  ['float', 1.2345678901234567e100],
  ['float', -0.1],
  ['real', Math.fround(1.1)],
  ['real', Math.fround(3.4e38)],
  ['date', 738_944],
  ['time(7)', 863_999_999_999],
  ['datetime', 12_345_678],
  ['smalldatetime', 1_234_567],
  ['datetime2(7)', 630_822_816_001_234_567n],
  ['datetimeoffset(7)', { utc: 630_822_816_001_234_567n, offset: -330 }],
  ['uniqueidentifier', '00112233-4455-6677-8899-aabbccddeeff'],
  ['varchar(4)', ''],
  ['nchar(4)', 'ä   '],
  ['nvarchar(10)', 'zwölf'],
  ['varbinary(10)', Buffer.from([0, 255, 16])],
  ['varbinary(10)', Buffer.alloc(0)],
  ['binary(3)', Buffer.from([0, 255, 0])],
];

test('a sql_variant gives back what was put in', () => {
  for (const [name, value] of cases) {
    const baseType: SqlType = variantType(name);
    const { value: back } = decodeVariantText(name, variantText(value, baseType));
    if (value instanceof Uint8Array) assert.deepEqual(Buffer.from(back as Uint8Array), value, name);
    else assert.deepEqual(back, value, name);
  }
});
