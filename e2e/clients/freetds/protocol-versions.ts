import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Client, STORIES } from '../../harness/client.ts';
import { isInstalled } from '../../harness/command.ts';
import { expect, expectEqual, Story } from '../node/story.ts';

/** FreeTDS in every version of TDS that it speaks: a client to register, and its program when started by itself. */
export const freetdsVersions: Client = {
  name: 'freetds-versions',
  stories: [STORIES.dataTypes, STORIES.transactions, STORIES.errors, STORIES.bulk],
  prepare: async () => {
    if (!(await isInstalled('tsql', '-C')) || !(await isInstalled('freebcp', '-v'))) {
      return { missing: 'FreeTDS (apt-get install freetds-bin)' };
    }
    return { file: process.execPath, arguments: ['--disable-warning=ExperimentalWarning', import.meta.filename] };
  },
};

const VERSIONS = ['7.1', '7.2', '7.3', '7.4'] as const;

function told(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: this program is started by e2e/clients.ts`);
  return value;
}

/** Output and messages of a program of FreeTDS; tsql writes messages to the error output. */
async function run(version: string, file: string, args: readonly string[], input: string): Promise<[string, string]> {
  const child = spawn(file, args, { env: { ...process.env, TDSVER: version }, stdio: 'pipe' });
  let output = '';
  let messages = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (messages += text));
  child.stdin.end(input);
  await new Promise((resolve, reject) => child.on('close', resolve).on('error', reject));
  return [output, messages];
}

/** Lines of a batch's result without the names of its columns. */
async function rowsOf(version: string, sql: string): Promise<string[]> {
  const [output] = await tsql(version, sql);
  return output.trimEnd().split('\n').slice(1);
}

function tsql(version: string, sql: string): Promise<[string, string]> {
  const server = ['-H', told('E2E_HOST'), '-p', told('E2E_PORT'), '-U', told('E2E_USER'), '-P', told('E2E_PASSWORD')];
  return run(version, 'tsql', ['-o', 'q', ...server], `${sql}\ngo\n`);
}

function freebcp(version: string, args: readonly string[]): Promise<[string, string]> {
  const server = ['-S', `${told('E2E_HOST')}:${told('E2E_PORT')}`, '-U', told('E2E_USER'), '-P', told('E2E_PASSWORD')];
  return run(version, 'freebcp', [...args, ...server, '-c'], '');
}

/** What a client of TDS 7.2 and older gets as text, a newer one as its own type. */
async function dataTypes(version: string): Promise<void> {
  const long = "REPLICATE(CAST(N'ä' AS nvarchar(max)), 9000)";
  const [row] = await rowsOf(
    version,
    `SELECT CAST(1 AS bigint), CAST('abc' AS varchar(max)), CAST(0x0102 AS varbinary(max)), CAST('<a/>' AS xml),
     CAST(NULL AS nvarchar(max)), LEN(${long}), ${long}`,
  );
  expectEqual(row, ['1', 'abc', '0102', '<a/>', 'NULL', '9000', 'ä'.repeat(9000)].join('\t'), 'long values');
  if (version >= '7.3') return;
  const moment = '2024-02-29 23:59:59.1234567';
  const [texts] = await rowsOf(
    version,
    `SELECT CAST('${moment}' AS date), CAST('${moment}' AS time(3)), CAST('${moment}' AS datetime2),
     CAST('${moment} -05:30' AS datetimeoffset)`,
  );
  expectEqual(texts, ['2024-02-29', '23:59:59.123', moment, `${moment} -05:30`].join('\t'), 'dates as text');
}

async function transactions(version: string): Promise<void> {
  const [row] = await rowsOf(
    version,
    'BEGIN TRAN CREATE TABLE #t (a int) INSERT #t VALUES (1) ROLLBACK SELECT @@TRANCOUNT',
  );
  expectEqual(row, '0', '@@TRANCOUNT');
}

async function errors(version: string): Promise<void> {
  const [, messages] = await tsql(version, "PRINT 'told'\nRAISERROR('no', 16, 3)");
  expect(messages.includes('told'), `PRINT in ${messages}`);
  expect(/Msg 50000 \(severity 16, state 3\) from .* Line 2:/.test(messages), `the error in ${messages}`);
}

async function bulk(version: string): Promise<void> {
  const table = `tempdb.dbo.versions_${version.replace('.', '_')}`;
  await tsql(version, `DROP TABLE IF EXISTS ${table}; CREATE TABLE ${table} (a int, b nvarchar(20), c text)`);
  const directory = await mkdtemp(join(tmpdir(), 'freebcp-'));
  const file = join(directory, 'rows.txt');
  await writeFile(file, '1\tone\tlong\n2\ttwo\t\n');
  const [output] = await freebcp(version, [table, 'in', file]);
  await rm(directory, { recursive: true });
  expect(output.includes('2 rows copied'), output);
  expectEqual((await rowsOf(version, `SELECT a, b, c FROM ${table} ORDER BY a`))[0], '1\tone\tlong', 'first row');
}

if (import.meta.main) {
  const stories: [string, (version: string) => Promise<void>][] = [
    [STORIES.dataTypes, dataTypes],
    [STORIES.transactions, transactions],
    [STORIES.errors, errors],
    [STORIES.bulk, bulk],
  ];
  for (const [name, tell] of stories) {
    const story = new Story(name);
    for (const version of VERSIONS) await story.case(`TDS ${version}`, () => tell(version));
  }
}
