import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CommandResult, runCommand } from '../../harness/command.ts';
import { DATABASE, HOST, PASSWORD, PORT, USER } from '../node/environment.ts';

export const DIRECTORY = mkdtempSync(join(tmpdir(), 'holdfast-freetds-'));
const CONFIGURATION = join(DIRECTORY, 'freetds.conf');

interface ServerEntry {
  readonly version: string;
  readonly encryption: string;
}

/** Server names of freetds.conf: the protocol's version and encryption are chosen there. */
export const SERVERS: Readonly<Record<string, ServerEntry>> = {
  plain: { version: '7.4', encryption: 'off' },
  requested: { version: '7.4', encryption: 'request' },
  required: { version: '7.4', encryption: 'require' },
  tds71: { version: '7.1', encryption: 'off' },
  tds72: { version: '7.2', encryption: 'off' },
  tds73: { version: '7.3', encryption: 'off' },
};

writeFileSync(
  CONFIGURATION,
  Object.entries(SERVERS)
    .map(([name, { version, encryption }]) => {
      const settings = { host: HOST, port: PORT, 'tds version': version, encryption, 'client charset': 'UTF-8' };
      const lines = Object.entries(settings).map(([key, value]) => `  ${key} = ${value}`);
      return `[${name}]\n${lines.join('\n')}\n`;
    })
    .join('\n'),
);

const environment = { FREETDSCONF: CONFIGURATION, LC_ALL: 'C.UTF-8' };
const TIMEOUT_MS = 30_000;

/** tsql: one batch; its output has messages, columns and rows as they come. */
export async function tsql(sql: string, server = 'plain', database = DATABASE, password = PASSWORD): Promise<string> {
  const options = ['-S', server, '-U', USER, '-P', password, '-D', database, '-o', 'qf', '-t', '|'];
  const { output } = await runCommand('tsql', options, {
    environment,
    timeoutMs: TIMEOUT_MS,
    input: `${sql}\ngo\nexit\n`,
  });
  return output;
}

/** bsqldb: a program of DB-Library; rows only, fields separated by tabs. */
export async function bsqldb(sql: string): Promise<CommandResult> {
  const options = ['-S', 'plain', '-U', USER, '-P', PASSWORD, '-D', DATABASE, '-q', '-t', '\t'];
  return runCommand('bsqldb', options, { environment, timeoutMs: TIMEOUT_MS, input: `${sql}\ngo\n` });
}

export async function freebcp(table: string, direction: 'in' | 'out', file: string): Promise<CommandResult> {
  const options = [
    `${DATABASE}.dbo.${table}`,
    direction,
    file,
    '-c',
    '-t',
    '|',
    '-S',
    'plain',
    '-U',
    USER,
    '-P',
    PASSWORD,
  ];
  return runCommand('freebcp', options, { environment, timeoutMs: TIMEOUT_MS });
}

/** The rows that tsql printed. */
export function rowsOf(output: string): string[][] {
  return output
    .split('\n')
    .filter((line) => line !== '' && !/^\(|^locale|^using|^Setting|^\t"|^Msg /.test(line))
    .map((line) => line.split('|'));
}
