// Real clients against a real server: `npm run e2e:clients -- [--client NAME]... [--json] [--keep]`.
// A client whose toolchain is missing is skipped and said so; in CI (CI=true) that is a failure.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CLIENTS } from './clients/clients.ts';
import type { Client, ClientEnvironment } from './harness/client.ts';
import { type RunningInstance, startInstance } from './harness/instance.ts';
import { type StoryResult, runClient } from './harness/run-client.ts';
import { storyTable } from './harness/table.ts';

const { values: options } = parseArgs({
  options: {
    client: { type: 'string', multiple: true },
    json: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
  },
});
const inCi = process.env['CI'] === 'true';

function chosenClients(): readonly Client[] {
  const { client: names } = options;
  if (names === undefined) return CLIENTS;
  const known = CLIENTS.map((client) => client.name);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new Error(`no client ${unknown.join(', ')}; there are ${known.join(', ')}`);
  return CLIENTS.filter((client) => names.includes(client.name));
}

function environmentFor(client: Client, instance: RunningInstance): ClientEnvironment {
  return {
    E2E_HOST: '127.0.0.1',
    E2E_PORT: String(instance.port),
    E2E_USER: 'sa',
    E2E_PASSWORD: instance.password,
    E2E_DATABASE: `e2e_${client.name.replaceAll('-', '_')}`,
    E2E_CERTIFICATE: instance.certificateFile,
    E2E_SHARED: join(import.meta.dirname, 'clients', 'shared'),
  };
}

async function tell(client: Client, instance: RunningInstance): Promise<StoryResult[]> {
  const base = { client: client.name, cases: 0, seconds: 0 };
  try {
    const command = await client.prepare();
    if (!('missing' in command)) return await runClient(client, command, environmentFor(client, instance));
    const failures = [{ case: 'toolchain', error: command.missing }];
    return [{ ...base, story: 'all', result: inCi ? 'failed' : 'skipped', failures }];
  } catch (error) {
    const failures = [{ case: 'preparation', error: error instanceof Error ? error.message : String(error) }];
    return [{ ...base, story: 'all', result: 'failed', failures }];
  }
}

const clients = chosenClients();
const instance = await startInstance();
const results: StoryResult[] = [];
try {
  for (const client of clients) {
    const told = await tell(client, instance);
    results.push(...told);
    if (!options.json) process.stdout.write(storyTable(told));
  }
} finally {
  await instance.stop();
}
const failed = results.filter((result) => result.result === 'failed');
const skipped = results.filter((result) => result.result === 'skipped');
if (options.keep) process.stderr.write(`kept: ${instance.directory}, ${instance.logFile}\n`);
else instance.remove();
if (options.json) process.stdout.write(`${JSON.stringify(results, undefined, 2)}\n`);
else {
  for (const { client, failures } of skipped) {
    process.stdout.write(`SKIPPED ${client}: ${failures.map((failure) => failure.error).join('; ')}\n`);
  }
  const passed = results.length - failed.length - skipped.length;
  process.stdout.write(`${passed} stories passed, ${failed.length} failed, ${skipped.length} skipped\n`);
}
if (failed.length > 0) process.exitCode = 1;
