import { connect, type Socket } from 'node:net';
import type { PostgresAddress } from '../servers/holdfast.ts';
import type { Lane } from './lane.ts';

const HEADER_BYTES = 5;
const READ_BYTES = 65_536;
const READY = 0x5a;
const ERROR = 0x45;
const COPY_IN = 0x47;
const PROTOCOL_VERSION = 196_608;

export type PgAddress =
  | { readonly path: string; readonly user: string; readonly database: string }
  | { readonly port: number; readonly user: string; readonly database: string };

/** PostgreSQL itself, on its Unix socket. */
export function direct(postgres: PostgresAddress): PgAddress {
  const { socketDirectory, port, user, database } = postgres;
  return { path: `${socketDirectory}/.s.PGSQL.${port}`, user, database };
}

/** One PostgreSQL connection that sends prepared bytes and finds the ends of replies by message headers alone. */
export class PgLane implements Lane {
  readonly #socket: Socket;
  #onReply: () => void = () => {};
  #onLost: (error: Error) => void = (error) => {
    throw error;
  };
  #left = 0;
  #type = 0;
  readonly #header = Buffer.alloc(HEADER_BYTES);
  #headerBytes = 0;
  #kept: { type: number; parts: Buffer[] }[] | undefined;

  static async open(address: PgAddress): Promise<PgLane> {
    const lane = new PgLane(address);
    await lane.ask(startup(address));
    return lane;
  }

  private constructor(address: PgAddress) {
    const callback = (size: number, buffer: Uint8Array): boolean => {
      this.#feed(buffer as Buffer, size);
      return true;
    };
    const onread = { buffer: Buffer.allocUnsafeSlow(READ_BYTES), callback };
    this.#socket =
      'path' in address
        ? connect({ path: address.path, onread })
        : connect({ port: address.port, host: '127.0.0.1', noDelay: true, onread });
    this.#socket.on('error', (error) => this.#onLost(error));
  }

  send(bytes: Buffer): void {
    this.#socket.write(bytes);
  }

  set onReply(listener: () => void) {
    this.#onReply = listener;
  }

  close(): void {
    this.#onLost = () => {};
    this.#socket.destroy();
  }

  /** The messages of the answer up to ReadyForQuery; rejects with an ErrorResponse. */
  ask(bytes: Buffer): Promise<{ type: number; body: Buffer }[]> {
    return new Promise((resolve, reject) => {
      const kept: { type: number; parts: Buffer[] }[] = [];
      this.#kept = kept;
      this.#onLost = reject;
      this.#onReply = () => {
        this.#kept = undefined;
        const messages = kept.map(({ type, parts }) => ({ type, body: Buffer.concat(parts) }));
        const error = messages.find(({ type }) => type === ERROR);
        if (error === undefined) resolve(messages);
        else reject(new Error(`PostgreSQL says: ${error.body.toString('utf8').replaceAll('\0', ' ')}`));
      };
      this.send(bytes);
    });
  }

  /** Text rows of a simple query. */
  async query(sql: string): Promise<(string | null)[][]> {
    const messages = await this.ask(message('Q', cString(sql)));
    return messages.filter(({ type }) => type === 0x44).map(({ body }) => textRow(body));
  }

  #feed(chunk: Buffer, length: number): void {
    let at = 0;
    while (at < length) {
      if (this.#left === 0) {
        if (this.#headerBytes === 0 && length - at >= HEADER_BYTES) {
          this.#begin(chunk, at);
          at += HEADER_BYTES;
        } else {
          at = this.#gatherHeader(chunk, at, length);
          if (this.#headerBytes > 0) return;
        }
      }
      const left = this.#left;
      const taken = left < length - at ? left : length - at;
      if (this.#kept !== undefined) this.#kept.at(-1)!.parts.push(Buffer.from(chunk.subarray(at, at + taken)));
      at += taken;
      this.#left = left - taken;
      if (this.#left === 0 && (this.#type === READY || this.#type === COPY_IN)) this.#onReply();
    }
  }

  #begin(buffer: Buffer, at: number): void {
    const type = buffer[at]!;
    this.#type = type;
    this.#left = ((buffer[at + 1]! << 24) | (buffer[at + 2]! << 16) | (buffer[at + 3]! << 8) | buffer[at + 4]!) - 4;
    if (this.#kept !== undefined) this.#kept.push({ type, parts: [] });
    else if (type === ERROR) throw new Error('PostgreSQL answered with an error in a measurement');
  }

  #gatherHeader(chunk: Buffer, from: number, length: number): number {
    const more = Math.min(HEADER_BYTES - this.#headerBytes, length - from);
    chunk.copy(this.#header, this.#headerBytes, from, from + more);
    this.#headerBytes += more;
    if (this.#headerBytes < HEADER_BYTES) return from + more;
    this.#headerBytes = 0;
    this.#begin(this.#header, 0);
    return from + more;
  }
}

export function message(type: string, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const head = Buffer.alloc(HEADER_BYTES);
  head.write(type, 'latin1');
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

export function cString(text: string): Buffer {
  return Buffer.from(`${text}\0`, 'utf8');
}

export function int16(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(2 * values.length);
  values.forEach((value, i) => bytes.writeInt16BE(value, 2 * i));
  return bytes;
}

export function int32(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, i) => bytes.writeInt32BE(value, 4 * i));
  return bytes;
}

/** Parse of a named statement, and Sync. */
export function prepareBytes(name: string, sql: string, types: readonly number[]): Buffer {
  return Buffer.concat([message('P', cString(name), cString(sql), int16(types.length), int32(...types)), message('S')]);
}

/** Bind with binary parameters and results, Execute, Sync. Null parameters are not needed here. */
export function executeBytes(name: string, parameters: readonly Buffer[]): Buffer {
  const values = parameters.flatMap((value) => [int32(value.length), value]);
  return Buffer.concat([
    message('B', cString(''), cString(name), int16(1, 1, parameters.length), ...values, int16(1, 1)),
    message('E', cString(''), int32(0)),
    message('S'),
  ]);
}

function startup({ user, database }: PgAddress): Buffer {
  const body = Buffer.concat([
    int32(PROTOCOL_VERSION),
    cString('user'),
    cString(user),
    cString('database'),
    cString(database),
    Buffer.alloc(1),
  ]);
  return Buffer.concat([int32(body.length + 4), body]);
}

function textRow(body: Buffer): (string | null)[] {
  const values: (string | null)[] = [];
  let at = 2;
  for (let count = body.readInt16BE(0); count > 0; count -= 1) {
    const length = body.readInt32BE(at);
    at += 4;
    values.push(length < 0 ? null : body.toString('utf8', at, at + length));
    at += Math.max(length, 0);
  }
  return values;
}
