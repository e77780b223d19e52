import { STORIES } from '../../harness/client.ts';
import { Story, expectEqual } from '../node/story.ts';
import { open } from './session.ts';

/** Told last: what tedious cannot read ends the program. */
export async function protocolVersions(): Promise<void> {
  const story = new Story(STORIES.encryption);
  for (const tdsVersion of ['7_1', '7_2', '7_3_A', '7_3_B', '7_4']) {
    await story.case(`TDS ${tdsVersion}`, async () => {
      const session = await open({ options: { tdsVersion } });
      expectEqual(await session.value('SELECT CAST(42 AS bigint)'), '42', tdsVersion);
      await session.close();
    });
  }
}
