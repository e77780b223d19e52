import { Story, expectEqual } from '../node/story.ts';
import { DATABASE } from '../node/environment.ts';
import { open } from './session.ts';

/** What a pool relies on: `reset` sends the reset bit, and the session is as after its login. */
export async function pooling(): Promise<void> {
  const story = new Story('pooling');
  await story.case('a reset clears the session', async () => {
    const session = await open();
    await session.batch(
      `CREATE TABLE #left (id int); USE master; SET LOCK_TIMEOUT 500; SET DATEFIRST 3; BEGIN TRANSACTION`,
    );
    await session.reset();
    const rows = await session.rows(
      "SELECT @@TRANCOUNT, DB_NAME(), @@LOCK_TIMEOUT, @@DATEFIRST, OBJECT_ID('tempdb..#left')",
    );
    expectEqual(rows, [[0, DATABASE, -1, 7, null]]);
    await session.close();
  });
  await story.case('a reset rolls back', async () => {
    const session = await open();
    await session.batch('CREATE TABLE dbo.resets (id int NOT NULL)');
    await session.batch('BEGIN TRANSACTION; INSERT INTO dbo.resets VALUES (1)');
    await session.reset();
    expectEqual(await session.value('SELECT COUNT(*) FROM dbo.resets'), 0);
    await session.close();
  });
}
