import { setTimeout as pause } from 'node:timers/promises';
import type { Command } from 'commander';
import { HoldfastError } from '../../base/index.ts';
import { chooseDataDirectory } from '../config/load-config.ts';
import { askAgent } from '../control-client.ts';
import { NotRunning } from '../errors.ts';

const POLL_MS = 100;
const GONE_WITHIN_MS = 60_000;

export function addStop(program: Command): void {
  program
    .command('stop')
    .description('stop the instance on the data directory, and wait until it is gone')
    .option('--immediate', 'do not let running requests end')
    .option('--json', 'print JSON')
    .action(async (options: { immediate?: true; json?: true }) => {
      const directory = chooseDataDirectory(process.env).value;
      await askAgent(directory, 'POST', `/stop?how=${options.immediate === true ? 'immediate' : 'clean'}`);
      await waitUntilGone(directory);
      process.stdout.write(options.json === true ? '{"stopped":true}\n' : 'stopped\n');
    });
}

async function waitUntilGone(directory: string): Promise<void> {
  for (let waited = 0; waited < GONE_WITHIN_MS; waited += POLL_MS) {
    try {
      await askAgent(directory, 'GET', '/status');
    } catch (error) {
      if (error instanceof NotRunning) return;
      // Its socket closes while it answers.
      if ((error as NodeJS.ErrnoException).code !== 'ECONNRESET') throw error;
    }
    await pause(POLL_MS);
  }
  throw new HoldfastError('STOP_OVERDUE', `still running after ${GONE_WITHIN_MS / 1000} s`, {
    hint: 'try holdfast stop --immediate',
  });
}
