import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import type { Log } from '../base/index.ts';
import { type LeaseOptions, leaseOptions } from '../ha/index.ts';
import { LeaseCoordinator } from './coordinator-lease.ts';
import type { Coordinator } from './coordinator.ts';
import { VolumeLease } from './volume-lease.ts';

export interface LocalCoordinatorOptions {
  readonly dataDirectory: string;
  /** This process has the kernel's lock on the data directory. */
  readonly alone: boolean;
  readonly lease?: Partial<LeaseOptions>;
  readonly log: Log;
}

/** One machine: no cluster to ask. The lease on the volume keeps away an agent on another machine that has it mounted too. */
export function localCoordinator(options: LocalCoordinatorOptions): Coordinator {
  const holder = `${hostname()}/${randomUUID().slice(0, 8)}`;
  const place = bootPlace();
  return new LeaseCoordinator({
    name: 'local',
    member: {
      options: leaseOptions(options.lease),
      mode: 'local',
      identity: holder,
      holder,
      place,
      alone: options.alone,
    },
    volume: new VolumeLease(options.dataDirectory, { holder, place }),
    cluster: undefined,
    log: options.log,
  });
}

/**
 * This run of this kernel: an earlier holder here had the same kernel's lock, so that whoever has it now knows it to be dead. After
 * a loss of power it is another run, and a TTL of silence must tell.
 */
function bootPlace(): string {
  if (process.platform !== 'linux') return `host/${hostname()}`;
  return `boot/${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}`;
}
