import { setTimeout as sleep } from 'node:timers/promises';
import { type Bench, PG_SCHEMA, type Work } from '../bench.ts';
import { compare, DIRECT, HOLDFAST, limited, PGBOUNCER } from '../compare.ts';
import { timeOne } from '../load/lane.ts';
import { executeBytes, prepareBytes } from '../load/pg-lane.ts';
import { batchBytes } from '../load/tds-lane.ts';
import { rssBytes } from '../processes.ts';
import type { Result } from '../result.ts';

const MIB = 1024 * 1024;
const SAMPLE_MS = 10;
const STALL_MS = 2000;
const MOST_MIB = 64;

/** A result far larger than any memory that may be used for it. */
export const scan: Work = {
  name: 'scan',
  run: async (bench) => {
    const rows = bench.options.scanRows;
    await bench.sql(
      'CREATE TABLE dbo.big (id int NOT NULL, a int NOT NULL, b bigint NOT NULL, c nvarchar(40) NOT NULL)',
    );
    await bench.pg(
      `INSERT INTO ${PG_SCHEMA}.big SELECT n, n * 7, n * 1000000007::bigint, 'row number ' || n FROM generate_series(1, ${rows}) AS n`,
    );
    await bench.pg(`VACUUM ANALYZE ${PG_SCHEMA}.big`);
    const idle = rssBytes(bench.holdfast.serverPid);
    const memory: number[] = [];
    const speed = await compareScans(bench, rows, idle, memory);
    const title = `Memory of the server above idle while it sends ${rows.toLocaleString('en-US')} rows`;
    const limit = { text: `under ${MOST_MIB} MiB`, most: MOST_MIB };
    return [
      speed,
      limited(
        title,
        'MiB',
        [Math.max(...memory)],
        limit,
        `Highest resident set in samples every ${SAMPLE_MS} ms, less the one before the first scan. The highest of all runs.`,
      ),
      limited(
        `${title}, the client stops reading for ${STALL_MS / 1000} s`,
        'MiB',
        [await stalled(bench, idle)],
        limit,
      ),
    ];
  },
};

async function compareScans(bench: Bench, rows: number, idle: number, memory: number[]): Promise<Result> {
  const { serverPid } = bench.holdfast;
  const tds = await bench.tds();
  const [bouncer, direct] = [
    (await bench.pgLanes(bench.bouncerAddress, 1))[0]!,
    (await bench.pgLanes(bench.directAddress, 1))[0]!,
  ];
  for (const lane of [bouncer, direct]) {
    await lane.ask(prepareBytes('s', `SELECT id, a, b, c FROM ${PG_SCHEMA}.big`, []));
  }
  const bytes = batchBytes('SELECT id, a, b, c FROM dbo.big');
  const pgBytes = executeBytes('s', []);
  const rate = (milliseconds: number): number => rows / (milliseconds / 1000);
  return compare({
    work: `Scan of ${rows.toLocaleString('en-US')} rows of 4 columns`,
    unit: 'rows/s',
    rounds: bench.options.rounds,
    target: { contender: PGBOUNCER, ratio: 0.7 },
    contenders: [
      {
        name: HOLDFAST,
        run: async () => {
          const watch = watchMemory(serverPid, idle);
          const elapsed = await timeOne(tds, bytes);
          memory.push(watch.stop() / MIB);
          return rate(elapsed);
        },
        close: () => tds.close(),
      },
      { name: PGBOUNCER, run: async () => rate(await timeOne(bouncer, pgBytes)), close: () => bouncer.close() },
      { name: DIRECT, run: async () => rate(await timeOne(direct, pgBytes)), close: () => direct.close() },
    ],
  });
}

/** What the server holds for a client that does not read. */
async function stalled(bench: Bench, idle: number): Promise<number> {
  const lane = await bench.tds();
  const watch = watchMemory(bench.holdfast.serverPid, idle);
  const done = timeOne(lane, batchBytes('SELECT id, a, b, c FROM dbo.big'));
  await sleep(SAMPLE_MS);
  lane.pause();
  await sleep(STALL_MS);
  lane.resume();
  await done;
  lane.close();
  return watch.stop() / MIB;
}

function watchMemory(pid: number, idle: number): { stop(): number } {
  let highest = idle;
  const timer = setInterval(() => (highest = Math.max(highest, rssBytes(pid))), SAMPLE_MS);
  return {
    stop: () => {
      clearInterval(timer);
      return Math.max(highest, rssBytes(pid)) - idle;
    },
  };
}
