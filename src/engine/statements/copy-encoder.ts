import { encodeValue } from '../execution/carrier-codec.ts';
import type { SqlType, SqlValue } from '../../tsql/index.ts';

/** Signature, flags, and no header extension (PostgreSQL documentation, COPY, "Binary Format"). */
const HEADER = Buffer.from('5047434f50590aff0d0a000000000000000000', 'hex');
const TRAILER = Buffer.from([0xff, 0xff]);

/** Rows of values as PostgreSQL's binary COPY format, in one growing buffer that is handed out and reused. */
export class CopyEncoder {
  readonly #types: readonly SqlType[];
  #buffer = Buffer.allocUnsafe(64 * 1024);
  #length = 0;

  constructor(types: readonly SqlType[]) {
    this.#types = types;
    this.#append(HEADER);
  }

  get size(): number {
    return this.#length;
  }

  row(values: readonly SqlValue[]): void {
    this.#reserve(2);
    this.#length = this.#buffer.writeInt16BE(values.length, this.#length);
    for (let i = 0; i < values.length; i++) {
      const bytes = encodeValue(this.#types[i] as SqlType, values[i] ?? null);
      this.#reserve(4);
      this.#length = this.#buffer.writeInt32BE(bytes === null ? -1 : bytes.length, this.#length);
      if (bytes !== null) this.#append(bytes);
    }
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
