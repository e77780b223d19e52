import { rmSync } from 'node:fs';
import { STORIES } from '../../harness/client.ts';
import { DATABASE } from '../node/environment.ts';
import { tellStories } from '../node/story.ts';
import { bulkCopy, dataTypes, encryption, errors, messages, procedures, transactions } from './stories.ts';
import { DIRECTORY, tsql } from './tools.ts';

await tsql(`CREATE DATABASE [${DATABASE}]`, 'plain', 'master');
await tellStories([
  [STORIES.dataTypes, dataTypes],
  [STORIES.transactions, transactions],
  [STORIES.errors, errors],
  [STORIES.messages, messages],
  [STORIES.encryption, encryption],
  [STORIES.bulk, bulkCopy],
  [STORIES.procedures, procedures],
]);
rmSync(DIRECTORY, { recursive: true, force: true });
process.exit();
