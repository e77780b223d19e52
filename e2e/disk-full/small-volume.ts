import { chmodSync, closeSync, mkdirSync, mkdtempSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mustRun } from '../harness/command.ts';

const BALLAST_CHUNK = Buffer.alloc(64 * 1024, 0x42);

/** A tmpfs of its own for a data directory, with a file in it that takes the space and gives it back. */
export class SmallVolume {
  readonly #mountPoint: string;
  readonly directory: string;

  private constructor(mountPoint: string) {
    this.#mountPoint = mountPoint;
    this.directory = join(mountPoint, 'data');
    mkdirSync(this.directory);
    for (const path of [mountPoint, this.directory]) chmodSync(path, 0o755);
  }

  static async mount(megabytes: number): Promise<SmallVolume> {
    const mountPoint = mkdtempSync(join(tmpdir(), 'holdfast-disk-'));
    await mustRun('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', mountPoint]);
    return new SmallVolume(mountPoint);
  }

  get freeBytes(): number {
    const { bavail, bsize } = statfsSync(this.#mountPoint);
    return bavail * bsize;
  }

  /** Takes all but so many bytes. */
  fill(leave: number): void {
    const file = openSync(this.#ballast, 'a');
    try {
      while (this.freeBytes > leave) {
        writeSync(file, BALLAST_CHUNK, 0, Math.min(BALLAST_CHUNK.length, this.freeBytes - leave));
      }
    } finally {
      closeSync(file);
    }
  }

  empty(): void {
    rmSync(this.#ballast, { force: true });
  }

  async unmount(): Promise<void> {
    await mustRun('umount', [this.#mountPoint]);
    rmSync(this.#mountPoint, { recursive: true, force: true });
  }

  get #ballast(): string {
    return join(this.#mountPoint, 'ballast');
  }
}
