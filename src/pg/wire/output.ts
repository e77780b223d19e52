import { HoldfastError } from '../../base/index.ts';

const INITIAL_OUTPUT_BYTES = 16 * 1024;
/** A buffer that grew beyond this for one large message is not kept. */
const KEPT_OUTPUT_BYTES = 1024 * 1024;
/** Below this a loop is faster than the call into the runtime. */
const COPY_LOOP_BYTES = 24;
/** Counts are int16 on the wire, read as unsigned by PostgreSQL. */
const MAX_PARAMETERS = 65_535;

/**
 * Builds frontend messages one behind the other in one buffer, which a single write sends. Layouts:
 * https://www.postgresql.org/docs/18/protocol-message-formats.html
 */
export class PgOutput {
  #buffer = Buffer.allocUnsafeSlow(INITIAL_OUTPUT_BYTES);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** The bytes built so far; valid until the next message is built. */
  bytes(): Buffer {
    return this.#buffer.subarray(0, this.#length);
  }

  /** Starts again. `stillInUse`: the socket could not take the bytes at once and reads them later, so they get a buffer of their own. */
  reset(stillInUse: boolean): void {
    this.#length = 0;
    if (stillInUse || this.#buffer.length > KEPT_OUTPUT_BYTES)
      this.#buffer = Buffer.allocUnsafeSlow(INITIAL_OUTPUT_BYTES);
  }

  startup(parameters: readonly (readonly [string, string])[]): void {
    const start = this.#length;
    this.#ensure(8);
    this.#length += 4;
    this.#int32(PROTOCOL_VERSION);
    for (const [name, value] of parameters) {
      this.#text(name);
      this.#text(value);
    }
    this.#ensure(1);
    this.#buffer[this.#length++] = 0;
    this.#buffer.writeInt32BE(this.#length - start, start);
  }

  cancelRequest(processId: number, secret: Uint8Array): void {
    this.#ensure(12 + secret.length);
    this.#int32(12 + secret.length);
    this.#int32(CANCEL_REQUEST);
    this.#int32(processId);
    this.#raw(secret);
  }

  query(sql: string): void {
    const start = this.#begin(0x51);
    this.#text(sql);
    this.#finish(start);
  }

  /** An empty name is the unnamed statement. */
  parse(name: string, sql: string, parameterTypes: readonly number[]): void {
    const start = this.#begin(0x50);
    this.#text(name);
    this.#text(sql);
    this.#ensure(2 + 4 * parameterTypes.length);
    this.#int16(parameterTypes.length);
    for (const oid of parameterTypes) this.#int32(oid);
    this.#finish(start);
  }

  /** The unnamed portal; all parameters and all results in binary. */
  bind(name: string, parameters: readonly (Uint8Array | null)[]): void {
    const count = parameters.length;
    if (count > MAX_PARAMETERS) {
      throw new HoldfastError(
        'PG_TOO_MANY_PARAMETERS',
        `a statement has ${count} parameters, more than ${MAX_PARAMETERS}`,
      );
    }
    const start = this.#begin(0x42);
    this.#ensure(name.length + 12);
    let buffer = this.#buffer;
    let at = this.#length;
    buffer[at++] = 0;
    for (let index = 0; index < name.length; index += 1) buffer[at++] = name.charCodeAt(index);
    buffer[at++] = 0;
    buffer[at++] = 0;
    buffer[at++] = 1;
    buffer[at++] = 0;
    buffer[at++] = 1;
    buffer[at++] = count >>> 8;
    buffer[at++] = count;
    for (let index = 0; index < count; index += 1) {
      const value = parameters[index] as Uint8Array | null;
      const size = value === null ? 0 : value.length;
      if (at + size + 8 > buffer.length) {
        this.#length = at;
        this.#ensure(size + 8);
        buffer = this.#buffer;
      }
      if (value === null) {
        buffer[at] = buffer[at + 1] = buffer[at + 2] = buffer[at + 3] = 0xff;
        at += 4;
        continue;
      }
      buffer[at++] = size >>> 24;
      buffer[at++] = size >>> 16;
      buffer[at++] = size >>> 8;
      buffer[at++] = size;
      if (size < COPY_LOOP_BYTES) {
        for (let byte = 0; byte < size; byte += 1) buffer[at + byte] = value[byte] as number;
      } else {
        buffer.set(value, at);
      }
      at += size;
    }
    buffer[at++] = 0;
    buffer[at++] = 1;
    buffer[at++] = 0;
    buffer[at++] = 1;
    this.#length = at;
    this.#finish(start);
  }

  describePortal(): void {
    const start = this.#begin(0x44);
    this.#ensure(2);
    this.#buffer[this.#length++] = 0x50;
    this.#buffer[this.#length++] = 0;
    this.#finish(start);
  }

  describeStatement(name: string): void {
    const start = this.#begin(0x44);
    this.#ensure(1);
    this.#buffer[this.#length++] = 0x53;
    this.#text(name);
    this.#finish(start);
  }

  closeStatement(name: string): void {
    const start = this.#begin(0x43);
    this.#ensure(1);
    this.#buffer[this.#length++] = 0x53;
    this.#text(name);
    this.#finish(start);
  }

  /** `maxRows` 0 is no limit. */
  execute(maxRows: number): void {
    this.#ensure(10);
    const buffer = this.#buffer;
    const at = this.#length;
    buffer[at] = 0x45;
    buffer[at + 1] = buffer[at + 2] = buffer[at + 3] = 0;
    buffer[at + 4] = 9;
    buffer[at + 5] = 0;
    buffer[at + 6] = maxRows >>> 24;
    buffer[at + 7] = maxRows >>> 16;
    buffer[at + 8] = maxRows >>> 8;
    buffer[at + 9] = maxRows;
    this.#length = at + 10;
  }

  sync(): void {
    this.#empty(0x53);
  }

  terminate(): void {
    this.#empty(0x58);
  }

  copyData(chunk: Uint8Array): void {
    const start = this.#begin(0x64);
    this.#ensure(chunk.length);
    this.#raw(chunk);
    this.#finish(start);
  }

  copyDone(): void {
    this.#empty(0x63);
  }

  copyFail(reason: string): void {
    const start = this.#begin(0x66);
    this.#text(reason.replaceAll('\0', ''));
    this.#finish(start);
  }

  #empty(type: number): void {
    this.#finish(this.#begin(type));
  }

  #begin(type: number): number {
    this.#ensure(5);
    const start = this.#length;
    this.#buffer[start] = type;
    this.#length = start + 5;
    return start;
  }

  /** The length counts itself but not the type byte. */
  #finish(start: number): void {
    const buffer = this.#buffer;
    const size = this.#length - start - 1;
    buffer[start + 1] = size >>> 24;
    buffer[start + 2] = size >>> 16;
    buffer[start + 3] = size >>> 8;
    buffer[start + 4] = size;
  }

  #int16(value: number): void {
    this.#buffer[this.#length++] = value >>> 8;
    this.#buffer[this.#length++] = value;
  }

  #int32(value: number): void {
    this.#buffer[this.#length++] = value >>> 24;
    this.#buffer[this.#length++] = value >>> 16;
    this.#buffer[this.#length++] = value >>> 8;
    this.#buffer[this.#length++] = value;
  }

  #raw(bytes: Uint8Array): void {
    this.#buffer.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  #text(text: string): void {
    if (text.includes('\0')) {
      throw new HoldfastError('PG_NUL_IN_TEXT', 'PostgreSQL text cannot contain the character U+0000');
    }
    // UTF-8 needs at most three bytes for a UTF-16 unit.
    this.#ensure(3 * text.length + 1);
    this.#length += this.#buffer.write(text, this.#length, 'utf8');
    this.#buffer[this.#length++] = 0;
  }

  #ensure(more: number): void {
    const needed = this.#length + more;
    if (needed <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, this.#buffer.length * 2));
    this.#buffer.copy(larger, 0, 0, this.#length);
    this.#buffer = larger;
  }
}

/** Protocol 3.0: the longer cancel keys of 3.2 guard against guessing over a network, which a private Unix socket does not need. */
const PROTOCOL_VERSION = 0x0003_0000;
const CANCEL_REQUEST = 80_877_102;
