import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect as connectSocket } from 'node:net';
import { type TestContext, test } from 'node:test';
import { Connection, type ConnectionConfiguration, Request, TYPES } from 'tedious';
import { silentLog } from '../base/index.ts';
import { createSelfSigned } from './certificate/self-signed.ts';
import { startTdsServer, type TdsServer, type TdsServerOptions } from './tds-server.ts';
import { FakeEngine, type FakeSession } from './testing/fake-engine.ts';

const HOUR_MS = 3_600_000;
const certificate = createSelfSigned({
  commonName: 'localhost',
  names: ['localhost', '127.0.0.1'],
  notBefore: Date.now() - HOUR_MS,
  notAfter: Date.now() + HOUR_MS,
});

async function serve(
  t: TestContext,
  options: Partial<TdsServerOptions> = {},
): Promise<{ server: TdsServer; engine: FakeEngine }> {
  const engine = new FakeEngine();
  const server = await startTdsServer({
    engine,
    decodeVariant: () => null,
    version: { major: 15, minor: 0, build: 2000 },
    log: silentLog,
    host: '127.0.0.1',
    port: 0,
    encryption: 'optional',
    certificate,
    closeGraceMs: 500,
    ...options,
  });
  t.after(() => server.close());
  return { server, engine };
}

type Options = NonNullable<ConnectionConfiguration['options']>;

async function connect(
  t: TestContext,
  server: TdsServer,
  options: Options = {},
  password = 'secret',
): Promise<Connection> {
  const connection = new Connection({
    server: '127.0.0.1',
    authentication: { type: 'default', options: { userName: 'sa', password } },
    options: {
      port: server.port,
      trustServerCertificate: true,
      // TDS 8.0 always checks the certificate.
      serverName: 'localhost',
      cryptoCredentialsDetails: { ca: certificate.certificate },
      encrypt: false,
      database: 'shop',
      connectTimeout: 5000,
      ...options,
    },
  });
  t.after(() => connection.close());
  // Some tests make the server hang up.
  connection.on('error', () => {});
  await new Promise<void>((resolve, reject) => connection.connect((error) => (error ? reject(error) : resolve())));
  return connection;
}

interface Answer {
  readonly rows: unknown[][];
  readonly error: Error | undefined;
  readonly rowCount: number | undefined;
  readonly outputs: Record<string, unknown>;
}

function run(
  connection: Connection,
  text: string,
  prepare: (request: Request) => void = () => {},
  batch = true,
): Promise<Answer> {
  return new Promise((resolve) => {
    const rows: unknown[][] = [];
    const outputs: Record<string, unknown> = {};
    const request = new Request(text, (error, rowCount) =>
      resolve({ rows, error: error ?? undefined, rowCount, outputs }),
    );
    request.on('row', (columns: { value: unknown }[]) => rows.push(columns.map(({ value }) => value)));
    request.on('returnValue', (name: string, value: unknown) => (outputs[name] = value));
    prepare(request);
    if (batch) connection.execSqlBatch(request);
    else connection.execSql(request);
  });
}

const last = (engine: FakeEngine): FakeSession => engine.sessions.at(-1)!;

for (const encrypt of [false, true, 'strict'] as const) {
  test(`a login and a batch with encrypt ${encrypt}`, async (t) => {
    const { server, engine } = await serve(t);
    const connection = await connect(t, server, { encrypt, packetSize: 8192 });
    assert.equal(engine.logins[0]!.userName, 'sa');
    assert.equal(engine.logins[0]!.encrypted, encrypt !== false);
    const { rows, rowCount, error } = await run(connection, 'rows 3000');
    assert.equal(error, undefined);
    assert.equal(rowCount, 3000);
    assert.deepEqual(
      [rows[0], rows[2999]],
      [
        [0, null],
        [2999, 'row 2999 ä'],
      ],
    );
    assert.deepEqual(rows[2], [2, 'row 2 ä']);
  });
}

test('a client that only encrypts its login, and one that cannot encrypt, against what the server demands', async (t) => {
  const plain = await serve(t, { encryption: 'not supported', certificate: undefined });
  const connection = await connect(t, plain.server);
  assert.equal((await run(connection, 'rows 1')).rowCount, 1);
  assert.equal(plain.engine.logins[0]!.encrypted, false);
  await assert.rejects(connect(t, plain.server, { encrypt: true }));

  const demanding = await serve(t, { encryption: 'required' });
  await connect(t, demanding.server, { encrypt: true });
  assert.equal(demanding.engine.logins[0]!.encrypted, true);

  const strict = await serve(t, { encryption: 'strict' });
  await connect(t, strict.server, { encrypt: 'strict' });
  await assert.rejects(connect(t, strict.server, { encrypt: true }));
});

test('a wrong password is told with its number, and the connection ends', async (t) => {
  const { server } = await serve(t);
  await assert.rejects(connect(t, server, {}, 'wrong'), /Login failed for user 'sa'/);
});

test('errors, several batches on one connection, a fault of ours', async (t) => {
  const { server, engine } = await serve(t);
  const connection = await connect(t, server);
  const failed = await run(connection, 'fail');
  assert.equal((failed.error as { number?: number } | undefined)?.number, 208);
  assert.equal((await run(connection, 'rows 2')).rowCount, 2);
  const ended = once(connection, 'end');
  const crashed = await run(connection, 'crash');
  assert.match(crashed.error!.message, /Internal error/);
  await ended;
  while (!last(engine).log.includes('close')) await new Promise((resolve) => setTimeout(resolve, 5));
});

test('an RPC with output parameters', async (t) => {
  const { server } = await serve(t);
  const connection = await connect(t, server);
  const answer = await run(
    connection,
    'rows 2',
    (request) => {
      request.addOutputParameter('a', TYPES.Int, 42);
      request.addOutputParameter('b', TYPES.NVarChar, 'ä');
      request.addOutputParameter('c', TYPES.Decimal, 12.5, { precision: 20, scale: 3 });
    },
    false,
  );
  assert.deepEqual(answer.rows, [
    [0, null],
    [1, 'row 1 ä'],
  ]);
  assert.deepEqual(answer.outputs, { a: 42, b: 'ä', c: 12.5 });
});

test('transactions by transaction-manager requests', async (t) => {
  const { server, engine } = await serve(t);
  const connection = await connect(t, server);
  await new Promise<void>((resolve, reject) =>
    connection.beginTransaction((error) => (error ? reject(error) : resolve())),
  );
  await run(connection, 'rows 1');
  await new Promise<void>((resolve, reject) =>
    connection.commitTransaction((error) => (error ? reject(error) : resolve())),
  );
  assert.deepEqual(last(engine).log.slice(-3), ['begin', 'rows 1', 'commit']);
});

test('an attention ends a running request, and the connection stays usable', async (t) => {
  const { server, engine } = await serve(t);
  const connection = await connect(t, server);
  const waiting = run(connection, 'wait');
  while (!last(engine).log.includes('wait')) await new Promise((resolve) => setTimeout(resolve, 5));
  connection.cancel();
  assert.match((await waiting).error!.message, /Canceled/);
  assert.equal((await run(connection, 'rows 2')).rowCount, 2);
});

test('an attention in the middle of a large result', async (t) => {
  const { server } = await serve(t);
  const connection = await connect(t, server);
  const answer = await run(connection, 'rows 10000000', (request) => request.once('row', () => connection.cancel()));
  assert.match(answer.error!.message, /Canceled/);
  assert.equal((await run(connection, 'rows 2')).rowCount, 2);
});

test('a bulk load', async (t) => {
  const { server, engine } = await serve(t);
  const connection = await connect(t, server);
  const count = await new Promise<number | undefined>((resolve, reject) => {
    const load = connection.newBulkLoad('t', (error, rows) => (error ? reject(error) : resolve(rows)));
    load.addColumn('a', TYPES.Int, { nullable: true });
    load.addColumn('b', TYPES.NVarChar, { nullable: true, length: 50 });
    connection.execBulkLoad(
      load,
      Array.from({ length: 5000 }, (_, i) => [i, i % 2 === 0 ? null : `text ${i}`]),
    );
  });
  assert.equal(count, 5000);
  const session = last(engine);
  assert.ok(session.log.includes('bulk a,b'));
  assert.deepEqual(session.bulkRows[4999], [4999, 'text 4999']);
});

test('a reset of the connection reaches the session before the next request', async (t) => {
  const { server, engine } = await serve(t);
  const connection = await connect(t, server);
  await new Promise<void>((resolve, reject) => connection.reset((error) => (error ? reject(error) : resolve())));
  assert.ok(last(engine).log.includes('reset'));
});

test('a client that does not read makes the engine pause', async (t) => {
  const { server, engine } = await serve(t);
  const connection = await connect(t, server);
  const request = new Request('rows 2000000', () => {});
  request.pause();
  connection.execSqlBatch(request);
  while (last(engine)?.paused !== 1) await new Promise((resolve) => setTimeout(resolve, 5));
  await new Promise((resolve) => setTimeout(resolve, 100));
  assert.equal(last(engine).paused, 1);
  connection.close();
  while (!last(engine).log.includes('close')) await new Promise((resolve) => setTimeout(resolve, 5));
});

test('a stranger that says nothing, says nonsense, or is one too many', async (t) => {
  const { server } = await serve(t, { loginTimeoutMs: 50, maxConnections: 1 });
  const silent = connectSocket(server.port, '127.0.0.1');
  await once(silent, 'close');
  const nonsense = connectSocket(server.port, '127.0.0.1');
  nonsense.on('error', () => {});
  nonsense.write('GET / HTTP/1.1\r\nHost: example.org\r\n\r\n');
  await once(nonsense, 'close');
  while (server.connectionCount > 0) await new Promise((resolve) => setTimeout(resolve, 5));
  const connection = await connect(t, server, { connectTimeout: 2000 });
  await assert.rejects(connect(t, server), /maximum number of user connections/);
  assert.equal((await run(connection, 'rows 1')).rowCount, 1);
});
