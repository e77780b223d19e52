import type { Command } from 'commander';
import type { AgentStatus } from '../../agent/index.ts';
import { chooseDataDirectory } from '../config/load-config.ts';
import { askAgent } from '../control-client.ts';

export function addStatus(program: Command): void {
  program
    .command('status')
    .description('show the state of the instance on the data directory')
    .option('--json', 'print JSON')
    .action(async (options: { json?: true }) => {
      const status = (await askAgent(chooseDataDirectory(process.env).value, 'GET', '/status')) as AgentStatus;
      process.stdout.write(options.json === true ? `${JSON.stringify(status)}\n` : formatStatus(status));
    });
}

function formatStatus(status: AgentStatus): string {
  const { server, postgres, http } = status;
  const rows = [
    ['state', status.phase],
    ['data', status.dataDirectory],
    ['agent', `process ${status.agent.pid}, up for ${status.agent.uptimeSeconds} s`],
    ['server', `${server.status}, process ${server.pid ?? '-'}, ${server.restarts} restarts`],
    ['postgres', `${postgres.status}, process ${postgres.pid ?? '-'}, ${postgres.restarts} restarts`],
    ['address', server.port === undefined ? '-' : `${server.address ?? ''} port ${server.port}`],
    ['probes', http === undefined ? 'off' : `http://${http.address}:${http.port}/ready`],
  ];
  return rows.map(([name = '', value = '']) => `${name.padEnd(9)} ${value}\n`).join('');
}
