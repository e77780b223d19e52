import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PgConnectFailed } from './errors.ts';
import { PgPool, type Timers } from './pool.ts';
import { startTestPostgres } from './testing.ts';
import { PgConnection } from './wire/connection.ts';

/** What the pool uses of a connection. */
class FakeConnection {
  broken = false;
  transactionStatus = 'I';
  readonly #listeners: ((reason: Error | undefined) => void)[] = [];

  onClose(listener: (reason: Error | undefined) => void): void {
    this.#listeners.push(listener);
  }

  runSimple(): Promise<unknown[]> {
    return this.broken ? Promise.reject(new Error('lost')) : Promise.resolve([]);
  }

  close(): Promise<void> {
    this.lose(undefined);
    return Promise.resolve();
  }

  lose(reason: Error | undefined): void {
    if (this.broken) return;
    this.broken = true;
    for (const listener of this.#listeners) listener(reason);
  }
}

/** Time that passes only when told to. */
class ManualTime {
  #now = 0;
  #timers: { at: number; action: () => void }[] = [];
  readonly clock = { now: () => this.#now, monotonic: () => this.#now };
  readonly timers: Timers = {
    setTimeout: (action, ms) => {
      const timer = { at: this.#now + ms, action };
      this.#timers.push(timer);
      return timer;
    },
    clearTimeout: (timer) => void (this.#timers = this.#timers.filter((other) => other !== timer)),
  };

  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (;;) {
      await settle();
      const next = this.#timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (next === undefined) break;
      this.#now = next.at;
      this.timers.clearTimeout(next);
      next.action();
    }
    this.#now = end;
  }
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
}

function setup(size: number, failures: Error[] = []): { pool: PgPool; made: FakeConnection[]; time: ManualTime } {
  const made: FakeConnection[] = [];
  const time = new ManualTime();
  const connect = (): Promise<PgConnection> => {
    const failure = failures.shift();
    if (failure !== undefined) return Promise.reject(failure);
    const connection = new FakeConnection();
    made.push(connection);
    return Promise.resolve(connection as unknown as PgConnection);
  };
  return {
    pool: new PgPool({ connect, size, acquireTimeoutMs: 1000, clock: time.clock, timers: time.timers }),
    made,
    time,
  };
}

test('connections are bounded, waiters are served in order, the last used is reused first', async () => {
  const { pool, made } = setup(2);
  const [a, b] = await Promise.all([pool.acquire(), pool.acquire()]);
  const order: string[] = [];
  const third = pool.acquire().then((connection) => (order.push('third'), connection));
  const fourth = pool.acquire().then((connection) => (order.push('fourth'), connection));
  await settle();
  assert.equal(made.length, 2);
  pool.release(a);
  pool.release(b);
  assert.deepEqual([await third, await fourth], [a, b]);
  assert.deepEqual(order, ['third', 'fourth']);
  pool.release(b);
  pool.release(a);
  assert.equal(await pool.acquire(), a);
  const { idle, inUse, acquired, connected } = pool.statistics();
  assert.deepEqual({ idle, inUse, acquired, connected }, { idle: 1, inUse: 1, acquired: 5, connected: 2 });
});

test('a waiter gives up at its deadline', async () => {
  const { pool, time } = setup(1);
  const held = await pool.acquire();
  const waiting = assert.rejects(pool.acquire(300), { code: 'PG_POOL_TIMEOUT' });
  await time.advance(299);
  assert.equal(pool.statistics().waiting, 1);
  await time.advance(1);
  await waiting;
  pool.release(held);
  assert.equal(pool.statistics().idle, 1);
});

test('a lost connection is replaced, in use or idle, and one in a transaction is not reused', async () => {
  const { pool, made } = setup(1);
  const first = await pool.acquire();
  const second = pool.acquire();
  made[0]?.lose(new Error('killed'));
  pool.release(first);
  const replacement = await second;
  assert.equal(replacement, made[1]);
  pool.release(replacement);
  made[1]?.lose(new Error('killed'));
  assert.equal(pool.statistics().idle, 0);
  const third = await pool.acquire();
  (third as unknown as FakeConnection).transactionStatus = 'T';
  pool.release(third);
  assert.equal(made[2]?.broken, true);
  assert.equal(pool.statistics().lost, 2);
});

test('when one is lost the others are tried before they are handed out', async () => {
  const { pool, made } = setup(3);
  const [a, b, c] = await Promise.all([pool.acquire(), pool.acquire(), pool.acquire()]);
  pool.release(a);
  pool.release(b);
  made[2]?.lose(new Error('crash'));
  assert.equal(pool.tryAcquire(), undefined);
  made[1]?.lose(new Error('crash'));
  await settle();
  assert.equal(pool.tryAcquire(), a);
  pool.release(c);
  pool.release(a);
  await settle();
  assert.deepEqual(pool.statistics().idle, 1);
});

test('while PostgreSQL restarts an acquirer waits; another failure is told at once', async () => {
  const starting = new PgConnectFailed('starting up', { sqlstate: '57P03' });
  const absent = new PgConnectFailed('nobody', { systemCode: 'ENOENT' });
  const { pool, time } = setup(2, [absent, absent, starting, starting]);
  const acquired = Promise.all([pool.acquire(), pool.acquire()]);
  await time.advance(500);
  assert.equal((await acquired).length, 2);
  const refused = setup(1, [new PgConnectFailed('no such database', { sqlstate: '3D000' })]);
  await assert.rejects(refused.pool.acquire(), { sqlstate: '3D000' });
  assert.equal((await refused.pool.acquire()).broken, false);
});

test('a time-out during a restart names the last refusal', async () => {
  const absent = new PgConnectFailed('nobody listens', { systemCode: 'ECONNREFUSED' });
  const { pool, time } = setup(
    1,
    Array.from({ length: 1000 }, () => absent),
  );
  const refused = assert.rejects(pool.acquire(), { code: 'PG_POOL_TIMEOUT', hint: 'nobody listens' });
  await time.advance(1000);
  await refused;
  await pool.close();
});

test('closeIdle closes the longest unused; close refuses waiters and closes what is released later', async () => {
  const { pool, made } = setup(3);
  const held = await Promise.all([pool.acquire(), pool.acquire(), pool.acquire()]);
  for (const connection of held) pool.release(connection);
  await pool.closeIdle(1);
  assert.deepEqual(
    made.map(({ broken }) => broken),
    [true, true, false],
  );
  const last = await pool.acquire();
  const others = await Promise.all([pool.acquire(), pool.acquire()]);
  const waiting = assert.rejects(pool.acquire(), { code: 'PG_POOL_CLOSED' });
  await pool.close();
  await waiting;
  for (const connection of [last, ...others]) pool.release(connection);
  assert.ok(made.every(({ broken }) => broken));
  await assert.rejects(pool.acquire(), { code: 'PG_POOL_CLOSED' });
});

test('with a real server, a crash of PostgreSQL is a pause', async () => {
  const server = await startTestPostgres();
  const pool = new PgPool({ connect: () => PgConnection.connect(server.connectOptions), size: 4 });
  try {
    const held = await Promise.all([pool.acquire(), pool.acquire(), pool.acquire()]);
    const broken = assert.rejects(held[0].runSimple('SELECT pg_sleep(30)'), { code: 'PG_CONNECTION_LOST' });
    pool.release(held[1]);
    const restarted = server.restart();
    await broken;
    for (const connection of held) pool.release(connection);
    const next = await Promise.all([pool.acquire(), pool.acquire(), pool.acquire(), pool.acquire()]);
    const results = await Promise.all(next.map((connection) => connection.runSimple('SELECT 1')));
    assert.equal(results.length, 4);
    for (const connection of next) pool.release(connection);
    await restarted;
    assert.equal(pool.statistics().lost, 3);
  } finally {
    await pool.close();
    await server.stop();
  }
});
