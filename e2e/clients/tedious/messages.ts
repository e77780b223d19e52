import { Story, expectEqual } from '../node/story.ts';
import { open } from './session.ts';

export async function messages(): Promise<void> {
  const story = new Story('messages');
  const session = await open();
  const messagesOf = async (sql: string): Promise<unknown[]> => {
    session.messages.length = 0;
    await session.batch(sql);
    return session.messages.map(({ number, class: severity, state, message }) => [number, severity, state, message]);
  };
  await story.case('PRINT', async () => {
    expectEqual(await messagesOf("PRINT N'héllo ' + CAST(1 + 1 AS varchar(10))"), [[0, 0, 1, 'héllo 2']]);
  });
  await story.case('RAISERROR of severity 10 and below', async () => {
    expectEqual(await messagesOf("RAISERROR ('note %i of %s', 10, 5, 3, 'three')"), [[50000, 0, 5, 'note 3 of three']]);
    expectEqual(await messagesOf("RAISERROR ('one', 1, 1) WITH NOWAIT"), [[50000, 1, 1, 'one']]);
  });
  await story.case('USE', async () => {
    const [[number, severity, , message]] = (await messagesOf('USE master')) as [unknown[]];
    expectEqual([number, severity, message], [5701, 0, "Changed database context to 'master'."]);
  });
  await story.case('order with results', async () => {
    expectEqual(await messagesOf("PRINT 'a' SELECT 1 PRINT 'b'"), [
      [0, 0, 1, 'a'],
      [0, 0, 1, 'b'],
    ]);
  });
  await session.close();
}
