import type { VolumeOperation } from '../events.ts';
import type { VolumeClaim, VolumeRecord, VolumeView } from '../volume-view.ts';
import type { World } from './world.ts';

export interface DataWrite {
  readonly position: number;
  readonly value: number;
  /** Which opening of the database it belongs to. */
  readonly opening: number;
  /** The instance was still permitted to write when it began. */
  readonly wasPermitted: boolean;
  readonly node: string;
}

/** The one volume: the lease's records, and the database as a log that whoever opens it goes on with. */
export class SharedVolume {
  readonly #world: World;
  readonly #taken = new Map<number, VolumeRecord>();
  #top: VolumeRecord | undefined;
  #claim: VolumeClaim | undefined;
  readonly log: number[] = [];
  openings = 0;
  isFull = false;
  /** With exclusive attachment: the only node whose operations arrive. */
  attached: string | undefined;
  /** Writes of a stopped machine that came after a newer opening: what fencing of the storage must keep out. */
  lateWrites = 0;

  constructor(world: World) {
    this.#world = world;
  }

  view(): VolumeView {
    return { record: this.#top, claim: this.#claim };
  }

  carryOut(operation: VolumeOperation, holder: string, place: string): VolumeView {
    if (operation.kind === 'take') this.#take({ epoch: operation.epoch, holder, place, beat: 0, released: false });
    else if (operation.kind === 'beat') this.#change(operation.epoch, holder, { beat: operation.beat });
    else if (operation.kind === 'release') this.#change(operation.epoch, holder, { released: true });
    else if (operation.kind === 'claim') this.#claim = { epoch: operation.epoch, holder };
    return this.view();
  }

  #take(record: VolumeRecord): void {
    const isAllowed = !this.#taken.has(record.epoch) || this.#world.options.sabotage === 'epochs without exclusion';
    if (!isAllowed) return;
    this.#taken.set(record.epoch, record);
    if (record.epoch >= (this.#top?.epoch ?? 0)) this.#top = record;
  }

  #change(epoch: number, holder: string, change: Partial<VolumeRecord>): void {
    const record = this.#taken.get(epoch);
    if (record === undefined || record.holder !== holder) return;
    const changed = { ...record, ...change };
    this.#taken.set(epoch, changed);
    if (this.#top === record) this.#top = changed;
  }

  /** PostgreSQL opens the data and finds all that had arrived by now. */
  open(): { opening: number; tail: number } {
    return { opening: ++this.openings, tail: this.log.length };
  }

  /** False: the disk is full. */
  write(write: DataWrite): boolean {
    if (write.opening !== this.openings) {
      if (!write.wasPermitted) this.#world.fail(`${write.node} writes after its right had ended`);
      this.lateWrites++;
      return false;
    }
    if (this.isFull) return false;
    const there = this.log[write.position];
    if (there !== undefined && there !== write.value) this.#world.fail(`${write.node} overwrites what was written`);
    this.log[write.position] = write.value;
    return true;
  }
}
