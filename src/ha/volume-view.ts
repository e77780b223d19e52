/** The lease on the volume as one read of it shows it. */
export interface VolumeView {
  /** That of the highest epoch. Undefined on a volume that nobody ever held. */
  readonly record: VolumeRecord | undefined;
  readonly claim: VolumeClaim | undefined;
}

/** Made by exclusive creation, so that an epoch has one holder for ever; only that holder writes it afterwards. */
export interface VolumeRecord {
  readonly epoch: number;
  /** One run of one agent: a restart is another holder. */
  readonly holder: string;
  /** Where it runs, such that an agent at the same place with the kernel's lock in hand knows that the holder is dead. */
  readonly place: string;
  readonly beat: number;
  /** Nothing runs under this epoch any more, and nothing will. */
  readonly released: boolean;
}

/** "Please leave": it asks the holder of a lower epoch to stop and release. It gives no right to anything. */
export interface VolumeClaim {
  readonly epoch: number;
  readonly holder: string;
}

/** The Kubernetes Lease as the API server returned it. */
export interface LeaseView {
  /** Empty: nobody. */
  readonly holder: string;
  /** The resourceVersion that a change must name. */
  readonly version: string;
  /** The TTL that its holder promised to keep. */
  readonly ttlMs: number;
}

export function sameRecord(one: VolumeRecord | undefined, other: VolumeRecord | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  return (
    one.epoch === other.epoch &&
    one.beat === other.beat &&
    one.holder === other.holder &&
    one.released === other.released
  );
}

export function sameClaim(one: VolumeClaim | undefined, other: VolumeClaim | undefined): boolean {
  return one?.epoch === other?.epoch && one?.holder === other?.holder;
}
