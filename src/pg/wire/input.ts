import { PgMessageTooLarge, PgProtocolViolation } from '../errors.ts';

/** Type byte and int32 length in front of every backend message. */
const HEADER_BYTES = 5;
const INITIAL_CARRY_BYTES = 16 * 1024;
/** A carry buffer that grew beyond this for one large message is not kept. */
const KEPT_CARRY_BYTES = 1024 * 1024;

export interface PgMessageSink {
  /** The body is `buffer` from `start` to `end`, valid during the call only. */
  message(type: number, buffer: Buffer, start: number, end: number): void;
  /** A message was larger than the limit and is being read past. */
  tooLarge(error: PgMessageTooLarge): void;
}

/**
 * Splits what the socket delivers into messages. Messages that lie whole in a chunk, nearly all of them, are handed on in place;
 * only one that straddles two chunks is put together in a carry buffer.
 */
export class PgInput {
  readonly #sink: PgMessageSink;
  readonly #limit: number;
  #carry = Buffer.alloc(0);
  #carried = 0;
  #skip = 0;
  #stopped = false;

  constructor(sink: PgMessageSink, limit: number) {
    this.#sink = sink;
    this.#limit = limit;
  }

  /** Nothing more is handed on, not even what is left of the current chunk. */
  stop(): void {
    this.#stopped = true;
  }

  feed(chunk: Buffer, length: number): void {
    let at = 0;
    if (this.#skip > 0) {
      at = Math.min(this.#skip, length);
      this.#skip -= at;
    }
    if (this.#carried > 0) at = this.#complete(chunk, at, length);
    const sink = this.#sink;
    while (length - at >= HEADER_BYTES) {
      if (this.#stopped) return;
      const end = at + 1 + bodySize(chunk, at);
      if (end > length) break;
      sink.message(chunk[at] as number, chunk, at + HEADER_BYTES, end);
      at = end;
    }
    if (at < length && !this.#stopped) this.#keep(chunk, at, length);
  }

  /** Adds to the carried message what it lacks; returns where the chunk goes on. */
  #complete(chunk: Buffer, from: number, length: number): number {
    let at = from;
    if (this.#carried < HEADER_BYTES) {
      const more = Math.min(HEADER_BYTES - this.#carried, length - at);
      this.#append(chunk, at, at + more);
      at += more;
      if (this.#carried < HEADER_BYTES) return at;
      if (this.#skipIfTooLarge()) return at + this.#skipNow(length - at);
    }
    const size = 1 + bodySize(this.#carry, 0);
    const more = Math.min(size - this.#carried, length - at);
    if (this.#carry.length < size) this.#grow(size);
    this.#append(chunk, at, at + more);
    at += more;
    if (this.#carried < size) return at;
    this.#carried = 0;
    const whole = this.#carry;
    if (whole.length > KEPT_CARRY_BYTES) this.#carry = Buffer.alloc(0);
    if (!this.#stopped) this.#sink.message(whole[0] as number, whole, HEADER_BYTES, size);
    return at;
  }

  #keep(chunk: Buffer, from: number, length: number): void {
    const available = length - from;
    this.#append(chunk, from, Math.min(length, from + HEADER_BYTES));
    if (this.#carried < HEADER_BYTES) return;
    if (this.#skipIfTooLarge()) {
      this.#skipNow(available - HEADER_BYTES);
      return;
    }
    const size = 1 + bodySize(this.#carry, 0);
    if (this.#carry.length < size) this.#grow(size);
    this.#append(chunk, from + HEADER_BYTES, length);
  }

  /** Looks at the carried header. */
  #skipIfTooLarge(): boolean {
    const size = 1 + bodySize(this.#carry, 0);
    if (size <= this.#limit) return false;
    this.#carried = 0;
    this.#skip = size - HEADER_BYTES;
    this.#sink.tooLarge(new PgMessageTooLarge(size, this.#limit));
    return true;
  }

  #skipNow(available: number): number {
    const skipped = Math.min(this.#skip, available);
    this.#skip -= skipped;
    return skipped;
  }

  #append(chunk: Buffer, from: number, to: number): void {
    const needed = this.#carried + to - from;
    if (this.#carry.length < needed) this.#grow(Math.max(needed, INITIAL_CARRY_BYTES));
    chunk.copy(this.#carry, this.#carried, from, to);
    this.#carried = needed;
  }

  #grow(size: number): void {
    const larger = Buffer.allocUnsafeSlow(Math.max(size, INITIAL_CARRY_BYTES));
    this.#carry.copy(larger, 0, 0, this.#carried);
    this.#carry = larger;
  }
}

function bodySize(buffer: Buffer, at: number): number {
  const size =
    ((buffer[at + 1] as number) << 24) |
    ((buffer[at + 2] as number) << 16) |
    ((buffer[at + 3] as number) << 8) |
    (buffer[at + 4] as number);
  if (size < 4) throw new PgProtocolViolation(`PostgreSQL sent a message of length ${size}`);
  return size;
}
