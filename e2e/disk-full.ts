// `npm run e2e:disk-full`: a data directory on a small file system that fills up. Writes get a clear error, reads go on, the service
// recovers by itself when there is space again, and nothing acknowledged is lost. Mounting needs root.
import { setTimeout as pause } from 'node:timers/promises';
import { SmallVolume } from './disk-full/small-volume.ts';
import { startInstance } from './harness/instance.ts';
import { Session, type Target } from './survival/session.ts';

const VOLUME_MB = 400;
const LEFT_BYTES = 4 * 1024 * 1024;
const ROW_BYTES = 7_000;
const ROWS_A_STATEMENT = 40;
/** Refused writes in a row that count as: the disk is full. */
const REFUSALS = 25;
const FULL_WITHIN_MS = 60_000;
const BACK_WITHIN_MS = 30_000;
/** sql-docs: 1105 no space in the filegroup, 9002 the log is full. */
const CLEAR_ERRORS = new Set([1105, 9002]);

interface Outcome {
  readonly step: string;
  readonly ok: boolean;
  readonly detail: string;
}

const outcomes: Outcome[] = [];

function report(step: string, ok: boolean, detail: string): void {
  outcomes.push({ step, ok, detail });
  process.stdout.write(`${ok ? 'passed' : 'FAILED'}  ${step}: ${detail}\n`);
}

/** Opens a session as often as it takes: the old one may have died. */
async function reopen(target: Target, withinMs: number): Promise<Session> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    try {
      return await Session.open(target);
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await pause(50);
    }
  }
}

let written = 0;

async function write(session: Session): Promise<(Error & { number?: number }) | undefined> {
  const first = written + 1;
  try {
    await session.query(`
      INSERT INTO dbo.filling (id, filler)
      SELECT ${first} + n.value, CAST(REPLICATE(CAST(NEWID() AS char(36)), ${Math.ceil(ROW_BYTES / 36)}) AS char(${ROW_BYTES}))
      FROM GENERATE_SERIES(0, ${ROWS_A_STATEMENT - 1}) AS n`);
    written += ROWS_A_STATEMENT;
    return undefined;
  } catch (error) {
    return error as Error;
  }
}

async function fillUp(target: Target, readErrors: string[]): Promise<Map<string, number>> {
  const errors = new Map<string, number>();
  let writer = await Session.open(target);
  const reader = await Session.open(target);
  const deadline = performance.now() + FULL_WITHIN_MS;
  for (let refusals = 0; refusals < REFUSALS;) {
    if (performance.now() > deadline) throw new Error(`the disk was not full within ${FULL_WITHIN_MS} ms`);
    if (writer.ended) writer = await reopen(target, BACK_WITHIN_MS);
    const error = await write(writer);
    if (error === undefined) {
      refusals = 0;
      continue;
    }
    refusals++;
    const text = `${error.number ?? 'no number'}: ${error.message}`;
    errors.set(text, (errors.get(text) ?? 0) + 1);
    await reader
      .query('SELECT TOP 1 filler FROM dbo.filling ORDER BY id')
      .catch((failure: Error) => readErrors.push(failure.message));
    await pause(100);
  }
  writer.close();
  reader.close();
  return errors;
}

async function countRows(session: Session): Promise<number> {
  const [row] = await session.query('SELECT COUNT(DISTINCT id) FROM dbo.filling');
  return Number(row?.[0]);
}

async function story(volume: SmallVolume, target: Target): Promise<void> {
  const setup = await Session.open({ ...target, database: 'master' });
  await setup.query('CREATE DATABASE disk_full');
  await setup.query('CREATE TABLE disk_full.dbo.filling (id int NOT NULL PRIMARY KEY, filler char(7000) NOT NULL)');
  setup.close();
  const before = await Session.open(target);
  const firstError = await write(before);
  if (firstError !== undefined) throw firstError;

  volume.fill(LEFT_BYTES);
  const readErrors: string[] = [];
  const errors = await fillUp(target, readErrors);
  const unclear = [...errors].filter(([text]) => !CLEAR_ERRORS.has(Number(text.split(':')[0])));
  report(
    'writes get a clear error',
    unclear.length === 0,
    [...errors].map(([text, count]) => `${count} x ${text}`).join('; '),
  );
  report('reads go on while writes are refused', readErrors.length === 0, readErrors[0] ?? 'every read was answered');
  report('an old session reads', (await countRows(before)) === written, `${written} rows`);
  const fresh = await Session.open(target);
  report('a new session reads', (await countRows(fresh)) === written, `${written} rows`);
  fresh.close();

  volume.empty();
  const emptied = performance.now();
  let session = await reopen(target, BACK_WITHIN_MS);
  let last: Error | undefined;
  do {
    if (session.ended) session = await reopen(target, BACK_WITHIN_MS);
    last = await write(session);
    if (last !== undefined) await pause(100);
  } while (last !== undefined && performance.now() - emptied < BACK_WITHIN_MS);
  report(
    'writes go on when there is space',
    last === undefined,
    last?.message ?? `after ${((performance.now() - emptied) / 1000).toFixed(1)} s`,
  );
  const found = await countRows(session);
  report('nothing acknowledged is lost', found === written, `${found} rows of ${written}`);
  session.close();
  before.close();
}

if (process.getuid?.() !== 0) {
  process.stdout.write('SKIPPED disk-full: mounting a tmpfs needs root\n');
  process.exit(process.env['CI'] === 'true' ? 1 : 0);
}
const volume = await SmallVolume.mount(VOLUME_MB);
const instance = await startInstance({ directory: volume.directory });
try {
  await story(volume, { port: instance.port, password: instance.password, database: 'disk_full' });
} catch (error) {
  report('the story', false, error instanceof Error ? error.message : String(error));
} finally {
  await instance.stop();
  await volume.unmount();
}
const failed = outcomes.some((outcome) => !outcome.ok);
if (failed) process.stderr.write(`log: ${instance.logFile}\n`);
process.exit(failed ? 1 : 0);
