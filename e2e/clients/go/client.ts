import { join } from 'node:path';
import { CACHE } from '../../harness/cache.ts';
import { type Client, STORIES } from '../../harness/client.ts';
import { isInstalled, mustRun } from '../../harness/command.ts';

const { metadata: _none, ...stories } = STORIES;

export const goMssqldb: Client = {
  name: 'go-mssqldb',
  stories: Object.values(stories),
  prepare: async () => {
    if (!(await isInstalled('go', 'version')))
      return { missing: 'Go 1.25 or newer (go.dev/dl, or apt-get install golang)' };
    const program = join(CACHE, 'go-stories');
    await mustRun('go', ['build', '-o', program, '.'], { directory: import.meta.dirname });
    return { file: program, arguments: [] };
  },
};
