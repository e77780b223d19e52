import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { SqlType, SqlValue } from '../../engine/index.ts';
import {
  ByteReader,
  collationOf,
  createChunkPool,
  DEFAULT_COLLATION,
  encodeCodePage,
  decodeCodePage,
  DIALECTS,
  LATEST_DIALECT,
  readColMetadata,
  readRow,
  TokenWriter,
} from '../../tds/index.ts';
import { RowLayout } from '../row-layout.ts';
import { dataRow } from '../testing/fake-engine.ts';

type Case = readonly [
  type: SqlType,
  values: fc.Arbitrary<SqlValue>,
  toPg: (value: never) => Buffer,
  collation?: string,
];

const type = (name: SqlType['name'], length = 0, precision = 0, scale = 0): SqlType => ({
  name,
  length,
  precision,
  scale,
});
const LATEST = { collation: DEFAULT_COLLATION, dialect: LATEST_DIALECT, decodeVariant: () => null };
const MAX = -1;
const DAY = 864_000_000_000n;
const DAYS_TO_2000 = 730_119;

function int(bytes: 2 | 4 | 8): (value: number | bigint) => Buffer {
  return (value) => {
    const out = Buffer.alloc(bytes);
    if (bytes === 8) out.writeBigInt64BE(BigInt(value));
    else out.writeIntBE(Number(value), 0, bytes);
    return out;
  };
}

/** The reference: numeric's binary form made from the decimal text of the value. */
function numeric(scale: number): (value: bigint) => Buffer {
  return (value) => {
    const text = (value < 0n ? -value : value).toString().padStart(scale + 1, '0');
    const whole = text.slice(0, text.length - scale);
    const fraction = text.slice(text.length - scale);
    const left = whole.padStart(Math.ceil(whole.length / 4) * 4, '0');
    const right = fraction.padEnd(Math.ceil(fraction.length / 4) * 4, '0');
    const digits = (left + right).match(/.{4}/g)!.map(Number);
    let weight = left.length / 4 - 1;
    while (digits.length > 0 && digits[0] === 0) {
      digits.shift();
      weight--;
    }
    while (digits.length > 0 && digits.at(-1) === 0) digits.pop();
    const out = Buffer.alloc(8 + 2 * digits.length);
    out.writeInt16BE(digits.length, 0);
    out.writeInt16BE(digits.length === 0 ? 0 : weight, 2);
    out.writeUInt16BE(value < 0n ? 0x4000 : 0, 4);
    out.writeUInt16BE(scale, 6);
    digits.forEach((digit, i) => out.writeUInt16BE(digit, 8 + 2 * i));
    return out;
  };
}

function datetimeoffset({ utc, offset }: { utc: bigint; offset: number }): Buffer {
  const out = Buffer.alloc(30);
  out.writeInt32BE(2, 0);
  out.writeInt32BE(20, 4);
  out.writeInt32BE(8, 8);
  out.writeBigInt64BE(utc, 12);
  out.writeInt32BE(21, 20);
  out.writeInt32BE(2, 24);
  out.writeInt16BE(offset, 28);
  return out;
}

const float = (write: 'writeFloatBE' | 'writeDoubleBE', bytes: number) => (value: number) => {
  const out = Buffer.alloc(bytes);
  out[write](value);
  return out;
};
const utf8 = (value: string) => Buffer.from(value, 'utf8');
const raw = (value: Uint8Array) => Buffer.from(value);
const uuid = (value: string) => Buffer.from(value.replaceAll('-', ''), 'hex');

const ticks = (scale: number) =>
  fc.integer({ min: 0, max: 86_400 * 10 ** Math.min(scale, 4) - 1 }).map((n) => n * 10 ** (7 - Math.min(scale, 4)));
const moment = (scale: number) =>
  fc.tuple(fc.integer({ min: 0, max: 3_652_058 }), ticks(scale)).map(([day, time]) => BigInt(day) * DAY + BigInt(time));
const digits = (count: number) => fc.bigInt({ min: -(10n ** BigInt(count)) + 1n, max: 10n ** BigInt(count) - 1n });
const anyDigits = (most: number) => fc.integer({ min: 1, max: most }).chain(digits);
const big = (bits: number) => fc.bigInt({ min: -(2n ** BigInt(bits - 1)), max: 2n ** BigInt(bits - 1) - 1n });
const bytes = (max: number) => fc.uint8Array({ maxLength: max }).map((all) => Buffer.from(all));
const wellFormed = (max: number) => fc.string({ unit: 'binary', maxLength: max });
const ascii = fc.string({ unit: 'binary-ascii', maxLength: 600 });
const through = (codePage: number) => (text: string) => decodeCodePage(codePage, encodeCodePage(codePage, text));
const finite = fc.double({ noNaN: true, noDefaultInfinity: true });

const cases: readonly Case[] = [
  [type('bit'), fc.integer({ min: 0, max: 1 }), int(2)],
  [type('tinyint'), fc.nat(255), int(2)],
  [type('smallint'), fc.integer({ min: -32768, max: 32767 }), int(2)],
  [type('int'), fc.integer(), int(4)],
  [type('bigint'), big(64), int(8)],
  [type('real'), finite.map(Math.fround).filter(Number.isFinite), float('writeFloatBE', 4)],
  [type('float'), finite, float('writeDoubleBE', 8)],
  [type('decimal', 0, 5, 2), anyDigits(5), numeric(2)],
  [type('decimal', 0, 9, 9), anyDigits(9), numeric(9)],
  [type('decimal', 0, 18, 4), anyDigits(18), numeric(4)],
  [type('numeric', 0, 19, 3), anyDigits(19), numeric(3)],
  [type('numeric', 0, 28, 0), anyDigits(28), numeric(0)],
  [type('numeric', 0, 38, 11), anyDigits(38), numeric(11)],
  [type('money', 0, 19, 4), big(64), numeric(4)],
  [type('smallmoney', 0, 10, 4), big(32), numeric(4)],
  [type('date'), fc.integer({ min: 0, max: 3_652_058 }), (days: number) => int(4)(days - DAYS_TO_2000)],
  [type('time', 0, 0, 0), ticks(0), int(8)],
  [type('time', 0, 0, 4), ticks(4), int(8)],
  [type('time', 0, 0, 7), fc.nat(86_399).map((n) => n * 10_000_000 + 1_234_567), int(8)],
  [
    type('datetime'),
    fc.tuple(fc.integer({ min: -53690, max: 2958463 }), fc.nat(25_919_999)).map(([d, t]) => d * 25_920_000 + t),
    int(8),
  ],
  [type('smalldatetime'), fc.nat(65535 * 1440 + 1439), int(4)],
  [type('datetime2', 0, 0, 3), moment(3), int(8)],
  [type('datetime2', 0, 0, 7), fc.tuple(moment(4), fc.nat(999)).map(([at, more]) => at + BigInt(more)), int(8)],
  [
    type('datetimeoffset', 0, 0, 4),
    fc
      .tuple(moment(4), fc.integer({ min: -840, max: 840 }))
      .map(([utc, offset]) => ({ utc, offset }))
      // The local time too is a date of the years 1 to 9999.
      .filter(({ utc, offset }) => {
        const local = utc + BigInt(offset) * 600_000_000n;
        return local >= 0n && local < 3_155_378_976_000_000_000n;
      }),
    datetimeoffset,
  ],
  [type('uniqueidentifier'), fc.uuid(), uuid],
  [type('nvarchar', 4000), fc.oneof(wellFormed(80), wellFormed(500), ascii), utf8],
  [type('nvarchar', MAX), fc.oneof(wellFormed(80), wellFormed(500), ascii), utf8],
  [type('xml', MAX), wellFormed(100), utf8],
  [type('ntext', MAX), wellFormed(100), utf8],
  [type('varchar', 8000), wellFormed(100).map(through(1252)), utf8],
  [type('varchar', MAX), wellFormed(100).map(through(1252)), utf8],
  [type('varchar', 8000), wellFormed(100).map(through(1251)), utf8, 'Cyrillic_General_CI_AS'],
  [type('varchar', 8000), fc.constantFrom('', '日本語 abc', 'テスト'), utf8, 'Japanese_CI_AS'],
  [type('varchar', 8000), wellFormed(100), utf8, 'Latin1_General_100_CI_AS_SC_UTF8'],
  [type('text', MAX), wellFormed(100).map(through(1252)), utf8],
  [type('varbinary', 8000), bytes(100), raw],
  [type('varbinary', MAX), bytes(300), raw],
  [type('image', MAX), bytes(100), raw],
  [type('binary', 4), fc.uint8Array({ minLength: 4, maxLength: 4 }).map((all) => Buffer.from(all)), raw],
  [type('rowversion', 8), fc.uint8Array({ minLength: 8, maxLength: 8 }).map((all) => Buffer.from(all)), raw],
];

const pool = createChunkPool();

function encode(layout: RowLayout, row: Buffer): Buffer {
  const writer = new TokenWriter(4096, pool, () => true);
  // Bytes before and after the row, as in a socket's buffer.
  layout.writePgRow(writer, Buffer.concat([Buffer.from('before'), row, Buffer.from('after')]), 6, 6 + row.length);
  const out = Buffer.from(writer.buffer.subarray(0, writer.pos));
  writer.discard();
  return out;
}

for (const nullable of [true, false]) {
  for (const [sqlType, values, toPg, collation] of cases) {
    const name = `${sqlType.name}(${sqlType.length}, ${sqlType.precision}, ${sqlType.scale})`;
    test(`${name} ${nullable ? 'NULL' : 'NOT NULL'} ${collation ?? ''}: what a client reads is what PostgreSQL sent`, () => {
      const column = { name: 'c', type: sqlType, nullable, collation };
      const layout = new RowLayout([column, column], LATEST);
      const metadata = new ByteReader(layout.metadata, 1);
      const columns = readColMetadata(metadata);
      assert.equal(metadata.remaining, 0);
      fc.assert(
        fc.property(nullable ? fc.option(values) : values, values, (first, second) => {
          const wire = encode(layout, dataRow(first === null ? null : toPg(first as never), toPg(second as never)));
          const reader = new ByteReader(wire, 1);
          assert.deepEqual(readRow(reader, columns), [first, second]);
          assert.equal(reader.remaining, 0);
        }),
        { numRuns: 60 },
      );
    });
  }
}

for (const dialect of DIALECTS.filter(({ temporalTypes }) => !temporalTypes)) {
  test(`TDS ${dialect.name}: rows of JavaScript values come out like rows of PostgreSQL, whatever the type`, () => {
    for (const [sqlType, values, toPg, collation] of cases) {
      const column = { name: 'c', type: sqlType, nullable: true, collation };
      const layout = new RowLayout([column, column], { ...LATEST, dialect });
      const columns = readColMetadata(new ByteReader(layout.metadata, 1), dialect);
      fc.assert(
        fc.property(fc.option(values), values, (first, second) => {
          const wire = encode(layout, dataRow(first === null ? null : toPg(first as never), toPg(second as never)));
          const writer = new TokenWriter(4096, pool, () => true);
          layout.writeValues(writer, [first, second]);
          assert.deepEqual(wire, Buffer.from(writer.buffer.subarray(0, writer.pos)), sqlType.name);
          writer.discard();
          const reader = new ByteReader(wire, 1);
          readRow(reader, columns);
          assert.equal(reader.remaining, 0);
        }),
        { numRuns: 10 },
      );
    }
  });
}

test('rows of JavaScript values come out like rows of PostgreSQL', () => {
  const columns = [
    { name: 'a', type: type('int'), nullable: true },
    { name: 'b', type: type('nvarchar', 10), nullable: true },
    { name: 'v', type: type('sql_variant'), nullable: true },
  ];
  const variant = { baseType: type('int'), value: 5 };
  const layout = new RowLayout(columns, {
    ...LATEST,
    collation: collationOf('Latin1_General_CI_AS'),
    decodeVariant: () => variant,
  });
  const writer = new TokenWriter(4096, pool, () => true);
  layout.writeValues(writer, [1, 'ä', variant]);
  const made = Buffer.from(writer.buffer.subarray(0, writer.pos));
  assert.deepEqual(encode(layout, dataRow(int(4)(1), utf8('ä'), Buffer.from('carrier'))), made);
});

test('NULL in a column compiled as NOT NULL is refused, not sent', () => {
  const layout = new RowLayout([{ name: 'a', type: type('int'), nullable: false }], LATEST);
  assert.throws(() => encode(layout, dataRow(null)), /NOT NULL/);
});
