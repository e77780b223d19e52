import { Story, expect, expectEqual } from '../node/story.ts';
import { open } from './session.ts';

const SOON_MS = 5_000;
/** Takes minutes when nobody stops it. */
const HEAVY = `
  WITH n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 30000)
  SELECT SUM(CAST(a.i AS float) * b.i) FROM n AS a CROSS JOIN n AS b CROSS JOIN n AS c OPTION (MAXRECURSION 0)`;

export async function cancel(): Promise<void> {
  const story = new Story('cancel');
  const session = await open();
  const cancelled = async (sql: string, afterMs: number): Promise<void> => {
    const started = performance.now();
    const { request, outcome } = session.start('batch', sql);
    setTimeout(() => request.cancel(), afterMs);
    const error = (await session.failureOf(() => outcome)) as Error & { code?: string };
    expectEqual(error.code, 'ECANCEL');
    expect(performance.now() - started < SOON_MS, 'the cancellation took long');
    expectEqual(await session.value('SELECT 1'), 1, 'the connection afterwards');
  };
  await story.case('WAITFOR DELAY', () => cancelled("WAITFOR DELAY '00:01:00'", 200));
  await story.case('a heavy query', () => cancelled(HEAVY, 300));
  await story.case('a loop', () => cancelled('DECLARE @i int = 0 WHILE 1 = 1 SET @i = @i + 1', 200));
  await story.case('a result that is being sent', () =>
    cancelled('SELECT REPLICATE(a.name, 100) FROM sys.all_objects a CROSS JOIN sys.all_objects b', 50),
  );
  await story.case('while waiting for a lock', async () => {
    const holder = await open();
    await session.batch('CREATE TABLE dbo.locked (id int NOT NULL PRIMARY KEY); INSERT INTO dbo.locked VALUES (1)');
    await holder.batch('BEGIN TRANSACTION; UPDATE dbo.locked SET id = 2');
    await cancelled('UPDATE dbo.locked SET id = 3', 200);
    await holder.batch('ROLLBACK');
    await holder.close();
  });
  await story.case('many times, at any moment', async () => {
    for (let i = 0; i < 50; i++) {
      const { request, outcome } = session.start('batch', 'SELECT 1');
      setTimeout(() => request.cancel(), i % 5);
      await outcome.catch(() => undefined);
    }
    expectEqual(await session.value('SELECT 1'), 1);
  });
  await session.close();
  await story.case('a time-out of the request', async () => {
    const impatient = await open({ options: { requestTimeout: 300 } });
    const error = (await impatient.failureOf(() => impatient.batch("WAITFOR DELAY '00:01:00'"))) as Error & {
      code?: string;
    };
    expectEqual(error.code, 'ETIMEOUT');
    expectEqual(await impatient.value('SELECT 1'), 1);
    await impatient.close();
  });
  await story.case('the transaction survives when XACT_ABORT is off', async () => {
    const again = await open();
    await again.batch('CREATE TABLE dbo.kept (id int NOT NULL); BEGIN TRANSACTION; INSERT INTO dbo.kept VALUES (1)');
    const { request, outcome } = again.start('batch', "WAITFOR DELAY '00:01:00'");
    setTimeout(() => request.cancel(), 100);
    await again.failureOf(() => outcome);
    expectEqual(await again.value('SELECT @@TRANCOUNT'), 1, '@@TRANCOUNT');
    await again.batch('COMMIT');
    expectEqual(await again.value('SELECT COUNT(*) FROM dbo.kept'), 1);
    await again.close();
  });
}
