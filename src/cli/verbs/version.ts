import type { Command } from 'commander';
import { PROGRAM_VERSION } from '../program-version.ts';

export function addVersion(program: Command): void {
  program.version(PROGRAM_VERSION, '-V, --version', 'print the version');
  program
    .command('version')
    .description('print the versions of the program and its runtime')
    .option('--json', 'print JSON')
    .action((options: { json?: true }) => {
      const versions = {
        holdfast: PROGRAM_VERSION,
        node: process.versions.node,
        platform: `${process.platform}-${process.arch}`,
      };
      process.stdout.write(
        options.json === true
          ? `${JSON.stringify(versions)}\n`
          : `holdfast ${versions.holdfast} (Node ${versions.node}, ${versions.platform})\n`,
      );
    });
}
