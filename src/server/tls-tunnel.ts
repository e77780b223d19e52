import { Duplex } from 'node:stream';
import type { Socket } from 'node:net';
import { HoldfastError } from '../base/index.ts';
import { limits, PacketReader, PacketType, splitIntoPackets } from '../tds/index.ts';
import { MAX_HANDSHAKE_BYTES } from './limits.ts';

/** First byte of TLS records that carry application data; handshake, alert and cipher change records have lower ones. */
const TLS_APPLICATION_DATA = 0x17;

/**
 * What TLS of a TDS 7.x connection runs over: its handshake records travel inside PRELOGIN packets (type 0x12), everything after
 * them directly on the socket (MS-TDS 2.2.6.5, 3.2.5.1). The first byte on the wire tells which it is: a PRELOGIN packet begins
 * with 0x12, a TLS record with 0x14 to 0x17; and the first record of application data ends the handshake in either direction.
 */
export class TlsTunnel extends Duplex {
  private readonly socket: Socket;
  private readonly packets = new PacketReader();
  private wrapping = true;
  private unwrapping = true;
  private handshakeBytes = 0;
  private detached = false;
  private readonly onData = (chunk: Buffer): void => this.receive(chunk);
  private readonly onEnd = (): void => void this.push(null);

  constructor(socket: Socket) {
    super({ allowHalfOpen: true });
    this.socket = socket;
    socket.on('data', this.onData);
    socket.on('end', this.onEnd);
  }

  /** Bytes that were read from the socket before the tunnel began. */
  receive(chunk: Buffer): void {
    if (this.unwrapping && chunk.length > 0 && chunk[0] !== PacketType.prelogin && this.packets.idle)
      this.unwrapping = false;
    if (!this.unwrapping) {
      // The chunk may have been the login after which the tunnel is left: then the socket is no longer ours to pause.
      if (!this.push(chunk) && !this.detached) this.socket.pause();
      return;
    }
    this.handshakeBytes += chunk.length;
    if (this.handshakeBytes > MAX_HANDSHAKE_BYTES) {
      this.destroy(new HoldfastError('TLS_HANDSHAKE', `A TLS handshake of more than ${MAX_HANDSHAKE_BYTES} bytes.`));
      return;
    }
    this.unwrap(chunk);
  }

  private unwrap(chunk: Buffer): void {
    try {
      this.packets.push(chunk);
      for (let packet = this.packets.next(); packet !== undefined; packet = this.packets.next())
        this.push(packet.payload);
    } catch (error) {
      this.destroy(error as Error);
    }
  }

  override _read(): void {
    if (!this.detached) this.socket.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    if (this.detached) return done();
    if (chunk[0] === TLS_APPLICATION_DATA) this.wrapping = false;
    const bytes = this.wrapping ? splitIntoPackets(PacketType.prelogin, chunk, limits.DEFAULT_PACKET_BYTES) : chunk;
    // `done` waits for the socket, so that what TLS has not sent counts as not sent.
    this.socket.write(bytes, (error) => done(error));
  }

  override _final(done: (error?: Error | null) => void): void {
    if (!this.detached) this.socket.end();
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.release();
    done(error);
  }

  /** The socket goes on without TLS: after a login that alone was encrypted. */
  detach(): void {
    this.release();
    this.push(null);
  }

  private release(): void {
    this.detached = true;
    this.socket.off('data', this.onData);
    this.socket.off('end', this.onEnd);
  }
}
