import { encodeValue, requireStorable } from '../execution/carrier-codec.ts';
import { carrierOf, type SqlType, type SqlValue } from '../../tsql/index.ts';

type Carrier = ReturnType<typeof carrierOf>;

/** UTF-8 needs at most three bytes for a UTF-16 unit. */
const UTF8_GROWTH = 3;
/** Up to this many characters a loop over ASCII is faster than the call into the runtime. */
const ASCII_LOOP_CHARACTERS = 64;

/** Signature, flags, and no header extension (PostgreSQL documentation, COPY, "Binary Format"). */
const HEADER = Buffer.from('5047434f50590aff0d0a000000000000000000', 'hex');
const TRAILER = Buffer.from([0xff, 0xff]);

/** Rows of values as PostgreSQL's binary COPY format, in one growing buffer that is handed out and reused. */
export class CopyEncoder {
  readonly #types: readonly SqlType[];
  readonly #carriers: readonly Carrier[];
  #buffer = Buffer.allocUnsafe(64 * 1024);
  #length = 0;

  constructor(types: readonly SqlType[]) {
    this.#types = types;
    this.#carriers = types.map(carrierOf);
    this.#append(HEADER);
  }

  get size(): number {
    return this.#length;
  }

  row(values: readonly SqlValue[]): void {
    this.#reserve(2);
    this.#length = this.#buffer.writeInt16BE(values.length, this.#length);
    for (let i = 0; i < values.length; i++) {
      this.#value(i, values[i] ?? null);
    }
  }

  /** The usual types are written in place: bytes of their own for each value would cost as much as all the rest of a row. */
  #value(column: number, value: SqlValue): void {
    this.#reserve(12);
    if (value === null) {
      this.#length = this.#buffer.writeInt32BE(-1, this.#length);
      return;
    }
    switch (this.#carriers[column]) {
      case 'int4':
        this.#int32(4);
        this.#int32(value as number);
        return;
      case 'int8':
        if (typeof value !== 'bigint') break;
        this.#int32(8);
        this.#length = this.#buffer.writeBigInt64BE(value, this.#length);
        return;
      case 'sys.string':
        return this.#text(value as string);
      default:
    }
    const bytes = encodeValue(this.#types[column] as SqlType, value) as Uint8Array;
    this.#int32(bytes.length);
    this.#append(bytes);
  }

  #text(value: string): void {
    this.#reserve(4 + UTF8_GROWTH * value.length);
    const start = this.#length + 4;
    if (value.length > ASCII_LOOP_CHARACTERS || !this.#ascii(value, start)) {
      requireStorable(value);
      const written = this.#buffer.write(value, start, 'utf8');
      this.#int32(written);
      this.#length += written;
      return;
    }
    this.#int32(value.length);
    this.#length += value.length;
  }

  /** False where the text holds anything else: then what was written counts for nothing. */
  #ascii(value: string, start: number): boolean {
    const buffer = this.#buffer;
    for (let i = 0; i < value.length; i++) {
      const code = value.charCodeAt(i);
      if (code === 0 || code > 0x7f) return false;
      buffer[start + i] = code;
    }
    return true;
  }

  #int32(value: number): void {
    const buffer = this.#buffer;
    const at = this.#length;
    buffer[at] = value >>> 24;
    buffer[at + 1] = value >>> 16;
    buffer[at + 2] = value >>> 8;
    buffer[at + 3] = value;
    this.#length = at + 4;
  }

  finish(): void {
    this.#append(TRAILER);
  }

  /** What was encoded since the last call; valid until the next `row`. */
  take(): Buffer {
    const taken = this.#buffer.subarray(0, this.#length);
    this.#length = 0;
    return taken;
  }

  #append(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#buffer.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  #reserve(bytes: number): void {
    if (this.#length + bytes <= this.#buffer.length) return;
    const grown = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, this.#length + bytes));
    this.#buffer.copy(grown, 0, 0, this.#length);
    this.#buffer = grown;
  }
}
