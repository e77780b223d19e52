import { ERRORS_SETUP, readErrors } from '../node/error-table.ts';
import { Story, expectEqual } from '../node/story.ts';
import { factsOf, open } from './session.ts';

export async function errors(): Promise<void> {
  const story = new Story('errors');
  const session = await open();
  await story.case('the tables', () => session.batch(ERRORS_SETUP).then(() => undefined));
  for (const { name, sql, expected } of readErrors()) {
    await story.case(name, async () => expectEqual(await session.errorOf(sql), expected));
  }
  await story.case('in an RPC', async () => {
    const error = await session.failureOf(() => session.sql('SELECT 1 / 0'));
    expectEqual(factsOf(error).number, 8134);
  });
  await story.case('a result set before the error arrives', async () => {
    const { outcome } = session.start('batch', 'SELECT 1 AS a; SELECT 1 / 0');
    expectEqual(factsOf(await session.failureOf(() => outcome)).number, 8134);
    expectEqual(await session.value('SELECT 2'), 2);
  });
  await session.close();
}
