import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type TestContext, test } from 'node:test';
import { silentLog } from '../base/index.ts';
import {
  ByteReader,
  type Dialect,
  dialectOf,
  encodeSessionRecovery,
  encodeSqlBatch,
  encodeTransactionManager,
  Encryption,
  FeatureId,
  LATEST_DIALECT,
  type LoginAck,
  type MessageToken,
  OLDEST_DIALECT,
  PacketStatus,
  PacketType,
  readColMetadata,
  readDone,
  readEnvChange,
  readFeatureExtAck,
  readLoginAck,
  readMessage,
  readRow,
  readSessionState,
  TokenType,
} from '../tds/index.ts';
import { createSelfSigned } from './certificate/self-signed.ts';
import { startTdsServer, type TdsServer } from './tds-server.ts';
import { FakeEngine } from './testing/fake-engine.ts';
import { login7, RawClient } from './testing/raw-client.ts';

const HOUR_MS = 3_600_000;
const certificate = createSelfSigned({
  commonName: 'x',
  names: ['x'],
  notBefore: Date.now() - HOUR_MS,
  notAfter: Date.now() + HOUR_MS,
});

async function serve(t: TestContext): Promise<{ server: TdsServer; engine: FakeEngine; client: () => RawClient }> {
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
    closeGraceMs: 100,
  });
  t.after(() => server.close());
  const client = (): RawClient => {
    const made = new RawClient(server.port);
    t.after(() => made.socket.destroy());
    return made;
  };
  return { server, engine, client };
}

interface Token {
  readonly type: number;
  readonly value: unknown;
}

/** The tokens of an answer without rows. */
function tokens(payload: Buffer, dialect: Dialect = LATEST_DIALECT): Token[] {
  const reader = new ByteReader(payload);
  const found: Token[] = [];
  while (reader.remaining > 0) {
    const type = reader.u8();
    found.push({ type, value: readToken(reader, type, dialect) });
  }
  return found;
}

function readToken(reader: ByteReader, type: number, dialect: Dialect): unknown {
  switch (type) {
    case TokenType.envChange:
      return readEnvChange(reader);
    case TokenType.info:
    case TokenType.error:
      return readMessage(reader, dialect);
    case TokenType.loginAck:
      return readLoginAck(reader);
    case TokenType.featureExtAck:
      return readFeatureExtAck(reader);
    case TokenType.sessionState:
      return readSessionState(reader);
    case TokenType.done:
      return readDone(reader, 'done', dialect);
    default:
      throw new Error(`token ${type}`);
  }
}

const types = (payload: Buffer): number[] => tokens(payload).map(({ type }) => type);
const ATTENTION = { token: 'done', status: 0x20, command: 0, rowCount: 0 };

test('ENCRYPT_OFF encrypts the login and nothing after it', async (t) => {
  const { engine, client } = await serve(t);
  const raw = client();
  assert.equal((await raw.prelogin(Encryption.off)).encryption, Encryption.off);
  await raw.startTls();
  const reply = await raw.leaveTlsAfterLogin(login7());
  assert.ok(types(reply).includes(TokenType.loginAck));
  assert.equal(engine.logins[0]!.password, 'secret');
  assert.deepEqual(types(await raw.batch('set x')), [TokenType.done]);
});

test('session recovery: its acknowledgement, its state before the last DONE, and what a client brings back', async (t) => {
  const { engine, client } = await serve(t);
  const raw = client();
  await raw.prelogin(Encryption.notSupported);
  const recovery = encodeSessionRecovery({
    initial: {
      database: 'master',
      collation: Buffer.alloc(0),
      language: 'us_english',
      states: new Map([[0, Uint8Array.of(1)]]),
    },
    toBe: { database: 'shop', collation: Buffer.alloc(0), language: '', states: new Map([[0, Uint8Array.of(2)]]) },
  });
  const features = [
    { id: FeatureId.sessionRecovery, data: recovery },
    { id: FeatureId.columnEncryption, data: Uint8Array.of(1) },
  ];
  const reply = tokens(await raw.login(login7({ features })));
  const { recovered } = engine.logins[0]!;
  assert.deepEqual(
    { ...recovered },
    { database: 'shop', language: 'us_english', states: new Map([[0, Uint8Array.of(2)]]) },
  );
  const ack = reply.find(({ type }) => type === TokenType.featureExtAck)!.value;
  assert.deepEqual(ack, [{ id: 1, data: Uint8Array.of(0, 1, 1) }]);

  assert.deepEqual(types(await raw.batch('set x')), [TokenType.done]);
  engine.sessions[0]!.recoverable = new Map([[0, Uint8Array.of(9)]]);
  const answer = tokens(await raw.batch('set y'));
  assert.deepEqual(
    answer.map(({ type }) => type),
    [TokenType.sessionState, TokenType.done],
  );
  assert.deepEqual(answer[0]!.value, { sequence: 1, recoverable: true, states: new Map([[0, Uint8Array.of(9)]]) });
});

test('what the login refuses by name', async (t) => {
  const { client } = await serve(t);
  for (const [changes, number] of [
    [{ flags: [0xe0, 0x83, 0, 0] as const }, 18452],
    [{ tdsVersion: 0x70000000 }, 17828],
  ] as const) {
    const raw = client();
    await raw.prelogin(Encryption.notSupported);
    const dialect = 'tdsVersion' in changes ? OLDEST_DIALECT : LATEST_DIALECT;
    const [error] = tokens(await raw.login(login7(changes)), dialect);
    assert.equal((error!.value as { number: number }).number, number);
  }
});

test('a database that cannot be opened: 4060, then 18456', async (t) => {
  const { client } = await serve(t);
  const raw = client();
  await raw.prelogin(Encryption.notSupported);
  const answer = tokens(await raw.login(login7({ database: 'missing' })));
  const errors = answer.slice(0, -1).map(({ value }) => value as MessageToken);
  assert.deepEqual(
    errors.map(({ number, severity }) => [number, severity]),
    [
      [4060, 11],
      [18456, 14],
    ],
  );
  assert.deepEqual(answer.at(-1)!.value, { token: 'done', status: 2, command: 0, rowCount: 0 });
});

test('a new password goes to the engine with the login', async (t) => {
  const { engine, client } = await serve(t);
  const raw = client();
  await raw.prelogin(Encryption.notSupported);
  await raw.login(login7({ newPassword: 'next' }));
  assert.equal(engine.logins[0]!.newPassword, 'next');
});

test('a reset that keeps the transaction says nothing of it; a plain one tells its end', async (t) => {
  const { engine, client } = await serve(t);
  const raw = client();
  await raw.prelogin(Encryption.notSupported);
  await raw.login(login7());
  const headers = { transactionDescriptor: 0n, outstandingRequests: 1 };
  const begin = encodeTransactionManager(headers, { kind: 'begin', isolation: 0, name: '' });
  raw.send(PacketType.transactionManager, begin);
  await raw.answer();
  const kinds = async (status: number): Promise<unknown[]> =>
    tokens(await raw.batch('set x', status))
      .filter(({ type }) => type === TokenType.envChange)
      .map(({ value }) => (value as { kind: string }).kind);
  assert.deepEqual(await kinds(PacketStatus.resetConnectionSkipTransaction), ['resetAcknowledged']);
  assert.deepEqual(await kinds(PacketStatus.resetConnection), ['rollbackTransaction', 'resetAcknowledged']);
  assert.deepEqual(await kinds(PacketStatus.resetConnection), ['resetAcknowledged']);
  assert.deepEqual(engine.sessions[0]!.log.slice(0, 4), ['begin', 'reset, keep', 'set x', 'reset']);
});

test('a feature is acknowledged that we have and the client asked for, once, and none before TDS 7.4', async (t) => {
  const { client } = await serve(t);
  const features = [FeatureId.utf8Support, FeatureId.azureSqlSupport, FeatureId.utf8Support, FeatureId.json].map(
    (id) => ({
      id,
      data: Uint8Array.of(1),
    }),
  );
  for (const tdsVersion of [0x74000004, 0x730b0003]) {
    const raw = client();
    await raw.prelogin(Encryption.notSupported);
    const reply = tokens(await raw.login(login7({ features, tdsVersion })));
    const acks = reply.filter(({ type }) => type === TokenType.featureExtAck).map(({ value }) => value);
    assert.deepEqual(acks, tdsVersion === 0x74000004 ? [[{ id: FeatureId.utf8Support, data: Uint8Array.of(1) }]] : []);
  }
});

test('TDS 7.1: every token in its old shape, no descriptors, no PRELOGIN needed', async (t) => {
  const { engine, client } = await serve(t);
  const raw = client();
  const dialect = dialectOf(0x71000001)!;
  const reply = tokens(await raw.login(login7({ tdsVersion: 0x71000001 })), dialect);
  const ack = reply.find(({ type }) => type === TokenType.loginAck)!.value as LoginAck;
  assert.equal(ack.tdsVersion, 0x71000001);
  assert.equal(engine.logins[0]!.tdsVersion, 0x71000001);
  const batch = async (text: string): Promise<Buffer> => {
    raw.send(PacketType.sqlBatch, encodeSqlBatch({ headers: undefined, text }));
    return raw.answer();
  };
  assert.deepEqual(
    tokens(await batch('set x'), dialect).map(({ type }) => type),
    [TokenType.done],
  );
  const [error] = tokens(await batch('fail'), dialect);
  assert.equal((error!.value as MessageToken).line, 2);
  const reader = new ByteReader(await batch('rows 2'));
  assert.equal(reader.u8(), TokenType.colMetadata);
  const columns = readColMetadata(reader, dialect);
  assert.equal(reader.u8(), TokenType.row);
  assert.deepEqual(readRow(reader, columns), [0, null]);
  assert.equal(reader.u8(), TokenType.row);
  assert.deepEqual(readRow(reader, columns), [1, 'row 1 ä']);
  assert.equal(reader.u8(), TokenType.done);
  assert.deepEqual(readDone(reader, 'done', dialect), { token: 'done', status: 0x10, command: 0xc1, rowCount: 2 });
  assert.equal(reader.remaining, 0);
  raw.send(
    PacketType.transactionManager,
    encodeTransactionManager(undefined, { kind: 'begin', isolation: 0, name: '' }),
  );
  assert.equal((tokens(await raw.answer(), dialect)[0]!.value as MessageToken).number, 4002);
});

test('an attention to an idle session, and to one that finished meanwhile, is acknowledged', async (t) => {
  const { client } = await serve(t);
  const raw = client();
  await raw.prelogin(Encryption.notSupported);
  await raw.login(login7());
  raw.send(PacketType.attention, Buffer.alloc(0));
  assert.deepEqual(tokens(await raw.answer())[0]!.value, ATTENTION);
  raw.send(
    PacketType.sqlBatch,
    encodeSqlBatch({ headers: { transactionDescriptor: 0n, outstandingRequests: 1 }, text: 'wait' }),
  );
  raw.send(PacketType.attention, Buffer.alloc(0));
  assert.deepEqual(types(await raw.answer()), [TokenType.done]);
  assert.deepEqual(tokens(await raw.answer())[0]!.value, ATTENTION);
});

test('a message that the client gives up is not run', async (t) => {
  const { engine, client } = await serve(t);
  const raw = client();
  await raw.prelogin(Encryption.notSupported);
  await raw.login(login7());
  assert.deepEqual(tokens(await raw.batch('set x', PacketStatus.ignore))[0]!.value, ATTENTION);
  assert.deepEqual(engine.sessions[0]!.log, []);
});

test('the reset bit: acknowledged first, with the rollback of an open transaction', async (t) => {
  const { engine, client } = await serve(t);
  const raw = client();
  await raw.prelogin(Encryption.notSupported);
  await raw.login(login7());
  const answer = tokens(await raw.batch('set x', PacketStatus.resetConnection));
  assert.deepEqual(
    answer.map(({ type }) => type),
    [TokenType.envChange, TokenType.done],
  );
  assert.equal((answer[0]!.value as { kind: string }).kind, 'resetAcknowledged');
  assert.deepEqual(engine.sessions[0]!.log, ['reset', 'set x']);
});

test('requests that do not wait for the answer run one after the other', async (t) => {
  const { engine, client } = await serve(t);
  const raw = client();
  await raw.prelogin(Encryption.notSupported);
  await raw.login(login7());
  const headers = { transactionDescriptor: 0n, outstandingRequests: 1 };
  for (const text of ['set a', 'rows 100', 'set b']) raw.send(PacketType.sqlBatch, encodeSqlBatch({ headers, text }));
  assert.deepEqual(types(await raw.answer()), [TokenType.done]);
  assert.equal((await raw.answer())[0], TokenType.colMetadata);
  assert.deepEqual(types(await raw.answer()), [TokenType.done]);
  assert.deepEqual(engine.sessions[0]!.log, ['set a', 'rows 100', 'set b']);
});

test('a broken request is told and ends the connection', async (t) => {
  const { engine, client } = await serve(t);
  const raw = client();
  await raw.prelogin(Encryption.notSupported);
  await raw.login(login7());
  raw.send(PacketType.rpc, Buffer.from('0400000001', 'hex'));
  const [error] = tokens(await raw.answer());
  assert.equal((error!.value as { number: number }).number, 4002);
  await once(raw.socket, 'close');
  while (engine.sessions[0]!.log.at(-1) !== 'close') await new Promise((resolve) => setTimeout(resolve, 5));
});

test('closing the server lets a running request end', async (t) => {
  const { server, client } = await serve(t);
  const raw = client();
  await raw.prelogin(Encryption.notSupported);
  await raw.login(login7());
  const begun = new Promise((resolve) => raw.socket.once('data', resolve));
  const answer = raw.batch('rows 5000');
  await begun;
  await server.close();
  assert.ok((await answer).length > 5000);
});
