/**
 * Point selects a second through src/pg against node-postgres, in the same run on the same PostgreSQL, alternating. Also 1,000-row results.
 * Run: node bench/pg-wire.bench.ts [seconds a measurement]
 */
import pg from 'pg';
import { PgConnection, pgStatement } from '../src/pg/index.ts';
import { startTestPostgres } from '../src/pg/testing.ts';

const SECONDS = Number(process.argv[2] ?? 1);
const ROUNDS = 5;
const ROWS = 10_000;

const POINT = 'SELECT id, a, b, c FROM points WHERE id = $1';
const THOUSAND = 'SELECT id, a, b, c FROM points WHERE id <= $1';

interface Contender {
  readonly name: string;
  /** One request on connection `index`; resolves to the rows it saw. */
  request(index: number, key: number): Promise<number>;
  close(): Promise<void>;
}

const server = await startTestPostgres({ memoryLimitBytes: 1024 ** 3 });
const { connectOptions } = server;

async function holdfast(connections: number, sql: string): Promise<Contender> {
  const statement = pgStatement(sql, [23]);
  const open = await Promise.all(Array.from({ length: connections }, () => PgConnection.connect(connectOptions)));
  const clients = open.map((connection) => {
    const key = Buffer.alloc(4);
    let rows = 0;
    return {
      connection,
      key,
      steps: [{ statement, parameters: [key] }],
      handler: { row: () => void (rows += 1) },
      take: () => {
        const seen = rows;
        rows = 0;
        return seen;
      },
    };
  });
  return {
    name: 'holdfast',
    request: async (index, value) => {
      const client = clients[index] as (typeof clients)[number];
      client.key.writeInt32BE(value);
      await client.connection.run(client.steps, client.handler);
      return client.take();
    },
    close: async () => void (await Promise.all(open.map((connection) => connection.close()))),
  };
}

async function nodePostgres(connections: number, sql: string): Promise<Contender> {
  const { socketDirectory: host, port, user, database } = connectOptions;
  const clients = Array.from({ length: connections }, () => new pg.Client({ host, port, user, database }));
  await Promise.all(clients.map((client) => client.connect()));
  return {
    name: 'node-postgres',
    request: async (index, value) =>
      (await (clients[index] as pg.Client).query({ name: 'q', text: sql, values: [value] })).rows.length,
    close: async () => void (await Promise.all(clients.map((client) => client.end()))),
  };
}

async function measure(
  contender: Contender,
  connections: number,
  expectedRows: number,
  key: () => number,
): Promise<number> {
  const end = performance.now() + SECONDS * 1000;
  const start = performance.now();
  let requests = 0;
  const loop = async (index: number): Promise<void> => {
    while (performance.now() < end) {
      const rows = await contender.request(index, key());
      if (rows !== expectedRows) throw new Error(`${contender.name}: ${rows} rows`);
      requests += 1;
    }
  };
  await Promise.all(Array.from({ length: connections }, (_, index) => loop(index)));
  return requests / ((performance.now() - start) / 1000);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] as number;
}

async function compare(
  title: string,
  sql: string,
  connections: number,
  expectedRows: number,
  key: () => number,
): Promise<void> {
  const contenders = [await holdfast(connections, sql), await nodePostgres(connections, sql)];
  const results = contenders.map((): number[] => []);
  for (const contender of contenders) await measure(contender, connections, expectedRows, key);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [index, contender] of contenders.entries()) {
      results[index]?.push(await measure(contender, connections, expectedRows, key));
    }
  }
  for (const contender of contenders) await contender.close();
  const [ours, theirs] = results.map(median) as [number, number];
  const line = [
    `holdfast ${Math.round(ours)}/s`,
    `node-postgres ${Math.round(theirs)}/s`,
    `ratio ${(ours / theirs).toFixed(2)}`,
  ];
  console.log(`${title}, ${connections} connection(s): ${line.join(', ')}`);
}

try {
  const setup = await PgConnection.connect(connectOptions);
  await setup.runSimple(`CREATE TABLE points (id int PRIMARY KEY, a int NOT NULL, b bigint NOT NULL, c text NOT NULL);
    INSERT INTO points SELECT n, n * 7, n * 1000000007::bigint, 'row number ' || n FROM generate_series(1, ${ROWS}) AS n;
    ANALYZE points`);
  await setup.close();
  const random = (): number => 1 + Math.floor(Math.random() * ROWS);
  for (const connections of [1, 8]) await compare('point select', POINT, connections, 1, random);
  for (const connections of [1, 8]) await compare('1,000 rows', THOUSAND, connections, 1000, () => 1000);
} finally {
  await server.stop();
}
