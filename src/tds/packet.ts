import { TdsProtocolError } from './errors.ts';
import { MAX_PACKET_BYTES } from './limits.ts';

/** MS-TDS 2.2.3.1: type, status, length (big-endian, header included), SPID (big-endian), packet id, window. */
export const PACKET_HEADER_BYTES = 8;

/** MS-TDS 2.2.3.1.1 */
export const PacketType = {
  sqlBatch: 0x01,
  preTds7Login: 0x02,
  rpc: 0x03,
  tabularResult: 0x04,
  attention: 0x06,
  bulkLoad: 0x07,
  fedAuthToken: 0x08,
  transactionManager: 0x0e,
  login7: 0x10,
  sspi: 0x11,
  prelogin: 0x12,
} as const;

/** MS-TDS 2.2.3.1.2 */
export const PacketStatus = {
  normal: 0x00,
  endOfMessage: 0x01,
  /** The client gives the message up while sending it; always with endOfMessage. */
  ignore: 0x02,
  resetConnection: 0x08,
  resetConnectionSkipTransaction: 0x10,
} as const;

export interface Packet {
  readonly type: number;
  readonly status: number;
  /** Shares memory with what was pushed. */
  readonly payload: Buffer;
}

const EMPTY: Buffer = Buffer.alloc(0);

/**
 * Cuts a byte stream into packets. Holds at most one unfinished packet, in a buffer of its own size, so that a slow sender pins no
 * more than that; an idle connection holds nothing.
 */
export class PacketReader {
  private pending: Buffer = EMPTY;
  private pendingBytes = 0;
  private chunk: Buffer = EMPTY;
  private pos = 0;

  /** True between packets, with nothing unfinished at hand. */
  get idle(): boolean {
    return this.pendingBytes === 0 && this.pos >= this.chunk.length;
  }

  /** Every packet of the chunk before must have been taken with `next` until it returned undefined. */
  push(chunk: Buffer): void {
    if (this.pendingBytes === 0) {
      this.chunk = chunk;
      this.pos = 0;
      return;
    }
    this.chunk = chunk;
    this.pos = this.fillPending(chunk);
  }

  next(): Packet | undefined {
    if (this.pendingBytes > 0) {
      if (this.pendingBytes < PACKET_HEADER_BYTES || this.pendingBytes < packetLength(this.pending, 0))
        return undefined;
      const packet = decodePacket(this.pending, 0, this.pendingBytes);
      this.pending = EMPTY;
      this.pendingBytes = 0;
      return packet;
    }
    const left = this.chunk.length - this.pos;
    if (left >= PACKET_HEADER_BYTES) {
      const length = packetLength(this.chunk, this.pos);
      if (left >= length) {
        const packet = decodePacket(this.chunk, this.pos, length);
        this.pos += length;
        return packet;
      }
    }
    this.keepRest(left);
    return undefined;
  }

  /** Bytes that arrived and belong to no whole packet yet, or were not looked at: what goes to TLS when it takes the socket over. */
  takeRest(): Buffer {
    const rest = this.pendingBytes > 0 ? this.pending.subarray(0, this.pendingBytes) : this.chunk.subarray(this.pos);
    this.pending = EMPTY;
    this.pendingBytes = 0;
    this.chunk = EMPTY;
    this.pos = 0;
    return rest;
  }

  private keepRest(left: number): void {
    if (left > 0) {
      const room = left >= PACKET_HEADER_BYTES ? packetLength(this.chunk, this.pos) : PACKET_HEADER_BYTES;
      this.pending = Buffer.allocUnsafeSlow(room);
      this.chunk.copy(this.pending, 0, this.pos);
      this.pendingBytes = left;
    }
    this.chunk = EMPTY;
    this.pos = 0;
  }

  /** Copies what the unfinished packet still lacks and returns how much of the chunk that took. */
  private fillPending(chunk: Buffer): number {
    let taken = 0;
    if (this.pendingBytes < PACKET_HEADER_BYTES) {
      taken = Math.min(PACKET_HEADER_BYTES - this.pendingBytes, chunk.length);
      chunk.copy(this.pending, this.pendingBytes, 0, taken);
      this.pendingBytes += taken;
      if (this.pendingBytes < PACKET_HEADER_BYTES) return taken;
    }
    const length = packetLength(this.pending, 0);
    if (this.pending.length < length) {
      const whole = Buffer.allocUnsafeSlow(length);
      this.pending.copy(whole, 0, 0, this.pendingBytes);
      this.pending = whole;
    }
    const more = Math.min(length - this.pendingBytes, chunk.length - taken);
    chunk.copy(this.pending, this.pendingBytes, taken, taken + more);
    this.pendingBytes += more;
    return taken + more;
  }
}

function packetLength(buffer: Buffer, at: number): number {
  const length = buffer.readUInt16BE(at + 2);
  if (length < PACKET_HEADER_BYTES || length > MAX_PACKET_BYTES + 1) {
    throw new TdsProtocolError('2.2.3.1.3', `A packet of ${length} bytes.`);
  }
  return length;
}

function decodePacket(buffer: Buffer, at: number, length: number): Packet {
  return {
    type: buffer[at]!,
    status: buffer[at + 1]!,
    payload: buffer.subarray(at + PACKET_HEADER_BYTES, at + length),
  };
}

/** Writes a header at `at`; the packet's payload is the caller's. */
export function writePacketHeader(
  buffer: Buffer,
  at: number,
  header: { type: number; status: number; length: number; spid: number; packetId: number },
): void {
  buffer[at] = header.type;
  buffer[at + 1] = header.status;
  buffer[at + 2] = header.length >>> 8;
  buffer[at + 3] = header.length & 0xff;
  buffer[at + 4] = header.spid >>> 8;
  buffer[at + 5] = header.spid & 0xff;
  buffer[at + 6] = header.packetId & 0xff;
  buffer[at + 7] = 0;
}

/** A whole message as packets, for messages that are at hand as one buffer (PRELOGIN, tests, clients). */
export function splitIntoPackets(type: number, payload: Buffer, packetSize: number, status = 0, spid = 0): Buffer {
  const room = packetSize - PACKET_HEADER_BYTES;
  const count = Math.max(1, Math.ceil(payload.length / room));
  const out = Buffer.allocUnsafe(payload.length + count * PACKET_HEADER_BYTES);
  let at = 0;
  for (let i = 0; i < count; i++) {
    const part = payload.subarray(i * room, Math.min(payload.length, (i + 1) * room));
    const last = i === count - 1 ? PacketStatus.endOfMessage : 0;
    const length = part.length + PACKET_HEADER_BYTES;
    writePacketHeader(out, at, { type, status: status | last, length, spid, packetId: i + 1 });
    part.copy(out, at + PACKET_HEADER_BYTES);
    at += length;
  }
  return out;
}
