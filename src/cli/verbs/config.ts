import type { Command } from 'commander';
import { loadConfig } from '../config/load-config.ts';

export function addConfig(program: Command): void {
  program
    .command('config')
    .description('show the effective configuration and where each value comes from')
    .option('--json', 'print JSON')
    .action((options: { json?: true }) => {
      const { entries, notices } = loadConfig();
      if (options.json === true) {
        process.stdout.write(`${JSON.stringify({ settings: entries, notices })}\n`);
        return;
      }
      const width = Math.max(...entries.map((entry) => entry.name.length));
      const lines = entries.map(
        (entry) => `${entry.name.padEnd(width)}  ${entry.value === '' ? '-' : entry.value}  (${entry.source})`,
      );
      process.stdout.write(`${[...lines, ...notices].join('\n')}\n`);
    });
}
