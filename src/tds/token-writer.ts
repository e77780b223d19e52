import { type Dialect, LATEST_DIALECT } from './dialect.ts';
import { PACKET_HEADER_BYTES, PacketStatus, PacketType, writePacketHeader } from './packet.ts';

/** Where writers borrow their buffers, so that an idle connection owns none. */
export interface ChunkPool {
  take(): Buffer;
  give(chunk: Buffer): void;
}

/** Tokens gather up to about this many bytes before they go out: fewer system calls, still small against any socket buffer. */
export const CHUNK_BYTES = 65_536;

/** Chunks kept for reuse; more than this many concurrent answers allocate. */
const MAX_POOLED_CHUNKS = 64;

export function createChunkPool(): ChunkPool {
  const free: Buffer[] = [];
  return {
    take: () => free.pop() ?? Buffer.allocUnsafeSlow(CHUNK_BYTES),
    give: (chunk) => {
      if (chunk.length === CHUNK_BYTES && free.length < MAX_POOLED_CHUNKS) free.push(chunk);
    },
  };
}

const EMPTY: Buffer = Buffer.alloc(0);

/**
 * Writes one reply message at a time. Tokens are laid down without gaps in one growing buffer; `flush` makes room for the packet
 * headers by moving each packet's payload up (one memmove a packet, far cheaper than a boundary check a field) and hands out all
 * whole packets in one piece. Positions into the buffer are therefore stable from the start of a token to its end, and only there:
 * `flushIfFull` is called between tokens.
 *
 * `buffer` and `pos` are public for the row encoders, which write bytes directly after `ensure`.
 */
export class TokenWriter {
  buffer: Buffer = EMPTY;
  pos = 0;
  /** Set by the login (ENVCHANGE packet size takes effect after the login's reply). */
  packetSize: number;
  /** What the other side speaks: set by the login, before anything is written that depends on it. */
  dialect: Dialect;
  spid = 0;
  private packetId = 0;
  private readonly pool: ChunkPool;
  private readonly emit: (packets: Buffer) => boolean;
  /** A flush leaves at most one packet behind, so at this fill the whole packets of the chunk still fit with their headers. */
  private threshold = 0;

  /** `emit` returns true when it is done with the bytes, false when it keeps them (the socket did not take all at once). */
  constructor(packetSize: number, pool: ChunkPool, emit: (packets: Buffer) => boolean) {
    this.packetSize = packetSize;
    this.dialect = LATEST_DIALECT;
    this.pool = pool;
    this.emit = emit;
  }

  /** Makes room for `bytes` more. */
  ensure(bytes: number): void {
    if (this.buffer.length - this.pos < bytes) this.grow(bytes);
  }

  private grow(bytes: number): void {
    if (this.buffer.length === 0 && bytes <= CHUNK_BYTES) {
      this.buffer = this.pool.take();
    } else {
      const grown = Buffer.allocUnsafeSlow(Math.max(CHUNK_BYTES, 2 * this.buffer.length, this.pos + bytes));
      this.buffer.copy(grown, 0, 0, this.pos);
      this.pool.give(this.buffer);
      this.buffer = grown;
    }
    this.threshold = CHUNK_BYTES / 2;
  }

  /** Between tokens: sends the whole packets once enough has gathered. */
  flushIfFull(): void {
    if (this.pos >= this.threshold && this.pos > this.packetSize) this.flush();
  }

  /** Between tokens: sends all whole packets, but keeps at least one byte back, because the last packet of a message is marked. */
  flush(): void {
    const room = this.packetSize - PACKET_HEADER_BYTES;
    const whole = Math.floor((this.pos - 1) / room);
    if (whole <= 0) return;
    const rest = this.pos - whole * room;
    const keep = this.pool.take();
    const target = rest <= keep.length ? keep : Buffer.allocUnsafeSlow(rest);
    this.buffer.copy(target, 0, whole * room, this.pos);
    this.send(whole, whole * room, 0);
    this.buffer = target;
    this.pos = rest;
  }

  /** Ends the message: sends everything, the last packet marked, and gives the buffer back. */
  end(extraStatus = 0): void {
    const room = this.packetSize - PACKET_HEADER_BYTES;
    const count = Math.max(1, Math.ceil(this.pos / room));
    this.send(count, this.pos, PacketStatus.endOfMessage | extraStatus);
    this.buffer = EMPTY;
    this.pos = 0;
    this.packetId = 0;
  }

  /** Forgets what was not sent, on the way to closing the connection. */
  discard(): void {
    this.pool.give(this.buffer);
    this.buffer = EMPTY;
    this.pos = 0;
    this.packetId = 0;
  }

  /** Frames the first `bytes` of the buffer as `count` packets in place and emits them. */
  private send(count: number, bytes: number, lastStatus: number): void {
    const room = this.packetSize - PACKET_HEADER_BYTES;
    const total = bytes + count * PACKET_HEADER_BYTES;
    if (this.buffer.length < total) {
      const grown = Buffer.allocUnsafeSlow(total);
      this.buffer.copy(grown, 0, 0, bytes);
      this.pool.give(this.buffer);
      this.buffer = grown;
    }
    const buffer = this.buffer;
    for (let i = count - 1; i >= 0; i--) {
      const from = i * room;
      const length = Math.min(room, bytes - from);
      const at = i * this.packetSize;
      buffer.copyWithin(at + PACKET_HEADER_BYTES, from, from + length);
      writePacketHeader(buffer, at, {
        type: PacketType.tabularResult,
        status: i === count - 1 ? lastStatus : 0,
        length: length + PACKET_HEADER_BYTES,
        spid: this.spid,
        packetId: this.packetId + i + 1,
      });
    }
    this.packetId = (this.packetId + count) & 0xff;
    if (this.emit(buffer.subarray(0, total))) this.pool.give(buffer);
  }

  u8(value: number): void {
    this.ensure(1);
    this.buffer[this.pos++] = value;
  }

  u16(value: number): void {
    this.ensure(2);
    const { buffer, pos } = this;
    buffer[pos] = value;
    buffer[pos + 1] = value >>> 8;
    this.pos = pos + 2;
  }

  u24(value: number): void {
    this.ensure(3);
    const { buffer, pos } = this;
    buffer[pos] = value;
    buffer[pos + 1] = value >>> 8;
    buffer[pos + 2] = value >>> 16;
    this.pos = pos + 3;
  }

  /** Signed or unsigned. */
  u32(value: number): void {
    this.ensure(4);
    const { buffer, pos } = this;
    buffer[pos] = value;
    buffer[pos + 1] = value >>> 8;
    buffer[pos + 2] = value >>> 16;
    buffer[pos + 3] = value >>> 24;
    this.pos = pos + 4;
  }

  /** An unsigned number of up to 53 bits in five bytes. */
  u40(value: number): void {
    this.u32(value % 0x1_0000_0000);
    this.u8(Math.floor(value / 0x1_0000_0000));
  }

  /** Signed or unsigned. */
  u64(value: bigint): void {
    this.ensure(8);
    this.buffer.writeBigUInt64LE(BigInt.asUintN(64, value), this.pos);
    this.pos += 8;
  }

  f32(value: number): void {
    this.ensure(4);
    this.buffer.writeFloatLE(value, this.pos);
    this.pos += 4;
  }

  f64(value: number): void {
    this.ensure(8);
    this.buffer.writeDoubleLE(value, this.pos);
    this.pos += 8;
  }

  bytes(value: Uint8Array): void {
    this.ensure(value.length);
    this.buffer.set(value, this.pos);
    this.pos += value.length;
  }

  /** UTF-16LE without a length. */
  utf16(value: string): void {
    this.ensure(value.length * 2);
    this.buffer.write(value, this.pos, 'utf16le');
    this.pos += value.length * 2;
  }

  /** B_VARCHAR (MS-TDS 2.2.5.2.2); what does not fit its length byte is cut off. */
  bVarchar(value: string): void {
    const text = value.length > 0xff ? value.slice(0, 0xff) : value;
    this.u8(text.length);
    this.utf16(text);
  }

  /** US_VARCHAR; what does not fit its length is cut off. */
  usVarchar(value: string): void {
    const text = value.length > 0xffff ? value.slice(0, 0xffff) : value;
    this.u16(text.length);
    this.utf16(text);
  }

  /** B_VARBYTE of at most 255 bytes. */
  bVarbyte(value: Uint8Array): void {
    this.u8(value.length);
    this.bytes(value);
  }

  /** Leaves room for a 16-bit length and returns where; `patch16` fills in the number of bytes written since. */
  mark16(): number {
    this.u16(0);
    return this.pos;
  }

  patch16(mark: number): void {
    this.buffer.writeUInt16LE(this.pos - mark, mark - 2);
  }

  mark32(): number {
    this.u32(0);
    return this.pos;
  }

  patch32(mark: number): void {
    this.buffer.writeUInt32LE(this.pos - mark, mark - 4);
  }
}

const scratchPool = createChunkPool();

/** What `write` wrote, as one buffer without packets: nested structures, whole messages of a client in tests. */
export function collectBytes(write: (writer: TokenWriter) => void, dialect: Dialect = LATEST_DIALECT): Buffer {
  const writer = new TokenWriter(0x7fff, scratchPool, () => true);
  writer.dialect = dialect;
  write(writer);
  const bytes = Buffer.from(writer.buffer.subarray(0, writer.pos));
  writer.discard();
  return bytes;
}
