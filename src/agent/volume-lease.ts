import { type FileHandle, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { VolumeClaim, VolumeOperation, VolumeRecord, VolumeView } from '../ha/index.ts';
import { decodeRecord, encodeRecord, unknownRecord } from './volume-record.ts';

/** Below the data directory. */
const LEASE_DIRECTORY = 'lease';
const CLAIM_FILE = 'claim';
/** Space that is given up when a full volume has none left for a new epoch. */
const RESERVE_FILE = 'reserve';
const RESERVE_BYTES = 64 * 1024;
const EPOCH_FILE = /^epoch-(\d{10})$/;
/** The epoch before the present one stays, for whoever wants to know what happened. */
const EPOCHS_KEPT = 2;
/** A record that is just being written is whole a moment later. */
const TORN_READ_TRIES = 3;

/** The lease on the volume, however it is kept. Operations never overlap: the caller waits for one before it begins the next. */
export interface VolumeStore {
  carryOut(operation: VolumeOperation): Promise<VolumeView>;
}

/**
 * Every epoch is a file of its own, made by exclusive creation, which every file system decides for exactly one; afterwards only its
 * maker writes it, so that a write that was under way for minutes cannot harm anyone. All I/O is asynchronous: a stalled disk holds
 * one thread of Node's pool and never the agent's timers.
 */
export class VolumeLease implements VolumeStore {
  readonly #directory: string;
  readonly #holder: string;
  readonly #place: string;

  constructor(dataDirectory: string, self: { readonly holder: string; readonly place: string }) {
    this.#directory = join(dataDirectory, LEASE_DIRECTORY);
    this.#holder = self.holder;
    this.#place = self.place;
  }

  async carryOut(operation: VolumeOperation): Promise<VolumeView> {
    switch (operation.kind) {
      case 'read':
        break;
      case 'take':
        await this.#take(operation.epoch);
        break;
      case 'beat':
        await this.#overwrite(operation.epoch, operation.beat, false);
        break;
      case 'release':
        await this.#overwrite(operation.epoch, 0, true);
        break;
      case 'claim':
        await this.#withReserve(() => this.#claim(operation.epoch));
        break;
    }
    return this.#read();
  }

  async #take(epoch: number): Promise<void> {
    await mkdir(this.#directory, { recursive: true, mode: 0o700 });
    let file: FileHandle;
    try {
      file = await this.#withReserve(() => open(this.#epochPath(epoch), 'wx', 0o600));
    } catch (error) {
      // Somebody was faster: the read says who.
      if (codeOf(error) === 'EEXIST') return;
      throw error;
    }
    try {
      const bytes = encodeRecord(this.#record(epoch, 0, false));
      await this.#withReserve(() => file.write(bytes, 0, undefined, 0));
      await file.sync();
    } finally {
      await file.close();
    }
    await this.#syncDirectory();
    await this.#tidy(epoch);
  }

  /** In place, and not by a rename: that would need space. */
  async #overwrite(epoch: number, beat: number, released: boolean): Promise<void> {
    let file: FileHandle;
    try {
      file = await open(this.#epochPath(epoch), 'r+');
    } catch (error) {
      // Cleared away by a later holder: the read tells.
      if (codeOf(error) === 'ENOENT') return;
      throw error;
    }
    try {
      await file.write(encodeRecord(this.#record(epoch, beat, released)), 0, undefined, 0);
      await file.datasync();
    } finally {
      await file.close();
    }
  }

  async #claim(epoch: number): Promise<void> {
    const draft = join(this.#directory, `${CLAIM_FILE}.${encodeURIComponent(this.#holder)}`);
    const file = await open(draft, 'w', 0o600);
    try {
      await file.writeFile(JSON.stringify({ epoch, holder: this.#holder } satisfies VolumeClaim));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, join(this.#directory, CLAIM_FILE));
    await this.#syncDirectory();
  }

  async #read(): Promise<VolumeView> {
    const names = await this.#names();
    const epochs = names.flatMap((name) => EPOCH_FILE.exec(name)?.slice(1).map(Number) ?? []);
    const top = Math.max(0, ...epochs);
    if (top === 0) return { record: undefined, claim: undefined };
    const record = await this.#readRecord(top);
    const claim = names.includes(CLAIM_FILE) ? await this.#readClaim() : undefined;
    return { record, claim };
  }

  async #names(): Promise<string[]> {
    try {
      return await readdir(this.#directory);
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return [];
      throw error;
    }
  }

  async #readRecord(epoch: number): Promise<VolumeRecord> {
    for (let attempt = 0; attempt < TORN_READ_TRIES; attempt++) {
      const record = decodeRecord(await readFile(this.#epochPath(epoch)));
      if (record?.epoch === epoch) return record;
    }
    return unknownRecord(epoch);
  }

  async #readClaim(): Promise<VolumeClaim | undefined> {
    try {
      return JSON.parse(await readFile(join(this.#directory, CLAIM_FILE), 'utf8')) as VolumeClaim;
    } catch (error) {
      // A claim asks for something; one that cannot be read asks for nothing.
      if (error instanceof SyntaxError || codeOf(error) === 'ENOENT') return undefined;
      throw error;
    }
  }

  async #tidy(epoch: number): Promise<void> {
    for (const name of await this.#names()) {
      const found = Number(EPOCH_FILE.exec(name)?.[1] ?? Infinity);
      if (found <= epoch - EPOCHS_KEPT) await rm(join(this.#directory, name), { force: true });
    }
    try {
      const file = await open(join(this.#directory, RESERVE_FILE), 'wx', 0o600);
      try {
        await file.writeFile(Buffer.alloc(RESERVE_BYTES));
      } finally {
        await file.close();
      }
    } catch (error) {
      // There already, or no space for it now: then the next holder makes it.
      if (codeOf(error) !== 'EEXIST' && codeOf(error) !== 'ENOSPC') throw error;
    }
  }

  async #withReserve<Result>(attempt: () => Promise<Result>): Promise<Result> {
    try {
      return await attempt();
    } catch (error) {
      if (codeOf(error) !== 'ENOSPC') throw error;
      await rm(join(this.#directory, RESERVE_FILE), { force: true });
      return attempt();
    }
  }

  async #syncDirectory(): Promise<void> {
    const directory = await open(this.#directory, 'r');
    try {
      await directory.sync();
    } finally {
      await directory.close();
    }
  }

  #record(epoch: number, beat: number, released: boolean): VolumeRecord {
    return { epoch, holder: this.#holder, place: this.#place, beat, released };
  }

  #epochPath(epoch: number): string {
    return join(this.#directory, `epoch-${String(epoch).padStart(10, '0')}`);
  }
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}
