import { join } from 'node:path';
import { type Client, STORIES } from '../../harness/client.ts';

const { metadata: _none, ...stories } = STORIES;

export const tedious: Client = {
  name: 'tedious',
  stories: Object.values(stories),
  prepare: () =>
    Promise.resolve({
      file: process.execPath,
      arguments: ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, 'main.ts')],
    }),
};
