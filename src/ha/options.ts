import { InvalidLeaseOptions } from './errors.ts';

/** Every time of the protocol, in milliseconds on the monotonic clock of the one who measures. */
export interface LeaseOptions {
  /** So long the volume (or the Lease) must show no sign of its holder before another may take it. */
  readonly ttlMs: number;
  /** Between two beats of the holder. */
  readonly renewMs: number;
  /** A holder whose last proven beat was begun longer ago than this stops at once. */
  readonly deadlineMs: number;
  /** What is left for the processes to die between the holder's deadline and the end of the TTL. */
  readonly marginMs: number;
  /** Between two looks of one who waits. */
  readonly retryMs: number;
  /** Without any answer of the API server for so long, the volume alone decides. */
  readonly apiPatienceMs: number;
  /** A PostgreSQL that let no write through for so long hangs, and is started anew. */
  readonly probePatienceMs: number;
  /** Between two looks whether the Service still points here. */
  readonly repointMs: number;
  /** How much faster or slower than true time a clock may run, as a fraction. */
  readonly clockDrift: number;
}

export const DEFAULT_LEASE_OPTIONS: LeaseOptions = {
  ttlMs: 6_000,
  renewMs: 1_000,
  deadlineMs: 4_000,
  marginMs: 1_500,
  retryMs: 500,
  apiPatienceMs: 4_000,
  probePatienceMs: 8_000,
  repointMs: 30_000,
  clockDrift: 0.01,
};

/** Options that keep the promise: a holder has stopped, and its processes are dead, before anyone else's patience ends. */
export function leaseOptions(changes: Partial<LeaseOptions> = {}): LeaseOptions {
  const options = { ...DEFAULT_LEASE_OPTIONS, ...changes };
  for (const [name, value] of Object.entries(options)) {
    if (!(Number.isFinite(value) && value > 0))
      throw new InvalidLeaseOptions(`${name} is ${value}`, 'give a positive number');
  }
  const { ttlMs, renewMs, deadlineMs, marginMs, retryMs, clockDrift } = options;
  if (clockDrift > 0.1) throw new InvalidLeaseOptions(`clockDrift is ${clockDrift}`, 'give at most 0.1');
  if (2 * renewMs > deadlineMs) {
    throw new InvalidLeaseOptions(
      `a renewal every ${renewMs} ms leaves no second try before the deadline of ${deadlineMs} ms`,
      'set renewMs to at most half of deadlineMs',
    );
  }
  if (retryMs > deadlineMs / 2) {
    throw new InvalidLeaseOptions(`retryMs is ${retryMs}`, 'set retryMs to at most half of deadlineMs');
  }
  const stopped = deadlineMs * (1 + clockDrift) + marginMs;
  const taken = ttlMs * (1 - clockDrift);
  if (stopped > taken) {
    throw new InvalidLeaseOptions(
      `a holder has stopped after ${Math.ceil(stopped)} ms at the latest, but may be replaced after ${Math.floor(taken)} ms`,
      'raise ttlMs, or lower deadlineMs or marginMs: deadlineMs + marginMs must be less than ttlMs, with the drift of the clocks',
    );
  }
  return options;
}
