import { type Bench, PG_SCHEMA, type Work } from '../bench.ts';
import { compare, type Contender, DIRECT, HOLDFAST, PGBOUNCER } from '../compare.ts';
import { replyRate } from '../load/lane.ts';
import { executeBytes, int32, type PgAddress, prepareBytes } from '../load/pg-lane.ts';
import {
  executePreparedBytes,
  executeSqlBytes,
  offsetOf,
  parameter,
  prepareBytes as prepareTdsBytes,
  TDS_INT,
} from '../load/rpc.ts';
import { readReply } from '../load/tds-lane.ts';
import type { Result } from '../result.ts';
import { nodePostgres, tedious } from './drivers.ts';

const ROWS = 100_000;
const MARKER = 0x5ca1ab1e;
const INT4 = 23;
const DECLARATIONS = '@id int';

interface Query {
  readonly tsql: string;
  readonly pg: string;
  readonly expectedRows: number;
  /** Keys that give so many rows. */
  readonly keys: number;
}

const POINT: Query = {
  tsql: 'SELECT id, a, b, c FROM dbo.points WHERE id = @id',
  pg: `SELECT id, a, b, c FROM ${PG_SCHEMA}.points WHERE id = $1`,
  expectedRows: 1,
  keys: ROWS,
};
const THOUSAND: Query = {
  tsql: 'SELECT id, a, b, c FROM dbo.points WHERE id > @id AND id <= @id + 1000',
  pg: `SELECT id, a, b, c FROM ${PG_SCHEMA}.points WHERE id > $1 AND id <= $1 + 1000`,
  expectedRows: 1000,
  keys: ROWS - 1000,
};

let filled = false;

async function fill(bench: Bench): Promise<void> {
  if (filled) return;
  filled = true;
  await bench.sql(
    'CREATE TABLE dbo.points (id int NOT NULL PRIMARY KEY, a int NOT NULL, b bigint NOT NULL, c nvarchar(40) NOT NULL)',
  );
  await bench.pg(
    `INSERT INTO ${PG_SCHEMA}.points SELECT n, n * 7, n * 1000000007::bigint, 'row number ' || n FROM generate_series(1, ${ROWS}) AS n`,
  );
  await bench.pg(`VACUUM ANALYZE ${PG_SCHEMA}.points`);
}

export const pointSelect: Work = {
  name: 'point-select',
  run: async (bench) => [
    await select(bench, 'Point select by primary key, sp_executesql', POINT, 1, 0.9),
    await select(bench, 'Point select by primary key, sp_executesql', POINT, 8, 0.9),
  ],
};

export const thousandRows: Work = {
  name: 'thousand-rows',
  run: async (bench) => [
    await select(bench, '1,000 rows of 4 columns', THOUSAND, 1, 1),
    await select(bench, '1,000 rows of 4 columns', THOUSAND, 8, 1),
  ],
};

async function select(bench: Bench, title: string, query: Query, connections: number, ratio: number): Promise<Result> {
  await fill(bench);
  return compare({
    work: `${title}, ${connections === 1 ? '1 connection' : `${connections} connections`}`,
    unit: 'queries/s',
    rounds: bench.options.rounds,
    target: { contender: PGBOUNCER, ratio },
    contenders: [
      await overTds(bench, HOLDFAST, query, connections, false),
      await overTds(bench, 'Holdfast, sp_execute', query, connections, true),
      await overPg(bench, PGBOUNCER, bench.bouncerAddress, query, connections),
      await overPg(bench, DIRECT, bench.directAddress, query, connections),
      await tedious(bench, query, connections),
      await nodePostgres(bench, query, connections),
    ],
  });
}

async function overTds(
  bench: Bench,
  name: string,
  query: Query,
  connections: number,
  prepared: boolean,
): Promise<Contender> {
  const lanes = await bench.tdsLanes(connections);
  const requests = await Promise.all(
    lanes.map(async (lane) => {
      const key = [parameter('@id', TDS_INT, MARKER)];
      const handle = prepared ? await lane.query(prepareTdsBytes(query.tsql, DECLARATIONS)) : undefined;
      const bytes =
        handle === undefined
          ? executeSqlBytes(query.tsql, DECLARATIONS, key)
          : executePreparedBytes(Number(handle.values[0]), key);
      const marker = Buffer.alloc(4);
      marker.writeInt32LE(MARKER);
      return { bytes, at: offsetOf(bytes, marker) };
    }),
  );
  const next = (index: number): Buffer => {
    const { bytes, at } = requests[index]!;
    bytes.writeInt32LE(1 + Math.floor(Math.random() * query.keys), at);
    return bytes;
  };
  for (const [index, lane] of lanes.entries()) {
    const { rows } = readReply(await lane.ask(next(index)));
    if (rows.length !== query.expectedRows) throw new Error(`${name}: ${rows.length} rows`);
  }
  return {
    name,
    run: () => replyRate(lanes, next, bench.options.seconds),
    close: () => lanes.forEach((lane) => lane.close()),
  };
}

async function overPg(
  bench: Bench,
  name: string,
  address: PgAddress,
  query: Query,
  connections: number,
): Promise<Contender> {
  const lanes = await bench.pgLanes(address, connections);
  const template = executeBytes('q', [int32(MARKER)]);
  const requests = lanes.map(() => ({ bytes: Buffer.from(template), at: offsetOf(template, int32(MARKER)) }));
  const next = (index: number): Buffer => {
    const { bytes, at } = requests[index]!;
    bytes.writeInt32BE(1 + Math.floor(Math.random() * query.keys), at);
    return bytes;
  };
  for (const [index, lane] of lanes.entries()) {
    await lane.ask(prepareBytes('q', query.pg, [INT4]));
    const rows = (await lane.ask(next(index))).filter(({ type }) => type === 0x44).length;
    if (rows !== query.expectedRows) throw new Error(`${name}: ${rows} rows`);
  }
  return {
    name,
    run: () => replyRate(lanes, next, bench.options.seconds),
    close: () => lanes.forEach((lane) => lane.close()),
  };
}
