import { join } from 'node:path';
import { type Client, STORIES } from '../../harness/client.ts';
import { installDebianPackages } from '../../harness/debian.ts';

/** FreeTDS's own programs: tsql, bsqldb and freebcp. */
export const freetds: Client = {
  name: 'freetds',
  stories: [
    STORIES.dataTypes,
    STORIES.transactions,
    STORIES.errors,
    STORIES.messages,
    STORIES.encryption,
    STORIES.bulk,
    STORIES.procedures,
  ],
  prepare: async () => {
    const missing = await installDebianPackages(['freetds-bin']);
    if (missing !== undefined) return missing;
    return {
      file: process.execPath,
      arguments: ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, 'main.ts')],
    };
  },
};
