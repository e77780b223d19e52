import type { ChildrenStatus, LeaseOperation, LeaseRequest, VolumeOperation } from './events.ts';
import type { LeaseOptions } from './options.ts';
import type { LeaseView, VolumeClaim, VolumeRecord } from './volume-view.ts';

/** Who decides, and by which rules. Does not change while the agent runs. */
export interface Member {
  readonly options: LeaseOptions;
  /** `local`: the volume's lease is all there is. `kubernetes`: a Lease says who should run, the volume's lease who may write. */
  readonly mode: 'local' | 'kubernetes';
  /** In the Kubernetes Lease: the Pod, the same after a restart of its container. */
  readonly identity: string;
  /** On the volume: this run of the agent and no other. */
  readonly holder: string;
  readonly place: string;
  /** It has the kernel's lock on the directory: an earlier holder at the same place is dead, with all its processes. */
  readonly alone: boolean;
}

export type LeasePhase =
  | 'waiting for lease'
  | 'waiting for volume'
  /** It holds the volume; PostgreSQL or the server is not up. */
  | 'starting'
  | 'leading'
  /** It holds the volume, and stops cleanly because it was asked to. */
  | 'stopping'
  /** It has lost its right, and waits for its processes to be dead. */
  | 'fencing'
  /** Stopped by request, until it is asked to lead again. It keeps the Kubernetes Lease, so that nobody else starts. */
  | 'fenced'
  /** Holds nothing any more. */
  | 'released';

export interface Pending<Operation> {
  readonly op: number;
  readonly operation: Operation;
  readonly issuedAt: number;
}

/** All times on the monotonic clock of this agent. */
export interface LeaseState {
  readonly member: Member;
  readonly phase: LeasePhase;
  /** Why it is in this phase, for people. */
  readonly reason: string;
  readonly goal: LeaseRequest;
  readonly children: ChildrenStatus;
  readonly lastOp: number;
  readonly lastEventAt: number;
  /** When the next tick must come. */
  readonly wakeAt: number;

  /** Held on the volume, 0 for none. An epoch that was lost is never held again. */
  readonly epoch: number;
  readonly beat: number;
  /** The proof by the last beat ends here: counted from its beginning, since nobody knows when it reached the disk. */
  readonly proofUntil: number;

  readonly volumeOp: Pending<VolumeOperation> | undefined;
  readonly volumeDueAt: number;
  /** Nothing is tried on the volume before: the last operation failed. */
  readonly volumeRetryAt: number;
  /** Beginning of the last read that succeeded. */
  readonly volumeReadAt: number;
  /** Since when it neither holds the volume nor runs anything. */
  readonly waitsSince: number;
  readonly record: VolumeRecord | undefined;
  /** When the record was first seen as it is: at the end of that read, so that it may be older but not younger. */
  readonly recordSeenAt: number;
  readonly claim: VolumeClaim | undefined;
  readonly claimSeenAt: number;

  readonly leaseOp: Pending<LeaseOperation> | undefined;
  readonly leaseDueAt: number;
  readonly lease: LeaseView | undefined;
  readonly leaseSeenAt: number;
  /** Last answer of the API server, or the start. */
  readonly leaseAnsweredAt: number;
  readonly leaseHeldUntil: number;
  /** It held the Lease since it last had to yield: a holder other than itself then came after it. */
  readonly leaseWasOurs: boolean;
  /** A look at the Lease succeeded; before, it is not known whether there is one. */
  readonly leaseKnown: boolean;

  readonly endpointOp: Pending<'point'> | undefined;
  readonly endpointDueAt: number;

  readonly writeSeenAt: number;
}

export function initialLeaseState(member: Member, now: number): LeaseState {
  return {
    member,
    phase: member.mode === 'local' ? 'waiting for volume' : 'waiting for lease',
    reason: 'started',
    goal: 'lead',
    children: 'down',
    lastOp: 0,
    lastEventAt: now,
    wakeAt: now,
    epoch: 0,
    beat: 0,
    proofUntil: -Infinity,
    volumeOp: undefined,
    volumeDueAt: now,
    volumeRetryAt: -Infinity,
    volumeReadAt: -Infinity,
    waitsSince: now,
    record: undefined,
    recordSeenAt: -Infinity,
    claim: undefined,
    claimSeenAt: -Infinity,
    leaseOp: undefined,
    leaseDueAt: now,
    lease: undefined,
    leaseSeenAt: -Infinity,
    leaseAnsweredAt: now,
    leaseHeldUntil: -Infinity,
    leaseWasOurs: false,
    leaseKnown: false,
    endpointOp: undefined,
    endpointDueAt: now,
    writeSeenAt: now,
  };
}

/** While one decision is made, its state is a private copy that may change. */
export type Draft = { -readonly [Key in keyof LeaseState]: LeaseState[Key] };

/** Released, and nothing is left to do or to wait for. */
export function isAtRest(state: LeaseState): boolean {
  return (
    state.phase === 'released' &&
    state.volumeOp === undefined &&
    state.leaseOp === undefined &&
    state.endpointOp === undefined &&
    state.wakeAt === Infinity
  );
}
