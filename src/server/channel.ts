import type { Duplex } from 'node:stream';
import type { Socket } from 'node:net';
import type { Outlet } from './reply-sink.ts';
import { COPY_UP_TO_BYTES, MAX_UNSENT_BYTES } from './limits.ts';

/**
 * The sending side of a connection: the plain socket at first, TLS over it where that was agreed. Knows how much the client has not
 * taken yet, and wakes those who wait for it.
 */
export class Channel implements Outlet {
  private readonly beforeAnswer: () => void;
  private stream: Duplex;
  private plain = true;
  private waiters: (() => void)[] = [];
  private closed = false;
  private readonly onDrain = (): void => this.wake();

  /** `beforeAnswer` runs before any byte leaves: a machine that slept through its permit must not acknowledge anything. */
  constructor(socket: Socket, beforeAnswer: () => void) {
    this.beforeAnswer = beforeAnswer;
    this.stream = socket;
    socket.on('drain', this.onDrain);
  }

  /** From now on everything goes through `stream`; `plain` says whether it is the socket itself. */
  switchTo(stream: Duplex, plain: boolean): void {
    this.stream.off('drain', this.onDrain);
    this.stream = stream;
    this.plain = plain;
    stream.on('drain', this.onDrain);
  }

  /** True when the bytes are gone and their buffer may be used again. */
  write(bytes: Buffer): boolean {
    if (this.closed) return true;
    this.beforeAnswer();
    const { stream } = this;
    if (!this.plain && bytes.length <= COPY_UP_TO_BYTES) {
      stream.write(Buffer.from(bytes));
      return true;
    }
    stream.write(bytes);
    // A plain socket hands to the kernel at once what the kernel takes; only then nothing is left to hold on to the bytes.
    return this.plain && stream.writableLength === 0;
  }

  get writable(): boolean {
    return this.closed || this.stream.writableLength < MAX_UNSENT_BYTES;
  }

  drained(): Promise<void> {
    if (this.writable) return Promise.resolve();
    return new Promise((resolve) => this.waiters.push(resolve));
  }

  /** Lets everyone go on who waits for the client: it read on, it gave the request up, or it is gone. */
  wake(): void {
    const { waiters } = this;
    this.waiters = [];
    for (const resolve of waiters) resolve();
  }

  close(): void {
    this.closed = true;
    this.wake();
  }
}
