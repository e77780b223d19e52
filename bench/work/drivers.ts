import pg from 'pg';
import { Connection, Request, TYPES } from 'tedious';
import { type Bench, DATABASE } from '../bench.ts';
import type { Contender } from '../compare.ts';
import { SA_PASSWORD } from '../servers/holdfast.ts';

interface DriverQuery {
  readonly tsql: string;
  readonly pg: string;
  readonly expectedRows: number;
  readonly keys: number;
}

/** Asks for rows by a key and answers how many came. */
type Ask = (key: number) => Promise<number>;

/** What a program sees that uses Holdfast through tedious, rows as JavaScript values. */
export async function tedious(bench: Bench, query: DriverQuery, connections: number): Promise<Contender> {
  const clients = await Promise.all(Array.from({ length: connections }, () => connectTedious(bench.holdfast.port)));
  const asks = clients.map(
    (client): Ask =>
      (key) =>
        new Promise((resolve, reject) => {
          let rows = 0;
          const request = new Request(query.tsql, (error) => (error ? reject(error) : resolve(rows)));
          request.addParameter('id', TYPES.Int, key);
          request.on('row', () => (rows += 1));
          client.execSql(request);
        }),
  );
  return driver('tedious through Holdfast', asks, query, bench.options.seconds, () =>
    clients.forEach((client) => client.close()),
  );
}

/** The same program with node-postgres through PgBouncer. */
export async function nodePostgres(bench: Bench, query: DriverQuery, connections: number): Promise<Contender> {
  const { port, user, database } = bench.bouncerAddress;
  const clients = Array.from({ length: connections }, () => new pg.Client({ host: '127.0.0.1', port, user, database }));
  await Promise.all(clients.map((client) => client.connect()));
  const asks = clients.map(
    (client): Ask =>
      async (key) =>
        (await client.query({ name: 'q', text: query.pg, values: [key] })).rows.length,
  );
  return driver('node-postgres through PgBouncer', asks, query, bench.options.seconds, async () => {
    await Promise.all(clients.map((client) => client.end()));
  });
}

function driver(
  name: string,
  asks: readonly Ask[],
  query: DriverQuery,
  seconds: number,
  close: () => void | Promise<void>,
): Contender {
  const run = async (): Promise<number> => {
    const began = performance.now();
    const end = began + seconds * 1000;
    let replies = 0;
    await Promise.all(
      asks.map(async (ask) => {
        while (performance.now() < end) {
          const rows = await ask(1 + Math.floor(Math.random() * query.keys));
          if (rows !== query.expectedRows) throw new Error(`${name}: ${rows} rows`);
          replies += 1;
        }
      }),
    );
    return replies / ((performance.now() - began) / 1000);
  };
  return { name, run, close };
}

function connectTedious(port: number): Promise<Connection> {
  const connection = new Connection({
    server: '127.0.0.1',
    authentication: { type: 'default', options: { userName: 'sa', password: SA_PASSWORD } },
    options: { port, database: DATABASE, encrypt: false, trustServerCertificate: true, requestTimeout: 60_000 },
  });
  return new Promise((resolve, reject) => {
    connection.connect((error) => (error ? reject(error) : resolve(connection)));
  });
}
