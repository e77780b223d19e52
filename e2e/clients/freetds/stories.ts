import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { STORIES } from '../../harness/client.ts';
import { type TypeCase, readDataTypes } from '../node/data-type-table.ts';
import { DATABASE } from '../node/environment.ts';
import { ERRORS_SETUP, readErrors } from '../node/error-table.ts';
import { Story, expect, expectEqual } from '../node/story.ts';
import { DIRECTORY, SERVERS, bsqldb, freebcp, rowsOf, tsql } from './tools.ts';

/** tsql prints these as they are; dates, floats and money by DB-Library's own formats: the server makes text of those. */
const PRINTED = new Set([
  'tinyint',
  'smallint',
  'int',
  'bigint',
  'decimal',
  'numeric',
  'char',
  'varchar',
  'nchar',
  'nvarchar',
  'sysname',
]);
/** sql-docs: 121 for dates, 120 without a fraction, 3 for float and real, 2 for money, 2 for binary without 0x. */
const STYLES: Readonly<Record<string, number>> = {
  float: 3,
  real: 3,
  money: 2,
  smallmoney: 2,
  binary: 2,
  varbinary: 2,
  smalldatetime: 120,
};
/** A line of tsql's output; longer values are left to the other clients. */
const SHOWN_CHARACTERS = 4_000;

export async function dataTypes(): Promise<void> {
  const story = new Story(STORIES.dataTypes);
  let table = 0;
  for (const typeCase of readDataTypes()) {
    const { type } = typeCase;
    if (['sql_variant', 'text', 'ntext', 'image', 'xml'].includes(type.base)) continue;
    const name = `dbo.types_${++table}`;
    await story.case(type.declaration, () => roundTrip(typeCase, name));
  }
}

async function roundTrip({ type, values }: TypeCase, table: string): Promise<void> {
  const shown = values.filter(({ text }) => text.length < SHOWN_CHARACTERS && text !== '' && text.trim() === text);
  const inserts = shown.map(
    ({ sql }, id) => `INSERT INTO ${table} VALUES (${id}, CAST(${sql} AS ${type.declaration}))`,
  );
  await mustTsql(
    `CREATE TABLE ${table} (id int NOT NULL, v ${type.declaration} NULL)\n${inserts.join('\n')}\nINSERT INTO ${table} VALUES (-1, NULL)`,
  );
  const printed = PRINTED.has(type.base) ? 'v' : `CONVERT(varchar(100), v, ${STYLES[type.base] ?? 121})`;
  const rows = rowsOf(await mustTsql(`SELECT id, ${printed} AS v FROM ${table} ORDER BY id`)).slice(1);
  expectEqual(rows[0], ['-1', 'NULL'], 'NULL');
  for (const [id, { text, sql }] of shown.entries()) {
    const [, actual = ''] = rows[id + 1] ?? [];
    const isFloat = type.base === 'float' || type.base === 'real';
    if (isFloat && type.base === 'real') expectEqual(Math.fround(Number(actual)), Math.fround(Number(text)), sql);
    else if (isFloat) expectEqual(Number(actual), Number(text), sql);
    else expectEqual(actual, text, sql);
  }
}

async function mustTsql(sql: string): Promise<string> {
  const output = await tsql(sql);
  expect(!output.includes('Msg ') && !output.includes('Error '), output);
  return output;
}

export async function transactions(): Promise<void> {
  const story = new Story(STORIES.transactions);
  await story.case('commit, rollback, savepoint', async () => {
    await mustTsql('CREATE TABLE dbo.accounts (id int NOT NULL PRIMARY KEY)');
    const output = await mustTsql(`
      BEGIN TRANSACTION INSERT INTO dbo.accounts VALUES (1) COMMIT
      BEGIN TRANSACTION INSERT INTO dbo.accounts VALUES (2) ROLLBACK
      BEGIN TRANSACTION INSERT INTO dbo.accounts VALUES (3) SAVE TRANSACTION s INSERT INTO dbo.accounts VALUES (4)
      ROLLBACK TRANSACTION s INSERT INTO dbo.accounts VALUES (5) COMMIT
      SELECT id FROM dbo.accounts ORDER BY id`);
    expectEqual(rowsOf(output), [['id'], ['1'], ['3'], ['5']]);
  });
}

export async function errors(): Promise<void> {
  const story = new Story(STORIES.errors);
  await mustTsql(ERRORS_SETUP);
  for (const { name, sql, expected } of readErrors()) {
    await story.case(name, async () => {
      const output = await tsql(sql);
      const found = /Msg (\d+) \(severity (\d+), state (\d+)\) from .*? Line (\d+):\n\t"(.*)"/.exec(output);
      expect(found !== null, output);
      const [number, severity, state, line] = found.slice(1, 5).map(Number);
      expectEqual({ number, class: severity, state, line, message: found[5] }, expected);
    });
  }
}

export async function messages(): Promise<void> {
  const story = new Story(STORIES.messages);
  await story.case('PRINT', async () =>
    expect((await tsql("PRINT N'héllo 😀'")).includes('héllo 😀'), 'the text is missing'),
  );
}

export async function encryption(): Promise<void> {
  const story = new Story(STORIES.encryption);
  for (const [server, { version, encryption: mode }] of Object.entries(SERVERS)) {
    await story.case(`TDS ${version}, encryption ${mode}`, async () => {
      const sql = 'SELECT encrypt_option AS e FROM sys.dm_exec_connections WHERE session_id = @@SPID';
      expectEqual(rowsOf(await tsql(sql, server)), [['e'], [mode === 'require' ? 'TRUE' : 'FALSE']]);
    });
  }
  await story.case('old clients get the newer types as text', async () => {
    const sql = `SELECT CAST('2024-05-06' AS date) AS d, CAST('2024-05-06T07:08:09.1234567' AS datetime2(7)) AS t, CAST(N'😀' AS nvarchar(max)) AS n`;
    expectEqual(rowsOf(await tsql(sql, 'tds71'))[1], ['2024-05-06', '2024-05-06 07:08:09.1234567', '😀']);
  });
  await story.case('a wrong password', async () => {
    const output = await tsql('SELECT 1', 'plain', DATABASE, 'wrong');
    expect(output.includes("Login failed for user 'sa'.") && output.includes('Msg 18456'), output);
  });
  await story.case('an unknown database', async () => {
    const output = await tsql('SELECT 1', 'plain', 'nothing');
    expect(output.includes('Msg 4060'), output);
  });
}

export async function procedures(): Promise<void> {
  const story = new Story(STORIES.procedures);
  await story.case('outputs, status and several results', async () => {
    await mustTsql(
      'CREATE PROCEDURE dbo.divide @a int, @b int, @q int OUTPUT AS SELECT @a AS a SELECT @b AS b SET @q = @a / @b RETURN @a % @b',
    );
    const output = await mustTsql(
      'DECLARE @q int, @s int EXEC @s = dbo.divide 17, 5, @q OUTPUT SELECT @q AS q, @s AS s',
    );
    expectEqual(rowsOf(output), [['a'], ['17'], ['b'], ['5'], ['q', 's'], ['3', '2']]);
  });
  await story.case('bsqldb', async () => {
    const { code, output } = await bsqldb("SELECT 1 AS a, N'né😀' AS b, CAST(1.5 AS float) AS c");
    expectEqual(code, 0, output);
    expect(output.includes('né😀') && output.includes('1.5'), output);
  });
}

const BULK_ROWS = 5_000;

export async function bulkCopy(): Promise<void> {
  const story = new Story(STORIES.bulk);
  const given = join(DIRECTORY, 'in.txt');
  const taken = join(DIRECTORY, 'out.txt');
  const lines = Array.from(
    { length: BULK_ROWS },
    (_, id) => `${id}|näme ${id}|${(id / 4).toFixed(4)}|2024-05-06 07:08:09.123`,
  );
  await story.case(`freebcp: ${BULK_ROWS} rows in and out`, async () => {
    await mustTsql(
      'CREATE TABLE dbo.loaded (id int NOT NULL PRIMARY KEY, name nvarchar(50) NULL, amount decimal(18, 4) NULL, at datetime NULL)',
    );
    writeFileSync(given, `${lines.join('\n')}\n`);
    const loaded = await freebcp('loaded', 'in', given);
    expect(loaded.code === 0 && loaded.output.includes(`${BULK_ROWS} rows copied`), loaded.output);
    const totals =
      'SELECT COUNT(*) AS n, SUM(amount) AS s, MAX(name) AS m, CONVERT(varchar(30), MIN(at), 121) AS t FROM dbo.loaded';
    expectEqual(rowsOf(await mustTsql(totals))[1], ['5000', '3124375.0000', 'näme 999', '2024-05-06 07:08:09.123']);
    const saved = await freebcp('loaded', 'out', taken);
    expect(saved.code === 0, saved.output);
    const first = readFileSync(taken, 'utf8').split('\n')[7]?.split('|').slice(0, 3);
    expectEqual(first, ['7', 'näme 7', '1.7500']);
  });
  await story.case('freebcp: a duplicate key', async () => {
    await freebcp('loaded', 'in', given);
    expectEqual(rowsOf(await mustTsql('SELECT COUNT(*) AS n FROM dbo.loaded'))[1], [String(BULK_ROWS)]);
  });
}
