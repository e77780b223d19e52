import { connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import {
  decodePrelogin,
  encodeLogin7,
  encodePrelogin,
  encodeSqlBatch,
  limits,
  type Login7,
  MessageAssembler,
  PacketReader,
  PacketType,
  type Prelogin,
  splitIntoPackets,
} from '../../tds/index.ts';
import { TlsTunnel } from '../tls-tunnel.ts';

/** A client that does exactly what it is told, for what no driver does on demand. */
export class RawClient {
  readonly socket: Socket;
  private stream: Duplex;
  private readonly packets = new PacketReader();
  private readonly assembler = new MessageAssembler(1 << 26);
  private readonly messages: Buffer[] = [];
  private waiting: ((message: Buffer) => void) | undefined;
  private tunnel: TlsTunnel | undefined;
  private readonly onData = (chunk: Buffer): void => this.receive(chunk);

  constructor(port: number) {
    this.socket = connect(port, '127.0.0.1');
    this.stream = this.socket;
    this.socket.on('error', () => {});
    this.socket.on('data', this.onData);
  }

  private receive(chunk: Buffer): void {
    this.packets.push(chunk);
    for (let packet = this.packets.next(); packet !== undefined; packet = this.packets.next()) {
      const message = this.assembler.add(packet);
      if (message === undefined) continue;
      if (this.waiting === undefined) this.messages.push(message.payload);
      else this.waiting(message.payload);
      this.waiting = undefined;
    }
  }

  send(type: number, payload: Buffer, status = 0): void {
    this.stream.write(splitIntoPackets(type, payload, limits.DEFAULT_PACKET_BYTES, status));
  }

  answer(): Promise<Buffer> {
    const message = this.messages.shift();
    return message === undefined ? new Promise((resolve) => (this.waiting = resolve)) : Promise.resolve(message);
  }

  async prelogin(encryption: number): Promise<Prelogin> {
    const version = { major: 1, minor: 0, build: 0, subBuild: 0 };
    this.send(PacketType.prelogin, encodePrelogin({ version, encryption, instance: Uint8Array.of(0), mars: false }));
    return decodePrelogin(await this.answer());
  }

  async startTls(): Promise<void> {
    this.socket.off('data', this.onData);
    this.tunnel = new TlsTunnel(this.socket);
    const stream: TLSSocket = connectTls({ socket: this.tunnel, rejectUnauthorized: false, maxVersion: 'TLSv1.2' });
    await new Promise<void>((resolve, reject) => stream.once('secureConnect', resolve).once('error', reject));
    this.stream = stream;
    stream.on('data', this.onData);
  }

  /** The login is the only thing encrypted. */
  async leaveTlsAfterLogin(login: Login7): Promise<Buffer> {
    const packets = splitIntoPackets(PacketType.login7, encodeLogin7(login), limits.DEFAULT_PACKET_BYTES);
    // The record must be on its way before the tunnel lets go of the socket.
    await new Promise((resolve) => this.stream.write(packets, resolve));
    this.tunnel!.detach();
    this.stream.off('data', this.onData);
    this.stream = this.socket;
    this.socket.on('data', this.onData);
    this.socket.resume();
    return this.answer();
  }

  async login(login: Login7): Promise<Buffer> {
    this.send(PacketType.login7, encodeLogin7(login));
    return this.answer();
  }

  async batch(text: string, status = 0): Promise<Buffer> {
    this.send(
      PacketType.sqlBatch,
      encodeSqlBatch({ headers: { transactionDescriptor: 0n, outstandingRequests: 1 }, text }),
      status,
    );
    return this.answer();
  }
}

export function login7(changes: Partial<Login7> = {}): Login7 {
  return {
    tdsVersion: 0x74000004,
    packetSize: 4096,
    clientVersion: 1,
    clientProcessId: 1,
    connectionId: 0,
    flags: [0xe0, 3, 0, 0],
    clientTimeZone: 0,
    clientLcid: 0x409,
    hostName: 'host',
    userName: 'sa',
    password: 'secret',
    applicationName: 'tests',
    serverName: 'edge',
    interfaceName: 'raw',
    language: '',
    database: '',
    clientId: new Uint8Array(6),
    attachFile: '',
    integratedSecurity: false,
    odbc: false,
    readOnlyIntent: false,
    features: [],
    ...changes,
  };
}
