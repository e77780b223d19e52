import assert from 'node:assert/strict';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, mock, test } from 'node:test';
import { type TestPostgres, startTestPostgres } from '../pg/testing.ts';
import { type CorpusBatch, lineMatches, parseCaseFile, withLowered } from './corpus/case-file.ts';
import { RecordingSink } from './corpus/recording-sink.ts';
import type { Engine } from './engine.ts';
import { Program } from './program/program.ts';
import type { Session } from './session-api.ts';
import { startEngine } from './start-engine.ts';

/**
 * The golden corpus: what a person types, and what SQL Server answers. HOLDFAST_CORPUS=name runs the files whose name contains it;
 * HOLDFAST_CORPUS_REWRITE=1 writes the lowered SQL anew where a case shows it, never the answers.
 */
const CORPUS = join(import.meta.dirname, '../../testdata/tsql');
const ONLY = process.env['HOLDFAST_CORPUS'] ?? '';
const REWRITE = process.env['HOLDFAST_CORPUS_REWRITE'] === '1';

/** What GETDATE() answers: fixed, so that answers are. */
const NOW = Date.parse('2024-03-15T10:20:30.123Z');

const PASSWORD = 'Corpus-runner-1';
const LOGIN = {
  userName: 'sa',
  password: PASSWORD,
  language: '',
  applicationName: 'corpus',
  hostName: 'test',
  clientInterfaceName: 'ODBC',
  clientProcessId: 1,
  clientAddress: '127.0.0.1',
  packetSize: 4096,
  tdsVersion: 0x74000004,
  encrypted: true,
  odbc: true,
};

const logged: string[] = [];
const log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: (fields: object, message: string) => {
    const { err } = fields as { err?: Error & { query?: string } };
    logged.push(`${message}: ${err?.stack ?? err?.message ?? ''}`);
  },
  child: () => log,
};

let postgres: TestPostgres;
let engine: Engine;
before(async () => {
  postgres = await startTestPostgres();
  engine = await startEngine({
    connect: postgres.connectOptions,
    poolSize: 4,
    collation: 'SQL_Latin1_General_CP1_CI_AS',
    initialPassword: PASSWORD,
    serverName: 'holdfast',
    localAddress: '127.0.0.1',
    localPort: 1433,
    productName: 'Holdfast',
    log,
    clock: { now: () => NOW, monotonic: () => performance.now() },
  });
});
after(async () => {
  await engine?.close();
  await postgres?.stop();
});

/** The SQL of every query that a batch compiles. */
const lowered: string[] = [];
const query = Program.prototype.query;
mock.method(Program.prototype, 'query', function (this: Program, ...parameters: Parameters<Program['query']>) {
  const plan = query.apply(this, parameters);
  if (!lowered.includes(plan.compiled.sql)) lowered.push(plan.compiled.sql);
  return plan;
});

async function run(session: Session, text: string): Promise<readonly string[]> {
  const sink = new RecordingSink();
  lowered.length = 0;
  await session.executeBatch(text, sink);
  return sink.lines;
}

/** The difference between expectation and answer as text, or undefined. */
function difference(part: CorpusBatch, answer: readonly string[]): string | undefined {
  const same =
    part.answer.length === answer.length && part.answer.every((line, i) => lineMatches(line, answer[i] as string));
  if (!same) return [part.text, '-- expected', ...part.answer, '-- answered', ...answer, ...logged].join('\n');
  if (REWRITE || part.lowered === undefined || withoutIds(part.lowered) === withoutIds(lowered.join('\n')))
    return undefined;
  return [part.text, '-- expected to be lowered to', part.lowered, '-- was lowered to', ...lowered].join('\n');
}

/** Object ids in PostgreSQL's names depend on which files ran before. */
function withoutIds(sql: string): string {
  return sql.replaceAll(/"#\d+\./g, '"#id.');
}

for (const file of readdirSync(CORPUS).filter((name) => name.endsWith('.txt') && name.includes(ONLY))) {
  test(`T-SQL of ${file}`, async (context) => {
    const path = join(CORPUS, file);
    const text = readFileSync(path, 'utf8');
    const database = `corpus_${file.replaceAll(/\W/g, '_')}`;
    const first = await engine.login({ ...LOGIN, database: 'master' });
    assert.deepEqual(await run(first, `CREATE DATABASE ${database}`), []);
    await first.close();
    const session = await engine.login({ ...LOGIN, database });
    const shown = new Map<string, string>();
    for (const { title, notYet, line, parts } of parseCaseFile(text)) {
      logged.length = 0;
      const wrong: string[] = [];
      for (const part of parts) {
        const found = difference(part, await run(session, part.text));
        if (found !== undefined) wrong.push(found);
        shown.set(`${title}\n${part.text}`, lowered.join('\n'));
      }
      await session.reset(false);
      await context.test(title, { todo: notYet ?? false }, () => {
        assert.ok(wrong.length === 0, `${file}:${line}\n${wrong.join('\n\n')}\n`);
      });
      if (notYet !== undefined && wrong.length === 0) {
        await context.test(`${title} is answered by now: "not yet" may go`, () => assert.fail(`${file}:${line}`));
      }
    }
    await session.close();
    if (REWRITE)
      writeFileSync(
        path,
        withLowered(text, (title, batch) => shown.get(`${title}\n${batch}`)),
      );
  });
}
