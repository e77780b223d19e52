import { STORIES } from '../../harness/client.ts';
import { DATABASE } from '../node/environment.ts';
import { tellStories } from '../node/story.ts';
import { bulkAndTables } from './bulk-copy.ts';
import { cancel } from './cancel.ts';
import { connect } from './connect.ts';
import { dataTypes } from './data-types.ts';
import { encryptionAndLogin } from './encryption.ts';
import { errors, messages } from './errors.ts';
import { pooling } from './pooling.ts';
import { preparedStatements } from './prepared-statements.ts';
import { storedProcedures } from './stored-procedures.ts';
import { transactions } from './transactions.ts';

const master = await connect({ database: 'master' });
await master.batch(`CREATE DATABASE [${DATABASE}]`);
await master.close();

await tellStories([
  [STORIES.dataTypes, dataTypes],
  [STORIES.prepared, preparedStatements],
  [STORIES.transactions, transactions],
  [STORIES.errors, errors],
  [STORIES.messages, messages],
  [STORIES.cancel, cancel],
  [STORIES.encryption, encryptionAndLogin],
  [STORIES.bulk, bulkAndTables],
  [STORIES.procedures, storedProcedures],
  [STORIES.pooling, pooling],
]);
process.exit();
