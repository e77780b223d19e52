// `npm run e2e:survival -- [--kills 50] [--seed N] [--json] [--keep]`: SIGKILL in seeded random order under write load. Every
// acknowledged row must be there exactly once, and the time without service must not grow.
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type RunningInstance, startInstance } from './harness/instance.ts';
import { IdleSessions } from './survival/idle-sessions.ts';
import { Outages, percentile, seededRandom } from './survival/outages.ts';
import { Session, type Target } from './survival/session.ts';
import { VICTIMS, type Victim, findVictim } from './survival/victims.ts';
import { Writer } from './survival/writer.ts';

const WRITERS = 4;
const IDLE_SESSIONS = 5;
/** Writes after a kill that say: the service is back. */
const WRITES_AFTER = 100;
const BACK_WITHIN_MS = 30_000;
const PAUSE_MS = { least: 200, most: 1_000 };
/** The target for the median. */
const MEDIAN_MS = 1_000;
/** The tenth kill may be slower than the first by noise, not by a back-off. */
const GROWTH = 2;
const GROWTH_FLOOR_MS = 500;

const { values: options } = parseArgs({
  options: {
    kills: { type: 'string', default: '50' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
  },
});

interface Kill {
  readonly victim: Victim;
  readonly outageMs: number;
}

const problems: string[] = [];
const kills: Kill[] = [];
const random = seededRandom(Number(options.seed));
const outages = new Outages();

function nextVictim(): Victim {
  return VICTIMS[Math.floor(random() * VICTIMS.length)]!;
}

async function kill(instance: RunningInstance, victim: Victim, idle: IdleSessions): Promise<void> {
  let pid = findVictim(instance.agentPid, victim);
  for (let tries = 0; pid === undefined && tries < 50; tries++) {
    await pause(10);
    pid = findVictim(instance.agentPid, victim);
  }
  if (pid === undefined) throw new Error(`no ${victim} to kill`);
  outages.begin();
  process.kill(pid, 'SIGKILL');
  if (victim === 'agent') {
    await instance.exited();
    await instance.start();
  }
  const deadline = performance.now() + BACK_WITHIN_MS;
  while (outages.count < WRITES_AFTER) {
    if (performance.now() > deadline)
      throw new Error(`no writes within ${BACK_WITHIN_MS} ms after the ${victim} was killed`);
    await pause(5);
  }
  await pause(PAUSE_MS.least + random() * (PAUSE_MS.most - PAUSE_MS.least));
  kills.push({ victim, outageMs: outages.longestMs });
  if (victim === 'postmaster' || victim === 'backend') problems.push(...(await idle.check()));
  await idle.open();
}

async function compare(
  target: Target,
  writers: readonly Writer[],
): Promise<{ acknowledged: number; lost: number; twice: number }> {
  const session = await Session.open(target);
  const rows = await session.query('SELECT id, COUNT(*) FROM dbo.survivors GROUP BY id');
  session.close();
  const found = new Map(rows.map(([id, count]) => [String(id), Number(count)]));
  const acknowledged = writers.flatMap((writer) => [...writer.acknowledged]);
  const lost = acknowledged.filter((id) => !found.has(id));
  const twice = [...found].filter(([, count]) => count > 1).map(([id]) => id);
  const sent = new Set([...acknowledged, ...writers.flatMap((writer) => [...writer.unknown])]);
  const invented = [...found.keys()].filter((id) => !sent.has(id));
  if (lost.length > 0) problems.push(`${lost.length} acknowledged rows are lost: ${lost.slice(0, 10).join(' ')}`);
  if (twice.length > 0) problems.push(`${twice.length} rows are there twice: ${twice.slice(0, 10).join(' ')}`);
  if (invented.length > 0) problems.push(`${invented.length} rows were never sent: ${invented.slice(0, 10).join(' ')}`);
  return { acknowledged: acknowledged.length, lost: lost.length, twice: twice.length };
}

function judgeOutages(): {
  medianMs: number;
  p99Ms: number;
  byVictim: Record<string, { count: number; medianMs: number; p99Ms: number }>;
} {
  const all = kills.map((each) => each.outageMs);
  const byVictim: Record<string, { count: number; medianMs: number; p99Ms: number }> = {};
  for (const victim of VICTIMS) {
    const own = kills.filter((each) => each.victim === victim).map((each) => each.outageMs);
    if (own.length === 0) continue;
    byVictim[victim] = { count: own.length, medianMs: percentile(own, 0.5), p99Ms: percentile(own, 0.99) };
    // Like is compared with like: an agent's start takes longer than a backend's.
    const [first, tenth] = [own[0]!, own[9]];
    if (tenth !== undefined && tenth > Math.max(first * GROWTH, first + GROWTH_FLOOR_MS)) {
      problems.push(`${victim}: the tenth kill took ${tenth.toFixed(0)} ms, the first ${first.toFixed(0)} ms`);
    }
  }
  const medianMs = percentile(all, 0.5);
  if (medianMs > MEDIAN_MS)
    problems.push(`the median time without service is ${medianMs.toFixed(0)} ms, more than ${MEDIAN_MS} ms`);
  return { medianMs, p99Ms: percentile(all, 0.99), byVictim };
}

const instance = await startInstance();
const target: Target = { port: instance.port, password: instance.password, database: 'survival' };
const writers = Array.from({ length: WRITERS }, (_, id) => new Writer(id, target, (at) => outages.acknowledged(at)));
const idle = new IdleSessions(target, IDLE_SESSIONS);
let rows = { acknowledged: 0, lost: 0, twice: 0 };
try {
  const setup = await Session.open({ ...target, database: 'master' });
  await setup.query('CREATE DATABASE survival');
  // No key: a row that was stored twice must be seen.
  await setup.query('CREATE TABLE survival.dbo.survivors (id varchar(30) NOT NULL)');
  setup.close();
  await idle.open();
  for (const writer of writers) writer.start();
  for (let number = 0; number < Number(options.kills); number++) {
    const victim = nextVictim();
    await kill(instance, victim, idle);
    if (!options.json)
      process.stdout.write(
        `${String(number + 1).padStart(3)} ${victim.padEnd(10)} ${kills.at(-1)!.outageMs.toFixed(0).padStart(6)} ms\n`,
      );
  }
  await Promise.all(writers.map((writer) => writer.stop()));
  rows = await compare(target, writers);
} catch (error) {
  problems.push(error instanceof Error ? error.message : String(error));
} finally {
  await Promise.all(writers.map((writer) => writer.stop()));
  idle.close();
  await instance.stop();
}
const outcome = { seed: Number(options.seed), kills: kills.length, ...judgeOutages(), rows, problems };
if (options.json) process.stdout.write(`${JSON.stringify(outcome, undefined, 2)}\n`);
else {
  for (const [victim, { count, medianMs, p99Ms }] of Object.entries(outcome.byVictim)) {
    process.stdout.write(
      `${victim.padEnd(10)} ${String(count).padStart(3)} kills, median ${medianMs.toFixed(0)} ms, p99 ${p99Ms.toFixed(0)} ms\n`,
    );
  }
  process.stdout.write(
    `all        ${String(kills.length).padStart(3)} kills, median ${outcome.medianMs.toFixed(0)} ms, p99 ${outcome.p99Ms.toFixed(0)} ms\n`,
  );
  process.stdout.write(`${rows.acknowledged} rows acknowledged, ${rows.lost} lost, ${rows.twice} twice\n`);
  for (const problem of problems) process.stdout.write(`PROBLEM ${problem}\n`);
}
if (problems.length > 0 || options.keep) process.stderr.write(`kept: ${instance.directory}, ${instance.logFile}\n`);
else instance.remove();
process.exit(problems.length > 0 ? 1 : 0);
