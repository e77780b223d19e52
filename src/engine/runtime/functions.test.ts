import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import {
  type BindEnvironment,
  type CompiledExpression,
  DEFAULT_SET_OPTIONS,
  MemoryCatalog,
  SqlError,
  carrierOf,
  compileExpression,
  formatType,
  functionTable,
  parseExpression,
} from '../../tsql/index.ts';
import { type PostgresFixture, startPostgres } from './postgres-fixture.ts';

/** The corpus: `<expression> => <value> [:: <type>]`, or `=> !<error number>`. Values are SQL Server's documented ones. */
const CORPUS = join(import.meta.dirname, '../../../testdata/functions');
const LINE = /^([^#].*?) =>(?: (.*?))?(?: :: (\S.*))?$/;

const COLLATION = 'SQL_Latin1_General_CP1_CI_AS';

/** What the engine would fill in: 2020-01-02 03:04:05.1234567 UTC, an hour east of it. */
const SESSION: Readonly<Record<string, unknown>> = {
  '@@now': '637135310451234567',
  '@@utc_offset_minutes': 60,
  '@@datefirst': 7,
  '@@db_id': 1,
  '@@db_name': 'master',
  '@@default_schema': 'dbo',
  '@@default_schema_id': 1,
  '@@temporary_tables': '#a\t-3\n#t\t-7',
  '@@login_name': 'sa',
  '@@user_name': 'dbo',
  '@@original_login': 'sa',
  '@@server_roles': 'sysadmin\npublic',
  '@@database_roles': 'db_owner\npublic',
  '@@is_sysadmin': 1,
  '@@user_id': 1,
  '@@rowcount': 3,
  '@@version': 'Holdfast',
  '@@xact_state': 0,
  '@@session_context': '{"tenant":{"type":"int","value":"42"}}',
  '@@options': 5496,
  '@@cursor_states': '',
  '@@machine_name': 'host',
  '@@servername': 'host',
  '@@server_collation': COLLATION,
  '@@edition': 'Developer',
  '@@process_id': 1,
};

const TYPE = { length: 0, precision: 0, scale: 0 };
const PERSON = {
  name: 'Person',
  pg: 'Person',
  foreignKeys: [],
  checks: [],
  columns: [
    {
      id: 1,
      name: 'id',
      type: { ...TYPE, name: 'int' },
      nullable: false,
      identity: { seed: '10', increment: '5', pgSequence: 's' },
    },
    { id: 2, name: 'name', type: { ...TYPE, name: 'nvarchar', length: 50 }, nullable: true },
  ],
  indexes: [
    {
      id: 1,
      name: 'PK_Person',
      unique: true,
      clustered: true,
      constraint: 'PRIMARY KEY',
      constraintObjectId: 101,
      columns: [{ column: 'id', descending: false }],
    },
  ],
};

let postgres: PostgresFixture;
before(async () => {
  postgres = await startPostgres();
  const insert = (table: string, ...values: unknown[]): Promise<unknown> =>
    postgres.client.query(
      `INSERT INTO holdfast.${table} VALUES (${values.map((_, i) => `$${i + 1}`).join(', ')})`,
      values,
    );
  await insert('databases', 1, 'master', { name: 'master', collation: COLLATION, options: {} });
  await insert('schemas', 1, 1, 'dbo', { name: 'dbo', pg: 'master.dbo' });
  await insert('objects', 100, 1, 'object', 'table', 'Person', 'person', PERSON);
});
after(() => postgres.stop());

const ENVIRONMENT: BindEnvironment = {
  catalog: MemoryCatalog.create(),
  databaseId: 1,
  defaultSchema: 'dbo',
  variable: () => undefined,
  tableVariable: () => undefined,
  temporaryTable: () => undefined,
  options: DEFAULT_SET_OPTIONS,
  serverCollation: COLLATION,
};

const compile = (text: string): CompiledExpression => compileExpression(parseExpression(text), ENVIRONMENT);

async function evaluate(text: string): Promise<{ readonly value: string; readonly type: string }> {
  const plain = compile(text);
  const carrier = carrierOf(plain.type);
  const date = /date|time$/.test(plain.type.name);
  const { sql, parameters } = date ? compile(`CONVERT(varchar(60), ${text}, 121)`) : plain;
  const shown =
    carrier === 'sys.sql_variant' ? '(t.v).value' : carrier === 'bytea' ? `'0x' || encode(t.v, 'hex')` : 't.v::text';
  const result = await postgres.client.query(
    `SELECT ${shown} AS v FROM (${sql}) AS t (v)`,
    parameters.map(({ name }) => SESSION[name] ?? null),
  );
  return { value: result.rows[0].v ?? 'NULL', type: formatType(plain.type) };
}

/** PostgreSQL's own overflow (22003) is what the engine turns into 8115. */
function errorNumber(error: unknown): string {
  if (error instanceof SqlError) return `!${error.number}`;
  const { code, detail } = error as { code?: string; detail?: string };
  if (code === 'HF000') return `!${detail?.split(';')[0]}`;
  if (code === '22003') return '!8115';
  throw error;
}

for (const file of readdirSync(CORPUS).filter((name) => name.endsWith('.txt'))) {
  test(`functions of ${file} answer as documented`, async () => {
    const cases = readFileSync(join(CORPUS, file), 'utf8')
      .split('\n')
      .flatMap((line) => LINE.exec(line) ?? []);
    const wrong: string[] = [];
    for (let i = 0; i < cases.length; i += 4) {
      const [, text = '', expected = '', type] = cases.slice(i, i + 4);
      const got = await evaluate(text).catch((error: unknown) => ({ value: errorNumber(error), type: '' }));
      if (got.value !== expected || (type !== undefined && type !== got.type))
        wrong.push(`${text}\n  ${got.value} :: ${got.type}, not ${expected} :: ${type ?? '-'}`);
    }
    assert.ok(cases.length > 0);
    assert.equal(wrong.length, 0, wrong.join('\n'));
  });
}

/** Calls that PostgreSQL must at least understand: an error of SQL Server's is fine, a function that is not there is not. */
const SAMPLES = [
  'NULL',
  '1',
  "'a'",
  "N'a'",
  '1.5',
  '$2',
  '2e0',
  "CAST('2020-01-01' AS datetime)",
  "CAST('2020-01-01' AS date)",
  '0x01',
];
const MISSING = new Set(['42883', '42P01', '42703', '42601', '42804', '42725', '42P18', '0A000', '42P22', '42846']);

test('every function exists in PostgreSQL for every kind of argument that binds', async () => {
  const missing: string[] = [];
  for (const { name, area } of functionTable()) {
    if (area === 'aggregate' || area === 'window' || name === 'AT TIME ZONE') continue;
    for (const sample of SAMPLES) {
      for (let count = 0; count <= 5; count++) {
        const text = callText(name, count, sample);
        try {
          await evaluate(text);
        } catch (error) {
          const { code = '', message } = error as { code?: string; message: string };
          if (MISSING.has(code) || !(error instanceof SqlError || code !== '')) missing.push(`${text}: ${message}`);
        }
      }
    }
  }
  assert.equal(missing.length, 0, missing.join('\n'));
});

function callText(name: string, count: number, sample: string): string {
  const args = Array.from({ length: count }, () => sample);
  if (/^DATE(PART|NAME|DIFF|DIFF_BIG|ADD|TRUNC|_BUCKET)$/.test(name)) args.unshift('day');
  if (/^(CURRENT_(TIMESTAMP|DATE|USER)|(SESSION|SYSTEM)_USER|USER)$/.test(name)) return name;
  return `${name}(${args.join(', ')})`;
}
