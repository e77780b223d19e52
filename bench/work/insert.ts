import { type Bench, PG_SCHEMA, type Work } from '../bench.ts';
import { compare, type Contender, DIRECT, HOLDFAST, PGBOUNCER } from '../compare.ts';
import { replyRate } from '../load/lane.ts';
import { executeBytes, int32, type PgAddress, prepareBytes } from '../load/pg-lane.ts';
import { executeSqlBytes, nvarcharType, offsetOf, parameter, TDS_BIGINT, TDS_INT } from '../load/rpc.ts';
import type { Result } from '../result.ts';

const MARKER = 0x5ca1ab1e;
const INT4 = 23;
const INT8 = 20;
const TEXT = 25;
const NOTE = 'a note of a usual length';
const VALUE = 12_345_678_901n;

/** Rows that no reply was counted for; with rows that nobody asked for there would be fewer. */
let written = 0;
let made = false;

export const insert: Work = {
  name: 'insert',
  run: async (bench) => {
    if (!made) {
      made = true;
      await bench.sql(
        'CREATE TABLE dbo.events (id int NOT NULL PRIMARY KEY, device int NOT NULL, value bigint NOT NULL, note nvarchar(40) NOT NULL)',
      );
    }
    const results = [await inserts(bench, 1), await inserts(bench, 8)];
    const [[rows] = []] = await bench.pg(`SELECT count(*) FROM ${PG_SCHEMA}.events`);
    if (Number(rows) !== written) throw new Error(`${written} rows were written, ${rows} are there`);
    return results;
  },
};

async function inserts(bench: Bench, connections: number): Promise<Result> {
  return compare({
    work: `Single-row insert, autocommit, fsync on, ${connections === 1 ? '1 connection' : `${connections} connections`}`,
    unit: 'rows/s',
    rounds: bench.options.rounds,
    target: { contender: PGBOUNCER, ratio: 0.9 },
    contenders: [
      await overTds(bench, connections),
      await overPg(bench, PGBOUNCER, bench.bouncerAddress, connections),
      await overPg(bench, DIRECT, bench.directAddress, connections),
    ],
  });
}

async function overTds(bench: Bench, connections: number): Promise<Contender> {
  const lanes = await bench.tdsLanes(connections);
  const template = executeSqlBytes(
    'INSERT INTO dbo.events (id, device, value, note) VALUES (@id, @device, @value, @note)',
    '@id int, @device int, @value bigint, @note nvarchar(40)',
    [
      parameter('@id', TDS_INT, MARKER),
      parameter('@device', TDS_INT, 7),
      parameter('@value', TDS_BIGINT, VALUE),
      parameter('@note', nvarcharType(40), NOTE),
    ],
  );
  const marker = Buffer.alloc(4);
  marker.writeInt32LE(MARKER);
  const at = offsetOf(template, marker);
  const requests = lanes.map(() => Buffer.from(template));
  const next = (index: number): Buffer => {
    written += 1;
    requests[index]!.writeInt32LE(bench.nextKey(), at);
    return requests[index]!;
  };
  for (const [index, lane] of lanes.entries()) await lane.query(next(index));
  return {
    name: HOLDFAST,
    run: () => replyRate(lanes, next, bench.options.seconds),
    close: () => lanes.forEach((lane) => lane.close()),
  };
}

async function overPg(bench: Bench, name: string, address: PgAddress, connections: number): Promise<Contender> {
  const lanes = await bench.pgLanes(address, connections);
  const value = Buffer.alloc(8);
  value.writeBigInt64BE(VALUE);
  const template = executeBytes('i', [int32(MARKER), int32(7), value, Buffer.from(NOTE)]);
  const at = offsetOf(template, int32(MARKER));
  const requests = lanes.map(() => Buffer.from(template));
  const next = (index: number): Buffer => {
    written += 1;
    requests[index]!.writeInt32BE(bench.nextKey(), at);
    return requests[index]!;
  };
  const sql = `INSERT INTO ${PG_SCHEMA}.events (id, device, value, note) VALUES ($1, $2, $3, $4)`;
  for (const [index, lane] of lanes.entries()) {
    await lane.ask(prepareBytes('i', sql, [INT4, INT4, INT8, TEXT]));
    await lane.ask(next(index));
  }
  return {
    name,
    run: () => replyRate(lanes, next, bench.options.seconds),
    close: () => lanes.forEach((lane) => lane.close()),
  };
}
