import { Connection, type ConnectionConfiguration, Request, type TYPES } from 'tedious';
import { DATABASE, HOST, PASSWORD, PORT, USER } from '../node/environment.ts';
import type { SqlErrorFacts } from '../node/error-table.ts';

export type TediousType = (typeof TYPES)[keyof typeof TYPES];

export interface Parameter {
  readonly name: string;
  readonly type: TediousType;
  readonly value?: unknown;
  readonly output?: true;
  readonly options?: { length?: number; precision?: number; scale?: number };
}

export interface Outcome {
  /** A list of rows for each result set. */
  readonly sets: unknown[][][];
  readonly counts: number[];
  readonly outputs: Record<string, unknown>;
  readonly returnStatus: number | undefined;
}

type Kind = 'batch' | 'sql' | 'procedure';
type Options = NonNullable<ConnectionConfiguration['options']>;

/** A connection of tedious with promises in place of its callbacks. */
export class Session {
  readonly connection: Connection;
  readonly messages: SqlErrorFacts[] = [];
  #ended = false;

  constructor(connection: Connection) {
    this.connection = connection;
    connection.on('infoMessage', (token) => this.messages.push(factsOf(token)));
    // Without a listener Node ends the program when the server closes the connection.
    connection.on('error', () => undefined);
    connection.on('end', () => (this.#ended = true));
  }

  batch(sql: string): Promise<Outcome> {
    return this.#run('batch', sql, []);
  }

  sql(sql: string, parameters: readonly Parameter[] = []): Promise<Outcome> {
    return this.#run('sql', sql, parameters);
  }

  procedure(name: string, parameters: readonly Parameter[]): Promise<Outcome> {
    return this.#run('procedure', name, parameters);
  }

  async rows(sql: string, parameters: readonly Parameter[] = []): Promise<unknown[][]> {
    return (await this.sql(sql, parameters)).sets[0] ?? [];
  }

  async value(sql: string, parameters: readonly Parameter[] = []): Promise<unknown> {
    return (await this.rows(sql, parameters))[0]?.[0];
  }

  async errorOf(sql: string): Promise<SqlErrorFacts> {
    return factsOf(await this.failureOf(() => this.batch(sql)));
  }

  async failureOf(run: () => Promise<unknown>): Promise<Error> {
    try {
      await run();
    } catch (error) {
      return error as Error;
    }
    throw new Error('no error came');
  }

  get ended(): boolean {
    return this.#ended;
  }

  close(): Promise<void> {
    if (this.#ended) return Promise.resolve();
    return new Promise((resolve) => {
      this.connection.on('end', () => resolve());
      this.connection.close();
    });
  }

  reset(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.connection.reset((error) => (error ? reject(error) : resolve()));
    });
  }

  /** Starts a request and hands it out, to be cancelled. */
  start(
    kind: Kind,
    sql: string,
    parameters: readonly Parameter[] = [],
  ): { request: Request; outcome: Promise<Outcome> } {
    const { promise, resolve, reject } = Promise.withResolvers<Outcome>();
    const outcome: { -readonly [key in keyof Outcome]: Outcome[key] } = {
      sets: [],
      counts: [],
      outputs: {},
      returnStatus: undefined,
    };
    const request = new Request(sql, (error) => (error ? reject(error) : resolve(outcome)));
    for (const { name, type, value, output, options } of parameters) {
      if (output === true) request.addOutputParameter(name, type, value, options ?? {});
      else request.addParameter(name, type, value, options ?? {});
    }
    request.on('columnMetadata', () => outcome.sets.push([]));
    request.on('row', (columns: { value: unknown }[]) =>
      outcome.sets.at(-1)!.push(columns.map((column) => column.value)),
    );
    const count = (rows: number | undefined): void => {
      if (rows !== undefined) outcome.counts.push(rows);
    };
    request.on('done', count);
    request.on('doneInProc', count);
    request.on('doneProc', (_rows, _more, status: number) => (outcome.returnStatus = status));
    request.on('returnValue', (name, value) => (outcome.outputs[name] = value));
    if (kind === 'batch') this.connection.execSqlBatch(request);
    else if (kind === 'sql') this.connection.execSql(request);
    else this.connection.callProcedure(request);
    return { request, outcome: promise };
  }

  #run(kind: Kind, sql: string, parameters: readonly Parameter[]): Promise<Outcome> {
    return this.start(kind, sql, parameters).outcome;
  }
}

/** What a token or a RequestError says. */
export function factsOf(thrown: object): SqlErrorFacts {
  const token = thrown as { number?: number; class?: number; state?: number; lineNumber?: number; message: string };
  return {
    number: token.number,
    class: token.class,
    state: token.state,
    line: token.lineNumber,
    message: token.message,
  };
}

export interface Login {
  readonly userName?: string;
  readonly password?: string;
  readonly options?: Options;
}

export function open(login: Login = {}): Promise<Session> {
  const connection = new Connection({
    server: HOST,
    authentication: {
      type: 'default',
      options: { userName: login.userName ?? USER, password: login.password ?? PASSWORD },
    },
    options: {
      port: PORT,
      database: DATABASE,
      encrypt: true,
      trustServerCertificate: true,
      requestTimeout: 60_000,
      connectTimeout: 15_000,
      ...login.options,
    },
  });
  const session = new Session(connection);
  return new Promise((resolve, reject) => {
    connection.connect((error) => (error === undefined ? resolve(session) : reject(error)));
  });
}
