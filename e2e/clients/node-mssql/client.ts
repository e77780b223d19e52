import { join } from 'node:path';
import { type Client, STORIES } from '../../harness/client.ts';

const { metadata: _metadata, tableValued: _tableValued, ...stories } = STORIES;

export const nodeMssql: Client = {
  name: 'node-mssql',
  stories: Object.values(stories),
  prepare: () =>
    Promise.resolve({
      file: process.execPath,
      arguments: ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, 'main.ts')],
    }),
};
