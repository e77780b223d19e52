// An agent with a stand-in for the server, as a process that tests may kill. Arguments: data directory, port.
import { join } from 'node:path';
import { type Log, silentLog } from '../../base/index.ts';
import { Agent } from '../agent.ts';
import { localCoordinator } from '../coordinator-local.ts';
import { openInstance } from '../instance.ts';

const [directory = '', port = '0'] = process.argv.slice(2);
const toStderr: Log = {
  ...silentLog,
  warn: (fields, message) => console.error('warn', message, JSON.stringify(fields)),
  error: (fields, message) => console.error('error', message, JSON.stringify(fields)),
  child: () => toStderr,
};
const instance = await openInstance(directory, toStderr);
const agent = new Agent({
  instance,
  coordinator: localCoordinator({ dataDirectory: directory, alone: true, log: toStderr }),
  postgres: { database: 'holdfast', settings: { memoryLimitBytes: 256 * 1024 * 1024, durable: false } },
  serverCommand: { file: process.execPath, args: [join(import.meta.dirname, 'echo-server.ts')], env: process.env },
  serverSettings: () => ({ port: Number(port) }),
  http: { host: '127.0.0.1', port: 0, required: true },
  log: toStderr,
  onServing: () => console.log(JSON.stringify({ serving: true, ...agent.status() })),
});
process.on('SIGTERM', () => agent.stop());
const failure = await agent.run();
instance.release();
console.log(JSON.stringify({ failure: failure ?? null }));
process.exit(failure === undefined ? 0 : 1);
