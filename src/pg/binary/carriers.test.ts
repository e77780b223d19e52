import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import fc from 'fast-check';
import { startTestPostgres, type TestPostgres } from '../testing.ts';
import { PgConnection } from '../wire/connection.ts';
import { pgStatement } from '../wire/statement.ts';
import { decodeDatetimeoffset, decodeSqlVariant, encodeDatetimeoffset, encodeSqlVariant } from './composite.ts';
import { decodeDate, encodeDate } from './date.ts';
import {
  decodeBool,
  decodeFloat4,
  decodeFloat8,
  decodeInt2,
  decodeInt4,
  decodeInt8,
  encodeBool,
  encodeFloat4,
  encodeFloat8,
  encodeInt2,
  encodeInt4,
  encodeInt8,
} from './numbers.ts';
import { decodeNumeric, decodeNumericAtScale, encodeNumeric } from './numeric.ts';
import { copyRow } from './row.ts';
import { decodeBytea, decodeText, decodeUuid, encodeText, encodeUuid } from './strings.ts';
import { PgTypeOid } from './type-oids.ts';

/** What the server makes of a value: its text, and its binary form as it sends it back. */
interface Echo {
  readonly text: string;
  readonly binary: Buffer;
}

let server: TestPostgres;
let connection: PgConnection;

/** `text` is an expression over the parameter $1. */
function echo(type: string, text = '$1::text'): (value: Uint8Array) => Promise<Echo> {
  const statement = pgStatement(`SELECT $1::${type}, ${text}`);
  return async (value) => {
    let row: (Buffer | null)[] = [];
    await connection.run([{ statement, parameters: [value] }], {
      row: (_, buffer, start) => void (row = copyRow(buffer, start)),
    });
    return { binary: row[0] as Buffer, text: (row[1] as Buffer).toString() };
  };
}

const RUNS = { numRuns: 60 };

describe('binary carriers against PostgreSQL', () => {
  before(async () => {
    server = await startTestPostgres();
    connection = await PgConnection.connect(server.connectOptions);
    await connection.runSimple(
      `CREATE TYPE dto AS (utc int8, minutes int2); CREATE TYPE variant AS (type text, value text)`,
    );
  });
  after(async () => {
    await connection.close();
    await server.stop();
  });

  test('integers', async () => {
    const [int2, int4, int8] = [echo('int2'), echo('int4'), echo('int8')];
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: -32768, max: 32767 }),
        fc.integer(),
        fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
        async (small, middle, large) => {
          const [a, b, c] = [
            await int2(encodeInt2(small)),
            await int4(encodeInt4(middle)),
            await int8(encodeInt8(large)),
          ];
          assert.deepEqual([a.text, b.text, c.text], [small, middle, large].map(String));
          assert.deepEqual(
            [decodeInt2(a.binary, 0), decodeInt4(b.binary, 0), decodeInt8(c.binary, 0)],
            [small, middle, large],
          );
        },
      ),
      RUNS,
    );
  });

  test('floats and bool', async () => {
    const [float4, float8, bool] = [echo('float4'), echo('float8'), echo('bool')];
    await fc.assert(
      fc.asyncProperty(
        fc.float({ noNaN: true }),
        fc.double({ noNaN: true }),
        fc.boolean(),
        async (single, double, flag) => {
          assert.ok(Object.is(decodeFloat4((await float4(encodeFloat4(single))).binary, 0), single));
          assert.ok(Object.is(decodeFloat8((await float8(encodeFloat8(double))).binary, 0), double));
          assert.equal(decodeBool((await bool(encodeBool(flag))).binary, 0), flag);
        },
      ),
      RUNS,
    );
  });

  test('numeric of T-SQL precision, at every scale', async () => {
    const numeric = echo('numeric');
    const unscaled = fc.oneof(
      fc.bigInt({ min: -(10n ** 38n) + 1n, max: 10n ** 38n - 1n }),
      fc.bigInt({ min: -100_000n, max: 100_000n }),
    );
    await fc.assert(
      fc.asyncProperty(unscaled, fc.integer({ min: 0, max: 38 }), async (value, scale) => {
        const { text, binary } = await numeric(encodeNumeric(value, scale));
        assert.equal(text, decimalText(value, scale));
        assert.deepEqual(decodeNumeric(binary, 0), { unscaled: value, scale });
        assert.equal(decodeNumericAtScale(binary, 0, scale + 3), value * 1000n);
      }),
      { numRuns: 300 },
    );
  });

  test('numeric at a smaller scale is rounded as PostgreSQL rounds', async () => {
    const numeric = echo('numeric', 'round($1::numeric, 2)::text');
    await fc.assert(
      fc.asyncProperty(
        fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }),
        fc.integer({ min: 2, max: 12 }),
        async (value, scale) => {
          const { text, binary } = await numeric(encodeNumeric(value, scale));
          assert.equal(decimalText(decodeNumericAtScale(binary, 0, 2), 2), text);
        },
      ),
      RUNS,
    );
  });

  test('text, bytea, uuid and date', async () => {
    const [text, bytea, uuid] = [echo('text'), echo('bytea', `encode($1::bytea, 'hex')`), echo('uuid')];
    const date = echo('date', `($1::date - '0001-01-01'::date)::text`);
    const characters = fc.string({ unit: 'grapheme' }).map((value) => value.replaceAll('\0', ''));
    await fc.assert(
      fc.asyncProperty(
        characters,
        fc.uint8Array({ maxLength: 300 }),
        fc.uuid(),
        fc.integer({ min: 0, max: 3_652_058 }),
        async (t, b, u, d) => {
          const echoed = await text(encodeText(t));
          assert.equal(decodeText(echoed.binary, 0, echoed.binary.length), t);
          const bytes = await bytea(b);
          assert.equal(bytes.text, Buffer.from(b).toString('hex'));
          assert.deepEqual(decodeBytea(bytes.binary, 0, bytes.binary.length), Buffer.from(b));
          const id = await uuid(encodeUuid(u));
          assert.deepEqual([id.text, decodeUuid(id.binary, 0)], [u, u]);
          const day = await date(encodeDate(d));
          assert.deepEqual([day.text, decodeDate(day.binary, 0)], [String(d), d]);
        },
      ),
      RUNS,
    );
  });

  test('composites', async () => {
    const offset = echo('dto', '($1::dto).utc || $$/$$ || ($1::dto).minutes');
    const variant = echo('variant', '($1::variant).type || $$/$$ || ($1::variant).value');
    const utc = fc.bigInt({ min: 0n, max: 3_155_378_975_999_999_999n });
    await fc.assert(
      fc.asyncProperty(utc, fc.integer({ min: -840, max: 840 }), async (ticks, minutes) => {
        const moment = await offset(encodeDatetimeoffset({ utc: ticks, minutes }));
        assert.equal(moment.text, `${ticks}/${minutes}`);
        assert.deepEqual(decodeDatetimeoffset(moment.binary, 0), { utc: ticks, minutes });
        const value = { type: 'nvarchar(20)', value: `Grüße ${minutes}` };
        const any = await variant(encodeSqlVariant(value));
        assert.equal(any.text, `${value.type}/${value.value}`);
        assert.deepEqual(decodeSqlVariant(any.binary, 0), value);
      }),
      RUNS,
    );
  });

  test('the OIDs are those of the server', async () => {
    for (const [name, oid] of Object.entries(PgTypeOid)) {
      const [result] = await connection.runSimple(`SELECT '${name}'::regtype::oid`);
      assert.deepEqual(result?.rows, [[String(oid)]], name);
    }
  });
});

function decimalText(unscaled: bigint, scale: number): string {
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const sign = unscaled < 0n ? '-' : '';
  return scale === 0 ? `${sign}${whole}` : `${sign}${whole}.${digits.slice(-scale)}`;
}
