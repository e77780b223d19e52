import { Connection, Request } from 'tedious';

export interface Target {
  readonly port: number;
  readonly password: string;
  readonly database: string;
}

const CONNECT_WITHIN_MS = 5_000;
const REQUEST_WITHIN_MS = 15_000;

/** One connection with promises; a lost connection rejects what runs on it. */
export class Session {
  readonly #connection: Connection;
  #ended = false;

  private constructor(connection: Connection) {
    this.#connection = connection;
    connection.on('end', () => (this.#ended = true));
    // Without a listener Node ends the program when the server goes away.
    connection.on('error', () => (this.#ended = true));
  }

  static open(target: Target): Promise<Session> {
    const connection = new Connection({
      server: 'localhost',
      authentication: { type: 'default', options: { userName: 'sa', password: target.password } },
      options: {
        port: target.port,
        database: target.database,
        encrypt: false,
        trustServerCertificate: true,
        connectTimeout: CONNECT_WITHIN_MS,
        requestTimeout: REQUEST_WITHIN_MS,
        // The story itself connects again, at once.
        maxRetriesOnTransientErrors: 0,
      },
    });
    const session = new Session(connection);
    return new Promise((resolve, reject) => {
      connection.connect((error) => (error === undefined ? resolve(session) : reject(error)));
    });
  }

  get ended(): boolean {
    return this.#ended;
  }

  query(sql: string): Promise<unknown[][]> {
    return new Promise((resolve, reject) => {
      const rows: unknown[][] = [];
      const request = new Request(sql, (error) => (error ? reject(error) : resolve(rows)));
      request.on('row', (columns: { value: unknown }[]) => rows.push(columns.map((column) => column.value)));
      this.#connection.execSqlBatch(request);
    });
  }

  close(): void {
    this.#connection.close();
  }
}
