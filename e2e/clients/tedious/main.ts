import { STORIES } from '../../harness/client.ts';
import { DATABASE } from '../node/environment.ts';
import { tellStories } from '../node/story.ts';
import { bulkCopy } from './bulk-copy.ts';
import { cancel } from './cancel.ts';
import { dataTypes } from './data-types.ts';
import { encryptionAndLogin } from './encryption.ts';
import { errors } from './errors.ts';
import { messages } from './messages.ts';
import { pooling } from './pooling.ts';
import { preparedStatements } from './prepared-statements.ts';
import { open } from './session.ts';
import { protocolVersions } from './protocol-versions.ts';
import { storedProcedures } from './stored-procedures.ts';
import { tableValuedParameters } from './table-valued-parameters.ts';
import { transactions } from './transactions.ts';

const master = await open({ options: { database: 'master' } });
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
  [STORIES.bulk, bulkCopy],
  [STORIES.tableValued, tableValuedParameters],
  [STORIES.procedures, storedProcedures],
  [STORIES.pooling, pooling],
  [STORIES.encryption, protocolVersions],
]);
process.exit();
