import {
  collectBytes,
  type Column,
  PacketType,
  splitIntoPackets,
  tdsType,
  TypeId,
  writeColMetadata,
  writeDone,
  writeRow,
} from '../../src/tds/index.ts';
import { type Bench, PG_SCHEMA, type Work } from '../bench.ts';
import { compare, type Contender, DIRECT, HOLDFAST, PGBOUNCER } from '../compare.ts';
import { timeOne } from '../load/lane.ts';
import { cString, int16, int32, message, type PgAddress, PgLane } from '../load/pg-lane.ts';
import { executeSqlBytes, nvarcharType } from '../load/rpc.ts';
import { batchBytes, PACKET_BYTES, readReply } from '../load/tds-lane.ts';
import type { Result } from '../result.ts';

/** Bytes handed to the socket at once; it queues what it cannot send. */
const SEND_BYTES = 262_144;
/** Rows in one table-valued parameter, about what drivers send in one call. */
const TABLE_ROWS = 5000;
const TABLE = `${PG_SCHEMA}.loaded`;
const COPY = `COPY ${TABLE} (id, a, b, c) FROM STDIN (FORMAT binary)`;

export const bulkLoad: Work = {
  name: 'bulk-load',
  run: async (bench) => {
    await bench.sql(
      'CREATE TABLE dbo.loaded (id int NOT NULL, a int NOT NULL, b bigint NOT NULL, c nvarchar(40) NOT NULL)',
    );
    await bench.sql(
      'CREATE TYPE dbo.loaded_rows AS TABLE (id int NOT NULL, a int NOT NULL, b bigint NOT NULL, c nvarchar(40) NOT NULL)',
    );
    return [
      await load(bench, 'INSERT BULK', bench.options.bulkRows, await insertBulk(bench)),
      await load(
        bench,
        'INSERT ... SELECT of table-valued parameters',
        bench.options.bulkRows,
        await tableValued(bench),
      ),
    ];
  },
};

async function load(bench: Bench, how: string, rows: number, holdfast: Contender): Promise<Result> {
  return compare({
    work: `Bulk load of ${rows.toLocaleString('en-US')} rows of 4 columns by ${how}, against binary COPY`,
    unit: 'rows/s',
    rounds: bench.options.rounds,
    target: { contender: PGBOUNCER, ratio: 0.5 },
    contenders: [
      holdfast,
      await copyIn(bench, PGBOUNCER, bench.bouncerAddress),
      await copyIn(bench, DIRECT, bench.directAddress),
    ],
  });
}

/** Empties the table, and afterwards counts what came. */
async function measured(bench: Bench, run: () => Promise<number>): Promise<number> {
  const rows = bench.options.bulkRows;
  await bench.pg(`TRUNCATE ${TABLE}`);
  const milliseconds = await run();
  const [[count] = []] = await bench.pg(`SELECT count(*) FROM ${TABLE}`);
  if (Number(count) !== rows) throw new Error(`${count} of ${rows} rows arrived`);
  return rows / (milliseconds / 1000);
}

function row(n: number): [number, number, bigint, string] {
  return [n, n * 7, BigInt(n) * 1_000_000_007n, `row number ${n}`];
}

async function insertBulk(bench: Bench): Promise<Contender> {
  const lane = await bench.tds();
  const announce = batchBytes('INSERT BULK dbo.loaded (id int, a int, b bigint, c nvarchar(40))');
  const column = (name: string, type: Column['type']): Column => ({ name, type, flags: 0, userType: 0 });
  const columns = [
    column('id', tdsType(TypeId.int4, 4)),
    column('a', tdsType(TypeId.int4, 4)),
    column('b', tdsType(TypeId.int8, 8)),
    column('c', nvarcharType(40)),
  ];
  const payload = collectBytes((writer) => {
    writeColMetadata(writer, columns);
    for (let n = 1; n <= bench.options.bulkRows; n += 1) writeRow(writer, columns, row(n));
    writeDone(writer, { token: 'done', status: 0, command: 0, rowCount: 0 });
  });
  const parts = chunks(splitIntoPackets(PacketType.bulkLoad, payload, PACKET_BYTES));
  return {
    name: HOLDFAST,
    run: () =>
      measured(bench, async () => {
        readReply(await lane.ask(announce));
        return timeOne(lane, ...parts);
      }),
    close: () => lane.close(),
  };
}

async function tableValued(bench: Bench): Promise<Contender> {
  const lane = await bench.tds();
  const columns = [tdsType(TypeId.intN, 4), tdsType(TypeId.intN, 4), tdsType(TypeId.intN, 8), nvarcharType(40)].map(
    (type) => ({ type, flags: 0, useDefault: false }),
  );
  const requests: Buffer[] = [];
  for (let first = 1; first <= bench.options.bulkRows; first += TABLE_ROWS) {
    const rows = Array.from({ length: TABLE_ROWS }, (_, i) => row(first + i));
    const table = { database: '', schema: 'dbo', typeName: 'loaded_rows', columns, rows };
    const type = tdsType(TypeId.table);
    requests.push(
      executeSqlBytes(
        'INSERT INTO dbo.loaded (id, a, b, c) SELECT id, a, b, c FROM @rows',
        '@rows dbo.loaded_rows READONLY',
        [{ name: '@rows', output: false, useDefault: false, type, value: null, table }],
      ),
    );
  }
  return {
    name: HOLDFAST,
    run: () =>
      measured(bench, async () => {
        let elapsed = 0;
        for (const request of requests) elapsed += await timeOne(lane, request);
        return elapsed;
      }),
    close: () => lane.close(),
  };
}

async function copyIn(bench: Bench, name: string, address: PgAddress): Promise<Contender> {
  const lane = await PgLane.open(address);
  const query = message('Q', cString(COPY));
  const parts = chunks(Buffer.concat([...copyData(bench.options.bulkRows), message('c')]));
  return {
    name,
    run: () =>
      measured(bench, async () => {
        await lane.ask(query);
        return timeOne(lane, ...parts);
      }),
    close: () => lane.close(),
  };
}

/** COPY's binary format in messages of about the size that libpq's users send. */
function copyData(rows: number): Buffer[] {
  const messages = [message('d', Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1'), int32(0, 0))];
  let gathered: Buffer[] = [];
  for (let n = 1; n <= rows; n += 1) {
    const [id, a, b, c] = row(n);
    const big = Buffer.alloc(8);
    big.writeBigInt64BE(b);
    const text = Buffer.from(c);
    gathered.push(int16(4), int32(4, id, 4, a, 8), big, int32(text.length), text);
    if (n % 1000 === 0 || n === rows) {
      messages.push(message('d', ...gathered));
      gathered = [];
    }
  }
  messages.push(message('d', int16(-1)));
  return messages;
}

function chunks(bytes: Buffer): Buffer[] {
  const parts: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += SEND_BYTES) parts.push(bytes.subarray(at, at + SEND_BYTES));
  return parts;
}
