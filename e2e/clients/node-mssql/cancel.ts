import { Story, expectEqual } from '../node/story.ts';
import { connect, failureOf, value } from './connect.ts';

export async function cancel(): Promise<void> {
  const story = new Story('cancel');
  await story.case('cancel', async () => {
    const pool = await connect();
    const request = pool.request();
    setTimeout(() => request.cancel(), 200);
    expectEqual((await failureOf(() => request.batch("WAITFOR DELAY '00:01:00'"))).code, 'ECANCEL');
    expectEqual(await value(pool, 'SELECT 1'), 1, 'the pool afterwards');
    await pool.close();
  });
  await story.case('a time-out', async () => {
    const pool = await connect({ requestTimeout: 300 });
    expectEqual((await failureOf(() => pool.batch("WAITFOR DELAY '00:01:00'"))).code, 'ETIMEOUT');
    expectEqual(await value(pool, 'SELECT 1'), 1, 'the pool afterwards');
    await pool.close();
  });
  await story.case('a stream that is paused, resumed and given up', async () => {
    const pool = await connect();
    const request = pool.request();
    request.stream = true;
    let rows = 0;
    await new Promise<void>((resolve, reject) => {
      request.on('row', () => {
        rows++;
        if (rows % 100 === 0) {
          request.pause();
          setTimeout(() => request.resume(), 1);
        }
        if (rows === 1_000) request.cancel();
      });
      request.on('error', (error: Error & { code?: string }) => (error.code === 'ECANCEL' ? resolve() : reject(error)));
      request.on('done', () => resolve());
      // The events tell how it ended.
      Promise.resolve(request.query('SELECT a.name FROM sys.all_objects a CROSS JOIN sys.all_objects b')).catch(
        () => undefined,
      );
    });
    expectEqual(rows >= 1_000, true, 'rows');
    expectEqual(await value(pool, 'SELECT 1'), 1, 'the pool afterwards');
    await pool.close();
  });
}
