import type { Command } from 'commander';

export function addServe(program: Command): void {
  program
    .command('serve')
    .description('initialize the data directory if it is empty, and run until stopped')
    .option('--json', 'print JSON when clients can connect')
    .action(async (options: { json?: true }) => {
      const { runServe } = await import('../serve.ts');
      await runServe({ json: options.json === true });
      // Nothing is left to do, and nothing that is still open may keep a stopped instance alive.
      process.exit();
    });
}
