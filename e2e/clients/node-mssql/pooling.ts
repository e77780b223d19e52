import { DATABASE } from '../node/environment.ts';
import { Story, expectEqual } from '../node/story.ts';
import { connect, value } from './connect.ts';

export async function pooling(): Promise<void> {
  const story = new Story('pooling');
  await story.case('a hundred requests on five connections', async () => {
    const pool = await connect({ most: 5 });
    const answers = await Promise.all(Array.from({ length: 100 }, (_, id) => value(pool, `SELECT ${id} AS v`)));
    expectEqual(
      answers,
      Array.from({ length: 100 }, (_, id) => id),
    );
    const sessions = await value(
      pool,
      `SELECT COUNT(*) FROM sys.dm_exec_sessions WHERE is_user_process = 1 AND DB_NAME(database_id) = N'${DATABASE}'`,
    );
    expectEqual(Number(sessions) <= 5, true, `sessions: ${String(sessions)}`);
    await pool.close();
  });
  await story.case('a connection that was killed is replaced', async () => {
    const pool = await connect();
    const killer = await connect();
    const id = await value(pool, 'SELECT @@SPID AS v');
    await killer.batch(`KILL ${String(id)}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expectEqual(await value(pool, 'SELECT 1 AS v'), 1);
    await pool.close();
    await killer.close();
  });
}
