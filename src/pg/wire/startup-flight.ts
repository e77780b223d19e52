import { HoldfastError } from '../../base/index.ts';
import { PgConnectFailed } from '../errors.ts';
import { BackendMessage, type Flight } from './flight.ts';
import type { PgOutput } from './output.ts';
import { unexpectedMessage } from './run-flight.ts';
import type { PgConnectOptions } from './types.ts';

/** What a backend tells about itself when it starts. */
export interface BackendKey {
  readonly processId: number;
  readonly secret: Buffer;
}

/** From the start-up message to the first ReadyForQuery. */
export class StartupFlight implements Flight {
  readonly #output: PgOutput;
  readonly #options: PgConnectOptions;
  readonly #resolve: (key: BackendKey) => void;
  readonly #reject: (error: Error) => void;
  #key: BackendKey = { processId: 0, secret: Buffer.alloc(4) };
  #failure: Error | undefined;

  constructor(
    output: PgOutput,
    options: PgConnectOptions,
    resolve: (key: BackendKey) => void,
    reject: (error: Error) => void,
  ) {
    this.#output = output;
    this.#options = options;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  send(): void {
    const { user, database, applicationName, parameters = {} } = this.#options;
    this.#output.startup([
      ['user', user],
      ['database', database],
      ['application_name', applicationName],
      ['client_encoding', 'UTF8'],
      ...Object.entries(parameters),
    ]);
  }

  message(type: number, buffer: Buffer, start: number, end: number): void {
    switch (type) {
      case BackendMessage.authentication:
        if (buffer.readInt32BE(start) === 0) break;
        throw new PgConnectFailed('PostgreSQL asks for a password', {
          hint: 'pg_hba.conf must say trust for its private socket directory',
        });
      case BackendMessage.backendKeyData:
        this.#key = { processId: buffer.readInt32BE(start), secret: Buffer.from(buffer.subarray(start + 4, end)) };
        break;
      default:
        this.failed(unexpectedMessage(type));
    }
  }

  failed(error: Error): void {
    this.#failure ??= error;
  }

  ready(): boolean {
    if (this.#failure === undefined) this.#resolve(this.#key);
    else this.#reject(this.#failure);
    return false;
  }

  lost(error: Error): void {
    this.#reject(this.#failure ?? error);
  }
}

export function socketPath(socketDirectory: string, port: number): string {
  if (socketDirectory === '') throw new HoldfastError('PG_NO_SOCKET_DIRECTORY', 'no socket directory was given');
  return `${socketDirectory}/.s.PGSQL.${port}`;
}
