import { connect, type Socket } from 'node:net';
import {
  ByteReader,
  type Column,
  encodeLogin7,
  encodePrelogin,
  encodeSqlBatch,
  Encryption,
  PacketType,
  readColMetadata,
  readDone,
  readMessage,
  readReturnValue,
  readRow,
  splitIntoPackets,
  type TdsValue,
  TokenType,
} from '../../src/tds/index.ts';
import type { Lane } from './lane.ts';

const HEADER_BYTES = 8;
const END_OF_MESSAGE = 0x01;
const READ_BYTES = 65_536;
/** What most drivers ask for. */
export const PACKET_BYTES = 4096;
export const NO_HEADERS = { transactionDescriptor: 0n, outstandingRequests: 1 };

export interface TdsAddress {
  readonly port: number;
  readonly password: string;
  readonly database?: string;
}

/** What a reply says, for the checks before and after a measurement. */
export interface TdsReply {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly TdsValue[])[];
  readonly values: readonly TdsValue[];
  readonly rowCount: number;
}

/** One TDS connection in the clear that sends prepared bytes and finds the ends of replies by packet headers alone. */
export class TdsLane implements Lane {
  readonly #socket: Socket;
  #onReply: () => void = () => {};
  #onLost: (error: Error) => void = () => {};
  /** Bytes of the current packet that are still to come, its header excluded. */
  #left = 0;
  #last = false;
  readonly #header = Buffer.alloc(HEADER_BYTES);
  #headerBytes = 0;
  #kept: Buffer[] | undefined;

  static async login({ port, password, database = '' }: TdsAddress): Promise<TdsLane> {
    const lane = new TdsLane(port);
    try {
      const version = { major: 1, minor: 0, build: 0, subBuild: 0 };
      const prelogin = encodePrelogin({
        version,
        encryption: Encryption.notSupported,
        instance: Uint8Array.of(0),
        mars: false,
      });
      await lane.ask(splitIntoPackets(PacketType.prelogin, prelogin, PACKET_BYTES));
      const reply = await lane.ask(
        splitIntoPackets(PacketType.login7, encodeLogin7(login(password, database)), PACKET_BYTES),
      );
      if (!reply.includes(TokenType.loginAck) || reply[0] === TokenType.error) throw new Error('the login was refused');
    } catch (error) {
      lane.close();
      throw error;
    }
    return lane;
  }

  private constructor(port: number) {
    const callback = (size: number, buffer: Uint8Array): boolean => {
      this.#feed(buffer as Buffer, size);
      return true;
    };
    this.#socket = connect({
      port,
      host: '127.0.0.1',
      noDelay: true,
      onread: { buffer: Buffer.allocUnsafeSlow(READ_BYTES), callback },
    });
    this.#socket.on('error', (error) => this.#onLost(error));
    this.#socket.on('close', () => this.#onLost(new Error('the server ended the connection')));
  }

  send(bytes: Buffer): void {
    this.#socket.write(bytes);
  }

  set onReply(listener: () => void) {
    this.#onReply = listener;
  }

  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  close(): void {
    this.#onLost = () => {};
    this.#socket.destroy();
  }

  /** The whole answer without packet headers. */
  ask(bytes: Buffer): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      const kept: Buffer[] = [];
      this.#kept = kept;
      this.#onLost = reject;
      this.#onReply = () => {
        this.#kept = undefined;
        resolve(Buffer.concat(kept));
      };
      this.send(bytes);
    });
  }

  async query(bytes: Buffer): Promise<TdsReply> {
    return readReply(await this.ask(bytes));
  }

  batch(sql: string): Promise<TdsReply> {
    return this.query(batchBytes(sql));
  }

  #feed(chunk: Buffer, length: number): void {
    let at = 0;
    while (at < length) {
      if (this.#left === 0) {
        if (this.#headerBytes === 0 && length - at >= HEADER_BYTES) {
          this.#last = (chunk[at + 1]! & END_OF_MESSAGE) !== 0;
          this.#left = ((chunk[at + 2]! << 8) | chunk[at + 3]!) - HEADER_BYTES;
          at += HEADER_BYTES;
        } else {
          at = this.#gatherHeader(chunk, at, length);
          if (this.#headerBytes > 0) return;
        }
      }
      const taken = Math.min(this.#left, length - at);
      if (this.#kept !== undefined) this.#kept.push(Buffer.from(chunk.subarray(at, at + taken)));
      at += taken;
      this.#left -= taken;
      if (this.#left === 0 && this.#last) {
        this.#last = false;
        this.#onReply();
      }
    }
  }

  #gatherHeader(chunk: Buffer, from: number, length: number): number {
    const more = Math.min(HEADER_BYTES - this.#headerBytes, length - from);
    chunk.copy(this.#header, this.#headerBytes, from, from + more);
    this.#headerBytes += more;
    if (this.#headerBytes < HEADER_BYTES) return from + more;
    this.#headerBytes = 0;
    this.#last = (this.#header[1]! & END_OF_MESSAGE) !== 0;
    this.#left = this.#header.readUInt16BE(2) - HEADER_BYTES;
    return from + more;
  }
}

export function batchBytes(sql: string): Buffer {
  return splitIntoPackets(PacketType.sqlBatch, encodeSqlBatch({ headers: NO_HEADERS, text: sql }), PACKET_BYTES);
}

/** Reads a whole reply; throws the server's error if it holds one. */
export function readReply(payload: Buffer): TdsReply {
  const reader = new ByteReader(payload);
  let columns: Column[] = [];
  const rows: TdsValue[][] = [];
  const values: TdsValue[] = [];
  let rowCount = 0;
  while (reader.remaining > 0) {
    const token = reader.u8();
    switch (token) {
      case TokenType.colMetadata:
        columns = readColMetadata(reader);
        break;
      case TokenType.row:
        rows.push(readRow(reader, columns));
        break;
      case TokenType.error:
        throw new Error(`the server says: ${readMessage(reader).message}`);
      case TokenType.info:
      case TokenType.envChange:
        reader.skip(reader.u16());
        break;
      case TokenType.returnStatus:
        reader.skip(4);
        break;
      case TokenType.returnValue:
        values.push(readReturnValue(reader).value);
        break;
      case TokenType.done:
      case TokenType.doneInProc:
      case TokenType.doneProc:
        rowCount = Math.max(rowCount, readDone(reader, 'done').rowCount);
        break;
      default:
        throw new Error(`a token 0x${token.toString(16)} in a reply`);
    }
  }
  return { columns, rows, values, rowCount };
}

function login(password: string, database: string): Parameters<typeof encodeLogin7>[0] {
  return {
    tdsVersion: 0x74000004,
    packetSize: PACKET_BYTES,
    clientVersion: 1,
    clientProcessId: process.pid,
    connectionId: 0,
    flags: [0xe0, 3, 0, 0],
    clientTimeZone: 0,
    clientLcid: 0x409,
    hostName: 'bench',
    userName: 'sa',
    password,
    applicationName: 'bench',
    serverName: '127.0.0.1',
    interfaceName: 'bench',
    language: '',
    database,
    clientId: new Uint8Array(6),
    attachFile: '',
    integratedSecurity: false,
    odbc: true,
    readOnlyIntent: false,
    features: [],
  };
}
