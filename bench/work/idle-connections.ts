import { setTimeout as sleep } from 'node:timers/promises';
import type { Bench, Work } from '../bench.ts';
import { HOLDFAST, limited, PGBOUNCER } from '../compare.ts';
import { direct, PgLane } from '../load/pg-lane.ts';
import { TdsLane } from '../load/tds-lane.ts';
import { rssBytes } from '../processes.ts';
import { Holdfast, SA_PASSWORD } from '../servers/holdfast.ts';

const KIB = 1024;
const AT_ONCE = 50;
const SETTLE_MS = 3000;
const MOST_KIB = 64;
/** What backends the pool may have made meanwhile, however many clients there are. */
const MOST_BACKENDS = 100;

/** Clients that logged in, ran one statement, and do nothing. On an instance of its own, whose memory nothing else has used. */
export const idleConnections: Work = {
  name: 'idle-connections',
  run: async (bench) => {
    const count = bench.options.idleConnections;
    const holdfast = await Holdfast.create();
    try {
      await holdfast.start();
      const { each, backends } = await connectAll(holdfast, count);
      const bouncer = await bouncerMemory(bench, count);
      const shown = count.toLocaleString('en-US');
      const memory = limited(
        `Resident memory of the server for each of ${shown} idle connections`,
        'KiB',
        [each],
        { text: `under ${MOST_KIB} KiB`, most: MOST_KIB },
        'Each client logged in and ran one statement before it went idle. PgBouncer’s clients only logged in: with a statement each would hold a backend of PostgreSQL.',
      );
      return [
        { ...memory, figures: [...memory.figures, { contender: PGBOUNCER, runs: [bouncer], median: bouncer }] },
        limited(`PostgreSQL backends of ${HOLDFAST} for ${shown} idle connections`, 'backends', [backends], {
          text: `at most ${MOST_BACKENDS}`,
          most: MOST_BACKENDS,
        }),
      ];
    } finally {
      await holdfast.stop();
      holdfast.remove();
    }
  },
};

async function connectAll(holdfast: Holdfast, count: number): Promise<{ each: number; backends: number }> {
  const { serverPid, port } = holdfast;
  await sleep(SETTLE_MS);
  const before = rssBytes(serverPid);
  const lanes = await inGroups(count, async () => {
    const lane = await TdsLane.login({ port, password: SA_PASSWORD });
    await lane.batch('SELECT 1 AS one');
    return lane;
  });
  await sleep(SETTLE_MS);
  const each = (rssBytes(serverPid) - before) / count / KIB;
  const pg = await PgLane.open(direct(holdfast.postgres));
  const [[backends] = []] = await pg.query(
    "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND application_name = 'holdfast'",
  );
  pg.close();
  for (const lane of lanes) lane.close();
  return { each, backends: Number(backends) };
}

async function bouncerMemory(bench: Bench, count: number): Promise<number> {
  const before = rssBytes(bench.bouncerPid);
  const lanes = await inGroups(count, () => PgLane.open(bench.bouncerAddress));
  const each = (rssBytes(bench.bouncerPid) - before) / count / KIB;
  for (const lane of lanes) lane.close();
  return each;
}

async function inGroups<T>(count: number, make: () => Promise<T>): Promise<T[]> {
  const made: T[] = [];
  while (made.length < count) {
    const group = Math.min(AT_ONCE, count - made.length);
    made.push(...(await Promise.all(Array.from({ length: group }, make))));
  }
  return made;
}
