import { TdsProtocolError } from './errors.ts';
import { type Packet, PacketStatus } from './packet.ts';

export interface Message {
  readonly type: number;
  /** Status bits of the first packet: the reset bits count there only (MS-TDS 2.2.3.1.2). */
  readonly status: number;
  readonly payload: Buffer;
  /** The client gave it up (status bit "ignore"): nothing of it may be executed. */
  readonly ignored: boolean;
}

/** Joins packets to messages of at most `maxBytes`. A message of one packet is not copied. */
export class MessageAssembler {
  maxBytes: number;
  private parts: Buffer[] = [];
  private bytes = 0;
  private type = 0;
  private status = 0;

  constructor(maxBytes: number) {
    this.maxBytes = maxBytes;
  }

  get started(): boolean {
    return this.parts.length > 0;
  }

  add(packet: Packet): Message | undefined {
    if (this.parts.length === 0) {
      this.type = packet.type;
      this.status = packet.status;
    } else if (packet.type !== this.type) {
      throw new TdsProtocolError('2.2.3.1.1', `A packet of type ${packet.type} inside a message of type ${this.type}.`);
    }
    this.bytes += packet.payload.length;
    if (this.bytes > this.maxBytes) {
      throw new TdsProtocolError('2.2.1', `A message of more than ${this.maxBytes} bytes.`);
    }
    const ends = (packet.status & PacketStatus.endOfMessage) !== 0;
    if (ends && this.parts.length === 0) {
      this.bytes = 0;
      return this.message(packet.payload, packet.status);
    }
    this.parts.push(packet.payload);
    if (!ends) return undefined;
    const payload = Buffer.concat(this.parts, this.bytes);
    this.parts = [];
    this.bytes = 0;
    return this.message(payload, packet.status);
  }

  /** Forgets a message that never ended (an attention may come in the middle of one). */
  drop(): void {
    this.parts = [];
    this.bytes = 0;
  }

  private message(payload: Buffer, lastStatus: number): Message {
    return { type: this.type, status: this.status, payload, ignored: (lastStatus & PacketStatus.ignore) !== 0 };
  }
}
