import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { TLSSocket } from 'node:tls';
import type { Session } from '../engine/index.ts';
import {
  type ChunkPool,
  decodeLogin7,
  decodePrelogin,
  dialectOf,
  Encryption,
  limits,
  type Login7,
  type Message,
  MessageAssembler,
  OLDEST_DIALECT,
  type Packet,
  PacketReader,
  PacketType,
  type SessionState,
  TdsProtocolError,
  TokenWriter,
} from '../tds/index.ts';
import { Channel } from './channel.ts';
import type { ServerContext } from './server-context.ts';
import {
  isSqlError,
  loginFailure,
  type LoginRefusal,
  refusalOf,
  toLoginRequest,
  wantsSessionRecovery,
  writeRefusals,
  writeLoginReply,
} from './login-exchange.ts';
import { decideEncryption, preloginReply } from './prelogin-exchange.ts';
import { ReplySink } from './reply-sink.ts';
import { type RequestHost, SessionRequests } from './session-requests.ts';
import { startStrictTls, startTunnelledTls, type TunnelledTls } from './tls.ts';

const TLS_HANDSHAKE_RECORD = 0x16;

/** What the next bytes must be. */
type Phase = 'first byte' | 'prelogin' | 'handshake' | 'login' | 'logging in' | 'ready' | 'closed';

/**
 * One client from its first byte to its last: PRELOGIN, TLS, LOGIN7, requests (MS-TDS 3.3). Only the order of things is here; what
 * each of them does has a file of its own.
 */
export class Connection implements RequestHost {
  /** Resolves when the client is gone and nothing of it is left in the engine. */
  readonly closed: Promise<void>;
  private phase: Phase = 'first byte';
  private readonly socket: Socket;
  private readonly context: ServerContext;
  private readonly channel: Channel;
  private readonly packets = new PacketReader();
  private readonly assembler = new MessageAssembler(limits.MAX_LOGIN_MESSAGE_BYTES);
  private readonly writer: TokenWriter;
  private input: Duplex;
  private tunnelled: TunnelledTls | undefined;
  private encrypted = false;
  private requests: SessionRequests | undefined;
  private loginTimer: NodeJS.Timeout | undefined;
  private resolveClosed: () => void = () => {};
  private readonly overLimit: boolean;
  private readonly onData = (chunk: Buffer): void => this.receive(chunk);

  constructor(socket: Socket, context: ServerContext, pool: ChunkPool, overLimit: boolean) {
    this.socket = socket;
    this.input = socket;
    this.context = context;
    this.overLimit = overLimit;
    this.channel = new Channel(socket, context.beforeAnswer);
    this.writer = new TokenWriter(limits.DEFAULT_PACKET_BYTES, pool, (packets) => this.channel.write(packets));
    this.closed = new Promise((resolve) => (this.resolveClosed = resolve));
    this.loginTimer = setTimeout(() => this.drop('The login took too long.'), context.loginTimeoutMs);
    this.loginTimer.unref();
    socket.on('data', this.onData);
    socket.on('error', (error) => this.context.log.debug({ error: error.message }, 'The client broke the connection.'));
    socket.on('end', () => socket.end());
    socket.on('close', () => void this.onClosed());
  }

  get busy(): boolean {
    return this.requests?.busy ?? false;
  }

  /** Ends the connection without ceremony. */
  destroy(): void {
    this.socket.destroy();
  }

  pause(): void {
    this.input.pause();
  }

  resume(): void {
    this.input.resume();
  }

  wake(): void {
    this.channel.wake();
  }

  fail(error: unknown): void {
    if (this.phase === 'closed') return;
    const broken = error instanceof TdsProtocolError;
    if (broken) this.context.log.warn({ section: error.section, error: error.message }, 'A client broke the protocol.');
    else this.context.log.error({ error }, 'A request failed in a way it must not.');
    if (this.phase === 'ready') {
      // Appended to what was written of the answer: that ends with a whole token.
      const message = broken
        ? `The incoming tabular data stream (TDS) protocol stream is incorrect. ${error.message}`
        : 'Internal error: the server encountered an unexpected error during execution. The connection is closed.';
      this.refuse({ number: broken ? 4002 : 8630, severity: 20, state: 1, message });
    } else {
      this.socket.destroy();
    }
  }

  private drop(reason: string): void {
    this.context.log.debug({ client: this.socket.remoteAddress, reason }, 'Connection dropped.');
    this.socket.destroy();
  }

  private receive(chunk: Buffer): void {
    try {
      if (this.phase === 'first byte' && this.firstByte(chunk)) return;
      this.packets.push(chunk);
      for (let packet = this.packets.next(); packet !== undefined; packet = this.packets.next()) this.onPacket(packet);
    } catch (error) {
      this.fail(error);
    }
  }

  /** TDS 8.0 begins with TLS, so that its first byte is that of a handshake record. True when TLS took the bytes. */
  private firstByte(chunk: Buffer): boolean {
    this.phase = 'prelogin';
    if (chunk[0] !== TLS_HANDSHAKE_RECORD) return false;
    const { tls } = this.context;
    if (tls === undefined) throw new TdsProtocolError('2.1', 'TLS is not supported by this server.');
    // Paused first: a flowing stream hands unshifted bytes to nobody.
    this.socket.off('data', this.onData);
    this.socket.pause();
    this.socket.unshift(chunk);
    this.encrypted = true;
    this.takeTls(startStrictTls(this.socket, tls));
    return true;
  }

  private takeTls(stream: TLSSocket): void {
    stream.on('error', (error: Error) => this.drop(`TLS: ${error.message}`));
    stream.on('data', this.onData);
    // A client that leaves says so inside TLS; the socket's own end is no longer heard.
    stream.on('end', () => stream.end());
    this.input = stream;
    this.channel.switchTo(stream, false);
  }

  private onPacket(packet: Packet): void {
    if (packet.type === PacketType.bulkLoad && this.requests !== undefined) {
      this.requests.bulkPacket(packet);
      return;
    }
    const message = this.assembler.add(packet);
    if (message !== undefined) this.onMessage(message);
  }

  private onMessage(message: Message): void {
    if (this.phase === 'ready') this.requests!.message(message);
    else if (this.phase === 'prelogin' && message.type === PacketType.prelogin) this.onPrelogin(message.payload);
    else if (this.mayLogIn && message.type === PacketType.login7) void this.onLogin(decodeLogin7(message.payload));
    else throw new TdsProtocolError('3.3.5', `A message of type ${message.type} in phase "${this.phase}".`);
  }

  /** PRELOGIN may be left out by a client that does not want TLS (jTDS does), where nothing but TLS is asked for. */
  private get mayLogIn(): boolean {
    if (this.phase === 'login') return true;
    const { encryption } = this.context;
    return this.phase === 'prelogin' && decideEncryption(encryption, Encryption.notSupported).scope === 'nothing';
  }

  private onPrelogin(payload: Buffer): void {
    const client = decodePrelogin(payload);
    const { tls, encryption, version } = this.context;
    // Inside TDS 8's TLS the client's wish means nothing any more.
    const decision = this.encrypted
      ? { reply: client.encryption, scope: 'nothing' as const }
      : decideEncryption(encryption, client.encryption);
    this.channel.write(Buffer.from(preloginReply(client, decision.reply, version)));
    this.phase = 'login';
    if (decision.scope === 'refused') {
      this.socket.end();
    } else if (decision.scope !== 'nothing') {
      this.socket.off('data', this.onData);
      this.tunnelled = startTunnelledTls(this.socket, tls!, this.packets.takeRest());
      this.tunnelled.onlyLogin = decision.scope === 'login';
      this.encrypted = true;
      this.takeTls(this.tunnelled.stream);
    }
  }

  /** After a login that alone was encrypted, the connection goes on in the clear (MS-TDS 2.2.6.5, ENCRYPT_OFF). */
  private leaveTls(): void {
    const { tunnelled } = this;
    this.tunnelled = undefined;
    if (tunnelled === undefined || !tunnelled.onlyLogin) return;
    this.encrypted = false;
    tunnelled.stream.off('data', this.onData);
    tunnelled.tunnel.detach();
    this.channel.switchTo(this.socket, true);
    this.input = this.socket;
    this.socket.on('data', this.onData);
    this.socket.resume();
  }

  private async onLogin(login: Login7): Promise<void> {
    this.phase = 'logging in';
    const { engine } = this.context;
    this.leaveTls();
    const dialect = dialectOf(login.tdsVersion);
    this.writer.dialect = dialect ?? OLDEST_DIALECT;
    try {
      const refusal = this.overLimit ? TOO_MANY_CONNECTIONS : refusalOf(login, dialect);
      if (refusal !== undefined) return this.refuse(refusal);
      const { remoteAddress = '' } = this.socket;
      const { version } = this.writer.dialect;
      const session = await engine.login(toLoginRequest(login, version, remoteAddress, this.encrypted));
      await this.accept(login, session);
    } catch (error) {
      if (isSqlError(error)) this.refuse(...loginFailure(error, login.userName));
      else this.fail(error);
    }
  }

  private async accept(login: Login7, session: Session): Promise<void> {
    if (this.socket.destroyed) return session.close();
    clearTimeout(this.loginTimer);
    const { engine, collation, version, programName, layouts } = this.context;
    const recovery = wantsSessionRecovery(login);
    const taken = recovery ? session.takeSessionState() : undefined;
    const state: SessionState | undefined = recovery
      ? { sequence: 0, recoverable: true, states: new Map(), ...taken }
      : undefined;
    this.writer.spid = session.id & 0xffff;
    writeLoginReply(this.writer, {
      login,
      session,
      engine,
      collation,
      packetSize: session.packetSize,
      version,
      programName,
      state,
    });
    this.writer.packetSize = session.packetSize;
    this.assembler.maxBytes = limits.MAX_MESSAGE_BYTES;
    const sink = new ReplySink(this.writer, this.channel, {
      serverName: engine.serverName,
      collation,
      layouts: layouts.of(this.writer.dialect),
    });
    this.requests = new SessionRequests(session, sink, this.writer, this, recovery);
    session.onKill?.(() => this.drop('Another session killed this one.'));
    this.phase = 'ready';
  }

  /** Tells the client why, then ends the connection. */
  private refuse(...refusals: readonly LoginRefusal[]): void {
    writeRefusals(this.writer, refusals, this.context.engine.serverName);
    this.input.end();
    this.socket.end();
  }

  private async onClosed(): Promise<void> {
    this.phase = 'closed';
    clearTimeout(this.loginTimer);
    this.writer.discard();
    this.channel.close();
    try {
      await this.requests?.close();
    } catch (error) {
      this.context.log.error({ error }, 'A session did not close cleanly.');
    } finally {
      this.resolveClosed();
    }
  }
}

const TOO_MANY_CONNECTIONS: LoginRefusal = {
  number: 17809,
  severity: 20,
  state: 1,
  message: 'Could not connect because the maximum number of user connections has already been reached.',
};
