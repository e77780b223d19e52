import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { copyRow } from '../binary/row.ts';
import { decodeInt4, encodeInt4 } from '../binary/numbers.ts';
import { encodeText } from '../binary/strings.ts';
import { PgError } from '../errors.ts';
import { startTestPostgres, type TestPostgres } from '../testing.ts';
import { PgConnection } from './connection.ts';
import { PREPARED_STATEMENTS_LIMIT } from './prepared.ts';
import { pgStatement } from './statement.ts';
import type { PgStep } from './types.ts';

let server: TestPostgres;
const open: PgConnection[] = [];

async function connect(): Promise<PgConnection> {
  const connection = await PgConnection.connect(server.connectOptions);
  open.push(connection);
  return connection;
}

/** The int4 values of all rows, as [step, values...]. */
async function integers(connection: PgConnection, steps: readonly PgStep[]): Promise<number[][]> {
  const rows: number[][] = [];
  await connection.run(steps, {
    row: (step, buffer, start) =>
      void rows.push([
        step,
        ...copyRow(buffer, start).map((value) => (value === null ? Number.NaN : decodeInt4(value, 0))),
      ]),
  });
  return rows;
}

describe('a connection', () => {
  before(async () => {
    server = await startTestPostgres();
  });
  after(async () => {
    await Promise.all(open.map((connection) => connection.close()));
    await server.stop();
  });

  test('pipelines steps and tells which step each row belongs to', async () => {
    const connection = await connect();
    const plus = pgStatement('SELECT $1::int4 + $2::int4', [23, 23]);
    const steps: PgStep[] = [
      { sql: 'SELECT 1' },
      { statement: plus, parameters: [encodeInt4(40), encodeInt4(2)] },
      { statement: plus, parameters: [encodeInt4(1), null] },
    ];
    assert.deepEqual(await integers(connection, steps), [
      [0, 1],
      [1, 42],
      [2, Number.NaN],
    ]);
    assert.deepEqual(await integers(connection, steps.slice(1, 2)), [[0, 42]]);
  });

  test('completes with the command and its count, and describes fields on demand', async () => {
    const connection = await connect();
    const seen: unknown[] = [];
    const steps = [
      { sql: 'CREATE TEMP TABLE tags (a int, b text)' },
      { sql: 'INSERT INTO tags SELECT n FROM generate_series(1, 1234) n' },
      { sql: 'UPDATE tags SET a = a WHERE a <= 12' },
      { sql: 'SELECT a, b AS "B" FROM tags LIMIT 0' },
      { sql: '' },
    ];
    await connection.run(steps, {
      complete: (step, tag, rows) => void seen.push([step, tag, rows]),
      fields: (step, fields) =>
        void (fields.length > 0 && seen.push([step, fields.map(({ name, typeOid }) => [name, typeOid])])),
    });
    assert.deepEqual(seen, [
      [0, 'CREATE TABLE', 0],
      [1, 'INSERT', 1234],
      [2, 'UPDATE', 12],
      [
        3,
        [
          ['a', 23],
          ['B', 25],
        ],
      ],
      [3, 'SELECT', 0],
      [4, '', 0],
    ]);
  });

  test('rejects with the error and its step, skips the rest, and goes on', async () => {
    const connection = await connect();
    await connection.runSimple('CREATE TABLE things (id int CONSTRAINT things_pk PRIMARY KEY)');
    const insert = { sql: 'INSERT INTO things VALUES (1)' };
    const failure = await connection
      .run([{ sql: 'BEGIN' }, insert, insert, { sql: 'SELECT 1' }], {})
      .catch((error: unknown) => error);
    assert.ok(failure instanceof PgError);
    const { sqlstate, step, constraint, table, schema, severity, detail } = failure;
    assert.deepEqual(
      { sqlstate, step, constraint, table, schema, severity, detail },
      {
        sqlstate: '23505',
        step: 2,
        constraint: 'things_pk',
        table: 'things',
        schema: 'public',
        severity: 'ERROR',
        detail: 'Key (id)=(1) already exists.',
      },
    );
    assert.equal(connection.transactionStatus, 'E');
    await connection.run([{ sql: 'ROLLBACK' }], {});
    assert.equal(connection.transactionStatus, 'I');
    await assert.rejects(connection.run([{ sql: 'SELEC 1' }], {}), { sqlstate: '42601', position: 1 });
  });

  test('a statement whose Parse failed or was skipped is prepared again', async () => {
    const connection = await connect();
    const late = pgStatement('SELECT a FROM made_later');
    await assert.rejects(connection.run([{ statement: late, parameters: [] }], {}), { sqlstate: '42P01' });
    await connection.runSimple('CREATE TEMP TABLE made_later AS SELECT 5 AS a');
    const other = pgStatement('SELECT 6');
    await assert.rejects(connection.run([{ sql: 'SELECT 1/0' }, { statement: other, parameters: [] }], {}), {
      sqlstate: '22012',
    });
    assert.deepEqual(
      await integers(connection, [
        { statement: late, parameters: [] },
        { statement: other, parameters: [] },
      ]),
      [
        [0, 5],
        [1, 6],
      ],
    );
  });

  test('prepares again after DEALLOCATE and after a change of the result type', async () => {
    const connection = await connect();
    await connection.runSimple('CREATE TEMP TABLE changing AS SELECT 7 AS a');
    const all = pgStatement('SELECT * FROM changing');
    const step = { statement: all, parameters: [] };
    assert.deepEqual(await integers(connection, [step]), [[0, 7]]);
    await connection.runSimple('DEALLOCATE ALL');
    assert.deepEqual(await integers(connection, [step]), [[0, 7]]);
    await connection.runSimple('ALTER TABLE changing ADD b int DEFAULT 8');
    assert.deepEqual(await integers(connection, [step]), [[0, 7, 8]]);
    await connection.runSimple('BEGIN; ALTER TABLE changing DROP b');
    await assert.rejects(integers(connection, [step]), { sqlstate: '0A000' });
    await connection.runSimple('ROLLBACK');
    assert.deepEqual(await integers(connection, [step]), [[0, 7, 8]]);
  });

  test('keeps a bounded number of statements on the server', async () => {
    const connection = await connect();
    const statements = Array.from({ length: PREPARED_STATEMENTS_LIMIT + 50 }, (_, index) =>
      pgStatement(`SELECT ${index}`),
    );
    for (const statement of [...statements, ...statements.slice(0, 10)])
      await connection.run([{ statement, parameters: [] }], {});
    const [result] = await connection.runSimple('SELECT count(*) FROM pg_prepared_statements');
    assert.ok(Number(result?.rows[0]?.[0]) <= PREPARED_STATEMENTS_LIMIT + 1);
  });

  test('maxRows ends a step early', async () => {
    const connection = await connect();
    const tags: unknown[] = [];
    let rows = 0;
    const statement = pgStatement('SELECT generate_series(1, 100)');
    await connection.run([{ statement, parameters: [], maxRows: 3 }], {
      row: () => void (rows += 1),
      complete: (_, tag) => void tags.push(tag),
    });
    assert.deepEqual([rows, tags], [3, ['SUSPENDED']]);
  });

  test('an exception in a handler rejects the run and leaves the connection usable', async () => {
    const connection = await connect();
    let rows = 0;
    const run = connection.run([{ sql: 'SELECT generate_series(1, 10000)' }], {
      row: () => {
        rows += 1;
        if (rows === 5) throw new Error('no more');
      },
    });
    await assert.rejects(run, { message: 'no more' });
    assert.equal(rows, 5);
    assert.deepEqual(await integers(connection, [{ sql: 'SELECT 1' }]), [[0, 1]]);
  });

  test('a text with U+0000 is refused before anything is sent', async () => {
    const connection = await connect();
    await assert.rejects(connection.run([{ sql: 'SELECT 1' }, { sql: 'SELECT \0' }], {}), { code: 'PG_NUL_IN_TEXT' });
    assert.deepEqual(await integers(connection, [{ sql: 'SELECT 1' }]), [[0, 1]]);
  });

  test('notices reach the handler', async () => {
    const connection = await connect();
    const notices: string[] = [];
    await connection.run([{ sql: `DO $$ BEGIN RAISE NOTICE 'hello %', 1; END $$` }], {
      notice: (n) => void notices.push(n.message),
    });
    assert.deepEqual(notices, ['hello 1']);
  });

  test('a row of many megabytes goes both ways', async () => {
    const connection = await connect();
    const large = Buffer.alloc(20 * 1024 * 1024, 'x');
    let seen = 0;
    const statement = pgStatement('SELECT $1::text || $2::text', [25, 25]);
    await connection.run([{ statement, parameters: [large, encodeText('end')] }], {
      row: (_, buffer, start, end) => {
        const [value] = copyRow(buffer.subarray(start, end), 0);
        seen = value?.length ?? 0;
        assert.equal(value?.toString('latin1', seen - 3), 'end');
      },
    });
    assert.equal(seen, large.length + 3);
  });

  test('pause stops the rows until resume', async () => {
    const connection = await connect();
    let rows = 0;
    const run = connection.run([{ sql: `SELECT repeat('x', 1000) FROM generate_series(1, 20000)` }], {
      row: () => {
        rows += 1;
        if (rows === 1) connection.pause();
      },
    });
    await delay(150);
    const whilePaused = rows;
    assert.ok(whilePaused < 200, `${whilePaused} rows came in spite of the pause`);
    connection.resume();
    await run;
    assert.equal(rows, 20_000);
  });

  test('cancel ends what runs', async () => {
    const connection = await connect();
    const run = connection.run([{ sql: 'SELECT pg_sleep(30)' }], {});
    await delay(20);
    await Promise.all([connection.cancel(), assert.rejects(run, { sqlstate: '57014' })]);
  });

  test('COPY keeps its rows on end, none on fail, and reports an error of the server', async () => {
    const connection = await connect();
    await connection.runSimple('CREATE TEMP TABLE copied (a int NOT NULL)');
    const copy = await connection.copyIn('COPY copied FROM STDIN');
    for (let n = 0; n < 50_000; n += 1) if (!copy.write(Buffer.from(`${n}\n`))) await copy.drain();
    assert.equal(await copy.end(), 'COPY 50000');
    const failing = await connection.copyIn('COPY copied FROM STDIN');
    failing.write(Buffer.from('1\n'));
    await failing.fail('changed my mind');
    const wrong = await connection.copyIn('COPY copied FROM STDIN');
    wrong.write(Buffer.from('not a number\n'));
    await assert.rejects(wrong.end(), { sqlstate: '22P02' });
    await assert.rejects(connection.copyIn('SELECT 1'), { code: 'PG_NOT_COPY' });
    await assert.rejects(connection.run([{ sql: 'COPY copied FROM STDIN' }], {}), { sqlstate: '57014' });
    const [result] = await connection.runSimple('SELECT count(*), sum(a) FROM copied');
    assert.deepEqual(result?.rows, [['50000', '1249975000']]);
  });

  test('runs that are not awaited go out one after the other', async () => {
    const connection = await connect();
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, n) => integers(connection, [{ sql: `SELECT ${n}` }])),
    );
    assert.deepEqual(
      results,
      Array.from({ length: 20 }, (_, n) => [[0, n]]),
    );
  });

  test('a backend that is terminated rejects its run and tells its listeners why', async () => {
    const [connection, killer] = [await connect(), await connect()];
    const closed = new Promise<Error | undefined>((resolve) => connection.onClose(resolve));
    const run = connection.run([{ sql: 'SELECT pg_sleep(30)' }], {});
    const rejected = assert.rejects(run, { code: 'PG_CONNECTION_LOST', message: /administrator/ });
    await delay(20);
    await killer.runSimple(`SELECT pg_terminate_backend(${connection.processId})`);
    await rejected;
    assert.match((await closed)?.message ?? '', /administrator/);
    assert.equal(connection.broken, true);
    await assert.rejects(connection.run([{ sql: 'SELECT 1' }], {}), { code: 'PG_CONNECTION_LOST' });
  });

  test('a refused connection says why', async () => {
    await assert.rejects(PgConnection.connect({ ...server.connectOptions, database: 'nowhere' }), {
      code: 'PG_CONNECT_FAILED',
      sqlstate: '3D000',
    });
    await assert.rejects(PgConnection.connect({ ...server.connectOptions, port: 1 }), {
      code: 'PG_CONNECT_FAILED',
      systemCode: 'ENOENT',
    });
  });
});
